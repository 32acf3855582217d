"""The practice talk of the package: invented excerpts, coded once, by whoever wrote them."""

from __future__ import annotations

from vuoro.evaluation.datasets.tasks import Task
from vuoro.learning import practice


def drills() -> Task:
    """Every excerpt with its writer's coding, in all languages.

    Examples
    --------
    >>> drills().id
    'practice'
    """
    excerpts, moves = practice.practice()
    return Task(id="practice", encounters=tuple(excerpts), gold=tuple(moves))
