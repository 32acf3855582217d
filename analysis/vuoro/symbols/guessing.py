"""Which convention unlabelled talk is written in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from vuoro.symbols.tables import Sign, signs_with, table

ENOUGH = 500
"""Turns. A transcriber's habit shows in far fewer."""

SHARE = 0.08
"""Of the turns, with a sign nobody writes in prose. In Jefferson transcripts it is a third or
more, in ordinary orthography less than one in a hundred."""

RIVALS = frozenset(["breath", "fast"])
"""Kinds that Jefferson and GAT 2 write in ways that exclude each other: .hh and °hh, >so< and <<all> so>."""


def guess(raws: Iterable[str]) -> str:
    """ "jefferson", "gat2" or "plain": whether talk bears the signs of conversation analysis, and whose.

    Only signs that prose does not have are counted (the rows marked ``telling`` in the tables),
    and one kind of sign alone must be common to count as a convention. GAT 2 is told by two kinds
    of its own, such as °hh and (-), which are more than Jefferson's .hh and >so<.

    Examples
    --------
    >>> guess(["so:: (0.5) you waited", "°yes°"])
    'jefferson'
    >>> guess(["°hh so (-) ich WARte; ((lacht))", "<<p> ja>"])
    'gat2'
    >>> guess(["So, you waited [laughs]?", "Yes. I did.", "well ok"])
    'plain'
    """
    first = list(islice(raws, ENOUGH))
    german, _ = _borne(first, "gat2")
    jefferson, bearing = _borne(first, "jefferson")
    if len(german) > 1 and sum(german.values()) > sum(jefferson[kind] for kind in RIVALS):
        return "gat2"
    least = SHARE if len(jefferson) > 1 else 3 * SHARE
    return "jefferson" if bearing > least * len(first) else "plain"


def _borne(raws: Iterable[str], convention: str) -> tuple[Counter[str], int]:
    """In how many turns each kind of telling sign stands, and in how many any does."""
    characters = table(convention).characters
    kinds: Counter[str] = Counter()
    bearing = 0
    for raw in raws:
        signs = _telling(convention, characters.intersection(raw))
        found = {sign.kind for sign in signs if sign.pattern.search(raw)}
        kinds.update(found)
        bearing += bool(found)
    return kinds, bearing


@lru_cache(maxsize=4096)
def _telling(convention: str, characters: frozenset[str]) -> tuple[Sign, ...]:
    """The signs that nobody writes in prose, of those that a turn with these characters may hold."""
    return tuple(sign for sign in signs_with(convention, characters) if sign.telling)
