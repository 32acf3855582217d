"""S2: a statement put up for confirmation, and what the other made of it."""

from __future__ import annotations

from collections.abc import Iterator

from vuoro.language.words import words
from vuoro.model import Annotation, Sequence
from vuoro.sequences.floor import (
    Floor,
    clauses_at,
    opened,
    particles,
    passes,
    sequence,
    units_at,
    words_at,
)

CONFIRMABLE = frozenset({"confirm_question"})

MORE = 5
"""As many words as make an answer more than the token that confirms."""


def link_confirmations(floor: Floor) -> Iterator[Sequence]:
    for at, move in opened(floor, CONFIRMABLE):
        answer = _answer(floor, at)
        outcome = "no_uptake" if answer is None else _outcome(floor, at, move, answer)
        yield sequence(floor, "S2", at, move, outcome, answer, at if answer is None else answer)


def _answer(floor: Floor, at: int) -> int | None:
    """The next turn of anybody else, if the asker does not go on before."""
    for later in range(at + 1, min(at + 3, len(floor.turns))):
        if floor.turns[later].speaker != floor.turns[at].speaker:
            return later
    return None


def _outcome(floor: Floor, at: int, move: Annotation, answer: int) -> str:
    small = particles(floor.encounter.language)
    units = units_at(floor, answer)
    said = " ".join(unit.said.words for unit in units).split()
    if not said:
        return "no_uptake"
    yes, no = units[0].fired("yes"), units[0].fired("no")
    if passes(floor, answer) and not (yes or no):
        return "no_uptake"
    if said[1:2] and (yes or no) and any(word in small["but"] for word in said[1:4]):
        return "qualified"
    asked = words(floor.turns[at].raw[move.start : move.stop])
    if no and not any(word in small["negation"] for word in asked):
        return "disconfirmed"
    return "expanded" if clauses_at(floor, answer) >= 2 or words_at(floor, answer) >= MORE else "confirmed"
