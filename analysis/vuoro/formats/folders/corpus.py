"""``corpus.toml``: what a folder says about all the transcripts in it.

Many formats have no room for it, so a small file beside the transcripts may say what
they are: ``title``, ``invented``, ``licence``, ``setting``, ``channel``, how they were
``transcribed`` and in which ``convention``, under ``[roles]`` who is who, and under
``[columns]`` what the columns of a table are. What a transcript says itself goes before.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from vuoro.formats.files import Unreadable
from vuoro.model import NOTHING, Encounter

NAME = "corpus.toml"

ABOUT_READING = ("roles", "columns", "convention", "base", "files", "members")
"""What tells how to get and read the transcripts, and nothing about the encounters in them."""


def beside(path: Path) -> Mapping[str, Any]:
    """What the folder of a transcript says about it; empty where it says nothing.

    Raises
    ------
    Unreadable
        where there is a ``corpus.toml`` that is not TOML, with the line.
    """
    about = path.parent / NAME
    if not about.is_file():
        return NOTHING
    try:
        return tomllib.loads(about.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unreadable(
            f"{path.parent.name}/{NAME}", None, f"not TOML: {error}. Mend it or take it away."
        ) from None


def told(encounter: Encounter, about: Mapping[str, Any]) -> Encounter:
    """The encounter with what its folder says, where the transcript does not say it itself.

    Examples
    --------
    >>> told(Encounter(id="visit", turns=(), meta={"title": "Visit"}), {"title": "All", "invented": True}).meta
    {'title': 'Visit', 'invented': True}
    """
    facts = {key: value for key, value in about.items() if key not in ABOUT_READING}
    return replace(encounter, meta={**facts, **encounter.meta}) if facts else encounter
