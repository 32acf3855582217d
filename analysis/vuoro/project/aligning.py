"""Another version of a transcript: which of its turns is which of ours, by their words, in order."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from vuoro.formats.webannotation.anchoring import Selected, stand
from vuoro.model import Annotation, Encounter, Turn
from vuoro.project.placing import Spanning, turns_of

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
        pairs: Iterable[tuple[int, int]]
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


class Followed:
    """Where codings of one version of a transcript stand in the project's.

    ``talk`` are the turns as the other version has them, empty where only the codings are known; these are
    believed then.
    """

    def __init__(self, talk: Many[Turn], encounter: Encounter) -> None:
        self._ours = {turn.id: turn for turn in encounter.turns}
        self._theirs = {turn.id: turn for turn in talk}
        same = not talk or _raws(talk) == _raws(encounter.turns)
        self._now = {id: id for id in self._ours} if same else aligned(talk, encounter.turns)

    def annotation(self, one: Annotation) -> Annotation | None:
        """The annotation where its words are; None where they are not."""
        turn = self._ours.get(self._now.get(one.turn, ""))
        if turn is None:
            return None
        was = self._theirs.get(one.turn)
        start, stop = (0, len(turn.raw)) if _is_whole(one, was) else _found(one, was, turn)
        return None if start < 0 else replace(one, turn=turn.id, start=start, stop=stop)

    def span(self, one: Spanning) -> Spanning | None:
        """The sequence or the decision with our turns; None where one of them is not in our version."""
        turns = {name: getattr(one, name) for name in turns_of(one)}
        now: dict[str, Any] = {name: self._now.get(id, "") for name, id in turns.items() if id}
        return replace(one, **now) if all(now.values()) else None


def _raws(talk: Many[Turn]) -> list[tuple[str, str]]:
    return [(turn.id, turn.raw) for turn in talk]


def _is_whole(one: Annotation, was: Turn | None) -> bool:
    """An annotation of a whole turn is about the whole turn, though this was edited."""
    return one.stop <= one.start or (was is not None and (one.start, one.stop) == (0, len(was.raw)))


def _found(one: Annotation, was: Turn | None, turn: Turn) -> tuple[int, int]:
    words = None if was is None else was.raw[one.start : one.stop]
    return stand(turn.raw, Selected(one.start, one.stop, words))
