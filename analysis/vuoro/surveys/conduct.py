"""What was done in the meeting beside what was felt: the link between professionals apart from that within.

A weak link is to be expected: observers, clients and professionals see different things (Kasper et al. 2011).
It does not show that the codes are wrong, and a strong one does not show that they are right.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from vuoro.measures.declare import MEASURES, unit_id
from vuoro.model import NOTHING, record
from vuoro.surveys.pairing import REASONS
from vuoro.surveys.reading import Answers
from vuoro.surveys.scales import GIVEN
from vuoro.surveys.slopes import MIXED, CannotLink, slopes

SHARE_STEP = 0.1
"""What counts as one step of a share: ten percentage points."""


@record
class Link:
    """What a model says of experience by measure.

    ``terms``: a row for each `term` (between, within and the covariates) with `estimate`, 95 % interval
    (`low`, `high`) and `df`: by how many points of the answer's scale the experience is higher where the
    measure is ``step`` higher. ``table`` is what it rests on. ``reason`` says why a part is missing.
    """

    item: str
    measure: str
    part: str
    side: str
    step: float
    method: str
    terms: pd.DataFrame
    table: pd.DataFrame
    reason: str = ""


def beside(
    answers: Answers,
    measured: pd.DataFrame,
    item: str,
    measure: str,
    part: str = "",
    *,
    side: str = "client",
    professionals: Mapping[str, str] = NOTHING,
) -> pd.DataFrame:
    """Answers to an item beside a measure of the same meetings, a row for each answer.

    Columns: `encounter`, `respondent`, `professional`, `experience`, `conduct`, their parts `between`
    (the professional's mean) and `within` (what this meeting is above it), and `reason`, which says why a
    row cannot be used: no answer, no measure, or nobody knows whose meeting it was. Parts are computed from
    the rows that can. Without ``professionals`` (encounter to name), whoever answered for staff is meant.

    Parameters
    ----------
    measured : the frame of :func:`vuoro.measures.measure`

    Raises
    ------
    CannotLink
        where nobody was asked the item, or the measure is not in the frame.
    """
    rows = answers.frame[(answers.frame["item"] == item) & (answers.frame["side"] == side)]
    values = measured[(measured["measure"] == measure) & (measured["part"] == part)]
    if rows.empty or values.empty:
        what = f"item {item!r} of side {side!r}" if rows.empty else f"measure {measure!r}, part {part!r}"
        raise CannotLink(f"there is no {what} in the tables; look at their columns item and measure.")
    of = dict(zip(values["encounter"].astype(str), values["value"], strict=True))
    who = dict(professionals) or _staff(answers)
    table = pd.DataFrame({
        "encounter": rows["encounter"].astype(str), "respondent": rows["respondent"],
        "professional": [who.get(id, "") for id in rows["encounter"]],
        "experience": rows["value"], "conduct": [float(of.get(id, np.nan)) for id in rows["encounter"]],
    }).reset_index(drop=True)  # fmt: skip
    table["reason"] = [
        _unusable(*one) for one in zip(rows["answer"], table["conduct"], table["professional"], strict=True)
    ]
    return _parted(table)


def _staff(answers: Answers) -> dict[str, str]:
    """Who answered for staff, where it was one person."""
    staff = answers.frame[answers.frame["side"] == "staff"].groupby("encounter")["respondent"]
    return {str(id): names.iloc[0] for id, names in staff if names.nunique() == 1}


def _unusable(answer: str, conduct: float, professional: str) -> str:
    if answer != GIVEN:
        return REASONS[answer]
    if np.isnan(conduct):
        return "the measure has no value in this meeting"
    return "" if professional else "nobody knows whose meeting it was"


def _parted(table: pd.DataFrame) -> pd.DataFrame:
    usable = table[table["reason"] == ""]
    means = usable.groupby("professional")["conduct"].mean()
    between = table["professional"].map(means).where(table["reason"] == "")
    return table.assign(between=between, within=table["conduct"] - between)


def link(
    answers: Answers,
    measured: pd.DataFrame,
    item: str,
    measure: str,
    part: str = "",
    *,
    side: str = "client",
    professionals: Mapping[str, str] = NOTHING,
    step: float | None = None,
    method: str = MIXED,
    covariates: pd.DataFrame | None = None,
) -> Link:
    """How experience goes with a measure, between professionals and within them.

    *Between*: do professionals with more of it have clients who answer higher? *Within*: do a professional's
    own clients answer higher in the meetings that have more of it than their others? The two can differ in
    sign, so that one slope for both would mislead. Answers are treated as numbers with equal steps.

    Parameters
    ----------
    answers, measured, item, measure, part, side, professionals : as for :func:`beside`
    step : what counts as one step of the measure; 0.1 of a share, else 1
    method : "mixed" (linear, random intercepts for professionals, REML) or "gee" (exchangeable, with the
        bias-reduced variance of Mancl and DeRouen 2001). Intervals are from t, with the degrees of freedom
        of between–within, as few professionals make normal ones too narrow. Where fewer than five
        professionals come back, nothing but their meetings can be compared, by least squares ("ols").
    covariates : numbers by encounter (its index), decided on before looking

    Raises
    ------
    CannotLink
        where there is no such item, measure or method, where a covariate cannot be told from the others, or
        where statsmodels is not installed.
    """
    table = beside(answers, measured, item, measure, part, side=side, professionals=professionals)
    if covariates is not None:
        table = _with_covariates(table, covariates)
    step = step or _step(measure, part)
    used = table[table["reason"] == ""]
    names = [] if covariates is None else [str(name) for name in covariates]
    terms, method, reason = slopes(used, step=step, method=method, covariates=names)
    return Link(
        item=item, measure=measure, part=part, side=side, step=step, method=method, table=table, terms=terms,
        reason=reason,
    )  # fmt: skip


def _with_covariates(table: pd.DataFrame, covariates: pd.DataFrame) -> pd.DataFrame:
    """The table with a column for each covariate; a row that lacks one cannot be used."""
    for name in covariates:
        values = table["encounter"].map(covariates[name]).astype(float)
        lacking = (table["reason"] == "") & values.isna()
        reason = table["reason"].mask(lacking, f"no value of {name!s} in this meeting")
        table = table.assign(**{str(name): values, "reason": reason})
    return _parted(table)


def _step(measure: str, part: str) -> float:
    return SHARE_STEP if measure in MEASURES and unit_id(measure, part) == "share" else 1.0
