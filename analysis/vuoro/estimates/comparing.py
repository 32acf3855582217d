"""Groups of encounters compared: what differs on average, how sure that is, and when it cannot be said."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many
from typing import Any

import numpy as np
import pandas as pd

from vuoro.estimates import designing, models, people, reading
from vuoro.estimates.asking import COMPARED, DESCRIPTIVE, MIXED, CannotCompare, Question, check, standing
from vuoro.estimates.models import DIFFERENCE, POISSON, RATIO
from vuoro.estimates.pooling import pooled
from vuoro.estimates.sums import VALUE, Sums, sums
from vuoro.model import record

LEAST_FREEDOM = 5
"""How many more professionals than parameters a model takes."""
COLUMNS = (
    "measure", "part", "role", "group", "against", "contrast", "value", "low", "high", "p", "p_holm", "mean",
    "mean_against", "model", "encounters", "professionals", "state", "reason",
)  # fmt: skip

Name = str | tuple[str, str]


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
    model : "gee", or "mixed" for random levels of professionals, their encounters and clients
    counts : "poisson" or, for a GEE, "negative binomial"
    contrast : "difference" or "ratio"; without it, a difference of shares and of values and a ratio of rates and counts

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

    Examples
    --------
    >>> random = np.random.default_rng(5)
    >>> frame = pd.DataFrame({"encounter": range(60), "measure": "Q4", "part": "extended", "interval": "wilson",
    ...     "numerator": random.binomial(8, np.repeat([0.4, 0.6], 30)), "denominator": 8.0, "state": "computed",
    ...     "professional": np.repeat(range(12), 5), "training": np.repeat(["before", "after"], 30),
    ...     "reason": "", "coders": "aino", "statuses": "confirmed"})
    >>> frame["value"] = frame["numerator"] / frame["denominator"]
    >>> found = compare(frame, "training", primary=[("Q4", "extended")])
    >>> found.table[["group", "against", "contrast", "value", "low", "high", "state"]].round(2)
       group against    contrast  value   low  high     state
    0  after  before  difference    0.2  0.12  0.29  compared
    >>> found.reading("fi").split(". ")[2]
    'Ero on +20 prosenttiyksikköä (95 prosentin väli: alaraja +12, yläraja +29)'
    """
    names = [*((_pair(name), "primary") for name in primary), *((_pair(name), "other") for name in others)]
    people.check_columns(frame, group, *filter(None, [client]))
    people.check_columns(frame.dropna(subset=[name for name in covariates if name in frame]), *covariates)
    people.check_professionals(frame, professional, [group])
    question = Question(
        group=group, order=tuple(order) or tuple(frame[group].dropna().unique().tolist()), client=client,
        professional=professional, covariates=tuple(covariates), model=model, counts=counts, contrast=contrast,
    )  # fmt: skip
    check(question, len(primary), len(names))
    own = {name: _rows(frame, name, question) for name, _ in names}
    rows = [row for name, role in names for row in _compared(own[name], name, role, question)]
    together = pd.concat(own.values())
    each = pooled(together, group, clusters=professional or "encounter", professional=professional)
    return Comparison(table=_holm(pd.DataFrame(rows, columns=list(COLUMNS))), groups=each, question=question)


def _pair(name: Name) -> tuple[str, str]:
    return (name, "") if isinstance(name, str) else (name[0], name[1])


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
    lost = len(computed) - len(there)
    base = {"measure": name[0], "part": name[1], "role": role, "against": question.order[0]}
    size = {
        "encounters": len(there),
        "professionals": there[question.professional].nunique() if question.professional else np.nan,
    }
    state, reason = standing(there, rows, question)
    left = f"{lost} left out for want of covariates" if lost else ""
    reason = "; ".join(filter(None, (reason, left)))
    for group in question.order[1:]:
        row = {**base, "group": group, **size, "state": state, "reason": reason}
        yield {**row, **(_contrast(there, group, question) if state == COMPARED else {})}


def _contrast(there: pd.DataFrame, group: str, question: Question) -> dict[str, Any]:
    """One group against the first, or why the model has nothing to hold on to."""
    made = sums(there)
    family = designing.family(made, question)
    if reason := designing.nothing_varies(there, made, family, question):
        return {"state": DESCRIPTIVE, "reason": reason}
    design = designing.design(there, made, family, question)
    if design.freedom < LEAST_FREEDOM or np.linalg.matrix_rank(design.exog) < design.exog.shape[1]:
        reason = f"{design.exog.shape[1]} parameters are too many, or say the same; name fewer covariates"
        return {"state": DESCRIPTIVE, "reason": reason}
    kind = question.contrast or _usual(made)
    try:
        found = (models.by_mixed if question.model == MIXED else models.by_gee)(design, group, kind)
    except models.NotFitted as error:
        return {"state": DESCRIPTIVE, "reason": str(error)}
    scale = made.per if kind == DIFFERENCE else 1.0
    return {
        "contrast": kind, "value": scale * found.value, "low": scale * found.low, "high": scale * found.high,
        "p": found.p, "mean": made.per * found.mean, "mean_against": made.per * found.against,
        "model": _told(family, question),
    }  # fmt: skip


def _usual(made: Sums) -> str:
    """A ratio of rates and counts; a difference of shares, which end at 1, and of values, which may be below 0."""
    return DIFFERENCE if made.share or made.kind == VALUE else RATIO


def _told(family: str, question: Question) -> str:
    if question.model == MIXED:
        levels = (
            "professionals, encounters and clients" if question.client else "professionals and encounters"
        )
        return f"{family} mixed model, random {levels}, variational Bayes"
    return f"{family} GEE, clusters = professionals, Mancl-DeRouen errors, t"


def _holm(table: pd.DataFrame) -> pd.DataFrame:
    """The p values of measures that were not named in advance, corrected for how many there are."""
    asked = (table["role"] == "other") & table["p"].notna()
    p = table.loc[asked, "p"].astype(float).sort_values()
    steps = (p * np.arange(len(p), 0, -1)).cummax().clip(upper=1)
    return table.assign(p_holm=steps.reindex(table.index))
