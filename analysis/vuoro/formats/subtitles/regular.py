"""Subtitles as programs write them, cue upon cue of one shape, read in one stride.

A file in which anything else stands (a note, a style, settings, times that run backwards) is not
touched here, but left to the careful way of :mod:`vuoro.formats.subtitles.cues`; and so is, within a cue,
talk with tags in it to :mod:`vuoro.formats.subtitles.voices`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from vuoro.formats.subtitles.cues import Cue
from vuoro.formats.subtitles.labels import LABEL, speakers_in
from vuoro.formats.subtitles.voices import Said, said_in

_HEADER = re.compile(r"WEBVTT[^\n>]*+\n(?:[^\S\n]*+[^\s>][^\n>]*+\n)*+\n")
_CLOCK = {
    "webvtt": r"((?:[0-9]{2}:)?[0-9]{2}:[0-9]{2}\.[0-9]{3})",
    "srt": r"([0-9]{2}:[0-9]{2}:[0-9]{2},[0-9]{3})",
}


class Regular(NamedTuple):
    """A file that holds nothing but a header and regular cues."""

    header: str
    said: list[Said]
    speakers: frozenset[str]


_Found = tuple[str, str, str, str, str, str, str]
"""Number, start, end; voice and words, or else the whole payload; and where no cue is, all the rest."""


def regular(text: str, kind: str) -> Regular | None:
    """What is said in a regular file; None where anything in it needs the careful way.

    Examples
    --------
    >>> regular("WEBVTT\\n\\n00:01.000 --> 00:02.000\\n<v Ann>So?</v>\\n", "webvtt").said
    [Said(speaker='Ann', raw='So?', line=4, start=1.0, end=2.0, flaw='', about={})]
    >>> regular("WEBVTT\\n\\n00:01.000 --> 00:02.000 align:start\\n<v Ann>So?</v>\\n", "webvtt")
    """
    header = _HEADER.match(text) if kind == "webvtt" else None
    if kind not in _CLOCK or "\r" in text or (kind == "webvtt" and not header):
        return None
    at = header.end() if header else 0
    found: list[_Found] = _cue(kind).findall(text, at)
    if not found or found[-1][6]:
        return None
    voiced = any(one[3] or "<v" in one[5] for one in found)
    speakers = frozenset() if voiced else speakers_in(one[5] for one in found)
    said = list(_said(found, text.count("\n", 0, at) + 1, kind, speakers))
    if any(one.start > one.end for one in said):  # type: ignore[operator]
        return None
    return Regular(header[0].strip() if header else "", said, speakers)


@cache
def _cue(kind: str) -> re.Pattern[str]:
    """A cue with an empty line after it; or all the rest, so that nothing is passed over."""
    clock = _CLOCK[kind]
    some, end = r"(?=[^\S\n]*+[^<>&{\s])", r"(?=\n\n|\n*+\Z)"
    voice = rf"<v[ ]{some}([^<>&\n]*+)>{some}([^<>&{{\n]*+)(?:</v>)?{end}"
    # Possessive, so that a file which is not regular is known for it at once.
    line = r"(?![^\n]*-->)[^\S\n]*+\S[^\n]*+"
    return re.compile(
        rf"(?:([0-9]+)\n)?{clock}[ ]-->[ ]{clock}\n(?:{voice}|({line}(?:\n{line})*+))(?:\n\n|\n*+\Z)|([\s\S]+)"
    )


def _said(found: Iterable[_Found], line: int, kind: str, speakers: frozenset[str]) -> Iterator[Said]:
    plain = frozenset(name for name in speakers if _is_plain(name))
    for number, first, last, voice, words, payload, _ in found:
        line += 2 if number else 1
        start = (_milliseconds(first[:-4]) + int(first[-3:])) / 1000
        end = (_milliseconds(last[:-4]) + int(last[-3:])) / 1000
        if voice:
            yield Said(voice.strip(), words, line, start, end)
            line += 2
            continue
        name, _, talk = payload.partition(": ")
        if name in plain and talk and not talk[0].isspace() and _is_bare(talk):
            yield Said(name.strip(), talk, line, start, end)
        else:
            yield from said_in(Cue(start, end, payload, line, number), kind, speakers, "\n")
        line += 2 + payload.count("\n")


def _is_bare(talk: str) -> bool:
    return not ("\n" in talk or "<" in talk or "{" in talk or "&" in talk)


# Thousands of cues begin within the same seconds of different files.
@lru_cache(maxsize=1 << 14)
def _milliseconds(clock: str) -> int:
    hours, minutes, seconds = ("0:" + clock).split(":")[-3:]
    return 3_600_000 * int(hours) + 60_000 * int(minutes) + 1000 * int(seconds)


def _is_plain(name: str) -> bool:
    """Whether a speaker may be written as a name and a colon, without brackets."""
    label = LABEL.match(f"{name}: x")
    return label is not None and label[2] == name
