"""What was said in each turn, for the few measures that look at words and not only at how many."""

from __future__ import annotations

from collections.abc import Sequence as Many
from functools import cached_property

from vuoro.model import Encounter, Turn


class Texts:
    """What was said in each turn, by its row in the turn table; put together when it is asked for."""

    def __init__(self, encounters: Many[Encounter]) -> None:
        self._encounters = encounters

    @cached_property
    def _turns(self) -> list[Turn]:
        return [turn for encounter in self._encounters for turn in encounter.turns]

    def __len__(self) -> int:
        return len(self._turns)

    def __getitem__(self, row: int) -> str:
        return self._turns[row].text

    def turn(self, row: int) -> Turn:
        """The turn itself, for what stands only in its marks or its ``raw``."""
        return self._turns[row]

    def said(self, row: int, start: int, stop: int) -> str:
        """The words of a span that is given, as in annotations, by its offsets in the turn's ``raw``."""
        turn = self._turns[row]
        first, last = turn.in_text(start, stop)
        return turn.text[first:last]
