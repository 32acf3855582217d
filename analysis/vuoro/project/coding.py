"""What the coders of a project have said: their logs as annotations, sequences and decisions."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path

from vuoro.model import Annotation, Decision, Encounter, Problem, Sequence, VuoroError, record
from vuoro.project import folder as rooms
from vuoro.project.deciding import filled
from vuoro.project.desk import LOGS
from vuoro.project.folder import Project
from vuoro.project.folding import State, fold
from vuoro.project.log import Log
from vuoro.project.names import BadName, coder_of, file_stem
from vuoro.project.placing import place


class NoCoder(VuoroError):
    """Nobody of that name has coded in the project."""


@record
class Work:
    """What one coder says of one encounter."""

    coder: str
    encounter: Encounter
    state: State
    annotations: tuple[Annotation, ...]
    sequences: tuple[Sequence, ...]
    problems: tuple[Problem, ...] = ()
    decisions: tuple[Decision, ...] = ()


def coders(project: Project) -> list[str]:
    """Who has a log in the project, in the order of the alphabet."""
    return sorted(coder_of(path) for path in _logs(project) if not _bad(path))


_everybody = coders  # where a parameter has the name


def _logs(project: Project) -> list[Path]:
    return sorted((project.folder / LOGS).glob("*.jsonl"))


def _bad(path: Path) -> str:
    """Why a file is no coder's log; "" where it is one."""
    try:
        coder_of(path)
    except BadName as error:
        return str(error)
    return ""


def log_of(project: Project, coder: str) -> Log:
    """The log of a coder, to be read; :class:`NoCoder` where there is none."""
    path = project.folder / LOGS / f"{file_stem(coder)}.jsonl"
    if not path.is_file():
        there = ", ".join(coders(project)) or "nobody yet"
        raise NoCoder(f"{project.folder}: {coder!r} has coded nothing here; who has: {there}")
    return Log(path, coder)


def work(
    project: Project, names: Iterable[str] | None = None, *, encounters: Iterable[Encounter] | None = None
) -> Iterator[Work]:
    """What each coder says of each encounter that the coder has opened; all coders, where none is named.

    Annotations stand in the order of the talk. Where a transcript has changed since, they stand where their
    words are now, and those whose words are gone are left out and told in the problems.
    """
    known = {one.id: one for one in (rooms.encounters(project) if encounters is None else encounters)}
    for coder in coders(project) if names is None else names:
        log = log_of(project, coder)
        for id in log.encounters():
            if id in known:
                yield _work(coder, known[id], fold(log.of(id)))


def _work(coder: str, encounter: Encounter, state: State) -> Work:
    placed = place(state, encounter)
    moves, links = placed.annotations.values(), placed.sequences.values()
    return Work(
        coder=coder,
        encounter=encounter,
        state=state,
        annotations=tuple(moves),
        sequences=tuple(links),
        problems=placed.problems,
        decisions=tuple(filled(one, encounter, moves, links) for one in placed.decisions.values()),
    )


def codings(
    project: Project,
    coders: Iterable[str] | None = None,
    *,
    encounters: Iterable[Encounter] | None = None,
) -> list[Annotation]:
    """The annotations of a project, by coder and encounter; all coders, where none is named.

    What was accepted from a machine has ``suggested_by`` among its attributes, and what the coder was
    asked about certainty ``confidence``, 1 to 3. Adjudications are not among these; see
    :func:`~vuoro.project.gold`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from vuoro import project
    >>> with TemporaryDirectory() as folder:
    ...     study = project.create(folder)
    ...     codings(study)
    []
    """
    return [one for found in work(project, coders, encounters=encounters) for one in found.annotations]


def sequences(
    project: Project,
    coders: Iterable[str] | None = None,
    *,
    encounters: Iterable[Encounter] | None = None,
) -> list[Sequence]:
    """The sequences of a project, by coder and encounter; as :func:`codings`."""
    return [one for found in work(project, coders, encounters=encounters) for one in found.sequences]


def decisions(
    project: Project,
    coders: Iterable[str] | None = None,
    *,
    encounters: Iterable[Encounter] | None = None,
) -> list[Decision]:
    """The decisions that people have coded, by coder and encounter; as :func:`codings`.

    Their moves, responses and doubts are those that the same coder has coded in their turns. For a coder who
    has coded none here, :func:`vuoro.sequences.decisions` makes them of the coder's moves by rule.
    """
    return [one for found in work(project, coders, encounters=encounters) for one in found.decisions]


def seen(project: Project, coders: Iterable[str] | None = None) -> Mapping[str, set[str]]:
    """Coder to the encounters that the coder has finished, as agreement wants it (``rate(..., seen=)``)."""
    found: dict[str, set[str]] = {}
    for coder in _everybody(project) if coders is None else coders:
        log = log_of(project, coder)
        found[coder] = {id for id in log.encounters() if fold(log.of(id)).finished}
    return found


def problems(project: Project) -> list[Problem]:
    """Everything that somebody should look at: transcripts, logs, and codings without a place."""
    found: list[Problem] = []

    def told(error: VuoroError) -> None:
        found.append(Problem(line=None, text="", message=str(error), rule="unreadable-transcript"))

    encounters = rooms.encounters(project, on_error=told)
    changed = (one for talk in encounters for one in talk.problems if one.rule == "changed-transcript")
    found += changed
    for path in _logs(project):
        found += _of_log(path, {one.id for one in encounters})
    found += [one for done in work(project, encounters=encounters) for one in done.problems]
    return found


def _of_log(path: Path, known: Container[str]) -> list[Problem]:
    if why := _bad(path):
        return [Problem(line=None, text=path.name, message=why, rule="foreign-log", file=path.name)]
    log = Log(path, coder_of(path))
    return log.problems + [
        Problem(
            line=None,
            text=id,
            message=f"{len(log.of(id))} events are about encounter {id!r}, which the project does not have. "
            "They are kept and not counted; add the transcript to have them counted.",
            rule="unknown-encounter",
            file=path.name,
        )
        for id in log.encounters()
        if id not in known
    ]
