"""``vuoro export``: transcripts and their codings into one file or folder for another tool."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro.cli.arguments import (
    DONE,
    SOME_FAILED,
    about_files,
    about_key,
    about_talk,
    command,
    progress,
    reading,
)
from vuoro.model import LANGUAGES, Annotation, Encounter, Problem, VuoroError
from vuoro.model import Sequence as Chain

if TYPE_CHECKING:
    from vuoro.formats import Group

SHOWN = 3
"""How many losses of a kind are told in full."""


class RefusedLeaks(VuoroError):
    """Somebody may be told by what was to be exported, and the user wanted to be stopped then."""


def add(commands: Any) -> None:
    export = command(
        commands,
        "export",
        _export,
        "write transcripts and codings for another tool (ATLAS.ti, NVivo, QualCoder, ELAN, R ...)",
        "vuoro export interviews/ --annotations aino.csv --to qdpx --out study.qdpx",
    )
    export.add_argument(
        "paths", nargs="*", metavar="PATH", help="transcripts, or folders of them, in any mix of formats"
    )
    export.add_argument(
        "--out", required=True, metavar="TARGET", help="a file or folder that is not there yet"
    )
    export.add_argument(
        "--to",
        metavar="FORMAT",
        help="qdpx, qdc (the codebook alone), jsonld, csv, parquet, eaf, chat ... (else TARGET's ending decides)",
    )
    export.add_argument(
        "--annotations", action="append", default=[], metavar="FILE", help="codings, a long CSV or .jsonld"
    )
    export.add_argument(
        "--sequences", action="append", default=[], metavar="CSV", help="sequences, as vuoro run writes them"
    )
    export.add_argument("--lang", choices=LANGUAGES, default="en", help="language in which codes are named")
    export.add_argument(
        "--refuse-leaks",
        action="store_true",
        help="write nothing if the talk may tell who somebody is (nobody is told by invented encounters)",
    )
    about_key(export)
    about_files(export)
    about_talk(export)


def _export(options: argparse.Namespace) -> int:
    from vuoro import formats
    from vuoro.formats.writing import target_of

    out = Path(options.out)
    target = target_of(out, options.to)  # a slip here is told before an hour of reading
    if out.exists():
        raise formats.Unwritable(f"{out}: something is there already. Choose another name.")
    encounters, failed = _read(options, target.name)
    encounters = _coded(encounters, options)
    _look_for_leaks(encounters, options.key, refuse=options.refuse_leaks)
    report = formats.write(encounters, out, format=options.to, language=options.lang)
    _tell_losses(report.losses)
    print(
        f"{len(encounters)} encounters, {sum(map(len, encounters))} turns, "
        f"{sum(len(one.annotations) for one in encounters)} annotations, "
        f"{sum(len(one.sequences) for one in encounters)} sequences, {failed} files not done"
    )
    print(f"Written as {target.name}: {out}")
    return SOME_FAILED if failed else DONE


def _read(options: argparse.Namespace, to: str) -> tuple[list[Encounter], int]:
    """The encounters of all the files that can be read; each of the others is told."""
    from vuoro import formats

    if not options.paths and to == "qdc":  # a codebook needs no talk
        return [Encounter(id="codebook", turns=())], 0
    if not options.paths:
        raise VuoroError("say which transcripts, for example: vuoro export interviews/ --out study.qdpx")
    groups = formats.gather(options.paths)
    read: list[Encounter] = []
    failed = 0
    for group in progress(groups, total=len(groups), desc="reading"):
        found = _group(group, options)
        read += found
        failed += not found
    if not read:
        raise formats.Unreadable(", ".join(options.paths), None, "there is no transcript that can be read.")
    return formats.distinct(read), failed


def _group(group: Group, options: argparse.Namespace) -> list[Encounter]:
    from vuoro import formats

    try:
        return formats.read_group(group, **reading(options))
    except (VuoroError, OSError) as error:
        print(f"not done: {error}", file=sys.stderr)
        return []


def _coded(encounters: list[Encounter], options: argparse.Namespace) -> list[Encounter]:
    """The encounters with the codings of the files beside them; the same coding twice is one."""
    from vuoro import annotations as tables

    judged = [one for path in options.annotations for one in _judged(Path(path), encounters)]
    chains = [one for path in options.sequences for one in tables.read_sequences(path)]
    here = {encounter.id for encounter in encounters}
    told = [*(one.encounter for one in judged), *(one.encounter for one in chains)]
    elsewhere = Counter(name for name in told if name not in here)
    for encounter, count in elsewhere.items():
        print(f"not written: {count} codings of {encounter!r}, which is not here", file=sys.stderr)
    return [
        replace(
            encounter,
            annotations=_together(encounter.annotations, judged, encounter.id),
            sequences=_together(encounter.sequences, chains, encounter.id),
        )
        for encounter in encounters
    ]


def _judged(path: Path, encounters: list[Encounter]) -> Sequence[Annotation]:
    from vuoro.annotations import read_annotations
    from vuoro.formats import read_jsonld

    if path.suffix.lower() not in (".jsonld", ".json"):
        return read_annotations(path, encounters)
    found = read_jsonld(path, encounters)
    for problem in found.problems:
        print(f"{path.name}: {problem.message}", file=sys.stderr)
    return found.annotations


def _together(own: tuple[Any, ...], others: Iterable[Annotation | Chain], encounter: str) -> tuple[Any, ...]:
    known = {repr(one) for one in own}
    added = (one for one in others if one.encounter == encounter and repr(one) not in known)
    return (*own, *added)


def _look_for_leaks(encounters: list[Encounter], key: str | None, *, refuse: bool) -> None:
    """How many places may tell who somebody is, by kind; no export goes out without this look."""
    from vuoro.privacy import Known, known_by, leaks

    known = known_by(key) if key else Known()
    found: Counter[str] = Counter()
    invented = 0
    for encounter in progress(encounters, total=len(encounters), desc="leaks"):
        kinds = Counter(leak.kind for leak in leaks(encounter, known))
        found += kinds
        invented += kinds.total() if encounter.invented else 0
    if not found:
        print("possible leaks: none found, which does not mean that nobody can be told")
        return
    counts = ", ".join(f"{kind}: {count}" for kind, count in sorted(found.items()))
    told = f"possible leaks: {found.total()} ({counts}); vuoro check --privacy shows where"
    if invented:
        told += f"; {invented} of them in encounters that are invented, which stop nothing"
    if refuse and found.total() > invented:
        raise RefusedLeaks(f"{told}. Nothing was written; take them out, or leave --refuse-leaks away.")
    print(told)


def _tell_losses(losses: Iterable[Problem]) -> None:
    by_rule: dict[str, list[str]] = {}
    for loss in losses:
        by_rule.setdefault(loss.rule, []).append(loss.message)
    for rule, messages in by_rule.items():
        for message in messages[:SHOWN]:
            print(f"{rule}: {message}", file=sys.stderr)
        if len(messages) > SHOWN:
            print(f"{rule}: and {len(messages) - SHOWN} more", file=sys.stderr)
