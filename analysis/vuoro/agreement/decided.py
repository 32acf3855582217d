"""Decisions of two coders: whether both see one, and what each says of it.

Two decisions are the same where they begin with the same turn, or, among those that are left, where at least
half of the turns that either covers are covered by both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Sequence as Many
from typing import Any

import numpy as np

from vuoro.agreement import coefficients as how
from vuoro.agreement import outcomes
from vuoro.agreement.counting import Array, Counts, coincidences, count
from vuoro.agreement.outcomes import Pair
from vuoro.agreement.questions import TOGETHER, Question
from vuoro.agreement.resampling import Coefficient
from vuoro.model import MACHINES, Decision, Sequence
from vuoro.sequences.decisions import BY_RULE, MADE_BY

FEATURES = tuple(f"b{number}" for number in range(1, 10))

SAID: Mapping[str, Callable[[Decision], Any]] = {
    "outcome": lambda one: one.outcome,
    "type": lambda one: one.type or None,
    "commitment": lambda one: one.commitment,
    "origin_of_adopted_option": lambda one: one.origin_of_adopted_option or None,
    "goal_owner": lambda one: one.goal_owner,
    **{name: lambda one, name=name: one.features.get(name) for name in FEATURES},  # type: ignore[misc]
}
"""What is compared of two decisions that are the same; None where a coder has not said it."""

RANKED = ("commitment",)
"""What has an order, so that who is near is half right: ordinal alpha."""


def of_people(decisions: Iterable[Decision]) -> list[Decision]:
    """Those that their coder has judged as such; a machine's are what its rules have made."""
    return [
        one for one in decisions if one.coder.startswith(MACHINES) or one.attributes.get(MADE_BY) != BY_RULE
    ]


def spans(decisions: Iterable[Decision]) -> list[Sequence]:
    """Decisions in the form in which :func:`~vuoro.agreement.outcomes.paired` finds counterparts."""
    return [
        Sequence(
            encounter=one.encounter, type="decision", first_turn=one.first_turn, last_turn=one.last_turn,
            outcome=one.outcome, coder=one.coder, status=one.status, attributes={"decision": one},
        )
        for one in decisions
    ]  # fmt: skip


def questions(coders: tuple[str, str], pairs: Many[Many[Pair]]) -> Iterator[Question]:
    """Is there a decision, and what is said of those that both see? The units are decisions."""
    counts = outcomes.tables(pairs)
    yield Question(
        about="decision", coders=coders, units=counts["found"], counts=counts,
        coefficients={"identified": outcomes.identified},
    )  # fmt: skip
    both = [
        (number, one.attributes["decision"], other.attributes["decision"])
        for number, some in enumerate(pairs)
        for one, other in some
        if one is not None and other is not None
    ]
    for name, said in SAID.items():
        told = [(number, said(one), said(other)) for number, one, other in both]
        yield _compared(name, coders, [row for row in told if None not in row], len(pairs))


def _compared(name: str, coders: tuple[str, str], told: Many[tuple[int, Any, Any]], size: int) -> Question:
    names = sorted({value for _, *two in told for value in two})
    values = np.array([[names.index(value) for value in two] for _, *two in told], dtype=np.int64).reshape(
        -1, 2
    )
    of = np.array([number for number, *_ in told], dtype=np.int64)
    counts: Counts = count(values, of, len(names), size)
    coefficients: Mapping[str, Coefficient] = {**TOGETHER, "kappa": how.kappa}
    if name in RANKED:
        counts = {**counts, "coincidences": coincidences(values, of, len(names), size)}
        coefficients = {"observed": how.observed, "alpha_ordinal": ordinal_alpha}
    return Question(
        about=name, coders=coders, units=counts["pairable"], counts=counts, coefficients=coefficients
    )


def ordinal_alpha(counts: Counts) -> Array:
    """Krippendorff's alpha for ranks."""
    return how.alpha_with(how.ordinal, counts["coincidences"])
