"""What the pages say is so: their blocks run, and their links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs import running

from vuoro.model import LANGUAGES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MADE = ("_build", "about", "annotator.md", "api", "codebook", "commands.md", "notebooks")
"""Pages, and folders of pages, that are written when the site is built."""

PAGES = sorted(page for page in DOCS.rglob("*.md") if page.relative_to(DOCS).parts[0] not in MADE)
OTHERS = sorted([*ROOT.glob("README*.md"), *ROOT.glob("CHANGELOG.md"), ROOT / "corpora" / "README.md"])
EXTENDING = sorted((DOCS / "extending").glob("[!i]*.md"))
ALONE = [page for page in PAGES if page.parent == DOCS]

LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")
HEADING = re.compile(r"^#+ (.+?)\s*$", re.MULTILINE)
TARGET = re.compile(r"^\(([\w-]+)\)=$", re.MULTILINE)
TOCTREE = re.compile(r"```\{toctree\}\n(.*?)```", re.DOTALL)


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def desk(folder: Path) -> Path:
    """A folder to work in, with the corpora beside."""
    (folder / "corpora").symlink_to(ROOT / "corpora")
    return folder


@pytest.mark.parametrize("page", ALONE, ids=name)
def test_the_blocks_of_a_page_run_and_print_what_it_shows(page, tmp_path):
    running.run(page, desk(tmp_path))


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    """Goes through the pages on how to, in their order, as far as one; each begins where the last one ended."""
    folder = desk(tmp_path_factory.mktemp("walk"))
    left = [DOCS / "howto" / "index.md", *steps()]

    def walk(page: Path) -> None:
        while page in left:
            running.run(left.pop(0), folder)

    return walk


def steps() -> list[Path]:
    """The pages on how to, as their table of contents orders them."""
    listed = TOCTREE.search((DOCS / "howto" / "index.md").read_text("utf-8"))[1]
    return [
        DOCS / "howto" / f"{line}.md" for line in listed.split() if not line.startswith(":") and line != "1"
    ]


@pytest.mark.parametrize("page", steps(), ids=name)
def test_each_job_can_be_done_as_the_pages_tell_it(page, walk):
    walk(page)


@pytest.mark.parametrize("page", EXTENDING, ids=name)
def test_what_one_adds_is_found_by_decorator_and_by_entry_point(page, tmp_path):
    # In a process of its own, since what is registered stays.
    done = subprocess.run(
        [sys.executable, "-m", "tests.docs.running", page, desk(tmp_path)],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 3


def test_a_block_that_does_not_run_says_why():
    left = [
        (name(page), block) for page in PAGES for block in running.blocks(page) if block.mark == "not run"
    ]
    assert all(len(block.told.split()) > 1 for _, block in left)
    assert len(left) <= 20, [where for where, _ in left]


def test_every_page_on_how_to_has_a_place_in_the_order_of_work():
    assert {*steps(), DOCS / "howto" / "index.md"} == set((DOCS / "howto").glob("*.md"))


@pytest.mark.parametrize("page", [*PAGES, *OTHERS], ids=name)
def test_every_relative_link_leads_to_a_file_and_a_heading(page):
    for target in LINK.findall(page.read_text("utf-8")):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        file, _, anchor = target.partition("#")
        there = (page.parent / file).resolve() if file else page
        if there.is_relative_to(DOCS) and there.relative_to(DOCS).parts[0] in MADE:
            continue  # written when the site is built, which fails on a link that leads nowhere
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


def anchors(page: Path) -> set[str]:
    """The headings of a page as anchors, the way they are made of them on the web, and its own targets."""
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    headings = (re.sub(r"[`*]", "", heading).lower() for heading in HEADING.findall(text))
    made = {re.sub(r"[^\w\- ]", "", heading).strip().replace(" ", "-") for heading in headings}
    return made | set(TARGET.findall(text))


def test_links_to_other_hosts_are_few_and_known():
    hosts = {
        re.match(r"https?://([^/]+)", target)[1]
        for page in [*PAGES, *OTHERS]
        for target in LINK.findall(page.read_text("utf-8"))
        if target.startswith("http")
    }
    assert hosts <= {
        "docs.dask.org",
        "kubernetes.dask.org",
        "jobqueue.dask.org",
        "stat.fi",
        "sotkanet.fi",
        "thl.fi",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_codebook_page_has_every_code_with_how_to_decide_examples_and_near_misses(language, monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS))
    from building import codebook

    from vuoro import codebooks

    text = dict(codebook.pages())[f"codebook/{language}.md"]
    parts = re.split(rf"^\({language}-(\w+)\)=$", text, flags=re.MULTILINE)
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    for code in codebooks.load("participation").codes:
        part = told[code.id]
        assert f"### {code.labels[language]}\n" in part
        assert f"**{codebook.TEXTS['decide'][language]}**\n\n- " in part
        assert all(f"“{one.text}”" in part for one in code.examples[language])
        assert all(f"“{one.text}”" in part for one in code.near_misses[language])


def test_the_page_of_commands_has_every_command_with_its_example(monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS))
    from building import commands

    from vuoro.cli import COMMANDS

    [(_, text)] = commands.pages()
    told = re.findall(r"^### vuoro (\w+)$", text, re.MULTILINE)
    assert {commands.NAMES.get(name, name) for names in COMMANDS.values() for name in names} == set(told)
    assert text.count("```text\nexample") == len(told)


def test_every_room_of_the_package_has_its_page_or_a_reason_for_none(monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS))
    from building import rooms

    package = ROOT / "analysis" / "vuoro"
    there = {
        path.name.removesuffix(".py") for path in package.iterdir() if not path.name.startswith(("_", "."))
    }
    none = {"cli": "commands.md", "locale": "data", "public": "data", "py.typed": "a mark"}
    for_ourselves = {"fetching", "shipped", "wording", "course"}
    assert there - set(none) - for_ourselves - {room["name"] for room in rooms.ROOMS} == set()
