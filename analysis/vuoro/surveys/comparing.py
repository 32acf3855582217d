"""Client and staff on the same meetings, item by item, each by the statistics that its scale allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from vuoro.model import record
from vuoro.surveys.choices import choices
from vuoro.surveys.correlating import icc_with_interval
from vuoro.surveys.limits import Limits, limits, repeated
from vuoro.surveys.ordinal import compared, cross_tables
from vuoro.surveys.pairing import Pairs, pairs
from vuoro.surveys.reading import Answers
from vuoro.surveys.scales import TEXT

AGAIN = 5
"""Pairs of professionals who were there before, below which they are taken as independent."""

MANY = 10
"""Different answers. With fewer, limits of agreement would name differences that nobody can give."""

COLUMNS = ("item", "statistic", "value", "low", "high", "pairs", "professionals", "method", "reason")


@record
class Comparison:
    """All items that both sides were asked.

    ``items``: a row for each `item` and `statistic`, with `value`, 95 % interval (`low`, `high`), `pairs`,
    `professionals` (0: pairs were taken as independent), `method` of the interval and, where something is
    missing, the `reason`. ``crosstabs``: `item`, `staff`, `client`, `pairs`, for scales of fewer than ten
    answers. ``alone``: `item`, `encounter` and the `reason` why there is no pair. ``pairs`` by item.
    """

    items: pd.DataFrame
    crosstabs: pd.DataFrame
    alone: pd.DataFrame
    pairs: tuple[Pairs, ...]


def compare(answers: Answers) -> Comparison:
    """How staff and clients answer about the same meetings; d = staff − client throughout.

    Ten different answers or more: bias and limits of agreement (Bland–Altman) and ICC(A,1). Three to nine:
    who answers higher, exactly alike, within one step, and quadratically weighted kappa. Two: both yes, both
    no, and each kind of disagreement by itself, with McNemar. Where professionals come back, Bland–Altman
    takes the variance between them apart, and the others are drawn again professional by professional.
    """
    scaled = answers.frame[answers.frame["scale"] != TEXT]
    sides = scaled.groupby("item", sort=False)["side"].nunique()
    found = tuple(pairs(answers, item) for item in sides.index[sides == 2])
    rows = [row for one in found for row in _statistics(one)]
    tables = [_crosstab(one) for one in found if one.values < MANY]
    alone = [one.alone.assign(item=one.item)[["item", "encounter", "reason"]] for one in found]
    empty = pd.DataFrame(columns=["item", "encounter", "reason"])
    return Comparison(
        items=pd.DataFrame(rows, columns=list(COLUMNS)),
        crosstabs=pd.concat([pd.DataFrame(columns=["item", "staff", "client", "pairs"]), *tables]),
        alone=pd.concat([empty, *alone], ignore_index=True),
        pairs=found,
    )


def agreement_limits(found: Pairs) -> Limits:
    """Bland and Altman's limits of pairs: for independent pairs, or for professionals who come back.

    Where fewer than five pairs are of a professional who was there before, the variance within professionals
    cannot be told from them, and pairs are taken as independent.
    """
    differences, who = found.frame["difference"], found.frame["professional"]
    return repeated(differences, who) if _again(found) >= AGAIN else limits(differences)


def _again(found: Pairs) -> int:
    """Pairs of a professional who has one already."""
    return int(found.frame["professional"].duplicated().sum())


def _statistics(found: Pairs) -> Iterator[tuple[Any, ...]]:
    if found.frame.empty:
        yield _row(found, "pairs", (0.0, np.nan, np.nan), 0, "", "no encounter has an answer from each side")
    elif found.values >= MANY:
        yield from _measured(found)
    elif found.values > 2:
        yield from _ranked(found)
    else:
        yield from _yes_or_no(found)


def _measured(found: Pairs) -> Iterator[tuple[Any, ...]]:
    told = agreement_limits(found)
    reason = _independent(found) if told.method else "too few to tell how they vary"
    for name in ("bias", "lower", "upper"):
        statistic = name if name == "bias" else f"{name}_limit"
        yield _row(
            found,
            statistic,
            getattr(told, name),
            told.professionals,
            told.method,
            "" if told.professionals else reason,
        )
    value = icc_with_interval(found.frame[["staff", "client"]].to_numpy())
    yield _row(found, "icc_a1", value, 0, "exact", reason)


def _independent(found: Pairs) -> str:
    """What to know of an interval that takes pairs as independent."""
    again = _again(found)
    return f"takes pairs as independent, but {again} of a professional who has another" if again else ""


def _ranked(found: Pairs) -> Iterator[tuple[Any, ...]]:
    levels = round(found.values)
    step = (found.high - found.low) / (levels - 1)
    staff, client = (((found.frame[side] - found.low) / step).round() for side in ("staff", "client"))
    who = found.frame["professional"] if _again(found) else None
    tables = cross_tables(staff, client, levels, who)
    drawn = "pairs" if who is None else "professionals"
    for name, one in compared(tables, what=drawn).items():
        yield _row(found, name, (one.value, one.low, one.high), 0 if who is None else len(tables),
                   f"{drawn} drawn again", one.reason)  # fmt: skip


def _yes_or_no(found: Pairs) -> Iterator[tuple[Any, ...]]:
    told = choices(found.frame["staff"], found.frame["client"])
    warning = _independent(found)
    for name in ("both_yes", "both_no", "staff_yes_client_no", "client_yes_staff_no"):
        yield _row(found, name, getattr(told, name), 0, "Wilson", warning)
    yield _row(found, "difference", told.difference, 0, "Agresti and Min", warning)
    reason = "" if told.p == told.p else "nobody disagreed"
    yield _row(found, "mcnemar_p", (told.p, np.nan, np.nan), 0, "exact", reason or warning)


def _row(
    found: Pairs,
    statistic: str,
    value: tuple[float, float, float],
    professionals: int,
    method: str,
    reason: str,
) -> tuple[Any, ...]:
    return (found.item, statistic, *value, len(found.frame), professionals, method, reason)


def _crosstab(found: Pairs) -> pd.DataFrame:
    sizes = found.frame.groupby(["staff", "client"]).size().rename("pairs").reset_index()
    return sizes.assign(item=found.item)[["item", "staff", "client", "pairs"]]
