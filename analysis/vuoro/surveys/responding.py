"""Who did not answer. Missing answers are informative: people who disappear do not fill in forms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Sequence as Many
from typing import Any

import numpy as np
import pandas as pd

from vuoro.measures.intervals import wilson
from vuoro.measures.profile import FEW
from vuoro.model import Encounter
from vuoro.surveys.forms import SIDES
from vuoro.surveys.reading import Answers
from vuoro.surveys.scales import GIVEN

FEATURES = ("language", "setting", "channel", "interpreter", "companion", "turns")


def responses(answers: Answers, encounters: Many[Encounter]) -> pd.DataFrame:
    """A row for each encounter: whether anybody on either side answered anything, and what it was like.

    Columns: `encounter`, `client` and `staff` (whether an answer came in), and features of the encounter:
    `language`, `setting` and `channel` as the corpus has them ("" where it has not), `interpreter` and
    `companion` (whether one was there), `turns`. Merge columns of your own before :func:`who_answered`.
    """
    given = answers.frame[answers.frame["answer"] == GIVEN]
    by_side = {side: set(given["encounter"][given["side"] == side]) for side in SIDES}
    rows = [
        {
            "encounter": one.id, **{side: one.id in by_side[side] for side in SIDES},
            "language": one.language or "", "setting": str(one.meta.get("setting", "")),
            "channel": str(one.meta.get("channel", "")),
            **{role: role in one.roles().values() for role in ("interpreter", "companion")},
            "turns": len(one),
        }
        for one in encounters
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["encounter", *SIDES, *FEATURES])


def who_answered(table: pd.DataFrame, by: Iterable[str] = FEATURES) -> pd.DataFrame:
    """The two response rates, first of all encounters and then for each value of each feature.

    Columns: `feature`, `value`, `side`, `answered`, `encounters`, `share` with Wilson's interval (`low`,
    `high`), and `show`: "2/3" where there are fewer than five encounters, "62 % [41–79]" elsewhere. A feature
    of numbers is cut at its median. The rate is of encounters and not of people: an encounter of three clients
    of whom one answered has an answer.

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "client": [True, False, True], "staff": True, "channel": ["phone", "phone", "room"]})
    >>> who_answered(table, ["channel"])[["feature", "value", "side", "show"]]
       feature  value    side show
    0      all         client  2/3
    1      all          staff  3/3
    2  channel  phone  client  1/2
    3  channel  phone   staff  2/2
    4  channel   room  client  1/1
    5  channel   room   staff  1/1
    """
    groups = [("all", "", table), *(group for name in by for group in _groups(table, name))]
    rows = [_rate(feature, value, side, rows) for feature, value, rows in groups for side in SIDES]
    columns = ["feature", "value", "side", "answered", "encounters", "share", "low", "high", "show"]
    return pd.DataFrame(rows, columns=columns)


def _groups(table: pd.DataFrame, name: str) -> Iterator[tuple[str, str, pd.DataFrame]]:
    values = table[name]
    if values.dtype != bool and pd.api.types.is_numeric_dtype(values):
        middle = float(values.median())
        yield name, f"up to {middle:g}", table[values <= middle]
        yield name, f"over {middle:g}", table[values > middle]
        return
    for value in _in_order(values):
        yield name, _told(value), table[values == value]


def _in_order(values: pd.Series) -> Collection[Any]:
    return sorted(values.unique(), key=str)


def _told(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, (bool, np.bool_)) else str(value) or "not stated"


def _rate(feature: str, value: str, side: str, rows: pd.DataFrame) -> tuple[Any, ...]:
    answered, of = int(rows[side].sum()), len(rows)
    low, high = (float(end) for end in wilson(answered, of))
    share = answered / of if of else np.nan
    show = f"{answered}/{of}" if of < FEW else f"{100 * share:.0f} % [{100 * low:.0f}–{100 * high:.0f}]"
    return feature, value, side, answered, of, share, low, high, show
