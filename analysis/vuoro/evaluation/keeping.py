"""Pieces of a long run kept on disk, so that a run that was stopped goes on where it was.

A piece is kept under a digest of the code that makes it and of the data that it is made from: after a
change in either it is done again, and after a change in the wording of a report it is not.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from vuoro import model
from vuoro.evaluation.pieces import Done, Piece
from vuoro.model import Annotation

MADE_BY = (
    "model.py",
    "codebooks",
    "evaluation/datasets",
    "evaluation/sets.py",
    "evaluation/working.py",
    "language",
    "learning",
    "moves",
    "symbols",
)
"""What of the package has a say in what a coder says of a turn."""

UNUSED = ("coders", "__pycache__")
"""Folders below that have none: the coders that ship are not asked."""

FIELDS = ("encounter", "turn", "code", "coder", "start", "stop", "status", "cue")
"""What of an annotation a report needs."""


class Kept:
    """The pieces in a folder; without a folder nothing is kept.

    ``data`` are digests of what the pieces are made from, by their name and whether they are learned.

    Examples
    --------
    >>> import tempfile
    >>> one, done = Piece(name="orders", writing="as transcribed"), Done(given=(), turns=9)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     Kept(Path(folder), {("orders", False): "a"}).keep(one, done)
    ...     [Kept(Path(folder), {("orders", False): data}).get(one) for data in "ab"]
    [Done(given=(), encounters=0, turns=9, reason=''), None]
    """

    def __init__(self, folder: Path | None, data: Mapping[tuple[str, bool], str]) -> None:
        self.folder = folder
        self._data = data

    def get(self, piece: Piece) -> Done | None:
        """What the piece came to, None where that was never kept or cannot be read."""
        if self.folder is None:
            return None
        try:
            row = json.loads(self._file(self.folder, piece).read_text("utf-8"))
            given = tuple(Annotation(**dict(zip(FIELDS, one, strict=True))) for one in row.pop("given"))
            return Done(given=given, **row)
        except (OSError, ValueError, TypeError, AttributeError, KeyError):
            return None

    def keep(self, piece: Piece, done: Done) -> None:
        """Write down what the piece came to, in place of what it was before."""
        if self.folder is None:
            return
        _begin(self.folder)
        row = {
            "given": [[getattr(one, name) for name in FIELDS] for one in done.given],
            "encounters": done.encounters,
            "turns": done.turns,
            "reason": done.reason,
        }
        file = self._file(self.folder, piece)
        for older in self.folder.glob(f"{_stem(piece)}.*.json"):
            older.unlink()
        # Whole or not at all, even where the run is killed while it writes.
        unfinished = file.with_suffix(".part")
        unfinished.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
        os.replace(unfinished, file)

    def _file(self, folder: Path, piece: Piece) -> Path:
        about = [code_version(), self._data[piece.name, piece.learned], str(piece)]
        return folder / f"{_stem(piece)}.{sha256(json.dumps(about).encode()).hexdigest()[:16]}.json"


def _begin(folder: Path) -> None:
    """A folder that no version control takes for somebody's work."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        (folder / ".gitignore").write_text("*\n", "utf-8")


def _stem(piece: Piece) -> str:
    return str(piece).replace(", ", "-").replace(" ", "_")


@cache
def code_version() -> str:
    """The SHA-256 of all files of the package that have a say in what coders say."""
    package = Path(model.__file__).parent
    digest = sha256()
    for file in _files(package):
        digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(package: Path) -> Iterator[Path]:
    for name in MADE_BY:
        below = package / name
        for path in [below] if below.is_file() else sorted(below.rglob("*")):
            if path.is_file() and not set(path.parts).intersection(UNUSED):
                yield path
