"""ICC(A,1) of pairs, with its interval: how much of the variance is between meetings, not sides."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats

from vuoro.agreement.totals import icc, tables

LEVEL = 0.95


def icc_with_interval(scores: npt.ArrayLike) -> tuple[float, float, float]:
    """ICC(A,1) of targets × raters and its 95 % interval: two-way, absolute agreement, single ratings.

    The interval is McGraw and Wong's for random raters, and takes the rows to be independent. A low value
    has two causes: the sides differ, or the meetings do not; hence always beside Bland and Altman's limits.
    NaN where all scores are the same, or from fewer than three rows.

    References
    ----------
    Shrout, P. E., & Fleiss, J. L. (1979). Intraclass correlations. Psychol Bull 86:420–428; there ICC(2,1).
    McGraw, K. O., & Wong, S. P. (1996). Forming inferences about some intraclass correlation coefficients.
    Psychol Methods 1:30–46, table 7.

    Examples
    --------
    >>> six_targets = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> [round(value, 2) for value in icc_with_interval(six_targets)]
    [0.29, 0.02, 0.76]
    """
    table = np.asarray(scores, dtype=float)
    if table.ndim != 2 or len(table) < 3:
        return np.nan, np.nan, np.nan
    value = float(icc({name: part.sum(axis=0) for name, part in tables(table).items()}))
    rows, columns, rest = _mean_squares(table)
    if not np.isfinite(value) or not rest:
        return value, value, value
    n, k = table.shape
    df = _degrees_of_freedom(value, columns, rest, n, k)
    upper, lower = stats.f.ppf((1 + LEVEL) / 2, [n - 1, df], [df, n - 1])
    spread = k * columns + (k * n - k - n) * rest
    low = n * (rows - upper * rest) / (upper * spread + n * rows)
    high = n * (lower * rows - rest) / (spread + n * lower * rows)
    return value, float(low), float(high)


def _mean_squares(table: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    """Mean squares between rows, between columns, and of what is left."""
    n, k = table.shape
    mean, by_row, by_column = table.mean(), table.mean(axis=1), table.mean(axis=0)
    rows, columns = k * ((by_row - mean) ** 2).sum(), n * ((by_column - mean) ** 2).sum()
    rest = ((table - mean) ** 2).sum() - rows - columns
    # What rounding leaves of nothing is nothing.
    rest = 0.0 if rest < 1e-12 * (rows + columns) else rest
    return rows / (n - 1), columns / (k - 1), rest / ((n - 1) * (k - 1))


def _degrees_of_freedom(value: float, columns: float, rest: float, n: int, k: int) -> float:
    """Satterthwaite's, for a sum of the mean squares between columns and of what is left."""
    a = k * value / (n * (1 - value))
    b = 1 + k * value * (n - 1) / (n * (1 - value))
    over = (a * columns + b * rest) ** 2
    return over / ((a * columns) ** 2 / (k - 1) + (b * rest) ** 2 / ((n - 1) * (k - 1)))
