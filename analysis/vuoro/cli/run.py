"""``vuoro run``: the main job, from a folder of transcripts to tables, figures and pages; at scale, to Parquet."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro.cli.arguments import (
    DONE,
    INDIRECT,
    SOME_FAILED,
    UNUSABLE,
    about_coders,
    about_files,
    about_names,
    about_talk,
    command,
    progress,
)
from vuoro.model import LANGUAGES, VuoroError

if TYPE_CHECKING:
    from vuoro.chain import Choices
    from vuoro.scale import Pseudonymising


def add(commands: Any) -> None:
    run = command(
        commands,
        "run",
        _run,
        "annotate and measure transcripts; write tables, figures and pages",
        "vuoro run interviews/ --out results --role H=professional --role A=client",
    )
    run.add_argument(
        "paths", nargs="+", metavar="PATH", help="transcripts, or folders of them, in any mix of formats"
    )
    run.add_argument(
        "--out", required=True, metavar="DIR", help="where the results go: a new folder, or an earlier run's"
    )
    about_files(run)
    run.add_argument(
        "--annotations",
        action="append",
        default=[],
        metavar="CSV",
        help="people's codings; these are then counted",
    )
    run.add_argument(
        "--sequences",
        action="append",
        default=[],
        metavar="CSV",
        help="people's sequences with their outcomes (else those that follow from their codings)",
    )
    run.add_argument(
        "--decisions",
        action="append",
        default=[],
        metavar="CSV",
        help="people's decisions (else those that rules make of their codings)",
    )
    run.add_argument(
        "--count", action="append", default=[], metavar="CODER", help="whose annotations the measures count"
    )
    about_coders(run)
    run.add_argument(
        "--terms", metavar="TSV", help="the project's own professional terms, beside those of the package"
    )
    run.add_argument("--lang", choices=LANGUAGES, default="en", help="language of pages and figures")
    run.add_argument("--no-figures", action="store_true", help="tables and pages only")
    run.add_argument(
        "--jobs", type=int, metavar="N", help="processes for suggesting and drawing (default: as many as pay)"
    )
    about_talk(run)
    _about_scale(run)
    _about_pseudonyms(run)


def _about_scale(run: argparse.ArgumentParser) -> None:
    scale = run.add_argument_group(
        "a corpus past one machine",
        "Batch by batch into partitioned Parquet, without pages and figures; the numbers are the same. A run "
        "that was stopped goes on when the same command is given again.",
    )
    scale.add_argument(
        "--engine",
        choices=("one", "processes", "dask"),
        help="who does the batches: this process, processes of this machine, or Dask",
    )
    scale.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="of a running Dask scheduler, such as tcp://10.0.0.5:8786 (else Dask starts workers here)",
    )
    scale.add_argument(
        "--limit", type=float, metavar="S", help="seconds a batch may take until a file is set aside (900)"
    )
    scale.add_argument(
        "--check", action="store_true", help="look for flaws too, as vuoro check does: the table findings"
    )
    scale.add_argument(
        "--afresh", action="store_true", help="throw away what an earlier run in --out has done"
    )


def _about_pseudonyms(run: argparse.ArgumentParser) -> None:
    hidden = run.add_argument_group(
        "other people in the talk, with --engine",
        "As vuoro pseudonymise does it, batch by batch, before anything is suggested or written. Encounters are "
        "numbered, for files are called after people. Beside the key lies a folder for its owner only: which "
        "encounter is which file, what was left out and why, and the journal. An encounter "
        "in which the leak check finds somebody still is left out. Without --apply nobody has read what was replaced. Indirect identifiers "
        "(workplace, village, rare diagnosis) are not found.",
    )
    hidden.add_argument(
        "--pseudonymise", action="store_true", help="names and numbers that identify people are replaced"
    )
    about_names(hidden)
    hidden.add_argument(
        "--key", metavar="PATH", help="who is who, for its owner only; outside --out (default: DIR.key.json)"
    )
    hidden.add_argument(
        "--apply",
        metavar="CSV",
        help="carry out a plan of vuoro pseudonymise --plan that has been read and edited",
    )


def _run(options: argparse.Namespace) -> int:
    if options.engine:
        return _at_scale(options)
    slipped = [name for name in (*_AT_SCALE, *_HIDING) if getattr(options, name)]
    if slipped:
        raise VuoroError(
            f"--{slipped[0]} is for a run with --engine; say --engine processes or --engine dask"
        )
    from vuoro import chain

    options.jobs = _paying(options)
    report = chain.run(options.paths, options.out, _choices(options), progress=progress, tell=_say)
    code = _tell(report)
    print(f"Read {report.out / 'index.html'}; tables, figures and {chain.PROVENANCE} lie beside it.")
    return code


_AT_SCALE = ("scheduler", "limit", "check", "afresh")
_HIDING = ("pseudonymise", "names", "ner", "corpus", "key", "apply")


def _paying(options: argparse.Namespace) -> int | None:
    """How many processes: as many as were asked for, but one, and why, where others would start in vain."""
    from vuoro import chain, formats, project

    if not options.jobs or options.jobs == 1 or any(map(project.is_project, options.paths)):
        return options.jobs
    there = len(formats.gather(options.paths))
    if there >= chain.ENOUGH_FOR_A_POOL:
        return options.jobs
    _say(f"{there} transcripts are done before {options.jobs} processes have started: one does it.")
    return 1


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _at_scale(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from vuoro import scale

    hidden = _pseudonymising(options)
    report = scale.run(
        options.paths,
        options.out,
        _choices(options),
        engine=options.engine,
        jobs=options.jobs,
        scheduler=options.scheduler,
        check=options.check,
        pseudonymising=hidden,
        afresh=options.afresh,
        limit=options.limit or scale.LIMIT,
        bar=partial(tqdm, file=sys.stderr, mininterval=0.2 if sys.stderr.isatty() else 15),
        tell=_say,
    )
    code = _tell(report)
    if report.resumed:
        print(f"{report.resumed} of {report.batches} batches were done before.")
    if hidden:
        _tell_who_is_who(hidden, report)
    print(f"Ask with: vuoro query {report.out}; the tables are folders of Parquet.")
    return code


def _pseudonymising(options: argparse.Namespace) -> Pseudonymising | None:
    from vuoro import privacy, scale

    if not options.pseudonymise:
        slipped = [name for name in _HIDING if getattr(options, name)]
        if slipped:
            raise VuoroError(f"--{slipped[0]} is for a run with --pseudonymise; say that too")
        return None
    return scale.Pseudonymising(
        key=Path(options.key or f"{Path(options.out)}.key.json"),
        corpus=options.corpus or privacy.corpus_of(options.paths),
        names=tuple(options.names),
        ner=options.ner or "",
        plan=options.apply or "",
    )


def _tell_who_is_who(hidden: Pseudonymising, report: Any) -> None:
    read = (
        f"as {hidden.plan} says."
        if hidden.plan
        else f"{report.doubtful} less likely ones left (towns, words that are names too). Nobody has read what "
        "was replaced: look at a sample, or make a plan (vuoro pseudonymise --plan), read it, and say --apply."
    )
    print(f"{report.replaced} names and numbers replaced, {read} {INDIRECT}")
    print(
        f"Who is who stands in {hidden.key}, and which encounter is which file in {hidden.papers(report.out)}; "
        "both belong under lock."
    )


def _choices(options: argparse.Namespace) -> Choices:
    from vuoro import chain

    return chain.Choices(
        format=options.format,
        language=options.language,
        convention=options.convention,
        roles=dict(options.role),
        columns=dict(options.column),
        transcribed=options.transcribed,
        annotations=tuple(options.annotations),
        sequences=tuple(options.sequences),
        decisions=tuple(options.decisions),
        count=tuple(options.count),
        coders=options.coders,
        page_language=options.lang,
        figures=not options.no_figures,
        jobs=options.jobs,
        terms=options.terms,
    )


def _tell(report: Any) -> int:
    """What was done and what was not, for people and for the shell."""
    for failure in report.failures:
        where = "" if failure.file in failure.reason else f"{failure.file}: "
        print(f"not done: {where}{failure.reason}", file=sys.stderr)
    print(
        f"{report.encounters} encounters, {report.turns} turns, {report.annotations} moves, "
        f"{report.sequences} sequences, {report.problems} problems, {len(report.failures)} files not done"
    )
    if report.failures:
        return SOME_FAILED if report.encounters else UNUSABLE
    return DONE
