"""Everything that a report is made from: all trials of all coders on all data sets that are there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Sequence as Many
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path
from typing import Any

from vuoro.evaluation import datasets
from vuoro.evaluation.datasets import DataSetMissing, Ours, Pairs, Task
from vuoro.evaluation.datasets.ours import WRITINGS
from vuoro.evaluation.scoring import Evaluation, evaluate
from vuoro.evaluation.trials import AS_TRANSCRIBED, BARE, Trial, by_learner, by_rules, scored
from vuoro.learning import examples, training
from vuoro.learning.fitting import Shown
from vuoro.model import LANGUAGES, Encounter, record

LEARNT = {"annomi": 0, "annomi_main": 0, "mrda": 8}
"""Tasks that a learner is taught from, and from how many encounters (0: all). The others have no
labels to learn from, or too few; all of MRDA would take an hour."""


@record
class Study:
    """What was tried. ``missing`` are data sets that the folder does not hold, and why."""

    trials: tuple[Trial, ...]
    missing: tuple[str, ...]
    ours: Ours
    humans: dict[str, Evaluation]
    curve: tuple[dict[str, Any], ...]
    pairs: Pairs | None


def study(
    corpora: Path,
    data: Path,
    *,
    learner: bool = True,
    shown: Many[Shown] = (),
    jobs: int = 2,
    progress: Any = None,
) -> Study:
    """Try rules, and rules with a learner, on our corpora and on the public data sets in a folder.

    Without ``learner`` the rules alone are tried, which takes a fifth of the time. ``shown`` are sentences that show a code, for the learner on our corpora.
    """
    own = datasets.ours(corpora)
    missing: list[str] = []
    sets = [(own.task,), *_public(data, missing)]
    trials: list[Trial] = []
    lessons: list[Lesson] = []
    for tasks in sets:
        for writing, some in ((AS_TRANSCRIBED, tasks), (BARE, _bare(tasks))):
            trials += by_rules(some, writing, jobs=jobs, progress=progress)
            lessons += (Lesson(task=_sample(task), writing=writing) for task in some if task.id in LEARNT)
    lessons += (_lesson_on_ours(own.task, writing, shown) for writing in (AS_TRANSCRIBED, BARE))
    trials += _learned(lessons, jobs, progress) if learner else []
    return Study(
        trials=(*trials, *_of_parts(trials, own.task)),
        missing=tuple(missing),
        ours=own,
        humans=dict(_humans(own)),
        curve=tuple(_curve(own.task)) if learner else (),
        pairs=_pairs(data, missing),
    )


def _public(data: Path, missing: list[str]) -> Iterator[tuple[Task, ...]]:
    """The tasks of each data set that is there, those about the same encounters together."""
    readers: list[Callable[[], tuple[Task, ...]]] = [
        lambda: datasets.annomi(data),
        lambda: datasets.mrda(data),
        lambda: (datasets.sentences(data, "sv"),),
        lambda: (datasets.sentences(data, "fi"),),
        lambda: (datasets.orders(data),),
    ]
    for read in readers:
        try:
            yield read()
        except DataSetMissing as error:
            missing.append(str(error))


def _bare(tasks: Many[Task]) -> list[Task]:
    """The tasks in bare talk; those about the same encounters stay so."""
    first = tasks[0].bare()
    return [first, *(replace(task.bare(), encounters=first.encounters) for task in tasks[1:])]


@record
class Lesson:
    """What a learner is to be taught and tried on. ``together`` groups encounters that are never parted."""

    task: Task
    writing: str
    shown: Many[Shown] = ()
    together: Callable[[str], str] = str


def _sample(task: Task) -> Task:
    """The task with as many of its encounters, evenly spread, as a learner has time for."""
    most = LEARNT[task.id]
    step = len(task.encounters) / most if most else 1
    ids = {encounter.id for at, encounter in enumerate(task.encounters) if at % step < 1}
    kept = part(task, "", lambda encounter: encounter.id in ids)
    return replace(kept, id=task.id)


def _lesson_on_ours(task: Task, writing: str, shown: Many[Shown]) -> Lesson:
    talk = task if writing == AS_TRANSCRIBED else task.bare()
    return Lesson(task=talk, writing=writing, shown=shown, together=scenario)


def _learned(lessons: Many[Lesson], jobs: int, progress: Any) -> list[Trial]:
    """All lessons, several at once where several processes are asked for."""
    track = progress or (lambda things, **_: things)
    with ProcessPoolExecutor(jobs) as pool:
        given = [pool.submit(_taught, lesson) for lesson in lessons]
        for done in track(as_completed(given), total=len(given), desc="learner"):
            done.result()
    return [one.result() for one in given]


def _taught(lesson: Lesson) -> Trial:
    return by_learner(lesson.task, lesson.writing, shown=lesson.shown, together=lesson.together)


def scenario(encounter: str) -> str:
    """Which of the scenarios an invented encounter tells; one scenario is told in several languages.

    Examples
    --------
    >>> scenario("g1_return_to_work_fi")
    'g1'
    """
    return encounter.partition("_")[0]


def _of_parts(trials: Many[Trial], task: Task) -> Iterator[Trial]:
    """The trials on our corpora again for each language and each way of writing."""
    talks = {AS_TRANSCRIBED: task, BARE: task.bare()}
    for trial in trials:
        if trial.task == task.id:
            for some in parts(talks[trial.writing], task):
                ids = {encounter.id for encounter in some.encounters}
                given = [one for one in trial.given if one.encounter in ids]
                yield scored(some, trial.writing, trial.coder, given)


def parts(talk: Task, written: Task) -> Iterator[Task]:
    """The task by language, and by how the encounters were written before anything was taken away."""
    ways = {encounter.id: datasets.writing(encounter) for encounter in written.encounters}
    spoken = {encounter.id: encounter.language for encounter in written.encounters}
    found = [part(talk, name, _that_is(name, spoken)) for name in LANGUAGES]
    found += [part(talk, name, _that_is(name, ways)) for name in WRITINGS]
    return (some for some in found if some.gold)


def _that_is(name: str, told: Mapping[str, str | None]) -> Callable[[Encounter], bool]:
    return lambda encounter: told[encounter.id] == name


def part(task: Task, name: str, keep: Callable[[Encounter], bool]) -> Task:
    """Some encounters of a task, as a task of its own called ``task_name``."""
    kept = tuple(encounter for encounter in task.encounters if keep(encounter))
    ids = {encounter.id for encounter in kept}
    gold = tuple(one for one in task.gold if one.encounter in ids)
    places = None if task.places is None else frozenset(place for place in task.places if place[0] in ids)
    return replace(task, id=f"{task.id}_{name}", encounters=kept, gold=gold, places=places)


def _humans(own: Ours) -> Iterator[tuple[str, Evaluation]]:
    """The second coder scored against the first, over all encounters and by part."""
    for task in (own.task, *parts(own.task, own.task)):
        if own.first:
            yield task.id, evaluate(task.encounters, own.first, own.second, codes=task.named())


def _curve(task: Task) -> list[dict[str, Any]]:
    made = examples.gathered(task.encounters, task.gold)
    return training.learning_curve(made, {encounter.id: encounter for encounter in task.encounters})


def _pairs(data: Path, missing: list[str]) -> Pairs | None:
    try:
        return datasets.pairs(data)
    except DataSetMissing as error:
        missing.append(str(error))
        return None
