"""How talk is transcribed, where the file format leaves that open."""

from __future__ import annotations

from collections.abc import Sequence

from vuoro import symbols
from vuoro.formats.files import Options

ENOUGH = 80
"""Turns from all over the talk; up to twice as many are looked at."""


def convention_of(raws: Sequence[str], options: Options) -> str:
    """What the caller says, or what the turns look like: ``"jefferson"`` or ``"plain"``."""
    step = max(1, len(raws) // ENOUGH)
    return options.convention or symbols.guess(raws[::step])
