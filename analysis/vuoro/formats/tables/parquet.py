"""Parquet: the long tables of :mod:`vuoro.formats.tables.longtables` with typed columns, for large corpora.

Read and written with pyarrow, which is the reference implementation. It is loaded when it is
needed. A file is untrusted: how much it would unpack to is looked at first.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro import annotations as tables
from vuoro.formats.files import File, Options, Unreadable, open_file, reader
from vuoro.formats.tables.longreading import are_turns, encounters_from, with_codings
from vuoro.formats.tables.longtables import README, TURNS, Rows, columns, readme, tables_of
from vuoro.formats.writing import Written, writer
from vuoro.model import Encounter

if TYPE_CHECKING:
    import pyarrow as pa

LARGEST = 512 * 2**20
"""Bytes, unpacked. A million turns with their annotations are a third of that."""

MOST = 5_000_000
"""Rows."""


@writer("parquet", suffix="", several=True, folder=True)
def write_parquet(encounters: Sequence[Encounter]) -> Written:
    """The three tables as Parquet, with a README of their columns; the losses are those of CSV."""
    rows, losses = tables_of(encounters)
    made = {f"{table}.parquet": _parquet(table, of) for table, of in rows.items()}
    return Written(files={**made, README: readme("parquet")}, losses=losses)


def _parquet(table: str, rows: Rows) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"text": pa.string(), "whole": pa.int64(), "number": pa.float64()}
    schema = pa.schema(
        [
            pa.field(name, kinds[kind], metadata={"about": about})
            for name, (kind, about) in columns()[table].items()
        ]
    )
    held = [{name: _unicode(value) for name, value in row.items()} for row in rows]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(held, schema=schema), out, compression="zstd")
    return out.getvalue()


def _unicode(value: Any) -> Any:
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


@reader("parquet", suffixes={".parquet"}, binary=True)
def read_parquet(file: File, options: Options) -> list[Encounter]:
    """The encounters of ``turns.parquet``, with the annotations and sequences that lie beside it.

    Unreadable where the file is no Parquet, or no table of turns that we write.
    """
    encounters = encounters_from(_rows(file, TURNS), file, options, "parquet")
    return with_codings(
        encounters,
        lambda: tables.annotations_from(_beside(file, "annotations"), encounters, name="annotations.parquet"),
        lambda: tables.sequences_from(_beside(file, "sequences"), name="sequences.parquet"),
    )


def _beside(file: File, table: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    path: Path = file.path.parent / f"{table}.parquet"
    return _rows(open_file(path, binary=True), table) if path.is_file() else iter(())


def _rows(file: File, table: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows as text, numbered from 1; the number of a cell is written so that no digit is lost."""
    opened = _opened(file)
    names = opened.schema_arrow.names
    missing = [name for name in columns()[table] if name not in names]
    if (table == TURNS and not are_turns(names)) or missing:
        reason = f"it is no table of {table} that vuoro wrote: there is no column {', '.join(missing)}."
        raise Unreadable(file.name, None, reason)
    number = 0
    try:
        for batch in opened.iter_batches(batch_size=1024, columns=list(columns()[table])):
            for row in batch.to_pylist():
                number += 1
                yield number, {name: "" if value is None else str(value) for name, value in row.items()}
    except (ValueError, OSError) as error:
        raise _damaged(file, error) from None


def _opened(file: File) -> pa.parquet.ParquetFile:
    import pyarrow.parquet as pq

    try:
        opened = pq.ParquetFile(io.BytesIO(file.data))
    except (ValueError, OSError) as error:  # pyarrow's errors are both of these
        raise _damaged(file, error) from None
    about = opened.metadata
    size = sum(about.row_group(at).total_byte_size for at in range(about.num_row_groups))
    if size > LARGEST or about.num_rows > MOST:
        reason = (
            f"{about.num_rows} rows of {size / 2**20:.0f} MB are more than transcripts are. Where is it from?"
        )
        raise Unreadable(file.name, None, reason)
    return opened


def _damaged(file: File, error: Exception) -> Unreadable:
    first = str(error).partition("\n")[0][:200]
    return Unreadable(file.name, None, f"it is no Parquet file, or a damaged one ({first}).")
