"""Transcripts that noScribe and aTrain write for people: HTML and text with speakers and pauses.

noScribe (https://github.com/kaixxx/noScribe, ``tests/data/interview.html`` and ``.txt`` there) puts
what a recogniser heard into links whose names say when, in milliseconds, and who; talk in overlap
stands between slashes in the paragraph of somebody else. Its text has the same paragraphs::

    <p><a name="ts_12140_22800_S01">S01: <span>[00:00:12]</span> So, here we are.</a>
       <a name="ts_30090_30910_//S02"> //S02: Lovely.</a><a name="ts_31870_33510_S01">// I cannot say.</a></p>

    S01: [00:00:12] So, here we are. //S02: Lovely. // I cannot say.

aTrain (https://github.com/JuergenFleiss/aTrain_core, ``outputs.py``) writes a headline, and after an
empty line who speaks, if it was asked to find out, with a line for each stretch of talk::

    Transcription for 2026-05-04-visit

    SPEAKER_00
    [00:00:12] - So, here we are.

WebVTT and SubRip of both are read by :mod:`vuoro.formats.subtitles`, aTrain's JSON by
:mod:`vuoro.formats.whisper`. No library reads any of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import groupby
from typing import NamedTuple

from vuoro import symbols
from vuoro.formats.conventions import convention_of
from vuoro.formats.encodings import line_at
from vuoro.formats.files import File, Options, Unreadable, reader
from vuoro.formats.table import NOBODY
from vuoro.formats.tongues import language_of
from vuoro.model import NOTHING, Encounter, Problem, Source, Turn

NOSCRIBE, ATRAIN = "noScribe", "aTrain"
HEAD = 4000
"""Characters in which a program says its name, if it does."""

_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)(?=</p>|<p\b|\Z)", re.DOTALL | re.IGNORECASE)
_SEGMENT = re.compile(r'<a\b[^<>]*\bname="ts_(\d{1,12})_(\d{1,12})_([^"<>]*)"[^<>]*>', re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_CLOCK = r"\[(\d{1,2}):(\d\d):(\d\d)\]"
_LABEL = re.compile(rf"\s*(?://)?([^\W_][^:\n<>\[\]/]{{0,60}}):\s(?:\s*{_CLOCK}\s?)?")
_STAMP = re.compile(rf"{_CLOCK}\s?")
_OVERLAP = re.compile(r"//([^\W_][^:\n/]{0,60}): (.*?)(?://|\Z)", re.DOTALL)
_BLOCK = re.compile(r"(?:(?!\n[ \t]*\n).)+", re.DOTALL)
_LINE = re.compile(r"[^\n]+")
_STAMPED = re.compile(rf"{_CLOCK} - ")
_PAUSE = re.compile(r"\(\.+\)|\(\d+ [^()]{1,40}\)")
_NOSCRIBE = re.compile(r"\bnoScribe\b[^\n<]{0,30}?\d+\.\d+")
_LANGUAGE = re.compile(r"\(([a-z]{2})\) \|")
_HEADLINE = "Transcription for "


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


@reader("noscribe", suffixes={".html", ".htm"})
def read_noscribe(file: File, options: Options) -> list[Encounter]:
    """The one encounter of noScribe's HTML: what somebody says within a paragraph is a turn.

    Times are seconds. ``tiers`` of a turn hold the times of its stretches (``segments``, a line
    each), ``overlap`` where it stood between slashes, and the ``pause`` after it that is nobody's.
    ``meta["transcribed"]`` is ``"asr"``. Unreadable where no link says who speaks when.
    """
    if not is_noscribe(file.text):
        raise Unreadable(file.name, None, "no link says who speaks when, as in HTML of noScribe's.")
    return [_encounter(_from_html(_plain(file)), file, options, NOSCRIBE)]


def is_noscribe(text: str) -> bool:
    """Is this HTML of noScribe's?"""
    return _SEGMENT.search(text) is not None


def is_scribed(text: str) -> bool:
    """Is this the text of noScribe or aTrain?"""
    return text.startswith(_HEADLINE) or _NOSCRIBE.search(text, 0, HEAD) is not None


def read_scribed(file: File, options: Options) -> Encounter:
    """The encounter in noScribe's or aTrain's text; see :func:`read_noscribe`."""
    text = _plain(file)
    if text.startswith(_HEADLINE):
        return _encounter(_from_atrain(text), file, options, ATRAIN)
    return _encounter(_from_text(text), file, options, NOSCRIBE)


def _plain(file: File) -> str:
    return file.text.replace("\r\n", "\n").replace("\r", "\n")


def _from_html(text: str) -> Read:
    read = Read([], [], [])
    for paragraph in _PARAGRAPH.finditer(text):
        places = list(_SEGMENT.finditer(text, *paragraph.span(1)))
        ends = [*(place.start() for place in places[1:]), paragraph.end(1)]
        said = [_segment(place, text[place.end() : end]) for place, end in zip(places, ends, strict=False)]
        words = _words(paragraph[1])
        if said:
            _take(read, said)
        elif words.strip():
            _take_unnamed(read, Said("", words.strip(), None, None, paragraph.start(1)))
    return read


def _segment(place: re.Match[str], inner: str) -> Said:
    name = unescape(place[3]).strip()
    speaker = name.removeprefix("//")
    raw = _STAMP.sub("", re.sub(rf"\A\s*(?://)?{re.escape(speaker)}:\s", "", _words(inner)))
    raw = raw.removesuffix("//") if name != speaker else re.sub(r"\A\s*//", "", raw)
    return Said(speaker, raw, int(place[1]) / 1000, int(place[2]) / 1000, place.start(), name != speaker)


