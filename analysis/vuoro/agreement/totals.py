"""How often a code was given in an encounter: coders can agree on totals and disagree on places."""

from __future__ import annotations

from typing import Any

import numpy as np

from vuoro.agreement.coefficients import ratio_of
from vuoro.agreement.counting import Array, Counts


def tables(totals: Any) -> Counts:
    """The sums of which an analysis of variance is made, from encounters × coders."""
    totals = np.asarray(totals, dtype=float)
    return {
        "encounters": np.ones(len(totals)),
        "sums": totals,
        "squares": (totals**2).sum(axis=1),
        "squared_sums": totals.sum(axis=1) ** 2,
    }


def icc(counts: Counts) -> Array:
    """ICC(A,1): absolute agreement of single coders' totals, over encounters; two-way, random.

    1 means that all coders give the same totals; 0 and below, that encounters do not differ more from
    each other than coders do. NaN where all totals are the same.

    References
    ----------
    McGraw, K. O., & Wong, S. P. (1996). Forming inferences about some intraclass correlation
    coefficients. Psychol Methods 1:30–46.

    Examples
    --------
    >>> six_targets = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> icc({name: table.sum(axis=0) for name, table in tables(six_targets).items()}).round(2).item()
    0.29
    """
    n, coders = counts["encounters"], counts["sums"].shape[-1]
    mean = ratio_of(counts["sums"].sum(axis=-1) ** 2, n * coders)
    between = counts["squared_sums"] / coders - mean
    raters = ratio_of((counts["sums"] ** 2).sum(axis=-1), n) - mean
    rest = ratio_of(counts["squares"] - mean - between - raters, (n - 1) * (coders - 1))
    between, raters = ratio_of(between, n - 1), raters / (coders - 1)
    return ratio_of(between - rest, between + (coders - 1) * rest + coders * ratio_of(raters - rest, n))
