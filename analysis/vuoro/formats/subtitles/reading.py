"""WebVTT, SubRip and .sbv, which programs that recognise speech write, and subtitlers.

pysubs2 loses every speaker, and webvtt-py the cues after damage, both silently; hence a reader
of our own. WebVTT is described in https://www.w3.org/TR/webvtt1/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from vuoro.formats.conventions import convention_of
from vuoro.formats.files import File, Options, Unreadable, reader
from vuoro.formats.subtitles.cues import cues_of
from vuoro.formats.subtitles.labels import speakers_in
from vuoro.formats.subtitles.regular import regular
from vuoro.formats.subtitles.voices import Said, as_noscribe_means, said_in
from vuoro.formats.tables.reading import NOBODY
from vuoro.formats.tongues import language_of
from vuoro.formats.turning import numbered, turns_of
from vuoro.model import Encounter, Problem, Source, Turn

_LANGUAGE = re.compile(r"^Language:[ \t]*(\S+)", re.MULTILINE)
_DIARISED = re.compile(r"SPEAKER_\d\d+")  # as pyannote names speakers, and whisperX after it

_FLAWS = {
    "reversed-times": "the cue ends before it begins; kept without times.",
    "unreadable-time": "the times above it cannot be read; kept without times.",
    "missing-times": "no times stand above it; kept without times.",
}


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
    found = _regular(file.text, kind) or _careful(file, kind)
    if _is_noscribe(file.text, found):
        found = found._replace(said=as_noscribe_means(found.said), engine="noScribe")
    convention = convention_of([one.raw for one in found.said], options)
    turns = _turns(found.said, convention)
    problems = [*found.problems, *_flaws(turns, found.said), *_nobody(turns), *_no_header(found, kind)]
    problems += _cut(file.text, turns)
    language = _LANGUAGE.search(found.header)
    return [
        Encounter(
            id=options.encounter or file.path.stem,
            turns=turns,
            language=options.language or (language_of(language[1]) if language else None),
            problems=tuple(sorted(problems, key=lambda problem: problem.line or 0)),
            source=Source(files=(file.name,), format=kind, convention=convention, sha256=(file.sha256,)),
            meta=_meta(found),
        )
    ]


class _Found(NamedTuple):
    """What is said in a file, what is said about it, and the labels that name speakers."""

    header: str
    said: list[Said]
    speakers: frozenset[str]
    about: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    engine: str = ""


def _is_noscribe(text: str, found: _Found) -> bool:
    """Is this WebVTT of noScribe's, by the note that names it, or by its slashes?"""
    return "<v //" in text or any("noScribe" in note for note in found.about)


def _regular(text: str, kind: str) -> _Found | None:
    found = regular(text, kind)
    return found and _Found(*found)


def _careful(file: File, kind: str) -> _Found:
    newline = "\r\n" if "\r\n" in file.text else "\r" if "\n" not in file.text else "\n"
    found = cues_of(file.text if newline == "\n" else file.text.replace(newline, "\n"), kind)
    if not found.timed and not found.header:
        raise Unreadable(file.name, None, "no line in it has times as 00:01:02.345 --> 00:01:06.789 does.")
    voiced = any("<v" in cue.payload for cue in found.cues)
    speakers = frozenset() if voiced else speakers_in(cue.payload for cue in found.cues)
    said = [one for cue in found.cues for one in said_in(cue, kind, speakers, newline)]
    return _Found(found.header, said, speakers, tuple(found.about), tuple(found.problems))


def _turns(said: Sequence[Said], convention: str) -> tuple[Turn, ...]:
    if not said:
        return ()
    speakers, raws, lines, starts, ends, _, about = zip(*said, strict=True)
    return turns_of(
        raws,
        convention,
        id=numbered(len(raws)),
        speaker=speakers,
        start=starts,
        end=ends,
        line=lines,
        tiers=about,
    )


def _flaws(turns: Iterable[Turn], said: Iterable[Said]) -> Iterator[Problem]:
    for turn, one in zip(turns, said, strict=True):
        if one.flaw:
            message = _FLAWS[one.flaw]
            yield Problem(line=turn.line, text=turn.raw, message=message, rule=one.flaw, turn=turn.id)


def _nobody(turns: Iterable[Turn]) -> Iterator[Problem]:
    """Said once: the first turn of which nobody is named as the speaker."""
    first = next((turn for turn in turns if turn.speaker == NOBODY), None)
    if first:
        message = f"no speaker is named; {NOBODY!r} speaks, here and wherever nobody is named."
        yield Problem(line=first.line, text=first.raw, message=message, rule="no-speaker", turn=first.id)


def _cut(text: str, turns: Sequence[Turn]) -> Iterator[Problem]:
    """Nothing closes these formats; but programs end the last line, and talk seldom ends in a letter."""
    if turns and text.rstrip(" \t")[-1].isalnum() and text.endswith(turns[-1].raw[-1:]):
        last = turns[-1]
        message = "the file ends in the middle of a line; if these are not the last words, it is cut off."
        yield Problem(line=last.line, text=last.raw, message=message, rule="truncated", turn=last.id)


def _no_header(found: _Found, kind: str) -> Iterator[Problem]:
    if kind == "webvtt" and not found.header:
        message = "there is no WEBVTT in the first line; players will refuse the file."
        yield Problem(line=1, text="", message=message, rule="missing-header")


def _meta(found: _Found) -> dict[str, object]:
    meta: dict[str, object] = {
        "header": found.header.removeprefix("WEBVTT").strip(),
        "about": found.about,
    }
    if found.engine:
        meta |= {"transcribed": "asr", "engine": found.engine}
    if any(map(_DIARISED.fullmatch, found.speakers)):
        meta["transcribed"] = "asr"
    return {name: value for name, value in meta.items() if value}
