"""People's judgements in tables of their own, and a plan of theirs, cut by batch, so that no worker reads them all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from vuoro import annotations as tables
from vuoro import privacy, sequences
from vuoro.chain import Choices
from vuoro.chain.examining import People
from vuoro.chain.settling import Told, together, told
from vuoro.model import Encounter, record

FOLDER = ".given"
PLAN, APPLIED = "plan", "applied.json"
AT_ONCE = 10_000
"""Rows that are held before they are written to their batches."""


@record
class Kind:
    """A kind of table: the columns that it must have, and what makes judgements of its rows."""

    needed: tuple[str, ...]
    parse: Callable[..., list[Any]]


def _sequences(rows: Any, _: Any = (), *, name: str) -> list[Any]:
    return list(tables.sequences_from(rows, name=name))


def _decisions(rows: Any, _: Any = (), *, name: str) -> list[Any]:
    return sequences.decisions_from(rows, name=name)


KINDS: Mapping[str, Kind] = {
    "annotations": Kind(needed=tables.REQUIRED, parse=tables.annotations_from),
    "sequences": Kind(needed=tables.SEQUENCE_COLUMNS[:6], parse=_sequences),
    "decisions": Kind(needed=sequences.DECISION_REQUIRED, parse=_decisions),
}


def check(choices: Choices) -> None:
    """Every row of every table, so that a slip is told before hours of work and not after.

    Raises
    ------
    BadAnnotations
    """
    for table, kind in KINDS.items():
        for name, line, row in _rows(choices, table):
            kind.parse([(line, row)], (), name=name)


def cut(choices: Choices, home: Mapping[str, int], out: Path) -> Told:
    """Write each row to the batch that is the ``home`` of its encounter; tells who coded encounters that are here."""
    shutil.rmtree(out / FOLDER, ignore_errors=True)
    known: list[Told] = []
    for table, kind in KINDS.items():
        held: dict[int, list[str]] = {}
        for at, (name, line, row) in enumerate(_rows(choices, table), 1):
            batch = home.get(row["encounter"])
            if batch is None:
                continue
            held.setdefault(batch, []).append(json.dumps([name, line, row], ensure_ascii=False))
            judged = kind.parse([(line, row)], (), name=name)
            known = [together([*known, _told(table, judged)])]
            if at % AT_ONCE == 0:
                _write(held, out / FOLDER / table)
        _write(held, out / FOLDER / table)
    return together(known)


def _told(table: str, judged: list[Any]) -> Told:
    if table == "decisions":
        return Told()
    return told(judged, ()) if table == "annotations" else told((), judged)


def _rows(choices: Choices, table: str) -> Iterator[tuple[str, int, dict[str, str]]]:
    for path in getattr(choices, table):
        for line, row in tables.rows(path, needed=KINDS[table].needed):
            yield Path(path).name, line, row


def _write(held: dict[int, list[str]], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for batch, lines in held.items():
        with (folder / f"{batch:05}.jsonl").open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
    held.clear()


@record
class Plan:
    """What a plan says of the encounters of a batch, by what they are called in it.

    ``applied`` are all words that it replaces anywhere.
    """

    rows: Mapping[str, tuple[privacy.Row, ...]]
    applied: frozenset[str]

    def of(self, was: str, name: str) -> tuple[privacy.Row, ...]:
        """The rows about an encounter that is called otherwise by now."""
        return tuple(replace(row, encounter=name) for row in self.rows.get(was, ()))


def cut_plan(rows: Iterable[privacy.Row], home: Mapping[str, int], papers: Path) -> None:
    """Write each row of a plan to the batch that is the ``home`` of its encounter."""
    folder = papers / FOLDER / PLAN
    shutil.rmtree(folder, ignore_errors=True)
    held: dict[int, list[str]] = {}
    applied = set()
    for row in rows:
        applied.update([row.found] if row.apply else [])
        if row.encounter in home:
            held.setdefault(home[row.encounter], []).append(json.dumps(asdict(row), ensure_ascii=False))
    _write(held, folder)
    (folder / APPLIED).write_text(json.dumps(sorted(applied)), encoding="utf-8")


def plan(papers: Path, batch: int) -> Plan:
    """What a plan says of the encounters of a batch."""
    folder = papers / FOLDER / PLAN
    file = folder / f"{batch:05}.jsonl"
    rows = [privacy.Row(**json.loads(line)) for line in file.open(encoding="utf-8")] if file.exists() else []
    found: dict[str, tuple[privacy.Row, ...]] = {}
    for row in rows:
        found[row.encounter] = (*found.get(row.encounter, ()), row)
    return Plan(rows=found, applied=frozenset(json.loads((folder / APPLIED).read_text("utf-8"))))


def people(out: Path, batch: int) -> People:
    """What people have said of the encounters of a batch."""
    return People(
        **{table: _reader(out / FOLDER / table / f"{batch:05}.jsonl", kind) for table, kind in KINDS.items()}
    )


def _reader(path: Path, kind: Kind) -> Callable[[list[Encounter]], list[Any]]:
    def read(encounters: list[Encounter]) -> list[Any]:
        if not path.is_file():
            return []
        with path.open(encoding="utf-8") as file:
            told = groupby(map(json.loads, file), key=lambda line: line[0])
            return [
                one for name, lines in told for one in kind.parse(_numbered(lines), encounters, name=name)
            ]

    return read


def _numbered(lines: Iterable[Any]) -> list[tuple[int, dict[str, str]]]:
    return [(line, row) for _, line, row in lines]
