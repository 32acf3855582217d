"""``vuoro import``: codings that were made elsewhere, into the log of whoever made them."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import Any

from vuoro.cli.arguments import DONE, SOME_FAILED, command

SHOWN = 3
"""How many problems of a kind are told in full."""


def add(commands: Any) -> None:
    importing = command(
        commands,
        "import",
        _import,
        "take codings that were made elsewhere into a project (long CSV, .jsonld, ELAN, CHAT %cod, REFI-QDA)",
        "vuoro import study aino.csv aino_sequences.csv --coder aino --finished",
    )
    importing.add_argument("folder", metavar="FOLDER", help="the project")
    importing.add_argument("files", nargs="+", metavar="FILE", help="codings, or transcripts that hold some")
    importing.add_argument("--coder", default="", help="whose codings these are (default: as the files say)")
    importing.add_argument(
        "--encounter", default="", help="which encounter of the project a file is about, if its name differs"
    )
    importing.add_argument(
        "--finished", action="store_true", help="the coding is complete, so that agreement can compare it"
    )


def _import(options: argparse.Namespace) -> int:
    from vuoro import project

    study = project.open(options.folder)
    received = project.receive(
        study, options.files, coder=options.coder, encounter=options.encounter, finished=options.finished
    )
    for one in received:
        already = f", {one.already} were there already" if one.already else ""
        print(f"{one.file}, {one.coder}: {one.annotations} annotations, {one.sequences} sequences{already}")
        _tell(one.problems)
    failed = any(problem.rule != "moved-annotation" for one in received for problem in one.problems)
    return SOME_FAILED if failed else DONE


def _tell(problems: Any) -> None:
    counts = Counter(one.rule for one in problems)
    for rule, count in counts.items():
        for one in [one for one in problems if one.rule == rule][:SHOWN]:
            print(f"  {rule}: {one.message}", file=sys.stderr)
        if count > SHOWN:
            print(f"  {rule}: and {count - SHOWN} more", file=sys.stderr)
