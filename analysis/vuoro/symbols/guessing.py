"""Which convention unlabelled talk is written in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from vuoro.symbols.tables import Sign, signs_with, table

ENOUGH = 500
"""Turns. A transcriber's habit shows in far fewer."""

SHARE = 0.08
"""Of the turns, with a sign nobody writes in prose. In Jefferson transcripts it is a third or
more, in ordinary orthography less than one in a hundred."""


def guess(raws: Iterable[str]) -> str:
    """ "jefferson" or "plain": whether talk bears the signs of conversation analysis.

    Only signs that prose does not have are counted (the rows marked ``telling`` in
    ``jefferson.toml``), and one kind of sign alone must be common to count as a convention.

    Examples
    --------
    >>> guess(["so:: (0.5) you waited", "°yes°"])
    'jefferson'
    >>> guess(["So, you waited [laughs]?", "Yes. I did.", "well ok"])
    'plain'
    """
    characters = table("jefferson").characters
    turns = bearing = 0
    kinds = set()
    for raw in islice(raws, ENOUGH):
        found = {sign.kind for sign in _telling(characters.intersection(raw)) if sign.pattern.search(raw)}
        turns += 1
        bearing += bool(found)
        kinds |= found
    least = SHARE if len(kinds) > 1 else 3 * SHARE
    return "jefferson" if bearing > least * turns else "plain"


@lru_cache(maxsize=4096)
def _telling(characters: frozenset[str]) -> tuple[Sign, ...]:
    """The signs that nobody writes in prose, of those that a turn with these characters may hold."""
    return tuple(sign for sign in signs_with("jefferson", characters) if sign.telling)
