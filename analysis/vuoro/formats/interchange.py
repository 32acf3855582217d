"""vuoro's own JSON: encounters with everything that is known of them, and nothing lost on the way.

One object, with a version, and a line for each turn, participant, problem, annotation and sequence,
so that two versions of a file can be compared line by line::

    {"format": "vuoro", "version": 1, "encounters": [
    {"id": "visit", "language": "sv", "source": {"files": ["visit.cha"], "format": "chat"},
     "participants": [
      {"id": "DOC", "role": "professional"}],
     "turns": [
      {"id": "t0001", "speaker": "DOC", "raw": "jo: (.)", "text": "jo", "marks": [...], "line": 9}]}
    ]}

The names are those of :mod:`vuoro.model`; a field that is not there has its default. A tuple, a
date and a number without end, which JSON does not know, are ``{"$tuple": [...]}``,
``{"$date": "2026-05-04"}``, ``{"$number": "inf"}``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as Many
from dataclasses import replace
from math import isfinite
from typing import Any

from vuoro.formats.files import Options, Unreadable
from vuoro.formats.plain import NotPlain, is_held, parts, plain, record_of
from vuoro.formats.recognisers.structured import Data, shape
from vuoro.formats.writing import Written, writer
from vuoro.model import Annotation, Encounter, Participant, Problem, Sequence, Turn

NAME, VERSION = "vuoro", 1

LISTS: dict[str, tuple[type[Any], str]] = {
    "participants": (Participant, "unread-participant"),
    "turns": (Turn, "unread-line"),
    "problems": (Problem, "unread-problem"),
    "annotations": (Annotation, "unread-annotation"),
    "sequences": (Sequence, "unread-sequence"),
}
"""What an encounter has many of, and the rule of the Problem where one cannot be read."""

_SURROGATE = re.compile("[\ud800-\udfff]")


@writer("vuoro", suffix=".json", several=True)
def write_vuoro(encounters: Many[Encounter]) -> Written:
    """The encounters as our own JSON: the same encounters are always the same bytes.

    Nothing is lost but values in ``meta`` and ``attributes`` that are neither text, number,
    date nor a list or mapping of these; they become text, and are told.
    """
    told = ",\n".join(map(_text, encounters))
    head = f'{{"format": "{NAME}", "version": {VERSION}, "encounters": [\n'
    return Written(files={"": encoded(f"{head}{told}\n]}}\n")}, losses=tuple(losses(encounters)))


def encoded(told: str) -> bytes:
    """JSON as bytes; half of a character, which UTF-8 cannot hold, as JSON's escape for it."""
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", told).encode("utf-8")


def _text(encounter: Encounter) -> str:
    values = plain(encounter)
    about = {name: one for name, one in values.items() if name not in LISTS}
    lists = (f'"{name}": [\n  {_rows(values[name])}]' for name in LISTS if name in values)
    return ",\n ".join([one_line(about)[:-1], *lists]) + "}"


def _rows(records: Iterable[dict[str, Any]]) -> str:
    return ",\n  ".join(map(one_line, records))


