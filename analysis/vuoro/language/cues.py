"""Cues in talk: which rows of a language's cue table fire in a stretch of words."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from re import Match
from typing import NamedTuple

from vuoro.language import patterns, tables
from vuoro.language.index import Called, Index, Leads
from vuoro.language.tables import Row
from vuoro.language.words import joined, lower, words
from vuoro.model import record

LONG_ENOUGH = 4
"""More words than this, and a question may begin in the middle of them."""

SIGNS = ",.:;?!"
"""No clause opens across one of these."""

UNFIRED = ("lead", "filler", "clause")
"""Features that prepare the ground for the others."""

SHORT = 24
"""Characters. Shorter stretches of talk recur (*yeah*, *okej*, *en tiedä*) and are read once."""

REMEMBERED = 20_000
"""How many short stretches of talk are kept in mind at most."""


class Hit(NamedTuple):
    """A row that fired, with its weight, and the match: where in the joined words of the unit."""

    row: Row
    weight: float
    match: Match[str]

    @property
    def start(self) -> int:
        return self.match.start()

    @property
    def stop(self) -> int:
        return self.match.end()


class Said(NamedTuple):
    """A stretch of talk as cues see it: its words, and for each code the surest cue that fired.

    ``openers`` are the rows that may show that a question begins in the middle of it; ``whole``
    says that no word was left out (a filler, a fragment, a word said twice).
    """

    # Not a record: one is made for every unit of talk, and a named tuple is made in a third of the time.
    words: str
    count: int  # type: ignore[assignment] # the words; a tuple's own count is not used
    hits: dict[str, Hit]
    openers: Sequence[Row] = ()
    whole: bool = False


@record
class Cues:
    """The cues of one language, indexed by their words. ``short`` remembers short stretches of talk.

    ``heads`` finds the words that open a clause, and ``binds`` the words after which none does.
    """

    language: str
    rows: tuple[Row, ...]
    index: Index
    leads: Leads
    classes: tables.Classes
    heads: re.Pattern[str]
    binds: frozenset[str]
    short: dict[str, Said]


@record
class Misfire:
    """A row of a table that does not do what it says."""

    row: Row
    unit: str
    why: str

    def __repr__(self) -> str:
        row = self.row
        return f"line {row.line}: {row.pattern.source!r} ({row.code}) {self.why}: {self.unit!r}"


@lru_cache
def load(language: str) -> Cues:
    """The cue table of a language: "sv", "fi" or "en"."""
    return assemble(language, tables.table(language), tables.classes(language))


def assemble(language: str, rows: Iterable[Row], classes: tables.Classes) -> Cues:
    """Rows as cues that can be matched."""
    rows = tuple(rows)
    return Cues(
        language=language,
        rows=rows,
        index=Index(rows),
        leads=Leads(rows),
        classes=classes,
        heads=re.compile(
            "|".join(row.pattern.regex.pattern for row in rows if row.code == "clause") or "(?!)"
        ),
        binds=frozenset(classes.get("binds", ())),
        short={},
    )


def said(text: str, cues: Cues) -> Said:
    """What the cues see in a stretch of talk.

    Examples
    --------
    >>> seen = said("So, um, you you've been feeling quite anxious?", load("en"))
    >>> seen.words
    " so you you've been feeling quite anxious"
    >>> seen.hits["confirm_question"].row.name
    'en.confirm_question:^ so {you} ...'
    """
    if len(text) > SHORT:
        return _read(text, cues)
    known = cues.short.get(text)
    if known is None:
        if len(cues.short) >= REMEMBERED:
            cues.short.clear()
        known = cues.short[text] = _read(text, cues)
    return known


def _read(text: str, cues: Cues) -> Said:
    index, leads = cues.index, cues.leads
    found = words(text)
    kept: list[str] = []
    called: list[tuple[int, tuple[Called, ...]]] = []
    starts: list[int] = []
    present = at_start = left = at = before = 0
    last = ""
    leading = True
    for word in found:
        entry = index[word]
        # A word said twice in a row is said once: "I I think" begins again.
        if entry is None or word == last:
            continue
        kept.append(word)
        mask, leftward, right, plans, starting = entry
        if leading:
            # A unit may be said to start at its first word and after each lead-in particle.
            starts.append(at)
            at_start |= mask
            if starting:
                called.append((at, starting))
            leading = leads[word]
        if mask:
            present |= mask
            if plans:
                called.append((at, plans))
        if left and right and (plans := index.pairs[left + right]):
            called.append((before, plans))
        left, before, last = leftward, at, word
        at += len(word) + 1
    if not kept:
        return Said("", 0, {})
    unit = " " + " ".join(kept)
    ends = cues.index[last].mask  # type: ignore[union-attr] # what was kept has an entry
    hits, openers = _surest(unit, called, present, starts, at_start, ends)
    return Said(unit, len(kept), hits, openers if len(kept) > LONG_ENOUGH else (), len(kept) == len(found))


def _surest(
    unit: str,
    called: list[tuple[int, tuple[Called, ...]]],
    present: int,
    starts: list[int],
    at_start: int,
    at_end: int,
) -> tuple[dict[str, Hit], list[Row]]:
    hits: dict[str, Hit] = {}
    openers: list[Row] = []
    for at, plans in called:
        for needs, last, plan in plans:
            if (needs and needs & present != needs) or (last and not last & at_end):
                continue
            first, edge, here, code, weight, opening, look, row = plan
            if code in hits and hits[code][1] >= weight:
                if opening:
                    openers.append(row)
                continue
            match = None
            if here:
                match = look(unit, at)
            elif not edge:
                match = look(unit)
            elif not first or first & at_start:
                for start in starts if edge == "^" else starts[:1]:
                    match = look(unit, start)
                    if match:
                        break
            if match:
                hits[code] = Hit(row, weight, match)
            if opening and not (match and match.start() in starts):
                openers.append(row)
    return hits, openers


def question_inside(unit: Said) -> bool:
    """Whether a question begins anywhere but at the beginning of a unit."""
    return any(row.pattern.regex.search(unit.words, 1) for row in unit.openers)


def clauses(text: str, cues: Cues) -> Iterator[int]:
    """Where in a stretch of talk new clauses open in mid-course, as far as the words show it.

    Examples
    --------
    >>> list(clauses("I'll write to them today and then we talk again", load("en")))
    [25]
    """
    plain = lower(text)
    for sign in SIGNS:  # many times as quick as translating, where letters are not all ASCII
        plain = plain.replace(sign, " ")
    for match in cues.heads.finditer(plain):
        at = match.start() + 1
        if at > 1 and plain[: at - 1].rpartition(" ")[2] not in cues.binds:
            yield at


def question_begins(unit: Said, before: int) -> bool:
    """Whether a question begins after so many words of a unit."""
    at = len(" ".join(unit.words.split(" ", before + 1)[: before + 1]))
    return any(row.pattern.regex.match(unit.words, at) for row in unit.openers)


def _starts(unit: str, cues: Cues) -> list[int]:
    """Where a unit may be said to start: at its first word and after each lead-in particle."""
    starts, at = [], 0
    for word in unit.split():
        starts.append(at)
        if not cues.leads[word]:
            break
        at += len(word) + 1
    return starts


def every(unit: Said, cues: Cues) -> list[Hit]:
    """Every cue that fires in a unit, where :func:`said` keeps the surest for each code."""
    starts = _starts(unit.words, cues)
    fired = [(row, _match(row.pattern, unit.words, starts)) for row in cues.rows if row.code not in UNFIRED]
    return [Hit(row, row.weight, match) for row, match in fired if match]


def _match(pattern: patterns.Pattern, unit: str, starts: list[int]) -> Match[str] | None:
    if not pattern.edge:
        return pattern.regex.search(unit)
    for start in starts if pattern.edge == "^" else starts[:1]:
        match = pattern.regex.match(unit, start)
        if match:
            return match
    return None


def check(language: str) -> list[Misfire]:
    """The rows whose example does not fire them, or whose counter-example does."""
    cues = load(language)
    wrong = []
    for row in cues.rows:
        if row.example and not _fires(row, row.example, cues):
            wrong.append(Misfire(row=row, unit=row.example, why="is not fired by its example"))
        if row.counter and _fires(row, row.counter, cues):
            wrong.append(Misfire(row=row, unit=row.counter, why="is fired by its counter-example"))
    return wrong


def _fires(row: Row, text: str, cues: Cues) -> bool:
    if row.code == "filler":
        return row.pattern.regex.search(joined(text)) is not None
    unit = said(text, cues).words
    return _match(row.pattern, unit, _starts(unit, cues)) is not None


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(name, len(load(name).rows), "rows")
        print(*check(name), sep="\n")
