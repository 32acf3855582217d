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
    coders = [one for one in written if one.annotations]
    if options.gold:
        written.append(project.write_gold(study, out, by=options.gold))
    for one in written:
        print(f"{one.coder}: {one.annotations} annotations in {one.path}, {one.sequences} sequences")
    _tell_next(study, coders)
    return DONE


def _tell_next(study: Any, coders: list[Any]) -> None:
    """What can be done with the tables, as lines to copy."""
    if not coders:
        return
    talk = shlex.quote(str(study.folder / "transcripts"))
    roles = "".join(f" --role {shlex.quote(f'{who}={role}')}" for who, role in study.settings.roles.items())
    print(f"Next: vuoro run {talk}{roles}{_given(coders[0])} --out results")
    if len(coders) > 1:
        print(f"  or: vuoro agreement {talk}{''.join(map(_given, coders))}")


def _given(one: Any) -> str:
    beside = one.path.with_name(f"{one.path.stem}_sequences.csv")
    linked = f" --sequences {shlex.quote(str(beside))}" if one.sequences else ""
    return f" --annotations {shlex.quote(str(one.path))}{linked}"
