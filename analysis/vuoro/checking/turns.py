"""Checks on turns and on who speaks them: empty ones, ones told twice, labels that are nearly alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from vuoro.checking.finding import Flaw, check_of, whole
from vuoro.model import Encounter, Turn

TWICE = 4
"""Words from which a turn that stands twice is a slip; shorter ones people do say twice."""

RARE, FREQUENT = 2, 5
"""A label of at most so many turns may be a slip for one of at least so many."""

SHORTEST = 3
"""Letters of a label in which one may be wrong: A and B are two people."""

_PUNCTUATION = frozenset(["terminator", "contour", "bullet", "line_break"])


@check_of("empty-turn")
def empty_turn(encounter: Encounter) -> Iterator[Flaw]:
    """Turns with neither a word nor a sign of anything that happens."""
    for turn in encounter.turns:
        if not turn.text and _PUNCTUATION.issuperset(mark.kind for mark in turn.marks):
            yield whole("empty-turn", turn, "nothing stands in this turn.")


@check_of("duplicate-turn")
def duplicate_turn(encounter: Encounter) -> Iterator[Flaw]:
    """Turns that repeat the one above them, or one at the same time, to the letter."""
    timed: dict[tuple[str, str, float], Turn] = {}
    for above, turn in pairwise((None, *encounter.turns)):
        if turn is None or turn.text.count(" ") < TWICE - 1:
            continue
        key = (turn.speaker, turn.raw, turn.start if turn.start is not None else -1.0)
        if above is not None and _same(above, turn):
            yield whole("duplicate-turn", turn, "the turn above says the same, to the letter.")
        elif turn.start is not None and key in timed:
            yield whole("duplicate-turn", turn, f"{_name(timed[key])} says the same at the same time.")
        timed[key] = turn


def _same(above: Turn, turn: Turn) -> bool:
    return above.speaker == turn.speaker and above.raw.strip() == turn.raw.strip()


def _name(turn: Turn) -> str:
    return f"line {turn.line}" if turn.line else turn.id


@check_of("similar-label")
def similar_label(encounter: Encounter) -> Iterator[Flaw]:
    """The first turn of a rare speaker whose label is nearly that of a frequent one."""
    turns = Counter(turn.speaker for turn in encounter.turns)
    first = {turn.speaker: turn for turn in reversed(encounter.turns)}
    frequent = [speaker for speaker, count in turns.items() if count >= FREQUENT][:100]
    for speaker, count in turns.items():
        for other in frequent:
            if speaker != other and count < turns[other] and _alike(speaker, other, count):
                message = f"turns of {speaker!r}: {count}, of {other!r}: {turns[other]}. Are they one person?"
                yield Flaw("similar-label", first[speaker], 0, 0, message)
                break


def _alike(speaker: str, other: str, count: int) -> bool:
    one, two = _letters(speaker), _letters(other)
    if one == two:
        return bool(one)
    if count > RARE or min(len(one), len(two)) < SHORTEST:
        return False
    if any(letter.isdigit() for letter in one + two):
        return False  # P01 and P02
    return _turned(one, two) or (min(len(one), len(two)) > SHORTEST and _one_letter_off(one, two))


def _letters(label: str) -> str:
    return "".join(filter(str.isalnum, label.casefold()))


def _turned(one: str, two: str) -> bool:
    """Two letters in each other's place."""
    differ = [at for at in range(min(len(one), len(two))) if one[at] != two[at]]
    return (
        len(one) == len(two)
        and len(differ) == 2
        and differ[1] == differ[0] + 1
        and one[differ[0]] == two[differ[1]]
        and one[differ[1]] == two[differ[0]]
    )


def _one_letter_off(one: str, two: str) -> bool:
    """One letter too many, too few, or another."""
    short, long = sorted((one, two), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((at for at in range(len(short)) if short[at] != long[at]), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]
