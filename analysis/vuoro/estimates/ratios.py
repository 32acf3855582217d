"""Ratios of sums over clusters, with intervals that respect the clusters; whole arrays at once.

Every function takes numerators and denominators of one shape whose first axis is the cluster (an
encounter, or a professional with several). Further axes are separate questions, such as simulated
corpora. Moments of one cluster resemble each other, so they are never pooled as if independent.
The level is 95 %.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import special

from vuoro.agreement.resampling import DRAWS, SEED, resamples

Array = npt.NDArray[np.float64]
Limits = tuple[Array, Array]

ALPHA = 0.05
AT_ONCE = 4_000_000
"""Weights that are held at a time, so that memory is bounded."""


def ratio(numerators: Array, denominators: Array) -> Array:
    """The sum of the numerators over the sum of the denominators; NaN where the latter is 0.

    It weights clusters by their denominators: who talks more counts more.
    """
    return _divided(numerators.sum(axis=0), denominators.sum(axis=0))


def linearised(numerators: Array, denominators: Array) -> Limits:
    """The ratio ± t(G − 1) standard errors of the linearised ratio, where G is the number of clusters.

    With the residuals u = numerator − ratio × denominator, the standard error is
    √(G / (G − 1) · Σu²) / Σ denominators.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd ed., section 6.3.
    Rao, J. N. K., & Scott, A. J. (1992). A simple method for the analysis of clustered binary data.

    Examples
    --------
    >>> low, high = linearised(np.array([8.0, 9, 7, 9, 8]), np.full(5, 10.0))
    >>> low.round(3).item(), high.round(3).item()
    (0.716, 0.924)
    """
    value, error = ratio(numerators, denominators), standard_error(numerators, denominators)
    reach = special.stdtrit(max(len(numerators) - 1, 1), 1 - ALPHA / 2) * error
    return value - reach, value + reach


def standard_error(numerators: Array, denominators: Array) -> Array:
    """The standard error of the linearised ratio; NaN from fewer than two clusters."""
    size = len(numerators)
    residuals = numerators - ratio(numerators, denominators) * denominators
    spread = np.sqrt(size / max(size - 1, 1) * (residuals**2).sum(axis=0))
    return _divided(spread, denominators.sum(axis=0)) if size > 1 else np.full(spread.shape, np.nan)


def design_effect(numerators: Array, denominators: Array) -> Array:
    """How many times larger the variance of a proportion is than if all moments were independent.

    References
    ----------
    Rao & Scott (1992), who divide counts by it.

    Examples
    --------
    >>> design_effect(np.array([8.0, 9, 7, 9, 8]), np.full(5, 10.0)).round(2).item()
    0.47
    """
    share = ratio(numerators, denominators)
    independent = _divided(share * (1 - share), denominators.sum(axis=0))
    return _divided(standard_error(numerators, denominators) ** 2, independent)


def icc(hits: Array, of: Array) -> Array:
    """How far two moments of one cluster resemble each other, by analysis of variance; at most 1.

    0 where they resemble each other no more than any two; below 0 is chance.

    References
    ----------
    Ridout, M. S., Demétrio, C. G. B., & Firth, D. (1999). Estimating intraclass correlation for binary data.

    Examples
    --------
    >>> icc(np.array([8.0, 9, 1, 2]), np.full(4, 10.0)).round(2).item()
    0.52
    """
    moments, clusters = of.sum(axis=0), (of > 0).sum(axis=0)
    squares = _divided(hits**2, of)
    explained = np.nansum(squares, axis=0)
    between = _divided(explained - hits.sum(axis=0) ** 2 / moments, clusters - 1)
    within = _divided(hits.sum(axis=0) - explained, moments - clusters)
    size = _divided(moments - (of**2).sum(axis=0) / moments, clusters - 1)
    return _divided(between - within, between + (size - 1) * within)


def drawn(numerators: Array, denominators: Array, draws: int = DRAWS, seed: int = SEED) -> Array:
    """The ratio in corpora of as many clusters, drawn with replacement: draws first, then the further axes."""
    size = len(numerators)
    some, of = numerators.reshape(size, -1), denominators.reshape(size, -1)
    parts = [_divided(weights @ some, weights @ of) for weights in _weights(size, draws, seed)]
    return np.concatenate(parts).reshape(-1, *numerators.shape[1:])


def _weights(size: int, draws: int, seed: int) -> Iterator[Array]:
    """How often each cluster stands in each corpus; all corpora together, or few at a time where they are large."""
    if size * draws <= AT_ONCE:
        yield _remembered(size, draws, seed)
        return
    random, at_once = np.random.default_rng(seed), max(1, AT_ONCE // size)
    for start in range(0, draws, at_once):
        yield resamples(size, size, min(at_once, draws - start), random)


@lru_cache(maxsize=2)
def _remembered(size: int, draws: int, seed: int) -> Array:
    """Most measures of a corpus have the same number of clusters, and drawing takes longer than the rest."""
    return resamples(size, size, draws, seed)


def percentile(again: Array) -> Limits:
    """The 2.5th and the 97.5th percentile of what was drawn, for each further axis."""
    low, high = np.nanpercentile(again, [100 * ALPHA / 2, 100 * (1 - ALPHA / 2)], axis=0)
    return low, high


def bca(numerators: Array, denominators: Array, again: Array) -> Limits:
    """Percentiles of what was drawn, moved for bias and for skewness; NaN where all draws are alike.

    References
    ----------
    Efron, B. (1987). Better bootstrap confidence intervals.

    Examples
    --------
    >>> some, of = np.array([1.0, 4, 2, 9, 3, 5]), np.full(6, 10.0)
    >>> low, high = bca(some, of, drawn(some, of))
    >>> round(low.item(), 2), round(high.item(), 2)
    (0.25, 0.67)
    """
    value = ratio(numerators, denominators)
    below = ((again < value).mean(axis=0) + (again <= value).mean(axis=0)) / 2
    bias, skew = special.ndtri(below), _acceleration(numerators, denominators)
    limits = []
    for level in (ALPHA / 2, 1 - ALPHA / 2):
        moved = bias + special.ndtri(level)
        limits.append(_quantile(again, special.ndtr(bias + moved / (1 - skew * moved))))
    return limits[0], limits[1]


def left_out(numerators: Array, denominators: Array) -> Array:
    """The ratio without each of the clusters, in their order; NaN where nothing would be left."""
    return _divided(
        numerators.sum(axis=0) - numerators,
        # Sums that differ from their only part by rounding are of nothing.
        np.where(
            np.isclose(denominators.sum(axis=0), denominators), 0, denominators.sum(axis=0) - denominators
        ),
    )


def _acceleration(numerators: Array, denominators: Array) -> Array:
    jackknife = left_out(numerators, denominators)
    apart = jackknife.mean(axis=0) - jackknife
    return _divided((apart**3).sum(axis=0), 6 * (apart**2).sum(axis=0) ** 1.5)


def _quantile(again: Array, level: Array) -> Array:
    """Another quantile for each further axis, interpolated as numpy does."""
    ordered = np.sort(again, axis=0)
    place = np.nan_to_num(level) * (len(again) - 1)
    below = np.floor(place).astype(np.int64)[None]
    low = np.take_along_axis(ordered, below, axis=0)[0]
    high = np.take_along_axis(ordered, np.minimum(below + 1, len(again) - 1), axis=0)[0]
    return np.where(np.isnan(level), np.nan, low + (place - below[0]) * (high - low))


def _divided(some: npt.ArrayLike, of: npt.ArrayLike) -> Array:
    some, of = np.broadcast_arrays(np.asarray(some, dtype=float), np.asarray(of, dtype=float))
    return np.divide(some, of, out=np.full(some.shape, np.nan), where=of > 0)
