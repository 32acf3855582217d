"""How much talk a file holds, counted without our readers: what they must account for.

Each format is counted by the plainest means there is: a margin of asterisks, the strings between
quotation marks, an XML parser's elements, the rows of the standard library's CSV reader. For
each there is also the file as it reads once its own escapes are undone, in which every turn must
be found again as it is.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from vuoro.formats.encodings import decode
from vuoro.model import Encounter, Turn


class Talk(NamedTuple):
    """``lines`` of talk in a file, and the file's ``text`` with its escapes undone."""

    lines: int
    text: str


def talk_in(path: Path) -> Talk | None:
    """What a file holds; None where its format has no count of ours."""
    count = COUNTS.get(path.suffix.lower())
    if count is None:
        return None
    text, _ = decode(path.read_bytes())
    return count(text)


def accounted(encounters: list[Encounter], kind: str) -> int:
    """How many lines of talk the encounters of a file account for: as turns, or told to be something else."""
    return sum(
        len(encounter.unread())
        + _repeated(encounter)
        + _beside(encounter)
        # In EXMARaLDA a turn is a chain of events.
        + sum(len(_events(turn)) if kind == "exb" else 1 for turn in encounter)
        for encounter in encounters
    )


def _repeated(encounter: Encounter) -> int:
    """Rows that several coders have of one turn."""
    told = (problem.message for problem in encounter.problems if problem.rule == "repeated-rows")
    return sum(int(message.split()[0]) for message in told)


def _beside(encounter: Encounter) -> int:
    """Labels of tiers that were told to hold no talk; they are with the turns, or in ``meta``."""
    names = {problem.text for problem in encounter.problems if problem.rule == "beside-talk"}
    labels = [turn.tiers[name] for turn in encounter for name in names & turn.tiers.keys()]
    silent = encounter.meta.get("tiers", {})
    return sum(1 + label.count("\n") for label in labels) + sum(len(silent.get(name, ())) for name in names)


def found_again(turn: Turn, kind: str, text: str) -> bool:
    """Whether the turn, as it is, stands in the file."""
    if kind == "exb":
        return all(event in text for event in _events(turn))
    if kind == "trs":  # a line for each stretch between two times
        return all(line in text for line in turn.raw.split("\n"))
    return turn.tiers.get("payload", turn.raw) in text


def _events(turn: Turn) -> list[str]:
    lines = turn.tiers["events"].split("\n") if "events" in turn.tiers else ["\t\t" + turn.raw]
    # An event may hold newlines itself; its cells are start, end, words.
    return [line.split("\t", 2)[2] for line in lines if line.count("\t") > 1]


def _chat(text: str) -> Talk:
    return Talk(len(re.findall(r"(?:\A|[\r\n])\*", text)), text)


def _textgrid(text: str) -> Talk:
    """Strings after the header: a tier's class, its name, and then its labels."""
    strings = [
        one.replace('""', '"') for one in re.findall(r'"((?:[^"]|"")*)"', text.partition("<exists>")[2])
    ]
    count, kind, named = 0, "", True
    for string in strings:
        if string in ("IntervalTier", "TextTier"):
            kind, named = string, False
        elif not named:
            named = True
        else:
            count += kind == "IntervalTier" and bool(string.strip())
    return Talk(count, text.replace('""', '"'))


def _eaf(text: str) -> Talk:
    root = ElementTree.fromstring(text.encode())
    tiers = [tier for tier in root.iter("TIER") if not tier.get("PARENT_REF")]
    values = [value.text or "" for tier in tiers for value in tier.iter("ANNOTATION_VALUE")]
    return Talk(sum(bool(value.strip()) for value in values), "\n".join(root.itertext()))


def _exb(text: str) -> Talk:
    root = ElementTree.fromstring(text.encode())
    events = [event for tier in root.iter("tier") if tier.get("type") == "t" for event in tier.iter("event")]
    # What stands in elements within an event is about it; its own words stand around them.
    words = ["".join([event.text or "", *(part.tail or "" for part in event)]) for event in events]
    return Talk(sum(bool(one.strip()) for one in words), "\n".join([*words, *root.itertext()]))


def _trs(text: str) -> Talk:
    """A line for each speaker of a turn who says anything."""
    root = ElementTree.fromstring(text.encode())
    count = 0
    for turn in root.iter("Turn"):
        speaks, voices = "1", set()
        for part in [turn, *turn]:
            speaks = part.get("nb", speaks) if part.tag == "Who" else speaks
            if ((part.text if part is turn else part.tail) or "").strip():
                voices.add(speaks)
        count += len(voices)
    return Talk(count, "\n".join(root.itertext()))


def _cues(between: str) -> Callable[[str], Talk]:
    """Blocks between empty lines; of lines of times in a block, each counts."""
    times = re.compile(rf"[ \t]*[\d:]+[.,]\d+{between}.*")

    def count(text: str) -> Talk:
        lines = 0
        for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
            if not re.match(r"\s*(?:WEBVTT|NOTE|STYLE|REGION)", block):
                words = [one for one in block.split("\n") if one.strip() and not one.strip().isdigit()]
                timed = sum(bool(times.match(one)) for one in words)
                voices = len(re.findall(r"<v[. ]", block))
                lines += max(voices, min(len(words) - timed, max(timed, 1)))
        return Talk(lines, html.unescape(text) + text)

    return count


def _table(delimiter: str) -> Callable[[str], Talk]:
    def count(text: str) -> Talk:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        talk = [*_column(rows)]
        return Talk(sum(bool(cell.strip()) for cell in talk), "\n".join(talk))

    return count


def _column(rows: list[list[str]]) -> Iterator[str]:
    names = ("text", "utterance_text", "raw")
    at = next((rows[0].index(name) for name in names if name in rows[0]), None)
    for row in rows[1:] if at is not None else ():
        yield row[at] if at < len(row) else ""


COUNTS: dict[str, Callable[[str], Talk]] = {
    ".cha": _chat,
    ".textgrid": _textgrid,
    ".eaf": _eaf,
    ".exb": _exb,
    ".trs": _trs,
    ".vtt": _cues(r"[ \t]*-->[ \t]*"),
    ".srt": _cues(r"[ \t]*-->[ \t]*"),
    ".sbv": _cues(","),
    ".csv": _table(","),
    ".tsv": _table("\t"),
}
