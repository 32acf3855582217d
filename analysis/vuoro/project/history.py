"""What became of one annotation, sequence or decision: who changed it, when, and from what."""

from __future__ import annotations

from collections.abc import Iterable

from vuoro.model import Annotation, Decision, Sequence, record
from vuoro.project.events import Event
from vuoro.project.folding import fold

Judgement = Annotation | Sequence | Decision


@record
class Step:
    """One thing that happened to an annotation, a sequence or a decision: who, when, in which session, from what to what.

    ``before`` is None where it was not there before, and ``after`` where it is not there afterwards.
    """

    event: str
    at: str
    coder: str
    session: str
    do: str
    before: Judgement | None
    after: Judgement | None


def history(told: Iterable[Event], id: str) -> list[Step]:
    """The steps of what an event has made, in order; ``told`` are the events of one encounter.

    What is undone is a step, and the undoing is another one.
    """
    told = list(told)
    about = {one["id"] for one in told if one["id"] == id or one.get("of") == id}
    concerned = [one for one in told if one["id"] in about or one.get("of") in about]
    steps = []
    before: Judgement | None = None
    for number, event in enumerate(concerned, 1):
        state = fold(concerned[:number])
        after = state.annotations.get(id) or state.sequences.get(id) or state.decisions.get(id)
        steps.append(
            Step(
                event=event["id"], at=event["at"], coder=event["coder"], session=event["session"],
                do=event["do"], before=before, after=after,
            )
        )  # fmt: skip
        before = after
    return steps
