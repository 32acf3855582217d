"""``run``: the main job over a corpus of any size, by one process, by several, or by many machines."""

from __future__ import annotations

import os
from collections.abc import Callable
from collections.abc import Sequence as Many
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from vuoro import formats, project
from vuoro.chain import Choices, Failure
from vuoro.model import VuoroError, record
from vuoro.scale import folding, given, planning, pseudonyms, resuming, secrecy
from vuoro.scale.cluster import Cluster
from vuoro.scale.doing import do
from vuoro.scale.journal import Journal
from vuoro.scale.planning import Job
from vuoro.scale.pseudonyms import Pseudonymising
from vuoro.scale.workers import Here, Processes, Workers

ENGINES = ("one", "processes", "dask")
ENOUGH = 2**22
"""Bytes of transcripts: some seven seconds of work, of which two processes save three and take two to start."""
LIMIT = 900.0
MOST_JOBS = 8


@record
class Report:
    """What a run did: counts for people, and the folder where everything lies.

    ``batches`` is how many there are, and ``resumed`` how many of them an earlier run had done. A run that
    pseudonymises ``replaced`` so many finds, and left so many ``doubtful`` ones as they stood.
    """

    out: Path
    encounters: int
    turns: int
    annotations: int
    sequences: int
    problems: int
    failures: tuple[Failure, ...]
    batches: int
    resumed: int
    replaced: int = 0
    doubtful: int = 0


def run(
    paths: Many[str | Path],
    out: str | Path,
    choices: Choices | None = None,
    *,
    engine: str = "processes",
    jobs: int | None = None,
    scheduler: str | None = None,
    check: bool = False,
    pseudonymising: Pseudonymising | None = None,
    afresh: bool = False,
    batch: int | None = None,
    limit: float = LIMIT,
    enough: int = ENOUGH,
    bar: Callable[..., Any] | None = None,
    tell: Callable[[str], object] | None = None,
) -> Report:
    """Annotate and measure every transcript in `paths`; partitioned Parquet comes into `out`.

    The tables are those of :func:`vuoro.chain.run`, part after part, whoever does the work. A run that
    was stopped goes on where it was when it is called again in the same way.

    Parameters
    ----------
    paths : files and folders, any mix of formats
    out : a new or empty folder, or that of the same run
    choices : as for :func:`vuoro.chain.run`; there are no pages and figures here
    engine : "one" process, this one; "processes" of this machine; or "dask"
    jobs : how many workers; as many as there are cores, and at most eight, without it
    scheduler : the address of a Dask scheduler, such as ``tcp://10.0.0.5:8786``; without it, Dask starts
        workers on this machine that listen to nobody else
    check : look for flaws in the transcripts too, as ``vuoro check`` does; they become the table `findings`
    pseudonymising : let other people meet in the talk before anything is suggested or written; encounters
        are numbered, and which is which, the journal and all reasons lie beside the key and not in `out`
    afresh : throw away what an earlier run in `out` has done
    batch : bytes of transcripts that are done together; by the size of the corpus without it
    limit : seconds that a batch may take; a file that takes longer is set aside. Not kept by "one"
    enough : bytes of transcripts below which starting others does not pay, so that this process does it
    bar : ``bar(total=, initial=, desc=, unit=, unit_scale=)``, such as ``tqdm.tqdm``
    tell : called with lines for the user, such as ``print``

    Returns
    -------
    Report
        ``failures`` lists the files that could not be used, or that were set aside; all others were done.

    Raises
    ------
    OutputInTheWay, Changed, Busy
        nothing is touched then.
    BadAnnotations, Refused
        tables of people's codings do not fit, or nobody said whose to count; or the disk is full.
    BadKey, BadNames, BadPlan, NoModel
        what pseudonymising is to go by cannot be used, or the key would lie in `out`.
    NeedsDask, NoWorkers
    """
    choices, out, say = choices or Choices(), Path(out), tell or (lambda _: None)
    groups = _gathered([Path(path).resolve() for path in paths] if scheduler else paths)
    given.check(choices)
    if pseudonymising:
        pseudonyms.check(pseudonymising, out)
    job = Job(out=out, choices=choices, limit=limit, check=check, pseudonymising=pseudonymising)
    with closing(resuming.opened(job, groups, batch, afresh=afresh)) as journal:
        del groups  # the plan is in the journal
        if scheduler:
            job = _anywhere(job)
        resumed = len(journal.batches("done"))
        if resumed < len(journal.batches("planned")):
            with closing(_workers(engine, jobs, scheduler, _size(journal), enough, say)) as workers:
                do(journal, workers, job, bar or _NoBar)
        return _account(journal, job, resumed)


def _gathered(paths: Many[str | Path]) -> list[formats.Group]:
    for path in paths:
        if project.is_project(path):
            raise VuoroError(
                f"{path} is a project: what people code fits on one machine; run it without --engine"
            )
    groups = formats.gather(paths)
    if not groups:
        raise VuoroError(f"{', '.join(map(str, paths))}: no transcripts there")
    return groups


def _anywhere(job: Job) -> Job:
    """The job with paths that are the same from whatever folder a worker was started in."""
    choices = job.choices
    files: dict[str, Any] = {
        name: tuple(str(Path(path).resolve()) for path in getattr(choices, name))
        for name in ("annotations", "sequences", "decisions")
    }
    coders = tuple(str(Path(one).resolve()) if Path(one).is_file() else one for one in choices.coders)
    own = str(Path(choices.terms).resolve()) if choices.terms else None
    hidden = pseudonyms.anywhere(job.pseudonymising) if job.pseudonymising else None
    choices = replace(choices, **files, coders=coders, terms=own)
    return replace(job, out=job.out.resolve(), choices=choices, pseudonymising=hidden)


def _size(journal: Journal) -> int:
    return sum(planning.from_line(line).bytes for line in journal.all_of("planned"))


def _workers(
    engine: str, jobs: int | None, scheduler: str | None, size: int, enough: int, say: Callable[[str], object]
) -> Workers:
    if engine not in ENGINES:
        raise VuoroError(f"no engine {engine!r}; there are {', '.join(ENGINES)}")
    number = jobs or min(os.cpu_count() or 1, MOST_JOBS)
    if engine == "one":
        return Here()
    if not scheduler and size < enough:
        say(f"{size / 1000:.0f} kB of transcripts are done before others have started: one process does it.")
        return Here()
    if engine == "processes":
        processes = Processes(number)
        say(f"{number} processes: {processes.start_up:.1f} s to start.")
        return processes
    cluster = Cluster(number, scheduler)
    where = f"; look at {cluster.dashboard}" if cluster.dashboard else ""
    there = f"{cluster.there} workers" if cluster.there else "no workers yet, so they are waited for"
    say(f"Dask, {there}: {cluster.start_up:.1f} s to start{where}")
    return cluster


def _account(journal: Journal, job: Job, resumed: int) -> Report:
    out, head = job.out, journal.of("began")
    finds: dict[str, int] = {}
    if job.pseudonymising:
        finds = secrecy.account(journal, job)
        head = secrecy.told(head, job, job.pseudonymising, finds)
    folding.write_provenance(journal, head, list(journal.of("settled")["coders"]), out)
    resuming.clean(job)
    sums, failures = folding.counted(journal)
    batches = len(journal.batches("planned"))
    return Report(out=out, failures=failures, batches=batches, resumed=resumed, **sums, **finds)


class _NoBar:
    """A bar that nobody sees."""

    def __init__(self, **_: Any) -> None:
        pass

    def __enter__(self) -> _NoBar:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def update(self, _: int) -> None:
        pass
