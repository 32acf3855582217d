"""From a word to the cues it calls up: what makes a thousand patterns as cheap as a few.

Every word that a pattern cannot do without is an *element*, a bit in a mask. A word's mask says
which elements it can be; a unit's mask is that of all its words. A row is looked at only where
its rarest element occurs, and tried only where all of its elements do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from re import Match
from typing import NamedTuple

from vuoro.language.patterns import word_matches
from vuoro.language.tables import Row
from vuoro.language.words import words

Forms = tuple[str, ...]

UNSEEN = 20
"""How common a wildcard is taken to be, beside words counted in the examples."""


class Plan(NamedTuple):
    """How to try a row: ``needs`` are its elements, ``first`` and ``last`` those at its edges, or 0.

    ``look`` searches where the pattern may stand anywhere, and matches at a place where it has an edge.
    """

    needs: int
    first: int
    last: int
    edge: str
    code: str
    weight: float
    look: Callable[..., Match[str] | None]
    row: Row


class Entry(NamedTuple):
    """What a word is to the patterns: the elements it can be, and the rows it calls up."""

    mask: int
    plans: tuple[Plan, ...]


NOTHING = Entry(0, ())


class Index(dict[str, "Entry | None"]):
    """A word's entry; None for a word that is left out. A new word is looked up once."""

    def __init__(self, rows: Iterable[Row]) -> None:
        super().__init__({"": None})
        rows = tuple(rows)
        fillers = [row.pattern.anchors[0] for row in rows if row.code == "filler"]
        tried = [row for row in rows if row.code not in ("filler", "lead")]
        elements = {forms: None for row in tried for forms in row.pattern.anchors}
        self._bits = {forms: 1 << at for at, forms in enumerate(elements)}
        self._filler = 1 << len(elements)
        self._masks: dict[str, int] = {}
        for forms, bit in [*self._bits.items(), *((forms, self._filler) for forms in fillers)]:
            for form in forms:
                self._masks[form] = self._masks.get(form, 0) | bit
        self._plans = self._anchored(tried)

    def _anchored(self, rows: list[Row]) -> dict[int, list[Plan]]:
        common = Counter(word for row in rows for word in words(f"{row.example} {row.counter}"))
        anchored: dict[int, list[Plan]] = {}
        # The surest first, so that a weaker cue for the same code need not be tried.
        for row in sorted(rows, key=lambda row: -row.weight):
            rarest = min(row.pattern.anchors, key=lambda forms: _how_common(forms, common))
            anchored.setdefault(self._bits[rarest], []).append(self._plan(row))
        return anchored

    def _plan(self, row: Row) -> Plan:
        pattern = row.pattern
        needs = 0
        for forms in pattern.anchors:
            needs |= self._bits[forms]
        first, last = self._bits.get(pattern.first, 0), self._bits.get(pattern.last, 0)
        look = pattern.regex.match if pattern.edge else pattern.regex.search
        return Plan(needs, first, last, pattern.edge, row.code, row.weight, look, row)

    def __missing__(self, word: str) -> Entry | None:
        mask = self.mask(word)
        plans = [plan for bit, plans in self._plans.items() if mask & bit for plan in plans]
        entry = None if mask & self._filler else Entry(mask, tuple(plans)) if mask else NOTHING
        self[word] = entry
        return entry

    def mask(self, word: str) -> int:
        """The elements that a word can be: as itself, by its beginning, or by its end."""
        masks = self._masks
        mask = masks.get(word, 0)
        for at in range(1, len(word) + 1):
            mask |= masks.get(word[:at] + "*", 0)
            if at < len(word):
                mask |= masks.get("*" + word[at:], 0)
        return mask


class Leads(dict[str, bool]):
    """Whether a word is a lead-in particle. A new word is looked up once."""

    def __init__(self, rows: Iterable[Row]) -> None:
        super().__init__()
        single = [row.pattern.anchors for row in rows if row.code == "lead"]
        self._forms = [form for anchors in single if len(anchors) == 1 for form in anchors[0]]

    def __missing__(self, word: str) -> bool:
        self[word] = any(word_matches(word, form) for form in self._forms)
        return self[word]


def _how_common(forms: Forms, common: Counter[str]) -> float:
    return sum(common[form] + 1 / len(form) if "*" not in form else UNSEEN for form in forms)
