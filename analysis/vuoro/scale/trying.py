"""Every batch is done in the end: tried again where a worker died, and without the files that kill.

A worker may die of anything, so a batch is tried twice as it is. If it fails again, its halves are tried
by themselves, and theirs, until a single group of files has failed twice alone; that is set aside with
its reason and the batch is done without it. Trials write nothing: what a batch writes, it writes whole.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from vuoro.model import VuoroError, record
from vuoro.scale.attempting import Function, Outcome
from vuoro.scale.planning import Job
from vuoro.scale.workers import Workers
from vuoro.scale.working import Task

TRIES = 2
AHEAD = 2
"""Tasks for each worker that are out at a time; more would only lie in memory."""
ROUNDS = 3
"""How often the files of a batch are tried one by one before all are set aside that fail only together."""


class Refused(VuoroError):
    """Something is wrong with what was asked for, not with a transcript."""


@record
class _Try:
    task: Task
    tries: int = 0
    rounds: int = 0


def results(
    workers: Workers,
    function: Function,
    job: Job,
    tasks: Iterator[Task],
    set_aside: Callable[[Task, int, str], None],
) -> Iterator[tuple[Task, dict[str, Any]]]:
    """The result of every task, in the order in which they come.

    ``set_aside(task, place, reason)`` is told which group of files of a batch is given up.

    Raises
    ------
    Refused
        what was asked for cannot be done at all.
    """
    trials = _Trials(set_aside)
    out: dict[tuple[int, str], _Try] = {}
    while True:
        while len(out) < AHEAD * workers.size and (one := trials.next() or _fresh(tasks)):
            out[one.task.batch.number, one.task.title] = one
            workers.give(function, job, one.task)
        if not out:
            return
        task, outcome = workers.take()
        one = out.pop((task.batch.number, task.title))
        if outcome.refused:
            raise Refused(outcome.refused)
        if outcome.lost or task.only:
            trials.heed(one, outcome)
        elif outcome.result is not None:
            yield task, outcome.result


def _fresh(tasks: Iterator[Task]) -> _Try | None:
    task = next(tasks, None)
    return None if task is None else _Try(task=task)


class _Trials:
    """What is to be tried again, and what is known of the batches that have failed."""

    def __init__(self, set_aside: Callable[[Task, int, str], None]) -> None:
        self._set_aside = set_aside
        self._waiting: deque[_Try] = deque()
        self._suspected: dict[int, _Try] = {}  # by batch: the whole, which waits for its trials
        self._open: dict[int, int] = {}

    def next(self) -> _Try | None:
        return self._waiting.popleft() if self._waiting else None

    def heed(self, one: _Try, outcome: Outcome) -> None:
        """Draw the conclusion from a failure, or from any trial of a part."""
        if one.task.only is None:
            self._whole_failed(one, outcome.lost)
        else:
            self._part_ended(one, outcome.lost)

    def _whole_failed(self, one: _Try, reason: str) -> None:
        if one.tries + 1 < TRIES:
            self._waiting.append(replace(one, tries=one.tries + 1))
            return
        left = [place for place in one.task.places if place not in one.task.aside]
        if len(left) <= 1 or one.rounds == ROUNDS:
            for place in left:
                one = self._without(one, place, reason)
            self._waiting.append(_Try(task=one.task, rounds=one.rounds + 1))
            return
        number = one.task.batch.number
        self._suspected[number], self._open[number] = one, 0
        self._split(one.task, 0, len(one.task.places))

    def _part_ended(self, one: _Try, reason: str) -> None:
        assert one.task.only is not None
        number, (first, last) = one.task.batch.number, one.task.only
        alone = last - first == 1
        if reason and alone and one.tries + 1 < TRIES:
            self._waiting.append(replace(one, tries=one.tries + 1))
            return
        self._open[number] -= 1
        if reason and not alone:
            self._split(one.task, first, last)
        elif reason:
            self._suspected[number] = self._without(self._suspected[number], first, reason)
        if not self._open[number]:
            whole = self._suspected.pop(number)
            self._waiting.append(_Try(task=whole.task, rounds=whole.rounds + 1))

    def _split(self, task: Task, first: int, last: int) -> None:
        middle = (first + last) // 2
        for only in ((first, middle), (middle, last)):
            self._open[task.batch.number] += 1
            self._waiting.append(_Try(task=replace(task, only=only)))

    def _without(self, one: _Try, place: int, reason: str) -> _Try:
        if place in one.task.aside:
            return one
        told = f"{one.task.batch.groups[place].name}: set aside after two tries, since {reason}"
        self._set_aside(one.task, place, told)
        return replace(one, task=replace(one.task, aside={**one.task.aside, place: told}))
