"""From the numbers of encounters to one number of all of them, with its uncertainty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Many
from typing import Any

import numpy as np
import pandas as pd

from vuoro.agreement.resampling import COMFORTABLE, DRAWS, FEWEST, SEED
from vuoro.estimates import people, ratios
from vuoro.estimates.ratios import Array
from vuoro.estimates.sums import COUNT, RATIO, VALUE, Sums, sums
from vuoro.measures.intervals import ranks
from vuoro.model import VuoroError, record

ENOUGH = 20
"""Clusters. From fewer the bootstrap's intervals are too narrow (see :func:`~vuoro.estimates.coverage`)."""
FEW_MOMENTS = 5
"""Moments. A proportion of fewer is a fraction, and neither a percentage nor an estimate."""

AUTO, LINEARISED, PERCENTILE, BCA = METHODS = ("auto", "linearised", "percentile", "bca")
RATIO_OF_SUMS, MEAN_OF_RATIOS = "ratio of sums", "mean of ratios"
COLUMNS = (
    "measure", "part", "estimate", "value", "low", "high", "interval", "least", "most", "numerator",
    "denominator", "design_effect", "clusters", "encounters", "no_occasion", "not_computable", "professionals", "state",
    "reason", "coders", "statuses",
)  # fmt: skip


class UnknownMethod(VuoroError):
    """There is no interval, or no estimate, of that name."""


@record
class Question:
    """How :func:`pooled` was asked to answer."""

    clusters: str
    method: str
    estimate: str
    professional: str | None
    draws: int
    seed: int


