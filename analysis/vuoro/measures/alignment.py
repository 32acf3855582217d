"""Lexical alignment (A2): whether one side takes up the other's words, beyond what the topic explains.

Speakers who talk about one thing share its words wherever they stand. What is left when the chance
of meeting them anywhere in the encounter is taken off is that words are taken up *now*.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from vuoro.language import stems
from vuoro.language.words import words
from vuoro.measures.answers import Answer, amount, divided, reason_where, share
from vuoro.measures.declare import measure, reason_code
from vuoro.measures.frames import Codes, positions
from vuoro.measures.talk import Numbers, Talk
from vuoro.model import LANGUAGES

WINDOW = 5  # turns, of whichever side, in which a word is fresh
AT_ONCE = 50_000  # turns whose stems are held at a time, so that memory does not grow with the corpus

SIDES = (("P", "C", "professional"), ("C", "P", "client"))


@measure("A2")
def lexical_alignment(talk: Talk) -> list[Answer]:
    """How much more of one side's words of content the other said in the last five turns than by chance.

    Part `professional` is the professional taking up the client's words: the share of the stems in each
    of their turns that the client had said within the five turns before (`professional:observed`), less
    what it would be if the client's turns stood in any other order (`professional:by_chance`); `client` is
    the other way round. 0 is no more than the topic explains. The chance is the mean over *all* orders,
    by the hypergeometric law, which shuffling can only come near.

    References
    ----------
    Pickering & Garrod 2004 on alignment; the measure is ours.
    """
    against = np.where(talk.encounters["language"].isin(LANGUAGES), 0, reason_code("not_this_language"))
    found = _counted(talk)
    answers = []
    for side, other, role in SIDES:
        hits, chance, every, rows = found[side]
        heard = talk.said(other, pd.Series(np.ones(len(talk.turns)))) > 0
        nothing = reason_where((every == 0) | ~heard, "no_content")
        more = amount(divided(hits, every) - divided(chance, every), role, denominator=every,
                      nothing=nothing, rows=rows)  # fmt: skip
        seen = share(hits, every, f"{role}:observed", nothing="no_content")
        expected = share(chance, every, f"{role}:by_chance", nothing="no_content")
        answers += [one.unless(nothing).unless(against) for one in (more, seen, expected)]
    return answers


def _counted(talk: Talk) -> dict[str, tuple[Numbers, Numbers, Numbers, Codes]]:
    """For each side and encounter: stems that were fresh, as many by chance, all; and the turns of the fresh ones."""
    zeros = np.zeros(len(talk))
    sums: dict[str, list[Any]] = {side: [zeros, zeros, zeros, []] for side, _, _ in SIDES}
    numbers: dict[str, _Stems] = {}
    for first, last in _blocks(talk):
        said = _said(talk, numbers, first, last)
        for side, other, _ in SIDES:
            met = _met(talk, said, side, other)
            own = sums[side]
            own[:3] = [
                own[0] + talk.total(met, "fresh"),
                own[1] + talk.total(met, "chance"),
                own[2] + talk.count(met),
            ]
            own[3].append(np.unique(met["row"].to_numpy()[met["fresh"].to_numpy()]))
    nowhere = np.zeros(0, dtype=np.int64)
    return {
        side: (fresh, chance, all_, np.concatenate([nowhere, *turns]))
        for side, (fresh, chance, all_, turns) in sums.items()
    }


def _blocks(talk: Talk) -> Iterator[tuple[int, int]]:
    """The turns in stretches of whole encounters, each as the first row and the one after the last."""
    size = np.bincount(positions(talk.turns), minlength=len(talk))
    ends = np.cumsum(size)
    first = 0
    while first < len(talk.turns):
        at = int(np.searchsorted(ends, first + AT_ONCE, side="right"))
        last = (
            int(ends[at - 1])
            if at and ends[at - 1] > first
            else int(ends[np.searchsorted(ends, first, side="right")])
        )
        yield first, last
        first = last


def _said(talk: Talk, known: dict[str, _Stems], first: int, last: int) -> pd.DataFrame:
    """A row for each different stem in each of some turns: `row` of the turn, and the `stem` as a number."""
    languages, at = talk.encounters["language"].to_numpy(), positions(talk.turns)[first:last]
    for language in set(languages[at]).intersection(LANGUAGES):
        known.setdefault(language, _Stems(language))
    rows = first + np.flatnonzero(np.isin(languages[at], LANGUAGES))
    said = zip(languages[at[rows - first]].tolist(), map(talk.texts.__getitem__, rows.tolist()), strict=True)
    found = [known[language].within(text) for language, text in said]
    each = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
    stem = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=int(each.sum()))
    return pd.DataFrame({"row": np.repeat(rows, each), "stem": stem})


class _Stems(dict[str, frozenset[int]]):
    """The stems of what stands between two spaces, as numbers; each spelling is looked at once."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language: str = language
        self._numbers: dict[str, int] = {}

    def __missing__(self, spelling: str) -> frozenset[int]:
        numbers = self._numbers
        found = stems.content(words(spelling), self._language)
        self[spelling] = frozenset(numbers.setdefault(stem, len(numbers)) for stem in found)
        return self[spelling]

    def within(self, text: str) -> frozenset[int]:
        """The different stems of a text."""
        return frozenset().union(*map(self.__getitem__, text.split()))


