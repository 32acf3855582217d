"""How talk is transcribed, where the file format leaves that open."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vuoro import symbols
from vuoro.formats.files import Options

ENOUGH = 80
"""Turns from all over the talk: more tell nothing new, and guessing costs as much as reading does."""


_TAG = re.compile(r"</?[A-Z_]{2,}\s*/?>|</\w+\s*>|<\w+\s*/>")


def convention_of(raws: Sequence[str], options: Options) -> str:
    """What the caller says, or what the turns look like: ``"jefferson"`` or ``"plain"``."""
    if options.convention:
        return options.convention
    step = max(1, -(-len(raws) // ENOUGH))
    # What stands between two tags, <UNSURE>so</UNSURE>, would look like >hurried< talk.
    return symbols.guess([_TAG.sub(" ", raw) if "<" in raw else raw for raw in raws[::step]])
