"""``vuoro measure``: the numbers of a corpus and its figures, without pages."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from vuoro.cli.arguments import about_coders, about_files, about_talk, command
from vuoro.cli.studying import about_study, studied, told
from vuoro.model import LANGUAGES


def add(commands: Any) -> None:
    measuring = command(
        commands,
        "measure",
        _measure,
        "write the measures of a corpus as tables, by encounter and pooled, and its figures",
        "vuoro measure corpora --annotations corpora/*/gold.csv --sequences corpora/*/gold_sequences.csv --out numbers",
    )
    measuring.add_argument("paths", nargs="+", metavar="PATH", help="transcripts, or folders of them")
    measuring.add_argument("--out", required=True, metavar="DIR", help="where tables and figures go")
    about_study(measuring)
    measuring.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the figures")
    about_coders(measuring)
    about_files(measuring)
    about_talk(measuring)


def _measure(options: argparse.Namespace) -> int:
    from vuoro import annotations as tables
    from vuoro import measures, plots, report
    from vuoro.estimates.people import ProfessionalsUnknown

    study, out = studied(options), Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    frame = report.measured(study)
    frame.to_parquet(out / "measures.parquet", index=False)
    made = {"measures": frame, "profile": measures.profile(frame, language=options.lang)}
    try:
        made["pooled"] = report.pooled(study, frame)
    except ProfessionalsUnknown as unknown:
        print(f"not pooled: {unknown} (--professionals)")
    if study.counted and not study.personal:
        made["transitions"] = measures.transitions(study.encounters, study.annotations, coders=study.coders)
    for name, table in made.items():
        tables.write_csv(table, out / f"{name}.csv")
    drawn = list(report.figures(study, report.agreed(study), options.lang))
    for picture in drawn:
        for ending in ("svg", "png"):
            plots.save(picture.figure, out / f"{picture.name}.{ending}")
    print(
        f"{out}: {', '.join(f'{name}.csv' for name in made)}; figures: {', '.join(p.name for p in drawn) or 'none'}"
    )
    return told(study)
