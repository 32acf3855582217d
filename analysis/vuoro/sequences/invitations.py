"""S1: an invitation, and whether it was taken up."""

from __future__ import annotations

from collections.abc import Iterator

from vuoro.model import Annotation, Sequence
from vuoro.sequences.floor import (
    Floor,
    across,
    clauses_at,
    gap_before,
    moves_at,
    opened,
    passes,
    sequence,
    units_at,
    words_at,
)

INVITATIONS = frozenset({"invite_open", "invite_view"})
NARROWER = frozenset({"ask_info", "confirm_question", "invite_open", "invite_view"})
QUESTIONS = frozenset({"ask_info", "confirm_question", "probe_proposal", "check_understanding"})

PROMPT = 0.5
"""Seconds under which somebody who goes on has left no room for an answer."""

GIVEN_BACK = 12
"""Words within which *I don't know, you know best* is the whole answer."""


def link_invitations(floor: Floor) -> Iterator[Sequence]:
    for at, move in opened(floor, INVITATIONS):
        answer, last = _answer(floor, at, move)
        if answer is None:
            outcome = "withdrawn" if _went_on(floor, at, move) else "no_uptake"
            yield sequence(floor, "S1", at, move, outcome, None, at)
        else:
            yield sequence(floor, "S1", at, move, _uptake(floor, answer, last), answer, last)


def _answer(floor: Floor, at: int, move: Annotation) -> tuple[int | None, int]:
    """The first and last turn of the answer: up to where the inviter does more than listen."""
    if _narrowed(floor, at, move):
        return None, at
    first, last = None, at
    for later in range(at + 1, len(floor.turns)):
        if across(floor, at, later):
            first = later if first is None else first
            last = later
            if first == later and not passes(floor, later):
                continue
        elif not passes(floor, later):
            break
    return first, last


def _narrowed(floor: Floor, at: int, move: Annotation) -> bool:
    """Whether the inviter puts another question in the same breath."""
    return any(other.start > move.start and other.code in NARROWER for other in moves_at(floor, at))


def _went_on(floor: Floor, at: int, move: Annotation) -> bool:
    if _narrowed(floor, at, move):
        return True
    if at + 1 >= len(floor.turns):
        return False
    gap = gap_before(floor, at + 1)
    return gap is None or gap < PROMPT


def _uptake(floor: Floor, first: int, last: int) -> str:
    turns = [at for at in range(first, last + 1) if floor.turns[at].speaker == floor.turns[first].speaker]
    said = [at for at in turns if not passes(floor, at)]
    if not said:
        answered = any(unit.fired("yes") or unit.fired("no") for at in turns for unit in units_at(floor, at))
        return "minimal" if answered else "no_uptake"
    count = sum(words_at(floor, at) for at in said)
    if count <= GIVEN_BACK and any(unit.fired("give_back") for at in said for unit in units_at(floor, at)):
        return "declined"
    moves = moves_at(floor, said[0])
    if moves and moves[0].code in QUESTIONS:
        return "deflected"
    return "extended" if sum(clauses_at(floor, at) for at in said) >= 2 else "minimal"
