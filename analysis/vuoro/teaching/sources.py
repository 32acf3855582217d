"""From a project, or from transcripts with codings beside them, to the material of a pack."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Sequence as Many
from contextlib import suppress
from pathlib import Path
from typing import Any

from vuoro import formats, project
from vuoro.formats import Group
from vuoro.model import Encounter
from vuoro.privacy.finding import NOBODY, Known
from vuoro.teaching.consent import IN_HOUSE, allowed, may_be_heard
from vuoro.teaching.material import Material, beside, read
from vuoro.teaching.sounds import recordings

LeftOut = list[tuple[str, str]]
"""Encounters that may not be shown, each with why."""


def gather(
    paths: Many[str | Path],
    audience: str = IN_HOUSE,
    *,
    known: Known = NOBODY,
    codings: Many[str | Path] = (),
    sequences: Many[str | Path] = (),
    follow: Callable[[list[Group]], Iterable[Group]] = iter,
    **reading: Any,
) -> tuple[Material, LeftOut]:
    """The material of a pack for an audience, and what may not be shown to it.

    Parameters
    ----------
    paths : the folder of a project, or transcripts and folders of them
    known : names that the leak check looks for, of a key
    codings, sequences : tables to use instead of those that lie beside the transcripts
    follow : is given the files, and gives them back one by one: where a progress bar goes
    reading : options of :func:`vuoro.formats.read_group`

    Raises
    ------
    NotForTeaching
        A consent is written in a way that we do not know.
    """
    first = Path(paths[0])
    if (first / "project.toml").is_file():
        return _of_project(first, audience, known)
    groups = formats.gather(paths)
    files = [path for group in groups for path in group.files]
    encounters = formats.distinct(
        one for group in follow(groups) for one in formats.read_group(group, **reading)
    )
    kept, left_out = allowed(encounters, audience, known=known)
    tables, links = beside(files)
    if codings:
        tables, links = [Path(path) for path in codings], [Path(path) for path in sequences]
    return read(kept, tables, links, _heard(files, kept, audience)), left_out


def _of_project(folder: Path, audience: str, known: Known) -> tuple[Material, LeftOut]:
    study = project.open(folder)
    judged, linked = project.annotations(study), project.sequences(study)
    with suppress(project.NothingToSettle):  # then it is what the one coder says
        gold = project.gold(study)
        judged, linked = [*judged, *gold.annotations], [*linked, *gold.sequences]
    kept, left_out = allowed(project.encounters(study), audience, known=known)
    files = [path for path in (folder / "transcripts").rglob("*") if path.is_file()]
    return Material(kept, judged, linked, _heard(files, kept, audience)), left_out


def _heard(files: list[Path], kept: list[Encounter], audience: str) -> dict[str, Path]:
    """The sound files beside the transcripts of those whose voices may be played."""
    return recordings(files, [one for one in kept if may_be_heard(one, audience)])
