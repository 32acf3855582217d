"""From encounters to files: the list of writers, and the one place that puts bytes on the disk.

A writer is pure: it turns encounters into bytes, and tells what its format cannot hold. That
makes it easy to test, and lets one function see to it that nothing is half written and that
nobody's transcript is overwritten.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from inspect import signature
from pathlib import Path, PurePosixPath
from typing import Any

from vuoro.model import Encounter, Problem, VuoroError, record
from vuoro.registry import Registry


class Unwritable(VuoroError):
    """Encounters that cannot be put into a format or a place: which, why, and what to do."""


@record
class Written:
    """What a writer made of its encounters.

    ``files`` maps a name to bytes. The name ``""`` is the target itself; a format that is a
    folder has a name, relative to that folder, for each of its files. ``losses`` are Problems
    whose rule begins with ``not-written``: what the format cannot hold, and what became of it.
    """

    files: Mapping[str, bytes]
    losses: tuple[Problem, ...] = ()


@record
class Target:
    """A writer, the name it goes by, the suffix of its files, and what it takes.

    ``several`` says that one file holds many encounters, ``folder`` that the target is a folder.
    """

    name: str
    suffix: str
    function: Callable[..., Written]
    several: bool = False
    folder: bool = False


@record
class Report:
    """The files that were written, and what their format could not hold."""

    paths: tuple[Path, ...]
    losses: tuple[Problem, ...] = ()


Writer = Callable[[Any], Written]
WRITERS: Registry[Target] = Registry("writer")


def writer(
    name: str, *, suffix: str, several: bool = False, folder: bool = False
) -> Callable[[Writer], Writer]:
    """Register a function ``encounter -> Written`` as the writer of a format.

    With ``several`` it gets a sequence of encounters instead of one. With ``folder`` it names
    the files of a folder.

    Examples
    --------
    >>> @writer("haiku", suffix=".haiku")
    ... def write_haiku(encounter):
    ...     return Written(files={"": encounter.turns[0].text.encode()})
    >>> WRITERS["haiku"].suffix
    '.haiku'
    """

    def register(function: Writer) -> Writer:
        WRITERS.add(name, Target(name=name, suffix=suffix, function=function, several=several, folder=folder))
        return function

    return register


def target_of(path: Path, format: str | None = None) -> Target:
    """The writer by its name, or else by what the path ends in.

    Raises
    ------
    Unwritable
        No writer has that suffix; the message lists those that there are.
    """
    if format is not None:
        return WRITERS[format]
    name = path.name.lower()
    fitting = [one for one in WRITERS.complete().values() if one.suffix and name.endswith(one.suffix.lower())]
    if fitting:
        return max(fitting, key=lambda one: len(one.suffix))
    choices = ", ".join(f"{one.name} ({one.suffix or 'a folder'})" for _, one in sorted(WRITERS.items()))
    raise Unwritable(f"{path}: nothing is written with that ending. Say which format it is: {choices}.")


def write(
    encounters: Encounter | Iterable[Encounter],
    path: str | Path,
    *,
    format: str | None = None,
    overwrite: bool = False,
    language: str | None = None,
) -> Report:
    """Write encounters to a file or a folder, whole or not at all.

    Parameters
    ----------
    encounters : Encounter or iterable of Encounter
        With their ``annotations`` and ``sequences``, which are written where the format can
        hold them.
    path : str or Path
        A file. It is a folder where the format is one (a ConvoKit corpus), and where a format
        that holds one encounter a file is to hold several.
    format : str, optional
        A name in ``WRITERS``; without it the ending of the path decides.
    overwrite : bool
        Whether what stands there may be replaced.
    language : str, optional
        In which language codes are named, where the format names them.

    Raises
    ------
    Unwritable
        Something stands there already, several encounters are to go into one file that holds
        one, or the format cannot hold them at all. Nothing is written then.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> visit = Encounter(id="visit", turns=(Turn(id="t1", speaker="D", raw="Hi.", text="Hi."),))
    >>> @writer("shout", suffix=".shout")
    ... def write_shout(encounter):
    ...     return Written(files={"": encounter.turns[0].text.upper().encode()})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report = write(visit, Path(folder, "visit.shout"))
    ...     [path.read_text() for path in report.paths]
    ['HI.']
    """
    path = Path(path)
    target = target_of(path, format)
    chosen = (encounters,) if isinstance(encounters, Encounter) else tuple(encounters)
    if not chosen:
        raise Unwritable(f"{path}: there is no encounter to write.")
    written = _made(chosen, path, _naming(target, language))
    taken = [place for name in written.files if (place := path / name if name else path).exists()]
    if taken and not overwrite:
        raise Unwritable(f"{taken[0]} is there already. Choose another name, or allow overwriting.")
    return Report(paths=_put(written.files, path), losses=written.losses)


def _naming(target: Target, language: str | None) -> Target:
    """The target with a writer that names codes in a language, if it names any."""
    if language is None or "language" not in signature(target.function).parameters:
        return target
    return replace(target, function=partial(target.function, language=language))


def _made(encounters: Sequence[Encounter], path: Path, target: Target) -> Written:
    if target.several:
        return target.function(encounters)
    named_as_one = path.name.lower().endswith(target.suffix.lower())
    if len(encounters) == 1 and (named_as_one or not path.is_dir()):
        return target.function(encounters[0])
    if named_as_one:
        raise Unwritable(
            f"{path}: a {target.name} file holds one encounter, and there are {len(encounters)}. "
            "Name a folder, and the format."
        )
    files: dict[str, bytes] = {}
    losses: list[Problem] = []
    names = file_names(encounter.id for encounter in encounters)
    for encounter in encounters:
        one = target.function(encounter)
        stem = names[encounter.id] + target.suffix
        files.update({f"{stem}/{name}" if name else stem: data for name, data in one.files.items()})
        losses += one.losses
    return Written(files=files, losses=tuple(losses))


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """A file name for each encounter id that is safe on every system, and no two alike.

    Examples
    --------
    >>> file_names(["visit 1", "../visit_1", "käynti", "Visit 1"])
    {'visit 1': 'visit_1', '../visit_1': 'visit_1-2', 'käynti': 'käynti', 'Visit 1': 'Visit_1-3'}
    """
    names: dict[str, str] = {}
    taken: dict[str, int] = {}
    for id in ids:
        name = re.sub(r"[^\w-]+", "_", id).strip("_")[:80] or "encounter"
        count = taken[name.casefold()] = taken.get(name.casefold(), 0) + 1
        names[id] = name if count == 1 else f"{name}-{count}"
    return names


def _put(files: Mapping[str, bytes], path: Path) -> tuple[Path, ...]:
    """All bytes onto the disk beside the target first, and then each file into its place.

    What else lies in a target folder is not touched.
    """
    for name in files:
        if name and (PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts):
            raise Unwritable(f"{path}: {name!r} would lie outside the folder.")
    places = [path / name if name else path for name in files]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=path.parent) as stage:
            made = [Path(stage, str(number)) for number in range(len(files))]
            for staged, data in zip(made, files.values(), strict=True):
                _write_through(staged, data)
            for staged, place in zip(made, places, strict=True):
                place.parent.mkdir(parents=True, exist_ok=True)
                staged.replace(place)
    except OSError as error:
        raise Unwritable(f"{path}: cannot be written ({error.strerror or error}).") from error
    return tuple(places)


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
