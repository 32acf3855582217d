"""From a path on disk to decoded text, and the list of readers that turn text into encounters."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from difflib import get_close_matches
from operator import itemgetter
from pathlib import Path

from vuoro.formats.encodings import NotText, decode
from vuoro.model import NOTHING, Encounter, Problem, VuoroError, record
from vuoro.registry import Registry

LARGEST = 512 * 2**20
"""Bytes. A transcript of a whole day is some hundred kilobytes; a file a thousand times that
is a recording or a dump, and decoding it would take several times its size in memory."""

LONGEST = 8 * 2**20
"""Characters in one line, or in JSON, where lines mean nothing, in one string. The talk of a day is a
tenth of that; more is a recording or a dump, and to look for transcription signs in it would take minutes."""


class Unreadable(VuoroError):
    """A file that cannot become an encounter: which, on what line, why, and what to do.

    Examples
    --------
    >>> print(Unreadable("visit.TextGrid", 12, "there is no tier here."))
    visit.TextGrid, line 12: there is no tier here.
    >>> print(Unreadable("visit.TextGrid", None, "the file is empty."))
    visit.TextGrid: the file is empty.
    """

    def __init__(self, file: str, line: int | None, reason: str) -> None:
        super().__init__(file, line, reason)
        self.file = file
        self.line = line
        self.reason = reason

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}: {self.reason}"


@record
class File:
    """A transcript as text: its newlines untouched, its byte order mark gone.

    ``sha256`` is of the bytes on disk. ``problems`` says what decoding had to assume.
    ``data`` are the bytes, and ``text`` is empty, where the format is not one of text.
    """

    name: str
    path: Path
    text: str
    sha256: str
    problems: tuple[Problem, ...] = ()
    data: bytes = b""


@record
class Options:
    """What the caller knows about the files and the files may not say."""

    language: str | None = None
    roles: Mapping[str, str] = NOTHING
    convention: str | None = None
    columns: Mapping[str, str] = NOTHING
    transcribed: str | None = None
    encounter: str | None = None


Reader = Callable[[File, Options], list[Encounter]]


@record
class Format:
    """A reader, the name it goes by, the file suffixes it is asked for, and whether it wants bytes."""

    name: str
    suffixes: tuple[str, ...]
    function: Reader
    binary: bool = False


READERS: Registry[Format] = Registry("format")


def reader(name: str, *, suffixes: Collection[str], binary: bool = False) -> Callable[[Reader], Reader]:
    """Register a function ``(file, options) -> list of encounters`` as the reader of a format.

    Suffixes are matched whatever their case. A reader of a ``binary`` format gets ``file.data``
    instead of ``file.text``.

    Examples
    --------
    >>> @reader("haiku", suffixes={".haiku"})
    ... def read_haiku(file, options):
    ...     return []
    >>> format_of(Path("frog.HAIKU")).name
    'haiku'
    """

    def register(function: Reader) -> Reader:
        lowered = tuple(sorted(suffix.lower() for suffix in suffixes))
        READERS.add(name, Format(name=name, suffixes=lowered, function=function, binary=binary))
        return function

    return register


def format_of(path: Path) -> Format | None:
    """The format that a file's suffix speaks of; None where no reader wants it."""
    found = _by_suffix(path.suffix.lower())
    if found is None:
        READERS.complete()  # a plug-in tells its suffixes only when it is loaded
        found = _by_suffix(path.suffix.lower())
    return found


def _by_suffix(suffix: str) -> Format | None:
    return next((entry for entry in READERS.values() if suffix in entry.suffixes), None)


def open_file(path: str | Path, *, binary: bool = False) -> File:
    """Read and, if it is not ``binary``, decode one transcript; Unreadable where nothing is to be had."""
    path = Path(path)
    data = _bytes(path)
    if not data:
        raise Unreadable(path.name, None, "the file is empty (0 bytes). Was the export finished?")
    digest = hashlib.sha256(data).hexdigest()
    if binary:
        return File(name=path.name, path=path, text="", sha256=digest, data=data)
    try:
        text, problems = decode(data)
    except NotText as error:
        raise Unreadable(path.name, None, str(error)) from None
    if not text or text.isspace():
        raise Unreadable(path.name, None, "the file is empty (only white space).")
    if len(text) > LONGEST:
        _refuse_endless(path, text)
    named = tuple(replace(problem, file=path.name) for problem in problems)
    return File(name=path.name, path=path, text=text, sha256=digest, problems=named)


def _refuse_endless(path: Path, text: str) -> None:
    json = path.suffix.lower() == ".json"
    parts = text.split('"' if json else "\n" if "\n" in text else "\r")
    number, longest = max(enumerate(map(len, parts), 1), key=itemgetter(1))
    if longest > LONGEST:
        what = "a string in it" if json else "the line"
        reason = f"{what} is {longest / 2**20:.0f} MB long, which nothing in a transcript is. Is it a dump?"
        raise Unreadable(path.name, None if json else number, reason)


def _bytes(path: Path) -> bytes:
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise Unreadable(str(path), None, "this is a folder. read_corpus reads the files in a folder.")
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable(str(path), None, "this is a device or a pipe, not a file.")
        if about.st_size > LARGEST:
            raise Unreadable(
                path.name,
                None,
                f"{about.st_size / 2**20:.0f} MB is more than a transcript can be (the limit is "
                f"{LARGEST / 2**20:.0f} MB). Is it a recording? If it is text, split it by encounter.",
            )
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise missing(path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(str(path), None, f"it cannot be opened: {reason}.") from None


def missing(path: Path) -> Unreadable:
    """The error for a path where nothing is, with the nearest name in its folder."""
    folder = path.parent
    if not folder.is_dir():
        return Unreadable(str(path), None, f"there is no folder {str(folder)!r}. Check the path.")
    close = get_close_matches(path.name, (entry.name for entry in folder.iterdir()), n=1)
    hint = f" Did you mean {close[0]!r}?" if close else " Check the name."
    return Unreadable(str(path), None, f"there is no such file.{hint}")
