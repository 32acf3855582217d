"""``vuoro survey``: what clients and staff said of the meetings, read, paired and compared."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from vuoro.cli.arguments import DONE, SOME_FAILED, command
from vuoro.model import LANGUAGES, Problem, VuoroError

SHOWN = 3
"""How many problems of a kind are told in full."""


class WouldOverwrite(VuoroError):
    """There is a mapping already, and somebody may have worked on it."""


def add(commands: Any) -> None:
    survey = command(
        commands,
        "survey",
        _survey,
        "read what clients and staff answered in a form, and compare the two",
        "vuoro survey experiences.csv --propose # and when you have checked the mapping: "
        "vuoro survey experiences.csv --talk corpora --out survey",
    )
    survey.add_argument("files", nargs="*", metavar="FILE", help="CSV, TSV or Excel from a form tool")
    survey.add_argument(
        "--items", action="store_true", help="print our questions to client and staff, to make a form of"
    )
    survey.add_argument(
        "--propose",
        action="store_true",
        help="write NAME.survey.toml beside each file: which column may be which, to be checked",
    )
    survey.add_argument(
        "--mapping", metavar="TOML", help="the mapping (default: NAME.survey.toml beside each file)"
    )
    survey.add_argument(
        "--talk", action="append", default=[], metavar="PATH",
        help="transcripts of the meetings, or folders of them: tells who answered, and strangers",
    )  # fmt: skip
    survey.add_argument("--out", metavar="DIR", help="write the tables and figures to this folder")
    survey.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the labels and figures")


def _survey(options: argparse.Namespace) -> int:
    if options.items:
        _tell_items(options.lang)
        return DONE
    if not options.files:
        raise VuoroError("say which export, for example: vuoro survey experiences.csv --propose")
    encounters = _encounters(options.talk)
    if options.propose:
        for path in options.files:
            _propose(Path(path), [one.id for one in encounters])
        return DONE
    return _read(options, encounters)


def _tell_items(language: str) -> None:
    from vuoro import surveys

    for row in surveys.catalogue(language).to_dict("records"):
        print(f"{row['item']:16} {row['label']} [{row['scale']}]")
        for side in ("client", "staff"):
            if row[side]:
                print(f"{'':16} {side}: {row[side]}")
        print(f"{'':16} {row['source']}. {row['licence']}")


def _encounters(paths: Sequence[str]) -> list[Any]:
    from vuoro import formats

    if not paths:
        return []
    groups = formats.gather(paths)
    return formats.distinct(encounter for group in groups for encounter in formats.read_group(group))


def _propose(path: Path, encounters: Sequence[str]) -> None:
    from vuoro import surveys

    target = surveys.form_path(path)
    if target.exists():
        raise WouldOverwrite(f"{target} is there already; move it away to have a new one proposed")
    text = surveys.propose(path, encounters=encounters).toml()
    target.write_text(text, encoding="utf-8")
    print(text)
    print(f"Written to {target}. Check every line, then: vuoro survey {path}", file=sys.stderr)


def _read(options: argparse.Namespace, encounters: Sequence[Any]) -> int:
    from vuoro import surveys

    ids = [one.id for one in encounters]
    read = [surveys.read(path, options.mapping, encounters=ids) for path in options.files]
    answers = surveys.with_scores(surveys.together(*read))
    found = surveys.compare(answers)
    rates = surveys.who_answered(surveys.responses(answers, encounters)) if encounters else None
    _tell_answers(answers)
    _tell_comparison(found, answers.labels(options.lang))
    if rates is not None:
        print("\nWho answered, of the encounters:")
        print(rates[["feature", "value", "side", "show"]].to_string(index=False))
    if options.out:
        _write(answers, found, rates, ids, Path(options.out), options.lang)
    unread = any(problem.rule in ("unread-cell", "ragged-row") for problem in answers.problems)
    return SOME_FAILED if unread else DONE


def _tell_answers(answers: Any) -> None:
    frame = answers.frame
    people = frame.groupby("side")["respondent"].nunique()
    sides = ", ".join(f"{count} {side}" for side, count in people.items())
    print(f"{frame['encounter'].nunique()} encounters; respondents: {sides or 'none'}")
    kinds = frame.groupby(["item", "side", "answer"], sort=False).size().unstack(fill_value=0)
    print(kinds.to_string())
    if answers.unused:
        print(f"\nColumns not read: {', '.join(answers.unused)}")
    _tell_problems(answers.problems)


def _tell_problems(problems: Iterable[Problem]) -> None:
    told: Counter[str] = Counter()
    for problem in problems:
        told[problem.rule] += 1
        if told[problem.rule] <= SHOWN:
            where = problem.file if problem.line is None else f"{problem.file}, row {problem.line}"
            print(f"{problem.rule}: {where}: {problem.text!r}: {problem.message}", file=sys.stderr)
    for rule, count in told.items():
        if count > SHOWN:
            print(f"{rule}: and {count - SHOWN} more", file=sys.stderr)


def _tell_comparison(found: Any, labels: dict[str, str]) -> None:
    if found.items.empty:
        print("\nNo item was asked of both sides, so that nothing can be compared.")
        return
    print("\nStaff beside client, on the same meetings (differences are staff − client):")
    for item, rows in found.items.groupby("item", sort=False):
        print(f"\n{labels.get(item, item)} ({item}): {rows['pairs'].iloc[0]} pairs")
        for row in rows.to_dict("records"):
            print(f"  {row['statistic'].replace('_', ' '):22} {_shown(row)}{_note(row)}")
    alone = found.alone.groupby("item", sort=False).size()
    if len(alone):
        counts = ", ".join(f"{item}: {count}" for item, count in alone.items())
        print(f"\nEncounters without a pair ({counts}) are in alone.csv, each with its reason.")


def _shown(row: dict[str, Any]) -> str:
    if row["value"] != row["value"]:
        return "–"
    interval = "" if row["low"] != row["low"] else f" [{row['low']:.2f}, {row['high']:.2f}]"
    return f"{row['value']:.2f}{interval}"


def _note(row: dict[str, Any]) -> str:
    return f"  ({row['reason']})" if row["reason"] else ""


def _write(
    answers: Any, found: Any, rates: Any, encounters: Sequence[str], folder: Path, language: str
) -> None:
    import pandas as pd

    from vuoro import surveys
    from vuoro.annotations import write_csv

    folder.mkdir(parents=True, exist_ok=True)
    problems = [(one.file, one.line, one.rule, one.text, one.message) for one in answers.problems]
    tables = {
        "answers": answers.frame,
        "comparison": found.items,
        "crosstabs": found.crosstabs,
        "alone": found.alone,
        "people": surveys.people(answers, encounters=encounters, language=language),
        "problems": pd.DataFrame(problems, columns=["file", "row", "rule", "text", "message"]),
    }
    if rates is not None:
        tables["responses"] = rates
    for name, table in tables.items():
        write_csv(table, folder / f"{name}.csv")
    figures = _figures(found, answers.labels(language), folder, language)
    print(f"\n{len(tables)} tables and {figures} figures are in {folder}")


def _figures(found: Any, labels: dict[str, str], folder: Path, language: str) -> int:
    from vuoro import plots
    from vuoro.plots.surveys import answer_pairs, bland_altman
    from vuoro.surveys.comparing import MANY

    drawn = [pairs for pairs in found.pairs if len(pairs.frame)]
    for pairs in drawn:
        draw = bland_altman if pairs.values >= MANY else answer_pairs
        ax = draw(pairs, label=labels.get(pairs.item, pairs.item), language=language)
        sheet: Any = ax.figure
        plots.save(sheet, folder / f"{pairs.item}.svg")
    return len(drawn)
