"""Cutting a turn into the units that moves are made of.

A unit is as near to a turn-constructional unit as the written record allows: it ends where the
transcriber wrote the end of a sentence or a final contour, at a silence after which a new clause
begins, where a new question opens in the middle of talk that nobody punctuated, and where a new
clause opens in long talk: after a comma or a pause, or anywhere where there are no signs at all.
Where nothing tells, the whole turn is one unit.
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from vuoro.language import cues
from vuoro.language.cues import Cues, Said
from vuoro.language.words import words
from vuoro.model import Encounter, Turn
from vuoro.moves.openings import LONGEST_TAG, clauses_open, question_opens

SILENCE = 0.7
"""Seconds of silence inside a turn that may part two units (Jefferson 1989: about one second)."""

# An ellipsis trails off inside a unit, a single hyphen cuts off a word, and a full stop after a
# title ends nothing.
END = re.compile(
    r"[.?!¿;–—-]+(?=[\s\"'”’)]|$)(?<![^-]-)(?<!\.\.)(?<!…)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)"
)
RISING = frozenset("?¿")
FINAL = frozenset(".?¿!;")
CONTOURS = frozenset({"contour", "terminator"})
PAUSES = frozenset({"pause", "micropause"})


SUBSTANCE = 6
"""How many words before a unit are more than a reception or a lead-in to it."""


class Unit(NamedTuple):
    """A stretch of one turn: where it stands in the text, its words and the cues that fired.

    ``rising`` is a question mark or a rising contour at its end; ``first`` says that nothing
    but silence stands before it in the turn.
    """

    # A named tuple, since one is made for every stretch of talk.
    turn: Turn
    start: int
    stop: int
    said: Said
    rising: bool
    first: bool

    @property
    def late(self) -> bool:
        """Whether the speaker has already said something of substance in this turn."""
        return not self.first and self.turn.text.count(" ", 0, self.start) >= SUBSTANCE

    def fired(self, code: str) -> bool:
        """Whether any cue for this code or feature fired in the unit."""
        return code in self.said.hits

    def weight(self, code: str) -> float:
        """The weight of the surest cue that fired for a code; 0 if none did."""
        hit = self.said.hits.get(code)
        return hit.weight if hit else 0.0


LONGEST = 2000
"""Characters. Nobody says a unit as long as this; a longer stretch without a boundary (a whole file
in one cell, say) is looked at in pieces of this size, so that it costs no more than other talk."""


class Units(dict[int, "tuple[Unit, ...]"]):
    """The units of an encounter's turns, by the place of the turn, each read when it is first asked for."""

    def __init__(self, encounter: Encounter, table: Cues) -> None:
        super().__init__()
        self.encounter = encounter
        self.table = table

    def __missing__(self, at: int) -> tuple[Unit, ...]:
        self[at] = tuple(units_of(self.encounter.turns[at], self.table))
        return self[at]


_LATEST: list[Units] = []
"""One at most. Moves, marks and sequences of an encounter are found one after another, in the same units."""


def units_in(encounter: Encounter, table: Cues) -> Units:
    """The units of an encounter; those of the encounter that was asked about last are kept.

    Examples
    --------
    >>> said = "So you sleep badly. Since when?"
    >>> visit = Encounter(id="visit", turns=(Turn(id="t1", speaker="D", raw=said, text=said),))
    >>> [said[unit.start : unit.stop] for unit in units_in(visit, cues.load("en"))[0]]
    ['So you sleep badly.', ' Since when?']
    """
    for known in _LATEST:
        if known.encounter is encounter and known.table is table:
            return known
    _LATEST[:] = [Units(encounter, table)]
    return _LATEST[0]


def units_of(turn: Turn, table: Cues) -> list[Unit]:
    """The units of a turn, in order, each with the cues that fire in it."""
    text = turn.text
    found: list[Unit] = []
    start = 0
    for stop, rising in _parts(turn, table):
        said = cues.said(text[start:stop], table)
        if said.count:
            unit = Unit(turn, start, stop, said, rising, not found)
            if found and said.count <= LONGEST_TAG and "tag" in said.hits:
                unit = _with_tag(found, unit, table)
            if unit.said.openers and cues.question_inside(unit.said):
                found += _opened(unit, table)
            else:
                found.append(unit)
        start = stop
    return found


