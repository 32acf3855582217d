"""A coder tried on a data set: what it says, in the set's own labels, and how often it is right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Sequence as Many
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from vuoro import moves
from vuoro.evaluation.datasets.tasks import REST, Task, completed, relabelled
from vuoro.evaluation.scoring import Evaluation, evaluate
from vuoro.learning import examples, training
from vuoro.learning.fitting import Shown
from vuoro.learning.training import SEED
from vuoro.model import Annotation, Encounter, record

AS_TRANSCRIBED = "as transcribed"
BARE = "no punctuation"

RULES = "rules"
LEARNER = "rules + learner"

CHUNKS = 20
"""Parts for each process: enough that none waits long for the others."""


@record
class Trial:
    """One coder on one task, the talk written in one way. ``given`` are its labels."""

    task: str
    writing: str
    coder: str
    evaluation: Evaluation
    given: tuple[Annotation, ...]


def by_rules(tasks: Iterable[Task], writing: str, *, jobs: int = 1, progress: Any = None) -> list[Trial]:
    """The rule detector on tasks about the same encounters, which it goes through once."""
    tasks = list(tasks)
    desc = f"{tasks[0].id}, {writing}: rules"
    given = suggested(tasks[0].encounters, jobs=jobs, progress=progress, desc=desc)
    return [scored(task, writing, RULES, relabelled(task, given)) for task in tasks]


def by_learner(
    task: Task,
    writing: str,
    *,
    folds: int = 5,
    seed: int = SEED,
    shown: Many[Shown] = (),
    together: Callable[[str], str] = str,
    progress: Any = None,
) -> Trial:
    """Rules and learner together, each encounter coded by a learner that was taught on the others.

    ``together`` names the group of an encounter; groups are never parted.
    """
    made = examples.gathered(task.encounters, taught(task))
    known = {encounter.id: encounter for encounter in task.encounters}
    parts = training.crossed(made, known, folds=folds, seed=seed, shown=shown, together=together)
    track = progress or (lambda things, **_: things)
    desc = f"{task.id}, {writing}: learner"
    given = [one for _, found in track(parts, total=len(made.ids), desc=desc) for one in found]
    given = [one for one in given if one.code in task.named() and _asked(task, one)]
    return scored(task, writing, LEARNER, completed(task, given) if task.single else given)


def _asked(task: Task, one: Annotation) -> bool:
    return task.places is None or (one.encounter, one.turn) in task.places


def scored(task: Task, writing: str, coder: str, given: Iterable[Annotation]) -> Trial:
    """Labels that a coder has given, compared with those of the set."""
    given = tuple(given)
    gold = completed(task, task.gold) if task.single else task.gold
    everywhere = [encounter.id for encounter in task.encounters]
    found = evaluate(task.encounters, gold, given, codes=task.named(), coded=everywhere)
    return Trial(task=task.id, writing=writing, coder=coder, evaluation=found, given=given)


def suggested(
    encounters: Iterable[Encounter], *, jobs: int = 1, progress: Any = None, desc: str = "moves"
) -> list[Annotation]:
    """What the rules suggest for many encounters, in several processes where that is asked for."""
    encounters = list(encounters)
    track = progress or (lambda things, **_: things)
    each: Iterator[Iterable[Annotation]]
    if jobs < 2:
        each = map(moves.suggest, encounters)
        return [one for some in track(each, total=len(encounters), desc=desc) for one in some]
    at_once = max(1, len(encounters) // (jobs * CHUNKS))
    with ProcessPoolExecutor(jobs) as pool:
        each = pool.map(moves.suggest, encounters, chunksize=at_once)
        return [one for some in track(each, total=len(encounters), desc=desc) for one in some]


def taught(task: Task) -> list[Annotation]:
    """The labels that a learner is shown: all but "other", which is the absence of the rest."""
    return [one for one in task.gold if one.code != REST]
