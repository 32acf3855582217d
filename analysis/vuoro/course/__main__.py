"""Execute notebooks anew, in place, so that a second run changes nothing: ``python -m vuoro.course FILE...``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from vuoro.course.saving import steady

PATIENCE = 600
"""Seconds after which a cell has failed."""


def execute(path: Path) -> None:
    """Run a notebook where it lies, and keep it with its outputs."""
    import nbformat
    from nbclient import NotebookClient

    from vuoro.course.kernels import QuietKernel

    book = nbformat.read(path, as_version=4)
    where = {"metadata": {"path": str(path.parent)}}
    how: dict[str, Any] = {"kernel_name": "python3", "kernel_manager_class": QuietKernel, "timeout": PATIENCE}
    NotebookClient(book, resources=where, **how).execute()
    nbformat.write(steady(book), path)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(name)
        execute(Path(name))
