"""How often an interval holds what it should: simulated corpora whose true share is known."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from vuoro.agreement.resampling import DRAWS, SEED
from vuoro.estimates import ratios
from vuoro.estimates.ratios import Array, Limits
from vuoro.measures.intervals import wilson

CLUSTERS = (5, 8, 12, 20, 40)


def coverage(
    clusters: Iterable[int] = CLUSTERS,
    *,
    probability: float = 0.4,
    icc: float = 0.2,
    moments: float = 6.0,
    corpora: int = 2000,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """The share of simulated corpora in which each 95 % interval holds the true share.

    Each encounter has its own probability, beta distributed round ``probability`` so that two of its
    moments correlate by ``icc``, and a Poisson number of moments, at least one.

    Parameters
    ----------
    clusters : numbers of encounters in a corpus
    moments : how many an encounter has in the mean
    corpora : simulated corpora for each number; the error of a coverage of .95 with 2000 is .005

    Returns
    -------
    DataFrame
        a row a number of clusters: coverage of `linearised`, `percentile`, `bca` and, which ignores that
        moments come in encounters, `wilson`; and `width`, the mean width of the linearised interval

    Examples
    --------
    >>> coverage([8], corpora=500, draws=500).round(2)
       clusters  linearised  percentile  bca  wilson  width
    0         8        0.93        0.89  0.9     0.8   0.48
    """
    rows = []
    for size in clusters:
        random = np.random.default_rng((seed, size))
        some, of = simulated(size, corpora, probability, icc, moments, random)
        held = {name: _holds(limits, probability) for name, limits in _intervals(some, of, draws, seed)}
        low, high = ratios.linearised(some, of)
        rows.append({"clusters": size, **held, "width": float((high - low).mean())})
    return pd.DataFrame(rows)


def simulated(
    clusters: int, corpora: int, probability: float, icc: float, moments: float, random: np.random.Generator
) -> tuple[Array, Array]:
    """Hits and moments, clusters × corpora, of which two in one cluster correlate by ``icc``."""
    of = random.poisson(moments, (clusters, corpora))
    # At least one each, so that every corpus has as many clusters as it says.
    of = np.maximum(of, 1)
    if icc <= 0:
        return random.binomial(of, probability).astype(float), of.astype(float)
    weight = 1 / icc - 1
    own = random.beta(probability * weight, (1 - probability) * weight, of.shape)
    return random.binomial(of, own).astype(float), of.astype(float)


def _intervals(some: Array, of: Array, draws: int, seed: int) -> list[tuple[str, Limits]]:
    again = ratios.drawn(some, of, draws, seed)
    return [
        ("linearised", ratios.linearised(some, of)),
        ("percentile", ratios.percentile(again)),
        ("bca", ratios.bca(some, of, again)),
        ("wilson", wilson(some.sum(axis=0), of.sum(axis=0))),
    ]


def _holds(limits: Limits, truth: float) -> float:
    low, high = limits
    return float(((low <= truth) & (truth <= high)).mean())
