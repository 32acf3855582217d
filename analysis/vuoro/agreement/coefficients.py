"""Coefficients of agreement, as functions of count tables; many corpora at once.

Every function takes the tables of :mod:`vuoro.agreement.counting` with any leading axes and answers
with an array of these axes, NaN where the coefficient is not defined. No coefficient stands alone: of
a code on 5 % of the units, 94 % agreement is kappa .37 and AC1 .93, and on half of the units both are .88.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Many
from typing import Any

import numpy as np

from vuoro.agreement.counting import Array, Counts

Distance = Callable[[Array], Array]
"""From the margins (… × values) of a coincidence table to squared distances (… × values × values)."""


def observed(counts: Counts) -> Array:
    """The share of pairs of judgements that are equal, each unit weighing the same; 0 to 1.

    Examples
    --------
    >>> from vuoro.agreement.counting import count
    >>> observed(count(np.array([[0, 0], [1, 0]]), np.array([0, 0]), 2)).item()
    0.5
    """
    return ratio_of(counts["agreeing"], counts["pairable"])


def kappa(counts: Counts, pair: int = 0) -> Array:
    """Cohen's kappa of a pair of coders.

    0 is what two coders with these habits would reach by chance, 1 is perfect.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educ Psychol Meas 20:37–46.

    Examples
    --------
    >>> from vuoro.agreement.counting import count
    >>> kappa(count(np.array([[0, 0], [1, 1], [1, 0], [0, 0]]), np.zeros(4, int), 2)).item()
    0.5
    """
    margins = counts["margins"][..., pair, :, :]
    n = margins[..., 0, :].sum(axis=-1)
    chance = (margins[..., 0, :] * margins[..., 1, :]).sum(axis=-1)
    return ratio_of(n * counts["same"][..., pair] - chance, n**2 - chance)


def fleiss(counts: Counts) -> Array:
    """Fleiss' kappa of any number of coders, who may differ from unit to unit.

    With two coders it is Scott's pi, and not Cohen's kappa.

    References
    ----------
    Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychol Bull 76:378–382.
    """
    chance = (_means(counts) ** 2).sum(axis=-1)
    return _corrected(observed(counts), chance)


def ac1(counts: Counts) -> Array:
    """Gwet's AC1, which chance does not pull down where a code is rare.

    To be read beside kappa and alpha and not instead of them. Missing judgements are treated as in
    Gwet (2014): they count in no pair, and a unit's only judgement still tells how common its value is.

    References
    ----------
    Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high
    agreement. Br J Math Stat Psychol 61:29–48.
    """
    means = _means(counts)
    chance = (means * (1 - means)).sum(axis=-1) / max(1, means.shape[-1] - 1)
    return _corrected(observed(counts), chance)


def alpha(counts: Counts) -> Array:
    """Krippendorff's alpha for nominal values; any number of coders, and missing values.

    1 is perfect, 0 what values would give that were drawn from all that were used, below 0 is worse.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.

    Examples
    --------
    >>> from vuoro.agreement.counting import count
    >>> alpha(count(np.array([[0, 0], [1, 1], [1, 0], [0, 0]]), np.zeros(4, int), 2)).round(3).item()
    0.533
    """
    totals = counts["totals"]
    n = totals.sum(axis=-1)
    return _alpha(n, n - counts["matches"].sum(axis=-1), n**2 - (totals**2).sum(axis=-1))


def alpha_with(distance: Distance, coincidences: Any) -> Array:
    """Krippendorff's alpha with another distance, from coincidence tables (… × values × values).

    Examples
    --------
    >>> table = [[7, 4 / 3, 1 / 3, 1 / 3, 0], [4 / 3, 10, 4 / 3, 1 / 3, 0], [1 / 3, 4 / 3, 8, 1 / 3, 0],
    ...          [1 / 3, 1 / 3, 1 / 3, 4, 0], [0, 0, 0, 0, 3]]
    >>> alpha_with(interval([1, 2, 3, 4, 5]), table).round(3).item()
    0.849
    """
    table = np.asarray(coincidences, dtype=float)
    totals = table.sum(axis=-1)
    apart = distance(totals)
    expected = (totals[..., :, None] * totals[..., None, :] * apart).sum(axis=(-1, -2))
    return _alpha(totals.sum(axis=-1), (table * apart).sum(axis=(-1, -2)), expected)


def alpha_masi(apart: Array, counts: Counts) -> Array:
    """Krippendorff's alpha with a fixed distance, where ``counts["apart"]`` sums it over coincidences."""
    totals = counts["totals"]
    return _alpha(totals.sum(axis=-1), counts["apart"], ((totals @ apart) * totals).sum(axis=-1))


