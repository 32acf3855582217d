"""S3 and S4: an action put forward by the client, or by the professional, and its reception."""

from __future__ import annotations

from collections.abc import Iterator

from vuoro.model import Annotation, Sequence
from vuoro.sequences.floor import (
    Floor,
    across,
    by_client,
    clauses_at,
    moves_at,
    opened,
    particles,
    passes,
    sequence,
    units_at,
    words_at,
)

PROPOSED = frozenset({"propose"})
PUT_FORWARD = frozenset({"propose", "list_options", "announce_decision"})

WITHIN = 3
"""How many turns the recipient has in which a reception still answers the action."""

RECEPTIONS = {
    "develop_proposal": "developed",
    "probe_proposal": "probed",
    "accept": "accepted",
    "hedged_accept": "accepted",
}
RESPONSES = {
    "accept": "accept_plain",
    "develop_proposal": "accept_elaborated",
    "hedged_accept": "hedged",
    "express_doubt": "doubt",
    "propose": "counter",
    "reject": "reject",
    "probe_proposal": "question",
    "ask_info": "question",
}

ELABORATED = 7
"""As many words as make an acceptance more than plain."""


def link_client_proposals(floor: Floor) -> Iterator[Sequence]:
    """S3: what the professional first does with what the client has proposed."""
    for at, move in opened(floor, PROPOSED):
        if by_client(floor, at):
            answer, outcome = _reception(floor, at)
            yield sequence(floor, "S3", at, move, outcome, answer, at if answer is None else answer)


def _reception(floor: Floor, at: int) -> tuple[int | None, str]:
    first = None
    for later in _turns_across(floor, at):
        first = later if first is None else first
        if _puts_off(floor, later):
            return later, "deferred"
        for move in moves_at(floor, later):
            return later, _received(floor, later, move)
    if first is None:
        return None, "ignored"
    return first, "acknowledged_only" if _acknowledges(floor, first) else "ignored"


def _received(floor: Floor, at: int, move: Annotation) -> str:
    if move.code == "reject":
        grounds = move.attributes.get("grounds") == "y" or "explain" in _codes(floor, at)
        return "rejected_with_grounds" if grounds or words_at(floor, at) >= 12 else "rejected_without_grounds"
    return RECEPTIONS.get(move.code, "acknowledged_only" if _acknowledges(floor, at) else "ignored")


def _puts_off(floor: Floor, at: int) -> bool:
    text = " ".join(unit.said.words.strip() for unit in units_at(floor, at))
    later = particles(floor.encounter.language).get("later", frozenset())
    return any(f" {phrase} " in f" {text} " for phrase in later)


def _acknowledges(floor: Floor, at: int) -> bool:
    units = units_at(floor, at)
    return bool(units) and (units[0].fired("yes") or units[0].fired("continuer"))


def link_professional_actions(floor: Floor) -> Iterator[Sequence]:
    """S4: how the client responds to what the professional has put forward.

    A continuer is no response where acceptance is due; an announcement asks for none, so where
    nothing but a continuer follows it there is no sequence.
    """
    for at, move in opened(floor, PUT_FORWARD):
        if by_client(floor, at) or _superseded(floor, at, move):
            continue
        answer, outcome = _response(floor, at)
        if outcome == "no_response" and move.code == "announce_decision":
            continue
        yield sequence(floor, "S4", at, move, outcome, answer, at if answer is None else answer)


def _superseded(floor: Floor, at: int, move: Annotation) -> bool:
    """Whether the same turn goes on to another action, which then is the one to be received."""
    return any(other.start >= move.stop and other.code in PUT_FORWARD for other in moves_at(floor, at))


def _response(floor: Floor, at: int) -> tuple[int | None, str]:
    first = None
    for later in _turns_across(floor, at):
        first = later if first is None else first
        for move in moves_at(floor, later):
            if move.code in RESPONSES:
                return later, _answered(floor, later, move)
    return first, "no_response"


def _answered(floor: Floor, at: int, move: Annotation) -> str:
    if move.code == "reject" and move.attributes.get("counter") == "y":
        return "counter"
    if move.code == "accept":
        strength = move.attributes.get("strength")
        long = clauses_at(floor, at) >= 2 and words_at(floor, at) >= ELABORATED
        return "accept_elaborated" if strength == "elaborated" or (long and not strength) else "accept_plain"
    return RESPONSES[move.code]


def _turns_across(floor: Floor, at: int) -> Iterator[int]:
    """The recipient's next turns, until the one who put the action forward puts another."""
    count = 0
    for later in range(at + 1, len(floor.turns)):
        if across(floor, at, later):
            count += not passes(floor, later)
            yield later
        elif any(move.code in PUT_FORWARD for move in moves_at(floor, later)):
            return
        if count >= WITHIN:
            return


def _codes(floor: Floor, at: int) -> list[str]:
    return [move.code for move in moves_at(floor, at)]
