"""The practice talk of the package: invented excerpts, coded once, by whoever wrote them."""

from __future__ import annotations

from vuoro.evaluation.datasets.tasks import Task
from vuoro.learning import practice


def drills(*, in_view: bool) -> Task:
    """The excerpts with their writer's coding, in all languages: those that the rules were written with in
    view, which can teach, or the others, on which coders can be tried too.

    Examples
    --------
    >>> drills(in_view=False).encounters[0].id
    'drill_sv_002'
    """
    excerpts, moves = practice.practice()
    return Task(
        id="practice",
        encounters=tuple(one for one in excerpts if practice.in_view(one.id) == in_view),
        gold=tuple(one for one in moves if practice.in_view(one.encounter) == in_view),
    )
