"""``transcripts.toml``: which transcripts a project has, with the digests of their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from vuoro.model import NOTHING, VuoroError, record
from vuoro.project.names import is_file_name
from vuoro.project.saving import write_whole
from vuoro.project.settings import read_toml, toml

LIST = "transcripts.toml"
TRANSCRIPTS = "transcripts"
"""The folder of the copies."""


class NoProject(VuoroError):
    """A folder that holds no project, or a damaged one; the message says what to do."""


@record
class Transcript:
    """A transcript of a project: the files of a folder that are read together, and what was said of them."""

    name: str
    encounters: tuple[str, ...]
    files: tuple[str, ...]
    sha256: tuple[str, ...]
    added: str = ""
    format: str = ""
    language: str = ""
    convention: str = ""
    transcribed: str = ""
    roles: Mapping[str, str] = NOTHING
    columns: Mapping[str, str] = NOTHING


def read_list(folder: Path) -> list[Transcript]:
    """The transcripts that the list in a folder names.

    Raises :class:`NoProject` where the list is damaged, or leads out of the folder.
    """
    path = folder / LIST
    if not path.is_file():
        raise NoProject(f"{path}: it is not there; take it back from git")
    return [
        _transcript(entry, number) for number, entry in enumerate(read_toml(path).get("transcripts", []), 1)
    ]


def _transcript(entry: Mapping[str, Any], number: int) -> Transcript:
    try:
        lists: dict[str, Any] = {
            name: tuple(map(str, entry[name])) for name in ("encounters", "files", "sha256")
        }
        names = ("added", "format", "language", "convention", "transcribed")
        texts: dict[str, Any] = {name: str(entry.get(name, "")) for name in names}
        made = Transcript(
            name=str(entry["name"]),
            **lists,
            **texts,
            roles=dict(entry.get("roles", {})),
            columns=dict(entry.get("columns", {})),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NoProject(f"{LIST}, transcript {number}: damaged ({error!r}); take it back from git") from None
    for part in (made.name, *made.files):
        if not is_file_name(part):
            raise NoProject(f"{LIST}, transcript {number}: {part!r} is no name of a file in {TRANSCRIPTS}/")
    return made


def write_list(folder: Path, listed: Iterable[Transcript]) -> None:
    """Write ``transcripts.toml``."""
    told = [
        {
            field.name: list(value) if isinstance(value, tuple) else value
            for field in fields(one)
            if (value := getattr(one, field.name))
        }
        for one in listed
    ]
    head = "# The transcripts of this project, as they were added. You may edit language and roles.\n\n"
    write_whole(folder / LIST, head + toml({"transcripts": told}))