def _parts(turn: Turn, table: Cues) -> Iterator[tuple[int, bool]]:
    """Where units end, and whether the pitch rises there: at ends, and where new clauses open before them."""
    text = turn.text
    ends = _ends(turn, table)
    pauses = _pauses(turn) if turn.marks else ()
    start = 0
    for stop, rising in ends if len(text) <= LONGEST else _in_pieces(text, ends):
        inside = [at - start for at in pauses[bisect(pauses, start) : bisect_left(pauses, stop)]]
        punctuated = len(ends) > 1 or _punctuated(text, start, stop)
        for at in clauses_open(text[start:stop], inside, punctuated, table):
            yield start + at, False
        yield stop, rising
        start = stop


def _in_pieces(text: str, ends: list[tuple[int, bool]]) -> Iterator[tuple[int, bool]]:
    start = 0
    for stop, rising in ends:
        while stop - start > LONGEST:
            space = text.rfind(" ", start + 1, start + LONGEST)
            start = space if space > 0 else start + LONGEST
            yield start, False
        yield stop, rising
        start = stop


def _ends(turn: Turn, table: Cues) -> list[tuple[int, bool]]:
    """Where units end in the text, and whether the pitch (or the sign for it) rises there."""
    text = turn.text
    if not turn.marks:
        first = END.search(text)
        if first is None or first.end() == len(text):
            return [(len(text), text[-1:] in RISING)]
    ends = [(match.end(), text[match.end() - 1] in RISING) for match in END.finditer(text)]
    if turn.marks and (marked := dict(_marked(turn, table))):
        ends = sorted({**dict(ends), **marked}.items())
    if not ends or ends[-1][0] < len(text):
        ends.append((len(text), False))
    return ends


def _marked(turn: Turn, table: Cues) -> Iterator[tuple[int, bool]]:
    """The ends that the transcriber marked: contours, and silences before a new clause."""
    for mark in turn.marks:
        kind, value = mark.kind, mark.value
        if kind in CONTOURS and value in FINAL:
            yield turn.in_text(mark.start, mark.stop)[0], value in RISING
        elif kind == "pause" and isinstance(value, float) and value >= SILENCE:
            at = turn.in_text(mark.start, mark.stop)[0]
            if at and _new_clause(turn.text[at : at + LONGEST], table):
                yield at, False


def _new_clause(text: str, table: Cues) -> bool:
    """Whether talk after a silence begins afresh: with a lead-in, or as a unit of its own would."""
    found = words(text)
    if not found:
        return False
    if table.leads[found[0]]:
        return True
    return any(hit.row.pattern.edge and hit.start == 0 for hit in cues.said(text, table).hits.values())


def _with_tag(found: list[Unit], unit: Unit, table: Cues) -> Unit:
    """A tag that was written as a sentence of its own, joined to what it is a tag to."""
    if unit.said.hits["tag"].start > 0:
        return unit
    before = found.pop()
    said = cues.said(unit.turn.text[before.start : unit.stop], table)
    return before._replace(stop=unit.stop, said=said, rising=unit.rising)


def _opened(unit: Unit, table: Cues) -> list[Unit]:
    """A unit cut where a question opens in mid-course, as often as one does."""
    turn, start, stop = unit[:3]
    text = turn.text[start:stop]
    at = question_opens(text, unit.said, _punctuated(turn.text, start, stop), table)
    if not at:
        return [unit]
    left = unit._replace(stop=start + at, said=cues.said(text[:at], table), rising=False)
    right = unit._replace(start=start + at, said=cues.said(text[at:], table), first=False)
    return [left, *_opened(right, table)]


def _pauses(turn: Turn) -> list[int]:
    """Where in a turn's text the transcriber marked a pause or a contour."""
    marks = [mark for mark in turn.marks if mark.kind in PAUSES or mark.kind in CONTOURS]
    return sorted(turn.in_text(mark.start, mark.stop)[0] for mark in marks)


def _punctuated(text: str, start: int, stop: int) -> bool:
    """Whether there is any end of a sentence near a stretch of talk."""
    return END.search(text, max(0, start - LONGEST), stop + LONGEST) is not None
