"""Talk as programs that recognise speech hand it to people: from stretches with times to turns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from vuoro import symbols
from vuoro.formats.conventions import convention_of
from vuoro.formats.encodings import line_at
from vuoro.formats.files import File, Options, Unreadable
from vuoro.formats.tables.reading import NOBODY
from vuoro.formats.tongues import language_of
from vuoro.model import NOTHING, Encounter, Problem, Source, Turn

CLOCK = r"\[(\d{1,2}):(\d\d):(\d\d)\]"
"""A time between square brackets, as :func:`seconds` takes it apart."""

_LANGUAGE = re.compile(r"\(([a-z]{2})\) \|")
_PAUSE = re.compile(r"\(\.+\)|\(\d+ [^()]{1,40}\)")


class Said(NamedTuple):
    """A stretch of talk: who, what, when in seconds, where in the file, and whether it is in overlap."""

    speaker: str
    raw: str
    start: float | None
    end: float | None
    at: int
    overlap: bool = False


class Read(NamedTuple):
    """What stands in a file: talk, by turns; what stands above it; and lines that are neither."""

    turns: list[list[Said]]
    head: list[str]
    strays: list[Said]


def plain(file: File) -> str:
    """The text of a file with newlines of one kind; these programs write lines that do not wrap."""
    return file.text.replace("\r\n", "\n").replace("\r", "\n")


def seconds(clock: Iterable[str | None]) -> float | None:
    """Seconds from the groups of :data:`CLOCK`; None where there was no clock."""
    hours, minutes, seconds = clock
    return None if seconds is None else 3600.0 * int(hours or 0) + 60 * int(minutes or 0) + int(seconds)


def take(read: Read, said: Iterable[Said]) -> None:
    """Talk of a paragraph: what one person says on end is a turn."""
    for (speaker, _), stretch in groupby(said, lambda one: (one.speaker, one.overlap)):
        turn = list(stretch)
        words = "".join(one.raw for one in turn).strip()
        if not speaker and _PAUSE.fullmatch(words):
            take_unnamed(read, turn[0]._replace(raw=words))
        elif words:
            read.turns.append([one._replace(speaker=speaker or NOBODY) for one in turn])


def take_unnamed(read: Read, one: Said) -> None:
    """What nobody says: a title, a pause between turns, or something that is told."""
    if not read.turns:
        read.head.append(one.raw)
    elif _PAUSE.fullmatch(one.raw):
        read.turns[-1].append(one)
    else:
        read.strays.append(one)


def encounter_of(read: Read, file: File, options: Options, engine: str) -> Encounter:
    """The encounter of what was read; ``engine`` is the program that wrote the file."""
    if not read.turns:
        raise Unreadable(file.name, None, f"there is no talk in it, though {engine} wrote it.")
    raws = ["".join(one.raw for one in turn if one.speaker).strip() for turn in read.turns]
    convention = convention_of(raws, options)
    text, turns = plain(file), []
    at, line = 0, 1
    for number, (said, raw) in enumerate(zip(read.turns, raws, strict=True), 1):
        line += text.count("\n", at, said[0].at)
        at = said[0].at
        turns.append(_turn(number, said, raw, line, convention))
    backwards = [turn for turn in turns if _runs_backwards(turn)]
    turns = [replace(turn, start=None, end=None) if _runs_backwards(turn) else turn for turn in turns]
    head = "\n".join(read.head)
    language = _LANGUAGE.search(head)
    return Encounter(
        id=options.encounter or file.path.stem,
        turns=tuple(turns),
        language=options.language or (language_of(language[1]) if language else None),
        problems=(*_strays(read, text), *_nobody(turns), *map(_reversed, backwards)),
        source=Source(
            files=(file.name,), format=engine.lower(), convention=convention, sha256=(file.sha256,)
        ),
        meta={"transcribed": "asr", "engine": engine, "header": head},
    )


def _turn(number: int, said: list[Said], raw: str, line: int, convention: str) -> Turn:
    own = [one for one in said if one.speaker]
    pauses = [one.raw for one in said if not one.speaker]
    timed = [_timed(one) for one in own if one.start is not None]
    about = {
        "segments": "\n".join(timed) if len(timed) > 1 else "",
        "overlap": "//" if own[0].overlap else "",
        "pause": "\n".join(pauses),
    }
    text, marks, pieces = symbols.read(raw, convention)
    return Turn(
        id=f"t{number:04d}",
        speaker=own[0].speaker,
        raw=raw,
        text=text,
        start=own[0].start,
        end=own[-1].end,
        marks=marks,
        pieces=pieces,
        line=line,
        tiers={name: told for name, told in about.items() if told} or NOTHING,
    )


def _runs_backwards(turn: Turn) -> bool:
    return turn.start is not None and turn.end is not None and turn.start > turn.end


def _reversed(turn: Turn) -> Problem:
    message = "the turn ends before it begins; kept without times."
    return Problem(line=turn.line, text=turn.raw, message=message, rule="reversed-times", turn=turn.id)


def _timed(one: Said) -> str:
    return f"{one.start}\t{'' if one.end is None else one.end}\t{one.raw.strip()}"


def _strays(read: Read, text: str) -> Iterator[Problem]:
    at, line = 0, 1
    for one in sorted(read.strays, key=attrgetter("at")):
        at, line = one.at, line + line_at(text, one.at, at) - 1
        message = "nobody is named for it, and no time; write S01: and a space before talk."
        yield Problem(line=line, text=one.raw[:2000], message=message, rule="unread-line")


def _nobody(turns: Iterable[Turn]) -> Iterator[Problem]:
    first = next((turn for turn in turns if turn.speaker == NOBODY), None)
    if first:
        message = f"no speaker is named; {NOBODY!r} speaks, here and wherever nobody is named."
        yield Problem(line=first.line, text=first.raw, message=message, rule="no-speaker", turn=first.id)
