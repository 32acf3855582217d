"""S5: a sign of doubt, and whether the professional picks it up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vuoro.language import stems
from vuoro.model import Annotation, Sequence
from vuoro.sequences.floor import Floor, by_client, moves_at, opened, passes, sequence

DOUBTED = frozenset({"hedged", "doubt", "reject", "no_response"})
VOICED = frozenset({"express_doubt", "hedged_accept", "reject"})
FORWARD = frozenset({"propose", "announce_decision"})

WITHIN = 3
"""How many of the professional's turns are an opportunity to pick up a doubt."""

PICKED_UP = {
    "explore_doubt": "explored",
    "receive_feeling": "acknowledged",
    "confirm_question": "acknowledged",
    "accept": "acknowledged",
    "explain": "countered",
    "reject": "countered",
    "list_options": "decision_reopened",
    "share_power": "decision_reopened",
    "invite_view": "decision_reopened",
    "develop_proposal": "decision_reopened",
}


def link_doubts(floor: Floor, responses: Iterable[Sequence]) -> Iterator[Sequence]:
    """A sequence for each doubting response (S4), and for each sign of doubt beside them."""
    places = {turn.id: at for at, turn in enumerate(floor.turns)}
    seen: set[int] = set()
    for response in responses:
        if response.outcome in DOUBTED:
            at = places[response.response_turn or response.first_turn]
            if at not in seen:
                seen.add(at)
                yield _picked_up(floor, at, places[response.first_turn], response)
    for at, move in opened(floor, VOICED):
        if by_client(floor, at) and at not in seen:
            seen.add(at)
            yield _picked_up(floor, at, None, move)


def _picked_up(floor: Floor, at: int, action: int | None, opener: Sequence | Annotation) -> Sequence:
    answer, outcome = _reaction(floor, at, action)
    return sequence(floor, "S5", at, _trigger(floor, at, opener), outcome, answer, answer or at)


def _trigger(floor: Floor, at: int, opener: Sequence | Annotation) -> Annotation:
    """The move that shows the doubt; where a response was withheld, the move it was due to."""
    own = [move for move in moves_at(floor, at) if move.code in VOICED]
    if own:
        return own[0]
    if isinstance(opener, Annotation):
        return opener
    due = [move for move in floor.moves[opener.first_turn] if move.code == opener.code]
    return due[-1]


def _reaction(floor: Floor, at: int, action: int | None) -> tuple[int | None, str]:
    first, count = None, 0
    for later in range(at + 1, len(floor.turns)):
        if by_client(floor, later):
            continue
        first = later if first is None else first
        for move in moves_at(floor, later):
            return later, _met(floor, later, move, action)
        count += not passes(floor, later)
        if count >= WITHIN:
            break
    if first is None:
        return None, "bypassed"
    return first, "acknowledged" if passes(floor, first) else "bypassed"


def _met(floor: Floor, at: int, move: Annotation, action: int | None) -> str:
    if move.code not in FORWARD:
        return PICKED_UP.get(move.code, "bypassed")
    if action is None:
        return "decision_reopened" if move.code == "propose" else "countered"
    before, again = floor.turns[action].text, floor.turns[at].raw[move.start : move.stop]
    same = stems.shared(before, again, floor.encounter.language or "")
    return "repeated" if same else "decision_reopened"
