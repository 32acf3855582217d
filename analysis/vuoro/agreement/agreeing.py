"""Everything about how far coders agree, as frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Many
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from vuoro.agreement import decided, differing, questions
from vuoro.agreement.counting import where
from vuoro.agreement.outcomes import Pair, paired
from vuoro.agreement.questions import Question
from vuoro.agreement.resampling import DRAWS, SEED, estimates
from vuoro.agreement.units import ALL, Ratings, Seen, rate, standing
from vuoro.model import Annotation, Decision, Encounter, Sequence, record

COLUMNS = (
    "language", "code", "coefficient", "coders", "value", "low", "high", "least", "most", "units",
    "encounters", "reason",
)  # fmt: skip
EACH = ("encounter", "code", "coefficient", "coders", "value", "units")

Pairs = dict[tuple[str, str], list[list[Pair]]]


@record
class Agreement:
    """How far coders agree, and where they do not.

    ``coefficients`` has a row for each coefficient and code (and language): `value`, its 95 % interval
    `low` and `high`, its range `least` to `most` when one encounter is left out, how many `units` and
    `encounters` it rests on, and the `reason` for what is missing. ``outcomes`` is the same for types
    of sequences, and ``decisions`` for `what` is said of decisions. ``each`` has the values of single encounters that have one, ``confusion`` what was taken for what,
    ``disagreements`` and ``other_outcomes`` every place, and ``treatment`` says what a unit was.
    """

    coders: tuple[str, ...]
    coefficients: pd.DataFrame
    outcomes: pd.DataFrame
    decisions: pd.DataFrame
    each: pd.DataFrame
    confusion: pd.DataFrame
    disagreements: pd.DataFrame
    other_outcomes: pd.DataFrame
    treatment: str


def agree(
    encounters: Iterable[Encounter],
    annotations: Iterable[Annotation],
    sequences: Iterable[Sequence] = (),
    *,
    decisions: Iterable[Decision] = (),
    unit: str = "turn",
    by_language: bool = False,
    seen: Seen | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Agreement:
    """Compare two or more coders, people or machines, on the encounters that they have both coded.

    Parameters
    ----------
    annotations, sequences, decisions : of all the coders; rejected ones do not count, and neither do
        decisions that rules have made of somebody's moves
    unit : "turn" or "tcu"
    by_language : repeat all of it for each language
    seen : coder to the encounters that this coder has read, as :func:`rate` has it
    draws, seed : of the resampling, so that two runs print the same interval

    Raises
    ------
    NothingToCompare, DoubledJudgement, NotACode
        as :func:`rate` does.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> visit = Encounter(id="v", turns=tuple(Turn(id=t, speaker="D", raw="x", text="x") for t in "abcd"))
    >>> def by(coder, *given):
    ...     return [Annotation(encounter="v", turn=t, code=c, coder=coder, start=0, stop=1) for t, c in given]
    >>> found = agree([visit], by("aino", ("a", "propose"), ("b", "accept")) + by("bo", ("a", "propose")))
    >>> found.coefficients.query("code == 'propose' and coefficient == 'kappa'")[["value", "reason"]].values.tolist()
    [[1.0, 'no interval: 1 encounter, and it takes 5']]
    >>> found.disagreements[["turn", "aino", "bo"]].values.tolist()
    [['b', 'accept', 'other']]
    """
    encounters, judged = list(encounters), list(annotations)
    ratings = rate(encounters, judged, unit=unit, seen=seen)
    shared = [e for e in encounters if e.id in ratings.encounters]
    marking = questions.of_marking(shared, ratings, standing(judged))
    asked = [*questions.of_codes(ratings), *questions.of_totals(ratings), marking]
    pairs = _paired(shared, list(sequences), ratings)
    ended = [one for coders, some in pairs.items() for one in questions.of_outcomes(coders, some)]
    both = _paired(shared, decided.spans(decided.of_people(decisions)), ratings)
    settled = [one for coders, some in both.items() for one in decided.questions(coders, some)]
    languages = [e.language or "" for e in shared]
    chosen = (ALL, *sorted(set(languages))) if by_language else (ALL,)
    coefficients, outcomes, of_decisions = (
        pd.DataFrame(_rows(some, languages, chosen, draws, seed), columns=list(COLUMNS))
        for some in (asked, ended, settled)
    )
    return Agreement(
        coders=ratings.coders,
        coefficients=coefficients,
        outcomes=outcomes.rename(columns={"code": "type"}),
        decisions=of_decisions.rename(columns={"code": "what"}),
        each=pd.DataFrame(_each(asked, ratings.encounters), columns=list(EACH)),
        confusion=differing.confusion(ratings),
        disagreements=differing.disagreements(shared, ratings),
        other_outcomes=_other_outcomes(shared, pairs, ratings.coders),
        treatment=ratings.treatment,
    )


def _paired(encounters: Many[Encounter], sequences: Many[Sequence], ratings: Ratings) -> Pairs:
    """For each two coders who link sequences at all, the pairs in each encounter that both have seen."""
    linked: dict[tuple[str, str], list[Sequence]] = {}
    for one in sequences:
        linked.setdefault((one.coder, one.encounter), []).append(one)
    linking = {one.coder for one in sequences}
    seen = dict(zip(ratings.of.tolist(), ratings.seen, strict=True))
    found: Pairs = {}
    for (i, a), (j, b) in combinations(enumerate(ratings.coders), 2):
        if {a, b} <= linking:
            both = [
                number in seen and seen[number][i] and seen[number][j] for number in range(len(encounters))
            ]
            found[a, b] = [
                paired(e, linked.get((a, e.id), ()), linked.get((b, e.id), ())) if there else []
                for e, there in zip(encounters, both, strict=True)
            ]
    return found


def _rows(
    asked: Iterable[Question], languages: Many[str], chosen: Many[str], draws: int, seed: int
) -> Iterator[tuple[Any, ...]]:
    spoken = np.array(languages)
    asked = list(asked)
    for language in chosen:
        for one in asked:
            there = (one.units > 0) & ((spoken == language) | (language == ALL))
            some = where(one.counts, there)
            size = int(one.units[there].sum())
            found = estimates(some, one.coefficients, draws=draws, seed=seed) if size else {}
            for name, e in found.items():
                values = (e.value, e.low, e.high, e.least, e.most)
                yield language, one.about, name, _names(one), *values, size, int(there.sum()), e.reason


def _each(asked: Iterable[Question], encounters: Many[str]) -> Iterator[tuple[Any, ...]]:
    """Count tables have the encounters as their first axis, so a coefficient of them is one of each encounter."""
    for one in asked:
        for name, coefficient in one.coefficients.items():
            for encounter, value, size in zip(encounters, coefficient(one.counts), one.units, strict=True):
                if size and not np.isnan(value):
                    yield encounter, one.about, name, _names(one), float(value), int(size)


def _names(one: Question) -> str:
    return " × ".join(one.coders)


def _other_outcomes(encounters: Many[Encounter], pairs: Pairs, coders: Many[str]) -> pd.DataFrame:
    if not pairs:
        return differing.other_outcomes((), (), (coders[0], coders[1]))
    found = [differing.other_outcomes(encounters, some, two) for two, some in pairs.items()]
    return pd.concat(found, ignore_index=True)
