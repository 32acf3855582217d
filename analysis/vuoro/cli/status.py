"""``vuoro status``: how far each coder has come in a project, and what somebody should look at."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from vuoro.cli.arguments import DONE, SOME_FAILED, command

SHOWN = 5
"""How many problems of a kind are told in full."""


def add(commands: Any) -> None:
    status = command(
        commands,
        "status",
        _status,
        "how far each coder has come in a project, and what somebody should look at",
        "vuoro status study",
    )
    status.add_argument("folder", metavar="FOLDER", help="the project")


def _status(options: argparse.Namespace) -> int:
    from vuoro import project

    study = project.open(options.folder)
    problems = project.problems(study)
    encounters = project.encounters(study, on_error=lambda error: None)
    languages = Counter(one.language or "unknown" for one in encounters)
    print(
        f"{study.settings.name}: {len(encounters)} encounters, {sum(map(len, encounters))} turns, "
        f"languages {', '.join(f'{name} {count}' for name, count in sorted(languages.items())) or 'none yet'}, "
        f"codebook {project.codebook(study).id}"
    )
    for row in project.progress(study, encounters):
        print(
            f"  {row.coder}: {row.finished} finished, {row.begun} begun, {row.left} left; {row.seen} of {row.turns} "
            f"turns seen; {row.annotations} annotations ({row.accepted} from suggestions), {row.sequences} sequences"
            f"{f', {row.decisions} decisions' if row.decisions else ''}"
            f"{f'; {row.looked} looked at again' if row.looked else ''}"
        )
    looked = project.looked_again(study)
    for again in project.with_oneself(looked).to_dict("records") if looked else ():
        print(
            f"  {again['coder']} with {again['coder']}: of {again['moves']} moves looked at again after three weeks "
            f"or more, {again['observed']:.0%} stayed (kappa {again['kappa']:.2f})"
        )
    for session in project.sessions(study):
        print(
            f"  {session.coder} is at work: process {session.pid} on {session.host}, since {session.since} UTC"
        )
    _tell(problems)
    return SOME_FAILED if problems else DONE


def _tell(problems: list[Any]) -> None:
    by_rule: dict[str, list[Any]] = {}
    for one in problems:
        by_rule.setdefault(one.rule, []).append(one)
    for rule, some in by_rule.items():
        for one in some[:SHOWN]:
            where = (
                f"{one.file}, line {one.line}: "
                if one.file and one.line
                else f"{one.file}: "
                if one.file
                else ""
            )
            print(f"{rule}: {where}{one.message}")
        if len(some) > SHOWN:
            print(f"{rule}: and {len(some) - SHOWN} more")
