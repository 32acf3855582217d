"""``vuoro convert``: transcripts from any format that is read into any that is written."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro.cli.arguments import (
    DONE,
    SOME_FAILED,
    UNUSABLE,
    about_files,
    about_talk,
    command,
    progress,
    reading,
)
from vuoro.model import Encounter, Problem, VuoroError

if TYPE_CHECKING:
    from vuoro.formats import Group
    from vuoro.formats.writing import Report, Target

NOT_WRITTEN = "not-written"


def add(commands: Any) -> None:
    convert = command(
        commands,
        "convert",
        _convert,
        "write transcripts in another format, and tell what that format cannot hold",
        "vuoro convert interviews/ interviews-elan/ --to eaf",
    )
    convert.add_argument(
        "paths", nargs="+", metavar="PATH", help="transcripts, or folders of them, in any mix of formats"
    )
    convert.add_argument(
        "target", metavar="TARGET", help="a file with the new format's ending, or a folder for a file each"
    )
    convert.add_argument(
        "--to",
        metavar="FORMAT",
        help="vuoro, chat, eaf, textgrid, convokit, csv ... (else TARGET's ending decides)",
    )
    convert.add_argument("--overwrite", action="store_true", help="replace what is there already")
    about_files(convert)
    about_talk(convert)


def _convert(options: argparse.Namespace) -> int:
    from vuoro import formats
    from vuoro.formats.writing import target_of

    path = Path(options.target)
    target = target_of(path, options.to)  # a slip here is told before an hour of reading
    groups = formats.gather(options.paths)
    told = [_read(group, options) for group in progress(groups, total=len(groups), desc="reading")]
    encounters = formats.distinct(encounter for group in told for encounter in group)
    if not encounters:
        raise formats.Unreadable(", ".join(options.paths), None, "there is no transcript that can be read.")
    jobs = list(_jobs(encounters, path, target))
    if not options.overwrite:
        _refuse_to_overwrite(place for _, place in jobs)
    reports = [
        _written(some, place, target) for some, place in progress(jobs, total=len(jobs), desc="writing")
    ]
    losses = [loss for report in reports for loss in report.losses]
    for line in table(losses):
        print(line)
    files = sum(len(report.paths) for report in reports)
    failed = sum(not group for group in told) + sum(not report.paths for report in reports)
    print(f"{files} files in {path} as {target.name}, {len(losses)} losses, {failed} files not done")
    if not files:
        return UNUSABLE
    return SOME_FAILED if failed else DONE


def _read(group: Group, options: argparse.Namespace) -> list[Encounter]:
    """The encounters of a group of files; why there are none is told."""
    from vuoro import formats

    try:
        return formats.read_group(group, **reading(options))
    except VuoroError as error:
        print(f"not done: {error}", file=sys.stderr)
        return []


def _jobs(
    encounters: Sequence[Encounter], path: Path, target: Target
) -> Iterator[tuple[Sequence[Encounter], Path]]:
    """What goes where: all into one file or the format's own folder, or a file each into a folder."""
    from vuoro.formats import file_names

    if target.folder or path.name.lower().endswith(target.suffix.lower()):
        yield encounters, path
        return
    names = file_names(encounter.id for encounter in encounters)
    yield from (((encounter,), path / f"{names[encounter.id]}{target.suffix}") for encounter in encounters)


def _refuse_to_overwrite(places: Iterable[Path]) -> None:
    from vuoro.formats import Unwritable

    for place in places:
        if place.exists():
            raise Unwritable(f"{place} is there already. Choose another name, or say --overwrite.")


def _written(encounters: Sequence[Encounter], place: Path, target: Target) -> Report:
    """Write some encounters to one place; why they cannot be written is told."""
    from vuoro import formats
    from vuoro.formats.writing import Report

    try:
        return formats.write(encounters, place, format=target.name, overwrite=True)
    except VuoroError as error:
        print(f"not done: {error}", file=sys.stderr)
        return Report(paths=())


def table(losses: Iterable[Problem]) -> Iterator[str]:
    """What could not be held, a line a kind: how often, and the first as an example.

    Examples
    --------
    >>> for line in table([Problem(line=3, text="", message="no end.", rule="not-written-time", file="visit")]):
    ...     print(line)
    not held           times  for example
    time                   1  visit, line 3: no end.
    """
    kinds: dict[str, list[Problem]] = {}
    for loss in losses:
        kinds.setdefault(loss.rule.removeprefix(NOT_WRITTEN).lstrip("-") or "other", []).append(loss)
    if kinds:
        yield f"{'not held':18} {'times':>5}  for example"
    for kind, found in kinds.items():
        yield f"{kind:18} {len(found):5}  {_example(found[0])}"


def _example(loss: Problem) -> str:
    line = "" if loss.line is None else f"line {loss.line}"
    where = ", ".join(filter(None, (loss.file, line)))
    return f"{where}: {loss.message}" if where else loss.message
