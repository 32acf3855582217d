"""Which turn of another version of a transcript is which turn of ours: by their words, in order."""

from __future__ import annotations

from collections.abc import Sequence as Many
from difflib import SequenceMatcher

from vuoro.model import Turn

ALIKE = 0.6
"""How alike two turns at the same place must be, 0 to 1, to be one turn that was edited."""


def aligned(theirs: Many[Turn], ours: Many[Turn]) -> dict[str, str]:
    """The id of a turn of theirs to that of ours; turns that are in one version only are left out.

    Examples
    --------
    >>> def talk(*words):
    ...     return [Turn(id=f"t{n}", speaker="D", raw=said, text=said) for n, said in enumerate(words)]
    >>> aligned(talk("Hello.", "How are you?", "Bye."), talk("Oh.", "Hello.", "How were you?", "Bye."))
    {'t0': 't1', 't1': 't2', 't2': 't3'}
    """
    mine, yours = [_words(turn) for turn in theirs], [_words(turn) for turn in ours]
    found: dict[str, str] = {}
    for kind, a, b, c, d in SequenceMatcher(None, mine, yours, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs = zip(range(a, b), range(c, d), strict=True)
        elif kind == "replace":
            pairs = _edited(mine, yours, range(a, b), range(c, d))
        else:
            continue
        found.update((theirs[i].id, ours[j].id) for i, j in pairs)
    return found


def _words(turn: Turn) -> str:
    return " ".join(turn.text.casefold().split()) or turn.raw


def _edited(mine: list[str], yours: list[str], here: range, there: range) -> list[tuple[int, int]]:
    """Turns between two that are the same, each with the next one that is alike."""
    pairs, rest = [], list(there)
    for i in here:
        j = next((j for j in rest if SequenceMatcher(None, mine[i], yours[j]).ratio() >= ALIKE), None)
        if j is not None:
            pairs.append((i, j))
            rest = [one for one in rest if one > j]
    return pairs
