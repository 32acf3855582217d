"""Everything that a report is made from: all trials of all coders on all data sets that are there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Sequence as Many
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from statistics import fmean
from typing import Any

from vuoro.evaluation import datasets, pieces, sets, working
from vuoro.evaluation.datasets import DataSetMissing, Ours, Pairs, Task
from vuoro.evaluation.datasets.ours import WRITINGS as WAYS
from vuoro.evaluation.datasets.tasks import completed, relabelled
from vuoro.evaluation.keeping import Kept
from vuoro.evaluation.pieces import Done, Piece
from vuoro.evaluation.scoring import Evaluation, evaluate
from vuoro.evaluation.sets import LESSONS, OURS, PRACTICE, SETS, WRITINGS, Where, part
from vuoro.evaluation.trials import LEARNER, RULES, Trial, scored
from vuoro.learning.fitting import Shown
from vuoro.learning.training import fingerprint
from vuoro.model import LANGUAGES, Annotation, Encounter, record

TAUGHT = "taught"
"""The part of a task that a learner is taught and tried on, where that is not all of it."""


@record
class Study:
    """What was tried. ``curve`` are learners that learned from less; ``missing`` says what was not tried, and why."""

    trials: tuple[Trial, ...]
    curve: tuple[Trial, ...]
    missing: tuple[str, ...]
    humans: Mapping[str, Evaluation]
    pairs: Pairs | None

    def of(self, task: str, writing: str, coder: str) -> list[Trial]:
        """The trial of a coder on a task; none where it was not tried."""
        asked = (task, writing, coder)
        return [one for one in self.trials if (one.task, one.writing, one.coder) == asked]


def study(
    corpora: Path,
    data: Path,
    *,
    learner: bool = True,
    shown: Many[Shown] = (),
    jobs: int = 1,
    keep: Path | None = None,
    progress: Any = None,
) -> Study:
    """Try rules, and rules with a learner, on our corpora and on the public data sets in a folder.

    Parameters
    ----------
    learner : without it the rules alone are tried, which takes a minute
    shown : sentences that show a code, for the learner on our corpora and the practice talk
    keep : a folder for what is done already, so that a run that was stopped goes on
    """
    where = Where(corpora=corpora, data=data)
    missing: list[str] = []
    there = list(_there(where, missing))
    todo = list(pieces.planned(there, learner=learner))
    kept = Kept(keep, _digests(where, todo, shown) if keep else {})
    done = working.run(todo, where, kept, shown=shown, jobs=jobs, progress=progress)
    missing += [f"{piece}: {one.reason}" for piece, one in done.items() if one.reason and piece.share == 1]
    tried = [*_ruled(where, done), *_learned(where, done)]
    tried += [again for trial in tried for again in _of_parts(where, trial)]
    return Study(
        trials=tuple(one for one in tried if one.share == 1),
        curve=tuple(one for one in tried if one.share < 1),
        missing=tuple(missing),
        humans=dict(_humans(datasets.ours(corpora))),
        pairs=_pairs(data, missing),
    )


def _there(where: Where, missing: list[str]) -> Iterator[str]:
    """The names of the sets that are there; our own must be."""
    for name in SETS:
        try:
            sets.tasks(where, name)
        except DataSetMissing as error:
            if name == OURS:
                raise
            missing.append(str(error))
        else:
            yield name


def _digests(where: Where, todo: list[Piece], shown: Many[Shown]) -> dict[tuple[str, bool], str]:
    """What the data are that rules and learners work on, by the name of the piece and whether it is learned."""
    sentences = sha256(repr(shown).encode()).hexdigest()
    found = {}
    for name, learned in dict.fromkeys((piece.name, piece.learned) for piece in todo):
        lesson = LESSONS[name] if learned else sets.Lesson()
        made_from = [sets.taught_on(where, name) if learned else sets.tasks(where, name)[0]]
        made_from += [sets.task(where, PRACTICE)] if lesson.practice else []
        digests = [_digest(task) for task in made_from]
        found[name, learned] = " ".join([*digests, sentences] if lesson.shown else digests)
    return found


def _digest(task: Task) -> str:
    places = sorted(task.places or ())
    spoken = [(encounter.id, encounter.language) for encounter in task.encounters]
    more = sha256(repr((places, spoken, sorted(task.labels.items()))).encode()).hexdigest()
    return f"{fingerprint(task.encounters, task.gold)} {more}"


def _ruled(where: Where, done: Mapping[Piece, Done]) -> Iterator[Trial]:
    """The rules on every task of every set, and on the part of it that a learner is tried on."""
    for piece, one in done.items():
        if not piece.learned:
            for task in sets.tasks(where, piece.name, piece.writing):
                given = relabelled(task, one.given)
                yield scored(task, piece.writing, RULES, given)
                if task.id in LESSONS and LESSONS[task.id].every > 1:
                    some = replace(sets.taught_on(where, task.id, piece.writing), id=f"{task.id}_{TAUGHT}")
                    yield scored(some, piece.writing, RULES, _within(some, given))


def _learned(where: Where, done: Mapping[Piece, Done]) -> Iterator[Trial]:
    """The learner on every task that it was taught, after learning from every share; folds together."""
    folds: dict[tuple[str, str, float], list[Done]] = {}
    for piece, one in done.items():
        if piece.learned:
            folds.setdefault((piece.name, piece.writing, piece.share), []).append(one)
    for (name, writing, share), some in folds.items():
        some = [one for one in some if one.turns or one.reason]
        if not some or any(one.reason for one in some):
            continue
        task = sets.taught_on(where, name, writing)
        given = [label for one in some for label in one.given]
        yield scored(
            task,
            writing,
            LEARNER,
            completed(task, given) if task.single else given,
            share=share,
            encounters=fmean(one.encounters for one in some),
            turns=fmean(one.turns for one in some),
        )


def _of_parts(where: Where, trial: Trial) -> Iterator[Trial]:
    """A trial on invented talk again for each language and each way of writing."""
    if trial.task not in (OURS, PRACTICE):
        return
    written, talk = (sets.task(where, trial.task, writing) for writing in (WRITINGS[0], trial.writing))
    for some in parts(talk, written):
        found = scored(some, trial.writing, trial.coder, _within(some, trial.given))
        yield replace(found, share=trial.share, encounters=trial.encounters, turns=trial.turns)


def _within(task: Task, given: Many[Annotation]) -> list[Annotation]:
    ids = {encounter.id for encounter in task.encounters}
    return [one for one in given if one.encounter in ids]


def parts(talk: Task, written: Task) -> Iterator[Task]:
    """The task by language, and by how the encounters were written before anything was taken away."""
    ways = {encounter.id: datasets.writing(encounter) for encounter in written.encounters}
    spoken = {encounter.id: encounter.language for encounter in written.encounters}
    found = [part(talk, name, _that_is(name, spoken)) for name in LANGUAGES]
    found += [part(talk, name, _that_is(name, ways)) for name in WAYS]
    return (some for some in found if some.gold)


def _that_is(name: str, told: Mapping[str, str | None]) -> Callable[[Encounter], bool]:
    return lambda encounter: told[encounter.id] == name


def _humans(own: Ours) -> Iterator[tuple[str, Evaluation]]:
    """The second coder scored against the first, over all encounters and by part."""
    for task in (own.task, *parts(own.task, own.task)):
        if own.first:
            yield task.id, evaluate(task.encounters, own.first, own.second, codes=task.named())


def _pairs(data: Path, missing: list[str]) -> Pairs | None:
    try:
        return datasets.pairs(data)
    except DataSetMissing as error:
        missing.append(str(error))
        return None
