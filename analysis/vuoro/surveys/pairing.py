"""Pairs: one client and one member of staff on the same meeting, the same item and the same scale."""

from __future__ import annotations

import pandas as pd

from vuoro.model import VuoroError, record
from vuoro.surveys.forms import SIDES
from vuoro.surveys.reading import Answers
from vuoro.surveys.scales import GIVEN, Scale

SEVERAL = "several answers on one side"
REASONS = {
    "dont_know": "did not know", "not_applicable": "did not apply", "missing": "left blank",
    "unread": "could not be read",
}  # fmt: skip


class NotComparable(VuoroError):
    """Two sides answered on different scales, so that their difference means nothing."""


@record
class Pairs:
    """The pairs on one item, and the encounters that have answers but no pair.

    ``frame``: `encounter`, `professional` (who answered for staff), `staff`, `client`, `difference` = staff −
    client and `mean`. ``alone``: `encounter` and `reason`. ``low``, ``high`` and ``values`` are of the scale;
    ``values`` is how many different answers there can be.
    """

    item: str
    frame: pd.DataFrame
    alone: pd.DataFrame
    low: float
    high: float
    values: float


def pairs(answers: Answers, item: str) -> Pairs:
    """The pairs of client and staff on an item.

    An encounter with several answers on one side has no pair, since nobody could say which two belong
    together; neither has one where a side left the item blank, did not know, or said nothing that could be
    read. Each of them is in ``alone`` with its reason, so that pairs and these together are all encounters
    about which the item was asked.

    Raises
    ------
    NotComparable
        where the two sides answered on different scales.
    """
    rows = answers.frame[answers.frame["item"] == item]
    scale = _scale(rows, item)
    kept, alone = [], []
    for encounter, told in rows.groupby("encounter", sort=False):
        sides = {side: told[told["side"] == side] for side in SIDES}
        reason = "; ".join(_lacking(side, sides[side]) for side in SIDES if _lacking(side, sides[side]))
        if reason:
            alone.append((encounter, reason))
            continue
        staff, client = (
            sides[side].loc[sides[side]["answer"] == GIVEN].iloc[0] for side in ("staff", "client")
        )
        kept.append((encounter, staff["respondent"], staff["value"], client["value"]))
    frame = pd.DataFrame(kept, columns=["encounter", "professional", "staff", "client"])
    frame = frame.astype({"staff": float, "client": float})
    frame["difference"] = frame["staff"] - frame["client"]
    frame["mean"] = (frame["staff"] + frame["client"]) / 2
    return Pairs(item=item, frame=frame, alone=pd.DataFrame(alone, columns=["encounter", "reason"]),
                 low=scale.low, high=scale.high, values=scale.values)  # fmt: skip


def _lacking(side: str, rows: pd.DataFrame) -> str:
    """Why a side has no answer to pair; "" where it has one."""
    given = int((rows["answer"] == GIVEN).sum())
    if given == 1:
        return ""
    if given > 1:
        return f"{side}: {SEVERAL}"
    told = [REASONS[answer] for answer in dict.fromkeys(rows["answer"])]
    return f"{side}: {', '.join(told) or 'did not answer'}"


def _scale(rows: pd.DataFrame, item: str) -> Scale:
    used = rows[["scale", "low", "high", "step"]].drop_duplicates()
    if len(used.drop_duplicates(["low", "high", "step"])) > 1:
        raise NotComparable(
            f"{item!r} was answered on {', '.join(used['scale'])}; compare one scale at a time."
        )
    if used.empty:
        return Scale(id="")
    id, low, high, step = used.iloc[0]
    return Scale(id=id, low=low, high=high, step=step)
