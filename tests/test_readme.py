"""The README's own lines run, and print what it says they print."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_ten_lines_print_what_the_readme_shows(monkeypatch):
    code, shown = re.search(r"```python\n(.*?)```\s+```\n(.*?)```", README, re.DOTALL).groups()
    monkeypatch.chdir(ROOT)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code, "README.md", "exec"), {})
    assert said.getvalue().split() == shown.split()


def test_every_command_the_readme_names_exists():
    from vuoro.cli import main

    for command in set(re.findall(r"(?:bin/|`)vuoro ([a-z]+)", README)):
        with pytest.raises(SystemExit) as left:
            main([command, "--help"])
        assert left.value.code == 0


def test_every_file_the_readme_points_at_exists():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_every_make_target_the_readme_names_exists():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"`?\bmake (demo|test|lab|bench)\b", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
