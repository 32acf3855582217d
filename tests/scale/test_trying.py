"""Which files are given up, and that all others are done, with workers that die where they are told to."""

from __future__ import annotations

from collections import deque
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.chain import Choices
from vuoro.formats import Group
from vuoro.scale import trying
from vuoro.scale.attempting import Outcome
from vuoro.scale.planning import Batch, Job
from vuoro.scale.working import Task

JOB = Job(out=Path("nowhere"), choices=Choices(), limit=1)
SIZE = 7


class Mortals:
    """Workers that die of some groups of files (batch, place), and of some attempts whatever is in them."""

    size = 2

    def __init__(
        self, poison: set[tuple[int, int]], strays: set[int] = frozenset(), together: bool = False
    ) -> None:
        self.poison, self.strays, self.together = poison, strays, together
        self.attempts = 0
        self._waiting: deque[Task] = deque()

    def give(self, function, job, task) -> None:
        self._waiting.append(task)

    def take(self) -> tuple[Task, Outcome]:
        task, self.attempts = self._waiting.pop(), self.attempts + 1  # the last one first: in no order
        there = {(task.batch.number, place) for place in task.places if place not in task.aside}
        dies = self.poison <= there if self.together else self.poison & there
        if dies or self.attempts in self.strays:
            return task, Outcome(lost="its worker died")
        return task, Outcome(result={"done": sorted(place for _, place in there)})

    def close(self) -> None: ...


def batches(number: int) -> list[Task]:
    groups = tuple(Group(name=f"visit {place}", files=()) for place in range(SIZE))
    return [Task(batch=Batch(number=at, groups=groups, stamps=())) for at in range(number)]


def tried(workers: Mortals, number: int) -> tuple[dict[int, list[int]], set[tuple[int, int]]]:
    """What was done of each batch, and what was set aside."""
    aside: list[tuple[int, int]] = []
    results = trying.results(
        workers, len, JOB, iter(batches(number)),
        lambda task, place, _: aside.append((task.batch.number, place)),
    )  # fmt: skip
    done = [(task.batch.number, result["done"]) for task, result in results]
    assert len(done) == len(dict(done)), "a batch was done twice"
    assert len(aside) == len(set(aside)), "a file was set aside twice"
    return dict(done), set(aside)


@given(
    st.sets(st.tuples(st.integers(0, 3), st.integers(0, SIZE - 1))),
    st.sets(st.integers(1, 40), max_size=1),
)
def test_exactly_the_files_that_kill_are_set_aside(poison, strays):
    done, aside = tried(Mortals(poison, strays), 4)
    assert aside == poison
    assert done == {n: [p for p in range(SIZE) if (n, p) not in poison] for n in range(4)}


def test_a_worker_that_dies_once_costs_one_attempt():
    workers = Mortals(set(), {2})
    assert tried(workers, 3) == ({n: list(range(SIZE)) for n in range(3)}, set())
    assert workers.attempts == 4


def test_ten_workers_killed_at_any_time_set_nothing_aside():
    workers = Mortals(set(), set(range(1, 60, 6)))
    assert tried(workers, 40) == ({n: list(range(SIZE)) for n in range(40)}, set())


def test_files_that_kill_only_together_are_set_aside_in_the_end():
    done, aside = tried(Mortals({(0, 1), (0, 5)}, together=True), 2)
    assert aside == {(0, place) for place in range(SIZE)}
    assert done == {0: [], 1: list(range(SIZE))}


def test_what_is_refused_ends_the_run():
    class Refusing(Mortals):
        def take(self):
            return self._waiting.pop(), Outcome(refused="visit was coded by aino, birgitta")

    with pytest.raises(trying.Refused, match="aino, birgitta"):
        tried(Refusing(set()), 1)
