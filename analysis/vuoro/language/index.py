"""From words to the cues they call up: what makes a thousand patterns as cheap as a few.

Every word that a pattern cannot do without is an *element*, a bit in a mask. A row is called up
by the most telling thing it needs: two words side by side, or else its first word where it must
begin the unit, or else its rarest word. It is tried only where all of its elements occur.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from re import Match
from typing import NamedTuple

from vuoro.language.patterns import word_matches
from vuoro.language.tables import Row
from vuoro.language.words import words

OPENING = frozenset({"question", "invite_open"})
"""Codes and features whose cues may open a unit of their own in the middle of talk."""

UNSEEN = 20
"""How common a wildcard is taken to be, beside words counted in the examples."""

WORDS = 8
"""How many words a unit has, about; one of them begins it."""

ATTRACTION = 4
"""How much oftener two words stand together that make sense together."""

Forms = tuple[str, ...]


class Plan(NamedTuple):
    """How to try a row: ``first`` is what it may begin with where it has an edge, or 0.

    ``here`` says that the row begins with what called it up, so that ``look`` matches there;
    otherwise it matches at the edge, or searches where the row has none.
    """

    first: int
    edge: str
    here: bool
    code: str
    weight: float
    opening: bool
    look: Callable[..., Match[str] | None]
    row: Row


Called = tuple[int, int, Plan]
"""A row that was called up: the elements it needs, what it may end with (or 0), and how to try it."""


class Entry(NamedTuple):
    """What a word is to the patterns.

    ``mask`` has the elements that it can be; ``left`` and ``right`` number its kind as the one and
    the other word of pairs, 0 if it is in none; ``plans`` are the rows it calls up anywhere,
    ``starting`` those it calls up where it begins a unit.
    """

    mask: int
    left: int
    right: int
    plans: tuple[Called, ...]
    starting: tuple[Called, ...]


NOTHING = Entry(0, 0, 0, (), ())


class Masks(dict[str, int]):
    """Form (``kerto*``, ``*ko``, ``vad``) to the bits of what it stands for."""

    def add(self, forms: Iterable[str], bit: int) -> None:
        for form in forms:
            self[form] = self.get(form, 0) | bit

    def of(self, word: str) -> int:
        """The bits of a word: as itself, by its beginning, or by its end."""
        mask = self.get(word, 0)
        for at in range(1, len(word) + 1):
            mask |= self.get(word[:at] + "*", 0)
            if at < len(word):
                mask |= self.get("*" + word[at:], 0)
        return mask


LONGEST_WORD = 100
"""Letters. No cue is about a longer word, and looking at all its beginnings and ends would never end."""


class Index(dict[str, "Entry | None"]):
    """A word's entry; None for a word that is left out. A new word is looked up once."""

    def __init__(self, rows: Iterable[Row]) -> None:
        super().__init__({"": None})
        # The surest first, so that a weaker cue for the same code need not be tried.
        rows = sorted(rows, key=lambda row: -row.weight)
        self._fillers = Masks()
        self._elements, self._left, self._right = Masks(), Masks(), Masks()
        self._bits: dict[Forms, int] = {}
        self._anywhere: dict[int, list[Called]] = {}
        self._starting: dict[int, list[Called]] = {}
        self.pairs = Pairs()
        common = Counter(word for row in rows for word in words(f"{row.example} {row.counter}"))
        for row in rows:
            if row.code == "filler":
                self._fillers.add(row.pattern.anchors[0], 1)
            elif row.code not in ("lead", "clause"):
                self._file(row, common)

    def _file(self, row: Row, common: Counter[str]) -> None:
        """Put a row where it will be called up least often for nothing."""
        pattern = row.pattern
        ways: list[tuple[float, str, tuple[Forms, ...]]] = [
            (_often(forms, common), "alone", (forms,)) for forms in pattern.anchors
        ]
        ways += [(_often_together(pair, common), "pair", pair) for pair in pattern.pairs]
        if pattern.first and row.code not in OPENING:
            ways.append((_often(pattern.first, common) / WORDS, "starting", (pattern.first,)))
        _, way, forms = min(ways)
        called = self._called(row, forms)
        if way == "pair":
            bit = self.pairs.add(called)
            self._left.add(forms[0], bit)
            self._right.add(forms[1], bit)
        else:
            calls = self._anywhere if way == "alone" else self._starting
            calls.setdefault(self._bit(forms[0]), []).append(called)

    def _called(self, row: Row, by: tuple[Forms, ...]) -> Called:
        pattern = row.pattern
        here = not pattern.edge and by in pattern.begins
        # A pattern without gaps that is matched in one place fails as fast as its words are looked for.
        fails_fast = here and ".." not in pattern.source
        others = [] if fails_fast else [forms for forms in pattern.anchors if forms not in by]
        needs = 0
        for forms in others:
            needs |= self._bit(forms)
        plan = Plan(
            self._bit(pattern.first) if pattern.first else 0,
            pattern.edge,
            here,
            row.code,
            row.weight,
            row.code in OPENING,
            pattern.regex.match if pattern.edge or here else pattern.regex.search,
            row,
        )
        return needs, self._bit(pattern.last) if pattern.last else 0, plan

    def _bit(self, forms: Forms) -> int:
        if forms not in self._bits:
            self._bits[forms] = 1 << len(self._bits)
            self._elements.add(forms, self._bits[forms])
        return self._bits[forms]

    def __missing__(self, word: str) -> Entry | None:
        if len(word) > LONGEST_WORD:
            return NOTHING
        mask = self._elements.of(word)
        entry = Entry(
            mask,
            self.pairs.left(self._left.of(word)),
            self.pairs.right(self._right.of(word)),
            _of(mask, self._anywhere),
            _of(mask, self._starting),
        )
        self[word] = None if self._fillers.of(word) else NOTHING if entry == NOTHING else entry
        return self[word]


