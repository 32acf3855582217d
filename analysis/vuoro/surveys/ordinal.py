"""Pairs of answers on a scale of few steps: who answers higher, how often alike, and weighted kappa."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from vuoro.agreement.coefficients import ratio_of
from vuoro.agreement.counting import Array, Counts
from vuoro.agreement.resampling import DRAWS, SEED, Estimate, estimates
from vuoro.measures.intervals import wilson

QUADRATIC, LINEAR = 2, 1
SHARES = ("exact", "within_one", "staff_higher", "client_higher")


def cross_tables(
    staff: npt.ArrayLike, client: npt.ArrayLike, levels: int, clusters: npt.ArrayLike | None = None
) -> Array:
    """Cross-tables, clusters × staff's answer × client's answer, of answers that are numbered from 0.

    Without ``clusters`` every pair is a cluster of its own; with the professionals as clusters, pairs of one
    professional stay together when they are drawn again.

    Examples
    --------
    >>> cross_tables([1, 1, 0], [1, 0, 0], 2).sum(axis=0).tolist()
    [[1.0, 0.0], [1.0, 1.0]]
    """
    s, c = (np.asarray(side, dtype=np.int64) for side in (staff, client))
    names = np.arange(len(s)) if clusters is None else np.asarray(clusters)
    _, of = np.unique(names, return_inverse=True)
    size = (int(of.max()) + 1 if len(of) else 0, levels, levels)
    cells = (of * levels + s) * levels + c
    return np.bincount(cells, minlength=int(np.prod(size))).reshape(size).astype(float)


def weighted_kappa(tables: Array, power: int = QUADRATIC) -> Array:
    """Cohen's weighted kappa of cross-tables (… × levels × levels); NaN where nothing varies.

    With quadratic weights it is near the intraclass correlation (Fleiss & Cohen 1973): 1 where the two always
    answer alike, 0 as chance would have it. Answers that hardly vary pull it down, though nobody disagrees.

    References
    ----------
    Cohen, J. (1968). Weighted kappa. Psychol Bull 70:213–220. Fleiss, J. L., & Cohen, J. (1973). The
    equivalence of weighted kappa and the intraclass correlation coefficient. Educ Psychol Meas 33:613–619.

    Examples
    --------
    >>> weighted_kappa(np.array([[4, 1, 0], [1, 3, 1], [0, 0, 5]])).round(3).item()
    0.857
    """
    table = np.asarray(tables, dtype=float)
    at = np.arange(table.shape[-1])
    apart = np.abs(at[:, None] - at) ** power
    rows, columns = table.sum(axis=-1), table.sum(axis=-2)
    chance = (rows[..., :, None] * columns[..., None, :] * apart).sum(axis=(-1, -2))
    return 1 - ratio_of(table.sum(axis=(-1, -2)) * (table * apart).sum(axis=(-1, -2)), chance)


def _share(of: Array, counts: Counts) -> Array:
    table = counts["table"]
    return ratio_of((table * of).sum(axis=(-1, -2)), table.sum(axis=(-1, -2)))


def statistics(levels: int) -> Mapping[str, Callable[[Counts], Array]]:
    """What is told of a cross-table: shares, each of all pairs, and weighted kappa."""
    staff, client = np.indices((levels, levels))
    shares = {
        "exact": staff == client,
        "within_one": np.abs(staff - client) <= 1,
        "staff_higher": staff > client,
        "client_higher": client > staff,
    }
    told: dict[str, Any] = {name: partial(_share, cells.astype(float)) for name, cells in shares.items()}
    return {**told, "weighted_kappa": lambda counts: weighted_kappa(counts["table"])}


def compared(
    tables: Array, *, what: str = "pairs", draws: int = DRAWS, seed: int = SEED
) -> dict[str, Estimate]:
    """The statistics of all pairs with intervals from drawing ``what`` (pairs, professionals) again.

    A share of none or all has Wilson's interval, with as many chances as there is to draw from.

    Examples
    --------
    >>> found = compared(cross_tables([4, 3, 4, 2, 4, 1], [4, 1, 3, 2, 4, 0], 5))
    >>> {name: round(one.value, 2) for name, one in found.items()}
    {'exact': 0.5, 'within_one': 0.83, 'staff_higher': 0.5, 'client_higher': 0.0, 'weighted_kappa': 0.75}
    >>> round(found["exact"].low, 2), round(found["exact"].high, 2)
    (0.17, 0.83)
    """
    if not len(tables):
        return {}
    made = estimates({"table": tables}, statistics(tables.shape[-1]), draws=draws, seed=seed)
    return {name: _told(name, one, len(tables), what) for name, one in made.items()}


def _told(name: str, one: Estimate, drawn: int, what: str) -> Estimate:
    reason = one.reason.replace("encounters", what).replace("encounter", what[:-1])
    if name in SHARES and one.value in (0, 1):
        # Drawn again, what never happened never happens; that it cannot is more than was seen.
        low, high = wilson(one.value * drawn, drawn)
        return replace(one, low=float(low), high=float(high), reason=reason)
    return replace(one, reason=reason)
