"""Odds: how much likelier one code makes another, as a ratio and on the scale from −1 to 1."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def quarters(counts: Array) -> tuple[Array, Array, Array, Array]:
    """For each cell the table of two by two around it: both, the first only, the second only, neither."""
    down, across = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
    return counts, down - counts, across - counts, counts.sum() - down - across + counts


def odds_ratio(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Array:
    """ad / bc; with a half in every quarter where one is empty. NaN where a whole margin is.

    Examples
    --------
    >>> odds_ratio([8, 3, 0], [2, 0, 0], [4, 1, 3], [6, 1, 5])
    array([ 6.,  7., nan])
    """
    a, b, c, d = (np.asarray(quarter, dtype=float) for quarter in (a, b, c, d))
    half = np.where((a == 0) | (b == 0) | (c == 0) | (d == 0), 0.5, 0.0)
    some = (a + b > 0) & (c + d > 0) & (a + c > 0) & (b + d > 0)
    return np.where(some, (a + half) * (d + half) / np.where(some, (b + half) * (c + half), 1), np.nan)


def yules_q(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Array:
    """(ad − bc) / (ad + bc), −1 to 1: the odds ratio on a scale where 0 is no association.

    With the same halves as :func:`odds_ratio`, so that −1 and 1 are only approached: O'Connor (1999)
    prints −1 where a pair was never seen.

    References
    ----------
    Yule 1900; Bakeman & Gottman 1997, ch. 7.

    Examples
    --------
    >>> yules_q([8, 3, 0], [2, 0, 0], [4, 1, 3], [6, 1, 5]).round(3)
    array([0.714, 0.75 ,   nan])
    """
    ratio = odds_ratio(a, b, c, d)
    return (ratio - 1) / (ratio + 1)
