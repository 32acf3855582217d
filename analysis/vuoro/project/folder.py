"""The folder of a study: made, opened, and read.

::

    project.toml        settings
    transcripts.toml    which transcripts there are, with the SHA-256 of each file
    transcripts/NAME/   copies of the transcripts
    codebook/           every version of the codebook; the latest one counts
    coders/NAME.jsonl   what each coder did, one log a coder
    sessions/           who is at work; not for git
    surveys/            experience surveys
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from vuoro import codebooks, formats
from vuoro.codebooks import Codebook
from vuoro.model import NOTHING, Encounter, Problem, VuoroError, record
from vuoro.project import presence
from vuoro.project.desk import LOGS, Desk
from vuoro.project.listing import TRANSCRIPTS, NoProject, Transcript, read_list, write_list
from vuoro.project.saving import write_whole
from vuoro.project.settings import NAME, Settings, checked, read_settings, write_settings

CODEBOOK, SURVEYS = "codebook", "surveys"

_GIT = {
    ".gitattributes": "# Two copies of a coder's log are one log with the lines of both.\n"
    "*.jsonl text eol=lf merge=union\n",
    ".gitignore": f"# Who is at work on this machine.\n{presence.FOLDER}/\n.unfinished-*\n",
}


class ProjectInTheWay(VuoroError):
    """A folder that holds a project already."""


@record
class Project:
    """A study that is open: its folder and its settings.

    Functions of :mod:`vuoro.project` read the rest from the disk when they are asked, so that a project is
    never older than its files.
    """

    folder: Path
    settings: Settings

    def __repr__(self) -> str:
        return f"Project({self.settings.name!r}, {str(self.folder)!r})"


def create(
    folder: str | Path,
    *,
    name: str = "",
    languages: Iterable[str] = (),
    client: Mapping[str, str] = NOTHING,
    roles: Mapping[str, str] = NOTHING,
    page_language: str = "en",
) -> Project:
    """Make a project in a folder, which may hold other things already.

    Parameters
    ----------
    name : what the study is called; without it, as the folder
    languages : of the talk: sv, fi, en
    client : what the client is called in this service, by language: ``{"sv": "patient"}``
    roles : who is who in all transcripts, where these do not say: ``{"DOC": "professional"}``
    page_language : in which pages and figures are written

    Raises
    ------
    ProjectInTheWay
        There is a project in the folder.
    BadSettings
        A language or role is none.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     made = create(Path(folder, "study"), languages=["fi"], client={"fi": "potilas"})
    ...     codebook(made).id, made.settings.client_word("fi")
    ('participation@0.1', 'potilas')
    """
    folder = Path(folder)
    if (folder / NAME).exists():
        raise ProjectInTheWay(f"{folder}: there is a project here already; open it, or choose another folder")
    settings = checked(
        Settings(
            name=name or folder.resolve().name,
            languages=tuple(languages),
            page_language=page_language,
            client=dict(client),
            roles=dict(roles),
        )
    )
    for room in (TRANSCRIPTS, CODEBOOK, LOGS, SURVEYS):
        (folder / room).mkdir(parents=True, exist_ok=True)
    for file, lines in _GIT.items():
        _add_lines(folder / file, lines)
    first = (files("vuoro.codebooks") / "participation.yaml").read_text(encoding="utf-8")
    write_whole(folder / CODEBOOK / f"{codebooks.read(first).id}.yaml", first)
    write_list(folder, [])
    write_settings(folder, settings)  # last: a folder with settings is a project
    return Project(folder=folder, settings=settings)


def _add_lines(path: Path, lines: str) -> None:
    there = path.read_text(encoding="utf-8") if path.exists() else ""
    if lines not in there:
        write_whole(path, f"{there.rstrip()}\n\n{lines}" if there.strip() else lines)


def is_project(folder: str | Path) -> bool:
    """Whether a project is in the folder."""
    return (Path(folder) / NAME).is_file()


def open_project(folder: str | Path) -> Project:
    """The project in a folder.

    Raises
    ------
    NoProject
        There is none; the message says how to make one.
    BadSettings
        ``project.toml`` cannot be used.
    """
    folder = Path(folder)
    if not (folder / NAME).is_file():
        raise NoProject(f"{folder}: there is no project here (no {NAME}). Make one with: vuoro new {folder}")
    return Project(folder=folder, settings=read_settings(folder))


def codebook(project: Project) -> Codebook:
    """The latest version of the project's codebook.

    Raises
    ------
    NoProject
        There is no codebook in the folder.
    BadCodebook
        It breaks its own rules.
    """
    found = [codebooks.read(path.read_text("utf-8")) for path in (project.folder / CODEBOOK).glob("*.yaml")]
    if not found:
        raise NoProject(f"{project.folder / CODEBOOK}: there is no codebook; take it back from git")
    return max(found, key=lambda one: [int(part) for part in re.findall(r"\d+", one.version)])


def transcripts(project: Project) -> list[Transcript]:
    """The transcripts of a project, as ``transcripts.toml`` lists them.

    Raises :class:`NoProject` where the list is damaged, or leads out of the folder.
    """
    return read_list(project.folder)


def paths(project: Project, one: Transcript) -> list[Path]:
    """Where the files of a transcript are."""
    return [project.folder / TRANSCRIPTS / one.name / file for file in one.files]


def encounters(
    project: Project, *, on_error: Callable[[VuoroError], object] | None = None
) -> list[Encounter]:
    """All encounters of a project, in the order in which they were added.

    An encounter whose file is not the one that was added says so in a Problem (``changed-transcript``). With
    ``on_error`` a transcript that cannot be read is told to it and left out.
    """
    found = []
    for one in transcripts(project):
        try:
            found += read_transcript(project, one)
        except VuoroError as error:
            if on_error is None:
                raise
            on_error(error)
    return found


def encounter(project: Project, id: str) -> Encounter:
    """One encounter; :class:`NoProject` says which ones there are, where there is none of that id."""
    listed = transcripts(project)
    for one in listed:
        if id in one.encounters:
            return next(found for found in read_transcript(project, one) if found.id == id)
    there = ", ".join(id for one in listed for id in one.encounters) or "none yet; add some with vuoro add"
    raise NoProject(f"{project.folder}: there is no encounter {id!r}; there are: {there}")


def read_transcript(project: Project, one: Transcript) -> list[Encounter]:
    """The encounters of one transcript."""
    group = formats.Group(name=one.name, files=tuple(paths(project, one)))
    languages = project.settings.languages
    read = formats.read_group(
        group,
        format=one.format or None,
        language=one.language or (languages[0] if len(languages) == 1 else None),
        roles={**project.settings.roles, **one.roles},
        convention=one.convention or None,
        columns=one.columns,
        transcribed=one.transcribed or None,
    )
    changed = _changed(project, one)
    return [_told(encounter, changed, project) for encounter in read]


def _changed(project: Project, one: Transcript) -> list[str]:
    return [
        path.name
        for path, digest in zip(paths(project, one), one.sha256, strict=False)
        if sha256(path.read_bytes()).hexdigest() != digest
    ]


def _told(encounter: Encounter, changed: list[str], project: Project) -> Encounter:
    if not changed:
        return encounter
    problem = Problem(
        line=None,
        text=", ".join(changed),
        message=f"changed since it was added, so codings may stand at other words. Put the old file back, or "
        f"take the change over with: vuoro add {project.folder} CHANGED_FILE --replace",
        rule="changed-transcript",
        file=changed[0],
    )
    return replace(encounter, problems=(problem, *encounter.problems))


def open_desk(project: Project, encounter_id: str, coder: str) -> Desk:
    """A coder's desk at one encounter of a project."""
    return Desk(encounter(project, encounter_id), coder, project.folder, codebook(project))
