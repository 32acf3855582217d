"""WebVTT, SubRip and .sbv, which programs that recognise speech write, and subtitlers.

pysubs2 loses every speaker, and webvtt-py the cues after damage, both silently; hence a reader
of our own. WebVTT is described in https://www.w3.org/TR/webvtt1/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vuoro import symbols
from vuoro.formats.conventions import convention_of
from vuoro.formats.cues import Cue, Cues, cues_of
from vuoro.formats.files import File, Options, Unreadable, reader
from vuoro.formats.labels import parts, speakers_in
from vuoro.formats.table import NOBODY
from vuoro.formats.tongues import language_of
from vuoro.formats.tornmarkup import unescaped
from vuoro.model import NOTHING, Encounter, Problem, Source, Turn

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^<>\n]*)>")
_TAG = re.compile(
    r"</?(?:[ibuv]|c|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<\d[\d:.]*>|\{\\[^{}]*\}", re.IGNORECASE
)
_LANGUAGE = re.compile(r"^Language:[ \t]*(\S+)", re.MULTILINE)
_DIARISED = re.compile(r"SPEAKER_\d\d+")  # as pyannote names speakers, and whisperX after it

_FLAWS = {
    "reversed-times": "the cue ends before it begins; kept without times.",
    "unreadable-time": "the times above it cannot be read; kept without times.",
    "missing-times": "no times stand above it; kept without times.",
}


class _Said(NamedTuple):
    """What somebody says in a cue; ``verbatim`` is the payload where tags were taken out of it."""

    speaker: str
    raw: str
    line: int
    cue: Cue
    verbatim: str


@reader("webvtt", suffixes={".vtt"})
def read_webvtt(file: File, options: Options) -> list[Encounter]:
    """The one encounter of a WebVTT file: what a voice says in a cue is a turn.

    Voice tags and labels (``Anna: yes``) name speakers; whom none names is ``"?"``. Of a cue
    with other tags, the payload is in ``tiers["payload"]`` of the turn; identifiers and
    settings are in ``tiers`` too, notes and styles in ``meta``.
    """
    return _read(file, options, "webvtt")


@reader("srt", suffixes={".srt"})
def read_srt(file: File, options: Options) -> list[Encounter]:
    """The one encounter of a SubRip file, read as :func:`read_webvtt` reads."""
    return _read(file, options, "srt")


@reader("sbv", suffixes={".sbv"})
def read_sbv(file: File, options: Options) -> list[Encounter]:
    """The one encounter of an .sbv file, read as :func:`read_webvtt` reads."""
    return _read(file, options, "sbv")


def _read(file: File, options: Options, kind: str) -> list[Encounter]:
    newline = "\r\n" if "\r\n" in file.text else "\r" if "\n" not in file.text else "\n"
    found = cues_of(file.text if newline == "\n" else file.text.replace(newline, "\n"), kind)
    if not found.timed and not found.header:
        raise Unreadable(file.name, None, "no line in it has times as 00:01:02.345 --> 00:01:06.789 does.")
    voiced = any("<v" in cue.payload for cue in found.cues)
    speakers = frozenset() if voiced else speakers_in(cue.payload for cue in found.cues)
    said = [one for cue in found.cues for one in _said(cue, kind, speakers, newline)]
    convention = convention_of([one.raw for one in said], options)
    turns = tuple(_turn(number, one, convention) for number, one in enumerate(said, 1))
    problems = [*found.problems, *_flaws(turns, said), *_nobody(turns), *_no_header(found, kind)]
    language = _LANGUAGE.search(found.header)
    return [
        Encounter(
            id=options.encounter or file.path.stem,
            turns=turns,
            language=options.language or (language_of(language[1]) if language else None),
            problems=tuple(sorted(problems, key=lambda problem: problem.line or 0)),
            source=Source(files=(file.name,), format=kind, convention=convention, sha256=(file.sha256,)),
            meta=_meta(found, speakers),
        )
    ]


def _said(cue: Cue, kind: str, speakers: frozenset[str], newline: str) -> Iterator[_Said]:
    """The turns of a cue: a voice each, and what stands before the first voice."""
    payload = cue.payload
    voices = _VOICE.split(payload) if "<v" in payload else ()
    if len(voices) == 3 and not voices[0]:
        said = [(voices[1], voices[2].removesuffix("</v>"), len(payload) - len(voices[2]))]
    elif len(voices) > 1:
        talks = zip(("", *voices[1::2]), voices[0::2], strict=True)
        said = [(name, talk, payload.find(talk)) for name, talk in talks]
    else:
        said = parts(payload, speakers) if speakers else [("", payload, 0)]
    for name, talk, at in said:
        raw = _TAG.sub("", talk) if "<" in talk or "{" in talk else talk
        verbatim = payload if raw != talk and talk.strip() != f"{raw.strip()}</v>" else ""
        raw = unescaped(raw) if kind == "webvtt" and "&" in raw else raw
        if raw and not raw.isspace():
            line = cue.line + payload.count("\n", 0, at)
            raw = raw if newline == "\n" else raw.replace("\n", newline)
            yield _Said(unescaped(name).strip() or NOBODY, raw.strip("\r\n"), line, cue, verbatim)


def _turn(number: int, said: _Said, convention: str) -> Turn:
    cue = said.cue
    text, marks, pieces = symbols.read(said.raw, convention)
    about = NOTHING
    if said.verbatim or cue.settings or (cue.id and not cue.id.isdigit()):
        named = {"id": cue.id, "settings": cue.settings, "payload": said.verbatim}
        about = {name: value for name, value in named.items() if value}
    return Turn(
        id=f"t{number:04d}",
        speaker=said.speaker,
        raw=said.raw,
        text=text,
        start=cue.start,
        end=cue.end,
        marks=marks,
        pieces=pieces,
        line=said.line,
        tiers=about,
    )


def _flaws(turns: Iterable[Turn], said: Iterable[_Said]) -> Iterator[Problem]:
    for turn, one in zip(turns, said, strict=True):
        rule = one.cue.flaw
        if rule:
            yield Problem(line=turn.line, text=turn.raw, message=_FLAWS[rule], rule=rule, turn=turn.id)


def _nobody(turns: Iterable[Turn]) -> Iterator[Problem]:
    """Said once: the first turn of which nobody is named as the speaker."""
    first = next((turn for turn in turns if turn.speaker == NOBODY), None)
    if first:
        message = f"no speaker is named; {NOBODY!r} speaks, here and wherever nobody is named."
        yield Problem(line=first.line, text=first.raw, message=message, rule="no-speaker", turn=first.id)


def _no_header(found: Cues, kind: str) -> Iterator[Problem]:
    if kind == "webvtt" and not found.header:
        message = "there is no WEBVTT in the first line; players will refuse the file."
        yield Problem(line=1, text="", message=message, rule="missing-header")


def _meta(found: Cues, speakers: frozenset[str]) -> dict[str, object]:
    meta: dict[str, object] = {
        "header": found.header.removeprefix("WEBVTT").strip(),
        "about": tuple(found.about),
    }
    if any(map(_DIARISED.fullmatch, speakers)):
        meta["transcribed"] = "asr"
    return {name: value for name, value in meta.items() if value}
