"""Subtitle files cut into cues: WebVTT, SubRip and YouTube's .sbv differ in little but their times.

All three are blocks with an empty line between them, and a block with times is a cue::

    2                                           an identifier; in SubRip the number of the cue
    00:00:07.000 --> 00:00:11.890 align:start   times, and in WebVTT settings
    and how have you been                       the payload, until an empty line
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from vuoro.model import Problem

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_BETWEEN = {"webvtt": r"[ \t]*-->[ \t]*", "srt": r"[ \t]*-->[ \t]*", "sbv": ","}
_LINE = r"[^\S\n]*+\S[^\n]*+(?:\n|\Z)"  # one that is not empty
_DAMAGED_TIMES = re.compile(r"[^\n]*-->[^\n]*|\d+:\d\d[^\s,]*,\d+:\d\d[^\s,]*")
_CUT_TIMES = re.compile(r"\d[\d:.,]*+[ \t]*+-{0,2}>?[\d:.,\s]*+")
_ABOUT = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


class Cue(NamedTuple):
    """A payload, the seconds it is on the screen, and the rule of what is wrong with them.

    ``line`` is the line of the file on which the payload begins.
    """

    start: float | None
    end: float | None
    payload: str
    line: int
    id: str = ""
    settings: str = ""
    flaw: str = ""


@dataclass(slots=True)
class Cues:
    """A file in its blocks: the header, the cues with words, and what is about the file."""

    header: str = ""
    cues: list[Cue] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    timed: int = 0
    """How many blocks have times, words or not."""


def cues_of(text: str, kind: str) -> Cues:
    """The cues of a file of ``kind`` ``"webvtt"``, ``"srt"`` or ``"sbv"``, in the order of the file."""
    found = Cues()
    times = re.compile(_times(kind))
    line, at, end = 1, 0, len(text.rstrip())
    for block in _pattern(kind).finditer(text):
        id, *clocks, settings, payload, stray = block.groups()
        talk = block.start("payload") if payload else block.start()
        line, at = line + text.count("\n", at, talk), talk
        if stray is not None:
            _place_stray(found, stray, line, kind, last=block.end() >= end)
            continue
        found.timed += 1
        if id and kind != "webvtt" and not id.strip().isdigit():
            _place_stray(found, id, line, kind)
        if payload and kind == "srt" and times.match(text, block.end()):
            payload = _without_number(payload)  # there is no empty line before the next cue
        if payload:
            found.cues.append(_cue(clocks, payload, line, id or "", settings))
    return found


def _times(kind: str) -> str:
    return rf"[ \t]*{_CLOCK}{_BETWEEN[kind]}{_CLOCK}(?!\d)"


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    """A block: a cue, or lines that are none. A line of times ends whatever was before it."""
    other = rf"(?!{re.sub(r'[(](?=.d)', '(?:', _times(kind))})"
    return re.compile(
        rf"^(?:(?:{other}([^\S\n]*+\S[^\n]*+)\n)?{_times(kind)}([^\n]*+)(?:\n(?P<payload>(?:{other}{_LINE})*+))?"
        rf"|({_LINE}(?:{other}{_LINE})*+))",
        re.MULTILINE,
    )


def _without_number(payload: str) -> str:
    lines = payload.splitlines(keepends=True)
    return "".join(lines[:-1]) if lines[-1].strip().isdigit() else payload


def _cue(clocks: list[str | None], payload: str, line: int, id: str, settings: str) -> Cue:
    start, end = _seconds(clocks[:4]), _seconds(clocks[4:])
    payload = payload.rstrip("\n")
    if start > end:
        return Cue(None, None, payload, line, id, settings.strip(), "reversed-times")
    return Cue(start, end, payload, line, id, settings.strip())


def _seconds(clock: list[str | None]) -> float:
    """Seconds of hours, which may be missing, minutes, seconds and thousandths."""
    hours, minutes, seconds, fraction = (part or "0" for part in clock)
    whole = 3600 * int(hours) + 60 * int(minutes) + int(seconds)
    return (1000 * whole + int(fraction if len(fraction) == 3 else fraction.ljust(3, "0"))) / 1000


def _place_stray(found: Cues, block: str, line: int, kind: str, last: bool = False) -> None:
    """A block without times: a header, a note, or talk that lost its times."""
    if kind == "webvtt" and not found.cues and not found.header and block.startswith("WEBVTT"):
        found.header = block.strip()
    elif kind == "webvtt" and _ABOUT.match(block):
        found.about.append(block.strip())
    elif last and _CUT_TIMES.fullmatch(block.strip()):
        message = "the file ends in the middle of a line of times; what is complete was read."
        found.problems.append(Problem(line=line, text=block.strip(), message=message, rule="truncated"))
    else:
        _place_talk(found, block.rstrip("\n").split("\n"), line)


def _place_talk(found: Cues, lines: list[str], line: int) -> None:
    first = 1 if len(lines) > 1 and lines[0].strip().isdigit() else 0
    flaw = "missing-times"
    for number, text in enumerate(lines[: first + 2]):
        if _DAMAGED_TIMES.fullmatch(text.strip()):
            first, flaw = number + 1, "unreadable-time"
    payload = "\n".join(lines[first:])
    if payload:
        found.cues.append(Cue(None, None, payload, line + first, flaw=flaw))
