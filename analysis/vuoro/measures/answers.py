"""What a measure answers: for every encounter a number, what it was made of, or why there is none.

:func:`proportion` is for moments, :func:`share` for amounts such as words, :func:`rate` for events
per exposure, :func:`quantiles` for single values, :func:`outcomes` for how sequences ended,
:func:`tally` for mere counts and :func:`amount` for the rest. None is 0 for want of an occasion:
where the denominator is 0, the answer says which occasion was missing.
"""

from __future__ import annotations

from collections.abc import Sequence as Many
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vuoro.measures import intervals
from vuoro.measures.declare import reason_code
from vuoro.measures.frames import Codes, positions
from vuoro.measures.talk import Numbers, Talk
from vuoro.model import record

Limits = tuple[Any, Any]

NOWHERE: Codes = np.zeros(0, dtype=np.int64)
UNKNOWN: Limits = (np.nan, np.nan)


@record
class Answer:
    """One number for each encounter in ``at``, as arrays of one length.

    ``reason`` is 0 where the number was computed, else the code of why not. ``rows`` are the places
    in the turn table that the numbers rest on; none, where they rest on the whole talk.
    """

    part: str
    at: Codes
    numerator: Numbers
    denominator: Numbers
    value: Numbers
    low: Numbers
    high: Numbers
    interval: str
    reason: Codes
    rows: Codes

    def where(self, has: npt.NDArray[np.bool_]) -> Answer:
        """The answer for some of its encounters."""
        names = ("at", "numerator", "denominator", "value", "low", "high", "reason")
        return replace(self, **{name: getattr(self, name)[has] for name in names})

    def unless(self, reasons: Codes) -> Answer:
        """The answer, withdrawn in those of all encounters that have a reason against it."""
        reason = np.where(reasons[self.at] > 0, reasons[self.at], self.reason)
        shown: dict[str, Any] = {
            name: np.where(reason > 0, np.nan, getattr(self, name)) for name in ("value", "low", "high")
        }
        return replace(self, reason=reason, **shown)


def amount(
    value: npt.ArrayLike,
    part: str = "",
    *,
    numerator: npt.ArrayLike = np.nan,
    denominator: npt.ArrayLike = np.nan,
    limits: Limits = UNKNOWN,
    interval: str = "",
    nothing: npt.ArrayLike = 0,
    rows: Codes = NOWHERE,
    at: Codes | None = None,
) -> Answer:
    """Any number; ``nothing`` is the reason where there is none, and 0 elsewhere.

    The numbers are those of all encounters in order, or of the encounters ``at``.
    """
    value = np.asarray(value, dtype=float)

    def filled(numbers: npt.ArrayLike) -> Numbers:
        return np.broadcast_to(np.asarray(numbers, dtype=float), value.shape)

    reason = np.broadcast_to(np.asarray(nothing, dtype=np.int16), value.shape)
    low, high = limits
    return Answer(
        part=part,
        at=np.arange(len(value), dtype=np.int32) if at is None else at,
        numerator=filled(numerator),
        denominator=filled(denominator),
        value=np.where(reason > 0, np.nan, value),
        low=np.where(reason > 0, np.nan, low),
        high=np.where(reason > 0, np.nan, high),
        interval=interval,
        reason=reason,
        rows=rows,
    )


def share(
    some: npt.ArrayLike,
    of: npt.ArrayLike,
    part: str = "",
    *,
    nothing: str,
    at: Codes | None = None,
    rows: Codes = NOWHERE,
) -> Answer:
    """A part of an amount, such as words. No interval: words come in turns, not one by one."""
    return amount(
        divided(some, of),
        part,
        numerator=some,
        denominator=of,
        nothing=reason_where(~(np.asarray(of) > 0), nothing),
        at=at,
        rows=rows,
    )


