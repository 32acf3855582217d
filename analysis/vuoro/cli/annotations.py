"""``vuoro annotations``: what the coders of a project have said, as long CSV, a file for each coder."""

from __future__ import annotations

import argparse
import shlex
from typing import Any

from vuoro.cli.arguments import DONE, command


def add(commands: Any) -> None:
    writing = command(
        commands,
        "annotations",
        _annotations,
        "write what each coder of a project has said as long CSV, for agreement, measures and R",
        "vuoro annotations study",
    )
    writing.add_argument("folder", metavar="FOLDER", help="the project")
    writing.add_argument(
        "--coder", action="append", default=[], help="only this coder; may be given several times"
    )
    writing.add_argument(
        "--gold",
        metavar="NAME",
        help="also what coders agree on and NAME has settled where they do not, as gold.csv",
    )
    writing.add_argument("--out", metavar="DIR", help="where to (default: FOLDER/annotations)")


def _annotations(options: argparse.Namespace) -> int:
    from vuoro import project

    study = project.open(options.folder)
    out = options.out or study.folder / "annotations"
    written = project.write_annotations(study, out, options.coder or None)
    coders = [one.path for one in written if one.annotations]
    if options.gold:
        written.append(project.write_gold(study, out, by=options.gold))
    for one in written:
        print(f"{one.coder}: {one.annotations} annotations in {one.path}, {one.sequences} sequences")
    if len(coders) > 1:
        given = " ".join(f"--annotations {shlex.quote(str(path))}" for path in coders)
        print(f"Next: vuoro agreement {shlex.quote(str(study.folder / 'transcripts'))} {given}")
    return DONE
