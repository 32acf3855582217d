"""``vuoro new``: a folder for a study."""

from __future__ import annotations

import argparse
from typing import Any

from vuoro.cli.arguments import DONE, command, pair, role
from vuoro.model import LANGUAGES, ROLES


def add(commands: Any) -> None:
    new = command(
        commands,
        "new",
        _new,
        "make a project: a folder for transcripts, the codebook, and the coders' logs",
        "vuoro new study --language fi --language sv --client fi=potilas",
    )
    new.add_argument("folder", metavar="FOLDER", help="where; the folder may hold other things already")
    new.add_argument("--name", default="", help="what the study is called (default: as the folder)")
    new.add_argument(
        "--language",
        action="append",
        choices=LANGUAGES,
        default=[],
        help="a language of the talk; may be given several times",
    )
    new.add_argument(
        "--client",
        type=pair,
        action="append",
        default=[],
        metavar="LANGUAGE=WORD",
        help="what the client is called in this service: fi=potilas, sv=brukare",
    )
    new.add_argument(
        "--role",
        type=role,
        action="append",
        default=[],
        metavar="SPEAKER=ROLE",
        help=f"who is who in all transcripts: {', '.join(ROLES)}",
    )
    new.add_argument(
        "--page-language", choices=LANGUAGES, default="en", help="language of pages and figures (default: en)"
    )


def _new(options: argparse.Namespace) -> int:
    from vuoro import project

    made = project.create(
        options.folder,
        name=options.name,
        languages=options.language,
        client=dict(options.client),
        roles=dict(options.role),
        page_language=options.page_language,
    )
    print(f"{made.settings.name}: a project in {made.folder}, with codebook {project.codebook(made).id}")
    print(f"Next: vuoro add {made.folder} TRANSCRIPTS; settings are in {made.folder / 'project.toml'}")
    return DONE
