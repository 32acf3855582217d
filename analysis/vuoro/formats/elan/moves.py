"""Moves from an ELAN file: codes on ``move@...`` tiers, and what tiers below these say of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from vuoro.formats.elan.hierarchy import Label, Tier
from vuoro.formats.tiers.moves import (
    BETWEEN_CODES,
    DETAILS,
    MOVES,
    UNIT,
    BadDetails,
    coder_in,
    details_in,
    span_of,
)
from vuoro.model import Annotation, Problem, Turn


class _Said(NamedTuple):
    """What is said of moves, by the ids of their labels."""

    units: dict[str, Label]
    details: dict[str, Label]


def is_about_moves(tier: Tier) -> bool:
    """Whether a tier holds codes, or something about codes, and nothing about the talk itself."""
    below = tier.name.startswith((UNIT, DETAILS)) and MOVES.fullmatch(tier.parent)
    return bool(tier.parent and (MOVES.fullmatch(tier.name) or below))


def moves_of(
    encounter: str, tiers: Iterable[Tier], root: Mapping[str, str], turns: Iterable[Turn]
) -> tuple[tuple[Annotation, ...], list[Problem]]:
    """The moves on the tiers, in the order of the turns that they are about, and what is wrong with them.

    ``root`` maps the id of each label to that of the turn it is about.
    """
    tiers = [tier for tier in tiers if is_about_moves(tier)]
    if not tiers:
        return (), []
    problems: list[Problem] = []
    said = _said(tier for tier in tiers if not MOVES.fullmatch(tier.name))
    by_id = {turn.id: turn for turn in turns}
    speakers = {name for tier in tiers for name in (tier.parent, *(turn.speaker for turn in by_id.values()))}
    found = [
        move
        for tier in tiers
        if MOVES.fullmatch(tier.name)
        for label in tier.labels
        if root.get(label.id) in by_id
        for move in _moves(encounter, label, by_id[root[label.id]], _coder(tier, speakers), said, problems)
    ]
    place = {id: number for number, id in enumerate(by_id)}
    return tuple(sorted(found, key=lambda move: place[move.turn])), problems


def _coder(tier: Tier, speakers: Iterable[str]) -> str:
    return tier.annotator or coder_in(tier.name, sorted(speakers, key=len, reverse=True)) or "eaf"


def _said(tiers: Iterable[Tier]) -> _Said:
    said = _Said({}, {})
    for tier in tiers:
        of = said.units if tier.name.startswith(UNIT) else said.details
        of.update((label.refers, label) for label in tier.labels if label.text.strip())
    return said


def _moves(
    encounter: str, label: Label, turn: Turn, coder: str, said: _Said, problems: list[Problem]
) -> Iterator[Annotation]:
    start, stop = _span(said.units.get(label.id), turn, problems)
    details = _details(said.details.get(label.id), turn, problems)
    for code in filter(None, BETWEEN_CODES.split(label.text.strip())):
        plain = Annotation(encounter=encounter, turn=turn.id, code=code, coder=coder, start=start, stop=stop)
        yield replace(plain, **details) if details else plain


def _span(unit: Label | None, turn: Turn, problems: list[Problem]) -> tuple[int, int]:
    if unit is None:
        return 0, len(turn.raw)
    span = span_of(unit.text, turn.raw)
    if span is None:
        message = "the turn has no such part, or more than one; the move is about the whole turn here."
        problems.append(_problem(unit, turn, message, "unplaced-unit"))
    return span or (0, len(turn.raw))


def _details(label: Label | None, turn: Turn, problems: list[Problem]) -> dict[str, Any]:
    try:
        return details_in(label.text, len(turn.raw)) if label else {}
    except BadDetails as error:
        message = f"these details of a move cannot be used: {error}."
        problems.append(_problem(label, turn, message, "unreadable-details"))
        return {}


def _problem(label: Label | None, turn: Turn, message: str, rule: str) -> Problem:
    line, text = (label.line, label.text) if label else (None, "")
    return Problem(line=line, text=text, message=message, rule=rule, turn=turn.id)
