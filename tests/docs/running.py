"""Runs the blocks of a page: Python, commands of vuoro, and the files that a page says it makes.

What a block is follows from its fence (```python, ```sh, ```text) and from a comment of Markdown on the line
before, which the site does not show::

    % not run: REASON       the block is listed, and left alone
    % file: NAME            the block is the content of a file

A ```text block after one that ran is what it printed; ``...`` stands for anything. In a shell block, lines of
vuoro run in this process, and other lines in bash. A ``pyproject.toml`` with entry points makes the files of the
page look installed.

    python -m tests.docs.running PAGE FOLDER    runs a page in a process of its own
"""

from __future__ import annotations

import contextlib
import doctest
import glob
import io
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BLOCK = re.compile(
    r"^(?:% (?P<mark>not run|file): (?P<told>[^\n]*)\n)?(?P<fence>`{3,})(?P<kind>\w+)[^\n`]*\n(?P<body>.*?)^(?P=fence)`*$",
    re.DOTALL | re.MULTILINE,
)
SPEECH = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass
class Block:
    """A fenced block of a page, with the line on which it stands."""

    kind: str
    body: str
    mark: str
    told: str
    line: int


class Wrong(AssertionError):
    """A block does not do what the page says; the message begins with page and line."""


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    text = page.read_text("utf-8")
    return [
        Block(
            kind=found["kind"],
            body=found["body"],
            mark=found["mark"] or "",
            told=found["told"] or "",
            line=text.count("\n", 0, found.start("fence")) + 1,
        )
        for found in BLOCK.finditer(text)
    ]


def run(page: Path, folder: Path) -> int:
    """Run the blocks of a page in a folder, one after another; the number of blocks that ran."""
    names: dict[str, Any] = {"__name__": "__page__"}
    before, said, ran = Path.cwd(), None, 0
    os.chdir(folder)
    try:
        for block in blocks(page):
            where = f"{page.name}, line {block.line}"
            if block.mark == "not run":
                said = None
            elif block.mark == "file":
                _write(block)
                ran += 1
            elif block.kind in RUNNERS:
                said = RUNNERS[block.kind](block, names, where)
                ran += 1
            elif block.kind == "text" and said is not None:
                _compare(block.body, said, where)
                said = None
    finally:
        os.chdir(before)
    return ran


def _python(block: Block, names: dict[str, Any], where: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(block.body, where, "exec"), names)
    return out.getvalue()


def _shell(block: Block, names: dict[str, Any], where: str) -> str:
    return "".join(_line(line, where) for line in _lines(block.body))


def _line(line: str, where: str) -> str:
    words = list(_words(line))
    if words[0] != "vuoro":
        code, said, problems = _apart(["bash", "-c", line])
    elif list(Path().glob("*.dist-info")):
        # Only a process that has not imported the page's modules tells whether their entry points do.
        code, said, problems = _apart([sys.executable, "-m", "vuoro.cli", *words[1:]])
    else:
        code, said, problems = _here(words[1:])
    if code:
        raise Wrong(f"{where}: {line!r} returned {code}: {problems}")
    return said


def _apart(words: list[str]) -> tuple[int, str, str]:
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": os.getcwd()}
    )
    return done.returncode, done.stdout, done.stderr


def _here(words: list[str]) -> tuple[Any, str, str]:
    from vuoro.cli import main

    out, problems = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(problems):
        try:
            code = main(words)
        except SystemExit as left:
            code = left.code
    return code, out.getvalue(), problems.getvalue()


def _lines(body: str) -> Iterator[str]:
    """The commands of a block: a line that ends in a backslash goes on."""
    for line in body.replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def _words(line: str) -> Iterator[str]:
    """What a shell makes of a line: quotes taken off, and patterns that are not quoted filled in."""
    for word in shlex.split(line, comments=True):
        quoted = f'"{word}"' in line or f"'{word}'" in line
        yield from [word] if quoted else sorted(glob.glob(word)) or [word]


def _write(block: Block) -> None:
    Path(block.told).parent.mkdir(parents=True, exist_ok=True)
    Path(block.told).write_text(block.body, encoding="utf-8", newline="\n")
    if block.told == "pyproject.toml":
        _install(tomllib.loads(block.body)["project"])


def _install(project: dict[str, Any]) -> None:
    """What `pip install` would leave behind of the entry points, beside the modules of the page."""
    home = Path(f"{project['name'].replace('-', '_')}-{project['version']}.dist-info")
    home.mkdir()
    (home / "METADATA").write_text(f"Name: {project['name']}\nVersion: {project['version']}\n")
    groups = project["entry-points"].items()
    lines = [
        line
        for group, some in groups
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in some.items()))
    ]
    (home / "entry_points.txt").write_text("\n".join(lines))


def _compare(wanted: str, said: str, where: str) -> None:
    if not doctest.OutputChecker().check_output(wanted, said, SPEECH):
        raise Wrong(f"{where}: the page says\n{wanted}\nand it was\n{said}")


RUNNERS = {"python": _python, "sh": _shell}


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[2])
    print(run(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
