"""Execute notebooks anew, in place, so that a second run changes nothing: ``python -m vuoro.course FILE...``."""

from __future__ import annotations

import sys
from pathlib import Path

from vuoro.course.running import QUIET
from vuoro.course.saving import steady


def execute(path: Path) -> None:
    """Run a notebook where it lies, and keep it with its outputs."""
    import nbformat
    from nbclient import NotebookClient

    book = nbformat.read(path, as_version=4)
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(book, timeout=300, kernel_name="python3", resources=where, extra_arguments=QUIET).execute()
    nbformat.write(steady(book), path)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(name)
        execute(Path(name))
