"""Every file of the test data through our readers, and an account of every line of talk in them.

``python -m tests.bench.survey --write docs/formats.md``
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.counting import accounted, found_again, talk_in

from vuoro import formats
from vuoro.formats.files import format_of
from vuoro.model import VuoroError

ROOT = Path(__file__).parents[2]


@dataclass
class Seen:
    """What became of one file; ``lines`` is what it holds by a count that is not ours, None without one."""

    path: Path
    format: str
    turns: int = 0
    unread: int = 0
    problems: int = 0
    lines: int | None = None
    accounted: int = 0
    lost: list[str] = field(default_factory=list)
    refused: str = ""
    rules: Counter[str] = field(default_factory=Counter)

    @property
    def is_called_invalid(self) -> bool:
        """Whether the peer from whom the file is says, in its name or its folder's, that it is wrong."""
        return bool(re.search(r"error|invalid|missing_|malformed|/E\d{3}_", self.path.as_posix()))


def files(folder: Path) -> Iterator[Path]:
    """Everything under ``formats`` and ``data`` that is a file."""
    for part in ("formats", "data"):
        yield from sorted(path for path in (folder / part).rglob("*") if path.is_file())


def look(path: Path) -> Seen:
    known = format_of(path)
    seen = Seen(path=path, format=known.name if known else "none of ours")
    try:
        read = formats.read_corpus(path)
    except VuoroError as error:
        seen.refused = str(error)
        return seen
    seen.turns = sum(map(len, read))
    seen.unread = sum(len(encounter.unread()) for encounter in read)
    seen.rules = Counter(problem.rule for encounter in read for problem in encounter.problems)
    seen.problems = seen.rules.total()
    talk = talk_in(path)
    if talk is not None:
        seen.lines, seen.accounted = talk.lines, accounted(read, seen.format)
        seen.lost = [
            turn.raw
            for encounter in read
            for turn in encounter
            if not found_again(turn, seen.format, talk.text)
        ]
    return seen


def page(seen: Iterable[Seen], readers: Iterable[str]) -> str:
    """The account as Markdown: a row for each format, the reasons for refusals, the rules of problems."""
    seen = list(seen)
    invalid = [one for one in seen if one.is_called_invalid and one.format != "none of ours"]
    told = [one for one in invalid if one.problems or one.refused]
    return "\n".join(
        [
            "# What our readers make of files that others wrote",
            "",
            "Written by `python -m tests.bench.survey --write docs/formats.md`, nothing by hand. The files are",
            "those of peers' test suites and of public corpora; none is part of this repository.",
            "",
            "*Lines of talk* are counted without our readers, by the plainest means each format allows;",
            "*accounted for* are turns, and lines told as unread, as repeated, or as no talk. *Found again* are",
            "turns that stand in the file as they are, once the format's own escapes are undone.",
            "",
            *_table(seen, readers),
            "",
            f"{len(invalid)} of the files are invalid by their name or their folder's: {len(told)} of them gave a",
            "problem or were refused while reading. The others break rules of tiers that reading keeps verbatim",
            "(grammar, phonology), or of signs within a turn, which are all kept.",
            "",
            "## Why files were refused",
            "",
            *_refusals(seen),
            "",
            "## What was told of the others",
            "",
            *_rules(seen),
            "",
        ]
    )


def _table(seen: list[Seen], readers: Iterable[str]) -> Iterator[str]:
    yield (
        "| format | files | lines of talk | accounted for | turns | found again | unread lines | problems | refused |"
    )
    yield "| --- | --: | --: | --: | --: | --: | --: | --: | --: |"
    names = [*readers, "none of ours"]
    for name in names:
        mine = [one for one in seen if one.format == name]
        if mine:
            yield _row(name, mine)
    absent = [name for name in readers if not any(one.format == name for one in seen)]
    if absent:
        yield ""
        yield f"The test data hold no file of these formats: {', '.join(absent)}."


def _row(name: str, mine: list[Seen]) -> str:
    counted = [one for one in mine if one.lines is not None]
    turns = sum(one.turns for one in mine)
    cells = [
        name,
        len(mine),
        sum(one.lines or 0 for one in counted) if counted else "–",
        sum(one.accounted for one in counted) if counted else "–",
        turns,
        sum(one.turns - len(one.lost) for one in counted) if counted else "–",
        sum(one.unread for one in mine),
        sum(one.problems for one in mine),
        sum(bool(one.refused) for one in mine),
    ]
    return "| " + " | ".join(f"{cell:,}" if isinstance(cell, int) else cell for cell in cells) + " |"


def _refusals(seen: list[Seen]) -> Iterator[str]:
    """Each reason once, without what is particular to a file."""
    reasons: Counter[tuple[str, str]] = Counter()
    for one in seen:
        if one.refused:
            reason = re.split(
                r"(?<=[.?]) |(?<=\)): ", one.refused.removeprefix(one.path.name).partition(": ")[2]
            )[0]
            reasons[one.format, re.sub(r"suffix '[^']*'", "suffix", reason)] += 1
    yield "| format | files | reason |"
    yield "| --- | --: | --- |"
    for (format, reason), count in sorted(reasons.items()):
        yield f"| {format} | {count} | {reason} |"


def _rules(seen: list[Seen]) -> Iterator[str]:
    yield "| format | rules, most frequent first |"
    yield "| --- | --- |"
    for name in dict.fromkeys(one.format for one in seen):
        rules = sum((one.rules for one in seen if one.format == name), Counter[str]())
        if rules:
            yield f"| {name} | {', '.join(f'{rule} {count}' for rule, count in rules.most_common())} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.survey", description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page to this Markdown file")
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("VUORO_TESTDATA", ROOT.parent / "shared")),
        metavar="DIR",
        help="the folder that holds data/ and formats/ (default: $VUORO_TESTDATA)",
    )
    options = parser.parse_args()
    if not (options.data / "formats").is_dir():
        sys.exit(f"there is no folder formats/ in {options.data}; say where: --data DIR")
    text = page(map(look, files(options.data)), sorted(formats.READERS))
    print(text)
    if options.write:
        options.write.parent.mkdir(parents=True, exist_ok=True)
        options.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
