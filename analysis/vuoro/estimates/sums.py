"""What the numbers of several encounters are made of, so that they can be put together.

A share or a rate is put together from its numerators and denominators; a count has 1 encounter as
its denominator; a median, an index or log odds have nothing to add up and stay values.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from vuoro.estimates.ratios import Array
from vuoro.measures import declare
from vuoro.model import record

RATIO, COUNT, VALUE = "ratio", "count", "value"
NOT_SUMS = ("index", "ratio", "log_odds")
"""Units of values whose numerators and denominators mean nothing when added up over encounters."""


@record
class Sums:
    """One measure of the encounters where it was computed, as arrays with an encounter each.

    value = ``per`` × numerator / denominator for a ratio or a count; a value has only ``value``.
    ``moments`` says whether numerators are how many of the denominators' single moments, and ``share``
    whether they are parts of the denominators, moments or words, so that no value exceeds 1.
    """

    kind: str
    numerator: Array
    denominator: Array
    value: Array
    per: float = 1.0
    moments: bool = False
    share: bool = False


def sums(computed: pd.DataFrame) -> Sums:
    """The sums of one measure, from the rows of :func:`vuoro.measures.measure` that were computed.

    Examples
    --------
    >>> rows = pd.DataFrame({"measure": "Q1", "part": "", "numerator": [2.0, 3], "denominator": [20.0, 10],
    ...                      "value": [1.0, 3], "interval": "poisson"})
    >>> found = sums(rows)
    >>> found.kind, found.per, found.moments
    ('ratio', 10.0, False)
    """
    some, of, value = (computed[name].to_numpy(dtype=float) for name in ("numerator", "denominator", "value"))
    if np.isnan(of).all() and np.array_equal(some, value):
        return Sums(kind=COUNT, numerator=some, denominator=np.ones(len(some)), value=value)
    if np.isfinite(some).all() and (of > 0).all() and (unit := _unit(computed)) not in NOT_SUMS:
        per = _per(some, of, value)
        share = unit == "share" or (not unit and per == 1 and bool((some <= of).all()))
        moments = bool((computed["interval"] == "wilson").any())
        if np.allclose(per * some / of, value):
            return Sums(
                kind=RATIO, numerator=some, denominator=of, value=value, per=per, moments=moments, share=share
            )
    return Sums(kind=VALUE, numerator=some, denominator=of, value=value)


def _per(some: Array, of: Array, value: Array) -> float:
    """What the ratio is multiplied by, such as 10 minutes; 1 where every numerator is 0 and none can tell."""
    any_ = some > 0
    return float(np.round(np.median(value[any_] * of[any_] / some[any_]), 9)) if any_.any() else 1.0


def _unit(computed: pd.DataFrame) -> str:
    """The declared unit, "" of a measure that nobody declared."""
    measure, part = str(computed["measure"].iloc[0]), str(computed["part"].iloc[0])
    return declare.unit_id(measure, part) if measure in declare.MEASURES else ""
