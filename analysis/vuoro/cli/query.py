"""``vuoro query``: questions to the results of a run, ready ones or SQL."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro.cli.arguments import DONE, command, pair, seen
from vuoro.model import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd

    from vuoro.scale.questions import Question

FEW = 20
"""Rows that a terminal is shown, unless more are asked for."""
CELL = 60
"""Characters of a cell that a terminal is shown."""


def add(commands: Any) -> None:
    asking = command(
        commands,
        "query",
        _query,
        "put a question to the results of a run: ready ones, or SQL over its tables",
        "vuoro query results ignored-proposals --about encounters.csv --csv ignored.csv",
    )
    asking.add_argument("folder", metavar="DIR", help="what `vuoro run … --out DIR` wrote, with any --engine")
    asking.add_argument(
        "question", nargs="?", default="", metavar="QUESTION", help="which one (default: list them)"
    )
    asking.add_argument(
        "--sql", default="", metavar="SELECT", help="your own question; it sees these tables and nothing else"
    )
    asking.add_argument(
        "--about",
        metavar="CSV",
        help="what is known of each encounter: a column encounter, and organisation, year, professional or any "
        "others; groups of fewer than five professionals are not named",
    )
    asking.add_argument(
        "--set",
        type=pair,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a setting of the question",
    )
    asking.add_argument("--csv", metavar="FILE", help="write all rows as CSV")
    asking.add_argument(
        "--limit",
        type=int,
        metavar="N",
        help=f"at most so many rows (default: {FEW} on the screen, all in a CSV)",
    )
    asking.add_argument("--show", action="store_true", help="show the question's SQL instead of its answer")
    asking.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the questions")


def _query(options: argparse.Namespace) -> int:
    from vuoro import annotations
    from vuoro.scale import queries, questions

    if not options.question and not options.sql:
        return _listed(questions.questions(), options.lang)
    asked = questions.question(options.question) if options.question else None
    if asked and options.show:
        print(asked.sql.strip())
        return DONE
    # One row more than is shown tells whether there are more.
    limit = options.limit if options.csv or options.limit else FEW + 1
    found = queries.query(
        options.folder,
        options.question,
        sql=options.sql,
        about=options.about,
        settings=dict(options.set),
        limit=limit,
    )
    if asked:
        print(f"{asked.title[options.lang]}\n{asked.about[options.lang]}\n{asked.caveat[options.lang]}\n")
    if options.csv:
        annotations.write_csv(found, Path(options.csv))
        print(f"{options.csv}: {_rows(len(found))}")
    else:
        _print(found, options.limit or FEW)
    return DONE


def _listed(known: Any, language: str) -> int:
    for one in known.values():
        print(f"{one.name:27s} {one.title[language]}{_settings(one)}")
    print(
        "\nA setting is changed with --set NAME=VALUE; --show gives the SQL, and --sql puts a question of your own."
    )
    return DONE


def _settings(one: Question) -> str:
    return "".join(f" [{name}={value}]" for name, value in one.set.items())


def _print(found: pd.DataFrame, limit: int) -> None:
    """The rows as a table; nothing of a transcript reaches the terminal as anything but text."""
    shown = found.head(limit)
    if len(shown):
        cells = shown.map(lambda value: _cell(seen(value)) if isinstance(value, str) else value)
        print(cells.to_string(index=False, na_rep="", float_format=lambda number: f"{number:.4g}"))
    more = "; there are more: --limit N or --csv FILE" if len(found) > limit else ""
    print(f"{_rows(len(shown))}{more}")


def _cell(text: str) -> str:
    return text if len(text) <= CELL else f"{text[: CELL - 1]}…"


def _rows(number: int) -> str:
    return f"{number:,} row{'' if number == 1 else 's'}"
