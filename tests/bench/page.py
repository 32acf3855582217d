"""``BENCHMARKS.md``: sections that several commands write, each keeping what the others wrote."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

HEAD = """# Benchmarks

Written by commands, nothing by hand: `make bench`, `make bench-scale`, `make bench-memory`, `make chaos`. Each writes its own
sections and keeps the others. Goals stand beside what was measured.
"""
LAST = "## Versions"
_SECTION = re.compile(r"^(?=## )", re.MULTILINE)


def write(path: Path, made: Iterable[str]) -> None:
    """Sections, each a text that begins with its heading, in the place of those that had these headings."""
    there = path.read_text("utf-8") if path.exists() else ""
    path.write_text(merged(there, made), encoding="utf-8", newline="\n")


def merged(there: str, made: Iterable[str]) -> str:
    """The page with these sections: known ones where they stood, new ones before the versions.

    Examples
    --------
    >>> page = merged("# Old\\n\\n## A\\n\\n1\\n\\n## Versions\\n\\nx\\n", ["## B\\n\\n2", "## A\\n\\n3"])
    >>> page.removeprefix(HEAD).split()
    ['##', 'A', '3', '##', 'B', '2', '##', 'Versions', 'x']
    """
    sections = {heading(text): text.strip() for text in _SECTION.split(there)[1:]}
    sections.update((heading(text), text.strip()) for text in made)
    last = sections.pop(LAST, "")
    return "\n\n".join([HEAD.strip(), *sections.values(), *([last] if last else [])]) + "\n"


def heading(text: str) -> str:
    """The first line of a section."""
    return text.strip().partition("\n")[0]


def machine() -> str:
    """Python, the system and its cores, in a sentence."""
    cores = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"Python {platform.python_version()}, {cores}."


def versions(names: Iterable[str]) -> str:
    return ", ".join(f"{name}=={version(name)}" for name in names)


def table(rows: Iterable[Mapping[str, str]]) -> str:
    """Rows as a Markdown table, their keys as its header.

    Examples
    --------
    >>> print(table([{"work": "read", "time": "1 s"}]))
    | work | time |
    | --- | --- |
    | read | 1 s |
    """
    rows = list(rows)
    lines = [list(rows[0]), ["---"] * len(rows[0]), *(list(row.values()) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
