"""Groups of encounters compared: what differs on average, how sure that is, and when it cannot be said."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many
from typing import Any

import numpy as np
import pandas as pd

from vuoro.estimates import models, people, reading
from vuoro.estimates.models import BINOMIAL, DIFFERENCE, GAUSSIAN, NEGATIVE_BINOMIAL, POISSON, RATIO, Design
from vuoro.estimates.pooling import pooled
from vuoro.estimates.sums import VALUE, Sums, sums
from vuoro.model import VuoroError, record

MOST_PRIMARY = 3
"""Measures. Who names more of them in advance has not decided which the question is about."""
LEAST_FREEDOM = 5
"""How many more professionals than parameters a model takes."""

MODELS, COUNTS, CONTRASTS = ("gee", "mixed"), (POISSON, NEGATIVE_BINOMIAL), ("", DIFFERENCE, RATIO)
COLUMNS = (
    "measure", "part", "role", "group", "against", "contrast", "value", "low", "high", "p", "p_holm", "mean",
    "mean_against", "model", "encounters", "professionals", "state", "reason",
)  # fmt: skip

Name = str | tuple[str, str]


class CannotCompare(VuoroError):
    """The question is not one that a comparison can answer."""


@record
class Question:
    """How :func:`compare` was asked."""

    group: str
    order: tuple[str, ...]
    professional: str | None
    client: str
    covariates: tuple[str, ...]
    model: str
    counts: str
    contrast: str


@record
class Comparison:
    """What came of comparing groups.

    ``table`` has a row for each measure and each group but the first, which is what the others are compared
    with; ``groups`` has each group by itself, as :func:`~vuoro.estimates.pooled` tells it.
    """

    table: pd.DataFrame
    groups: pd.DataFrame
    question: Question

    def reading(self, language: str = "en") -> str:
        """The comparison in plain sentences, in sv, fi or en: what differs, how sure, and what it cannot say."""
        return reading.comparison(self.table, self.question.covariates, language)


def compare(
    frame: pd.DataFrame,
    group: str,
    *,
    primary: Many[Name],
    others: Many[Name] = (),
    order: Many[str] = (),
    professional: str | None = "professional",
    client: str = "",
    covariates: Many[str] = (),
    model: str = "gee",
    counts: str = POISSON,
    contrast: str = "",
) -> Comparison:
    """Compare groups of encounters by a model that knows whose encounters they are.

    Outcomes (how many of the moments ended so) have a logistic model with a row for each moment; amounts and
    counts a log-linear one with the log of their denominator as offset; medians and indices a linear one.

    Parameters
    ----------
    frame : of :func:`vuoro.measures.measure`, with a column for each thing that is named below
    group : the column that tells the groups
    primary : at most three measures, named before anybody looked: "F1", or ("Q4", "extended") for a part
    others : measures that were not; their p values are also given as Holm corrects them
    order : the groups; the others are compared with the first
    professional : the column that names the professional, whose encounters resemble each other
    client : the column that names the client, for a mixed model in which clients come back
    covariates : columns that were decided on in advance, such as the service, the channel or first visits
    model : "gee", or "mixed" for random levels of professionals and clients
    counts : "poisson" or, for a GEE, "negative binomial"
    contrast : "difference" or "ratio"; without it, a difference of shares and values and a ratio of rates

    Returns
    -------
    Comparison
        `table` with `mean` and `mean_against` (what the model expects were all encounters of one group or the
        other), their contrast as `value`, `low`, `high` (95 %), `p`, `p_holm`, `encounters` and `professionals`,
        and a `state`: compared; descriptive (fewer than five professionals with three encounters in a
        group, or nothing to hold on to: look at ``groups``); or withheld (fewer than five professionals). The
        `reason` says why, or what to mind.

    Raises
    ------
    CannotCompare, NoSuchColumn, ProfessionalsUnknown, ListsProfessionals, ModelsMissing
    """
    names = [*((_pair(name), "primary") for name in primary), *((_pair(name), "other") for name in others)]
    people.check_columns(frame, group, *covariates, *filter(None, [client]))
    people.check_professionals(frame, professional, [group])
    question = Question(
        group=group, order=tuple(order) or tuple(frame[group].dropna().unique().tolist()), client=client,
        professional=professional, covariates=tuple(covariates), model=model, counts=counts, contrast=contrast,
    )  # fmt: skip
    _check(question, primary, names)
    own = {name: _rows(frame, name, question) for name, _ in names}
    rows = [row for name, role in names for row in _compared(own[name], name, role, question)]
    together = pd.concat(own.values())
    each = pooled(together, group, clusters=professional or "encounter", professional=professional)
    return Comparison(table=_holm(pd.DataFrame(rows, columns=list(COLUMNS))), groups=each, question=question)


def _pair(name: Name) -> tuple[str, str]:
    return (name, "") if isinstance(name, str) else (name[0], name[1])


def _check(question: Question, primary: Many[Name], names: Many[Any]) -> None:
    if len(primary) > MOST_PRIMARY:
        raise CannotCompare(
            f"{len(primary)} primary measures; name at most {MOST_PRIMARY} in advance and the rest as others"
        )
    if not names:
        raise CannotCompare("no measure to compare; name at least one as primary")
    if len(question.order) < 2:
        raise CannotCompare(f"{question.group!r} tells one group only; a comparison takes two")
    for given, known in (
        (question.model, MODELS),
        (question.counts, COUNTS),
        (question.contrast, CONTRASTS),
    ):
        if given not in known:
            raise CannotCompare(f"no {given!r}; choose one of {', '.join(filter(None, known))}")


def _rows(frame: pd.DataFrame, name: tuple[str, str], question: Question) -> pd.DataFrame:
    measure, part = name
    named = frame["measure"] == measure
    rows = frame[named & (frame["part"] == part) & frame[question.group].isin(question.order)]
    if rows.empty:
        parts = ", ".join(repr(str(part)) for part in frame.loc[named, "part"].unique())
        known = f"it has the parts {parts}" if parts else "measure it first"
        raise CannotCompare(f"the frame has no measure {measure!r} with the part {part!r}; {known}")
    # Categories of measures that are not asked about would come back as empty groups.
    return rows.astype({"measure": "str", "part": "str"})


def _compared(
    rows: pd.DataFrame, name: tuple[str, str], role: str, question: Question
) -> Iterable[dict[str, Any]]:
    """A row for each group but the first."""
    computed = rows[rows["state"] == "computed"]
    there = computed.dropna(subset=list(question.covariates))
    base = {"measure": name[0], "part": name[1], "role": role, "against": question.order[0]}
    size = {
        "encounters": len(there),
        "professionals": there[question.professional].nunique() if question.professional else np.nan,
    }
    state, reason = _standing(there, rows, question)
    for group in question.order[1:]:
        row = {**base, "group": group, **size, "state": state, "reason": reason}
        yield {**row, **(_contrast(there, group, question) if state == "compared" else {})}


def _standing(there: pd.DataFrame, rows: pd.DataFrame, question: Question) -> tuple[str, str]:
    """Whether there is enough to compare; whether it may be shown at all comes first."""
    by = question.group
    for group in question.order:
        if reason := people.withheld(rows[rows[by] == group], question.professional, rows):
            return "withheld", f"{group}: {reason}"
    if question.professional is None:
        return (
            "descriptive",
            "it is not known whose encounters these are, and those of one professional resemble each other",
        )
    for group in question.order:
        each = there.loc[there[by] == group, question.professional].value_counts()
        known = int((each >= people.ENCOUNTERS_EACH).sum())
        if known < people.FEWEST_PROFESSIONALS:
            return "descriptive", (
                f"{group}: {known} professionals with {people.ENCOUNTERS_EACH} encounters or more, and a "
                f"comparison takes {people.FEWEST_PROFESSIONALS}"
            )
    small = min(int((there[by] == group).sum()) for group in question.order)
    few = f"{small} encounters in the smallest group; {people.PREFERABLE} would be preferable"
    return "compared", few if small < people.PREFERABLE else ""


def _contrast(there: pd.DataFrame, group: str, question: Question) -> dict[str, Any]:
    """One group against the first, or why the model has nothing to hold on to."""
    made = sums(there)
    kind = question.contrast or (RATIO if made.kind != VALUE and not made.moments else DIFFERENCE)
    family = _family(made, question)
    if reason := _nothing_varies(there, made, family, question):
        return {"state": "descriptive", "reason": reason}
    design = _design(there, made, family, question)
    if design.freedom < LEAST_FREEDOM or np.linalg.matrix_rank(design.exog) < design.exog.shape[1]:
        reason = f"{design.exog.shape[1]} parameters are too many, or say the same; name fewer covariates"
        return {"state": "descriptive", "reason": reason}
    try:
        found = (models.by_mixed if question.model == "mixed" else models.by_gee)(design, group, kind)
    except models.NotFitted as error:
        return {"state": "descriptive", "reason": str(error)}
    scale = made.per if kind == DIFFERENCE else 1.0
    return {
        "contrast": kind, "value": scale * found.value, "low": scale * found.low, "high": scale * found.high,
        "p": found.p, "mean": made.per * found.mean, "mean_against": made.per * found.against,
        "model": _told(family, question),
    }  # fmt: skip


def _family(made: Sums, question: Question) -> str:
    if made.kind == VALUE:
        if question.model == "mixed":
            raise CannotCompare(
                "a mixed model is for outcomes and counts; compare medians and indices by gee"
            )
        return GAUSSIAN
    if made.moments:
        return BINOMIAL
    return POISSON if question.model == "mixed" else question.counts


def _nothing_varies(there: pd.DataFrame, made: Sums, family: str, question: Question) -> str:
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


def _design(there: pd.DataFrame, made: Sums, family: str, question: Question) -> Design:
    """A row an encounter, or a row a moment for outcomes: the ones that were so, and the others."""
    values = there[question.group].to_numpy()
    columns = [np.ones(len(there)), *(values == group for group in question.order[1:])]
    exog = np.column_stack([*columns, *(_covariate(there[name]) for name in question.covariates)]).astype(
        float
    )
    codes = {
        name: pd.factorize(there[column].astype(object))[0] if column else np.zeros(0, dtype=int)
        for name, column in (("professional", question.professional), ("client", question.client))
    }
    outcome, offset = made.numerator, np.log(made.denominator) if family != GAUSSIAN else np.zeros(len(there))
    if family == GAUSSIAN:
        outcome = made.value
    if family == BINOMIAL:
        hits, misses = made.numerator.astype(int), (made.denominator - made.numerator).astype(int)
        at = np.concatenate([np.repeat(np.arange(len(there)), some) for some in (hits, misses)])
        outcome = np.repeat([1.0, 0.0], [hits.sum(), misses.sum()])
        exog, offset = exog[at], np.zeros(len(at))
        codes = {name: code[at] if len(code) else code for name, code in codes.items()}
    return Design(outcome=outcome, exog=exog, offset=offset, family=family, groups=question.order, **codes)


def _covariate(column: pd.Series) -> np.ndarray:
    """Numbers round their mean; anything else as a column for each value but the first."""
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return (column - column.mean()).to_numpy(dtype=float)[:, None]
    return pd.get_dummies(column.astype(str), drop_first=True).to_numpy(dtype=float)


def _told(family: str, question: Question) -> str:
    if question.model == "mixed":
        levels = "professionals and clients" if question.client else "professionals"
        return f"{family} mixed model, random {levels}, variational Bayes"
    return f"{family} GEE, clusters = professionals, Mancl-DeRouen errors, t"


def _holm(table: pd.DataFrame) -> pd.DataFrame:
    """The p values of measures that were not named in advance, corrected for how many there are."""
    asked = (table["role"] == "other") & table["p"].notna()
    p = table.loc[asked, "p"].astype(float).sort_values()
    steps = (p * np.arange(len(p), 0, -1)).cummax().clip(upper=1)
    return table.assign(p_holm=steps.reindex(table.index))
