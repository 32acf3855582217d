"""``vuoro add``: transcripts into a project."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import Any

from vuoro.cli.arguments import (
    DONE,
    SOME_FAILED,
    UNUSABLE,
    about_files,
    about_talk,
    command,
    reading,
)

SHOWN = 3
"""How many codings that moved are told in full."""


def add(commands: Any) -> None:
    adding = command(
        commands,
        "add",
        _add,
        "copy transcripts into a project, with their digests, and nothing twice",
        "vuoro add study interviews/ --role DOC=professional --role PAT=client",
    )
    adding.add_argument("folder", metavar="FOLDER", help="the project")
    adding.add_argument("paths", nargs="+", metavar="PATH", help="transcripts, or folders of them")
    adding.add_argument(
        "--replace",
        action="store_true",
        help="put a new version of a transcript in the place of the old one, which is kept",
    )
    about_files(adding)
    about_talk(adding)


def _add(options: argparse.Namespace) -> int:
    from vuoro import project

    study = project.open(options.folder)
    said: dict[str, Any] = {name: "" if value is None else value for name, value in reading(options).items()}
    about = project.About(**said)
    added = project.add(study, options.paths, about=about, replace_old=options.replace)
    for one in added.encounters:
        new = "replaced" if one.id in added.replaced else "added"
        roles = ", ".join(f"{speaker} {role}" for speaker, role in one.roles().items())
        print(f"{new} {one.id}: {len(one)} turns, {one.language or 'language unknown'}, {roles}")
        if one.problems:
            print(f"  {len(one.problems)} places to look at; see: vuoro check {study.folder / 'transcripts'}")
    _tell_astray(added.astray)
    for refused in added.refused:
        print(f"not added: {refused.file}: {refused.reason}", file=sys.stderr)
    _ask_roles(added, study)
    if not added.encounters:
        return UNUSABLE
    return SOME_FAILED if added.refused else DONE


def _tell_astray(problems: Any) -> None:
    """What became of codings in transcripts that were replaced."""
    for rule, count in Counter(one.rule for one in problems).items():
        for one in [one for one in problems if one.rule == rule][:SHOWN]:
            print(f"  {rule}: {one.message}")
        if count > SHOWN:
            print(f"  {rule}: and {count - SHOWN} more; see vuoro status")


def _ask_roles(added: Any, study: Any) -> None:
    speakers = dict.fromkeys(who for several in added.without_role.values() for who in several)
    if speakers:
        listed = ", ".join(f"{id} ({', '.join(who)})" for id, who in added.without_role.items())
        print(f"Who is who? Nobody has said it in {listed}.", file=sys.stderr)
        print(
            f"Write it under [roles] in {study.folder / 'project.toml'}, for example {next(iter(speakers))} = "
            f'"professional", or in transcripts.toml where it differs from one encounter to the next.',
            file=sys.stderr,
        )
