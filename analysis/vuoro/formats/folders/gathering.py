"""Which files are transcripts, and which of them belong together."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from vuoro.formats.files import Unreadable, format_of, missing, open_file
from vuoro.formats.recognisers.noscribe import is_noscribe
from vuoro.formats.recognisers.structured import is_transcript
from vuoro.formats.roles import speaker_part
from vuoro.formats.tables.columns import is_talk
from vuoro.model import record

_ABOUT = re.compile(r"(?:readme|licen[sc]e|copying|notice|changelog)\b", re.IGNORECASE)
UTTERANCES = "utterances.jsonl"
"""The file that makes a folder a corpus of ConvoKit's."""

_CONVOKIT = ("speakers.json", "conversations.json", "corpus.json", "index.json")
_NAMED = {"convokit": UTTERANCES, "parquet": "turns.parquet"}
"""Formats of which a folder holds one file of talk; other files with their suffix are data sets."""

SURVEY = ".survey.toml"
"""How the file ends that says what the columns of a survey beside it are, and so that it is no talk."""

_GOLD = re.compile(r".*gold.*\.csv", re.IGNORECASE)


@record
class Group:
    """Files that are read together. More than one file: one speaker each, of one encounter."""

    name: str
    files: tuple[Path, ...]


def gather(paths: str | Path | Iterable[str | Path]) -> list[Group]:
    """The transcripts among files and folders, those of one encounter together.

    Folders are walked in sorted order. What is hidden, about the corpus (README, licence),
    of a suffix no reader knows, a table of annotations or results, a survey with its mapping, or JSON
    or HTML of anything but talk, is no transcript there; a file that is named itself is always taken.
    TextGrids of one folder whose names differ only in a last word for a speaker (``visit_doctor``,
    ``visit_patient``; ``visit-A``, ``visit-B``) are one group. A folder with ``utterances.jsonl`` is
    a corpus of ConvoKit's, whose other files are read with that one. Unreadable where there is
    nothing at a path.
    """
    files = _unique(file for path in _listed(paths) for file in _transcripts(path))
    groups: dict[tuple[Path, str], list[Path]] = {}
    for file in files:
        groups.setdefault(_kin(file), []).append(file)
    return [group for members in groups.values() for group in _groups(members)]


def _listed(paths: str | Path | Iterable[str | Path]) -> list[Path]:
    return [Path(paths)] if isinstance(paths, (str, Path)) else [Path(path) for path in paths]


def _unique(files: Iterable[Path]) -> list[Path]:
    """Each file once, though it is named itself and its folder too."""
    unique: dict[str, Path] = {}
    for file in files:
        unique.setdefault(os.path.realpath(file), file)
    return list(unique.values())


def _transcripts(path: Path) -> list[Path]:
    try:
        if path.is_dir():
            return list(_in_folder(path, frozenset()))
        if path.exists():
            return [path]
    except OSError as error:
        raise Unreadable(str(path), None, f"it cannot be opened: {error.strerror}.") from None
    raise missing(path)


def _in_folder(folder: Path, above: frozenset[str]) -> Iterator[Path]:
    corpus = _CONVOKIT if (folder / UTTERANCES).is_file() else ()
    real = os.path.realpath(folder)
    if real in above:  # a link to a folder that we are in
        return
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith((".", "~$")):  # "~$" is what Word writes while a file is open
            continue
        if entry.is_dir():
            yield from _in_folder(entry, above | {real})
        elif entry.name not in corpus and _is_transcript(entry):
            yield entry


def _is_transcript(file: Path) -> bool:
    if _ABOUT.match(file.name) or _GOLD.fullmatch(file.name) or file.with_suffix(SURVEY).is_file():
        return False
    found = format_of(file)
    if found is not None and found.name in _NAMED:
        return file.name == _NAMED[found.name]
    if found is None or found.name not in ("table", "json", "noscribe"):
        return found is not None
    return _may_be_talk(file) if found.name == "table" else _holds_talk(file, found.name)


def _holds_talk(file: Path, format: str) -> bool:
    try:
        opened = open_file(file)
        return is_transcript(opened) if format == "json" else is_noscribe(opened.text)
    except Unreadable:
        return False  # nearly all JSON and HTML is something else


def _may_be_talk(file: Path) -> bool:
    try:
        return is_talk(open_file(file).text)
    except Unreadable:
        return True  # whoever reads it will hear why it cannot be read


def _kin(file: Path) -> tuple[Path, str]:
    """What the files of one encounter have in common."""
    part = speaker_part(file) if file.suffix.lower() == ".textgrid" else ""
    stem = file.stem[: -len(part) - 1] if part else file.name
    return file.parent, stem


def _groups(members: list[Path]) -> Iterator[Group]:
    if len(members) > 1:
        yield Group(name=_kin(members[0])[1], files=tuple(members))
    else:
        yield Group(name=members[0].stem, files=tuple(members))
