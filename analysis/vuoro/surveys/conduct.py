"""What was done in the meeting beside what was felt: the link between professionals apart from that within.

A weak link is to be expected: observers, clients and professionals see different things (Kasper et al. 2011).
It does not show that the codes are wrong, and a strong one does not show that they are right.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from vuoro.measures.declare import MEASURES, unit_id
from vuoro.model import NOTHING, VuoroError, record
from vuoro.surveys.pairing import REASONS
from vuoro.surveys.reading import Answers
from vuoro.surveys.scales import GIVEN

FEWEST = 5
"""Professionals. From fewer, nobody can tell professionals from meetings."""

SHARE_STEP = 0.1
"""What counts as one step of a share: ten percentage points."""

LEVEL = 0.95
BETWEEN, WITHIN = "between", "within"
MIXED, GEE, OLS = "mixed", "gee", "ols"


class CannotLink(VuoroError):
    """There is no such measure or item in the tables, or the library for models is missing."""


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
        where there is no such item or measure, or statsmodels is not installed.
    """
    table = beside(answers, measured, item, measure, part, side=side, professionals=professionals)
    step = step or _step(measure, part)
    used = table[table["reason"] == ""]
    terms, reason = _terms(used, step, covariates)
    method = method if _come_back(used) >= FEWEST else OLS
    return Link(
        item=item, measure=measure, part=part, side=side, step=step, method=method, table=table,
        terms=_estimated(used, terms, method), reason=reason,
    )  # fmt: skip


def _estimated(used: pd.DataFrame, terms: pd.DataFrame, method: str) -> pd.DataFrame:
    if len(terms.columns) == 1:  # the constant alone
        return pd.DataFrame(columns=["term", "estimate", "low", "high", "df"])
    estimates, errors = _fitted(used, terms, method)
    df = _degrees_of_freedom(terms, used["professional"])
    half = stats.t.ppf((1 + LEVEL) / 2, df) * errors
    columns = {
        "term": list(terms),
        "estimate": estimates,
        "low": estimates - half,
        "high": estimates + half,
        "df": df,
    }
    return pd.DataFrame(columns).query("term != 'constant'").reset_index(drop=True)


def _come_back(used: pd.DataFrame) -> int:
    """Professionals of whom there is more than one meeting."""
    return int((used.groupby("professional")["encounter"].nunique() > 1).sum())


def _step(measure: str, part: str) -> float:
    return SHARE_STEP if measure in MEASURES and unit_id(measure, part) == "share" else 1.0


def _terms(used: pd.DataFrame, step: float, covariates: pd.DataFrame | None) -> tuple[pd.DataFrame, str]:
    """The columns of the model and, where a part cannot be told, why."""
    constant = pd.DataFrame({"constant": np.ones(len(used))}, index=used.index)
    people = used["professional"].nunique()
    if people < FEWEST:
        return constant, f"{people} professional{'s' * (people != 1)}, and it takes {FEWEST}"
    terms, reason = constant, ""
    for name, vary in ((BETWEEN, used["between"]), (WITHIN, used["within"])):
        few = name == WITHIN and _come_back(used) < FEWEST
        if few or np.isclose(vary.std(), 0):
            reason = f"{name}: " + (
                f"fewer than {FEWEST} professionals come back" if few else "nothing varies"
            )
            continue
        terms = terms.assign(**{name: (vary - vary.mean()) / step})
    for name in covariates if covariates is not None else ():
        terms = terms.assign(**{str(name): used["encounter"].map(covariates[name]).astype(float)})
    return terms, reason


def _fitted(used: pd.DataFrame, terms: pd.DataFrame, method: str) -> tuple[Any, Any]:
    """Estimates and standard errors of the terms, by statsmodels."""
    try:
        import statsmodels.api as sm
    except ImportError:
        raise CannotLink("a model needs statsmodels: pip install 'vuoro[models]'") from None
    groups = used["professional"].to_numpy()
    y, x = used["experience"].to_numpy(dtype=float), terms.to_numpy(dtype=float)
    with warnings.catch_warnings():
        # A variance between professionals of nothing is a result here, and no trouble of the search.
        warnings.simplefilter("ignore")
        if method == GEE:
            model = sm.GEE(y, x, groups=groups, cov_struct=sm.cov_struct.Exchangeable())
            fitted = model.fit(cov_type="bias_reduced")
            return fitted.params, fitted.bse
        if method == OLS:
            fitted = sm.OLS(y, x).fit()
            return fitted.params, fitted.bse
        fitted = sm.MixedLM(y, x, groups=groups).fit(reml=True)
        return fitted.fe_params, fitted.bse_fe


def _degrees_of_freedom(terms: pd.DataFrame, professional: pd.Series) -> Any:
    """For each term, professionals or meetings, less the terms that vary on that level (at least 1)."""
    constant = (terms.groupby(professional).transform("std").fillna(0) < 1e-9).all()
    people = professional.nunique()
    among = max(1, people - int(constant.sum()))
    inside = max(1, len(terms) - people - int((~constant).sum()))
    return np.where(constant, among, inside)
