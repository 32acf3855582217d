"""What the coders of a project have said as files that other tools and commands read: a table a coder."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many
from dataclasses import replace
from pathlib import Path

from vuoro import annotations as tables
from vuoro import sequences as linking
from vuoro.model import Annotation, Decision, Encounter, Sequence, record
from vuoro.project import folder as rooms
from vuoro.project.adjudicating import gold
from vuoro.project.coding import coders as everybody
from vuoro.project.coding import work
from vuoro.project.folder import Project
from vuoro.project.gilding import GOLD
from vuoro.project.names import file_stem


@record
class Written:
    """The tables of one coder, and how many rows are in them."""

    coder: str
    path: Path
    annotations: int
    sequences: int
    decisions: int = 0


def write_annotations(
    project: Project, out: str | Path, coders: Iterable[str] | None = None
) -> list[Written]:
    """Write ``coder_NAME.csv`` and ``coder_NAME_sequences.csv`` for each coder, a row a judgement.

    A coder who has coded decisions gets ``coder_NAME_decisions.csv`` too. Files of those names are replaced: the logs hold everything, and the tables can be made again.
    """
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    encounters = rooms.encounters(project)
    made = []
    for coder in everybody(project) if coders is None else coders:
        done = list(work(project, [coder], encounters=encounters))
        marks = [one for each in done for one in each.annotations]
        links = [one for each in done for one in each.sequences]
        made.append(_write(out / f"coder_{file_stem(coder)}.csv", coder, marks, links, encounters))
        if decided := [one for each in done for one in each.decisions]:
            made[-1] = replace(made[-1], decisions=_write_decisions(made[-1].path, decided))
    return made


def write_gold(project: Project, out: str | Path, *, by: str = "") -> Written:
    """Write ``gold.csv`` and ``gold_sequences.csv``, what coders agree on and what ``by`` has settled.

    Raises as :func:`~vuoro.project.gold` does.
    """
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    found = gold(project, by=by)
    encounters = rooms.encounters(project)
    return _write(out / "gold.csv", GOLD, found.annotations, found.sequences, encounters)


def _write_decisions(path: Path, decided: Many[Decision]) -> int:
    import pandas as pd

    table = pd.DataFrame(linking.decision_rows(decided), columns=list(linking.DECISION_COLUMNS))
    tables.write_csv(table, path.with_name(f"{path.stem}_decisions.csv"))
    return len(decided)


def _write(
    path: Path, coder: str, marks: Many[Annotation], links: Many[Sequence], encounters: Many[Encounter]
) -> Written:
    rows = tables.annotation_rows(marks, encounters)
    tables.write_csv(tables.frame(rows, tables.ANNOTATION_COLUMNS), path)
    beside = path.with_name(f"{path.stem}_sequences.csv")
    tables.write_csv(tables.frame(tables.sequence_rows(links), tables.SEQUENCE_COLUMNS), beside)
    return Written(coder=coder, path=path, annotations=len(marks), sequences=len(links))
