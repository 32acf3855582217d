"""``vuoro evaluate``: how often a coder, the machine's or a person's, agrees with a reference."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from vuoro.cli.arguments import (
    DONE,
    SOME_FAILED,
    about_coders,
    about_files,
    about_talk,
    command,
    progress,
    read_all,
)
from vuoro.model import VuoroError

KEPT = ".vuoro-evaluation"

SHOWN = 5
"""Lines of each kind of trouble that are printed before "and so many more"."""


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
        help="the reference: at least encounter, turn and code (default: the gold.csv beside each transcript)",
    )
    evaluate.add_argument("--reference", metavar="NAME", help="take only this coder's rows for the reference")
    evaluate.add_argument(
        "--annotations", action="append", default=[], metavar="CSV", help="score these instead of the machine"
    )
    about_coders(evaluate)
    evaluate.add_argument("--coder", metavar="NAME", help="score only this coder's annotations")
    evaluate.add_argument(
        "--scores", metavar="CSV", help="write the scores, by language and code, to a table"
    )
    evaluate.add_argument("--errors", metavar="CSV", help="write every turn on which they differ to a table")
    evaluate.add_argument("--confusion", metavar="CSV", help="write what was taken for what to a table")
    evaluate.add_argument(
        "--sequences",
        action="store_true",
        help="score how sequences and their outcomes follow from the reference's moves, against its sequences "
        "(gold_sequences.csv beside gold.csv), and two coders against one another",
    )
    evaluate.add_argument(
        "--datasets",
        metavar="DIR",
        help="report on the corpora in PATH and on the public data sets in this folder; needs --write, and "
        "a quarter of an hour, or a minute with --coders rules; --errors lists all that it counts",
    )
    evaluate.add_argument("--write", metavar="FILE", help="where the report on --datasets goes (Markdown)")
    evaluate.add_argument(
        "--keep",
        metavar="DIR",
        help="what is done of --datasets already, so that a run that was stopped goes on there (default: "
        f"{KEPT} beside FILE)",
    )
    evaluate.add_argument(
        "--jobs", type=int, default=2, metavar="N", help="processes for --datasets (default: 2)"
    )
    about_files(evaluate)
    about_talk(evaluate)


def _evaluate(options: argparse.Namespace) -> int:
    if options.datasets or options.write:
        return _report(options)
    if options.sequences:
        return _sequences(options)
    from vuoro import evaluation

    encounters, failures = _read(options)
    gold = evaluation.matched(_gold(options), encounters)
    reference = [one for one in gold.annotations if options.reference in (None, one.coder)]
    codes, unknown = _codes(reference)
    coded = [encounter for encounter in encounters if encounter.id in gold.coded]
    given, able, unable = _given(options, coded)
    results = dict(_results(able, reference, given, codes))
    for language, result in results.items():
        _show(result, given, language)
    _tell(gold, reference, unknown, [*failures, *unable])
    _write(options, results)
    return SOME_FAILED if failures or unable or gold.lost else DONE


def _sequences(options: argparse.Namespace) -> int:
    from vuoro import annotations as tables
    from vuoro import formats
    from vuoro.evaluation import relinking

    folders = dict.fromkeys(path.parent for group in formats.gather(options.paths) for path in group.files)
    found = relinking.compare(folders)
    said = {
        "linker": "Sequences linked from the reference's moves, against the reference's own",
        "coders": "Two coders, each from their own moves",
    }
    for name, heading in said.items():
        if name in found:
            print(f"\n{heading}")
            print(found[name].to_string(float_format=lambda number: f"{number:.2f}", na_rep="–"))
    if options.scores:
        tables.write_csv(found["linker"].reset_index(), Path(options.scores))
    if options.errors:
        tables.write_csv(found["differences"], Path(options.errors))
    print(f"\n{len(found['differences'])} sequences differ; --errors writes them to a table")
    return DONE


def _read(options: argparse.Namespace) -> tuple[list[Any], list[str]]:

    failures: list[Any] = []
    encounters, _ = read_all(options, on_error=failures.append)
    return encounters, [str(error) for error in failures]


def _gold(options: argparse.Namespace) -> list[str]:
    from vuoro import formats

    if options.gold:
        return options.gold
    beside = dict.fromkeys(
        p.parent / "gold.csv" for group in formats.gather(options.paths) for p in group.files
    )
    found = [str(path) for path in beside if path.is_file()]
    if not found:
        raise VuoroError("there is no gold.csv beside the transcripts; name the reference with --gold")
    return found


def _codes(reference: Iterable[Any]) -> tuple[list[str] | None, list[str]]:
    """The codes of the codebook, and what else the reference has; None where it has another codebook."""
    from vuoro import codebooks

    ours = [code.id for code in codebooks.load("participation").codes]
    theirs = {one.code for one in reference}
    return (ours, sorted(theirs.difference(ours))) if theirs.intersection(ours) else (None, [])


def _given(options: argparse.Namespace, encounters: list[Any]) -> tuple[list[Any], list[Any], list[str]]:
    """What the coder says, the encounters that it could code, and why not the others."""
    from vuoro import evaluation, learning

    if options.annotations:
        given = list(evaluation.matched(options.annotations, encounters).annotations)
        return [one for one in given if options.coder in (None, one.coder)], encounters, []
    given, able, unable = [], [], []
    for encounter in progress(encounters, total=len(encounters), desc="moves"):
        try:
            given += learning.combined(encounter, options.coders)
        except VuoroError as error:
            unable.append(str(error))
        else:
            able.append(encounter)
    return [one for one in given if options.coder in (None, one.coder)], able, unable


def _results(encounters: list[Any], reference: Any, given: Any, codes: Any) -> Iterable[tuple[str, Any]]:
    """An evaluation for each language, and one of all where there are several."""
    from vuoro import evaluation

    languages = list(dict.fromkeys(encounter.language or "unknown" for encounter in encounters))
    for language in [*languages, "all"] if len(languages) != 1 else languages:
        some = [e for e in encounters if language in ("all", e.language or "unknown")]
        ids = [encounter.id for encounter in some]
        yield language, evaluation.evaluate(some, reference, given, codes=codes, coded=ids)


def _show(result: Any, given: Iterable[Any], language: str) -> None:
    whose = ", ".join(dict.fromkeys(one.coder for one in given)) or "nobody"
    print(f"\n{whose}: {result.encounters} encounters, {result.turns} turns, language: {language}")
    if "learned:default-" in whose:
        print(
            "caution: the default coders learned from the encounters that ship; scored on those, they flatter"
        )
    there = result.scores[result.scores["support"] > 0]
    table = there.astype(dict.fromkeys(("support", "found", "hits"), int))
    print(table.to_string(float_format=lambda number: f"{number:.2f}", na_rep="–"))
    absent = result.scores.index[result.scores["support"] == 0].tolist()
    if absent:
        print(f"macro is the mean over {len(there) - 1} codes; the reference never has {', '.join(absent)}")
    load = result.load
    hourly = "no times" if load["per_hour"] != load["per_hour"] else f"{load['per_hour']:.0f} an hour"
    print(f"{load['suggestions']:.0f} suggestions: {load['per_turn']:.2f} a turn, {hourly}")


def _tell(gold: Any, reference: list[Any], unknown: list[str], failures: list[str]) -> None:
    """What did not match, on standard error."""
    coders = list(dict.fromkeys(one.coder for one in reference))
    if len(coders) > 1:
        _say(f"the reference is what {', '.join(coders)} say together; --reference NAME takes one of them")
    if unknown:
        _say(f"not scored, because the codebook has no such code: {', '.join(unknown)}")
    if gold.elsewhere:
        names = [f"{name!r} ({count} rows)" for name, count in gold.elsewhere.items()]
        _say(f"encounters of the reference that are in no transcript: {_some(names, ', ')}")
    if gold.problems:
        _say(
            _some(
                [f"{problem.file}, line {problem.line}: {problem.message}" for problem in gold.problems], "\n"
            )
        )
    if failures:
        _say("not scored:\n" + _some(failures, "\n"))


def _some(lines: list[str], between: str) -> str:
    more = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return between.join([*lines[:SHOWN], *more])


def _say(text: str) -> None:
    print(f"vuoro: {text}", file=sys.stderr)


def _write(options: argparse.Namespace, results: dict[str, Any]) -> None:
    import pandas as pd

    from vuoro import annotations as tables

    whole = list(results.values())[-1]
    if options.scores:
        parts = [found.scores.reset_index().assign(language=name) for name, found in results.items()]
        table = pd.concat(parts)
        tables.write_csv(table[["language", *table.columns.drop("language")]], Path(options.scores))
    if options.errors:
        tables.write_csv(whole.errors, Path(options.errors))
    if options.confusion:
        tables.write_csv(whole.confusion.reset_index(), Path(options.confusion))


def _report(options: argparse.Namespace) -> int:
    from vuoro import annotations as tables
    from vuoro.evaluation import report

    if not (options.datasets and options.write):
        raise VuoroError("a report needs both: --datasets DIR, the public data, and --write FILE")
    corpora, page = Path(options.paths[0]), Path(options.write)
    learner = "learned" in options.coders
    text, errors = report.written(
        corpora,
        Path(options.datasets),
        learner=learner,
        shown=_shown(corpora) if learner else (),
        jobs=options.jobs,
        keep=Path(options.keep) if options.keep else page.parent / KEPT,
        progress=progress,
    )
    page.write_text(text, "utf-8")
    print(f"The report is in {page}.")
    if options.errors:
        tables.write_csv(errors, Path(options.errors))
        print(f"{len(errors):,} errors are in {options.errors}.")
    return DONE


def _shown(corpora: Path) -> list[Any]:
    """Sentences that show our codes, but none that somebody says in the talk that a coder is tried on."""
    from vuoro.cli.defaults import sentences
    from vuoro.codebooks import load
    from vuoro.evaluation import datasets
    from vuoro.language.words import joined

    tried = (*datasets.ours(corpora).task.encounters, *datasets.drills(in_view=False).encounters)
    said = " ".join(joined(turn.text) for encounter in tried for turn in encounter.turns)
    return sentences((code.id for code in load("participation").codes), said=said)
