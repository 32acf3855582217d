"""What is asked of the machine, and whether a trial has reached it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from vuoro.evaluation.markdown import NOTHING, interval, share
from vuoro.evaluation.trials import LEARNER, RULES, Trial
from vuoro.model import record


@record
class Target:
    """A goal of ``targets.toml``: a figure for rules, one for rules with a learner, and what others reached."""

    name: str
    task: str
    label: str
    writing: str
    baseline: float | None = None
    by: str = ""
    human: float | None = None
    rules: float | None = None
    learner: float | None = None


@cache
def targets() -> tuple[Target, ...]:
    """Every target, in the order of the file.

    Examples
    --------
    >>> targets()[0].name, targets()[0].human
    ('AnnoMI: question', 0.915)
    """
    text = files("vuoro.evaluation").joinpath("targets.toml").read_text("utf-8")
    return tuple(Target(**entry) for entry in tomllib.loads(text)["target"])


MET, MISSED = "met", "missed"

HEADER = (
    "task", "talk", "baseline", "human", "rules", "goal", "", "rules + learner", "goal", "",
)  # fmt: skip


def row(target: Target, trials: Iterable[Trial]) -> list[str]:
    """A row of the table of goals; empty where nothing was tried."""
    there = {one.coder: one for one in trials if (one.task, one.writing) == (target.task, target.writing)}
    if not there:
        return []
    baseline = f"{figure(target.baseline)} ({target.by})" if target.by else figure(target.baseline)
    cells = [target.name, target.writing, baseline, figure(target.human)]
    for coder, goal in ((RULES, target.rules), (LEARNER, target.learner)):
        trial = there.get(coder)
        cells += [_reached(trial, target.label), figure(goal), verdict(trial, target.label, goal)]
    return cells


def figure(value: float | None) -> str:
    return NOTHING if value is None else share(value)


def verdict(trial: Trial | None, label: str, goal: float | None) -> str:
    """Whether a goal is met by the score as it is printed; "" where there is none or nothing was tried."""
    if trial is None or goal is None:
        return ""
    return MET if round(score(trial, label), 2) >= goal else MISSED


def score(trial: Trial, label: str) -> float:
    """F1 of a label in a trial, or the mean over labels for "macro"."""
    scores: Any = trial.evaluation.scores
    return float(scores.loc[label, "f1"])


def _reached(trial: Trial | None, label: str) -> str:
    if trial is None:
        return NOTHING
    scores: Any = trial.evaluation.scores
    low, high = (float(scores.loc[label, name]) for name in ("low", "high"))
    found = share(score(trial, label))
    return found if low != low else f"{found} ({interval(low, high)})"
