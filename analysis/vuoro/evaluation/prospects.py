"""How a learner's scores grow with what it has learned from, and how far that leaves it from a goal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Many

from vuoro.evaluation import targets
from vuoro.evaluation.markdown import NOTHING, share, table
from vuoro.evaluation.sets import SHARES
from vuoro.evaluation.study import Study
from vuoro.evaluation.targets import Target, score
from vuoro.evaluation.trials import LEARNER, Trial
from vuoro.model import record

FLAT = 0.005
"""F1. A doubling that brings no more than this is lost in the rounding of the scores."""

FAR = 5
"""Doublings, thirty times the talk. What lies farther off is told as out of reach."""


@record
class Point:
    """F1 after learning from so many turns."""

    turns: float
    f1: float


def points(target: Target, trials: Iterable[Trial]) -> list[Point]:
    """The learning curve for a target, from the least talk to the most."""
    asked = (target.task, target.writing, LEARNER)
    there = [one for one in trials if (one.task, one.writing, one.coder) == asked]
    found = [Point(turns=one.turns, f1=score(one, target.label)) for one in there]
    return sorted(found, key=lambda point: point.turns)


def prospect(curve: Many[Point], goal: float) -> str:
    """What the last doubling of the talk says about reaching a goal by coding more.

    Examples
    --------
    >>> prospect([Point(turns=500, f1=0.40), Point(turns=1000, f1=0.45)], 0.50)
    'The last doubling of the talk, to 1,000 turns, brought +.05. If another brought as much, the goal would be reached at about 2,000 turns.'
    >>> prospect([Point(turns=500, f1=0.45), Point(turns=1000, f1=0.45)], 0.50)
    'The last doubling of the talk, to 1,000 turns, brought +.00: more talk of this kind alone will not reach the goal.'
    """
    if len(curve) < 2:
        return ""
    before, last = curve[-2], curve[-1]
    gain = last.f1 - before.f1
    text = f"The last doubling of the talk, to {last.turns:,.0f} turns, brought {signed(gain)}"
    if gain <= FLAT:
        return f"{text}: more talk of this kind alone will not reach the goal."
    doublings = (goal - last.f1) / gain
    if doublings > FAR:
        return f"{text}: at that pace the goal is {doublings:.0f} doublings away, out of reach by more talk alone."
    needed = round(last.turns * 2**doublings, -2)
    every = "another" if doublings <= 1 else "each further one"
    return f"{text}. If {every} brought as much, the goal would be reached at about {needed:,.0f} turns."


def signed(gain: float) -> str:
    """A difference of scores with its sign.

    Examples
    --------
    >>> signed(0.031), signed(-0.2), signed(-0.001)
    ('+.03', '−.20', '+.00')
    """
    return f"{'−' if round(gain, 2) < 0 else '+'}{share(abs(gain))}"


def section(found: Study) -> Iterator[str]:
    """The learning curves of all targets that have one, as a table."""
    trials = (*found.trials, *found.curve)
    rows = [row for target in targets.targets() if (row := _row(target, trials))]
    if rows:
        yield (
            "F1 after learning from a share of the talk in the other four folds (the practice talk, which teaches "
            "beside our encounters, always whole), and how many turns that is at the end. *Goal* is that for rules "
            "and learner. From some shares (–) there is too little to learn, or they were not tried."
        )
        names = [f"{part:.3g}".replace("0.", ".") for part in SHARES]
        yield table(["task", "talk", *names, "all", "turns", "goal"], rows, left=2)


def _row(target: Target, trials: Many[Trial]) -> list[str]:
    asked = (target.task, target.writing, LEARNER)
    there = {one.share: one for one in trials if (one.task, one.writing, one.coder) == asked}
    if len(there) < 2:
        return []
    scores = [
        share(score(there[part], target.label)) if part in there else NOTHING for part in (*SHARES, 1.0)
    ]
    turns = f"{there[1.0].turns:,.0f}" if 1.0 in there else NOTHING
    return [target.name, target.writing, *scores, turns, targets.figure(target.learner)]
