"""Which notebooks there are, in the order of the course, each with its one question."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from vuoro.model import NOTHING, VuoroError, record

_PACKAGE = Path(__file__).parents[1]
PLACES = (_PACKAGE / "notebooks", _PACKAGE.parents[1] / "notebooks")
"""Where they lie: in an installed package, or in a checkout."""

PARAMETERS, OURS = "parameters", "ours"
"""Tags of cells: what a reader may set, and what is told of our corpora and of no others."""

_QUESTION = re.compile(r"\*\*Question\.\*\*\s+(.+?)(?:\n\n|\Z)", re.DOTALL)


class NoNotebook(VuoroError):
    """No notebook has that name; the message names the nearest."""


@record
class Notebook:
    """A notebook of the course: ``name`` as its file, its title and question, and what can be set in it."""

    name: str
    title: str
    question: str
    path: Path
    parameters: Mapping[str, Any] = NOTHING

    @property
    def takes_project(self) -> bool:
        """Whether it can be run on a project; some show a thing that only our own corpora show."""
        return "PROJECT" in self.parameters


def notebooks() -> list[Notebook]:
    """All notebooks of the course, in its order.

    Examples
    --------
    >>> [one.name for one in notebooks()][:2]
    ['00_start_here', '01_importing_and_checking']
    """
    return [read(path) for path in sorted(folder().glob("[0-9][0-9]_*.ipynb"))]


def folder() -> Path:
    """Where the notebooks lie, beside the corpora that they read."""
    found = next((place for place in PLACES if place.is_dir()), None)
    if found is None:
        raise NoNotebook(
            "the notebooks are not here; they come with the package: pip install --force-reinstall vuoro"
        )
    return found


def notebook(name: str) -> Notebook:
    """The notebook of that name, number, or part of a name.

    Examples
    --------
    >>> notebook("7").name, notebook("one_encounter").name
    ('07_one_encounter', '07_one_encounter')
    """
    known = {one.name: one for one in notebooks()}
    wanted = name.removesuffix(".ipynb")
    number = f"{int(wanted):02d}_" if wanted.isdecimal() else ""
    found = [one for one in known.values() if one.name.startswith(number)] if number else []
    found = found or [one for one in known.values() if wanted in one.name]
    if len(found) == 1:
        return found[0]
    near = [one.name for one in found] or get_close_matches(wanted, known, n=3, cutoff=0.4) or list(known)
    raise NoNotebook(
        f"there is no one notebook {name!r}; did you mean {', '.join(near)}? `vuoro notebook` lists all"
    )


def read(path: Path) -> Notebook:
    """What a notebook says of itself in its first cell and in the cell of its parameters."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    first = "".join(cells[0]["source"])
    title = first.partition("\n")[0].lstrip("# ").strip()
    asked = _QUESTION.search(first)
    settable = [cell for cell in cells if PARAMETERS in cell["metadata"].get("tags", ())]
    return Notebook(
        name=path.stem,
        title=title,
        question=" ".join(asked[1].split()) if asked else "",
        path=path,
        parameters=_assigned("".join(settable[0]["source"])) if settable else {},
    )


def _assigned(code: str) -> dict[str, Any]:
    """The literals that a cell gives names to."""
    return {
        step.targets[0].id: ast.literal_eval(step.value)
        for step in ast.parse(code).body
        if isinstance(step, ast.Assign) and isinstance(step.targets[0], ast.Name)
    }