def pooled(
    frame: pd.DataFrame,
    by: str | Iterable[str] = (),
    *,
    clusters: str = "encounter",
    method: str = AUTO,
    estimate: str = RATIO_OF_SUMS,
    professional: str | None = "professional",
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Every measure over all encounters, or over those of each group, with a 95 % interval.

    Parameters
    ----------
    frame : of :func:`vuoro.measures.measure`, with a column for each thing that is asked below
    by : columns whose values make groups, such as a service or a language
    clusters : the column of what resembles itself: the encounter, or the professional where one has several
    method : of shares, rates and counts: "linearised" (ratio ± t standard errors), "percentile" or "bca" of
        the cluster bootstrap; "auto" is linearised for fewer than 20 clusters and bca from there
    estimate : "ratio of sums", in which long encounters weigh more, or "mean of ratios", in which each
        encounter with an occasion weighs the same
    professional : the column that names the professional, or None where there is nobody to protect. Results
        about several professionals need five of them, and none is about each of several.

    Returns
    -------
    DataFrame
        the columns of ``by``, `measure`, `part`; `estimate` (which one this is; counts have their mean,
        medians and indices the median of encounters, or of clusters' medians), `value`, `low`, `high`,
        `interval` (how it was made), `least` and `most` (the range of `value` with any one cluster left
        out), the summed `numerator` and `denominator`, of proportions the `design_effect` (how many times
        larger the variance is than of independent moments), `clusters` and `encounters` that gave a value, how many
        had `no_occasion` or were `not_computable`, `professionals`, `state` (computed, no_occasion,
        not_computable, or withheld), `reason` (why there is no interval or no value, or what to mind),
        `coders` and `statuses`

    Raises
    ------
    NoSuchColumn, ProfessionalsUnknown, ListsProfessionals, UnknownMethod

    Examples
    --------
    >>> frame = pd.DataFrame({"encounter": list("abcdef"), "measure": "Q4", "part": "extended",
    ...     "numerator": [3.0, 2, 4, 1, 2, 0], "denominator": [4.0, 5, 6, 4, 3, 0], "state": "computed",
    ...     "interval": "wilson", "coders": "aino", "statuses": "confirmed"})
    >>> frame["value"] = frame["numerator"] / frame["denominator"]
    >>> frame.loc[5, "state"] = "no_occasion"
    >>> found = pooled(frame, professional=None).iloc[0]
    >>> found[["value", "low", "high"]].astype(float).round(2).tolist(), found["interval"]
    ([0.55, 0.29, 0.8], 'linearised, t(4)')
    >>> found["reason"]
    'fewer than 10 clusters: look at each of them too'
    """
    groups = [by] if isinstance(by, str) else list(by)
    check_known(method, METHODS)
    check_known(estimate, (RATIO_OF_SUMS, MEAN_OF_RATIOS))
    people.check_columns(frame, *groups, clusters)
    people.check_professionals(frame, professional, groups)
    question = Question(
        clusters=clusters, method=method, estimate=estimate, professional=professional, draws=draws, seed=seed
    )
    rows = []
    for keys, some in frame.groupby([*groups, "measure", "part"], observed=True, sort=False):
        reason = people.withheld(some, professional, frame)
        rows.append({**dict(zip(groups, keys, strict=False)), **_row(some, question, reason)})
    return pd.DataFrame(rows, columns=[*groups, *COLUMNS])


def check_known(name: str, known: Many[str]) -> None:
    if name not in known:
        raise UnknownMethod(f"no {name!r}; choose one of {', '.join(known)}")


def _row(some: pd.DataFrame, question: Question, reason: str) -> dict[str, Any]:
    states = some["state"].value_counts()
    row = {
        **{name: str(some[name].iloc[0]) for name in ("measure", "part")},
        **{name: int(states.get(name, 0)) for name in ("no_occasion", "not_computable")},
        **{name: _named(some[name]) for name in ("coders", "statuses")},
        "professionals": some[question.professional].nunique() if question.professional else np.nan,
        "encounters": int(states.get("computed", 0)),
        "clusters": 0,
        **dict.fromkeys(("estimate", "interval"), ""),
    }
    if reason:
        # Neither the parts of a withheld number: they give it away.
        return {**row, "state": "withheld", "reason": reason}
    computed = some[some["state"] == "computed"]
    if computed.empty:
        state = "no_occasion" if row["no_occasion"] else "not_computable"
        return {**row, "state": state, "reason": _commonest(some.loc[some["state"] == state, "reason"])}
    of = pd.factorize(computed[question.clusters].astype(object))[0]
    return {**row, "clusters": int(of.max()) + 1, "state": "computed", **_estimated(computed, of, question)}


def _estimated(computed: pd.DataFrame, of: Any, question: Question) -> dict[str, Any]:
    made = sums(computed)
    found = _median(made.value, of) if made.kind == VALUE else _ratio(made, of, question)
    if computed["statuses"].astype(str).str.contains("suggested").any():
        advice = "rests on suggestions that nobody confirmed: correct it with corrected()"
        found["reason"] = "; ".join(filter(None, (found.get("reason", ""), advice)))
    return found


def _ratio(made: Sums, of: Any, question: Question) -> dict[str, Any]:
    each = question.estimate == MEAN_OF_RATIOS and made.kind == RATIO
    per = 1.0 if each else made.per
    numerators = made.value if each else made.numerator
    denominators = np.ones(len(of)) if each else made.denominator
    some, all_ = (np.bincount(of, counts).astype(float) for counts in (numerators, denominators))
    found = {
        "estimate": "mean count" if made.kind == COUNT else question.estimate,
        "value": per * float(ratios.ratio(some, all_)),
        "numerator": made.numerator.sum(),
        "denominator": made.denominator.sum(),
        "design_effect": float(ratios.design_effect(some, all_)) if made.moments and not each else np.nan,
        **_range(per * ratios.left_out(some, all_)),
        "reason": _too_little(made, some, all_),
    }
    if found["reason"]:
        return found
    name, (low, high) = _limits(some, all_, question)
    top = 1.0 if made.share else np.inf
    return {
        **found,
        # A t interval knows no borders; the shares and rates it is about have them.
        "low": max(per * float(low), 0.0),
        "high": min(per * float(high), top),
        "interval": name,
        "reason": _rare(made) or _mind(len(some)),
    }


def _limits(some: Array, all_: Array, question: Question) -> tuple[str, ratios.Limits]:
    method = question.method
    if method == AUTO:
        method = LINEARISED if len(some) < ENOUGH else BCA
    if method == LINEARISED:
        return f"linearised, t({len(some) - 1})", ratios.linearised(some, all_)
    again = ratios.drawn(some, all_, question.draws, question.seed)
    limits = ratios.percentile(again) if method == PERCENTILE else ratios.bca(some, all_, again)
    return f"cluster bootstrap, {method}", limits


def _too_little(made: Sums, some: Array, all_: Array) -> str:
    """Why an interval would claim too much, or ""."""
    if len(some) < FEWEST:
        return f"no interval: {_clusters(len(some))}, and it takes {FEWEST}"
    if made.moments and made.denominator.sum() < FEW_MOMENTS:
        return f"no interval: {made.numerator.sum():.0f}/{made.denominator.sum():.0f} is a fraction only"
    if np.allclose(some, ratios.ratio(some, all_) * all_):
        return "no interval: the clusters do not vary, which says little of others that may"
    return ""


def _rare(made: Sums) -> str:
    hits, of = made.numerator.sum(), made.denominator.sum()
    few = made.moments and min(hits, of - hits) < FEW_MOMENTS
    return f"the interval is likely too short, as {hits:.0f}/{of:.0f} is near an end" if few else ""


def _median(values: Array, of: Any) -> dict[str, Any]:
    """The median, one value a cluster, with the order statistics that enclose it."""
    each = pd.Series(values).groupby(of).median().to_numpy()
    ordered = np.sort(each)
    low, high = (int(rank[0]) for rank in ranks([len(each)]))
    found = {
        "estimate": "median of encounters" if len(each) == len(values) else "median of clusters' medians",
        "value": float(np.median(ordered)),
        **_range(np.array([np.median(np.delete(ordered, n)) for n in _tells(len(each))])),
    }
    if not low:
        return {**found, "reason": f"no interval: {_clusters(len(each))}, and a median's takes 6"}
    limits = {"low": ordered[low - 1], "high": ordered[high - 1], "interval": "order-statistic"}
    return {**found, **limits, "reason": _mind(len(each))}


def _tells(size: int) -> Iterable[int]:
    """Which of the ordered values to leave out: without an outer one the median is as without the next."""
    middle = size // 2
    return range(max(0, middle - 1), min(size, middle + 2)) if size > 1 else ()


def _range(values: Array) -> dict[str, float]:
    there = values[np.isfinite(values)]
    return {"least": float(there.min()), "most": float(there.max())} if len(values) > 1 and len(there) else {}


def _mind(clusters: int) -> str:
    return f"fewer than {COMFORTABLE} clusters: look at each of them too" if clusters < COMFORTABLE else ""


def _clusters(number: int) -> str:
    return f"{number} cluster{'s' * (number != 1)}"


def _commonest(reasons: pd.Series) -> str:
    told = reasons.astype(str).value_counts()
    return str(told.index[0]) if len(told) else ""


def _named(column: pd.Series) -> str:
    return ", ".join(sorted(set(_names(column))))


def _names(column: pd.Series) -> Iterator[str]:
    several: Many[str] = column.astype(str).unique().tolist()
    for names in several:
        yield from filter(None, names.split(", "))