def one_line(value: Any) -> str:
    """A plain value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def losses(encounters: Iterable[Encounter]) -> Iterator[Problem]:
    """The values that come back as text, each told once, with the name it goes by."""
    for encounter in encounters:
        people = [(f"meta of {one.id}", one.meta) for one in encounter.participants]
        judged: list[Annotation | Sequence] = [*encounter.annotations, *encounter.sequences]
        said = [("attributes", one.attributes) for one in judged]
        for where, values in [("meta", encounter.meta), *people, *said]:
            for name, value in values.items():
                if not (is_held(name) and is_held(value)):
                    message = (
                        f"{encounter.id}: {name!r} in {where} is {type(value).__name__}; written as text."
                    )
                    yield Problem(line=None, text=str(value)[:200], message=message, rule="not-written-value")


def is_ours(value: Any) -> bool:
    """Is this our JSON, or what could be saved of a damaged file of it: a list of turns?"""
    if isinstance(value, list):
        return bool(value) and all(
            isinstance(one, dict) and {"raw", "speaker"} <= one.keys() for one in value
        )
    return isinstance(value, dict) and value.get("format") == NAME and "encounters" in value


@shape(NAME, is_ours)
def read_vuoro(data: Data, options: Options) -> list[Encounter]:
    """The encounters of our own JSON, as they were when they were written.

    A turn that cannot be read is a Problem of rule ``unread-line``, an annotation that cannot be,
    or is about a turn that is not there, one of rule ``unread-annotation``, and so for the others.
    Unreadable where the file was written by a newer version.
    """
    told = data.value
    if isinstance(told, list):
        told = {"encounters": [{"id": data.file.path.stem, "turns": told}]}
    version, found = told.get("version", VERSION), told["encounters"]
    if not isinstance(version, int) or version > VERSION:
        reason = f"it is vuoro's JSON of version {version!r}, and this vuoro reads {VERSION}. Update vuoro."
        raise Unreadable(data.file.name, None, reason)
    if not isinstance(found, list) or not found:
        raise Unreadable(data.file.name, None, "'encounters' is no list with an encounter in it.")
    try:
        encounters = [encounter_of(one) for one in found]
    except NotPlain as error:
        raise Unreadable(data.file.name, None, f"{error}.") from None
    except RecursionError:
        raise Unreadable(data.file.name, None, "it is nested deeper than any transcript is.") from None
    return [_as_told(one, data.problems if at == 0 else (), options) for at, one in enumerate(encounters)]


def _as_told(encounter: Encounter, problems: tuple[Problem, ...], options: Options) -> Encounter:
    language = options.language or encounter.language
    return replace(encounter, language=language, problems=(*problems, *encounter.problems))


def encounter_of(told: Any) -> Encounter:
    """One encounter from its object; NotPlain where the object is not that of an encounter."""
    flaws: list[Problem] = []
    about = _known(Encounter, told, flaws)
    rows = {name: _rows_of(name, about.pop(name, []), flaws) for name in LISTS}
    rows["turns"] = _distinct(rows["turns"], flaws)
    lists: dict[str, Any] = rows
    encounter = replace(record_of(Encounter, {"turns": [], **about}), **lists)
    sizes = {turn.id: len(turn.raw) for turn in encounter.turns}
    kept = [one for one in encounter.annotations if _is_placed(one, sizes)]
    for one in encounter.annotations:
        if not _is_placed(one, sizes):
            flaws.append(_flaw(plain(one), "it is about a place that is in no turn", "unread-annotation"))
    return replace(encounter, annotations=tuple(kept), problems=(*encounter.problems, *flaws))


def _known(kind: type[Any], told: Any, flaws: list[Problem]) -> dict[str, Any]:
    """The fields of an object that a record has; others are told."""
    if not isinstance(told, Mapping):
        raise NotPlain(f"where {kind.__name__} is due, there is no object")
    for name in told:
        if name not in parts(kind):
            flaws.append(_flaw(told[name], f"{kind.__name__} has no {name!r}", "unknown-field"))
    return {name: value for name, value in told.items() if name in parts(kind)}


def _rows_of(name: str, told: Any, flaws: list[Problem]) -> tuple[Any, ...]:
    kind, rule = LISTS[name]
    if not isinstance(told, list):
        raise NotPlain(f"{name!r} of an encounter is no list")
    rows = []
    for one in told:
        try:
            row = record_of(kind, _known(kind, one, flaws))
        except NotPlain as error:
            flaws.append(_flaw(one, str(error), rule))
            continue
        if isinstance(row, Turn) and not _is_whole(row):
            flaws.append(_flaw(one, "its marks, pieces or times cannot be", rule))
            continue
        rows.append(_forwards(row, flaws) if isinstance(row, Turn) else row)
    return tuple(rows)


def _forwards(turn: Turn, flaws: list[Problem]) -> Turn:
    """The turn, without its times where they run backwards."""
    if turn.start is None or turn.end is None or turn.start <= turn.end:
        return turn
    message = f"it ends at {turn.end:g} s, before it begins at {turn.start:g} s; kept without times."
    flaws.append(Problem(line=turn.line, text=turn.raw, message=message, rule="reversed-times", turn=turn.id))
    return replace(turn, start=None, end=None)


def _distinct(turns: Iterable[Turn], flaws: list[Problem]) -> tuple[Turn, ...]:
    """The turns with no id twice, as somebody's copying and pasting in the file may leave them."""
    kept: dict[str, Turn] = {}
    copies: dict[str, int] = {}
    for turn in turns:
        id = turn.id
        while id in kept:
            copies[turn.id] = copies.get(turn.id, 1) + 1
            id = f"{turn.id}~{copies[turn.id]}"
        if id != turn.id:
            message = f"a turn before it is called {turn.id!r} too; this one is {id} here."
            flaws.append(
                Problem(line=turn.line, text=turn.raw, message=message, rule="duplicate-turn", turn=id)
            )
        kept[id] = turn if id == turn.id else replace(turn, id=id)
    return tuple(kept.values())


def _is_whole(turn: Turn) -> bool:
    raw, text = len(turn.raw), len(turn.text)
    timed = all(time is None or isfinite(time) for time in (turn.start, turn.end))
    return (
        timed
        and all(0 <= mark.start <= mark.stop <= raw for mark in turn.marks)
        and all(
            0 <= at <= at + length <= text and 0 <= raw_at <= raw_at + length <= raw
            for at, raw_at, length in turn.pieces
        )
    )


def _is_placed(annotation: Annotation, sizes: Mapping[str, int]) -> bool:
    start, stop = annotation.evidence or (annotation.start, annotation.start)
    size = sizes.get(annotation.turn, -1)
    return 0 <= annotation.start <= annotation.stop <= size and 0 <= start <= stop <= size


def _flaw(told: Any, message: str, rule: str) -> Problem:
    return Problem(line=None, text=str(told)[:2000], message=f"{message}; left out.", rule=rule)
