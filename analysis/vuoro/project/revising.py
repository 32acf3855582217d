"""New versions of a project's codebook, and taking what was coded over to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import Any

from vuoro import codebooks
from vuoro.codebooks import Codebook
from vuoro.codebooks.migrating import ASK, RENAMED, Step, became, migration
from vuoro.model import Annotation, Sequence, VuoroError, record
from vuoro.project import coding
from vuoro.project import folder as rooms
from vuoro.project.coding import Work
from vuoro.project.desk import Desk
from vuoro.project.events import Event
from vuoro.project.folder import CODEBOOK, Project
from vuoro.project.folding import State
from vuoro.project.rules import LINKED, stands
from vuoro.project.saving import write_whole


class VersionInTheWay(VuoroError):
    """There is such a version of the codebook already, or one that is newer."""


@record
class Pending:
    """A step of a migration and where it is to be taken: whose log, which encounter, and of what.

    ``annotation`` is the id of an annotation or a sequence, or the key of a place that this person has settled.
    """

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
    """What would become of what was coded with older versions of the codebook; nothing is changed yet.

    A sequence follows the code that opens it: where that was split, the one that its coder has given to its first
    turn since. What was settled between coders follows too.
    """
    book = rooms.codebook(project)
    return [
        Pending(coder=work.coder, encounter=work.encounter.id, annotation=id, step=step)
        for work in coding.work(project, coders)
        for id, step in _steps(work, book)
    ]


def _steps(work: Work, book: Codebook) -> Iterator[tuple[str, Step]]:
    for id, annotation in work.state.annotations.items():
        yield from ((id, step) for step in migration([annotation], book))
    for id, sequence in work.state.sequences.items():
        if sequence.code in book.retired:
            given = {one.code for one in work.annotations if one.turn == sequence.first_turn}
            yield id, _step(sequence, book, given)
    for place, event in work.state.settled.items():
        for code in sorted(_codes_of(event) & book.retired.keys()):
            about = Annotation(
                encounter=work.encounter.id, turn=event.get("turn", ""), code=code, coder=work.coder, start=0, stop=0
            )  # fmt: skip
            yield place, _step(about, book, set())


def _step(one: Annotation | Sequence, book: Codebook, given: Set[str]) -> Step:
    """What a retired code became; of several, the only one that is ``given`` at the place already."""
    choices, why = became(one.code, book)
    into = choices if len(choices) == 1 else tuple(code for code in choices if code in given)
    if len(into) == 1:
        return Step(annotation=one, kind=RENAMED, code=into[0], why=why)
    return Step(annotation=one, kind=ASK, code="", choices=choices, why=why)


def _codes_of(event: Event) -> set[str]:
    """The codes of what was settled, and those between which it was."""
    told = {coding.get("code", "") for coding in event["codings"]}
    between = set() if event.get("type") else {code for codes in event["between"].values() for code in codes}
    return told | between


def migrate(project: Project, steps: Iterable[Pending]) -> int:
    """Take renamed codes over, each as an event in its coder's own log, which can be undone there.

    Sequences and what was settled follow, the latter in the log of whoever settled it. What a person must decide, or
    look at again, is left as it is. An encounter that its coder has finished is
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


def _take_over(renamed: list[Pending], desk: Desk, version: str) -> None:
    was_finished = desk.state.finished
    if was_finished:
        desk.do({"do": "reopen"})
    places = dict.fromkeys(one.annotation for one in renamed if one.annotation in desk.state.settled)
    for one in renamed:
        if one.annotation not in places:
            desk.do(_event(one, desk.state, version))
    for place in places:
        _settle_anew(place, {one.step.annotation.code: one.step.code for one in renamed}, desk, version)
    if was_finished:
        desk.do({"do": "finish"})


def _settle_anew(place: str, renamed: Mapping[str, str], desk: Desk, version: str) -> None:
    """What was settled, with the new codes; left to its adjudicator where another of its codes must be decided on."""
    event = desk.state.settled[place]
    codings = [_recoded(one, renamed, version) for one in event["codings"]]
    if any(one.get("code") in desk.codebook.retired for one in codings):
        return
    between = {
        coder: told if event.get("type") else sorted({renamed.get(code, code) for code in told})
        for coder, told in event["between"].items()
    }
    kept = {name: event[name] for name in ("of", "choice", "turn", "type", "note") if name in event}
    desk.do({"do": "adjudicate", **kept, "codings": codings, "between": between})


def _recoded(coding: Mapping[str, Any], renamed: Mapping[str, str], version: str) -> dict[str, Any]:
    if coding.get("code") not in renamed:
        return dict(coding)
    new = {"code": renamed[coding["code"]]}
    return (
        {**coding, **new} if "outcome" in coding else {**coding, **new, "codebook": version, "attributes": {}}
    )


def _event(one: Pending, state: State, version: str) -> dict[str, Any]:
    """The new code; where the coder has given it to the same words too, it stands once."""
    if one.annotation in state.sequences:
        linked = state.sequences[one.annotation]
        place = {name: getattr(linked, name) for name in LINKED} | {"code": one.step.code}
        if stands(place, state, but=one.annotation):
            return {"do": "unlink", "of": one.annotation}
        return {"do": "relink", "of": one.annotation, "fields": {"code": one.step.code}}
    before = state.annotations[one.annotation]
    fields = {"code": one.step.code, "codebook": version}
    place = {"turn": before.turn, "start": before.start, "stop": before.stop}
    if stands({**place, **fields}, state, but=one.annotation):
        return {"do": "remove", "of": one.annotation}
    return {"do": "change", "of": one.annotation, "fields": fields}


def _file(project: Project, book: Codebook) -> Path:
    return project.folder / CODEBOOK / f"{book.id}.yaml"