def _words(markup: str) -> str:
    return unescape(_TAG.sub("", _BREAK.sub("\n", markup)))


def _from_text(text: str) -> Read:
    """Paragraphs of noScribe's; title and settings stand above, to the line that names the program."""
    read, below = Read([], [], []), False
    for block in _BLOCK.finditer(text):
        label = _LABEL.match(block[0]) if below else None
        below = below or _NOSCRIBE.search(block[0]) is not None
        if label:
            at = block.start() + label.end()
            _take(read, _parted(label[1], block[0][label.end() :], _seconds(label.groups()[1:]), at))
        elif block[0].strip():
            _take_unnamed(read, Said("", block[0].strip(), None, None, block.start()))
    return read


def _parted(speaker: str, talk: str, start: float | None, at: int) -> Iterator[Said]:
    """What a paragraph's speaker says, and between slashes somebody else."""
    done = 0
    for aside in _OVERLAP.finditer(talk):
        yield from _stamped(Said(speaker, talk[done : aside.start()], start, None, at + done))
        yield Said(aside[1], aside[2], None, None, at + aside.start(2), overlap=True)
        start, done = None, aside.end()
    yield from _stamped(Said(speaker, talk[done:], start, None, at + done))


def _stamped(said: Said) -> Iterator[Said]:
    """Talk in stretches, where the program has put the time into it every minute."""
    stamps = list(_STAMP.finditer(said.raw))
    starts = [said.start, *(_seconds(stamp.groups()) for stamp in stamps)]
    begins = [0, *(stamp.end() for stamp in stamps)]
    ends = [*(stamp.start() for stamp in stamps), len(said.raw)]
    for start, begin, end in zip(starts, begins, ends, strict=True):
        yield said._replace(raw=said.raw[begin:end], start=start, at=said.at + begin)


def _from_atrain(text: str) -> Read:
    head, _, _ = text.partition("\n")
    read, speaker = Read([], [head], []), NOBODY
    names = not re.match(r"[^\n]*\n[ \t]*\n[ \t]*\n", text)
    for line in _LINE.finditer(text, len(head)):
        stamps = list(_STAMPED.finditer(line[0]))
        if names and not stamps and text.endswith("\n\n", 0, line.start()):
            speaker = line[0].strip()
            continue
        starts = [(_seconds(stamp.groups()), stamp.start(), stamp.end()) for stamp in stamps] or [
            (None, 0, 0)
        ]
        ends = [*(place for _, place, _ in starts[1:]), len(line[0])]
        for (start, _, begin), end in zip(starts, ends, strict=True):
            _take(read, [Said(speaker, line[0][begin:end], start, None, line.start() + begin)])
    return read


def _seconds(clock: Iterable[str | None]) -> float | None:
    hours, minutes, seconds = clock
    return None if seconds is None else 3600.0 * int(hours or 0) + 60 * int(minutes or 0) + int(seconds)


def _take(read: Read, said: Iterable[Said]) -> None:
    """Talk of a paragraph: what one person says on end is a turn."""
    for (speaker, _), stretch in groupby(said, lambda one: (one.speaker, one.overlap)):
        turn = list(stretch)
        words = "".join(one.raw for one in turn).strip()
        if not speaker and _PAUSE.fullmatch(words):
            _take_unnamed(read, turn[0]._replace(raw=words))
        elif words:
            read.turns.append([one._replace(speaker=speaker or NOBODY) for one in turn])


def _take_unnamed(read: Read, one: Said) -> None:
    """What nobody says: a title, a pause between turns, or something that is told."""
    if not read.turns:
        read.head.append(one.raw)
    elif _PAUSE.fullmatch(one.raw):
        read.turns[-1].append(one)
    else:
        read.strays.append(one)


def _encounter(read: Read, file: File, options: Options, engine: str) -> Encounter:
    if not read.turns:
        raise Unreadable(file.name, None, f"there is no talk in it, though {engine} wrote it.")
    raws = ["".join(one.raw for one in turn if one.speaker).strip() for turn in read.turns]
    convention = convention_of(raws, options)
    text, turns = _plain(file), []
    at, line = 0, 1
    for number, (said, raw) in enumerate(zip(read.turns, raws, strict=True), 1):
        line += text.count("\n", at, said[0].at)
        at = said[0].at
        turns.append(_turn(number, said, raw, line, convention))
    head = "\n".join(read.head)
    language = _LANGUAGE.search(head)
    return Encounter(
        id=options.encounter or file.path.stem,
        turns=tuple(turns),
        language=options.language or (language_of(language[1]) if language else None),
        problems=(*_strays(read, text), *_nobody(turns)),
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


def _timed(one: Said) -> str:
    return f"{one.start}\t{'' if one.end is None else one.end}\t{one.raw.strip()}"


def _strays(read: Read, text: str) -> Iterator[Problem]:
    for one in read.strays:
        message = "nobody is named for it, and no time; write S01: and a space before talk."
        yield Problem(line=line_at(text, one.at), text=one.raw[:2000], message=message, rule="unread-line")


def _nobody(turns: Iterable[Turn]) -> Iterator[Problem]:
    first = next((turn for turn in turns if turn.speaker == NOBODY), None)
    if first:
        message = f"no speaker is named; {NOBODY!r} speaks, here and wherever nobody is named."
        yield Problem(line=first.line, text=first.raw, message=message, rule="no-speaker", turn=first.id)
