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
    writing.add_argument("--out", metavar="DIR", help="where to (default: FOLDER/annotations)")


def _annotations(options: argparse.Namespace) -> int:
    from vuoro import project

    study = project.open(options.folder)
    written = project.write_annotations(
        study, options.out or study.folder / "annotations", options.coder or None
    )
    for one in written:
        print(f"{one.coder}: {one.annotations} annotations in {one.path}, {one.sequences} sequences")
    marks = [one.path for one in written if one.coder]
    if len(marks) > 1:
        given = " ".join(f"--annotations {shlex.quote(str(path))}" for path in marks)
        print(f"Next: vuoro agreement {shlex.quote(str(study.folder / 'transcripts'))} {given}")
    return DONE