def _met(talk: Talk, said: pd.DataFrame, side: str, other: str) -> pd.DataFrame:
    """For each stem in each turn of one side: is it `fresh` from the other, and the `chance` that it were."""
    sides, at = np.asarray(talk.turns["side"]), positions(talk.turns).astype(np.int64)
    row, stem = said["row"].to_numpy(), said["stem"].to_numpy()
    size = int(stem.max(initial=0)) + 1  # so that a turn, or an encounter, and a stem make one number
    own, theirs = sides[row] == side, sides[row] == other
    heard = np.sort(row[theirs] * size + stem[theirs])
    places, often = np.unique(at[row[theirs]] * size + stem[theirs], return_counts=True)
    row, stem = row[own], stem[own]
    fresh, near = np.zeros(len(row), dtype=bool), np.zeros(len(row), dtype=np.int64)
    for back in range(1, WINDOW + 1):
        before = np.maximum(row - back, 0)
        there = (row >= back) & (at[before] == at[row]) & (sides[before] == other)
        fresh |= there & _among(before * size + stem, heard)
        near += there
    times = _looked_up(at[row] * size + stem, places, often)
    turns = np.bincount(at[sides == other], minlength=len(talk))[at[row]]
    encounter = talk.turns["encounter"].array.take(row)
    chance = _chance(turns, times, near)
    found = pd.DataFrame({"encounter": encounter, "row": row, "fresh": fresh, "chance": chance})
    # The numbers of the stems depend on what else is measured, and so does the order in a turn; a sum must not.
    return found.iloc[np.lexsort((chance, row))]


def _looked_up(wanted: Codes, ordered: Codes, values: Codes) -> Codes:
    """The value of each number that is among those in order, and 0 of the others."""
    found = np.zeros(len(wanted), dtype=np.int64)
    known = _among(wanted, ordered)
    found[known] = values[np.searchsorted(ordered, wanted[known])]
    return found


def _among(wanted: Codes, ordered: Codes) -> Codes:
    """Which of the numbers are among others that stand in order."""
    if not len(ordered):
        return np.zeros(len(wanted), dtype=bool)
    return ordered[np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)] == wanted


def _chance(turns: Codes, times: Codes, near: Codes) -> Numbers:
    """That at least one of the turns with a word is among the near ones, when all are in random order."""
    missed = np.ones(len(turns))
    for taken in range(WINDOW):
        left = np.maximum(turns - taken, 1)
        missed *= np.where(taken < near, np.maximum(turns - times - taken, 0) / left, 1)
    return 1 - missed
