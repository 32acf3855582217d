"""The profile's third column: what people said of the meeting, beside what was done in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import numpy as np
import pandas as pd

from vuoro import wording
from vuoro.measures.profile import COLUMNS
from vuoro.surveys.items import items
from vuoro.surveys.reading import Answers
from vuoro.surveys.scales import GIVEN
from vuoro.wording import N_

ASPECT = "people"
YES_OR_NO = "0–1"

STATES = {"not_applicable": "no_occasion"}
"""What an answer is in the profile's words, where it is not *not computable*."""

PARTS = {"client": "client", "staff": "professional"}
"""What the profile calls the two sides."""

REASONS = {
    "dont_know": N_("did not know"),
    "not_applicable": N_("said that it did not apply"),
    "missing": N_("left it blank"),
    "unread": N_("the answer could not be read"),
    "": N_("did not answer"),
}


def people(answers: Answers, *, encounters: Collection[str] = (), language: str = "en") -> pd.DataFrame:
    """What people answered, as rows in the shape of :func:`vuoro.measures.profile`.

    `way` is 1 to 5, `aspect` is people, `measure` the item and `part` the side (client or professional), a
    row for each respondent. `value` is on the scale that `unit` names, and `show` says both, as "4 on 1–5",
    or yes or no: an answer is neither a share nor good or bad, and is never averaged with the others. `state` is
    seen for every answer, the lowest too; no_occasion where people said that the question did not apply;
    not_computable with a `reason` where they did not know, left it blank, or did not answer at all. The fifth
    way has *feedback*: whether a client's answer came in. `unit`, `show` and `reason` are in
    ``language``; what the items are called is in :func:`vuoro.surveys.labels`.

    Parameters
    ----------
    encounters : ids to have rows for, also where nobody answered; those that have answers if empty
    """
    shown = {id: one.way for id, one in items().items() if one.way and not one.computed}
    rows = answers.frame[answers.frame["item"].isin(list(shown))]
    asked = [(item, side) for item in shown for side in ("client", "staff")
             if ((rows["item"] == item) & (rows["side"] == side)).any()]  # fmt: skip
    answered = set(answers.frame.query("side == 'client' and answer == @GIVEN")["encounter"])
    ids = list(encounters) or list(dict.fromkeys(answers.frame["encounter"]))
    told = dict(iter(rows.groupby(["encounter", "item", "side"], sort=False)))
    made = [
        row
        for id in ids
        for row in (
            *(row for item, side in asked
              for row in _answers(id, item, side, shown[item], told.get((id, item, side)), language)),
            _feedback(id, id in answered, language),
        )
    ]  # fmt: skip
    return pd.DataFrame(made, columns=list(COLUMNS)).astype({"value": float})


def _answers(
    encounter: str, item: str, side: str, way: int, rows: pd.DataFrame | None, language: str
) -> Iterator[dict[str, Any]]:
    if rows is None:
        yield _row(encounter, way, item, side, "not_computable", reason=_reason("", language))
        return
    for one in rows.to_dict("records"):
        scale = f"{one['low']:g}–{one['high']:g}"
        if one["answer"] == GIVEN:
            yield _row(
                encounter, way, item, side, "seen", one["value"], scale, _show(one["value"], scale, language)
            )
        else:
            state = STATES.get(one["answer"], "not_computable")
            yield _row(encounter, way, item, side, state, unit=scale, reason=_reason(one["answer"], language))


def _feedback(encounter: str, came: bool, language: str) -> dict[str, Any]:
    """Whether a client's answer came in."""
    _ = wording.translator(language)
    show = _("an answer came in") if came else _("no answer came in")
    return _row(encounter, 5, "feedback", "client", "seen" if came else "not_seen", float(came), "", show)


def _row(
    encounter: str, way: int, item: str, side: str, state: str, value: float = np.nan, unit: str = "",
    show: str = "", reason: str = "",
) -> dict[str, Any]:  # fmt: skip
    return {
        "encounter": encounter, "way": way, "aspect": ASPECT, "measure": item, "part": PARTS[side],
        "state": state,
        "numerator": np.nan, "denominator": np.nan, "value": value, "low": np.nan, "high": np.nan,
        "unit": unit, "show": show, "reason": reason,
    }  # fmt: skip


def _show(value: float, scale: str, language: str) -> str:
    _ = wording.translator(language)
    if scale == YES_OR_NO:
        return _("yes") if value else _("no")
    return wording.decimals(_("%(value)s on %(scale)s") % {"value": f"{value:g}", "scale": scale}, language)


def _reason(answer: str, language: str) -> str:
    return wording.translator(language)(REASONS[answer])
