"""Intervals for counts from one encounter, over whole arrays at once.

Moments of one encounter are not a sample of anything. An interval here answers a smaller
question: how much could the number have been otherwise, *if these moments were a sample of
similar moments*. It says nothing about other encounters; for those, resample encounters.
Every function takes arrays of one shape and answers with lower and upper limits of that
shape, NaN where there is nothing to stand on. The level is 95 %.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

Array = npt.NDArray[np.float64]
Limits = tuple[Array, Array]

ALPHA = 0.05
Z = float(special.ndtri(1 - ALPHA / 2))


def wilson(hits: npt.ArrayLike, of: npt.ArrayLike) -> Limits:
    """Wilson's score interval for a proportion; NaN where the denominator is 0.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Newcombe, R. G. (1998). Two-sided confidence intervals for the single proportion, method 3.

    Examples
    --------
    >>> low, high = wilson([81, 0], [263, 20])
    >>> low.round(4), high.round(4)
    (array([0.2553, 0.    ]), array([0.3662, 0.1611]))
    """
    x, n = np.asarray(hits, dtype=float), _positive(of)
    centre = x + Z**2 / 2
    spread = Z * np.sqrt(x * (n - x) / n + Z**2 / 4)
    low, high = (centre - spread) / (n + Z**2), (centre + spread) / (n + Z**2)
    # Exactly 0 and 1 at the ends, where rounding would leave 1e-17.
    return np.where((x == 0) & (n > 0), 0.0, low), np.where(x == n, 1.0, high)


def poisson(events: npt.ArrayLike, exposure: npt.ArrayLike) -> Limits:
    """Garwood's exact interval for a rate, in events per unit of exposure.

    References
    ----------
    Garwood, F. (1936). Fiducial limits for the Poisson distribution.

    Examples
    --------
    >>> low, high = poisson([0, 3], [1, 1])
    >>> low.round(3), high.round(3)
    (array([0.   , 0.619]), array([3.689, 8.767]))
    """
    x, time = np.asarray(events, dtype=float), _positive(exposure)
    # gammaincinv(0, ·) is NaN, so a zero borrows the shape of a one before it is set to 0.
    low = np.where(x == 0, 0.0, special.gammaincinv(np.maximum(x, 1), ALPHA / 2))
    return low / time, special.gammaincinv(x + 1, 1 - ALPHA / 2) / time


def ranks(n: npt.ArrayLike, quantile: float = 0.5) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The ranks, counted from 1, of the two observations that enclose a quantile; 0 where too few.

    The number of observations below the quantile is binomial, so these ranks hold for any
    distribution. A median needs six observations.

    References
    ----------
    Conover, W. J. (1999). Practical Nonparametric Statistics, 3rd ed., section 3.2.

    Examples
    --------
    >>> ranks([5, 6, 10, 20])
    (array([0, 1, 2, 6]), array([ 0,  6,  9, 15]))
    """
    sizes, where = np.unique(np.asarray(n, dtype=np.int64), return_inverse=True)
    low = _lower_rank(sizes, quantile)
    high = sizes + 1 - _lower_rank(sizes, 1 - quantile)
    enough = (low >= 1) & (high <= sizes)
    return np.where(enough, low, 0)[where], np.where(enough, high, 0)[where]


def log_odds(one: npt.ArrayLike, other: npt.ArrayLike) -> tuple[Array, Array, Array]:
    """ln[(one + ½) / (other + ½)] and its limits; NaN where there was neither.

    0 means as many of the one as of the other, ln 3 = 1.1 three times as many.

    References
    ----------
    Gart, J. J. (1966). Alternative analyses of contingency tables (the added halves and the variance).

    Examples
    --------
    >>> value, low, high = log_odds([3, 0], [1, 0])
    >>> value.round(2), low.round(2), high.round(2)
    (array([0.85,  nan]), array([-1.07,   nan]), array([2.76,  nan]))
    """
    a, b = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    value = np.where(a + b > 0, np.log((a + 0.5) / (b + 0.5)), np.nan)
    spread = Z * np.sqrt(1 / (a + 0.5) + 1 / (b + 0.5))
    return value, value - spread, value + spread


def _positive(amounts: npt.ArrayLike) -> Array:
    amounts = np.asarray(amounts, dtype=float)
    return np.where(amounts > 0, amounts, np.nan)


def _lower_rank(n: npt.NDArray[np.int64], quantile: float) -> npt.NDArray[np.int64]:
    """The greatest rank r with P(at least r of n observations below the quantile) >= 1 - alpha/2."""
    guess = special.bdtrik(ALPHA / 2, np.maximum(n, 1), quantile)
    rank = np.floor(np.nan_to_num(guess)).astype(np.int64) + 1
    # bdtrik interpolates between whole numbers and stops at 0; the exact sum decides.
    for _ in range(2):
        rank = np.where((rank > 0) & (special.bdtr(rank - 1, n, quantile) > ALPHA / 2), rank - 1, rank)
    return np.where(n > 0, rank, 0)
