"""What is usual among encounters of the same kind: percentiles, once there are enough of them."""

from __future__ import annotations

from collections.abc import Sequence as Many
from typing import Any

import numpy as np
import pandas as pd

from vuoro.estimates import people
from vuoro.estimates.pooling import FEW_MOMENTS

SAME = ("service", "language")
ENOUGH = 30
"""Encounters of one kind, so that three of them lie outside the 10th and the 90th percentile each."""
PERCENTILES = (10, 25, 50, 75, 90)


def reference(
    frame: pd.DataFrame, same: Many[str] = SAME, *, professional: str | None = "professional"
) -> pd.DataFrame:
    """The percentiles of every measure among encounters of the same kind, as a band to see one encounter in.

    A band is not a norm: the middle of it is what is usual, and not what is right.

    Parameters
    ----------
    frame : of :func:`vuoro.measures.measure`, with the columns of ``same``
    same : what encounters must share to be of one kind, at least the service and the language
    professional : the column that names the professional, or None where there is nobody to protect

    Returns
    -------
    DataFrame
        the columns of ``same``, `measure`, `part`, `p10`, `p25`, `p50`, `p75`, `p90`, the number of `encounters`
        that they rest on, and of those with `few` moments (a share of fewer than five is a fraction and is left
        out), and the `state`: band, too_few (there is no band from fewer than 30) or withheld, with a `reason`

    Raises
    ------
    NoSuchColumn, ProfessionalsUnknown, ListsProfessionals

    Examples
    --------
    >>> frame = pd.DataFrame({"encounter": range(40), "service": ["day"] * 33 + ["night"] * 7, "language": "fi",
    ...     "measure": "F1", "part": "", "value": np.linspace(0.2, 0.6, 40), "numerator": 300.0,
    ...     "denominator": 900.0, "interval": "", "state": "computed"})
    >>> reference(frame, professional=None)[["service", "p10", "p90", "encounters", "state"]].round(2)
      service   p10  p90  encounters    state
    0     day  0.23  0.5          33     band
    1   night   NaN  NaN           7  too_few
    """
    people.check_columns(frame, *same)
    people.check_professionals(frame, professional, same)
    rows = [
        {**dict(zip([*same, "measure", "part"], keys, strict=True)), **_band(some, professional, frame)}
        for keys, some in frame.groupby([*same, "measure", "part"], observed=True, sort=False)
    ]
    names = [f"p{percentile}" for percentile in PERCENTILES]
    return pd.DataFrame(
        rows, columns=[*same, "measure", "part", *names, "encounters", "few", "state", "reason"]
    )


def _band(some: pd.DataFrame, professional: str | None, whole: pd.DataFrame) -> dict[str, Any]:
    computed = some[some["state"] == "computed"]
    few = (computed["interval"] == "wilson") & (computed["denominator"] < FEW_MOMENTS)
    values = computed.loc[~few, "value"].to_numpy(dtype=float)
    row = {"encounters": len(values), "few": int(few.sum())}
    if reason := people.withheld(some, professional, whole):
        return {**row, "state": "withheld", "reason": reason}
    if len(values) < ENOUGH:
        reason = f"no band: {len(values)} encounters of this kind, and it takes {ENOUGH}"
        return {**row, "state": "too_few", "reason": reason}
    band = zip(PERCENTILES, np.percentile(values, PERCENTILES), strict=True)
    return {**row, **{f"p{one}": float(value) for one, value in band}, "state": "band", "reason": ""}
