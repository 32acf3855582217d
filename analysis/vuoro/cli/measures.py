"""``vuoro measures``: what is measured, in which unit, and with which caution."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from vuoro.cli.arguments import DONE, command
from vuoro.model import LANGUAGES


def add(commands: Any) -> None:
    listed = command(
        commands,
        "measures",
        _measures,
        "list the measures, their units and cautions",
        "vuoro measures --lang fi",
    )
    listed.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the list")
    listed.add_argument(
        "--write", metavar="FILE", help="write the whole data dictionary as a page in Markdown"
    )


def _measures(options: argparse.Namespace) -> int:
    from vuoro import measures

    if options.write:
        Path(options.write).write_text(measures.dictionary(options.lang), encoding="utf-8", newline="\n")
        return DONE
    table = measures.catalogue(options.lang)
    for row in table.to_dict("records"):
        print(f"{row['measure']:4} {row['label']} [{row['unit']}; {row['kind']}] {row['source']}")
        print(f"     {row['caveat']}")
    return DONE
