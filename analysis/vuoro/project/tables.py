"""What the coders of a project have said as files that other tools and commands read: a table a coder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from vuoro import annotations as tables
from vuoro.model import record
from vuoro.project import folder as rooms
from vuoro.project.coding import coders as everybody
from vuoro.project.coding import work
from vuoro.project.folder import Project
from vuoro.project.names import file_stem


@record
class Written:
    """The tables of one coder, and how many rows are in them."""

    coder: str
    path: Path
    annotations: int
    sequences: int


def write_annotations(
    project: Project, out: str | Path, coders: Iterable[str] | None = None
) -> list[Written]:
    """Write ``coder_NAME.csv`` and ``coder_NAME_sequences.csv`` for each coder, the long form of every table here.

    Files of those names are replaced: the logs hold everything, and the tables can be made again.
    """
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    encounters = rooms.encounters(project)
    made = []
    for coder in everybody(project) if coders is None else coders:
        done = list(work(project, [coder], encounters=encounters))
        marks = [one for each in done for one in each.annotations]
        links = [one for each in done for one in each.sequences]
        path = out / f"coder_{file_stem(coder)}.csv"
        rows = tables.annotation_rows(marks, encounters)
        tables.write_csv(tables.frame(rows, tables.ANNOTATION_COLUMNS), path)
        beside = path.with_name(f"{path.stem}_sequences.csv")
        tables.write_csv(tables.frame(tables.sequence_rows(links), tables.SEQUENCE_COLUMNS), beside)
        made.append(Written(coder=coder, path=path, annotations=len(marks), sequences=len(links)))
    return made
