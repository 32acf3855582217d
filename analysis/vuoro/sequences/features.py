"""The nine features of a decision (b1 to b9), as far as the moves show them.

Five are opportunities that the professional gave, four are influence that the client had; the two
are never added up.
"""

from __future__ import annotations

from vuoro.language import stems
from vuoro.model import Annotation
from vuoro.sequences.floor import ACTIONS, Floor, by_client, by_professional, codes_at, moves_at

Episode = list[tuple[int, Annotation]]

BEFORE = 8
"""How many turns before the first action the client's view may have been sought for it."""

CONTRIBUTES = frozenset(
    {"express_view", "propose", "express_doubt", "reject", "develop_proposal", "list_options"}
)
BUILDS = frozenset(
    {"develop_proposal", "explore_doubt", "confirm_question", "receive_feeling", "accept", "probe_proposal"}
)
SEEKS = frozenset({"invite_view", "explore_doubt"})


def contributions(floor: Floor, first: int, last: int) -> list[int]:
    """The turns between two in which the client side puts in something of its own."""
    return [
        at
        for at in range(first, last + 1)
        if by_client(floor, at) and not CONTRIBUTES.isdisjoint(codes_at(floor, at))
    ]


def features(floor: Floor, episode: Episode, last: int, sealed: int | None) -> dict[str, str]:
    """b1 to b9 of an episode that ends with turn ``last``: y, n, or "" where not applicable.

    b7 (the next professional turn builds on the client's contribution) and b8 (the decision is
    adapted to it) need a contribution (b6).
    """
    first = episode[0][0]
    own = contributions(floor, first, last)
    put = {move.code for _, move in episode}
    inside = [at for at in range(first, last + 1) if by_professional(floor, at)]
    before = [at for at in range(max(0, first - BEFORE), first + 1) if by_professional(floor, at)]
    told = {
        "b1": not put.isdisjoint({"propose", "list_options"}),
        "b2": _any(floor, before, frozenset({"invite_view", "invite_open"})),
        "b3": "list_options" in put or _any(floor, inside, frozenset({"share_power"})),
        "b4": _any(floor, inside, frozenset({"explain"})),
        "b5": _any(floor, inside, SEEKS),
        "b6": bool(own),
        "b7": any(_builds(floor, at) for at in own),
        "b8": any(_adapts(floor, at, last) for at in own),
        "b9": sealed is not None and "accept" in codes_at(floor, sealed),
    }
    given = {name: "y" if found else "n" for name, found in told.items()}
    return given if own else {**given, "b7": "", "b8": ""}


def _any(floor: Floor, places: list[int], codes: frozenset[str]) -> bool:
    return any(not codes.isdisjoint(codes_at(floor, at)) for at in places)


def _builds(floor: Floor, at: int) -> bool:
    after = next((one for one in range(at + 1, len(floor.turns)) if by_professional(floor, one)), None)
    return after is not None and not BUILDS.isdisjoint(codes_at(floor, after))


def _adapts(floor: Floor, at: int, last: int) -> bool:
    """Whether a professional afterwards adds to it, or puts forward something in which it is heard."""
    for later in range(at + 1, last + 1):
        if not by_professional(floor, later):
            continue
        for move in moves_at(floor, later):
            said = floor.turns[later].raw[move.start : move.stop]
            words = stems.shared(floor.turns[at].text, said, floor.encounter.language or "")
            if move.code == "develop_proposal" or (move.code in ACTIONS and words):
                return True
    return False
