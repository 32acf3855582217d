"""From an encounter and a coder to a desk with everything on it; from a project to its coders' differences."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro import codebooks, learning
from vuoro import project as projects
from vuoro.model import LANGUAGES, Annotation, Encounter, VuoroError
from vuoro.project import Desk, Project
from vuoro.project.settings import NAME
from vuoro.widget.sounds import recording

if TYPE_CHECKING:
    from vuoro.widget.notebook import Adjudicator, Annotator

HERE = "annotations"
"""The folder of the logs where there is no project."""


class NeedsAnywidget(VuoroError):
    """The widget needs a package that is not installed."""


def annotate(
    encounter: Encounter | str,
    *,
    coder: str,
    project: str | Path | Project | None = None,
    suggestions: bool | Iterable[Annotation] = True,
    blind: bool = False,
    language: str = "",
    sound: str | Path | None = None,
) -> Annotator:
    """Opens an encounter for coding in a notebook; every decision is on disk before it is shown as saved.

    Parameters
    ----------
    encounter : what is coded; with a project, its id will do
    coder : your name; each coder has a log of their own
    project : the folder of a project (``vuoro new``), or any folder that is to hold the log; without it the
        log goes into ``annotations/`` in the working directory
    suggestions : whether machines suggest moves, or the suggestions themselves
    blind : show no suggestions and no other coder's moves, as for a reliability study
    language : sv, fi or en for the surface; without it the project's, or else that of the talk
    sound : the recording, if it is to be heard

    Raises
    ------
    NeedsAnywidget
        JupyterLab's parts are not installed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from vuoro.model import Participant, Turn
    >>> visit = Encounter(id="visit", language="en", turns=(
    ...     Turn(id="t1", speaker="D", raw="Shall we try it?", text="Shall we try it?"),),
    ...     participants=(Participant(id="D", role="professional"),))
    >>> with TemporaryDirectory() as folder:
    ...     widget = annotate(visit, coder="aino", project=folder)
    ...     taken = widget.accept("t1", "propose")
    ...     [(one.turn, one.code) for one in widget.moves]
    [('t1', 'propose')]
    """
    try:
        from vuoro.widget.notebook import Annotator
    except ImportError as error:
        raise NeedsAnywidget(
            f"the annotator needs {error.name or 'anywidget'}: pip install 'vuoro[lab]', or use `vuoro annotate FILE` "
            "in a terminal"
        ) from None
    return Annotator(**laid(encounter, coder, project, suggestions, blind, language, sound))


def adjudicate(
    project: str | Path | Project,
    *,
    by: str,
    coders: Iterable[str] | None = None,
    unfinished: bool = False,
    blind: bool = False,
    language: str = "",
) -> Adjudicator:
    """Opens what the coders of a project differ in for settling in a notebook, that on which most hangs first.

    Every decision is on disk, in the log of whoever settles, before it is shown as saved.

    Parameters
    ----------
    project : a project, or its folder
    by : who settles
    coders : between whom; without it all who have finished an encounter
    unfinished : compare also encounters that were begun and not finished
    blind : do not show which coder has said what
    language : sv, fi or en for the surface; without it the project's

    Returns
    -------
    Adjudicator
        Its ``settling`` is what :func:`vuoro.project.adjudicate` gives: the places as a frame, and the gold layer.

    Raises
    ------
    NeedsAnywidget
        JupyterLab's parts are not installed.
    NothingToSettle
        No two coders have finished the same encounter.
    """
    try:
        from vuoro.widget.notebook import Adjudicator
    except ImportError as error:
        raise NeedsAnywidget(
            f"the adjudicator needs {error.name or 'anywidget'}: pip install 'vuoro[lab]', or use "
            "`vuoro adjudicate PROJECT --by NAME` in a terminal, or vuoro.project.adjudicate"
        ) from None
    opened = project if isinstance(project, Project) else projects.open(project)
    settling = projects.adjudicate(opened, by=by, coders=coders, unfinished=unfinished)
    return Adjudicator(settling, language=language or opened.settings.page_language, blind=blind)


def laid(
    encounter: Encounter | str,
    coder: str,
    project: str | Path | Project | None,
    suggestions: bool | Iterable[Annotation],
    blind: bool,
    language: str = "",
    sound: str | Path | None = None,
) -> dict[str, Any]:
    """What a :class:`~vuoro.widget.sitting.Sitting` needs; parameters as those of :func:`annotate`."""
    whole = _project(project)
    if isinstance(encounter, str):
        encounter = projects.encounter(whole or projects.open(str(project or HERE)), encounter)
    if whole:
        desk = Desk(encounter, coder, whole.folder, projects.codebook(whole))
    else:
        desk = Desk(encounter, coder, Path(str(project or HERE)), codebooks.load("participation"))
    return {
        "desk": desk,
        "suggestions": _suggested(encounter, suggestions) if suggestions and not blind else (),
        "others": _others(whole, desk) if whole and not blind else (),
        "language": language or _speech(encounter, whole),
        "blind": blind,
        "linking": suggestions is not False,
        "sound": recording(sound) if sound else None,
    }


def _project(named: str | Path | Project | None) -> Project | None:
    """The project of that folder; None where there is none, and the folder only holds logs."""
    if named is None or isinstance(named, Project):
        return named
    return projects.open(named) if (Path(named) / NAME).is_file() else None


def _speech(encounter: Encounter, project: Project | None) -> str:
    if project:
        return project.settings.page_language
    return encounter.language if encounter.language in LANGUAGES else "en"


def _others(project: Project, desk: Desk) -> list[Annotation]:
    """What other coders of the project say of the encounter now."""
    names = [name for name in projects.coders(project) if name != desk.coder]
    return projects.annotations(project, names, encounters=[desk.encounter])


def _suggested(encounter: Encounter, suggestions: bool | Iterable[Annotation]) -> list[Annotation]:
    """The machines' suggestions; none where nobody knows the language or who is who, and that is told."""
    if not isinstance(suggestions, bool):
        return list(suggestions)
    try:
        return learning.combined(encounter)
    except VuoroError as error:
        warnings.warn(f"no suggestions: {error}", stacklevel=4)
        return []
