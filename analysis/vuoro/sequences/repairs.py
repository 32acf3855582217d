"""S9: somebody has not heard or understood, and whether that is mended."""

from __future__ import annotations

from collections.abc import Iterator

from vuoro.model import Sequence
from vuoro.sequences.floor import Floor, codes_at, opened, same_speaker, sequence, silent

INITIATED = frozenset({"repair_initiation"})

WITHIN = 2
"""How many turns after the initiation the solution is due in."""


def link_repairs(floor: Floor) -> Iterator[Sequence]:
    """S9: resolved where somebody else answers and the initiator goes on, reinitiated where they ask again."""
    for at, move in opened(floor, INITIATED):
        answer = _solution(floor, at)
        outcome = "abandoned"
        if answer is not None:
            outcome = "reinitiated" if _again(floor, at, answer) else "resolved"
        yield sequence(floor, "S9", at, move, outcome, answer, at if answer is None else answer)


def _solution(floor: Floor, at: int) -> int | None:
    for later in range(at + 1, min(at + 1 + WITHIN, len(floor.turns))):
        if not same_speaker(floor, at, later) and not silent(floor, later):
            return later
    return None


def _again(floor: Floor, at: int, answer: int) -> bool:
    after = next((one for one in range(answer + 1, len(floor.turns)) if same_speaker(floor, at, one)), None)
    return after is not None and after <= answer + 2 and "repair_initiation" in codes_at(floor, after)
