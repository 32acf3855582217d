"""The model of experience by conduct: a slope between professionals, and another within them."""

from __future__ import annotations

import warnings
from collections.abc import Sequence as Many
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from vuoro.model import VuoroError

FEWEST = 5
"""Professionals. From fewer, nobody can tell professionals from meetings."""

LEVEL = 0.95
BETWEEN, WITHIN = "between", "within"
MIXED, GEE, OLS = "mixed", "gee", "ols"
COLUMNS = ["term", "estimate", "low", "high", "df"]


class CannotLink(VuoroError):
    """There is no such measure, item or method, or the library for models is missing."""


def slopes(
    used: pd.DataFrame, *, step: float, method: str = MIXED, covariates: Many[str] = ()
) -> tuple[pd.DataFrame, str, str]:
    """The terms of the model with their intervals, the method that was used, and why a part is missing.

    ``used`` has a row for each answer: `professional`, `encounter`, `experience`, `between`, `within`, and
    the covariates. See :func:`vuoro.surveys.link`.
    """
    if method not in (MIXED, GEE):
        raise CannotLink(f"there is no method {method!r}; it is {MIXED!r} or {GEE!r}")
    method = method if _come_back(used) >= FEWEST else OLS
    terms, reason = _terms(used, step)
    if terms.empty or len(terms.columns) == 1:  # the constant alone
        return pd.DataFrame(columns=COLUMNS), method, reason
    terms = pd.concat([terms, used[list(covariates)]], axis=1)
    if np.linalg.matrix_rank(terms) < len(terms.columns):
        raise CannotLink(
            f"{', '.join(terms.columns[1:])} cannot be told apart in these meetings; leave one out"
        )
    estimates, errors = _fitted(used, terms, method)
    df = _degrees_of_freedom(terms, used["professional"])
    half = stats.t.ppf((1 + LEVEL) / 2, df) * errors
    found = pd.DataFrame(
        dict(zip(COLUMNS, (list(terms), estimates, estimates - half, estimates + half, df), strict=True))
    )
    return found[1:].reset_index(drop=True), method, reason


def _come_back(used: pd.DataFrame) -> int:
    """Professionals of whom there is more than one meeting."""
    return int((used.groupby("professional")["encounter"].nunique() > 1).sum())


def _terms(used: pd.DataFrame, step: float) -> tuple[pd.DataFrame, str]:
    """The columns of the model and, where a part cannot be told, why."""
    constant = pd.DataFrame({"constant": np.ones(len(used))}, index=used.index)
    people = used["professional"].nunique()
    if people < FEWEST:
        return constant, f"{people} professional{'s' * (people != 1)}, and it takes {FEWEST}"
    if np.isclose(used["experience"].std(), 0):
        return constant, "every answer is the same"
    terms, reasons = constant, []
    for name in (BETWEEN, WITHIN):
        if name == WITHIN and _come_back(used) < FEWEST:
            reasons.append(f"{name}: fewer than {FEWEST} professionals come back")
        elif np.isclose(used[name].std(), 0):
            reasons.append(f"{name}: nothing varies")
        else:
            terms = terms.assign(**{name: (used[name] - used[name].mean()) / step})
    return terms, "; ".join(reasons)


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
        if method == MIXED:
            fitted = sm.MixedLM(y, x, groups=groups).fit(reml=True)
            return fitted.fe_params, fitted.bse_fe
        if method == GEE:
            model = sm.GEE(y, x, groups=groups, cov_struct=sm.cov_struct.Exchangeable())
            fitted = model.fit(cov_type="bias_reduced")
        else:
            fitted = sm.OLS(y, x).fit()
    return fitted.params, fitted.bse


def _degrees_of_freedom(terms: pd.DataFrame, professional: pd.Series) -> Any:
    """For each term, professionals or meetings, less the terms that vary on that level (at least 1)."""
    constant = (terms.groupby(professional).transform("std").fillna(0) < 1e-9).all()
    people = professional.nunique()
    among = max(1, people - int(constant.sum()))
    inside = max(1, len(terms) - people - int((~constant).sum()))
    return np.where(constant, among, inside)
