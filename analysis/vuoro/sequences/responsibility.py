"""S8: a decision right or a task that is shared, and whether it is taken."""

from __future__ import annotations

from collections.abc import Iterator

from vuoro.language.words import words
from vuoro.model import Annotation, Sequence
from vuoro.sequences.floor import (
    ACTIONS,
    Floor,
    across,
    by_professional,
    codes_at,
    held_until,
    opened,
    particles,
    passes,
    sequence,
    silent,
    units_at,
)

SHARED = frozenset({"share_power"})
HELP = frozenset({"explain", "propose", "list_options", "announce_decision", "develop_proposal", "accept"})
"""Moves by which the one who shares a responsibility gives information or help along with it."""

TAKEN = frozenset({"accept", "reject", "express_view", "announce_decision", "share_power"})
"""Moves by which a right is used: also saying no is."""

CONDITIONED = frozenset({"propose", "develop_proposal"})
ASKED = frozenset({"ask_info", "probe_proposal"})

WITHIN = 4
"""How many turns after it a responsibility can still be taken in; a question or a token may come first."""

AROUND = 1
"""How many turns of the same speaker before and after count as said along with it."""


def link_responsibilities(floor: Floor) -> Iterator[Sequence]:
    """S8: who takes what was shared; ``supported`` says whether help was given with it."""
    for at, move in opened(floor, SHARED):
        answer = _answer(floor, at)
        outcome = "no_uptake" if answer is None else _outcome(floor, at, move, answer)
        more = {"supported": str(move.attributes.get("supported") or ("y" if _supported(floor, at) else "n"))}
        if not by_professional(floor, at):
            more["by"] = floor.voices[at].role
        yield sequence(floor, "S8", at, move, outcome, answer, at if answer is None else answer, **more)


def _answer(floor: Floor, at: int) -> int | None:
    """The turn by the other side that does something with it, else the next that says anything."""
    turns = list(_turns(floor, at))
    done = [one for one in turns if codes_at(floor, one) and not ASKED.issuperset(codes_at(floor, one))]
    return next(iter(done or turns), None)


def _turns(floor: Floor, at: int) -> Iterator[int]:
    """The other side's next turns, until the sharer puts forward something else."""
    for later in range(at + 1, min(held_until(floor, at) + 1 + WITHIN, len(floor.turns))):
        if silent(floor, later) or floor.voices[later].role == "interpreter":
            continue
        if across(floor, at, later):
            yield later
        elif not ACTIONS.isdisjoint(codes_at(floor, later)):
            return


def _outcome(floor: Floor, at: int, move: Annotation, answer: int) -> str:
    codes = codes_at(floor, answer)
    if not by_professional(floor, at):
        return "shared" if codes else "no_uptake"
    if _gives_back(floor, answer) or "hedged_accept" in codes:
        return "declined"
    if passes(floor, answer):
        return "no_uptake"
    if not CONDITIONED.isdisjoint(codes) or _but(floor, answer):
        return "taken_with_conditions"
    if not TAKEN.isdisjoint(codes):
        return "shared" if _joint(floor, at, move) and "accept" not in codes else "taken"
    return "shared" if _joint(floor, at, move) else "no_uptake"


def _gives_back(floor: Floor, at: int) -> bool:
    text = " ".join(words(floor.turns[at].text))
    unknowing = particles(floor.encounter.language).get("unknowing", ())
    return any(unit.fired("give_back") for unit in units_at(floor, at)) or any(p in text for p in unknowing)


def _but(floor: Floor, at: int) -> bool:
    """Whether the right is taken with an *if* or *but* early in the turn."""
    small = particles(floor.encounter.language)
    said = words(floor.turns[at].text)[:4]
    conditional = small.get("but", frozenset()) & set(said)
    return bool(conditional) and "accept" in codes_at(floor, at)


def _joint(floor: Floor, at: int, move: Annotation) -> bool:
    if move.attributes.get("kind") == "jointness":
        return True
    text = " ".join(words(floor.turns[at].raw[move.start : move.stop]))
    return any(
        f" {phrase} " in f" {text} " for phrase in particles(floor.encounter.language).get("together", ())
    )


def _supported(floor: Floor, at: int) -> bool:
    speaker = floor.voices[at].speaker
    near = range(max(0, at - 2 * AROUND), min(at + 2 * AROUND + 1, len(floor.turns)))
    return any(
        not HELP.isdisjoint(codes_at(floor, one)) for one in near if floor.voices[one].speaker == speaker
    )
