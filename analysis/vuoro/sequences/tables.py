"""Decisions as a table: ``decisions.csv``, a row each, written and read back.

Lists stand in a cell with spaces between (``t3:propose t4:accept``), features as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from vuoro.annotations import BadAnnotations, rows
from vuoro.model import Decision

COLUMNS = (
    "encounter", "first_turn", "last_turn", "outcome", "coder", "topic", "type", "options_named",
    "origin_of_first_proposal", "origin_of_adopted_option", "goal_owner", "moves", "responses", "doubts",
    "features", "commitment", "sealed_turn", "start", "end", "status", "attributes", "note",
)  # fmt: skip
REQUIRED = COLUMNS[:5]
TEXTS = (
    "encounter", "first_turn", "last_turn", "outcome", "coder", "topic", "type", "origin_of_first_proposal",
    "origin_of_adopted_option", "goal_owner", "sealed_turn", "status", "note",
)  # fmt: skip
MAPPINGS = ("features", "attributes")


def decision_rows(decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    """One plain dict a decision, in the order of the columns.

    Examples
    --------
    >>> made = Decision(encounter="v", first_turn="t1", last_turn="t2", outcome="dropped", coder="aino",
    ...                 moves=(("t1", "propose"), ("t2", "reject")), responses=("reject",))
    >>> row, = decision_rows([made])
    >>> row["moves"], row["responses"]
    ('t1:propose t2:reject', 'reject')
    """
    return [{name: _cell(name, getattr(one, name)) for name in COLUMNS} for one in decisions]


def _cell(name: str, value: Any) -> Any:
    if name == "moves":
        return " ".join(f"{turn}:{code}" for turn, code in value)
    if name in ("responses", "doubts"):
        return " ".join(value)
    if name in MAPPINGS:
        return json.dumps(dict(value), ensure_ascii=False, sort_keys=True) if value else ""
    return value


def read_decisions(path: str | Path) -> list[Decision]:
    """The decisions of a CSV with at least encounter, first_turn, last_turn, outcome and coder.

    Raises
    ------
    BadAnnotations
        names the file, the line and the trouble: a missing column, a cell that is no number.
    """
    path = Path(path)
    return decisions_from(rows(path, needed=REQUIRED), name=path.name)


def decisions_from(rows: Iterable[tuple[int, Mapping[str, str]]], *, name: str) -> list[Decision]:
    """The decisions of numbered rows of text, whatever kind of file they stood in; as above."""
    return [_decision(row, f"{name}, line {line}") for line, row in rows]


def _decision(row: Mapping[str, str], where: str) -> Decision:
    texts = {name: row[name] for name in TEXTS if row.get(name)}
    told: dict[str, Any] = {**texts, **{name: row[name] for name in REQUIRED}}
    try:
        maps: dict[str, Any] = {name: dict(json.loads(row[name])) for name in MAPPINGS if row.get(name)}
        return Decision(
            **told,
            options_named=int(row.get("options_named") or 0),
            moves=tuple(_move(cell) for cell in row.get("moves", "").split()),
            responses=tuple(row.get("responses", "").split()),
            doubts=tuple(row.get("doubts", "").split()),
            commitment=int(float(row["commitment"])) if row.get("commitment") else None,
            start=float(row["start"]) if row.get("start") else None,
            end=float(row["end"]) if row.get("end") else None,
            **maps,
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise BadAnnotations(f"{where}: {error}; correct the cell or leave it empty") from None


def _move(cell: str) -> tuple[str, str]:
    turn, _, code = cell.rpartition(":")
    return turn, code