def interval(values: Many[float]) -> Distance:
    """Distances of numbers: (c - k)²."""
    at = np.asarray(values, dtype=float)
    return lambda margins: (at[:, None] - at) ** 2


def ratio(values: Many[float]) -> Distance:
    """Distances of amounts: ((c - k) / (c + k))²."""
    at = np.asarray(values, dtype=float)
    return lambda margins: np.nan_to_num(ratio_of(at[:, None] - at, at[:, None] + at)) ** 2


def ordinal(margins: Array) -> Array:
    """Distances of ranks, by how many judgements lie between them; the values must be in their order."""
    below = np.cumsum(margins, axis=-1) - margins / 2
    return (below[..., :, None] - below[..., None, :]) ** 2


def masi(sets: Many[frozenset[str]]) -> Array:
    """Distances of sets of codes, where a unit may have several: 0 for the same, 1 for nothing in common.

    References
    ----------
    Passonneau, R. (2006). Measuring agreement on set-valued items (MASI). LREC.

    Examples
    --------
    >>> masi([frozenset("a"), frozenset("ab"), frozenset("bc")]).round(2).tolist()
    [[0.0, 0.67, 1.0], [0.67, 0.0, 0.89], [1.0, 0.89, 0.0]]
    """
    return np.array([[_masi(one, other) for other in sets] for one in sets])


def _masi(one: frozenset[str], other: frozenset[str]) -> float:
    if one == other:
        return 0.0
    shared = len(one & other)
    nested = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - nested * shared / len(one | other)


def positive(counts: Counts) -> Array:
    """Of the judgements that a code is there, the share that another coder made too: 2a / (2a + b + c).

    References
    ----------
    Cicchetti, D. V., & Feinstein, A. R. (1990). High agreement but low kappa II. J Clin Epidemiol 43:551–558.
    """
    return _specific(counts, 1)


def negative(counts: Counts) -> Array:
    """Of the judgements that a code is not there, the share that another coder made too."""
    return _specific(counts, 0)


def prevalence(counts: Counts) -> Array:
    """The share of units that have the code, in the mean over coders."""
    return _means(counts)[..., 1]


def bias(counts: Counts, pair: int = 0) -> Array:
    """How much more often the first coder of a pair gives the code than the second, as a share of units.

    References
    ----------
    Byrt, T., Bishop, J., & Carlin, J. B. (1993). Bias, prevalence and kappa. J Clin Epidemiol 46:423–429;
    there without its sign.
    """
    margins = counts["margins"][..., pair, :, :]
    return ratio_of(margins[..., 0, 1] - margins[..., 1, 1], margins[..., 0, :].sum(axis=-1))


def _specific(counts: Counts, value: int) -> Array:
    return ratio_of(counts["matches"][..., value], counts["totals"][..., value])


def _means(counts: Counts) -> Array:
    return ratio_of(counts["shares"], counts["rated"][..., None])


def _alpha(n: Array, seen: Array, expected: Array) -> Array:
    return 1 - ratio_of((n - 1) * seen, expected)


def _corrected(agreed: Array, chance: Array) -> Array:
    return ratio_of(agreed - chance, 1 - chance)


def ratio_of(over: Any, under: Any) -> Array:
    """One array over another, NaN where there is nothing below the line."""
    over, under = np.asarray(over, dtype=float), np.asarray(under, dtype=float)
    # Where chance is 1 to the last bit, what is left below the line is rounding.
    there = np.abs(under) > 1e-12
    return np.where(there, over / np.where(there, under, 1.0), np.nan)
