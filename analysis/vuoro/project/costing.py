"""What hangs on a judgement, and how far two judgements are apart: ``costs.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from collections.abc import Sequence as Many
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

from vuoro.project.rules import OTHER

NEXT_TO = 0.5
"""How far apart codes are that feed the same measure; all others are 1 apart."""


def measures_of(told: Iterable[str]) -> tuple[str, ...]:
    """The measures that count one of some codes, or the outcomes of a type of sequence.

    Examples
    --------
    >>> measures_of(["S4", "hedged_accept"])
    ('D10', 'D11', 'D12b')
    """
    return tuple(dict.fromkeys(measure for one in told for measure in _costs()["measures"].get(one, ())))


def apart(codings: Iterable[Many[str]]) -> float:
    """How far the codings of one turn are apart: the mean of :func:`distance` over all pairs of coders."""
    pairs = [distance(one, other) for one, other in combinations(codings, 2)]
    return sum(pairs) / len(pairs)


def distance(ours: Iterable[str], theirs: Iterable[str]) -> float:
    """How far two codings of one turn are apart, 0 to 1: the share of codes that they do not have in common.

    A code whose neighbour the other has given counts half.

    Examples
    --------
    >>> distance(["accept"], ["hedged_accept"]), distance(["accept"], ["other"])
    (0.5, 1.0)
    >>> distance(["accept", "explain"], ["accept"])
    0.5
    """
    one, other = set(ours) - {OTHER}, set(theirs) - {OTHER}
    only = [(code, other - one) for code in one - other] + [(code, one - other) for code in other - one]
    far = [NEXT_TO if any(_are_neighbours(code, there) for there in rest) else 1.0 for code, rest in only]
    return sum(far) / len(one | other) if far else 0.0


def _are_neighbours(code: str, other: str) -> bool:
    return [code, other] in _pairs() or [other, code] in _pairs()


def _pairs() -> list[list[str]]:
    return _costs()["neighbours"]["pairs"]


@cache
def _costs() -> dict[str, Any]:
    return tomllib.loads((files("vuoro.project") / "costs.toml").read_text(encoding="utf-8"))
