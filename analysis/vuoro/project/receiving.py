"""Codings that were made elsewhere, into a project: as events in the log of whoever made them.

A long CSV, Web Annotations, and every transcript format that holds codings (ELAN tiers, CHAT with %cod,
REFI-QDA, our own JSON) are read by the readers that there are. What they code is found again in the
project's transcript by its words, where the two are not the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from vuoro.model import MACHINES, Annotation, Encounter, Problem, Turn, VuoroError, record
from vuoro.project import folder as rooms
from vuoro.project.aligning import Followed
from vuoro.project.desk import Desk
from vuoro.project.folder import Project
from vuoro.project.foreign import Codings, codings, renamed
from vuoro.project.retelling import Told, event_of, is_by_rule, named, turn_of, where
from vuoro.project.rules import NotAllowed, stands


class NothingReceived(VuoroError):
    """A file without codings; the message says what was looked for."""


@record
class Received:
    """What became of one file's codings by one coder: how many events, and the problems.

    ``annotations``, ``sequences`` and ``decisions`` are in the log now, ``already`` were there before. ``problems`` tell, by
    rule, what was moved (``moved-annotation``), what is in no place (``lost-annotation``), what the project's
    codebook refuses (``refused-annotation``) and what was left out because no person has said it
    (``suggestion``).
    """

    file: str
    coder: str
    annotations: int
    sequences: int
    already: int
    problems: tuple[Problem, ...] = ()
    decisions: int = 0


def receive(
    project: Project,
    paths: str | Path | Iterable[str | Path],
    *,
    coder: str = "",
    encounter: str = "",
    finished: bool = False,
) -> list[Received]:
    """Take codings from files into a project.

    What is received twice is there once. Suggestions of machines are not received, as they can be made
    again and nobody has looked at them.

    Parameters
    ----------
    paths : long CSVs of annotations, of sequences or of decisions, Web Annotations (.jsonld), or transcripts with codings
    coder : into whose log; without it everybody's codings go into their own
    encounter : of which encounter the files are, where they have another name
    finished : the coding is complete, so that agreement can compare it

    Raises
    ------
    NothingReceived
        There are no codings in a file.
    Unreadable, BadAnnotations
        A file cannot be read; nothing is taken from the others then.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from vuoro import project
    >>> with TemporaryDirectory() as folder:
    ...     talk, table = Path(folder, "visit.csv"), Path(folder, "aino.csv")
    ...     _ = talk.write_text("turn,speaker,text\\nt1,D,Shall we?\\n", encoding="utf-8")
    ...     _ = table.write_text("encounter,turn,code,coder\\nvisit,t1,propose,aino\\n", encoding="utf-8")
    ...     study = project.create(Path(folder, "study"))
    ...     _ = project.add(study, talk)
    ...     received, = receive(study, table)
    ...     received.coder, received.annotations, project.annotations(study)[0].code
    ('aino', 1, 'propose')
    """
    listed = [paths] if isinstance(paths, str | Path) else list(paths)
    known = {one.id: one for one in rooms.encounters(project)}
    files = {Path(path): codings(Path(path), known.values()) for path in listed}
    if encounter:
        files = {path: renamed(found, encounter) for path, found in files.items()}
    for path, found in files.items():
        if not (found.annotations or found.sequences or found.decisions):
            raise NothingReceived(
                f"{path.name}: there is no coding in it: no annotation of a turn, no sequence and no decision"
            )
    desks = _Desks(project, known)
    received = [one for path, found in files.items() for one in _of_file(path.name, found, desks, coder)]
    for desk in desks.open.values():
        if finished and not desk.state.finished:
            desk.do({"do": "finish"})
        desk.close()
    return received


class _Desks:
    """The desks at which codings arrive, each opened once."""

    def __init__(self, project: Project, known: Mapping[str, Encounter]) -> None:
        self.project = project
        self.known = known
        self.codebook = rooms.codebook(project)
        self.open: dict[tuple[str, str], Desk] = {}

    def at(self, encounter: str, coder: str) -> Desk:
        if (encounter, coder) not in self.open:
            desk = Desk(self.known[encounter], coder, self.project.folder, self.codebook)
            self.open[encounter, coder] = desk
        return self.open[encounter, coder]


def _of_file(name: str, found: Codings, desks: _Desks, coder: str) -> list[Received]:
    who = dict.fromkeys(one.coder for one in found.all)
    people = [one for one in who if coder or not one.startswith(MACHINES)]
    nobody = Received(
        file=name, coder=", ".join(who), annotations=0, sequences=0, already=0, problems=(_machines(),)
    )
    return [_received(name, found, desks, author, coder or author) for author in people] or [nobody]


def _machines() -> Problem:
    message = "all of it are suggestions of machines, which are not received; vuoro makes them again."
    return Problem(line=None, text="", message=message, rule="suggestion")


def _received(name: str, found: Codings, desks: _Desks, author: str, coder: str) -> Received:
    tally = _Tally(file=name, problems=list(found.problems))
    mine = [one for one in found.all if one.coder == author]
    for id in dict.fromkeys(one.encounter for one in mine):
        here = [one for one in mine if one.encounter == id]
        if id in desks.known:
            _enter(desks.at(id, coder), here, found.talk.get(id, ()), tally)
        else:
            there = ", ".join(desks.known) or "none yet"
            tally.tell(
                f"{len(here)} codings are of encounter {id!r}, which is not here (there: {there})",
                "elsewhere",
            )
    return Received(
        file=name, coder=coder, annotations=tally.annotations, sequences=tally.sequences,
        decisions=tally.decisions, already=tally.already, problems=tuple(tally.problems),
    )  # fmt: skip


class _Tally:
    """What has become of a file's codings so far."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.annotations = self.sequences = self.decisions = self.already = 0

    def tell(self, message: str, rule: str, turn: str | None = None) -> None:
        problem = Problem(line=None, text="", message=f"{message}.", rule=rule, turn=turn, file=self.file)
        self.problems.append(problem)


def _enter(desk: Desk, given: list[Told], talk: tuple[Turn, ...], tally: _Tally) -> None:
    place = Followed(talk, desk.encounter)
    for one in given:
        if one.status in ("suggested", "rejected") or is_by_rule(one):
            said = "made by rule" if is_by_rule(one) else one.status
            tally.tell(f"{named(one)} is {said} and no judgement of a person", "suggestion", turn_of(one))
            continue
        here = place.annotation(one) if isinstance(one, Annotation) else place.span(one)
        if here is None:
            tally.tell(
                f"{named(one)}: its turn or its words are not in the project's transcript", "lost-annotation"
            )
            continue
        if where(here) != where(one):
            tally.tell(f"{named(one)} was moved to {where(here)}", "moved-annotation", turn_of(here))
        _do(desk, here, tally)


def _do(desk: Desk, one: Told, tally: _Tally) -> None:
    event, before = event_of(one, desk), desk.state
    if stands(event, before):
        tally.already += 1
        return
    try:
        state = desk.do(event)
    except NotAllowed as error:
        tally.tell(f"{named(one)}: {error}", "refused-annotation", turn_of(one))
        return
    tally.already += state is before
    tally.annotations += len(state.annotations) - len(before.annotations)
    tally.sequences += len(state.sequences) - len(before.sequences)
    tally.decisions += len(state.decisions) - len(before.decisions)