class Pairs(dict[int, "tuple[Called, ...]"]):
    """The rows that two neighbouring words call up, by the numbers of their kinds, added.

    Words of one kind have one mask: they can stand in the same pairs. A number is quicker to add
    and to look up than a mask of a thousand bits.
    """

    SHIFT = 20

    def __init__(self) -> None:
        super().__init__()
        self._plans: list[Called] = []
        self._lefts: list[int] = [0]
        self._rights: list[int] = [0]

    def add(self, plan: Called) -> int:
        self._plans.append(plan)
        return 1 << len(self._plans) - 1

    def left(self, mask: int) -> int:
        return _number(mask, self._lefts) << self.SHIFT

    def right(self, mask: int) -> int:
        return _number(mask, self._rights)

    def __missing__(self, kinds: int) -> tuple[Called, ...]:
        shared = self._lefts[kinds >> self.SHIFT] & self._rights[kinds & (1 << self.SHIFT) - 1]
        self[kinds] = tuple(plan for at, plan in enumerate(self._plans) if shared >> at & 1)
        return self[kinds]


def _of(mask: int, calls: dict[int, list[Called]]) -> tuple[Called, ...]:
    return tuple(plan for bit, plans in calls.items() if mask & bit for plan in plans) if mask else ()


def _number(mask: int, masks: list[int]) -> int:
    if mask not in masks:
        masks.append(mask)
    return masks.index(mask)


class Leads(dict[str, bool]):
    """Whether a word is a lead-in particle. A new word is looked up once."""

    def __init__(self, rows: Iterable[Row]) -> None:
        super().__init__()
        single = [row.pattern.anchors for row in rows if row.code == "lead"]
        self._forms = [form for anchors in single if len(anchors) == 1 for form in anchors[0]]

    def __missing__(self, word: str) -> bool:
        self[word] = any(word_matches(word, form) for form in self._forms)
        return self[word]


def _often(forms: Forms, common: Counter[str]) -> float:
    """How often one of these forms is met, in the examples of the table, and a little for the unmet."""
    return sum(common[form] + 1 / len(form) if "*" not in form else UNSEEN for form in forms)


def _often_together(pair: tuple[Forms, Forms], common: Counter[str]) -> float:
    return ATTRACTION * _often(pair[0], common) * _often(pair[1], common) / common.total()
