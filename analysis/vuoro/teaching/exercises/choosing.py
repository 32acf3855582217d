"""Which exercises of a type a pack gets, and how hard an exercise is: how differently coders heard its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from vuoro.model import Annotation
from vuoro.teaching.exercises.making import Exercise
from vuoro.teaching.material import Material
from vuoro.teaching.packs import Pack

LEAST, MOST = 5, 8
"""How many exercises of a type a pack has: filled up from the codebook below the first, cut at the second."""


def chosen(found: Iterable[Exercise], pack: Pack) -> list[Exercise]:
    """Up to ``MOST`` exercises: the pack's theme first, then from encounters and codes not yet used.

    The choice is the same each time. Those built on the codebook only fill up to ``LEAST``, and those
    that coders heard differently stand last.
    """
    left = list(found)
    real, built = [one for one in left if one.encounter], [one for one in left if not one.encounter]
    taken = _spread(real, pack, MOST)
    taken += _spread(built, pack, LEAST - len(taken))
    return sorted(taken, key=lambda one: one.contested)


def _spread(left: list[Exercise], pack: Pack, most: int) -> list[Exercise]:
    """The next one each time is of the theme, until there are ``LEAST``, and of what was least used."""
    taken: list[Exercise] = []
    used: Counter[Any] = Counter()

    def rank(one: Exercise) -> tuple[bool, float, float]:
        off_theme = len(taken) < LEAST and one.way != pack.way
        return off_theme, used[one.encounter] + used[one.codes], one.difficulty

    while left and len(taken) < most:
        best = min(left, key=rank)
        left.remove(best)
        taken.append(best)
        used.update((best.encounter, best.codes))
    return taken


def difficulty(material: Material, *moves: Annotation) -> float:
    """The share of coders who did not give the settled code, of the hardest of the moves; 0 where one coded.

    Examples
    --------
    >>> difficulty(Material([]), Annotation(encounter="v", turn="t1", code="propose", coder="a", start=0, stop=1))
    0.0
    """
    shares = [material.share(move) for move in moves]
    return max((1 - share for share in shares if share == share), default=0.0)
