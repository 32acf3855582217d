"""Who says what in a cue: voice tags and labels name speakers, other tags are no talk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from vuoro.formats.markup.torn import unescaped
from vuoro.formats.subtitles.cues import Cue
from vuoro.formats.subtitles.labels import parts
from vuoro.formats.tables.reading import NOBODY
from vuoro.model import NOTHING

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^<>\n]*)>")
_TAG = re.compile(
    r"</?(?:[ibuv]|c|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<\d[\d:.]*>|\{\\[^{}]*\}", re.IGNORECASE
)


_SLASHES = "//"


class Said(NamedTuple):
    """A turn on its way: ``flaw`` is the rule of what is wrong with its times; ``about`` are its tiers."""

    speaker: str
    raw: str
    line: int
    start: float | None
    end: float | None
    flaw: str = ""
    about: Mapping[str, str] = NOTHING


def said_in(cue: Cue, kind: str, speakers: frozenset[str], newline: str) -> Iterator[Said]:
    """The turns of a cue: a voice each, and what stands before the first voice."""
    payload = cue.payload
    for name, talk, at in _parts(payload, speakers):
        raw = _TAG.sub("", talk) if "<" in talk or "{" in talk else talk
        verbatim = payload if raw != talk and talk.strip() != f"{raw.strip()}</v>" else ""
        raw = unescaped(raw) if kind == "webvtt" and "&" in raw else raw
        if raw and not raw.isspace():
            raw = raw if newline == "\n" else raw.replace("\n", newline)
            yield Said(
                speaker=unescaped(name).strip() or NOBODY,
                raw=raw.strip("\r\n"),
                line=cue.line + payload.count("\n", 0, at),
                start=cue.start,
                end=cue.end,
                flaw=cue.flaw,
                about=_about(cue, verbatim),
            )


def as_noscribe_means(said: Iterable[Said]) -> list[Said]:
    """What is said in WebVTT of noScribe's, which repeats a voice as a label, and marks overlap by slashes.

    Examples
    --------
    >>> for one in as_noscribe_means([Said("//S02", "//S02: Lovely.", 4, 1.0, 2.0), Said("S01", "// So.", 8, 2.0, 3.0)]):
    ...     print(one.speaker, one.raw, one.about)
    S02 Lovely. {'overlap': '//', 'payload': '//S02: Lovely.'}
    S01 So. {'payload': '// So.'}
    """
    return [_unslashed(one) for one in said]


def _unslashed(one: Said) -> Said:
    name = one.speaker.removeprefix(_SLASHES)
    within = name != one.speaker
    raw = one.raw.strip().removeprefix(_SLASHES).lstrip().removeprefix(f"{name}:").lstrip()
    raw = raw.removesuffix(_SLASHES).rstrip() if within else raw
    if not raw or not name or (raw == one.raw and not within):
        return one
    about = {"overlap": _SLASHES} if within else {}
    verbatim = {} if raw == one.raw else {"payload": one.raw}
    return one._replace(speaker=name, raw=raw, about={**about, **verbatim, **one.about})


def _parts(payload: str, speakers: frozenset[str]) -> list[tuple[str, str, int]]:
    """Speaker, talk, and where in the payload it begins."""
    voices = _VOICE.split(payload) if "<v" in payload else ()
    if len(voices) == 3 and not voices[0]:
        return [(voices[1], voices[2].removesuffix("</v>"), len(payload) - len(voices[2]))]
    if len(voices) > 1:
        talks = zip(("", *voices[1::2]), voices[0::2], strict=True)
        return [(name, talk, payload.find(talk)) for name, talk in talks]
    return parts(payload, speakers) if speakers else [("", payload, 0)]


def _about(cue: Cue, verbatim: str) -> Mapping[str, str]:
    """Identifier and settings, and the payload where tags were taken out of it."""
    if not (verbatim or cue.settings or (cue.id and not cue.id.isdigit())):
        return NOTHING
    named = {"id": cue.id, "settings": cue.settings, "payload": verbatim}
    return {name: value for name, value in named.items() if value}
