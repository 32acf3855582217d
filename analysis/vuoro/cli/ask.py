"""``vuoro ask``: a language model, on this machine unless told otherwise, as one more coder."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from vuoro.cli.arguments import (
    DONE,
    SOME_FAILED,
    about_files,
    about_key,
    about_talk,
    command,
    progress,
    read_all,
)

KEY = "VUORO_LLM_KEY"


def add(commands: Any) -> None:
    asking = command(
        commands,
        "ask",
        _ask,
        "let a language model code too; it is one more coder to be scored, never a truth",
        "vuoro ask interviews/ --model gemma3:12b --out gemma.csv",
    )
    asking.add_argument("paths", nargs="+", metavar="PATH", help="transcripts, or folders of them")
    asking.add_argument("--model", required=True, metavar="NAME", help="the model, as the endpoint calls it")
    asking.add_argument(
        "--url",
        default="",
        metavar="URL",
        help="an OpenAI-compatible endpoint (default: Ollama's on this machine); "
        f"a key is taken from the environment variable {KEY}",
    )
    asking.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="HOST",
        help="a host, other than this machine, that may see the talk; it must be pseudonymised",
    )
    asking.add_argument("--out", required=True, metavar="CSV", help="where the annotations go")
    asking.add_argument(
        "--answers",
        metavar="FILE",
        help="where answers are kept, so that nothing is asked twice (default: beside --out)",
    )
    about_key(asking)
    about_files(asking)
    about_talk(asking)


def _ask(options: argparse.Namespace) -> int:
    from vuoro import annotations as tables
    from vuoro import asking, privacy

    endpoint = asking.Endpoint(
        model=options.model,
        url=options.url or asking.OLLAMA,
        key=os.environ.get(KEY, ""),
        allowed=tuple(options.allow_host),
    )
    encounters, _ = read_all(options)
    out = Path(options.out)
    kept = asking.Kept(Path(options.answers) if options.answers else out.with_suffix(".answers.jsonl"))
    known = privacy.known_by(options.key) if options.key else privacy.Known()
    asked = asking.ask(encounters, endpoint, kept, known=known, progress=progress)
    rows = tables.annotation_rows(asked.annotations, encounters)
    tables.write_csv(tables.frame(rows, tables.ANNOTATION_COLUMNS), out)
    print(
        f"{len(asked.annotations)} suggestions by llm:{options.model} in {out}; nothing says yet how often it is right"
    )
    for one in asked.refused:
        print(f"refused: {one.encounter}:{one.turn} {one.code} {one.quote[:60]!r}: {one.reason}")
    for trouble in asked.unanswered:
        print(f"not answered: {trouble}")
    return SOME_FAILED if asked.unanswered else DONE
