"""``vuoro search``: words in their context, or moves by what came before and after them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro.cli.arguments import (
    DONE,
    SOME_FAILED,
    about_coders,
    about_files,
    about_talk,
    command,
    progress,
    seen,
)

if TYPE_CHECKING:
    import pandas as pd

GRAMMAR = """a query is steps joined by ->, and a step says who does what:
  client propose -> professional question within 2
  professional invite_view "lääk*" -> not client express_view within 3
  client S3=ignored|probed
who: client, professional, a role. what: codes joined by |, question, action, move, W1 to W5, or
a sequence with its outcomes. "words" must be said in the turn. not: nothing of the kind follows.
"""


def add(commands: Any) -> None:
    searching = command(
        commands,
        "search",
        _search,
        "find words in their context, or moves by what came before and after them",
        'vuoro search corpora "client propose -> professional question within 2" --annotations gold.csv',
    )
    searching.formatter_class = argparse.RawDescriptionHelpFormatter
    searching.description = f"{searching.description}\n\n{GRAMMAR}"
    searching.add_argument("paths", nargs="+", metavar="PATH", help="transcripts, or folders of them")
    searching.add_argument("query", metavar="QUERY", help="a query; with --words, words to look for")
    searching.add_argument(
        "--words", action="store_true", help="look for words: whole ones, in any case; ångest* for any ending"
    )
    searching.add_argument(
        "--signs", action="store_true", help="with --words: look in the transcript as written"
    )
    searching.add_argument("--regex", action="store_true", help="with --words: a regular expression")
    searching.add_argument(
        "--annotations",
        action="append",
        default=[],
        metavar="CSV",
        help="whose coding to search (else the machine's)",
    )
    searching.add_argument(
        "--sequences",
        action="append",
        default=[],
        metavar="CSV",
        help="people's sequences with their outcomes",
    )
    searching.add_argument("--out", metavar="CSV", help="write what is found as a table")
    about_coders(searching)
    about_files(searching)
    about_talk(searching)


def _search(options: argparse.Namespace) -> int:
    from vuoro import annotations as tables

    found, failures = _words(options) if options.words else _moves(options)
    for row in found.to_dict("records"):
        print(_line({str(name): value for name, value in row.items()}))
    print(f"{len(found)} place{'' if len(found) == 1 else 's'}")
    for failure in failures:
        print(f"not read: {failure.file}: {failure.reason}")
    if options.out:
        tables.write_csv(found, Path(options.out))
    return SOME_FAILED if failures else DONE


def _words(options: argparse.Namespace) -> tuple[pd.DataFrame, tuple[Any, ...]]:
    from vuoro import search

    found = _examined(options, coders=())
    return (
        search.concordance(found.encounters, options.query, signs=options.signs, regex=options.regex),
        found.failures,
    )


def _moves(options: argparse.Namespace) -> tuple[pd.DataFrame, tuple[Any, ...]]:
    from vuoro import search

    search.parse(options.query)  # a slip in the query is told before an hour of reading, not after
    found = _examined(options, coders=options.coders)
    mine = {
        name: [one for one in getattr(found, name) if one.coder in found.coders]
        for name in ("annotations", "sequences")
    }
    print(f"coded by {', '.join(found.coders) or 'nobody'}")
    return search.find(found.encounters, *mine.values(), query=options.query), found.failures


def _examined(options: argparse.Namespace, coders: tuple[str, ...]) -> Any:
    from vuoro import chain
    from vuoro.cli.arguments import reading

    choices = chain.Choices(
        annotations=tuple(options.annotations),
        sequences=tuple(options.sequences),
        coders=coders,
        **reading(options),
    )
    return chain.examine(options.paths, choices, progress=progress)


def _line(row: dict[str, Any]) -> str:
    row = {name: seen(value) if isinstance(value, str) else value for name, value in row.items()}
    if "match" in row:
        return f"{row['place']}\t{row['speaker']}\t{row['left']}[{row['match']}]{row['right']}"
    steps = [""] + [
        key.removesuffix("place") for key in row if key.startswith("then") and key.endswith("_place")
    ]
    return "\n".join(
        f"{'  -> ' if step else ''}{row[step + 'place']}\t{row[step + 'role']}\t{row[step + 'what']}\t"
        f"{row[step + 'words']}"
        for step in steps
    )
