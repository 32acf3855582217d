"""Which convention unlabelled talk is written in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice

from vuoro.symbols.tables import Sign, table

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
    together = "\n".join(first)
    german, _ = _borne(first, together, "gat2")
    jefferson, bearing = _borne(first, together, "jefferson")
    if len(german) > 1 and sum(german.values()) > sum(jefferson[kind] for kind in RIVALS):
        return "gat2"
    least = SHARE if len(jefferson) > 1 else 3 * SHARE
    return "jefferson" if bearing > least * len(first) else "plain"


def _borne(raws: Sequence[str], together: str, convention: str) -> tuple[Counter[str], int]:
    """In how many turns each kind of telling sign stands, and in how many any does."""
    bearing: defaultdict[str, set[int]] = defaultdict(set)
    for sign in _telling(convention):
        # Most signs are in no turn at all, which one look over all of them tells.
        for character in sign.signs if _may_stand(sign, together) else ():
            if character in together:
                search = sign.pattern.search
                bearing[sign.kind].update(
                    at for at, raw in enumerate(raws) if character in raw and search(raw)
                )
    kinds = Counter({kind: len(turns) for kind, turns in bearing.items() if turns})
    return kinds, len(set().union(*bearing.values()))


def _may_stand(sign: Sign, together: str) -> bool:
    return not sign.hints or any(hint in together for hint in sign.hints)


@cache
def _telling(convention: str) -> tuple[Sign, ...]:
    """The signs that nobody writes in prose."""
    return tuple(sign for sign in table(convention).signs if sign.telling)
