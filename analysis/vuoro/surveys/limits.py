"""Bland and Altman: how far two answers on one meeting lie apart, and how certain that is."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
from scipy import stats

from vuoro.model import record

LEVEL = 0.95
WIDTH = float(stats.norm.ppf((1 + LEVEL) / 2))
"""Standard deviations on each side of the mean between which 95 % of differences are expected: 1.96."""

FEWEST = 3
"""Pairs. From two, a standard deviation says nothing."""

EXACT, APPROXIMATE, REPEATED = "exact", "approximate", "repeated"


@record
class Limits:
    """Mean difference and limits of agreement, each ``(value, low, high)`` with its 95 % interval.

    ``sd`` is the standard deviation of a single difference. ``professionals`` is 0 where pairs were taken as
    independent; ``between`` is then NaN, and otherwise the share of the variance that lies between
    professionals. ``method`` says how the intervals were made.
    """

    pairs: int
    bias: tuple[float, float, float]
    lower: tuple[float, float, float]
    upper: tuple[float, float, float]
    sd: float
    method: str
    professionals: int = 0
    between: float = np.nan


def limits(differences: npt.ArrayLike, *, method: str = EXACT, width: float = WIDTH) -> Limits:
    """Bias and limits of agreement of differences that are independent of each other.

    The interval of each limit is exact for normal differences, by the noncentral t distribution (Carkeet
    2015), or approximate, with the standard error √(3/n)·s of Bland and Altman (1986), which is too
    symmetric in small samples. Always look at the figure too: these numbers do not tell that differences grow
    with the mean, or come in two clouds.

    Parameters
    ----------
    differences : staff − client, one for each pair
    method : "exact" or "approximate"
    width : standard deviations on each side; Bland and Altman (1986) took 2

    References
    ----------
    Bland, J. M., & Altman, D. G. (1986). Statistical methods for assessing agreement between two methods of
    clinical measurement. Lancet 327:307–310. Bland & Altman (1999). Stat Methods Med Res 8:135–160.
    Carkeet, A. (2015). Exact parametric confidence intervals for Bland–Altman limits. Optom Vis Sci
    92:e71–80.

    Examples
    --------
    >>> found = limits([2, -1, 0, 3, 1, 0, 2, 1])
    >>> [round(value, 2) for value in (found.bias[0], found.lower[0], found.upper[0], found.upper[2])]
    [1.0, -1.57, 3.57, 6.56]
    """
    d = np.asarray(differences, dtype=float)
    n = len(d)
    if n < FEWEST:
        return _nothing(n)
    mean, sd = float(d.mean()), float(d.std(ddof=1))
    t = stats.t.ppf((1 + LEVEL) / 2, n - 1)
    near, far = _factors(n, width) if method == EXACT else _bland_altman(n, width, t)
    half = t * sd / np.sqrt(n)
    return Limits(
        pairs=n, sd=sd, method=method, bias=_floats(mean, mean - half, mean + half),
        lower=_floats(mean - width * sd, mean - far * sd, mean - near * sd),
        upper=_floats(mean + width * sd, mean + near * sd, mean + far * sd),
    )  # fmt: skip


@cache
def _factors(n: int, width: float) -> tuple[float, float]:
    """How many standard deviations from the mean the interval of a limit begins and ends."""
    tails = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
    near, far = stats.nct.ppf(tails, n - 1, width * np.sqrt(n)) / np.sqrt(n)
    return near, far


def _bland_altman(n: int, width: float, t: float) -> tuple[float, float]:
    return width - t * np.sqrt(3 / n), width + t * np.sqrt(3 / n)


def repeated(differences: npt.ArrayLike, professionals: npt.ArrayLike, *, width: float = WIDTH) -> Limits:
    """Bias and limits of agreement where the same professionals come back, each with clients of their own.

    A professional who overrates does so again, so that pairs are not independent. The variance of a
    difference is that between professionals and that within them (Bland & Altman 2007, the true value
    varying); the limits are for a pair of a professional who is not among these. Intervals are
    approximate, by recovering variances (MOVER, Zou 2013). Where every professional is there once this is
    :func:`limits` with other intervals. NaN from fewer than three professionals.

    References
    ----------
    Bland, J. M., & Altman, D. G. (2007). Agreement between methods of measurement with multiple observations
    per individual. J Biopharm Stat 17:571–582.
    Zou, G. Y. (2013). Confidence interval estimation for the Bland–Altman limits of agreement with multiple
    observations per individual. Stat Methods Med Res 22:630–642.

    Examples
    --------
    >>> found = repeated([2, 1, 3, 0, -1, 0, 1, 2], ["a", "a", "a", "b", "b", "c", "c", "d"])
    >>> found.professionals, round(found.bias[0], 2), round(found.between, 2)
    (4, 1.0, 0.59)
    """
    d = np.asarray(differences, dtype=float)
    _, who = np.unique(np.asarray(professionals), return_inverse=True)
    sizes = np.bincount(who)
    k, n = len(sizes), len(d)
    if k < FEWEST:
        return _nothing(n, k)
    means = np.bincount(who, d) / sizes
    within = float(((d - means[who]) ** 2).sum() / (n - k)) if n > k else 0.0
    of_means = float(means.var(ddof=1))
    rest = 1 - float(np.mean(1 / sizes))  # 1 − 1/m, m the harmonic mean of how many pairs each has
    variance = of_means + rest * within
    low, high = _variance_interval(of_means, k - 1, rest * within, n - k, variance)
    return _recovered(float(means.mean()), of_means / k, variance, (low, high), width,
                      pairs=n, professionals=k, between=_share_between(of_means, within, sizes))  # fmt: skip


def _share_between(of_means: float, within: float, sizes: npt.NDArray[np.int64]) -> float:
    """Between-professional variance over all variance; 0 where sampling made it negative."""
    between = max(0.0, of_means - within * float(np.mean(1 / sizes)))
    return between / (between + within) if between + within else np.nan


def _variance_interval(
    between: float, df_between: int, within: float, df_within: int, variance: float
) -> tuple[float, float]:
    """Limits of a sum of two variances from the limits of each."""
    under, over = 0.0, 0.0
    for part, df in ((between, df_between), (within, df_within)):
        if df:
            low, high = df / stats.chi2.ppf([(1 + LEVEL) / 2, (1 - LEVEL) / 2], df)
            under += (part * (1 - low)) ** 2
            over += (part * (high - 1)) ** 2
    return max(0.0, variance - np.sqrt(under)), variance + np.sqrt(over)


def _recovered(
    mean: float, mean_variance: float, variance: float, interval: tuple[float, float], width: float, *,
    pairs: int, professionals: int, between: float,
) -> Limits:  # fmt: skip
    sd, t = np.sqrt(variance), stats.t.ppf((1 + LEVEL) / 2, professionals - 1)
    half = t * np.sqrt(mean_variance)
    inner = np.hypot(half, width * (sd - np.sqrt(interval[0])))
    outer = np.hypot(half, width * (np.sqrt(interval[1]) - sd))
    low, high = mean - width * sd, mean + width * sd
    return Limits(
        pairs=pairs, sd=float(sd), method=REPEATED, professionals=professionals, between=between,
        bias=_floats(mean, mean - half, mean + half), lower=_floats(low, low - outer, low + inner),
        upper=_floats(high, high - inner, high + outer),
    )  # fmt: skip


def _nothing(pairs: int, professionals: int = 0) -> Limits:
    empty = (np.nan, np.nan, np.nan)
    return Limits(pairs=pairs, bias=empty, lower=empty, upper=empty, sd=np.nan, method="",
                  professionals=professionals)  # fmt: skip


def _floats(*values: float) -> tuple[float, float, float]:
    value, low, high = (float(one) for one in values)
    return value, low, high
