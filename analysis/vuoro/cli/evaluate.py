"""``vuoro evaluate``: how often a coder, the machine's or a person's, agrees with a reference."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from vuoro.cli.arguments import DONE, about_coders, about_files, about_talk, command, progress, reading
from vuoro.model import VuoroError


def add(commands: Any) -> None:
    evaluate = command(
        commands,
        "evaluate",
        _evaluate,
        "score a coder against a reference coding, per code and language",
        "vuoro evaluate talk.csv --gold gold.csv --errors errors.csv",
    )
    evaluate.add_argument("paths", nargs="+", metavar="PATH", help="transcripts, or folders of them")
    evaluate.add_argument(
        "--gold",
        action="append",
        default=[],
        metavar="CSV",
        help="the reference, in the long annotation format (default: the gold.csv beside each transcript)",
    )
    evaluate.add_argument(
        "--annotations", action="append", default=[], metavar="CSV", help="score these instead of the machine"
    )
    about_coders(evaluate)
    evaluate.add_argument("--coder", metavar="NAME", help="score only this coder's annotations")
    evaluate.add_argument("--errors", metavar="CSV", help="write every turn on which they differ to a table")
    evaluate.add_argument("--confusion", metavar="CSV", help="write what was taken for what to a table")
    about_files(evaluate)
    about_talk(evaluate)


def _evaluate(options: argparse.Namespace) -> int:
    from vuoro import annotations as tables
    from vuoro import evaluation, formats

    groups = formats.gather(options.paths)
    encounters = formats.distinct(
        encounter
        for group in progress(groups, total=len(groups), desc="reading")
        for encounter in formats.read_group(group, **reading(options))
    )
    gold = [a for path in _gold(options, groups) for a in tables.read_annotations(path, encounters)]
    coded = {annotation.encounter for annotation in gold}
    encounters = [encounter for encounter in encounters if encounter.id in coded]
    given = _given(options, encounters)
    whose = ", ".join(dict.fromkeys(a.coder for a in given)) or "nobody"
    parts = []
    for language in (*dict.fromkeys(e.language or "?" for e in encounters), None):
        some = [e for e in encounters if language in (None, e.language or "?")]
        if language is None and len(parts) < 2:
            break
        parts.append(evaluation.evaluate(some, gold, given))
        _show(parts[-1], whose, language)
    if options.errors:
        tables.write_csv(parts[-1].errors, Path(options.errors))
    if options.confusion:
        tables.write_csv(parts[-1].confusion.reset_index(), Path(options.confusion))
    return DONE


def _gold(options: argparse.Namespace, groups: Any) -> list[str]:
    if options.gold:
        return options.gold
    beside = dict.fromkeys(path.parent / "gold.csv" for group in groups for path in group.files)
    found = [str(path) for path in beside if path.is_file()]
    if not found:
        raise VuoroError("there is no gold.csv beside the transcripts; name the reference with --gold")
    return found


def _given(options: argparse.Namespace, encounters: Any) -> list[Any]:
    from vuoro import annotations as tables
    from vuoro import learning

    if options.annotations:
        given = [a for path in options.annotations for a in tables.read_annotations(path, encounters)]
    else:
        track = progress(encounters, total=len(encounters), desc="moves")
        given = [
            annotation for encounter in track for annotation in learning.combined(encounter, options.coders)
        ]
    return [a for a in given if options.coder in (None, a.coder)]


def _show(result: Any, whose: str, language: str | None) -> None:
    print(f"\n{whose}: {result.encounters} encounters, {result.turns} turns, language {language or 'any'}")
    table = result.scores.astype(dict.fromkeys(("support", "found", "hits"), int))
    print(table.to_string(float_format=lambda number: f"{number:.2f}", na_rep="–"))
    load = result.load
    hourly = "no times" if load["per_hour"] != load["per_hour"] else f"{load['per_hour']:.0f} an hour"
    print(f"{load['suggestions']:.0f} suggestions: {load['per_turn']:.2f} a turn, {hourly}")
