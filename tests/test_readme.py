"""The README's own lines run, and its three languages say the same."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from vuoro.cli import _parser

ROOT = Path(__file__).parent.parent
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
ENGLISH, *TRANSLATED = READMES = [ROOT / name for name in ("README.md", "README.sv.md", "README.fi.md")]


def text(readme: Path) -> str:
    return readme.read_text("utf-8")


def commands(readme: Path) -> list[list[str]]:
    """The command lines of a README, without their comments."""
    found = re.findall(r"^    ((?:vuoro|make) .+)$", text(readme), re.MULTILINE)
    return [shlex.split(line, comments=True) for line in found]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_ten_lines_print_what_the_readme_shows(readme, monkeypatch):
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(readme), module_relative=False, optionflags=FLAGS, encoding="utf-8")
    assert (result.failed, result.attempted) == (0, 10)


def test_every_command_of_the_readme_is_understood():
    parser = _parser()
    for line in commands(ENGLISH):
        if line[0] == "vuoro":
            assert parser.parse_args(line[1:]).command is not None, line


@pytest.mark.parametrize("readme", TRANSLATED, ids=lambda path: path.name)
def test_a_translation_has_the_same_commands_headings_tables_and_links(readme):
    def shape(text: str) -> tuple[int, int, set[str]]:
        links = set(re.findall(r"\]\(([^)#]+)\)", text))
        return text.count("\n## "), text.count("\n| "), links - {path.name for path in READMES}

    assert commands(readme) == commands(ENGLISH)
    assert shape(text(readme)) == shape(text(ENGLISH))


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_file_and_heading_the_readme_points_at_exists(readme):
    headings = {
        re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-")
        for heading in re.findall(r"^## (.+)$", text(readme), re.MULTILINE)
    }
    for file, heading in re.findall(r"\]\(([^)#:]*)#?([^)]*)\)", text(readme)):
        assert not file or (ROOT / file).exists(), file
        assert not heading or heading in headings, heading


def test_every_make_target_the_readme_names_exists():
    makefile = text(ROOT / "Makefile")
    for target in set(
        re.findall(r"\bmake ([a-z]+)\b", " ".join(re.findall(r"`[^`]+`|^    .+", text(ENGLISH), re.M)))
    ):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
