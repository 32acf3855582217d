"""The profile of the five ways: at most three numbers for opportunity, uptake and influence in each.

There is no total, no mean and no rank, and opportunity is never added to influence. *Not seen*
means that there was occasion; where there was none, nothing is drawn.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from vuoro import wording
from vuoro.measures.declare import panels, reason_in, reason_text, unit, unit_id

COLUMNS = (
    "encounter", "way", "aspect", "measure", "part", "state", "numerator", "denominator",
    "value", "low", "high", "unit", "show", "reason",
)  # fmt: skip

FEW = 5  # with fewer moments than this, a percentage pretends to know more than the fraction


def profile(frame: pd.DataFrame, *, language: str = "en") -> pd.DataFrame:
    """The numbers of :func:`~vuoro.measures.measure` that make up the profile, a row each.

    `way` is 1 to 5 and `aspect` opportunity, uptake or influence. `state` is seen,
    not_seen (though there was occasion), no_occasion or not_computable, the last two with a `reason`.
    `show` is what to print: "2/3" where there were fewer than five moments, "62 % [41–79]" where
    there were more. `unit`, `show` and `reason` are in `language`.

    A rate by the minute that cannot be computed for want of times is replaced by that by words.

    Examples
    --------
    >>> from vuoro import measures
    >>> from vuoro.model import Annotation, Encounter, Participant, Turn
    >>> visit = Encounter(id="visit", language="en", turns=(
    ...     Turn(id="t1", speaker="A", raw="Shall we ring them?", text="Shall we ring them?"),),
    ...     participants=(Participant(id="A", role="professional"), Participant(id="B", role="client")))
    >>> ask = Annotation(encounter="visit", turn="t1", code="propose", coder="aino", start=0, stop=19)
    >>> table = profile(measures.measure([visit], [ask]))
    >>> table.loc[table["way"] == 3, ["aspect", "measure", "state", "show"]]
             aspect measure           state show
    11  opportunity      E4  not_computable
    12  opportunity      D5     no_occasion
    13    influence      E1        not_seen  0/1
    14    influence      E2  not_computable
    """
    table = pd.concat([_panel(frame, **panel) for panel in panels()], ignore_index=True)
    order = pd.Index(frame["encounter"].unique()).get_indexer(table["encounter"])
    table = table.iloc[np.argsort(order, kind="stable")]
    seen = np.where(table["value"] != 0, "seen", "not_seen")
    table["state"] = np.where(table["state"] == "computed", seen, table["state"])
    table["unit"] = [unit(*one, language) for one in zip(table["measure"], table["part"], strict=True)]
    rows: list[Any] = table.to_dict("records")
    table["show"] = [_counted(row, shown(row, language)) for row in rows]
    table["reason"] = [reason_text(reason, language) for reason in table["reason"]]
    return table[list(COLUMNS)].reset_index(drop=True)


def _panel(
    frame: pd.DataFrame, way: int, aspect: str, measure: str, parts: list[str], instead: str = ""
) -> pd.DataFrame:
    own = frame[(frame["measure"] == measure) & frame["part"].isin(parts)]
    if instead:
        timeless = own["encounter"][own["reason"] == reason_in("no_times", "en")]
        other = frame[(frame["measure"] == instead) & frame["part"].isin(parts)]
        other = other[other["encounter"].isin(timeless)]
        own = pd.concat([own[~own["encounter"].isin(other["encounter"])], other])
    own = own.astype(dict.fromkeys(("encounter", "measure", "part", "state", "reason", "interval"), "str"))
    return own.assign(way=way, aspect=aspect)


def shown(row: dict[str, Any], language: str) -> str:
    """A number as it is printed, with its unit and interval: a fraction where there were few moments.

    Examples
    --------
    >>> row = {"measure": "Q4", "part": "", "state": "seen", "unit": "share", "value": 2 / 3,
    ...        "numerator": 2.0, "denominator": 3.0, "low": 0.2, "high": 0.9}
    >>> shown(row, "en"), shown({**row, "numerator": 8.0, "denominator": 12.0, "low": 0.39, "high": 0.86}, "en")
    ('2/3', '67 % [39–86]')
    """
    if row["state"] not in ("seen", "not_seen"):
        return ""
    kind = unit_id(row["measure"], row["part"])
    if kind == "share":
        return _percent(row)
    if kind == "count":
        return f"{row['value']:.0f}"
    shown = f"{_number(row['value'])} {row['unit']}"
    if np.isfinite(row["low"]):
        shown += f" [{_number(row['low'])}–{_number(row['high'])}]"
    elif not np.isfinite(row["numerator"]) and np.isfinite(row["denominator"]):
        shown += f" (n = {row['denominator']:.0f})"
    return wording.decimals(shown, language)


def _number(value: float) -> str:
    """Two figures that mean something, and no zeros after a whole number.

    Examples
    --------
    >>> [_number(value) for value in (0, 0.0153, 0.58, 6, 9.96, 32.6, 104)]
    ['0', '0.02', '0.58', '6', '10', '33', '104']
    """
    decimals = 0 if abs(value) >= 9.95 or round(value, 6) % 1 == 0 else 1 if abs(value) >= 0.995 else 2
    return f"{value:.{decimals}f}"


def _percent(row: dict[str, Any]) -> str:
    if row["denominator"] < FEW:
        return _fraction(row)
    shown = f"{100 * row['value']:.0f} %"
    if np.isfinite(row["low"]):
        shown += f" [{100 * row['low']:.0f}–{100 * row['high']:.0f}]"
    return shown


def _counted(row: dict[str, Any], show: str) -> str:
    """A percentage that has no interval, with what it was made of where that was counted one by one."""
    whole = row["numerator"] % 1 == 0 and row["denominator"] % 1 == 0
    bare = show.endswith("%") and whole
    return f"{show} ({_fraction(row)})" if bare else show


def _fraction(row: dict[str, Any]) -> str:
    return f"{row['numerator']:.0f}/{row['denominator']:.0f}"
