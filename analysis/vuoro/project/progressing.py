"""How far each coder has come."""

from __future__ import annotations

from collections.abc import Iterable

from vuoro.model import Annotation, Decision, Encounter, Sequence, record
from vuoro.project import presence
from vuoro.project.coding import Work, coders, work
from vuoro.project.folder import Project
from vuoro.project.presence import Session


@record
class Progress:
    """One coder: encounters finished, begun and left, turns seen of how many, and what was coded.

    ``looked`` of these the coder has looked at again and left as they were. ``accepted`` of these were a machine's suggestion first. Suggestions draw a coder
    towards them, so a coding of which most was accepted says less about the coder than about the machine.
    """

    coder: str
    finished: int
    begun: int
    left: int
    seen: int
    turns: int
    annotations: int
    sequences: int
    accepted: int
    decisions: int = 0
    looked: int = 0


def progress(project: Project, encounters: Iterable[Encounter]) -> list[Progress]:
    """A record for each coder, in the order of the alphabet.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from vuoro import project
    >>> with TemporaryDirectory() as folder:
    ...     progress(project.create(folder), [])
    []
    """
    encounters = list(encounters)
    return [
        _of(coder, list(work(project, [coder], encounters=encounters)), encounters)
        for coder in coders(project)
    ]


def _of(coder: str, done: list[Work], encounters: list[Encounter]) -> Progress:
    coded: list[Annotation | Sequence | Decision] = []
    for each in done:
        coded += [*each.annotations, *each.sequences, *each.decisions]
    finished = sum(one.state.finished for one in done)
    return Progress(
        coder=coder,
        finished=finished,
        begun=len(done) - finished,
        left=len(encounters) - len(done),
        seen=sum(len(one.state.seen & {turn.id for turn in one.encounter.turns}) for one in done),
        turns=sum(map(len, encounters)),
        annotations=sum(len(one.annotations) for one in done),
        sequences=sum(len(one.sequences) for one in done),
        accepted=sum("suggested_by" in one.attributes for one in coded),
        decisions=sum(len(one.decisions) for one in done),
        looked=sum(len(one.state.looked) for one in done),
    )


def sessions(project: Project) -> list[Session]:
    """Who is at work in the project now."""
    return presence.at_work(project.folder)
