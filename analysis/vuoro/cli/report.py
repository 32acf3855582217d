"""``vuoro report``: a corpus as one page, for a colleague, a supervisor, an appendix."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from vuoro.cli.arguments import about_coders, about_files, about_talk, command
from vuoro.cli.studying import about_study, studied, told
from vuoro.model import LANGUAGES


def add(commands: Any) -> None:
    reporting = command(
        commands,
        "report",
        _report,
        "one page about a corpus: who coded, agreement, measures, limits, a methods section",
        "vuoro report interviews/ --annotations aino.csv bo.csv settled.csv --count settled --out report.html",
    )
    reporting.add_argument("paths", nargs="+", metavar="PATH", help="transcripts, or folders of them")
    reporting.add_argument(
        "--out", required=True, metavar="HTML", help="the page; tables go beside it as CSV"
    )
    reporting.add_argument("--pdf", action="store_true", help="print it too, with a browser of this machine")
    reporting.add_argument("--title", default="", help="the heading (default: Report)")
    about_study(reporting)
    reporting.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the page")
    about_coders(reporting)
    about_files(reporting)
    about_talk(reporting)


def _report(options: argparse.Namespace) -> int:
    from vuoro import annotations as tables
    from vuoro import report

    study = studied(options)
    made = report.report(study, language=options.lang, title=options.title)
    out = Path(options.out)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(made.html, encoding="utf-8", newline="\n")
    for name, table in made.tables.items():
        tables.write_csv(table, out.with_name(f"{out.stem}_{name}.csv"))
    print(f"{out}: {len(study.encounters)} encounters; its tables lie beside it")
    if options.pdf:
        print(report.pdf(out, out.with_suffix(".pdf")))
    return told(study)
