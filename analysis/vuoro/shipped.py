"""What comes with the package to try it on: the invented encounters and the notebooks.

In an installed package they lie inside it; in a checkout, at the top of the repository, where people
look for them. Nothing here uses the network.
"""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

from vuoro.model import VuoroError

CORPORA = "corpora"
NOTEBOOKS = "notebooks"


class NotShipped(VuoroError):
    """Samples that this installation has not, or that cannot be put where they were asked for."""


def folder(name: str) -> Path:
    """The folder of that name that came with the package: "corpora" or "notebooks".

    Raises
    ------
    NotShipped
        It is neither in the package nor beside it, as in a package that somebody made smaller.

    Examples
    --------
    >>> (folder("corpora") / "g1_return_to_work").is_dir()
    True
    """
    package = Path(str(files("vuoro")))
    for place in (package / name, package.parent.parent / name):
        if place.is_dir():
            return place
    raise NotShipped(f"{package}: no {name} came with this installation; install vuoro anew from its wheel.")


def samples() -> Path:
    """The folder of the invented encounters; their rates are never findings.

    Examples
    --------
    >>> from vuoro.formats import read
    >>> read(samples() / "g1_return_to_work" / "g1_return_to_work.cha")
    Encounter('g1_return_to_work', sv, 123 turns, 0 problems)
    """
    return folder(CORPORA)


def copy(to: str | Path) -> Path:
    """Copy the invented encounters into the folder `to`, to run, to change and to break.

    Raises
    ------
    NotShipped
        The folder is there already: what somebody may have changed is not written over.
    """
    to = Path(to)
    if to.exists():
        raise NotShipped(f"{to}: is there already; name another folder.")
    return Path(shutil.copytree(samples(), to))
