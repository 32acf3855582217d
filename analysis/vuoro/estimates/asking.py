"""What a comparison is asked, and whether there is enough to answer."""

from __future__ import annotations

import pandas as pd

from vuoro.estimates import people
from vuoro.estimates.models import DIFFERENCE, NEGATIVE_BINOMIAL, POISSON, RATIO
from vuoro.model import VuoroError, record

MOST_PRIMARY = 3
"""Measures. Who names more of them in advance has not decided which the question is about."""

GEE, MIXED = "gee", "mixed"
COUNTS, CONTRASTS = (POISSON, NEGATIVE_BINOMIAL), ("", DIFFERENCE, RATIO)

COMPARED, DESCRIPTIVE, WITHHELD = "compared", "descriptive", "withheld"


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


def check(question: Question, primary: int, measures: int) -> None:
    """Refuse a question that no data could answer; ``primary`` of so many ``measures`` were named in advance."""
    if primary > MOST_PRIMARY:
        raise CannotCompare(
            f"{primary} primary measures; name at most {MOST_PRIMARY} in advance and the rest as others"
        )
    if not measures:
        raise CannotCompare("no measure to compare; name at least one as primary")
    if len(question.order) < 2:
        raise CannotCompare(f"{question.group!r} tells one group only; a comparison takes two")
    for given, known in (
        (question.model, (GEE, MIXED)),
        (question.counts, COUNTS),
        (question.contrast, CONTRASTS),
    ):
        if given not in known:
            raise CannotCompare(f"no {given!r}; choose one of {', '.join(filter(None, known))}")


def standing(there: pd.DataFrame, rows: pd.DataFrame, question: Question) -> tuple[str, str]:
    """Whether there is enough to compare; whether it may be shown at all comes first."""
    by = question.group
    for group in question.order:
        if reason := people.withheld(rows[rows[by] == group], question.professional, rows):
            return WITHHELD, f"{group}: {reason}"
    if question.professional is None:
        return (
            DESCRIPTIVE,
            "it is not known whose encounters these are, and those of one professional resemble each other",
        )
    for group in question.order:
        each = there.loc[there[by] == group, question.professional].value_counts()
        known = int((each >= people.ENCOUNTERS_EACH).sum())
        if known < people.FEWEST_PROFESSIONALS:
            return DESCRIPTIVE, (
                f"{group}: {known} professionals with {people.ENCOUNTERS_EACH} encounters or more, and a "
                f"comparison takes {people.FEWEST_PROFESSIONALS}"
            )
    small = min(int((there[by] == group).sum()) for group in question.order)
    few = f"{small} encounters in the smallest group; {people.PREFERABLE} would be preferable"
    return COMPARED, few if small < people.PREFERABLE else ""
