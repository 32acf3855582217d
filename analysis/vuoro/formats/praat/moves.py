"""Moves from a TextGrid: the codes on ``move@...`` tiers, each about the turn at the time of its interval."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vuoro.formats.praat.textfile import Label
from vuoro.formats.tiers.moves import BETWEEN_CODES, code_and_span
from vuoro.model import Annotation, Problem, Turn


class Coded(NamedTuple):
    """A tier of moves: its own name, that of the tier of talk it is about, its coder, and its labels."""

    name: str
    about: str
    coder: str
    labels: list[Label]


def moves_of(
    encounter: str, tiers: Iterable[Coded], turns: Sequence[Turn], on: Mapping[str, Sequence[Turn]]
) -> tuple[tuple[Annotation, ...], list[Problem]]:
    """The moves in the order of their turns, and what is wrong with them, given the turns on each tier."""
    found: list[Annotation] = []
    problems: list[Problem] = []
    for tier in tiers:
        timed = sorted((turn for turn in on.get(tier.about, ()) if turn.start is not None), key=_start)
        starts = [_start(turn) for turn in timed]
        for label in tier.labels:
            turn = _turn_at(label, timed, starts)
            if turn is None:
                message = f"on tier {tier.name!r}, where {tier.about!r} says nothing."
                problems.append(_problem(label, message, "dangling-reference"))
            else:
                found += _moves(encounter, tier.coder, label, turn, problems)
    place = {turn.id: number for number, turn in enumerate(turns)}
    return tuple(sorted(found, key=lambda move: place[move.turn])), problems


def _start(turn: Turn) -> float:
    return turn.start or 0.0


def _turn_at(label: Label, turns: Sequence[Turn], starts: Sequence[float]) -> Turn | None:
    """The turn that shares most time with a label: the last that begins before it, or the next one."""
    if label.start is None or label.end is None:
        return None
    at = bisect_right(starts, label.start)
    shared = [
        (min(turn.end or label.end, label.end) - max(_start(turn), label.start), -number)
        for number, turn in enumerate(turns[max(0, at - 1) : at + 1], max(0, at - 1))
    ]
    most, number = max(shared, default=(0.0, 0))
    return turns[-number] if most > 0 else None


def _moves(
    encounter: str, coder: str, label: Label, turn: Turn, problems: list[Problem]
) -> Iterator[Annotation]:
    for part in filter(None, BETWEEN_CODES.split(label.text.strip())):
        code, span = code_and_span(part, len(turn.raw))
        if span is None:
            message = "the turn has no such part; the move is about the whole turn here."
            problems.append(_problem(label, message, "unplaced-unit", turn.id))
        start, stop = span or (0, len(turn.raw))
        yield Annotation(encounter=encounter, turn=turn.id, code=code, coder=coder, start=start, stop=stop)


def _problem(label: Label, message: str, rule: str, turn: str | None = None) -> Problem:
    return Problem(line=label.line, text=label.text, message=message, rule=rule, turn=turn)
