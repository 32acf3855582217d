"""Annotations and sequences as tables: the long form that travels between people and tools.

One row is one judgement by one coder. ``annotations.csv`` has at least the columns
`encounter, turn, speaker, role, code, coder, status, score, start, stop, cue, evidence`;
``sequences.csv`` at least `encounter, type, first_turn, last_turn, outcome, coder`.
Both are read back by :func:`read_annotations` and :func:`read_sequences`, whoever wrote them.

A transcript is untrusted, and these tables are opened in spreadsheets, so a cell that a
spreadsheet would run as a formula is written with an apostrophe in front, and read without.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Many
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro.model import STATUSES, Annotation, Encounter, Sequence, VuoroError

if TYPE_CHECKING:
    import pandas as pd

ANNOTATION_COLUMNS = (
    "encounter", "turn", "speaker", "role", "code", "coder", "status", "score", "start", "stop",
    "cue", "evidence", "evidence_start", "evidence_stop", "attributes", "note", "codebook",
)  # fmt: skip
SEQUENCE_COLUMNS = (
    "encounter", "type", "first_turn", "last_turn", "outcome", "coder",
    "code", "response_turn", "gap", "status", "attributes", "note",
)  # fmt: skip

REQUIRED = ("encounter", "turn", "code", "coder")

SEPARATORS = (",", ";", "\t")

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


_MOVED = (
    "was the transcript changed since? `vuoro import` into a project finds places again and tells what moved"
)


class BadAnnotations(VuoroError):
    """A table of annotations that cannot be used; the message names file, line and column."""


def annotation_rows(
    annotations: Iterable[Annotation], encounters: Iterable[Encounter]
) -> list[dict[str, Any]]:
    """One plain dict a judgement, with speaker, role and the words of the evidence filled in."""
    turns = {(e.id, turn.id): (turn, role) for e in encounters for turn, role in _with_roles(e)}
    made = []
    for a in annotations:
        turn, role = turns[a.encounter, a.turn]
        from_, to = a.evidence if a.evidence else (None, None)
        made.append(
            {
                "encounter": a.encounter, "turn": a.turn, "speaker": turn.speaker, "role": role,
                "code": a.code, "coder": a.coder, "status": a.status, "score": a.score,
                "start": a.start, "stop": a.stop, "cue": a.cue,
                "evidence": turn.raw[from_:to] if a.evidence else "",
                "evidence_start": from_, "evidence_stop": to,
                "attributes": dict(a.attributes), "note": a.note, "codebook": a.codebook,
            }
        )  # fmt: skip
    return made


def sequence_rows(sequences: Iterable[Sequence]) -> list[dict[str, Any]]:
    """One plain dict a sequence, in the column order of ``sequences.csv``."""
    return [
        {name: dict(value) if name == "attributes" else value for name in SEQUENCE_COLUMNS
         for value in [getattr(sequence, name)]}
        for sequence in sequences
    ]  # fmt: skip


def frame(rows: Many[dict[str, Any]], columns: Many[str]) -> pd.DataFrame:
    """Rows as a frame with those columns, also where there is no row at all."""
    import pandas as pd

    table = pd.DataFrame(list(rows), columns=list(columns))
    for name in ("start", "stop", "evidence_start", "evidence_stop"):
        if name in table:
            table[name] = table[name].astype("Int64")
    for name in ("score", "gap"):
        if name in table:
            table[name] = table[name].astype(float)
    if "attributes" in table:
        table["attributes"] = [
            json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
            for value in table["attributes"]
        ]
    return table


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """A frame as UTF-8 CSV in which no cell is a formula.

    Examples
    --------
    >>> inert("=cmd()"), inert("-3.5"), inert("- joo")
    ("'=cmd()", '-3.5', "'- joo")
    """
    safe = table.copy(deep=False)
    for name in safe.columns:
        if safe[name].dtype.kind in "OUST" or str(safe[name].dtype) in ("str", "string", "category"):
            safe[name] = [inert(value) if isinstance(value, str) else value for value in safe[name]]
    safe.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def inert(cell: str) -> str:
    """The cell, made harmless where a spreadsheet would run it; a plain number stays a number.

    A cell that looks as if this had been done to it gets one more apostrophe, so that
    :func:`verbatim` gives back every cell as it was.
    """
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) and not _is_number(cell) else cell


def verbatim(cell: str) -> str:
    """What :func:`inert` was given."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def write_jsonl(rows: Iterable[dict[str, Any]], path: Path) -> None:
    """One JSON object a line, UTF-8, keys in the order of the columns."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_annotations(path: str | Path, encounters: Iterable[Encounter] = ()) -> list[Annotation]:
    """The annotations of a long CSV, checked against the encounters where these are given.

    Only `encounter`, `turn`, `code` and `coder` must be there. Without `start` and `stop`
    a judgement is about the whole turn, which needs the encounter to know how long that is.

    Raises
    ------
    BadAnnotations
        names the file, the line and the trouble: a missing column, a turn that the
        encounter does not have, a span outside the turn, an unknown status.
    """
    path = Path(path)
    return annotations_from(rows(path, needed=REQUIRED), encounters, name=path.name)


def annotations_from(
    rows: Iterable[tuple[int, Mapping[str, str]]], encounters: Iterable[Encounter], *, name: str
) -> list[Annotation]:
    """The annotations of numbered rows of text, whatever kind of file they stood in; as above."""
    sizes = {(encounter.id, turn.id): len(turn.raw) for encounter in encounters for turn in encounter.turns}
    known = {encounter for encounter, _ in sizes}
    found = []
    for line, row in rows:
        where = f"{name}, line {line}"
        size = sizes.get((row["encounter"], row["turn"]))
        if size is None and row["encounter"] in known:
            raise BadAnnotations(
                f"{where}: encounter {row['encounter']!r} has no turn {row['turn']!r}; {_MOVED}"
            )
        found.append(_annotation(row, size, where))
    return found


def _annotation(row: Mapping[str, str], size: int | None, where: str) -> Annotation:
    start = _whole(row, "start", 0, where)
    stop = _whole(row, "stop", start if size is None else size, where)
    if start > stop or (size is not None and stop > size):
        raise BadAnnotations(
            f"{where}: span {start}–{stop} is outside turn {row['turn']!r} of {size} characters; {_MOVED}"
        )
    status = row.get("status") or "confirmed"
    if status not in STATUSES:
        raise BadAnnotations(f"{where}: status {status!r} is none of {', '.join(STATUSES)}")
    evidence = _whole(row, "evidence_start", -1, where), _whole(row, "evidence_stop", -1, where)
    return Annotation(
        encounter=row["encounter"],
        turn=row["turn"],
        code=row["code"],
        coder=row["coder"],
        start=start,
        stop=stop,
        status=status,
        score=_number(row, "score", where),
        cue=row.get("cue", ""),
        evidence=evidence if -1 not in evidence else None,
        attributes=_attributes(row, where),
        note=row.get("note", ""),
        codebook=row.get("codebook", ""),
    )


def read_sequences(path: str | Path) -> list[Sequence]:
    """The sequences of a long CSV; at least encounter, type, first_turn, last_turn, outcome, coder."""
    path = Path(path)
    return sequences_from(rows(path, needed=SEQUENCE_COLUMNS[:6]), name=path.name)


def sequences_from(rows: Iterable[tuple[int, Mapping[str, str]]], *, name: str) -> list[Sequence]:
    """The sequences of numbered rows of text, whatever kind of file they stood in."""
    return [
        Sequence(
            encounter=row["encounter"],
            type=row["type"],
            first_turn=row["first_turn"],
            last_turn=row["last_turn"],
            outcome=row["outcome"],
            coder=row["coder"],
            code=row.get("code", ""),
            response_turn=row.get("response_turn", ""),
            gap=_number(row, "gap", f"{name}, line {line}"),
            status=row.get("status") or "confirmed",
            attributes=_attributes(row, f"{name}, line {line}"),
            note=row.get("note", ""),
        )
        for line, row in rows
    ]


def _with_roles(encounter: Encounter) -> Iterable[tuple[Any, str]]:
    roles = encounter.roles()
    return ((turn, roles[turn.speaker]) for turn in encounter.turns)


def rows(path: str | Path, needed: Many[str]) -> Iterable[tuple[int, dict[str, str]]]:
    """The rows of a CSV as texts, each with the line it ends on; the columns in `needed` must be there.

    Spreadsheets of half the world write semicolons between the cells, others tabs: what stands most
    often in the header is taken for the separator. A byte order mark is passed over.

    Raises
    ------
    BadAnnotations
        no such file, not UTF-8, not CSV, or a column is missing; the message says which.
    """
    import csv

    path = Path(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = file.readline()
            file.seek(0)
            reader = csv.DictReader(file, delimiter=max(SEPARATORS, key=header.count))
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                there = ", ".join(reader.fieldnames or ())
                raise BadAnnotations(
                    f"{path.name}, line 1: no column {', '.join(missing)}; there are {there}"
                )
            for row in reader:
                yield reader.line_num, {k: verbatim(v or "") for k, v in row.items() if k is not None}
    except UnicodeDecodeError as error:
        raise BadAnnotations(
            f"{path.name}: not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8"
        ) from error
    except FileNotFoundError as error:
        raise BadAnnotations(f"{path}: no such file") from error
    except csv.Error as error:
        raise BadAnnotations(f"{path.name}: not a CSV file ({error})") from error


def _whole(row: Mapping[str, str], column: str, default: int, where: str) -> int:
    cell = row.get(column)
    if not cell:
        return default
    try:
        return int(float(cell))
    except (ValueError, OverflowError):
        raise BadAnnotations(f"{where}: {column} is {cell!r}, not a whole number") from None


def _number(row: Mapping[str, str], column: str, where: str) -> float | None:
    cell = row.get(column)
    try:
        return float(cell) if cell else None
    except ValueError:
        raise BadAnnotations(f"{where}: {column} is {cell!r}, not a number") from None


def _attributes(row: Mapping[str, str], where: str) -> dict[str, Any]:
    if not row.get("attributes"):
        return {}
    try:
        return dict(json.loads(row["attributes"]))
    except (ValueError, TypeError, RecursionError):
        raise BadAnnotations(
            f"{where}: attributes are not a JSON object: {row['attributes'][:60]!r}"
        ) from None


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
