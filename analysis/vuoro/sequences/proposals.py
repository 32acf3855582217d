"""S3: an action put forward by the client, its first reception, and its fate."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from vuoro.language import stems
from vuoro.model import Annotation, Sequence
from vuoro.sequences.floor import (
    CLIENTS,
    Floor,
    by_client,
    by_professional,
    codes_at,
    moves_at,
    opened,
    particles,
    passes,
    same_speaker,
    sequence,
    silent,
    units_at,
    words_at,
)

PROPOSED = frozenset({"propose"})
PROPOSERS = CLIENTS | {"experience_expert"}

WITHIN = 3
"""How many turns the recipient has in which a reception still answers the action."""

FATED = 12
"""How many turns after its reception the fate of a proposal is looked for."""

GROUNDS = 12
"""As many words make a refusal that has more in it than the no."""

LAST = 3
"""A proposal among so many last turns has no time for a fate."""

RECEPTIONS = {
    "develop_proposal": "developed",
    "probe_proposal": "probed",
    "accept": "accepted",
    "hedged_accept": "accepted",
    "reject": "rejected",
}
BEFORE = frozenset(
    {"receive_feeling", "confirm_question", "explore_doubt", "solicit_feedback", "share_power", "explain"}
)
"""Moves that a recipient may make first, with the reception still to come."""

FATES = {
    "accepted": "adopted",
    "developed": "adapted",
    "probed": "left_open",
    "deferred": "left_open",
    "rejected_with_grounds": "rejected",
    "rejected_without_grounds": "rejected",
    "acknowledged_only": "dropped",
    "ignored": "dropped",
}
"""What becomes of a proposal that nobody returns to."""


def link_client_proposals(floor: Floor) -> Iterator[Sequence]:
    """S3: what the professional first does with what the client has proposed.

    The other people present may answer before; they decide only where no professional does. A
    proposal that the client mends before anybody has received it is one with the first.
    """
    mended = -1
    for at, move in opened(floor, PROPOSED):
        if floor.voices[at].role not in PROPOSERS or at <= mended:
            continue
        answer, outcome = _reception(floor, at)
        mended = _mended(floor, at, answer)
        last = max(at, mended, answer or at)
        fate = _fate(floor, at, move, answer, outcome)
        yield sequence(floor, "S3", at, move, outcome, answer, last, fate=fate)


def _mended(floor: Floor, at: int, answer: int | None) -> int:
    """The last turn before the answer in which the same speaker puts the proposal again."""
    again = [
        later
        for later in range(at + 1, at if answer is None else answer)
        if same_speaker(floor, at, later) and "propose" in codes_at(floor, later)
    ]
    heard = bool(again) and any(by_professional(floor, one) for one in range(at, again[-1]))
    return again[-1] if again and not heard else at


def _reception(floor: Floor, at: int) -> tuple[int | None, str]:
    for receives in (by_professional, _third):
        answer, outcome = _received_by(floor, at, receives)
        if answer is not None:
            return answer, outcome
    return None, "ignored"


def _third(floor: Floor, at: int) -> bool:
    return (
        not by_client(floor, at) and not by_professional(floor, at) and floor.voices[at].role != "interpreter"
    )


def _received_by(floor: Floor, at: int, receives: Callable[[Floor, int], bool]) -> tuple[int | None, str]:
    first, count = None, 0
    for later in range(at + 1, len(floor.turns)):
        if not receives(floor, later) or same_speaker(floor, at, later) or silent(floor, later):
            continue
        first = later if first is None else first
        for move in moves_at(floor, later):
            if move.code in RECEPTIONS:
                return later, _received(floor, later, move)
        if _puts_off(floor, later):
            return later, "deferred"
        count += not passes(floor, later)
        if count >= WITHIN or not BEFORE.issuperset(codes_at(floor, later)):
            break
    if first is None:
        return None, "ignored"
    return first, "acknowledged_only" if _acknowledges(floor, first) else "ignored"


def _received(floor: Floor, at: int, move: Annotation) -> str:
    if move.code == "reject":
        grounds = move.attributes.get("grounds") == "y" or "explain" in codes_at(floor, at)
        return f"rejected_{'with' if grounds or words_at(floor, at) >= GROUNDS else 'without'}_grounds"
    return RECEPTIONS[move.code]


def _puts_off(floor: Floor, at: int) -> bool:
    text = " ".join(unit.said.words.strip() for unit in units_at(floor, at))
    later = particles(floor.encounter.language).get("later", frozenset())
    return any(f" {phrase} " in f" {text} " for phrase in later)


def _acknowledges(floor: Floor, at: int) -> bool:
    units = units_at(floor, at)
    return bool(units) and (units[0].fired("yes") or units[0].fired("continuer"))


def _fate(floor: Floor, at: int, move: Annotation, answer: int | None, outcome: str) -> str:
    """adopted, adapted, rejected, left_open or dropped: what the talk soon after makes of it.

    It is adapted where the professional puts it otherwise, adopted where it is accepted, by the
    professional as it stands or by its proposer as it was developed.
    """
    if answer is None or len(floor.turns) - at <= LAST:
        return "left_open"
    later = range(answer, min(answer + FATED, len(floor.turns)))
    if outcome == "accepted":
        return "adapted" if "propose" in codes_at(floor, answer) else "adopted"
    if outcome in ("developed", "probed"):
        agreed = any("accept" in codes_at(floor, one) for one in later)
        return "adopted" if agreed else FATES[outcome]
    again = outcome != "deferred" and any(_again(floor, at, move, one) for one in later)
    return "adapted" if again else FATES[outcome]


def _again(floor: Floor, at: int, move: Annotation, later: int) -> bool:
    """Whether a professional puts forward something in which the proposal is heard."""
    if not by_professional(floor, later):
        return False
    before = floor.turns[at].raw[move.start : move.stop]
    return any(
        stems.shared(before, floor.turns[later].raw[one.start : one.stop], floor.encounter.language or "")
        for one in moves_at(floor, later)
        if one.code in ("propose", "announce_decision", "list_options")
    )
