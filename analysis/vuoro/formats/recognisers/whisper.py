"""Transcripts in JSON, as programs that recognise speech write them, and DOTE.

All are lists of segments with times, a text and perhaps a speaker, under names of their own::

    {"segments": [{"start": 0.0, "end": 2.5, "text": " So.", "speaker": "SPEAKER_00",
                   "words": [{"word": "So.", "start": 0.1, "end": 0.4, "score": 0.9}]}], "language": "sv"}

OpenAI's Whisper, faster-whisper and aTrain, whisperX, whisper.cpp, the pipeline of Hugging
Face's transformers, and DOTE (https://www.dote.aau.dk) are known. No library reads them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from json.encoder import encode_basestring, encode_basestring_ascii
from math import isfinite
from typing import Any, NamedTuple

from vuoro import symbols
from vuoro.formats.conventions import convention_of
from vuoro.formats.encodings import line_at
from vuoro.formats.files import Options
from vuoro.formats.recognisers.structured import Data, shape
from vuoro.formats.tables.reading import NOBODY
from vuoro.formats.tongues import language_of
from vuoro.model import NOTHING, Encounter, Problem, Source, Turn

_LISTS = ("segments", "chunks", "transcription", "lines")
_STARTS = ("start", "startTime", "start_time", "begin")
_ENDS = ("end", "endTime", "end_time", "stop")
_SPEAKERS = ("speaker", "speakerDesignation", "speaker_label", "speaker_id")
_TRACES = {
    "whisper.cpp": {"transcription"},
    "whisperx": {"word_segments", "score"},
    "whisper": {"avg_logprob", "no_speech_prob", "probability", "chunks"},
    "": {"words"},
}
"""Names of which each engine alone writes some; times of words are no human's work."""

_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d{1,9})?)")
_MISSES = 50
"""Texts that are written with unusual escapes are not found; after so many we stop looking for lines."""

_SURROGATE = re.compile("[\ud800-\udfff]")


class _Segment(NamedTuple):
    """What somebody says, when, on what line of the file, and the words with their times."""

    speaker: str
    text: str
    start: float | None
    end: float | None
    line: int
    words: str
    flaw: str


def _segments(value: Any) -> list[Mapping[str, Any]]:
    """The list of segments in a file, wherever it is; empty where there is none."""
    places: list[list[Any]] = [value] if isinstance(value, list) else []
    if isinstance(value, dict):
        places = [value[name] for name in _LISTS if isinstance(value.get(name), list)]
    for place in places:
        segments: list[Mapping[str, Any]] = [one for one in place if isinstance(one, dict)]
        if all(isinstance(one.get("text"), str) and _is_timed(one) for one in segments) and (
            segments or isinstance(value, dict)
        ):
            return segments
    return []


def _is_timed(segment: Mapping[str, Any]) -> bool:
    return isinstance(segment.get("timestamp"), list) or any(
        name in segment for name in (*_STARTS, "offsets")
    )


def is_recognised(value: Any) -> bool:
    """Does JSON hold segments of talk, or nothing but an empty list for them?"""
    return bool(_segments(value)) or (isinstance(value, dict) and value.get("segments") == [])


@shape("whisper, whisperX, aTrain, DOTE", is_recognised)
def read_segments(data: Data, options: Options) -> list[Encounter]:
    """The one encounter of a list of segments: each with words is a turn.

    Times are seconds. The words' times are in ``tiers["words"]`` of the turn, a line each:
    start, end, word, and the speaker where a word has one. ``meta["transcribed"]`` is
    ``"asr"`` where a machine wrote the file, and ``meta["engine"]`` which.
    """
    file, value = data.file, data.value
    found = [one for one in _read(_segments(value), file.text) if one.text]
    convention = convention_of([one.text for one in found], options)
    turns = tuple(_turn(number, one, convention) for number, one in enumerate(found, 1))
    problems = [*data.problems, *_flaws(turns, found), *_nobody(turns)]
    return [
        Encounter(
            id=options.encounter or file.path.stem,
            turns=turns,
            language=options.language or _language(value),
            problems=tuple(sorted(problems, key=lambda problem: problem.line or 0)),
            source=Source(files=(file.name,), format="json", convention=convention, sha256=(file.sha256,)),
            meta=_meta(value),
        )
    ]


