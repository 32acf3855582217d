"""Moves that are easily taken for each other, and what tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from vuoro.model import record
from vuoro.teaching.exercises.making import texts


@record
class Pair:
    """Two moves: what tells them apart, and why somebody may still hear the other, by language.

    Those that stand ``apart`` are compared, but neither is a near miss of the other.
    """

    codes: frozenset[str]
    differ: Mapping[str, str]
    also: Mapping[str, str]
    apart: bool = False


def between(code: str, other: str) -> Pair | None:
    """What there is to say of two moves, if anything; None for two that nobody confuses, and for one and itself.

    Examples
    --------
    >>> sorted(between("accept", "hedged_accept").codes)
    ['accept', 'hedged_accept']
    >>> between("accept", "invite_open") is None
    True
    """
    return _pairs().get(frozenset((code, other)))


@cache
def _pairs() -> dict[frozenset[str], Pair]:
    known = (Pair(**{**one, "codes": frozenset(one["codes"])}) for one in texts("pairs")["pair"])
    return {pair.codes: pair for pair in known}
