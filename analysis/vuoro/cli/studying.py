"""What the commands about a whole corpus ask for: whose codings, and whose encounters."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from vuoro.cli.arguments import DONE, SOME_FAILED, progress, reading

if TYPE_CHECKING:
    from vuoro.model import Encounter
    from vuoro.report import Study


def about_study(parser: argparse.ArgumentParser) -> None:
    """The options --annotations, --sequences, --decisions, --count, --ratings and --professionals."""
    parser.add_argument(
        "--annotations", nargs="+", action="extend", default=[], metavar="CSV", help="people's codings"
    )
    parser.add_argument(
        "--sequences", nargs="+", action="extend", default=[], metavar="CSV", help="people's sequences"
    )
    parser.add_argument(
        "--decisions", nargs="+", action="extend", default=[], metavar="CSV", help="people's decisions"
    )
    parser.add_argument(
        "--count", action="append", default=[], metavar="CODER", help="whose codings the measures count"
    )
    parser.add_argument(
        "--ratings",
        metavar="CSV",
        help="OPTION-5 ratings by people (columns encounter, item1 to item5, and rater where there are several)",
    )
    parser.add_argument(
        "--professionals",
        metavar="CSV",
        help="whose encounters they are (columns encounter, professional; pseudonyms will do): without it "
        "real encounters are not pooled, since a number over them might be a number of a person",
    )


def studied(options: argparse.Namespace) -> Study:
    """The corpus that the options name: read, coded and linked."""
    from vuoro import chain, report

    choices = chain.Choices(
        annotations=tuple(options.annotations),
        sequences=tuple(options.sequences),
        decisions=tuple(options.decisions),
        count=tuple(options.count),
        coders=options.coders,
        **reading(options),
    )
    found = chain.examine(options.paths, choices, progress=progress)
    whose = (
        report.read_professionals(options.professionals, found.encounters) if options.professionals else {}
    )
    return report.Study(
        encounters=_rated(found.encounters, options.ratings),
        annotations=found.annotations,
        sequences=found.sequences,
        decisions=found.decisions,
        support=found.support,
        coders=found.coders,
        professionals=whose,
        failures=tuple((failure.file, failure.reason) for failure in found.failures),
    )


def _rated(encounters: list[Encounter], table: str | None) -> list[Encounter]:
    if not table:
        return encounters
    import pandas as pd

    from vuoro.measures.ratings import rated

    return rated(encounters, pd.read_csv(table, dtype={"encounter": str}))


def told(study: Study) -> int:
    """What the shell gets, after every file that could not be read was named."""
    for file, reason in study.failures:
        print(f"not read: {file}: {reason}")
    return SOME_FAILED if study.failures else DONE
