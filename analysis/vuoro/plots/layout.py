"""Where things go in a timeline: turns along an axis, the axis cut into strips, no mark on another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any

from vuoro.model import Encounter, Turn, record

SECONDS, WORDS = "seconds", "words"
LONGEST_STRIP = {SECONDS: 140.0, WORDS: 300.0}
ROUND_TO = {SECONDS: 10.0, WORDS: 20.0}
MOST_STRIPS = 12
ACROSS = 6.26
"""Inches from the left end of a strip to its right end."""


@record
class Bar:
    """One turn along the axis: seconds of the recording, or words since the beginning."""

    turn: Turn
    number: int
    start: float
    stop: float

    def at(self, offset: int) -> float:
        """Where on the axis an offset in ``raw`` is, if talk runs evenly through the turn."""
        share = min(1.0, offset / len(self.turn.raw)) if self.turn.raw else 0.0
        return self.start + share * (self.stop - self.start)


@record
class Strip:
    """A stretch of the axis that is drawn as one row."""

    start: float
    stop: float

    def clip(self, start: float, stop: float) -> tuple[float, float] | None:
        """The part of a stretch that falls within this strip, or None."""
        first, last = max(start, self.start), min(stop, self.stop)
        return (first, last) if first < last else None

    def has(self, at: float) -> bool:
        return self.start <= at < self.stop


def bars(encounter: Encounter) -> tuple[str, list[Bar]]:
    """The turns along an axis, and what the axis counts: seconds if most turns have a time, else words."""
    timed = sum(turn.start is not None for turn in encounter.turns)
    if encounter.turns and timed >= 0.9 * len(encounter.turns):
        return SECONDS, _in_seconds(encounter.turns)
    return WORDS, _in_words(encounter.turns)


def _in_seconds(turns: Sequence[Turn]) -> list[Bar]:
    placed: list[Bar] = []
    now = next(turn.start for turn in turns if turn.start is not None)
    for number, turn in enumerate(turns, 1):
        start = now if turn.start is None else turn.start
        stop = _end(turn, start, turns[number:])
        placed.append(Bar(turn=turn, number=number, start=start, stop=stop))
        now = max(now, stop)
    return placed


def _end(turn: Turn, start: float, later: Sequence[Turn]) -> float:
    """A turn without an end lasts until somebody begins, as nothing in the file says that it does not."""
    if turn.end is not None:
        return max(start, turn.end)
    next_start = next((other.start for other in later if other.start is not None), None)
    return max(start, next_start) if next_start is not None else start + len(turn.text.split()) / 2.5


def _in_words(turns: Sequence[Turn]) -> list[Bar]:
    placed, now = [], 0
    for number, turn in enumerate(turns, 1):
        # A turn without words (a laugh, a nod in a comment) is still somebody's turn.
        words = max(1, len(turn.text.split()))
        placed.append(Bar(turn=turn, number=number, start=float(now), stop=float(now + words)))
        now += words
    return placed


def strips(placed: Sequence[Bar], unit: str) -> list[Strip]:
    """The axis in equal stretches, few enough to see at once and short enough to tell turns apart.

    Examples
    --------
    >>> turn = Turn(id="t1", speaker="A", raw="mm", text="mm")
    >>> [(s.start, s.stop) for s in strips([Bar(turn=turn, number=1, start=0.0, stop=400.0)], "seconds")]
    [(0.0, 140.0), (140.0, 280.0), (280.0, 420.0)]
    """
    if not placed:
        return [Strip(start=0.0, stop=LONGEST_STRIP[unit])]
    step = ROUND_TO[unit]
    first = min(bar.start for bar in placed) // step * step
    total = max(bar.stop for bar in placed) - first
    rows = min(MOST_STRIPS, max(1, ceil(total / LONGEST_STRIP[unit])))
    length = max(step, ceil(total / rows / step) * step)
    return [Strip(start=first + row * length, stop=first + (row + 1) * length) for row in range(rows)]


def silences(placed: Sequence[Bar], at_least: float) -> list[tuple[float, float]]:
    """Stretches in which nobody speaks."""
    found, heard = [], None
    for bar in sorted(placed, key=lambda bar: bar.start):
        if heard is not None and bar.start - heard >= at_least:
            found.append((heard, bar.start))
        heard = bar.stop if heard is None else max(heard, bar.stop)
    return found


def overlaps(placed: Sequence[Bar]) -> list[tuple[float, float, tuple[str, str]]]:
    """Stretches in which two speakers speak, and which two; one row for each pair of turns."""
    found: list[Any] = []
    open_bars: list[Bar] = []
    for bar in sorted(placed, key=lambda bar: bar.start):
        open_bars = [other for other in open_bars if other.stop > bar.start]
        found.extend(
            (bar.start, min(bar.stop, other.stop), (other.turn.speaker, bar.turn.speaker))
            for other in open_bars
            if other.turn.speaker != bar.turn.speaker and min(bar.stop, other.stop) > bar.start
        )
        open_bars.append(bar)
    return found


def levels(stretches: Iterable[tuple[float, float]]) -> list[int]:
    """A level, counted from 0, for each stretch, so that no two on one level touch.

    Examples
    --------
    >>> levels([(0, 5), (1, 2), (3, 4), (6, 8)])
    [0, 1, 1, 0]
    """
    free_from: list[float] = []
    chosen = []
    for start, stop in stretches:
        level = next((row for row, free in enumerate(free_from) if free <= start), len(free_from))
        if level == len(free_from):
            free_from.append(stop)
        free_from[level] = stop
        chosen.append(level)
    return chosen
