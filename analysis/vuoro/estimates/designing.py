"""From the rows of one measure to what a model is fitted to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from vuoro.estimates.asking import MIXED, CannotCompare, Question
from vuoro.estimates.models import BINOMIAL, GAUSSIAN, POISSON, Design
from vuoro.estimates.ratios import Array
from vuoro.estimates.sums import VALUE, Sums

NOBODY = np.zeros(0, dtype=np.int64)


def family(made: Sums, question: Question) -> str:
    if made.kind == VALUE:
        if question.model == MIXED:
            raise CannotCompare(
                "a mixed model is for outcomes and counts; compare medians and indices by gee"
            )
        return GAUSSIAN
    if made.moments:
        return BINOMIAL
    return POISSON if question.model == MIXED else question.counts


def nothing_varies(there: pd.DataFrame, made: Sums, family: str, question: Question) -> str:
    """Why a group gives a model nothing: none of it, or all of it, ended so."""
    if family == GAUSSIAN:
        return ""
    for group in question.order:
        own = (there[question.group] == group).to_numpy()
        hits, of = made.numerator[own].sum(), made.denominator[own].sum()
        if hits == 0 or (family == BINOMIAL and hits == of):
            return (
                f"{group}: {hits:.0f} of {of:.0f}, and a model cannot tell how far that is from what is usual"
            )
    return ""


def design(there: pd.DataFrame, made: Sums, family: str, question: Question) -> Design:
    """A row an encounter, or a row a moment for outcomes."""
    values = there[question.group].to_numpy()
    columns = [np.ones(len(there)), *(values == group for group in question.order[1:])]
    covariates = [_covariate(there[name]) for name in question.covariates]
    found = Design(
        outcome=made.value if family == GAUSSIAN else made.numerator,
        exog=np.column_stack([*columns, *covariates]).astype(float),
        offset=np.log(made.denominator) if family not in (GAUSSIAN, BINOMIAL) else np.zeros(len(there)),
        professional=pd.factorize(there[question.professional].astype(object))[0],
        encounter=np.arange(len(there)),
        client=pd.factorize(there[question.client].astype(object))[0] if question.client else NOBODY,
        family=family,
        groups=question.order,
    )
    return _moments(found, made) if family == BINOMIAL else found


def _moments(encounters: Design, made: Sums) -> Design:
    """A row for each moment, first those that were so."""
    hits, misses = made.numerator.astype(int), (made.denominator - made.numerator).astype(int)
    at = np.concatenate([np.repeat(np.arange(len(hits)), some) for some in (hits, misses)])
    return replace(
        encounters,
        outcome=np.repeat([1.0, 0.0], [hits.sum(), misses.sum()]),
        exog=encounters.exog[at],
        offset=encounters.offset[at],
        professional=encounters.professional[at],
        encounter=at,
        client=encounters.client[at] if len(encounters.client) else NOBODY,
    )


def _covariate(column: pd.Series) -> Array:
    """Numbers round their mean; anything else as a column for each value but the first."""
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return (column - column.mean()).to_numpy(dtype=float)[:, None]
    return pd.get_dummies(column.astype(str), drop_first=True).to_numpy(dtype=float)
