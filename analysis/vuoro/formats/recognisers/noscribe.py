"""noScribe (https://github.com/kaixxx/noScribe): HTML and text with speakers, times and pauses.

Its HTML (``tests/data/interview.html`` there) puts what was heard into links whose names say when, in
milliseconds, and who; talk in overlap stands between slashes in the paragraph of somebody else. Its
text (``interview.txt``) has the same paragraphs::

    <p><a name="ts_12140_22800_S01">S01: <span>[00:00:12]</span> So, here we are.</a>
       <a name="ts_30090_30910_//S02"> //S02: Lovely.</a><a name="ts_31870_33510_S01">// I cannot say.</a></p>

    S01: [00:00:12] So, here we are. //S02: Lovely. // I cannot say.

Its WebVTT is read by :mod:`vuoro.formats.subtitles.reading`. No library reads any of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from vuoro.formats.files import File, Options, Unreadable, reader
from vuoro.formats.recognisers.heard import (
    CLOCK,
    Read,
    Said,
    encounter_of,
    plain,
    seconds,
    take,
    take_unnamed,
)
from vuoro.model import Encounter

NAME = "noScribe"
HEAD = 4000
"""Characters in which the program says its name, if it does."""

_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)(?=</p>|<p\b|\Z)", re.DOTALL | re.IGNORECASE)
_SEGMENT = re.compile(r'<a\b[^<>]*\bname="ts_(\d{1,12})_(\d{1,12})_([^"<>]*)"[^<>]*>', re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_LABEL = re.compile(rf"\s*(?://)?([^\W_][^:\n<>\[\]/]{{0,60}}):\s(?:\s*{CLOCK}\s?)?")
_STAMP = re.compile(rf"{CLOCK}\s?")
_OVERLAP = re.compile(r"//([^\W_][^:\n/]{0,60}): (.*?)(?://|\Z)", re.DOTALL)
_BLOCK = re.compile(r"(?:(?!\n[ \t]*\n).)+", re.DOTALL)
_VERSION = re.compile(r"\bnoScribe\b[^\n<]{0,30}?\d+\.\d+")


@reader("noscribe", suffixes={".html", ".htm"})
def read_noscribe(file: File, options: Options) -> list[Encounter]:
    """The one encounter of noScribe's HTML: what somebody says within a paragraph is a turn.

    Times are seconds. ``tiers`` of a turn hold the times of its stretches (``segments``, a line
    each), ``overlap`` where it stood between slashes, and the ``pause`` after it that is nobody's.
    ``meta["transcribed"]`` is ``"asr"``. Unreadable where no link says who speaks when.
    """
    if not is_noscribe(file.text):
        raise Unreadable(file.name, None, "no link says who speaks when, as in HTML of noScribe's.")
    return [encounter_of(_from_html(plain(file)), file, options, NAME)]


def is_noscribe(text: str) -> bool:
    """Is this HTML of noScribe's?"""
    return _SEGMENT.search(text) is not None


def is_text(text: str) -> bool:
    """Is this text of noScribe's?"""
    return _VERSION.search(text, 0, HEAD) is not None


def read_text(file: File, options: Options) -> list[Encounter]:
    """The one encounter of noScribe's text; as :func:`read_noscribe`, but few stretches have times."""
    return [encounter_of(_from_text(plain(file)), file, options, NAME)]


def _from_html(text: str) -> Read:
    read = Read([], [], [])
    for paragraph in _PARAGRAPH.finditer(text):
        places = list(_SEGMENT.finditer(text, *paragraph.span(1)))
        ends = [*(place.start() for place in places[1:]), paragraph.end(1)]
        said = [_segment(place, text[place.end() : end]) for place, end in zip(places, ends, strict=False)]
        words = _words(paragraph[1])
        if said:
            take(read, said)
        elif words.strip():
            take_unnamed(read, Said("", words.strip(), None, None, paragraph.start(1)))
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
        below = below or _VERSION.search(block[0]) is not None
        if label:
            at = block.start() + label.end()
            take(read, _parted(label[1], block[0][label.end() :], seconds(label.groups()[1:]), at))
        elif block[0].strip():
            take_unnamed(read, Said("", block[0].strip(), None, None, block.start()))
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
    starts = [said.start, *(seconds(stamp.groups()) for stamp in stamps)]
    begins = [0, *(stamp.end() for stamp in stamps)]
    ends = [*(stamp.start() for stamp in stamps), len(said.raw)]
    for start, begin, end in zip(starts, begins, ends, strict=True):
        yield said._replace(raw=said.raw[begin:end], start=start, at=said.at + begin)
