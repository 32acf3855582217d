"""How many professionals a comparison takes: studies simulated from what is expected, before anything is recorded."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy import special

from vuoro.agreement.resampling import SEED
from vuoro.estimates.covering import simulated
from vuoro.estimates.ratios import ALPHA, Array, ratio

PROFESSIONALS = (5, 10, 20, 40)


def inflation(size: float, icc: float) -> float:
    """The design effect 1 + (m − 1) · ICC: how many times more moments it takes, as they come m in a cluster.

    References
    ----------
    Kish, L. (1965). Survey Sampling, section 5.4.

    Examples
    --------
    >>> inflation(18, 0.2)
    4.4
    """
    return 1 + (size - 1) * icc


def planned(
    professionals: Iterable[int] = PROFESSIONALS,
    *,
    shares: tuple[float, float] = (0.4, 0.5),
    encounters: int = 3,
    moments: float = 6.0,
    icc: float = 0.1,
    studies: int = 2000,
    seed: int = SEED,
) -> pd.DataFrame:
    """What comparing an outcome in two groups would find, by the number of professionals in each.

    Parameters
    ----------
    professionals : in each group
    shares : of the outcome in the first group and in the second, as they would really be
    encounters : of each professional
    moments : in an encounter, in the mean
    icc : how far two moments of one professional resemble each other, 0 to 1; :func:`~vuoro.estimates.icc`
        gives it from a pilot

    Returns
    -------
    DataFrame
        a row a size: `professionals` and `encounters` in each group, `inflation`, the mean `width` of the
        interval of the difference, how often it `holds` the real one and how often it `leaves_out` no
        difference, which is the power

    Examples
    --------
    >>> planned([10, 40], studies=500).round(2)
       professionals  encounters  inflation  width  holds  leaves_out
    0             10          30        2.7   0.39   0.96        0.17
    1             40         120        2.7   0.18   0.96        0.62
    """
    rows = []
    for size in professionals:
        random = np.random.default_rng((seed, size))
        made = [simulated(size, studies, share, icc, encounters * moments, random) for share in shares]
        _, low, high = difference(*made)
        real = shares[1] - shares[0]
        rows.append(
            {
                "professionals": size,
                "encounters": size * encounters,
                "inflation": inflation(encounters * moments, icc),
                "width": float((high - low).mean()),
                "holds": float(((low <= real) & (real <= high)).mean()),
                "leaves_out": float(((low > 0) | (high < 0)).mean()),
            }
        )
    return pd.DataFrame(rows)


def difference(first: tuple[Array, Array], second: tuple[Array, Array]) -> tuple[Array, Array, Array]:
    """The second group's ratio of sums less the first's, with limits, from clusters × studies at once.

    This is what a GEE with one indicator, independent working correlation, Mancl and DeRouen's
    covariance and t with clusters − 2 degrees of freedom gives: there the leverage of a cluster is its
    part of the group's denominator, so that each residual is divided by 1 less that part.
    """
    value = ratio(*second) - ratio(*first)
    variance = _variance(*first) + _variance(*second)
    freedom = len(first[0]) + len(second[0]) - 2
    reach = special.stdtrit(freedom, 1 - ALPHA / 2) * np.sqrt(variance)
    return value, value - reach, value + reach


def _variance(some: Array, of: Array) -> Array:
    total = of.sum(axis=0)
    residual = (some - ratio(some, of) * of) / (1 - of / total)
    return (residual**2).sum(axis=0) / total**2
