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
PROPOSALS = frozenset({"propose", "list_options"})
PUT_FORWARD = PROPOSALS | {"announce_decision"}
QUESTIONS = frozenset({"ask_info", "probe_proposal", "invite_view"})

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

    Actions put forward one after another, with nothing but continuers between them, are one
    package and get one response: acceptance is due where the last of them ends. A continuer is no
    response where acceptance is due; an announcement asks for none, so where nothing but a
    continuer follows announcements there is no sequence, nor where the talk ends.
    """
    for package in _packages(floor):
        at, move = next((found for found in package if found[1].code in PROPOSALS), package[-1])
        answer, outcome = _response(floor, package[-1][0])
        none_due = move.code not in PROPOSALS or package[-1][0] == len(floor.turns) - 1
        if outcome == "no_response" and none_due:
            continue
        yield sequence(floor, "S4", at, move, outcome, answer, package[-1][0] if answer is None else answer)


def _packages(floor: Floor) -> Iterator[list[tuple[int, Annotation]]]:
    """Runs of the professional's actions that the client has not answered in between."""
    package: list[tuple[int, Annotation]] = []
    for at, move in opened(floor, PUT_FORWARD):
        if by_client(floor, at):
            continue
        if package and _taken_between(floor, package[-1][0], at):
            yield package
            package = []
        package.append((at, move))
    if package:
        yield package


def _taken_between(floor: Floor, one: int, other: int) -> bool:
    """Whether the client has done more than listen between two turns."""
    return any(by_client(floor, at) and not passes(floor, at) for at in range(one + 1, other))


def _response(floor: Floor, at: int) -> tuple[int | None, str]:
    """The first response that decides; questions before it are inserts, and count where nothing follows."""
    first = asked = None
    for later in _turns_across(floor, at):
        first = later if first is None else first
        for move in moves_at(floor, later):
            outcome = _answered(floor, later, move)
            if outcome == "question":
                asked = later if asked is None else asked
            elif outcome:
                return later, outcome
    return (asked, "question") if asked is not None else (first, "no_response")


def _strength(floor: Floor, at: int) -> str:
    """Elaborated where the turn says more than yes, or what the speaker will do about it."""
    acts = any("own_action" in unit.said.hits for unit in units_at(floor, at))
    long = clauses_at(floor, at) >= 2 and words_at(floor, at) >= ELABORATED
    return "elaborated" if acts or long else "plain"


def _answered(floor: Floor, at: int, move: Annotation) -> str:
    if move.code == "reject" and move.attributes.get("counter") == "y":
        return "counter"
    if move.code == "accept":
        strength = move.attributes.get("strength") or _strength(floor, at)
        return "accept_elaborated" if strength == "elaborated" else "accept_plain"
    return RESPONSES.get(move.code, "")


def _turns_across(floor: Floor, at: int) -> Iterator[int]:
    """The recipient's next turns, until the one who put the action forward puts another."""
    count = 0
    for later in range(at + 1, len(floor.turns)):
        if across(floor, at, later):
            # A question is an insert, after which the response is still due.
            asks = any(move.code in QUESTIONS for move in moves_at(floor, later))
            count += not passes(floor, later) and not asks
            yield later
        elif any(move.code in PUT_FORWARD for move in moves_at(floor, later)):
            return
        if count >= WITHIN:
            return


def _codes(floor: Floor, at: int) -> list[str]:
    return [move.code for move in moves_at(floor, at)]
