"""The main job, end to end: a folder of transcripts in, tables, figures and pages out.

Reading, suggesting, linking and measuring are the functions of the rooms below; what is
here is their order, what is written where, and what happens when one file is bad: it is
reported with its reason, and all the others are done.
"""

from __future__ import annotations

from collections.abc import Sequence as Many
from pathlib import Path
from typing import Any

from vuoro import formats
from vuoro.chain import folder, writing
from vuoro.chain.examining import Choices, Failure, Findings, examine, silently
from vuoro.chain.folder import PROVENANCE, OutputInTheWay
from vuoro.chain.measuring import numbers
from vuoro.chain.pooling import Tell, untold
from vuoro.chain.suggesting import ENOUGH_FOR_A_POOL
from vuoro.model import record

__all__ = [
    "ENOUGH_FOR_A_POOL",
    "PROVENANCE",
    "Choices",
    "Failure",
    "Findings",
    "OutputInTheWay",
    "Report",
    "examine",
    "run",
]


@record
class Report:
    """What a run did: counts for people, and the folder where everything lies."""

    out: Path
    encounters: int
    turns: int
    annotations: int
    sequences: int
    problems: int
    failures: tuple[Failure, ...] = ()


def run(
    paths: Many[str | Path],
    out: str | Path,
    choices: Choices | None = None,
    *,
    progress: Any = None,
    tell: Tell = untold,
) -> Report:
    """Annotate and measure every transcript in `paths`, and write the results to `out`.

    Parameters
    ----------
    paths : files and folders, any mix of formats
    out : a new or empty folder, or one that an earlier run wrote (it is then replaced)
    choices : languages, roles, whose annotations count, and so on
    progress : ``progress(iterable, total=, desc=)``, such as ``tqdm.tqdm``; silent if None
    tell : called with lines for the user, such as ``print``: what it took to start other processes

    Returns
    -------
    Report
        ``failures`` lists the files that could not be used; all others were done.

    Raises
    ------
    OutputInTheWay
        if `out` holds files that no run has written; nothing is touched then.
    """
    from vuoro.chain import sheets  # a worker at scale draws nothing, and starts without matplotlib

    choices = choices or Choices()
    out = Path(out)
    track = progress or silently
    earlier = folder.earlier_run(out)
    found = examine(paths, choices, progress=progress, tell=tell)
    frame, profile, places = numbers(found, choices.page_language)
    stage = folder.stage(out)
    written = [*writing.write_tables(found, frame, profile, stage)]
    names = formats.file_names(encounter.id for encounter in found.encounters)
    each = sheets.sheets(found, frame, profile, places, names, choices, stage)
    for files in track(sheets.drawn(each, choices.jobs, tell), total=len(found.encounters), desc="pages"):
        written += files
    written.append(sheets.write_index(found, names, choices, written, stage))
    written.append(writing.write_provenance(found, choices, written, stage))
    folder.publish(written, stage, earlier, out)
    return Report(
        out=out,
        encounters=len(found.encounters),
        turns=sum(map(len, found.encounters)),
        annotations=len(found.annotations),
        sequences=len(found.sequences),
        problems=sum(len(encounter.problems) for encounter in found.encounters),
        failures=found.failures,
    )
