"""The data sets of a report by name, so that every process can open one for itself, and what is taught on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from vuoro.evaluation import datasets
from vuoro.evaluation.datasets.tasks import REST, Task
from vuoro.learning.examples import Examples, gathered
from vuoro.learning.features import Seen, seen
from vuoro.model import Encounter, record

AS_TRANSCRIBED = "as transcribed"
BARE = "no punctuation"
WRITINGS = (AS_TRANSCRIBED, BARE)

OURS, PRACTICE = "ours", "practice"
IN_VIEW = "practice in view"
"""Practice talk that the rules were written with in view: it teaches, and nothing is tried on it."""

PUBLIC = ("annomi", "mrda", "sentences_sv", "sentences_fi", "orders")
SETS = (OURS, PRACTICE, *PUBLIC)


@record
class Where:
    """The folder of our corpora, and the one that holds the public data sets."""

    corpora: Path
    data: Path


def scenario(encounter: str) -> str:
    """Which of the scenarios an invented encounter tells; one scenario is told in several languages.

    Examples
    --------
    >>> scenario("g1_return_to_work_fi")
    'g1'
    """
    return encounter.partition("_")[0]


@record
class Lesson:
    """How a learner is taught a task and tried on it.

    ``together`` groups encounters that are never parted. One encounter in ``every`` so many takes part.
    With ``practice`` the practice talk teaches beside, in every fold, and so do ``shown`` sentences.
    ``curve`` are the shares of the talk from which alone it is taught too, each half of the next.
    """

    together: Callable[[str], str] = str
    every: int = 1
    practice: bool = False
    shown: bool = False
    writings: tuple[str, ...] = WRITINGS
    curve: tuple[float, ...] = ()


SHARES = (0.125, 0.25, 0.5)

LESSONS = {
    "ours": Lesson(together=scenario, practice=True, shown=True, curve=SHARES[1:]),
    "practice": Lesson(practice=True, shown=True, writings=(AS_TRANSCRIBED,)),
    "annomi": Lesson(curve=SHARES),
    "annomi_main": Lesson(curve=SHARES),
    "mrda": Lesson(every=3, curve=SHARES),
}
"""Tasks that a learner is taught. The others have no labels to learn from, or too few; the intervals from
a third of MRDA are a few hundredths wide already."""


def home(task: str) -> str:
    """The set that a task asks about: the one called like the beginning of its name.

    Examples
    --------
    >>> home("annomi_main"), home("sentences_sv")
    ('annomi', 'sentences_sv')
    """
    return max((name for name in SETS if task.startswith(name)), key=len)


@lru_cache(maxsize=2 * len(SETS))
def tasks(where: Where, name: str, writing: str = AS_TRANSCRIBED) -> tuple[Task, ...]:
    """The tasks of a set, all about the same encounters.

    Raises
    ------
    DataSetMissing
        the folder does not hold the set.
    """
    if writing == BARE:
        return _bare(tasks(where, name))
    readers: dict[str, Callable[[], tuple[Task, ...]]] = {
        OURS: lambda: (datasets.ours(where.corpora).task,),
        PRACTICE: lambda: (datasets.drills(in_view=False),),
        IN_VIEW: lambda: (datasets.drills(in_view=True),),
        "annomi": lambda: datasets.annomi(where.data),
        "mrda": lambda: datasets.mrda(where.data),
        "sentences_sv": lambda: (datasets.sentences(where.data, "sv"),),
        "sentences_fi": lambda: (datasets.sentences(where.data, "fi"),),
        "orders": lambda: (datasets.orders(where.data),),
    }
    return readers[name]()


def _bare(some: tuple[Task, ...]) -> tuple[Task, ...]:
    first = some[0].bare()
    return (first, *(replace(task.bare(), encounters=first.encounters) for task in some[1:]))


def task(where: Where, name: str, writing: str = AS_TRANSCRIBED) -> Task:
    """One task by its name."""
    return next(one for one in tasks(where, home(name), writing) if one.id == name)


def taught_on(where: Where, name: str, writing: str = AS_TRANSCRIBED) -> Task:
    """The part of a task that a learner is taught and tried on."""
    whole, every = task(where, name, writing), LESSONS[name].every
    ids = {encounter.id for encounter in whole.encounters[::every]}
    return whole if every == 1 else replace(part(whole, "", lambda e: e.id in ids), id=name)


def part(whole: Task, name: str, keep: Callable[[Encounter], bool]) -> Task:
    """Some encounters of a task, as a task of its own called ``task_name``."""
    kept = tuple(encounter for encounter in whole.encounters if keep(encounter))
    ids = {encounter.id for encounter in kept}
    gold = tuple(one for one in whole.gold if one.encounter in ids)
    places = None if whole.places is None else frozenset(place for place in whole.places if place[0] in ids)
    return replace(whole, id=f"{whole.id}_{name}", encounters=kept, gold=gold, places=places)


@lru_cache(maxsize=3)
def _looked(where: Where, name: str, writing: str, every: int) -> dict[str, list[Seen]]:
    """The turns of a set as a coder sees them: the dearest thing that its tasks have in common."""
    encounters = tasks(where, name, writing)[0].encounters[::every]
    return {encounter.id: seen(encounter) for encounter in encounters}


@lru_cache(maxsize=2)
def examples(where: Where, name: str, writing: str) -> Examples:
    """What there is to learn from: the task's own encounters, and practice talk where that teaches beside.

    The label "other" is the absence of the rest, and is not shown.
    """
    lesson, own = LESSONS[name], taught_on(where, name, writing)
    beside = [one for one in (PRACTICE, IN_VIEW) if lesson.practice and one != name]
    some = [own, *(task for one in beside for task in tasks(where, one, writing))]
    looked = dict(_looked(where, home(name), writing, lesson.every))
    for one in beside:
        looked |= _looked(where, one, writing, 1)
    gold = [one for task in some for one in task.gold if one.code != REST]
    return gathered([e for task in some for e in task.encounters], gold, looked)
