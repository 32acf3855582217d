"""Sequences of two coders: whether both see one, and whether they see the same outcome.

Two sequences are the same place where they are of one type and begin with the same turn, or, among those
that are left, where at least half of the turns that either covers are covered by both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Sequence as Many

import numpy as np

from vuoro.agreement.coefficients import ratio_of
from vuoro.agreement.counting import Array, Counts, count
from vuoro.agreement.units import HALF
from vuoro.model import Encounter, Sequence

Pair = tuple[Sequence | None, Sequence | None]
"""What two coders say of one place; None where one of them has no sequence there."""


def paired(encounter: Encounter, ours: Iterable[Sequence], theirs: Iterable[Sequence]) -> list[Pair]:
    """The sequences of two coders in one encounter, each with its counterpart.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> visit = Encounter(id="v", turns=tuple(Turn(id=t, speaker="D", raw="x", text="x") for t in "abcd"))
    >>> def s3(first, last, outcome):
    ...     return Sequence(encounter="v", type="S3", first_turn=first, last_turn=last, outcome=outcome, coder="")
    >>> pairs = paired(visit, [s3("a", "d", "probed"), s3("d", "d", "ignored")], [s3("b", "d", "developed")])
    >>> [(one and one.outcome, other and other.outcome) for one, other in pairs]
    [('probed', 'developed'), ('ignored', None)]
    """
    at = {turn.id: number for number, turn in enumerate(encounter.turns)}
    ours, theirs = ([s for s in some if s.status != "rejected"] for some in (ours, theirs))
    met: list[Pair] = _met(ours, theirs, _begins_alike, 1.0)
    left = [s for s in ours if not any(s is one for one, _ in met)]
    rest = [s for s in theirs if not any(s is other for _, other in met)]
    met += _met(left, rest, lambda one, other: _overlap(one, other, at), HALF)
    met += [(s, None) for s in left if not any(s is one for one, _ in met)]
    met += [(None, s) for s in rest if not any(s is other for _, other in met)]
    return sorted(met, key=lambda pair: _place(pair, at))


def _met(
    ours: Many[Sequence],
    theirs: Many[Sequence],
    closeness: Callable[[Sequence, Sequence], float],
    least: float,
) -> list[Pair]:
    """The closest first, and of two that are as close the one with the same outcome."""
    close = [
        (-closeness(one, other), one.outcome != other.outcome, i, j)
        for i, one in enumerate(ours)
        for j, other in enumerate(theirs)
        if one.type == other.type and closeness(one, other) >= least
    ]
    met: list[Pair] = []
    taken, given = set(), set()
    for _, _, i, j in sorted(close):
        if i not in taken and j not in given:
            met.append((ours[i], theirs[j]))
            taken.add(i)
            given.add(j)
    return met


def _begins_alike(one: Sequence, other: Sequence) -> float:
    return float(one.first_turn == other.first_turn)


def _overlap(one: Sequence, other: Sequence, at: Mapping[str, int]) -> float:
    a, b = (range(at.get(s.first_turn, 0), at.get(s.last_turn, -1) + 1) for s in (one, other))
    both = len(range(max(a.start, b.start), min(a.stop, b.stop)))
    either = len(a) + len(b) - both
    return both / either if either else 0.0


def _place(pair: Pair, at: Mapping[str, int]) -> tuple[int, str]:
    there = next(s for s in pair if s is not None)
    return at.get(there.first_turn, -1), there.type


def tables(pairs: Many[Many[Pair]]) -> Counts:
    """Count tables from the pairs of each encounter, with ``found`` and ``matched`` sequences beside."""
    matched = [(n, one, other) for n, some in enumerate(pairs) for one, other in some if one and other]
    names = sorted({s.outcome for _, *both in matched for s in both})
    values = np.array([[names.index(s.outcome) for s in both] for _, *both in matched], dtype=np.int64)
    of = np.array([n for n, *_ in matched], dtype=np.int64)
    found = [sum(s is not None for pair in some for s in pair) for some in pairs]
    both = np.bincount(of, minlength=len(pairs))
    return {
        **count(values.reshape(-1, 2), of, len(names), len(pairs)),
        "found": np.array(found, dtype=float),
        "matched": both.astype(float),
    }


def identified(counts: Counts) -> Array:
    """Of the sequences that either coder sees, the share that both see (F1)."""
    return ratio_of(2 * counts["matched"], counts["found"])
