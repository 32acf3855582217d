"""The results as partitioned Parquet: a folder a table, a part a batch, every part with the same columns."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from vuoro.annotations import ANNOTATION_COLUMNS, SEQUENCE_COLUMNS
from vuoro.chain.writing import ENCOUNTER_COLUMNS, PROBLEM_COLUMNS
from vuoro.measures.computing import COLUMNS as MEASURE_COLUMNS
from vuoro.measures.profile import COLUMNS as PROFILE_COLUMNS
from vuoro.model import VuoroError
from vuoro.scale.flaws import COLUMNS as FINDING_COLUMNS
from vuoro.sequences import DECISION_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

SUFFIX = ".parquet"


def _schema(columns: Iterable[str], whole: str = "", numbers: str = "", flags: str = "") -> pa.Schema:
    """Columns of text, but for those that are named."""
    types = {
        **dict.fromkeys(whole.split(), pa.int64()),
        **dict.fromkeys(numbers.split(), pa.float64()),
        **dict.fromkeys(flags.split(), pa.bool_()),
    }
    return pa.schema([(name, types.get(name, pa.string())) for name in columns])


_MOVES = _schema(ANNOTATION_COLUMNS, "start stop evidence_start evidence_stop", "score")
SCHEMAS: Mapping[str, pa.Schema] = {
    "encounters": _schema(ENCOUNTER_COLUMNS, "turns problems professionals clients", flags="invented"),
    "annotations": _MOVES,
    "sequences": _schema(SEQUENCE_COLUMNS, numbers="gap"),
    "support": _MOVES,
    "decisions": _schema(DECISION_COLUMNS, "options_named commitment", "start end"),
    "measures": _schema(MEASURE_COLUMNS, numbers="numerator denominator value low high"),
    "profile": _schema(PROFILE_COLUMNS, "way", "numerator denominator value low high"),
    "places": _schema(("encounter", "measure", "part", "turn")),
    "problems": _schema(PROBLEM_COLUMNS, "line"),
    "findings": _schema(FINDING_COLUMNS, "line column"),
}
"""The columns of every table and their types; a missing number is null, a missing text empty."""

TABLES = tuple(name for name in SCHEMAS if name != "findings")
"""The tables of every run; ``findings`` is there where transcripts were checked too."""

_IN_PANDAS = {pa.int64(): "Int64", pa.float64(): "float64", pa.bool_(): "bool", pa.string(): "str"}


class NotWritten(VuoroError):
    """A part that is not on the disk: trouble of the machine, and of no transcript."""


class NoSuchTable(VuoroError):
    """No table of that name among the results."""


def file_of(out: Path, table: str, number: int) -> Path:
    """Where the part of a table is that a batch fills."""
    return out / table / f"part-{number:05}{SUFFIX}"


def write(frame: pd.DataFrame, name: str, number: int, out: Path) -> dict[str, str | int]:
    """Write one part, whole or not at all; tells its ``file``, ``rows`` and ``sha256``.

    Raises
    ------
    NotWritten
    """
    schema = SCHEMAS[name]
    told = pa.Table.from_pandas(_typed(frame, schema), schema=schema, preserve_index=False)
    sink = pa.BufferOutputStream()
    pq.write_table(told, sink, compression="zstd")
    data = sink.getvalue().to_pybytes()
    path = file_of(out, name, number)
    try:
        _save(data, path)
    except OSError as error:
        raise NotWritten(
            f"{path}: cannot be written ({error.strerror}); make room or mend the folder, and give the same "
            "command again: it goes on where it was"
        ) from error
    return {
        "file": path.relative_to(out).as_posix(),
        "rows": len(frame),
        "sha256": sha256(data).hexdigest(),
    }


def _save(data: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _typed(frame: pd.DataFrame, schema: pa.Schema) -> pd.DataFrame:
    """The columns in types that do not depend on which rows are there."""
    frame = frame[schema.names].astype({field.name: _IN_PANDAS[field.type] for field in schema})
    texts = [field.name for field in schema if field.type == pa.string()]
    return frame.fillna(dict.fromkeys(texts, ""))


def table(out: str | Path, name: str) -> pd.DataFrame:
    """All parts of a table of results, one after another, in the order of the encounters.

    It is the whole table in memory; for more than that there are Polars (``scan_parquet``), DuckDB and
    ``vuoro query``.

    Raises
    ------
    NoSuchTable
        the results have no such table, or there are none at this place.
    """
    import pandas as pd

    if name not in SCHEMAS or not (Path(out) / name).is_dir():
        raise NoSuchTable(f"{out}: no table {name!r}; a run at scale writes {', '.join(TABLES)}")
    parts = sorted((Path(out) / name).glob(f"part-*{SUFFIX}"))
    return pd.concat([pd.read_parquet(part) for part in parts], ignore_index=True)
