"""The journal of a run: one line for everything that is done, on the disk before anybody relies on it.

The file only grows. A line that was torn when the power went is cut off when the run goes on; what it
would have told is done again. In memory is where the lines begin, not what they say.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from vuoro.model import VuoroError

NAME = "journal.jsonl"


class BadJournal(VuoroError):
    """A journal that no run has written as it is."""


class Busy(VuoroError):
    """Another run is at work in the folder."""


class Journal:
    """A file of JSON objects, a line each, of which each ``did`` something, mostly to a ``batch``.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     journal = Journal(Path(folder, NAME))
    ...     journal.tell({"did": "looked", "batch": 3, "turns": 200})
    ...     journal.of("looked", 3)["turns"], journal.batches("looked"), journal.batches("done")
    (200, [3], [])
    """

    def __init__(self, path: Path, *, afresh: bool = False) -> None:
        self.path = path
        self._places: dict[str, dict[int, int]] = {}
        self._file = path.open("a+b")
        _alone(self._file, path)
        if afresh:
            self._file.truncate(0)
        self._follow()

    def tell(self, *lines: dict[str, Any]) -> None:
        """Write lines; when this returns they are on the disk."""
        self.tell_all(lines)

    def tell_all(self, lines: Iterable[dict[str, Any]]) -> None:
        """The same for very many."""
        at = self._file.seek(0, os.SEEK_END)
        for line in lines:
            data = json.dumps(line, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
            self._file.write(data)
            self._note(line, at)
            at += len(data)
        self._file.flush()
        os.fsync(self._file.fileno())

    def batches(self, did: str) -> list[int]:
        """The numbers of the batches to which this was done, in order."""
        return sorted(self._places.get(did, ()))

    def has(self, did: str, batch: int = -1) -> bool:
        """Whether this is told of a batch."""
        return batch in self._places.get(did, ())

    def of(self, did: str, batch: int = -1) -> dict[str, Any]:
        """The last line that tells this of a batch; KeyError where there is none."""
        self._file.seek(self._places[did][batch])
        return _line(self._file.readline())

    def all_of(self, did: str) -> Iterator[dict[str, Any]]:
        """The lines that tell this, in the order of the batches."""
        for batch in self.batches(did):
            yield self.of(did, batch)

    def close(self) -> None:
        self._file.close()

    def _follow(self) -> None:
        at = self._file.seek(0)
        for number, data in enumerate(self._file, 1):
            if not data.endswith(b"\n"):
                self._file.truncate(at)
                break
            try:
                self._note(_line(data), at)
            except (ValueError, KeyError, TypeError, AttributeError):
                self.close()
                raise BadJournal(
                    f"{self.path}, line {number}: no run has written this; begin again with --afresh"
                ) from None
            at += len(data)

    def _note(self, line: dict[str, Any], at: int) -> None:
        self._places.setdefault(line["did"], {})[line.get("batch", -1)] = at


def _line(data: bytes) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(data.decode("utf-8", "surrogatepass"))
    return line


def _alone(file: Any, path: Path) -> None:
    """Hold the file for as long as this process lives; a killed run lets go of it by being killed."""
    try:
        import fcntl
    except ImportError:  # Windows: there the user must not start two
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise Busy(
            f"{path.parent}: another run is at work in this folder; wait for it, or name another folder"
        ) from None
