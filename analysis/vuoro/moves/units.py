"""Cutting a turn into the units that moves are made of.

A unit is as near to a turn-constructional unit as the written record allows: it ends where the
transcriber wrote the end of a sentence or a final contour, at a silence after which a new clause
begins, and where a new question opens in the middle of talk that nobody punctuated. Where nothing
tells, the whole turn is one unit.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from vuoro.language import cues
from vuoro.language.cues import Cues, Said
from vuoro.language.words import spans, words
from vuoro.model import Turn

SILENCE = 0.7
"""Seconds of silence inside a turn that may part two units (Jefferson 1989: about one second)."""

# An ellipsis trails off inside a unit, a single hyphen cuts off a word, and a full stop after a
# title ends nothing.
END = re.compile(
    r"[.?!¿;–—-]+(?=[\s\"'”’)]|$)(?<![^-]-)(?<!\.\.)(?<!…)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)"
)
SIGN = re.compile("[,:-]")
"""After one of these a question may open."""
RISING = frozenset("?¿")
FINAL = frozenset(".?¿!;")
SHORTEST_OPENED = 3
"""How many words must stand before an unpunctuated question for it to open a unit of its own."""


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
    rising: bool = False
    first: bool = True

    def fired(self, code: str) -> bool:
        """Whether any cue for this code or feature fired in the unit."""
        return code in self.said.hits

    def weight(self, code: str) -> float:
        """The weight of the surest cue that fired for a code; 0 if none did."""
        hit = self.said.hits.get(code)
        return hit.weight if hit else 0.0


def units(turn: Turn, table: Cues) -> list[Unit]:
    """The units of a turn, in order, each with the cues that fire in it."""
    text = turn.text
    cuts = _cuts(turn, table)
    if not cuts:
        unit = Unit(turn, 0, len(text), cues.said(text, table), text[-1:] in RISING)
        return _opened([unit], table)
    found: list[Unit] = []
    start = 0
    for stop, rising in [*cuts, (len(text), False)]:
        said = cues.said(text[start:stop], table)
        if said.count:
            rising = rising or text[stop - 1] in RISING
            found.append(Unit(turn, start, stop, said, rising, not found))
        start = stop
    return _opened(_with_tags(found, table), table)


def _cuts(turn: Turn, table: Cues) -> list[tuple[int, bool]]:
    """Where units end inside the text, and whether the pitch (or the sign for it) rises there."""
    text = turn.text
    cuts = {match.end(): text[match.end() - 1] in RISING for match in END.finditer(text)}
    if not turn.marks:
        return list(cuts.items())
    for mark in turn.marks:
        if mark.kind in ("contour", "terminator") and mark.value in FINAL:
            at = turn.in_text(mark.start, mark.stop)[0]
            cuts[at] = mark.value in RISING
        elif mark.kind == "pause" and isinstance(mark.value, (int, float)) and mark.value >= SILENCE:
            at = turn.in_text(mark.start, mark.stop)[0]
            if at not in cuts and _new_clause(text[at:], table):
                cuts[at] = False
    return sorted((at, rising) for at, rising in cuts.items() if at > 0)


def _new_clause(text: str, table: Cues) -> bool:
    """Whether talk after a silence begins afresh: with a lead-in, or as a unit of its own would."""
    found = words(text)
    if not found:
        return False
    if table.leads[found[0]]:
        return True
    return any(hit.row.pattern.edge and hit.start == 0 for hit in cues.said(text, table).hits.values())


def _with_tags(found: list[Unit], table: Cues) -> list[Unit]:
    """Units in which a tag that was written as a sentence of its own joins what it is a tag to."""
    joined: list[Unit] = []
    for unit in found:
        tag = unit.said.hits.get("tag")
        if joined and tag and tag.start == 0 and unit.said.count <= 4:
            before = joined.pop()
            text = unit.turn.text[before.start : unit.stop]
            unit = before._replace(stop=unit.stop, said=cues.said(text, table), rising=unit.rising)
        joined.append(unit)
    return joined


def _opened(found: list[Unit], table: Cues) -> list[Unit]:
    """Units cut where a question opens in mid-course: after a comma, or where nothing is punctuated."""
    return [part for unit in found for part in (_halves(unit, table) if unit.said.openers else [unit])]


def _halves(unit: Unit, table: Cues) -> list[Unit]:
    text = unit.turn.text[unit.start : unit.stop]
    at = _opening(unit, text, table)
    if not at:
        return [unit]
    middle = unit.start + at
    left = unit._replace(stop=middle, said=cues.said(text[:at], table), rising=False)
    right = unit._replace(start=middle, said=cues.said(text[at:], table), first=False)
    return [left, *_opened([right], table)]


def _opening(unit: Unit, text: str, table: Cues) -> int:
    """Where in the text of a unit a question opens that is a unit of its own; 0 if none does."""
    unpunctuated = not END.search(unit.turn.text)
    if not unpunctuated and not SIGN.search(text):
        return 0
    places = None
    for place, clear in cues.openings(unit.said, table):
        places = places or kept_spans(text, table)
        before = unit.said.words.count(" ", 0, place)
        at = places[before][0]
        after_a_sign = SIGN.search(text[:at].rstrip()[-1:])
        if before and (after_a_sign or (clear and unpunctuated and before >= SHORTEST_OPENED)):
            return at
    return 0


def kept_spans(text: str, table: Cues) -> list[tuple[int, int]]:
    """Where each word that the cues see stands in the text."""
    kept, last = [], ""
    for word, span in zip(words(text), spans(text), strict=True):
        if table.index[word] is not None and word != last:
            kept.append(span)
            last = word
    return kept
