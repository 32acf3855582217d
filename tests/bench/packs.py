"""How long a training pack takes, what it weighs, and how fast its gallery is searched: ``python -m tests.bench.packs``.

Seconds are CPU seconds in a fresh process, from the files on; the search is wall-clock milliseconds in
Chromium, from the key to the answer, on the largest page of the gallery. The corpora are those that we
ship; the large ones are copies of them with ids of their own.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import process_time

SIZES = (25, 1_000)
SECONDS, MEGABYTES, MILLISECONDS = 20, 5, 200
"""The goals: to make a pack of our corpora, what it may weigh, and to search one of a thousand encounters."""

HEADING = (
    "| encounters | pages | made | weight | searched, slowest of 20 |",
    "| --- | --- | --- | --- | --- |",
)
CORPORA = Path(__file__).parents[2] / "corpora"
SEARCHED = """(words) => {
  const find = document.getElementById("find");
  const times = words.map((word) => {
    const from = performance.now();
    find.value = word;
    find.dispatchEvent(new Event("input", { bubbles: true }));
    document.body.getBoundingClientRect();
    return performance.now() - from;
  });
  return Math.max(...times);
}"""


def table() -> list[str]:
    """The table in Markdown, a row a size."""
    return [*HEADING, *map(_row, SIZES)]


def _row(size: int) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "pack"
        told = subprocess.run(
            [sys.executable, "-m", "tests.bench.packs", str(size), str(folder)],
            check=True, capture_output=True, text=True, cwd=CORPORA.parent,
        )  # fmt: skip
        made = json.loads(told.stdout)
        pages = sorted(folder.glob("*.html"))
        weight = sum(page.stat().st_size for page in pages) / 1e6
        slowest = _searched(max(folder.glob("gallery_*.html"), key=lambda page: page.stat().st_size))
    return f"| {size:,} | {len(pages)} | **{made:.1f}** s | {weight:.1f} MB | {slowest:.0f} ms |"


def _searched(page: Path) -> float:
    from playwright.sync_api import sync_playwright

    words = [one * times for times in (1, 2) for one in "abdeiklnor"]
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page()
        tab.goto(page.as_uri())
        slowest: float = tab.evaluate(SEARCHED, words)
        browser.close()
    return slowest


def _make(size: int, folder: Path) -> float:
    """Make a pack of so many encounters; answers the CPU seconds."""
    from vuoro import teaching

    began = process_time()
    material, _ = teaching.gather([CORPORA])
    if size > len(material.encounters):
        material = _many(material, size)
    teaching.write(teaching.Pack(material=material, theme="listen", language="sv"), folder)
    return process_time() - began


def _many(material, size: int):
    """As many encounters as wanted: copies with what was coded of them."""
    from vuoro.teaching import Material

    number = -(-size // len(material.encounters))

    def copies(things, key):
        return [replace(one, **{key: f"{getattr(one, key)}~{n}"}) for n in range(number) for one in things]

    coded = copies((*material.settled, *material.codings), "encounter")
    links = copies(material.sequences, "encounter")
    return Material(copies(material.encounters, "id")[:size], coded, links)


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(_make(int(sys.argv[1]), Path(sys.argv[2]))))
    else:
        print("\n".join(table()))
