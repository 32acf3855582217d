"""Long tables: turns, annotations and sequences, a row for each, for R, pandas or a spreadsheet.

A folder with ``turns``, ``annotations`` and ``sequences``, as CSV or Parquet
(:mod:`vuoro.formats.tables.parquet`), and a README that says what each column holds. The three are joined by
``encounter`` and ``turn``. What a row holds is the same in both; the rows of annotations and
sequences are those of :mod:`vuoro.annotations`.

CSV is RFC 4180 in UTF-8. A cell that a spreadsheet would run as a formula has an apostrophe in
front, which our reader takes away.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from vuoro import symbols
from vuoro.annotations import annotation_rows, inert, sequence_rows
from vuoro.formats.writing import Written, writer
from vuoro.model import Encounter, Problem, Turn

TURNS = "turns"
README = "README.md"
Rows = list[dict[str, Any]]


@writer("csv", suffix="", several=True, folder=True)
def write_csv(encounters: Sequence[Encounter]) -> Written:
    """The three tables as CSV, with a README of their columns.

    Not written, and told: headers, names and what else is known of an encounter beside its talk,
    and marks that the transcription convention does not give again.
    """
    rows, losses = tables_of(encounters)
    made = {f"{table}.csv": _csv(table, of) for table, of in rows.items()}
    return Written(files={**made, README: readme("csv")}, losses=losses)


@cache
def columns() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """Table to column to its kind (text, whole, number) and what it holds.

    Examples
    --------
    >>> columns()["turns"]["start"]
    ('number', 'beginning of the turn, in seconds')
    """
    told = tomllib.loads((files("vuoro.formats.tables") / "longtables.toml").read_text(encoding="utf-8"))
    return {table: {name: (kind, about) for name, (kind, about) in of.items()} for table, of in told.items()}


def tables_of(encounters: Sequence[Encounter]) -> tuple[dict[str, Rows], tuple[Problem, ...]]:
    """The rows of the three tables, in the order of their columns, and what they cannot hold."""
    losses = [loss for encounter in encounters for loss in _losses(encounter)]
    judged = [
        _held(a, a.attributes, a.code, losses) for encounter in encounters for a in _placed(encounter, losses)
    ]
    chains = [_held(s, s.attributes, s.type, losses) for encounter in encounters for s in encounter.sequences]
    rows = {
        TURNS: [row for encounter in encounters for row in turn_rows(encounter)],
        "annotations": [_flat(row) for row in annotation_rows(judged, encounters)],
        "sequences": [_flat(row) for row in sequence_rows(chains)],
    }
    return rows, tuple(losses)


def turn_rows(encounter: Encounter) -> Iterator[dict[str, Any]]:
    """A row for each turn; an empty cell is None, or "" where the column holds text."""
    roles = encounter.roles()
    for turn in encounter.turns:
        yield {
            "encounter": encounter.id, "language": encounter.language or "",
            "convention": encounter.source.convention, "turn": turn.id, "line": turn.line,
            "speaker": turn.speaker, "role": roles[turn.speaker], "start": turn.start, "end": turn.end,
            "text": turn.text, "raw": turn.raw, "tiers": _json(turn.tiers),
        }  # fmt: skip


def reading_of(raw: str, text: str, convention: str) -> symbols.Reading:
    """What the convention makes of a turn; where it makes other words of it, the words alone count."""
    if convention in symbols.CONVENTIONS:
        reading = symbols.read(raw, convention)
        if reading.text == text:
            return reading
    return symbols.Reading(text=text, pieces=() if raw.startswith(text) else ((0, 0, 0),))


def readme(suffix: str) -> bytes:
    """What each column of the tables holds, in Markdown."""
    lines = ["# Long tables", "", "Turns, annotations and sequences, joined by `encounter` and `turn`."]
    for table, of in columns().items():
        lines += ["", f"## {table}.{suffix}", "", "| column | kind | what it says |", "| --- | --- | --- |"]
        lines += (f"| `{name}` | {kind} | {about} |" for name, (kind, about) in of.items())
    return ("\n".join(lines) + "\n").encode()


def _csv(table: str, rows: Rows) -> bytes:
    out = io.StringIO(newline="")
    sheet = csv.DictWriter(out, columns()[table], lineterminator="\r\n")
    sheet.writeheader()
    sheet.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode(errors="replace")


def _cell(value: Any) -> Any:
    return inert(value) if isinstance(value, str) else value


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"attributes": _json(row["attributes"])}


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, sort_keys=True, default=str) if value else ""


def _held(one: Any, attributes: Mapping[str, Any], what: str, losses: list[Problem]) -> Any:
    """The record, with keys that JSON can sort; what of its attributes comes back otherwise is told."""
    named = {str(key): value for key, value in attributes.items()}
    try:
        same = json.loads(_json(named) or "{}") == attributes
    except ValueError:
        same, named = False, {key: str(value) for key, value in named.items()}
    if not same:
        message = f"{one.encounter}: an attribute of {what!r} is none of JSON's values; written as text."
        losses.append(
            Problem(line=None, text=str(attributes)[:200], message=message, rule="not-written-value")
        )
    return replace(one, attributes=named)


def _placed(encounter: Encounter, losses: list[Problem]) -> Iterator[Any]:
    known = {turn.id for turn in encounter.turns}
    for annotation in encounter.annotations:
        if annotation.turn in known and annotation.encounter == encounter.id:
            yield annotation
        else:
            message = f"{encounter.id}: an annotation of turn {annotation.turn!r}, which is not there."
            losses.append(
                Problem(line=None, text=annotation.code, message=message, rule="not-written-annotation")
            )


def _losses(encounter: Encounter) -> Iterable[Problem]:
    if not encounter.turns:
        message = f"{encounter.id}: it has no turns, so that no row tells of it."
        yield Problem(line=None, text=encounter.id, message=message, rule="not-written-encounter")
    beside = {
        "headers and what else is said of it": encounter.meta,
        "names and what else is said of people": [p for p in encounter.participants if p.name or p.meta],
        "people who do not speak": _silent(encounter),
        "problems of its reading": encounter.problems,
    }
    for what, there in beside.items():
        if there:
            message = f"{encounter.id}: {what} are not in the tables."
            yield Problem(line=None, text=encounter.id, message=message, rule="not-written-meta")
    other = [turn for turn in encounter.turns if not _comes_back(turn, encounter.source.convention)]
    if other:
        message = f"{encounter.id}: marks of {len(other)} turns are not what their signs give again."
        yield Problem(
            line=other[0].line, text=other[0].raw, message=message, rule="not-written-marks", turn=other[0].id
        )


def _silent(encounter: Encounter) -> set[str]:
    return {person.id for person in encounter.participants} - {turn.speaker for turn in encounter.turns}


def _comes_back(turn: Turn, convention: str) -> bool:
    return reading_of(turn.raw, turn.text, convention) == (turn.text, turn.marks, turn.pieces)
