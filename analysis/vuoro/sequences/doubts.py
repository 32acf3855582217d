"""S5: a sign of doubt, and whether the other picks it up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vuoro.language import stems
from vuoro.model import Annotation, Sequence
from vuoro.sequences.floor import (
    ACTIONS,
    Floor,
    by_client,
    by_professional,
    codes_at,
    moves_at,
    opened,
    passes,
    same_speaker,
    sequence,
    silent,
)

VOICED = frozenset({"express_doubt", "hedged_accept", "reject"})
INSERTS = frozenset({"ask_info", "confirm_question", "probe_proposal"})
"""Questions about the doubt, after which the pick-up is still to come; they decide where nothing comes."""

WITHIN = 3
"""How many of the other's turns are an opportunity to pick up a doubt."""

PICKED_UP = (
    ("explore_doubt", "explored"),
    ("receive_feeling", "acknowledged"),
    ("explain", "countered"),
    ("reject", "countered"),
    ("express_view", "countered"),
    ("express_doubt", "acknowledged"),
    ("propose", "decision_reopened"),
    ("list_options", "decision_reopened"),
    ("share_power", "acknowledged"),
    ("accept", "acknowledged"),
    ("develop_proposal", "acknowledged"),
    ("announce_decision", "bypassed"),
    ("invite_view", "decision_reopened"),
    ("confirm_question", "acknowledged"),
    ("probe_proposal", "acknowledged"),
)
"""What a turn does to a doubt, by the first of these codes that is in it; any other bypasses it."""

WEAK = {"invite_view": "bypassed", "": "bypassed"}
"""What is different after a hedged agreement: to go on, or to ask about the next thing, passes it by."""


def link_doubts(floor: Floor, responses: Iterable[Sequence]) -> Iterator[Sequence]:
    """A sequence for each doubt, hedge and refusal, and for each response that was withheld (S4).

    Doubt is the client's, unless ``by`` says whose it is. The professional is looked to for the
    pick-up, and for a professional's doubt the others.
    """
    places = {turn.id: at for at, turn in enumerate(floor.turns)}
    for response in responses:
        if response.outcome == "no_response":
            at = places[response.response_turn or response.last_turn]
            if VOICED.isdisjoint(codes_at(floor, at)):
                due = next(move for move in floor.moves[response.first_turn] if move.code == response.code)
                yield _picked_up(floor, at, due, places[response.first_turn])
    for at, move in opened(floor, VOICED):
        yield _picked_up(floor, at, move, _doubted(floor, at))


def _doubted(floor: Floor, at: int) -> int | None:
    """The turn with the action that is in doubt: the last that somebody else has put forward."""
    for before in range(at - 1, -1, -1):
        if not ACTIONS.isdisjoint(codes_at(floor, before)) and not same_speaker(floor, at, before):
            return before
    return None


def _picked_up(floor: Floor, at: int, trigger: Annotation, action: int | None) -> Sequence:
    answer, outcome = _reaction(floor, at, trigger.code, action)
    role = floor.voices[at].role
    more = {} if role == "client" or action == at else {"by": role}
    return sequence(floor, "S5", at, trigger, outcome, answer, at if answer is None else answer, **more)


def _opportunities(floor: Floor, at: int) -> Iterator[int]:
    """The turns in which a doubt can be picked up; by bystanders only where nobody else is left to."""
    if by_professional(floor, at):
        yield from _others(floor, at)
        return
    found = False
    for later in _others(floor, at):
        if by_professional(floor, later):
            found = True
            yield later
    if not found:
        yield from _others(floor, at)


def _others(floor: Floor, at: int) -> Iterator[int]:
    for later in range(at + 1, len(floor.turns)):
        spoken = not silent(floor, later) and floor.voices[later].role != "interpreter"
        if spoken and not _same_side(floor, at, later):
            yield later


def _same_side(floor: Floor, one: int, other: int) -> bool:
    both = [(by_client(floor, at), by_professional(floor, at)) for at in (one, other)]
    return same_speaker(floor, one, other) or (any(both[0]) and both[0] == both[1])


def _reaction(floor: Floor, at: int, trigger: str, action: int | None) -> tuple[int | None, str]:
    first, asked, count = None, None, 0
    for later in _opportunities(floor, at):
        first = later if first is None else first
        if passes(floor, later):
            if _voiced_between(floor, at, later):
                break
            continue
        if _inserts(floor, later) and count + 1 < WITHIN:
            asked, count = (later if asked is None else asked), count + 1
            continue
        if asked is None and first != later and not _gives_room(floor, later):
            break
        return later, _met(floor, at, later, trigger, action)
    if asked is not None:
        return asked, _met(floor, at, asked, trigger, action)
    if first is None:
        return None, "bypassed"
    return first, "acknowledged"


def _inserts(floor: Floor, at: int) -> bool:
    codes = codes_at(floor, at)
    return bool(codes) and INSERTS.issuperset(codes)


def _gives_room(floor: Floor, at: int) -> bool:
    """Whether a turn takes the doubt up after a token that only let it stand."""
    return not {"explore_doubt", "receive_feeling", "invite_view"}.isdisjoint(codes_at(floor, at))


def _voiced_between(floor: Floor, at: int, later: int) -> bool:
    return any(not VOICED.isdisjoint(codes_at(floor, one)) for one in range(at + 1, later))


def _met(floor: Floor, at: int, later: int, trigger: str, action: int | None) -> str:
    codes = codes_at(floor, later)
    deciding, outcome = next((found for found in PICKED_UP if found[0] in codes), ("", "bypassed"))
    if not codes and trigger != "hedged_accept":
        return "acknowledged"
    if trigger == "hedged_accept" and deciding in WEAK:
        return WEAK[deciding]
    if deciding == "propose" and action is not None and _same(floor, action, later):
        return "repeated"
    return outcome


def _same(floor: Floor, action: int, later: int) -> bool:
    """Whether what is proposed now was proposed before the doubt."""
    again = next(move for move in moves_at(floor, later) if move.code == "propose")
    before, said = floor.turns[action].text, floor.turns[later].raw[again.start : again.stop]
    return bool(stems.shared(before, said, floor.encounter.language or ""))
