"""Tiers below tiers, as ELAN has them: which annotation of talk does another speak of?"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from vuoro.model import Problem

Rank = tuple[float, int]
"""Where a time slot stands: seconds; and for one without a time, those before it and its place."""

_FIRST = (float("-inf"), 0)


class Label(NamedTuple):
    """An annotation: two time slots, or the id of the annotation it refers to."""

    id: str
    text: str
    line: int
    start: str
    end: str
    refers: str


@dataclass(slots=True)
class Tier:
    """A tier under a name that no other has; ``parent`` is the name of the tier above it."""

    name: str
    line: int
    parent: str = ""
    speaker: str = ""
    kind: str = ""
    annotator: str = ""
    language: str = ""
    labels: list[Label] = field(default_factory=list)


def roots_first(tiers: Iterable[Tier]) -> tuple[list[Tier], list[Problem]]:
    """The tiers, each behind its parent; one whose parent is nowhere is a root, and told.

    Examples
    --------
    >>> tiers, problems = roots_first([Tier("words", 1, parent="A"), Tier("A", 2), Tier("lost", 3, parent="B")])
    >>> [tier.name for tier in tiers], [problem.rule for problem in problems]
    (['A', 'lost', 'words'], ['dangling-reference'])
    """
    tiers, problems = list(tiers), []
    below: defaultdict[str, list[Tier]] = defaultdict(list)
    names = {tier.name for tier in tiers}
    for tier in tiers:
        if tier.parent and tier.parent not in names:
            problems.append(_orphan(tier))
            tier.parent = ""
        below[tier.parent].append(tier)
    ordered = _walk(below.pop("", []), below)
    for tier in [tier for rest in below.values() for tier in rest]:  # a circle, with no root to it
        problems.append(_orphan(tier))
        tier.parent = ""
        ordered.append(tier)
    return ordered, problems


def _walk(level: list[Tier], below: defaultdict[str, list[Tier]]) -> list[Tier]:
    ordered = []
    while level:
        ordered += level
        level = [child for tier in level for child in below.pop(tier.name, ())]
    return ordered


def _orphan(tier: Tier) -> Problem:
    message = f"its parent {tier.parent!r} is not in the file, or below it; it was read as a tier of its own."
    return Problem(line=tier.line, text=tier.name, message=message, rule="dangling-reference")


def ranks(seconds: Mapping[str, float | None]) -> dict[str, Rank]:
    """The places of time slots, in the order of the file: one without a time is behind the one before it."""
    before, placed = _FIRST, {}
    for number, (slot, time) in enumerate(seconds.items(), 1):
        before = (before[0], number) if time is None else (time, 0)
        placed[slot] = before
    return placed


def places(seconds: Mapping[str, float | None]) -> dict[str, int]:
    """The number of each time slot in order of time; one without a time is behind the one before it.

    Examples
    --------
    >>> places({"ts1": 2.0, "ts2": None, "ts3": 1.0})
    {'ts3': 0, 'ts1': 1, 'ts2': 2}
    """
    known = [time for time in seconds.values() if time is not None]
    if known == sorted(known):  # as ELAN writes them
        return dict(zip(seconds, count()))
    rank = ranks(seconds)
    return dict(zip(sorted(seconds, key=lambda slot: rank[slot][0]), count()))


def placed_below(tiers: Iterable[Tier], seconds: Mapping[str, float | None]) -> dict[str, str]:
    """Each annotation's id to the id of the one at the root of its tree; what has none is not in it.

    Where no tier is below another, nothing needs to be looked up, and the mapping is empty.
    """
    tiers = list(tiers)
    if not any(tier.parent for tier in tiers):
        return {}
    rank = ranks(seconds) if any(_has_times(tier) for tier in tiers) else {}
    root: dict[str, str] = {}
    above: dict[str, list[Label]] = {}
    for tier in tiers:
        above[tier.name] = tier.labels
        if tier.parent:
            around = _Parents(above[tier.parent] if _has_times(tier) else [], rank)
            for label in tier.labels:
                parent = label.refers or around.of(label)
                if parent in root:
                    root[label.id] = root[parent]
        else:
            root.update((label.id, label.id) for label in tier.labels)
    return root


def _has_times(tier: Tier) -> bool:
    return bool(tier.parent) and not all(label.refers for label in tier.labels)


class _Parents:
    """The annotations of one tier, to be asked which of them is around another."""

    def __init__(self, labels: list[Label], rank: Mapping[str, Rank]) -> None:
        self.rank = rank
        self.labels = sorted(labels, key=self._start)
        self.starts = [self._start(label) for label in self.labels]

    def _start(self, label: Label) -> Rank:
        return self.rank.get(label.start, _FIRST)

    def of(self, label: Label) -> str:
        at = bisect_right(self.starts, self._start(label))
        around = self.labels[at - 1] if at else None
        if around and label.start in self.rank and self._start(label) < self.rank.get(around.end, _FIRST):
            return around.id
        return ""


def unplaced(tiers: Iterable[Tier], root: Mapping[str, str]) -> Iterator[Problem]:
    """Annotations with words that speak of nothing in the file."""
    for tier in tiers:
        for label in tier.labels if tier.parent else ():
            if label.id not in root and label.text.strip():
                message = f"on tier {tier.name!r}, about an annotation that is not in the file."
                yield Problem(line=label.line, text=label.text, message=message, rule="dangling-reference")
