"""New versions of a project's codebook, and taking what was coded over to them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from vuoro import codebooks
from vuoro.codebooks import Codebook
from vuoro.codebooks.migrating import RENAMED, Step, migration
from vuoro.model import VuoroError, record
from vuoro.project import coding
from vuoro.project import folder as rooms
from vuoro.project.desk import Desk
from vuoro.project.folder import CODEBOOK, Project
from vuoro.project.folding import State
from vuoro.project.rules import stands
from vuoro.project.saving import write_whole


class VersionInTheWay(VuoroError):
    """There is such a version of the codebook already, or one that is newer."""


@record
class Pending:
    """A step of a migration and where it is to be taken: whose log, which encounter, which annotation."""

    coder: str
    encounter: str
    annotation: str
    step: Step


def codebook_text(project: Project) -> str:
    """The latest version of the project's codebook, as YAML."""
    return _file(project, rooms.codebook(project)).read_text(encoding="utf-8")


def revise(project: Project, text: str) -> Codebook:
    """Put a new version of the codebook into the project; older versions stay beside it.

    Raises
    ------
    BadCodebook
        It breaks its own rules.
    VersionInTheWay
        The project has that version, or a newer one: somebody else changed it in the meantime.
    """
    made, latest = codebooks.read(text), rooms.codebook(project)
    if made.name != latest.name or len(made.changes) != len(latest.changes) + 1:
        raise VersionInTheWay(
            f"{made.id} does not follow {latest.id}, which the project has; make the change to that one"
        )
    target = _file(project, made)
    if target.exists():
        raise VersionInTheWay(f"{target} is there already; make the change to that version")
    write_whole(target, text)
    return made


def pending(project: Project, coders: Iterable[str] | None = None) -> list[Pending]:
    """What would become of annotations of older versions of the codebook; nothing is changed yet."""
    book = rooms.codebook(project)
    return [
        Pending(coder=work.coder, encounter=work.encounter.id, annotation=id, step=step)
        for work in coding.work(project, coders)
        for id, annotation in work.state.annotations.items()
        for step in migration([annotation], book)
    ]


def migrate(project: Project, steps: Iterable[Pending]) -> int:
    """Take renamed codes over, each as an event in its coder's own log, which can be undone there.

    What a person must decide, or look at again, is left as it is. An encounter that its coder has finished is
    reopened for it, and finished again. Answers with how many were changed.
    """
    version = rooms.codebook(project).id
    places: dict[tuple[str, str], list[Pending]] = {}
    for one in steps:
        if one.step.kind == RENAMED:
            places.setdefault((one.coder, one.encounter), []).append(one)
    for (coder, encounter), renamed in places.items():
        desk = rooms.open_desk(project, encounter, coder)
        _take_over(renamed, desk, version)
        desk.close()
    return sum(map(len, places.values()))


def _take_over(renamed: Iterable[Pending], desk: Desk, version: str) -> None:
    was_finished = desk.state.finished
    if was_finished:
        desk.do({"do": "reopen"})
    for one in renamed:
        desk.do(_event(one, desk.state, version))
    if was_finished:
        desk.do({"do": "finish"})


def _event(one: Pending, state: State, version: str) -> dict[str, Any]:
    """The new code; where the coder has given it to the same words too, it stands once."""
    before = state.annotations[one.annotation]
    fields = {"code": one.step.code, "codebook": version}
    place = {"turn": before.turn, "start": before.start, "stop": before.stop}
    if stands({**place, **fields}, state, but=one.annotation):
        return {"do": "remove", "of": one.annotation}
    return {"do": "change", "of": one.annotation, "fields": fields}


def _file(project: Project, book: Codebook) -> Path:
    return project.folder / CODEBOOK / f"{book.id}.yaml"
