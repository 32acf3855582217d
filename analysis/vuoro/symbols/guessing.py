"""Which convention unlabelled talk is written in."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from vuoro.symbols.tables import table

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
    telling = [sign for sign in table("jefferson").signs if sign.telling]
    turns = bearing = 0
    kinds = set()
    for raw in islice(raws, ENOUGH):
        found = {sign.kind for sign in telling if sign.pattern.search(raw)}
        turns += 1
        bearing += bool(found)
        kinds |= found
    least = SHARE if len(kinds) > 1 else 3 * SHARE
    return "jefferson" if bearing > least * turns else "plain"
