"""Transcripts into a project: copied, with their digests, and nothing twice."""

from __future__ import annotations

import shutil
import time
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import fields
from hashlib import sha256
from pathlib import Path

from vuoro import formats
from vuoro.formats import Group
from vuoro.model import NOTHING, UNKNOWN, Encounter, Problem, VuoroError, record
from vuoro.project.coding import work
from vuoro.project.folder import Project, paths, read_transcript, transcripts
from vuoro.project.listing import TRANSCRIPTS, Transcript, write_list
from vuoro.project.names import is_file_name, safe_stem

BESIDE = ("corpus.toml",)
"""What a folder says of its transcripts goes with them."""

CONVOKIT = ("speakers.json", "conversations.json", "corpus.json", "index.json")

EARLIER = ".earlier"
"""The folder of transcripts that were replaced; nothing that was coded is thrown away."""


@record
class Refused:
    """A file that was not added, and why."""

    file: str
    reason: str


@record
class Added:
    """What became of the files: encounters that are in the project now, and files that are not.

    ``without_role`` has, by encounter, the speakers of whom nobody has said who they are. ``astray`` tells,
    of transcripts that were replaced, which codings stand elsewhere now and which have lost their place.
    """

    encounters: tuple[Encounter, ...] = ()
    replaced: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    without_role: Mapping[str, tuple[str, ...]] = NOTHING
    astray: tuple[Problem, ...] = ()


@record
class About:
    """What the user says of transcripts that may not say it themselves."""

    format: str = ""
    language: str = ""
    convention: str = ""
    transcribed: str = ""
    roles: Mapping[str, str] = NOTHING
    columns: Mapping[str, str] = NOTHING


class _Refusal(VuoroError):
    """Why one file is not added; becomes a :class:`Refused`."""


def add(
    project: Project,
    paths: str | Path | Iterable[str | Path],
    *,
    about: About | None = None,
    replace_old: bool = False,
) -> Added:
    """Copy transcripts into a project, those of one encounter together.

    A file that is there already is refused, and so is another transcript of an encounter that is there, but
    with ``replace_old``: then the new one takes its place, and the old one is kept in
    ``transcripts/.earlier``. Other files are added though some are refused.

    Raises
    ------
    Unreadable
        There is nothing at a path.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from vuoro import project
    >>> with TemporaryDirectory() as folder:
    ...     talk = Path(folder, "visit.txt")
    ...     _ = talk.write_text("A: Where does it hurt?\\nB: Here.\\n", encoding="utf-8")
    ...     study = project.create(Path(folder, "study"))
    ...     added = add(study, talk)
    ...     added.encounters[0].id, added.without_role, add(study, talk).refused[0].reason
    ('visit', {'visit': ('A', 'B')}, 'it is in the project already, as visit')
    """
    told = about or About()
    encounters: list[Encounter] = []
    replaced: list[str] = []
    refused: list[Refused] = []
    for group in formats.gather(paths):
        try:
            found, old = _add(project, group, told, replace_old)
            encounters += found
            replaced += old
        except (VuoroError, OSError) as error:
            refused.append(Refused(file=str(group.files[0]), reason=str(error)))
    return Added(
        encounters=tuple(encounters),
        replaced=tuple(replaced),
        refused=tuple(refused),
        without_role={one.id: speakers for one in encounters if (speakers := _unknown(one))},
        astray=_astray(project, [one for one in encounters if one.id in replaced]),
    )


def _astray(project: Project, encounters: list[Encounter]) -> tuple[Problem, ...]:
    return tuple(one for done in work(project, encounters=encounters) for one in done.problems)


def _unknown(encounter: Encounter) -> tuple[str, ...]:
    return tuple(speaker for speaker, role in encounter.roles().items() if role == UNKNOWN)


