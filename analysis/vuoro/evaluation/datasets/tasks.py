"""What a data set asks a coder: encounters, the set's own labels, and which of our codes count as them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from vuoro.model import NOTHING, Annotation, Encounter, Turn, VuoroError, record

GOLD = "gold"

REST = "other"
"""The label of turns that have none of the others, where a set gives every turn exactly one."""

RISING = "?"
"""After a code in ``labels.toml``: only where the unit is written with a question mark."""

Places = frozenset[tuple[str, str]]
"""Encounter and turn."""

_NO_WORD = re.compile(r"[^\w\s'’-]|(?<!\w)['’-]|['’-](?!\w)")


class DataSetMissing(VuoroError):
    """A folder does not hold the data set that was looked for in it."""


@record
class Task:
    """A question to a coder about one data set.

    ``gold`` are the set's own labels, by a coder called gold. ``labels`` maps each label to our codes
    that count as it; without it the labels are our codes. Only ``places`` are scored, or every turn
    where it is None. ``single`` says that a turn has exactly one label, the last of which is "other".
    """

    id: str
    encounters: tuple[Encounter, ...]
    gold: tuple[Annotation, ...]
    labels: Mapping[str, tuple[str, ...]] = NOTHING
    places: Places | None = None
    single: bool = False

    def asks(self, encounter: str, turn: str) -> bool:
        """Whether a turn is scored."""
        return self.places is None or (encounter, turn) in self.places

    def named(self) -> tuple[str, ...]:
        """The labels that are scored, in their order."""
        if not self.labels:
            return tuple(sorted({one.code for one in self.gold}))
        return (*self.labels, REST) if self.single else tuple(self.labels)

    def bare(self) -> Task:
        """The same, asked of talk without punctuation and capitals."""
        whole = {e.id: bare(e) for e in self.encounters}
        ends = {(e.id, turn.id): len(turn.raw) for e in whole.values() for turn in e.turns}
        gold = (replace(one, start=0, stop=ends[one.encounter, one.turn]) for one in self.gold)
        return replace(self, encounters=tuple(whole.values()), gold=tuple(gold))


def bare(encounter: Encounter) -> Encounter:
    """An encounter as a recogniser would have left it: lower case, no punctuation, no signs.

    Examples
    --------
    >>> said = Turn(id="t1", speaker="D", raw="So, you don't (.) sleep?", text="So, you don't sleep?")
    >>> bare(Encounter(id="v", turns=(said,))).turns[0].raw
    "so you don't sleep"
    """
    return replace(encounter, turns=tuple(map(_bare, encounter.turns)), annotations=(), sequences=())


def _bare(turn: Turn) -> Turn:
    words = " ".join(_NO_WORD.sub(" ", turn.text.casefold()).split())
    return replace(turn, raw=words, text=words, marks=(), pieces=())


def label(encounter: Encounter, turn: Turn, code: str) -> Annotation:
    """A label of a data set on a whole turn."""
    return Annotation(
        encounter=encounter.id, turn=turn.id, code=code, coder=GOLD, start=0, stop=len(turn.raw)
    )


def labels_of(task: str) -> dict[str, tuple[str, ...]]:
    """Which of our codes count as which label, for a task of ``labels.toml``.

    Examples
    --------
    >>> labels_of("annomi")["reflection"]
    ('confirm_question', 'receive_feeling')
    """
    return {name: tuple(codes) for name, codes in _table()[task].items()}


@cache
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files("vuoro.evaluation.datasets").joinpath("labels.toml").read_text("utf-8"))


def relabelled(task: Task, given: Iterable[Annotation]) -> list[Annotation]:
    """Our suggestions in the labels of a task, at the places that are scored.

    Where a turn has exactly one label, it is the one that the most talk in it counts as, and "other"
    where none of it does.
    """
    raws = {(e.id, turn.id): turn.raw for e in task.encounters for turn in e.turns}
    codes = {code: name for name, some in task.labels.items() for code in some}
    found = []
    for one in given:
        place = one.encounter, one.turn
        if task.places is None or place in task.places:
            rising = raws[place][one.start : one.stop].rstrip(" \"'”»)").endswith("?")
            name = (codes.get(one.code + RISING) if rising else None) or codes.get(one.code)
            name = one.code if not task.labels else name
            if name:
                found.append(replace(one, code=name))
    return _one_each(task, found) if task.single else found


def _one_each(task: Task, given: Iterable[Annotation]) -> list[Annotation]:
    said: dict[tuple[str, str], dict[str, int]] = {}
    first: dict[tuple[str, str, str], Annotation] = {}
    for one in given:
        weights = said.setdefault((one.encounter, one.turn), {})
        weights[one.code] = weights.get(one.code, 0) + one.stop - one.start
        first.setdefault((one.encounter, one.turn, one.code), one)
    kept = [first[(*place, max(weights, key=lambda name: weights[name]))] for place, weights in said.items()]
    return completed(task, kept)


def completed(task: Task, given: Iterable[Annotation]) -> list[Annotation]:
    """The labels with "other" at every scored place that has none."""
    given = list(given)
    there = {(one.encounter, one.turn) for one in given}
    rest = [
        replace(label(encounter, turn, REST), coder=given[0].coder if given else GOLD)
        for encounter in task.encounters
        for turn in encounter.turns
        if (encounter.id, turn.id) not in there
        and (task.places is None or (encounter.id, turn.id) in task.places)
    ]
    return [*given, *rest]


def found(folder: Path, *patterns: str) -> list[Path]:
    """The files of a data set somewhere below a folder, by the first pattern that finds any.

    Raises
    ------
    DataSetMissing
        No pattern finds a file; the message names them.
    """
    for pattern in patterns:
        files = sorted(path for path in folder.rglob(pattern) if path.is_file())
        if files:
            return files
    raise DataSetMissing(f"{folder.name}: there is no {' or '.join(patterns)} in it or below it")
