"""S7: an uncomfortable decision, and how room was made for it: five fields, which are never summed."""

from __future__ import annotations

from collections.abc import Iterator

from vuoro.model import Annotation, Sequence
from vuoro.sequences.floor import (
    Floor,
    by_client,
    by_professional,
    codes_at,
    moves_at,
    opened,
    passes,
    sequence,
    units_at,
)

FIELDS = ("grounds_given", "view_sought", "client_had_turn", "response_received", "way_forward")
DONE = "done"
"""The outcome of every S7: what there is to say about it stands in its fields."""

ANNOUNCED = frozenset({"announce_decision"})
VIEWS = frozenset({"invite_view", "invite_open"})
RECEIPTS = frozenset({"receive_feeling", "confirm_question", "explore_doubt", "explain"})
FORWARD = frozenset({"propose", "list_options", "share_power", "develop_proposal"})
CLIENTS_POINTS = frozenset({"express_view", "express_doubt", "reject", "ask_info", "probe_proposal"})

NEAR = 6
"""How many turns before and after the decision *before or right after* is."""


def link_adverse_decisions(floor: Floor) -> Iterator[Sequence]:
    """S7: each announcement that goes against the client, with what was done about it in the talk.

    An announcement is adverse where its coder said so (``adverse`` is y), or where nobody said and
    a cue for bad news fires in its words. Further bad news belongs to the first until the client
    has answered.
    """
    last = -1
    for at, move in opened(floor, ANNOUNCED):
        if at <= last or not by_professional(floor, at) or not _adverse(floor, at, move):
            continue
        turn = next((later for later in range(at + 1, len(floor.turns)) if _speaks(floor, later)), None)
        receipt = _receipt(floor, at)
        last = max(at, receipt or turn or at)
        fields = {name: "y" if found else "n" for name, found in _fields(floor, at, turn, receipt).items()}
        yield sequence(floor, "S7", at, move, DONE, receipt if receipt is not None else turn, last, **fields)


def _adverse(floor: Floor, at: int, move: Annotation) -> bool:
    told = move.attributes.get("adverse", "")
    if told:
        return told in ("y", True)
    start, stop = floor.turns[at].in_text(move.start, move.stop)
    return any(
        unit.fired("negative_adverse")
        for unit in units_at(floor, at)
        if unit.start < stop and start < unit.stop
    )


def _fields(floor: Floor, at: int, turn: int | None, receipt: int | None) -> dict[str, bool]:
    near = range(max(0, at - NEAR), min(at + NEAR + 1, len(floor.turns)))
    after = range(at, len(floor.turns))
    mine = [one for one in near if by_professional(floor, one)]
    grounds = [one for one in mine if one >= at - 1]
    values = (
        any("explain" in codes_at(floor, one) for one in grounds) or _said(floor, at, "grounds"),
        any(not VIEWS.isdisjoint(codes_at(floor, one)) for one in mine) or _said(floor, at, "view_sought"),
        turn is not None,
        receipt is not None,
        any(not FORWARD.isdisjoint(codes_at(floor, one)) for one in after if by_professional(floor, one)),
    )
    return dict(zip(FIELDS, values, strict=True))


def _said(floor: Floor, at: int, attribute: str) -> bool:
    """Whether the coder has noted on the announcement itself that it was done before or after."""
    return any(move.attributes.get(attribute) in ("before", "after") for move in moves_at(floor, at))


def _speaks(floor: Floor, at: int) -> bool:
    return by_client(floor, at) and not passes(floor, at)


def _receipt(floor: Floor, at: int) -> int | None:
    """The first turn in which the professional takes up a point that the client has made about it."""
    for later in range(at + 2, len(floor.turns)):
        before = next((one for one in range(later - 1, at, -1) if by_client(floor, one)), None)
        answers = before is not None and not CLIENTS_POINTS.isdisjoint(codes_at(floor, before))
        if by_professional(floor, later) and answers and not RECEIPTS.isdisjoint(codes_at(floor, later)):
            return later
    return None
