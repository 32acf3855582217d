"""A coder tried on a task: what it says, in the task's own labels, and how often it is right."""

from __future__ import annotations

from collections.abc import Iterable

from vuoro.evaluation.datasets.tasks import Task, completed
from vuoro.evaluation.scoring import Evaluation, evaluate
from vuoro.model import Annotation, record

RULES = "rules"
LEARNER = "rules + learner"


@record
class Trial:
    """One coder on one task, the talk written in one way. ``given`` are its labels.

    A learner has learned from ``share`` of the talk in the other folds: from so many ``encounters`` and
    ``turns``, in the mean over the folds.
    """

    task: str
    writing: str
    coder: str
    evaluation: Evaluation
    given: tuple[Annotation, ...]
    share: float = 1.0
    encounters: float = 0.0
    turns: float = 0.0


def scored(
    task: Task,
    writing: str,
    coder: str,
    given: Iterable[Annotation],
    *,
    share: float = 1.0,
    encounters: float = 0.0,
    turns: float = 0.0,
) -> Trial:
    """Labels that a coder has given, compared with those of the task."""
    given = tuple(given)
    gold = completed(task, task.gold) if task.single else task.gold
    everywhere = [encounter.id for encounter in task.encounters]
    return Trial(
        task=task.id,
        writing=writing,
        coder=coder,
        evaluation=evaluate(task.encounters, gold, given, codes=task.named(), coded=everywhere),
        given=given,
        share=share,
        encounters=encounters,
        turns=turns,
    )