def proportion(talk: Talk, hits: pd.DataFrame, of: pd.DataFrame, part: str = "", *, nothing: str) -> Answer:
    """How many of the moments ``of`` are ``hits``, with Wilson's interval."""
    some, all_ = talk.count(hits), talk.count(of)
    return amount(
        divided(some, all_),
        part,
        numerator=some,
        denominator=all_,
        limits=intervals.wilson(some, all_),
        interval="wilson",
        nothing=reason_where(all_ == 0, nothing),
        rows=_rows(hits),
    )


def rate(
    talk: Talk, events: pd.DataFrame, exposure: Numbers, part: str = "", *, per: float, nothing: str
) -> Answer:
    """How often in ``per`` units of exposure (minutes, words), with Garwood's interval.

    The denominator is the exposure as it is, so that value = per x numerator / denominator.
    """
    some = talk.count(events)
    low, high = intervals.poisson(some, exposure)
    return amount(
        per * divided(some, exposure),
        part,
        numerator=some,
        denominator=exposure,
        limits=(per * low, per * high),
        interval="poisson",
        nothing=reason_where(~(exposure > 0), nothing),
        rows=_rows(events),
    )


def tally(talk: Talk, events: pd.DataFrame, part: str = "") -> Answer:
    """How many, where a rate would claim too much."""
    some = talk.count(events)
    return amount(some, part, numerator=some, rows=_rows(events))


def quantiles(
    talk: Talk, table: pd.DataFrame, column: str, parts: dict[str, float], *, nothing: str
) -> list[Answer]:
    """Quantiles of single values with order-statistic intervals; the denominator is their number.

    ``parts`` maps a part to its quantile: ``{"": 0.5}`` asks for the median. Between two values
    a quantile is interpolated. An interval needs enough values, a median's six.
    """
    at, values = positions(table), table[column].to_numpy(dtype=float)
    ordered = values[np.lexsort((values, at))]
    n = np.bincount(at, minlength=len(talk))
    first = np.cumsum(n) - n
    return [
        amount(
            _interpolated(ordered, first, n, quantile),
            part,
            denominator=n,
            limits=_order_limits(ordered, first, n, quantile),
            interval="order-statistic",
            nothing=reason_where(n == 0, nothing),
            rows=_rows(table),
        )
        for part, quantile in parts.items()
    ]


def outcomes(
    talk: Talk, sequences: pd.DataFrame, names: Many[str], *, nothing: str, prefix: str = ""
) -> list[Answer]:
    """The share of each outcome among the sequences that ended in one of them; they sum to 1."""
    ended = sequences.loc[sequences["outcome"].isin(names).to_numpy(), ["encounter", "row", "outcome"]]
    return [
        proportion(talk, ended[ended["outcome"] == name], ended, prefix + name, nothing=nothing)
        for name in names
    ]


def reason_where(condition: npt.NDArray[np.bool_], reason: str) -> Codes:
    """The code of a reason where a condition holds, 0 elsewhere."""
    return np.where(condition, reason_code(reason), 0)


def divided(some: npt.ArrayLike, of: npt.ArrayLike) -> Numbers:
    """some / of, NaN where of is not positive."""
    some, of = np.asarray(some, dtype=float), np.asarray(of, dtype=float)
    return np.divide(some, of, out=np.full(len(some), np.nan), where=of > 0)


def _rows(table: pd.DataFrame) -> Codes:
    return table["row"].to_numpy() if "row" in table else NOWHERE


def _interpolated(ordered: Numbers, first: Codes, n: Codes, quantile: float) -> Numbers:
    place = quantile * np.maximum(n - 1, 0)
    below = _picked(ordered, first + np.floor(place).astype(np.int64), n > 0)
    above = _picked(ordered, first + np.ceil(place).astype(np.int64), n > 0)
    return below + (place % 1) * (above - below)


def _order_limits(ordered: Numbers, first: Codes, n: Codes, quantile: float) -> Limits:
    low, high = intervals.ranks(n, quantile)
    return _picked(ordered, first + low - 1, low > 0), _picked(ordered, first + high - 1, high > 0)


def _picked(ordered: Numbers, at: Codes, there: npt.NDArray[np.bool_]) -> Numbers:
    picked = np.full(len(at), np.nan)
    picked[there] = ordered[at[there]]
    return picked
