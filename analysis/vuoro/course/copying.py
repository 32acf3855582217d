"""The course in a folder of one's own, where notebooks can be changed and kept."""

from __future__ import annotations

import shutil
from pathlib import Path

from vuoro.course.listing import folder as lying
from vuoro.model import VuoroError

PARTS = ("notebooks", "corpora")
"""What is copied, side by side: notebooks name the corpora as ``../corpora``."""


class CourseInTheWay(VuoroError):
    """A folder in which there is a course, or something of its name, already."""


def copy(folder: str | Path) -> Path:
    """Copy the notebooks and the corpora that they read into a folder.

    Returns
    -------
    Path
        ``FOLDER/notebooks``

    Raises
    ------
    CourseInTheWay
        Something of that name is there; nothing is copied then.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as desk:
    ...     made = copy(Path(desk, "course"))
    ...     sorted(path.name for path in made.parent.iterdir())
    ['corpora', 'notebooks']
    """
    folder = Path(folder)
    for part in PARTS:
        if (folder / part).exists():
            raise CourseInTheWay(f"{folder / part} is there already; name another folder")
    for part in PARTS:
        hidden = shutil.ignore_patterns(".*", "__pycache__")
        shutil.copytree(lying().parent / part, folder / part, ignore=hidden)
    return folder / PARTS[0]
