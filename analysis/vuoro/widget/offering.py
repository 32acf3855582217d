"""What a sequence that begins at a turn could be, and the decision that a turn is part of, as proposals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from vuoro import sequences, wording
from vuoro.model import Annotation, Decision, Encounter, Sequence
from vuoro.project import sequence_types

RULES = "detector:rules"
"""Whose the proposals of decisions are, whoever made the moves."""

BEFORE, AFTER = 6, 40
"""Turns around the first that are looked at: what answers a move stands near it."""


def offers(
    encounter: Encounter, row: int, code: str, annotations: Iterable[Annotation], language: str
) -> list[Mapping[str, Any]]:
    """What could begin at a row: first what the linker makes of the coder's own moves, then what the code opens.

    Without a code, the codes at the turn count; where there is none, any type may begin. ``proposed`` says
    that response and outcome are the linker's; elsewhere the next turn of somebody else is offered.
    """
    turn = encounter.turns[row]
    here = [one for one in annotations if one.turn == turn.id]
    codes = [code] if code else [one.code for one in here]
    linked = {one.type: one for one in _linked(encounter, row, annotations) if not code or one.code == code}
    known = sequence_types()
    types = [id for id, kind in known.items() if id in linked or set(codes) & set(kind.opened_by)]
    rows = {one.id: at for at, one in enumerate(encounter.turns)}
    return [
        _offer(id, linked.get(id), _opener(codes, id), rows, _next_voice(encounter, row), language)
        for id in types or known
    ]


def _linked(encounter: Encounter, row: int, annotations: Iterable[Annotation]) -> list[Sequence]:
    """The linker's reading, of a stretch only: an hour of talk would take longer than a key may."""
    first = encounter.turns[row].id
    stretch = replace(encounter, turns=encounter.turns[max(0, row - BEFORE) : row + AFTER])
    inside = {turn.id for turn in stretch.turns}
    moves = [one for one in annotations if one.turn in inside]
    return [one for one in sequences.link(stretch, moves) if one.first_turn == first]


def decision(
    encounter: Encounter, row: int, own: Iterable[Annotation], suggested: Iterable[Annotation]
) -> Decision | None:
    """The decision that rules see at a row: in the coder's own moves, or else in those that machines suggest.

    None where they see none.
    """
    for moves in (list(own), list(suggested)):
        near = _near(encounter, row, moves)
        if near is not None:
            return near
    return None


def following(encounter: Encounter, rows: range, own: Iterable[Annotation]) -> list[Sequence]:
    """The sequences that follow from the coder's own moves by rule, of those that begin in some rows."""
    first = max(0, rows.start - BEFORE)
    stretch = replace(encounter, turns=encounter.turns[first : rows.stop + AFTER])
    here = {turn.id for turn in stretch.turns}
    wanted = {turn.id for turn in encounter.turns[rows.start : rows.stop]}
    moves = [replace(one, coder=RULES) for one in own if one.turn in here]
    return [one for one in sequences.link(stretch, moves) if one.first_turn in wanted]


def _near(encounter: Encounter, row: int, moves: Iterable[Annotation]) -> Decision | None:
    first = max(0, row - AFTER)
    stretch = replace(encounter, turns=encounter.turns[first : row + AFTER])
    at = {turn.id: first + number for number, turn in enumerate(stretch.turns)}
    # To rules, machines that suggest together are one coder.
    here = [replace(one, coder=RULES) for one in moves if one.turn in at]
    found = sequences.decisions(stretch, here, sequences.link(stretch, here))
    over = [one for one in found if at[one.first_turn] <= row <= at[one.last_turn]]
    return min(over, key=lambda one: row - at[one.first_turn], default=None)


def _opener(codes: Iterable[str], type_: str) -> str:
    return next((code for code in codes if code in sequence_types()[type_].opened_by), "")


def _next_voice(encounter: Encounter, row: int) -> int:
    speaker = encounter.turns[row].speaker
    later = range(row + 1, min(row + AFTER, len(encounter.turns)))
    return next((at for at in later if encounter.turns[at].speaker != speaker), row)


def _offer(
    type_: str, linked: Sequence | None, code: str, rows: Mapping[str, int], following: int, language: str
) -> Mapping[str, Any]:
    outcome = linked.outcome if linked else ""
    return {
        "type": type_,
        "label": wording.name("sequence", type_, language),
        "code": linked.code if linked else code,
        "last": rows[linked.response_turn or linked.last_turn] if linked else following,
        "outcome": outcome,
        "outcomeLabel": wording.name("outcome", outcome, language) if outcome else "",
        "proposed": linked is not None,
    }
