"""A run of a notebook on a project: a copy, kept with its outputs in the project's own folder."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from vuoro import project
from vuoro.course.listing import OURS, Notebook, notebook
from vuoro.course.reading import NotYet
from vuoro.course.saving import steady
from vuoro.model import NOTHING, VuoroError

FOLDER = "notebooks"
"""Where a project keeps the copies."""

YOURS = """**Answer.** This copy was run on the talk of *{name}*, without what the course says of its own corpora.
What do the numbers above say to the question, and what do they not?"""

UNTIL_THEN = ("NotYet", "NothingToSettle", "NothingToCompare", "TooLittleToLearn")
"""Errors that say what a project lacks so far: a sentence is enough, and no copy is kept."""


class NeedsPapermill(VuoroError):
    """Running a notebook needs packages that are not installed."""


class NotForProjects(VuoroError):
    """A notebook, or one of its parameters, that a project cannot have."""


class Stopped(VuoroError):
    """A cell of a run did not get to its end; the message says which, and where the copy lies."""


def run(name: str, folder: str | Path, parameters: Mapping[str, Any] = NOTHING) -> Path:
    """Run a copy of a notebook on a project, and keep it with its outputs.

    Cells that tell of our corpora (tag ``ours``) are left out of the copy. Talk of the project stands in
    its outputs: keep it as you keep the transcripts.

    Parameters
    ----------
    name : of the notebook, as :func:`~vuoro.course.notebook` takes it
    folder : of the project
    parameters : what else is to be set in its first cell

    Returns
    -------
    Path
        ``FOLDER/notebooks/NAME-DATE-TIME.ipynb``

    Raises
    ------
    NotYet
        The project has not enough codings for what the notebook asks.
    Stopped
        A cell failed.
    NeedsPapermill, NotForProjects, NoNotebook, NoProject
    """
    asked, study = notebook(name), project.open(folder)
    told = _checked(asked, parameters)
    try:
        import nbformat
        import papermill

        from vuoro.course.kernels import QuietKernel
    except ImportError as error:
        raise NeedsPapermill(f"this needs {error.name}: pip install 'vuoro[lab]'") from None
    logging.getLogger("papermill").setLevel(logging.ERROR)
    out = _new(study.folder / FOLDER, asked.name)
    book = _copy(nbformat.read(asked.path, as_version=4), study)
    how = {"kernel_name": "python3", "kernel_manager_class": QuietKernel, "progress_bar": False}
    try:
        papermill.execute_notebook(book, out, told, cwd=out.parent, **how)
    except papermill.PapermillExecutionError as error:
        raise _stopped(error, asked, out, book) from None
    finally:
        if out.is_file():
            nbformat.write(steady(nbformat.read(out, as_version=4)), out)
    return out


def _checked(asked: Notebook, parameters: Mapping[str, Any]) -> dict[str, Any]:
    if not asked.takes_project:
        raise NotForProjects(
            f"{asked.name} shows something on our corpora and takes no project; open {asked.path}"
        )
    known = [one for one in asked.parameters if one not in ("PROJECT", "CORPORA")]
    unknown = [one for one in parameters if one not in known]
    if unknown:
        settable = ", ".join(known) or "nothing"
        raise NotForProjects(f"{asked.name} has no {', '.join(unknown)} to set; what can be set: {settable}")
    ours = {one: "" for one in known if one in ("ENCOUNTER", "LANGUAGE")}  # which a project may not have
    return {**ours, "PROJECT": "..", **parameters}


def _new(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    when = f"{datetime.now():%Y-%m-%d-%H%M%S}"
    taken = sum(1 for _ in folder.glob(f"{name}-{when}*"))
    return folder / f"{name}-{when}{f'-{taken + 1}' if taken else ''}.ipynb"


def _copy(book: Any, study: project.Project) -> Any:
    """The notebook without what it says of our corpora, with a place for the reader's own answer."""
    from nbformat import v4

    book.cells = [cell for cell in book.cells if OURS not in cell.metadata.get("tags", ())]
    book.cells.append(v4.new_markdown_cell(YOURS.format(name=study.settings.name)))
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return book


def _stopped(error: Any, asked: Notebook, out: Path, book: Any) -> VuoroError:
    if error.ename in UNTIL_THEN:
        out.unlink(missing_ok=True)
        return NotYet(f"{asked.name}: {error.evalue}")
    step = _sentence_above(error.source, book)
    return Stopped(
        f"{asked.name} stopped at “{step}”: {error.ename}: {error.evalue}. What was done until there is in {out}"
    )


def _sentence_above(source: str, book: Any) -> str:
    """What the reader was told before the cell with that code."""
    said = ""
    for cell in book.cells:
        if cell.cell_type == "markdown":
            said = cell.source
        elif cell.source == source:
            break
    return " ".join(said.split())