def _read(segments: Iterable[Mapping[str, Any]], text: str) -> Iterator[_Segment]:
    at, line, missed = 0, 1, 0
    for segment in segments:
        said = segment["text"]
        if missed < _MISSES:
            place = max(text.find(write(said), at) for write in (encode_basestring, encode_basestring_ascii))
            missed += place < 0
            if place > at:
                at, line = place, line + line_at(text, place, at) - 1
        start, end = _times(segment)
        flaw = "reversed-times" if start is not None and end is not None and start > end else ""
        if flaw:
            start = end = None
        who = next((str(segment[name]) for name in _SPEAKERS if segment.get(name) not in (None, "")), "")
        yield _Segment(
            _whole(who).strip() or NOBODY, _whole(said).strip(), start, end, line, _words(segment), flaw
        )


def _whole(text: str) -> str:
    """Half of a character, which JSON can write and no file can hold, as the sign for a lost one."""
    return _SURROGATE.sub("\ufffd", text)


def _times(segment: Mapping[str, Any]) -> tuple[float | None, float | None]:
    pair = segment.get("timestamp")
    if isinstance(pair, list) and len(pair) == 2:
        return _seconds(pair[0]), _seconds(pair[1])
    offsets = segment.get("offsets")
    if isinstance(offsets, dict):  # milliseconds, in whisper.cpp
        start, end = _seconds(offsets.get("from")), _seconds(offsets.get("to"))
        return start and start / 1000, end and end / 1000
    start, end = (
        _seconds(next((segment[name] for name in names if name in segment), None))
        for names in (_STARTS, _ENDS)
    )
    return start, end


def _seconds(value: Any) -> float | None:
    if isinstance(value, str):
        clock = _CLOCK.fullmatch(value.strip())
        if clock:
            hours, minutes, seconds = clock.groups()
            return 3600 * int(hours or 0) + 60 * int(minutes) + float(seconds.replace(",", "."))
    try:
        seconds = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return seconds if isfinite(seconds) else None


def _words(segment: Mapping[str, Any]) -> str:
    words = segment.get("words")
    if not isinstance(words, list):
        return ""
    lines = []
    for word in words:
        if isinstance(word, dict):
            cells = (word.get(name, "") for name in ("start", "end", "word", "speaker"))
            lines.append(_whole("\t".join(map(str, cells)).rstrip()))
    return "\n".join(lines)


def _turn(number: int, said: _Segment, convention: str) -> Turn:
    text, marks, pieces = symbols.read(said.text, convention)
    return Turn(
        id=f"t{number:04d}",
        speaker=said.speaker,
        raw=said.text,
        text=text,
        start=said.start,
        end=said.end,
        marks=marks,
        pieces=pieces,
        line=said.line,
        tiers={"words": said.words} if said.words else NOTHING,
    )


def _flaws(turns: Iterable[Turn], found: Iterable[_Segment]) -> Iterator[Problem]:
    for turn, one in zip(turns, found, strict=True):
        if one.flaw:
            message = "the segment ends before it begins; kept without times."
            yield Problem(line=turn.line, text=turn.raw, message=message, rule=one.flaw, turn=turn.id)
        elif turn.start is None:
            message = "it has no time to begin at that can be read."
            yield Problem(
                line=turn.line, text=turn.raw, message=message, rule="unreadable-time", turn=turn.id
            )


def _nobody(turns: Iterable[Turn]) -> Iterator[Problem]:
    first = next((turn for turn in turns if turn.speaker == NOBODY), None)
    if first:
        message = f"no speaker is named; {NOBODY!r} speaks, here and wherever nobody is named."
        yield Problem(line=first.line, text=first.raw, message=message, rule="no-speaker", turn=first.id)


def _language(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    result = value.get("result")
    said = value.get("language") or (result.get("language") if isinstance(result, dict) else None)
    return language_of(said) if isinstance(said, str) and said.strip() else None


def _meta(value: Any) -> dict[str, object]:
    """Who transcribed: machines leave traces, such as how sure they were of a word."""
    segments = _segments(value)
    names = set(value if isinstance(value, dict) else ()).union(*segments)
    for words in (one.get("words") for one in segments):
        if isinstance(words, list):
            names.update(*(word for word in words if isinstance(word, dict)), ["words"])
    engine = next((engine for engine, traces in _TRACES.items() if names & traces), None)
    if engine is None:
        return {}
    return {"transcribed": "asr", "engine": engine} if engine else {"transcribed": "asr"}
