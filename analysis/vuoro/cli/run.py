"""``vuoro run``: the main job, from a folder of transcripts to tables, figures and pages."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from vuoro.cli.arguments import (
    DONE,
    SOME_FAILED,
    UNUSABLE,
    about_coders,
    about_files,
    about_talk,
    command,
    progress,
)
from vuoro.model import LANGUAGES


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


def _run(options: argparse.Namespace) -> int:
    from vuoro import chain

    choices = chain.Choices(
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
    report = chain.run(options.paths, options.out, choices, progress=progress)
    for failure in report.failures:
        where = "" if failure.file in failure.reason else f"{failure.file}: "
        print(f"not done: {where}{failure.reason}", file=sys.stderr)
    print(
        f"{report.encounters} encounters, {report.turns} turns, {report.annotations} moves, "
        f"{report.sequences} sequences, {report.problems} problems, {len(report.failures)} files not done"
    )
    print(f"Read {report.out / 'index.html'}; tables, figures and {chain.PROVENANCE} lie beside it.")
    if report.failures:
        return SOME_FAILED if report.encounters else UNUSABLE
    return DONE
