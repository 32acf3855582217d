"""Our own long tables read back: the turns, and the annotations and sequences that lie beside them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from pathlib import Path
from typing import Any

from vuoro import annotations as tables
from vuoro.annotations import verbatim
from vuoro.formats.files import File, Options, Unreadable
from vuoro.formats.tables.cells import Row, plain
from vuoro.formats.tables.longtables import TURNS, columns, reading_of
from vuoro.model import (
    NOTHING,
    UNKNOWN,
    Annotation,
    Encounter,
    Participant,
    Problem,
    Sequence,
    Source,
    Turn,
    VuoroError,
)

Numbered = tuple[int, Mapping[str, str]]


def are_turns(names: Iterable[str]) -> bool:
    """Are these the columns of our own table of turns, whatever others there are?"""
    return set(columns()[TURNS]) <= {plain(name) for name in names}


def read_csv(header: Row, body: Iterable[Row], file: File, options: Options) -> list[Encounter]:
    """The encounters of ``turns.csv``, with those of ``annotations.csv`` and ``sequences.csv`` beside it."""
    names = [plain(name) for name in header.cells]
    rows = ((row.line, dict(zip(names, map(verbatim, row.cells), strict=False))) for row in body)
    encounters = encounters_from(rows, file, options, "csv")
    beside = file.path.parent
    return with_codings(
        encounters,
        _if_there(beside / "annotations.csv", lambda path: tables.read_annotations(path, encounters)),
        _if_there(beside / "sequences.csv", tables.read_sequences),
    )


def _if_there(path: Path, read: Callable[[Path], list[Any]]) -> Callable[[], list[Any]]:
    return lambda: read(path) if path.is_file() else []


def with_codings(
    encounters: list[Encounter],
    annotations: Callable[[], list[Annotation]],
    sequences: Callable[[], list[Sequence]],
) -> list[Encounter]:
    """The encounters with what was found in the tables beside them; a table that is damaged is told.

    What is about other encounters is left out: the tables may be older than the turns.
    """
    problems: list[Problem] = []
    judged, chains = _had(annotations, problems), _had(sequences, problems)
    first, *others = [
        replace(
            encounter,
            annotations=tuple(one for one in judged if one.encounter == encounter.id),
            sequences=tuple(one for one in chains if one.encounter == encounter.id),
        )
        for encounter in encounters
    ]
    return [replace(first, problems=(*first.problems, *problems)), *others]


def _had(read: Callable[[], list[Any]], problems: list[Problem]) -> list[Any]:
    try:
        return read()
    except VuoroError as error:
        message = f"a table beside the turns was not read: {error}"
        problems.append(Problem(line=None, text="", message=message, rule="unread-part"))
        return []


@dataclass(slots=True)
class _Talk:
    """The rows of one encounter so far."""

    language: str
    convention: str
    turns: dict[str, Turn] = field(default_factory=dict)
    copies: dict[str, int] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def encounters_from(rows: Iterable[Numbered], file: File, options: Options, format: str) -> list[Encounter]:
    """The encounters in numbered rows of text, by the names of our columns.

    Raises
    ------
    Unreadable
        There is no row.
    """
    talks: dict[str, _Talk] = {}
    for line, row in rows:
        language, convention = row.get("language", ""), row.get("convention", "")
        said = options.convention or convention
        talk = talks.setdefault(row.get("encounter", ""), _Talk(options.language or language, said))
        _take(talk, line, row)
    if not talks:
        raise Unreadable(file.name, 1, "there is a header and no row under it.")
    return [
        Encounter(
            id=id or file.path.stem,
            turns=tuple(talk.turns.values()),
            language=talk.language or None,
            participants=tuple(Participant(id=who, role=role) for who, role in talk.roles.items()),
            problems=tuple(talk.problems),
            source=Source(
                files=(file.name,), format=format, convention=talk.convention, sha256=(file.sha256,)
            ),
        )
        for id, talk in talks.items()
    ]


def _take(talk: _Talk, line: int, row: Mapping[str, str]) -> None:
    raw, speaker = row.get("raw", ""), row.get("speaker", "")
    id = _own_id(talk, line, row)
    text, marks, pieces = reading_of(raw, row.get("text", ""), talk.convention)
    talk.roles.setdefault(speaker, row.get("role") or UNKNOWN)
    whole = _number(talk, line, row, "line", id)
    start, end = _times(talk, line, row, id)
    talk.turns[id] = Turn(
        id=id,
        speaker=speaker,
        raw=raw,
        text=text,
        start=start,
        end=end,
        marks=marks,
        pieces=pieces,
        line=None if whole is None else int(whole),
        tiers=_tiers(talk, line, row, id),
    )


def _own_id(talk: _Talk, line: int, row: Mapping[str, str]) -> str:
    id = told = row.get("turn", "")
    while id in talk.turns:
        talk.copies[told] = talk.copies.get(told, 1) + 1
        id = f"{told}~{talk.copies[told]}"
    if id != told:
        message = f"a turn before it is called {told!r} too; this one is {id} here."
        talk.problems.append(
            Problem(line=line, text=row.get("raw", ""), message=message, rule="duplicate-turn", turn=id)
        )
    return id


def _times(talk: _Talk, line: int, row: Mapping[str, str], turn: str) -> tuple[float | None, float | None]:
    start, end = (_number(talk, line, row, name, turn) for name in ("start", "end"))
    if start is None or end is None or start <= end:
        return start, end
    message = "the turn ends before it begins; its times were left out."
    talk.problems.append(
        Problem(line=line, text=row.get("raw", ""), message=message, rule="reversed-times", turn=turn)
    )
    return None, None


def _number(talk: _Talk, line: int, row: Mapping[str, str], column: str, turn: str) -> float | None:
    cell = row.get(column, "")
    try:
        value = float(cell) if cell else None
    except ValueError:
        value = float("nan")
    if value is None or isfinite(value):
        return value
    message = f"{column} is {cell[:40]!r}, not a number; it was left out."
    talk.problems.append(
        Problem(line=line, text=row.get("raw", ""), message=message, rule="unreadable-time", turn=turn)
    )
    return None


def _tiers(talk: _Talk, line: int, row: Mapping[str, str], turn: str) -> Mapping[str, str]:
    cell = row.get("tiers", "")
    try:
        tiers = json.loads(cell) if cell else {}
    except (ValueError, RecursionError):
        tiers = None
    if isinstance(tiers, dict):
        return {
            str(name): one if isinstance(one, str) else json.dumps(one) for name, one in tiers.items()
        } or NOTHING
    message = "its tiers are no JSON object; they are kept as one."
    talk.problems.append(Problem(line=line, text=cell, message=message, rule="malformed", turn=turn))
    return {"tiers": cell}