def _add(project: Project, group: Group, told: About, replace_old: bool) -> tuple[list[Encounter], list[str]]:
    listed = transcripts(project)
    digests = _digests(group.files)
    for one in listed:
        if set(digests) == set(one.sha256):
            raise _Refusal(f"it is in the project already, as {one.name}")
    found = _read(group, told)
    old = [one for one in listed if _keys(one.encounters) & _keys(e.id for e in found)]
    if old and not replace_old:
        raise _Refusal(
            f"encounter {', '.join(e.id for e in found)} is in the project already, with other words. If this is "
            "a new version of the transcript, say --replace; if it is another encounter, give the file another "
            "name"
        )
    kept = [one for one in listed if one not in old]
    made = _transcript(group, digests, found, told, old, kept)
    for one in old:
        _set_aside(project, one)
    _copy(project, group, made)
    write_list(project.folder, [*kept, made])
    for one in old:
        _clear(project, one, made)
    return read_transcript(project, made), [id for one in old for id in one.encounters]


def _read(group: Group, told: About) -> list[Encounter]:
    for path in group.files:
        if not is_file_name(path.name):
            raise _Refusal(f"{path.name!r} is no name that every system can have; rename the file")
    return formats.read_group(
        group,
        format=told.format or None,
        language=told.language or None,
        roles=told.roles,
        convention=told.convention or None,
        columns=told.columns,
        transcribed=told.transcribed or None,
    )


def _keys(ids: Iterable[str]) -> set[str]:
    """Ids as a person sees them: ``Visit`` and ``visit`` are one, and so are two ways to write ``ä``."""
    return {unicodedata.normalize("NFC", id).casefold() for id in ids}


def _transcript(
    group: Group,
    digests: tuple[str, ...],
    found: list[Encounter],
    told: About,
    old: list[Transcript],
    kept: list[Transcript],
) -> Transcript:
    taken = _keys(one.name for one in kept)
    stem = name = old[0].name if old else safe_stem(group.name)
    number = 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    known = _about(old[0]) if old else About()
    return Transcript(
        name=name,
        encounters=tuple(one.id for one in found),
        files=tuple(path.name for path in group.files),
        sha256=digests,
        added=time.strftime("%Y-%m-%d", time.gmtime()),
        **{
            field: getattr(told, field) or getattr(known, field)
            for field in ("format", "language", "convention", "transcribed")
        },
        roles={**known.roles, **told.roles},
        columns={**known.columns, **told.columns},
    )


def _about(one: Transcript) -> About:
    return About(**{field.name: getattr(one, field.name) for field in fields(About)})


def _set_aside(project: Project, one: Transcript) -> None:
    """Keep what is to be replaced; a copy that was edited in its place is the new version itself."""
    aside = project.folder / TRANSCRIPTS / EARLIER / f"{one.name}-{one.sha256[0][:12]}"
    if not aside.exists() and _digests(paths(project, one)) == one.sha256:
        shutil.copytree(project.folder / TRANSCRIPTS / one.name, aside)


def _digests(files: Iterable[Path]) -> tuple[str, ...]:
    return tuple(sha256(path.read_bytes()).hexdigest() for path in files if path.is_file())


def _clear(project: Project, old: Transcript, new: Transcript) -> None:
    """Take away what was replaced, after the list names what replaces it."""
    for path in paths(project, old):
        if path not in paths(project, new):
            path.unlink(missing_ok=True)


def _copy(project: Project, group: Group, made: Transcript) -> None:
    folder = project.folder / TRANSCRIPTS / made.name
    folder.mkdir(parents=True, exist_ok=True)
    for source, target in zip(group.files, paths(project, made), strict=True):
        if not (target.exists() and source.samefile(target)):
            shutil.copyfile(source, target)
    convokit = CONVOKIT if made.files == ("utterances.jsonl",) else ()
    for name in (*BESIDE, *convokit):
        beside = group.files[0].parent / name
        if beside.is_file() and beside.parent.resolve() != folder.resolve():
            shutil.copyfile(beside, folder / name)
