"""Whether coders mark the same words, before the question which code they give: agreement on a continuum.

The continuum is the words of the encounters. For each coder it is cut into units (marked, with a code)
and gaps (unmarked); what two coders agree on is the length of what their units and gaps share.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Many
from itertools import permutations

import numpy as np

from vuoro.agreement.coefficients import ratio_of
from vuoro.agreement.counting import Array, Counts
from vuoro.model import Annotation, Encounter, Turn

Segment = tuple[int, int, int]
"""A unit on a continuum: start, stop, and the number of its value from 1; 0 is a gap."""

_WORD = re.compile(r"\S+")


def u_alpha(counts: Counts) -> Array:
    """Krippendorff's alpha for unitising: are the same stretches marked, with the same codes?

    References
    ----------
    Krippendorff, K., Mathet, Y., Bouvry, S., & Widlöcher, A. (2016). On the reliability of unitizing
    textual continua: Further developments. Qual Quant 50:2347–2364.

    Examples
    --------
    >>> marked = {"Alex": [(2, 5, 1)], "Paul": [(2, 5, 1), (10, 20, 2)], "Susan": [(2, 5, 2), (15, 20, 2)]}
    >>> counts = {name: table[None] for name, table in continuum(marked, 60, 2).items()}
    >>> [f(counts).round(3).item() for f in (u_alpha, relevance_alpha, coding_alpha)]
    [0.398, 0.524, 0.357]
    """
    same, chance, length = _agreed(counts["shared"], counts["squares"])
    return 1 - ratio_of(length - same, length - chance)


def relevance_alpha(counts: Counts) -> Array:
    """The same (written |uα), with all codes taken as one: is the same talk marked at all?"""
    shared, squares = counts["shared"], counts["squares"]
    marked, gap = shared[..., 1:, 1:].sum(axis=(-1, -2)), shared[..., 0, 0]
    edge = shared[..., 0, 1:].sum(axis=-1)
    binary = np.stack([np.stack([gap, edge], -1), np.stack([edge, marked], -1)], -2)
    return u_alpha({"shared": binary, "squares": np.stack([squares[..., 0], squares[..., 1:].sum(-1)], -1)})


def coding_alpha(counts: Counts) -> Array:
    """The same (written cuα), only where both have marked: is it the same code?"""
    both = counts["shared"][..., 1:, 1:]
    same, chance, length = _agreed(both, counts["overlaps"][..., 1:])
    return 1 - ratio_of(length - same, length - chance)


def boundary_f1(counts: Counts) -> Array:
    """The share of unit boundaries that stand between the same two words, with no tolerance."""
    return ratio_of(counts["common"], counts["boundaries"])


def _agreed(shared: Array, squares: Array) -> tuple[Array, Array, Array]:
    """The length that agrees, the length that would by chance, and the whole length."""
    margins = shared.sum(axis=-1)
    length = margins.sum(axis=-1)
    # A unit is never compared with itself, so its square is taken out of what chance could pair.
    chance = length * ratio_of((margins**2 - squares).sum(axis=-1), length**2 - squares.sum(axis=-1))
    return np.trace(shared, axis1=-2, axis2=-1), chance, length


def continuum(marked: Mapping[str, Many[Segment]], length: int, codes: int) -> Counts:
    """The tables of one continuum: what coders' units share, the squares of their lengths, and boundaries."""
    cut = {coder: _with_gaps(units, length) for coder, units in marked.items()}
    pairs = max(1, len(marked) - 1)
    shared, overlaps = np.zeros((codes + 1, codes + 1)), np.zeros(codes + 1)
    common = boundaries = 0
    for one, other in permutations(cut, 2):
        starts = [segment[0] for segment in cut[other]]
        for start, stop, code in cut[one]:
            # The other's segments are in order and leave nothing out, so those that meet this one are neighbours.
            near = cut[other][bisect_right(starts, start) - 1 : bisect_left(starts, stop)]
            meets = [(min(stop, b) - max(start, a), c) for a, b, c in near]
            for size, with_ in meets:
                shared[code, with_] += size / pairs
            if code:
                overlaps[code] += sum(size for size, with_ in meets if with_) ** 2 / pairs
        ours, theirs = _edges(marked[one]), _edges(marked[other])
        common, boundaries = common + 2 * len(ours & theirs), boundaries + len(ours) + len(theirs)
    squares = np.zeros(codes + 1)
    for start, stop, code in (segment for segments in cut.values() for segment in segments):
        # A gap is no unit: it has no edges of its own, so its words count one by one.
        squares[code] += (stop - start) ** 2 if code else stop - start
    return {
        "shared": shared, "squares": squares, "overlaps": overlaps,
        "common": np.array(float(common)), "boundaries": np.array(float(boundaries)),
    }  # fmt: skip


def _with_gaps(units: Many[Segment], length: int) -> list[Segment]:
    found, at = [], 0
    for start, stop, code in units:
        found += [(at, start, 0)] * (start > at) + [(start, stop, code)]
        at = stop
    return found + [(at, length, 0)] * (length > at)


def _edges(units: Iterable[Segment]) -> set[int]:
    return {edge for start, stop, _ in units for edge in (start, stop)}


def marked_words(
    encounter: Encounter, judged: Iterable[Annotation], codes: Many[str]
) -> tuple[list[Segment], int]:
    """One coder's spans as segments of an encounter's words, and how many words there are.

    A word belongs to a span that touches it. Where two spans of one coder overlap, the later one begins
    where the earlier one ends, since units on a continuum exclude each other.
    """
    by_turn: dict[str, list[Annotation]] = {}
    for one in judged:
        by_turn.setdefault(one.turn, []).append(one)
    found: list[Segment] = []
    at = 0
    for turn in encounter.turns:
        words = words_of(turn)
        for one in sorted(by_turn.get(turn.id, ()), key=lambda a: (a.start, -a.stop, a.code)):
            start, stop = (at + number for number in touched(turn, one, words))
            start = max(start, found[-1][1] if found else 0)
            if start < stop:
                found.append((start, stop, codes.index(one.code) + 1))
        at += len(words)
    return found, at


def words_of(talk: Turn | Encounter) -> list[tuple[int, int]]:
    """Where the words stand, in the text of their turn."""
    turns = (talk,) if isinstance(talk, Turn) else talk.turns
    return [match.span() for turn in turns for match in _WORD.finditer(turn.text)]


def touched(turn: Turn, one: Annotation, words: Many[tuple[int, int]]) -> tuple[int, int]:
    """Numbers of the first word of a judgement, and of the first after it."""
    whole = one.stop <= one.start
    start, stop = (0, len(turn.text)) if whole else turn.in_text(one.start, one.stop)
    inside = [number for number, (first, last) in enumerate(words) if first < stop and start < last]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)
