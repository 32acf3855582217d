"""What is asked of the coders: which tables, and which coefficients of them.

Four things are asked apart, since coders may agree on one and not on another: is the same talk
marked (unitising), has a unit the same codes, has it this code or not, and how do sequences end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as Many
from functools import partial
from itertools import combinations

import numpy as np

from vuoro.agreement import coefficients as how
from vuoro.agreement import outcomes, totals, unitising
from vuoro.agreement.counting import Array, Counts, coincidences, count
from vuoro.agreement.outcomes import Pair
from vuoro.agreement.resampling import Coefficient
from vuoro.agreement.units import ALL, Ratings
from vuoro.model import Annotation, Encounter, record

TOGETHER: Mapping[str, Coefficient] = {
    "observed": how.observed,
    "fleiss": how.fleiss,
    "alpha": how.alpha,
    "ac1": how.ac1,
}
PRESENCE: Mapping[str, Coefficient] = {
    **TOGETHER,
    "positive": how.positive,
    "negative": how.negative,
    "prevalence": how.prevalence,
}
MARKING: Mapping[str, Coefficient] = {
    "u_alpha": unitising.u_alpha,
    "relevance_alpha": unitising.relevance_alpha,
    "coding_alpha": unitising.coding_alpha,
    "boundaries": unitising.boundary_f1,
}


@record
class Question:
    """Count tables, and what to compute of them. ``units`` is how many units there are in each encounter."""

    about: str
    coders: tuple[str, ...]
    units: Array
    counts: Counts
    coefficients: Mapping[str, Coefficient]


def of_codes(ratings: Ratings) -> Iterator[Question]:
    """The same codes? Then, code by code: is it there?"""
    values, sets = ratings.values()
    size = len(ratings.encounters)
    apart = how.masi(sets)
    summed = (coincidences(values, ratings.of, len(sets), size) * apart).sum(axis=(1, 2))
    counts = {**count(values, ratings.of, len(sets), size), "apart": summed}
    yield from _rated(ALL, ratings, counts, {**TOGETHER, "alpha_masi": partial(how.alpha_masi, apart)})
    for code in ratings.codes:
        yield from _rated(code, ratings, count(ratings.presence(code), ratings.of, 2, size), PRESENCE)


def _rated(
    about: str, ratings: Ratings, counts: Counts, together: Mapping[str, Coefficient]
) -> Iterator[Question]:
    """What all coders are asked together, and what is asked of each two."""
    units = counts["pairable"]
    yield Question(about=about, coders=ratings.coders, units=units, counts=counts, coefficients=together)
    for number, coders in enumerate(combinations(ratings.coders, 2)):
        pair: dict[str, Coefficient] = {"kappa": partial(how.kappa, pair=number)}
        if together is PRESENCE:
            pair["bias"] = partial(how.bias, pair=number)
        units = counts["margins"][:, number, 0].sum(axis=-1)
        some = {name: counts[name] for name in ("same", "margins")}
        yield Question(about=about, coders=coders, units=units, counts=some, coefficients=pair)


def of_totals(ratings: Ratings) -> Iterator[Question]:
    """As often in an encounter? The units are encounters that all coders have seen."""
    size = len(ratings.encounters)
    missed = np.bincount(ratings.of, (~ratings.seen).any(axis=1), minlength=size)
    there = (np.bincount(ratings.of, minlength=size) > 0) & (missed == 0)
    for number, code in enumerate(ratings.codes):
        given = ratings.given[:, :, number]
        sums = np.stack([np.bincount(ratings.of, one, minlength=size) for one in given.T], axis=1)
        yield Question(
            about=code, coders=ratings.coders, units=there.astype(float), counts=totals.tables(sums),
            coefficients={"icc": totals.icc},
        )  # fmt: skip


def of_marking(encounters: Iterable[Encounter], ratings: Ratings, judged: Iterable[Annotation]) -> Question:
    """Are the same words marked? The units are words."""
    by: dict[tuple[str, str], list[Annotation]] = {}
    for one in judged:
        by.setdefault((one.encounter, one.coder), []).append(one)
    seen = dict(zip(ratings.of.tolist(), ratings.seen, strict=True))
    found, words = [], []
    for number, encounter in enumerate(encounters):
        marked = {}
        for coder, there in zip(ratings.coders, seen.get(number, ()), strict=False):
            if there:
                given = by.get((encounter.id, coder), ())
                marked[coder], length = unitising.marked_words(encounter, given, ratings.codes)
        words.append(float(length if marked else 0))
        found.append(unitising.continuum(marked, length if marked else 0, len(ratings.codes)))
    counts = {name: np.stack([tables[name] for tables in found]) for name in found[0]}
    return Question(
        about=ALL, coders=ratings.coders, units=np.array(words), counts=counts, coefficients=MARKING
    )


def of_outcomes(coders: tuple[str, str], pairs: Many[Many[Pair]]) -> Iterator[Question]:
    """Is there a sequence, and what came of it? All types, then each; the units are sequences."""
    types = {s.type for some in pairs for pair in some for s in pair if s is not None}
    for type in (ALL, *sorted(types, key=lambda name: (len(name), name))):
        some = [[pair for pair in here if type in (ALL, *_types(pair))] for here in pairs]
        counts = outcomes.tables(some)
        # Over all types, an outcome of one type would count as a lucky guess at that of another.
        told = {"observed": how.observed} if type == ALL else {**TOGETHER, "kappa": how.kappa}
        for units, functions in (("found", {"identified": outcomes.identified}), ("matched", told)):
            yield Question(
                about=type, coders=coders, units=counts[units], counts=counts, coefficients=functions
            )


def _types(pair: Pair) -> tuple[str, ...]:
    return tuple(s.type for s in pair if s is not None)
