"""Yes or no, asked of both sides: how often both say so, and each of the two ways to disagree by itself."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats

from vuoro.measures.intervals import Z, wilson
from vuoro.model import record

Triple = tuple[float, float, float]


@record
class Choices:
    """Shares of all pairs with Wilson's interval, ``(value, low, high)``, and their difference.

    ``difference`` is the share of staff who said yes minus that of clients, with the adjusted Wald interval
    of Agresti and Min (2005). ``p`` is McNemar's exact probability, two-sided, of so uneven a split of the
    disagreements if both ways were as likely; NaN where nobody disagreed.
    """

    pairs: int
    both_yes: Triple
    both_no: Triple
    staff_yes_client_no: Triple
    client_yes_staff_no: Triple
    difference: Triple
    p: float


def choices(staff: npt.ArrayLike, client: npt.ArrayLike) -> Choices:
    """Compares yes (1) and no (0) of pairs, with the two kinds of disagreement apart.

    A percentage of agreement would hide who sees a choice where the other sees none (Reuber et al. 2015).

    References
    ----------
    McNemar, Q. (1947). Psychometrika 12:153–157. Agresti, A., & Min, Y. (2005). Simple improved confidence
    intervals for comparing matched proportions. Stat Med 24:729–740. Reuber, M., Toerien, M., Shaw, R., &
    Duncan, R. (2015). Delivering patient choice in clinical practice. Health Serv Deliv Res 3(7).

    Examples
    --------
    >>> found = choices([1, 1, 1, 1, 1, 0, 0, 1], [1, 0, 0, 1, 0, 0, 0, 0])
    >>> found.staff_yes_client_no[0], found.client_yes_staff_no[0], found.p
    (0.5, 0.0, 0.125)
    """
    s, c = (np.asarray(side, dtype=float) == 1 for side in (staff, client))
    n = len(s)
    only_staff, only_client = int((s & ~c).sum()), int((c & ~s).sum())
    apart = only_staff + only_client
    return Choices(
        pairs=n,
        both_yes=_share(int((s & c).sum()), n),
        both_no=_share(int((~s & ~c).sum()), n),
        staff_yes_client_no=_share(only_staff, n),
        client_yes_staff_no=_share(only_client, n),
        difference=_difference(only_staff, only_client, n),
        p=float(stats.binomtest(only_staff, apart).pvalue) if apart else np.nan,
    )


def _share(hits: int, of: int) -> Triple:
    if not of:
        return np.nan, np.nan, np.nan
    low, high = wilson(hits, of)
    return hits / of, float(low), float(high)


def _difference(one: int, other: int, n: int) -> Triple:
    """The difference of two paired shares; the interval adds half a pair to each cell."""
    if not n:
        return np.nan, np.nan, np.nan
    b, c, total = one + 0.5, other + 0.5, n + 2
    centre = (b - c) / total
    spread = Z * np.sqrt((b + c) - (b - c) ** 2 / total) / total
    return (one - other) / n, max(-1.0, centre - spread), min(1.0, centre + spread)
