"""The tables of a run as they lie on the disk, partitioned or plain, opened without being read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro.model import VuoroError, record

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

PROVENANCE = "provenance.json"
QUERIED = (
    "encounters", "annotations", "sequences", "support", "decisions", "measures", "profile", "problems",
)  # fmt: skip
HIDDEN: Mapping[str, tuple[str, ...]] = {
    "annotations": ("speaker",),
    "support": ("speaker",),
    "encounters": ("setting", "organisation", "year"),
}
"""Columns that no query sees: who spoke, which may be a name of a professional; and what is told of an
encounter only where it tells of enough professionals (see :mod:`vuoro.scale.facts`)."""

_NUMBERS: Mapping[str, Mapping[str, str]] = {
    "encounters": {"turns": "int64", "problems": "int64", "professionals": "int64", "clients": "int64",
                   "invented": "bool"},
    "annotations": {"score": "double", "start": "int64", "stop": "int64", "evidence_start": "int64",
                    "evidence_stop": "int64"},
    "support": {"score": "double", "start": "int64", "stop": "int64", "evidence_start": "int64",
                "evidence_stop": "int64"},
    "sequences": {"gap": "double"},
    "decisions": {"options_named": "int64", "commitment": "int64", "start": "double", "end": "double"},
    "measures": {"numerator": "double", "denominator": "double", "value": "double", "low": "double",
                 "high": "double"},
    "profile": {"way": "string", "numerator": "double", "denominator": "double", "value": "double",
                "low": "double", "high": "double"},
    "problems": {"line": "int64"},
}  # fmt: skip
"""What the columns of a CSV are that are not texts."""

_DEFUSED = r"^'('*[=+\-@\t\r])"
"""How a cell begins to which :func:`vuoro.annotations.inert` gave an apostrophe."""


class NoResults(VuoroError):
    """The folder holds no results of a run, or not all of them."""


@record
class Results:
    """A folder of results, opened: ``tables`` are Arrow datasets, or tables where the run wrote CSV.

    ``encounters`` tells of each encounter what :func:`vuoro.scale.facts.facts` needs, and ``counted``
    whose codings the run counted.
    """

    folder: Path
    tables: Mapping[str, Any]
    encounters: pd.DataFrame
    counted: tuple[str, ...]


def opened(folder: str | Path) -> Results:
    """The results in a folder, of ``vuoro run`` with any ``--engine`` or none.

    Partitioned tables are scanned from the disk when they are asked, so they may be larger than memory.

    Raises
    ------
    NoResults
        where there is no such folder, its run is not finished, or a table is missing.
    """
    folder = Path(folder)
    counted = _counted(folder)
    found = {name: whole(folder, name) for name in QUERIED}
    told = [name for name in ("encounter", "invented", *HIDDEN["encounters"])
            if name in found["encounters"].schema.names]  # fmt: skip
    return Results(
        folder=folder,
        tables={name: _shown(table, name) for name, table in found.items()},
        encounters=_asked(found["encounters"], told).to_pandas(),
        counted=counted,
    )


def _counted(folder: Path) -> tuple[str, ...]:
    provenance = folder / PROVENANCE
    if not provenance.is_file():
        raise NoResults(
            f"{folder} holds no {PROVENANCE}: no run has finished there. Name the folder of "
            "`vuoro run … --out`; where a run was stopped, give the same command again and it goes on"
        )
    try:
        return tuple(str(coder) for coder in json.loads(provenance.read_text("utf-8"))["counted_coders"])
    except (ValueError, KeyError, TypeError) as error:
        raise NoResults(f"{provenance} is not readable ({error}); give the `vuoro run` again") from error


def whole(folder: Path, name: str) -> Any:
    """The parts of a table, or the one file of it."""
    import pyarrow.dataset as ds

    for lies in (folder / name, folder / f"{name}.parquet"):
        if lies.exists():
            return ds.dataset(lies, format="parquet")
    if not (folder / f"{name}.csv").is_file():
        raise NoResults(f"{folder} has no table {name!r}; give the `vuoro run` again")
    return _csv(folder / f"{name}.csv", name)


def _asked(table: Any, columns: list[str]) -> pa.Table:
    return table.to_table(columns=columns) if hasattr(table, "to_table") else table.select(columns)


def _shown(table: Any, name: str) -> Any:
    """The table without what no query may see."""
    import pyarrow as pa
    import pyarrow.dataset as ds

    kept = [field for field in table.schema if field.name not in HIDDEN.get(name, ())]
    if isinstance(table, pa.Table):
        return table.select([field.name for field in kept])
    return ds.dataset(table.files, format="parquet", schema=pa.schema(kept))


def _csv(path: Path, name: str) -> pa.Table:
    """A table of a plain run, which had it in memory too; empty cells of texts are empty texts."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    numbers = _NUMBERS[name]
    header = path.open(encoding="utf-8").readline().strip().split(",")
    types = {column: pa.type_for_alias(numbers.get(column, "string")) for column in header}
    # The longest transcript that a cell may quote, and a row of them, are far below this block.
    table = csv.read_csv(
        path,
        read_options=csv.ReadOptions(block_size=2**24),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(column_types=types, strings_can_be_null=False),
    )
    for at, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            plain = pc.replace_substring_regex(table[field.name], pattern=_DEFUSED, replacement=r"\1")
            table = table.set_column(at, field, plain)
    return table
