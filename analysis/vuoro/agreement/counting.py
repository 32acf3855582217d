"""Ratings as sums: everything that a coefficient needs, added up for each encounter.

A coefficient is a function of a few tables of counts, and counts add up. So the units are looked at
once; drawing encounters again is a product of weights and tables, whatever the number of units.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Counts = Mapping[str, Array]
"""Tables by name, each with the encounters (or the draws) as its first axis. Those of :func:`count` are

``same``      pairs of coders: the units of which both say the same;
``margins``   pairs of coders × 2 × values: what the one and the other say of the units that both rate;
``matches``   values: the diagonal of Krippendorff's coincidences, in which a unit weighs as much as it has values;
``totals``    values: the margins of these coincidences;
``agreeing``  the sum over units of the share of its pairs of coders that agree;
``pairable``  units with two or more values;
``shares``    values: the sum over units of the share of coders who gave the value;
``rated``     units with one value or more.
"""

Values = npt.NDArray[np.int64]


def count(values: Values, of: Values, kinds: int, encounters: int = 0) -> Counts:
    """The tables of units × coders, in which -1 is missing; the coefficients are made of them.

    No table has a cell for each two values, since there are hundreds of values where units may have
    several codes.

    Parameters
    ----------
    values : numbers from 0 to `kinds` - 1
    of : the number of each unit's encounter

    Examples
    --------
    >>> counts = count(np.array([[0, 0], [1, 1], [1, 0], [1, -1]]), np.zeros(4, int), 2)
    >>> counts["same"][0].tolist(), counts["margins"][0].tolist(), counts["matches"][0].tolist()
    ([2.0], [[[1.0, 2.0], [2.0, 1.0]]], [2.0, 2.0])
    >>> counts["pairable"].item(), counts["rated"].item()
    (3.0, 4.0)
    """
    encounters = encounters or (int(of.max()) + 1 if len(of) else 0)
    by_value, by_encounter = (encounters, kinds), (encounters,)
    rated = (values >= 0).sum(axis=1)
    same, margins = [], []
    matches, totals, agreeing = np.zeros(by_value), np.zeros(by_value), np.zeros(by_encounter)
    for there, a, b in _pairs(values):
        where, m, agree = of[there], rated[there], a == b
        of_a, of_b = where * kinds + a, where * kinds + b
        same.append(_summed(where[agree], None, by_encounter))
        margins.append(np.stack([_summed(of_one, None, by_value) for of_one in (of_a, of_b)], axis=1))
        matches += _summed(of_a[agree], 2 / (m[agree] - 1), by_value)
        totals += _summed(of_a, 1 / (m - 1), by_value) + _summed(of_b, 1 / (m - 1), by_value)
        agreeing += _summed(where, agree * 2 / (m * (m - 1)), by_encounter)
    unit, coder = np.nonzero(values >= 0)
    return {
        "same": np.stack(same, axis=1), "margins": np.stack(margins, axis=1),
        "matches": matches, "totals": totals, "agreeing": agreeing,
        "pairable": _summed(of[rated > 1], None, by_encounter),
        "shares": _summed(of[unit] * kinds + values[unit, coder], 1 / rated[unit], by_value),
        "rated": _summed(of[rated > 0], None, by_encounter),
    }  # fmt: skip


def coincidences(values: Values, of: Values, kinds: int, encounters: int = 0) -> Array:
    """Krippendorff's coincidence tables, encounters × values × values, for distances other than nominal.

    Examples
    --------
    >>> coincidences(np.array([[0, 0], [1, 1], [1, 0], [1, -1]]), np.zeros(4, int), 2).tolist()
    [[[2.0, 1.0], [1.0, 2.0]]]
    """
    encounters = encounters or (int(of.max()) + 1 if len(of) else 0)
    shape = (encounters, kinds, kinds)
    weights = 1 / np.maximum((values >= 0).sum(axis=1) - 1, 1)
    half = np.zeros(shape)
    for there, a, b in _pairs(values):
        half += _summed((of[there] * kinds + a) * kinds + b, weights[there], shape)
    return half + half.transpose(0, 2, 1)


def _pairs(values: Values) -> Iterator[tuple[npt.NDArray[np.bool_], Values, Values]]:
    """For each two coders: which units both rate, and their values of these."""
    for one, other in combinations(range(values.shape[1]), 2):
        there = (values[:, one] >= 0) & (values[:, other] >= 0)
        yield there, values[there, one], values[there, other]


def _summed(cell: npt.NDArray[np.int64], weights: Array | None, shape: tuple[int, ...]) -> Array:
    return np.bincount(cell, weights, minlength=int(np.prod(shape))).reshape(shape).astype(float)


def drawn(counts: Counts, weights: Array) -> Counts:
    """The tables of corpora in which each encounter stands as often as the weights (corpora × encounters) say."""
    return {
        name: (weights @ table.reshape(len(table), -1)).reshape(len(weights), *table.shape[1:])
        for name, table in counts.items()
    }


def where(counts: Counts, chosen: npt.NDArray[np.bool_]) -> Counts:
    """The tables of some of the encounters."""
    return {name: table[chosen] for name, table in counts.items()}
