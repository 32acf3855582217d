"""The log of a coder: a file that only grows; an event stands in it before anybody is told that it is saved.

An event is one line, written by one ``write`` at the end of the file and brought to the disk (``fsync``)
before :meth:`Log.append` returns. Nothing in the file is ever changed or taken away: a line that was
torn when the power went is ended, copied to a side file (``NAME.torn``) and told; a line that is no event
of this coder stays where it is and is a :class:`~vuoro.model.Problem`. Two sessions that write to one log
lose nothing on a local disk; network folders promise less, so sessions are told about each other
(:mod:`vuoro.project.presence`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vuoro.model import Problem, VuoroError
from vuoro.project import events
from vuoro.project.events import BadEvent, Event
from vuoro.project.saving import sync_folder

LONGEST = 1_000_000
"""Bytes of one line; a memo of five hundred pages."""

NO_EVENT = (BadEvent, ValueError, RecursionError)
"""What goes wrong with a line that is no event."""

_START = b'{"id":'


class NotSaved(VuoroError):
    """An event that is not on the disk; the message says why. It may be sent again under the same id."""


class Log:
    """A coder's events, read from a file and written to it.

    ``events`` are those that the file holds, by id; ``problems`` are the lines that are none;
    ``notices`` say what was mended. Reading changes nothing on the disk; the first :meth:`append` creates
    the file where there is none.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     log = Log(Path(folder, "aino.jsonl"), "aino")
    ...     _ = log.append({"id": "e1", "at": "2026-05-04T09:30:00.000000Z", "session": "s", "coder": "aino",
    ...                 "encounter": "g1", "do": "finish"})
    ...     list(Log(log.path, "aino").events)
    ['e1']
    """

    def __init__(self, path: Path, coder: str) -> None:
        self.path = path
        self.coder = coder
        self.events: dict[str, Event] = {}
        self.problems: list[Problem] = []
        self.notices: list[str] = []
        self.latest = ""
        self._by_encounter: dict[str, list[Event]] = {}
        self._read = 0
        self._lines = 0
        self._file = -1
        self._stat: os.stat_result | None = None
        self.follow()

    def of(self, encounter: str) -> list[Event]:
        """The events of one encounter, as they stand in the file."""
        return self._by_encounter.get(encounter, [])

    def encounters(self) -> list[str]:
        """The encounters of which something is told."""
        return list(self._by_encounter)

    def follow(self) -> list[Event]:
        """The events that came into the file since it was last read, by other sessions or by git."""
        try:
            with self.path.open("rb") as file:
                if self._is_another(os.fstat(file.fileno())):
                    self._forget()
                file.seek(self._read)
                data = file.read()
        except FileNotFoundError:
            return []
        whole, newline, rest = data.rpartition(b"\n")
        found = self._take(whole + newline)
        self.problems = [one for one in self.problems if one.rule != "torn-line"]
        return found + self._take_rest(rest) if rest else found

    def _take_rest(self, rest: bytes) -> list[Event]:
        """A last line without its end: an event, if only the end is missing, which is read again with it."""
        try:
            return self._new([self._event(rest)], rest)
        except NO_EVENT:
            why = "the last line is torn. It was never told to be saved; the next event ends it"
            self._tell("torn-line", rest, why, line=self._lines + 1)
            return []

    def append(self, event: Event) -> list[Event]:
        """Write an event; when this returns it is on the disk.

        Gives what is new in the file: this event, and what other sessions have written meanwhile. An
        event whose id the log knows is not written again.

        Raises
        ------
        BadEvent
            It is no event, is somebody else's, or is longer than a line may be.
        NotSaved
            The disk did not take it.
        """
        event = events.checked(event)
        if event["coder"] != self.coder:
            raise BadEvent(f"an event of {event['coder']!r} does not belong into the log of {self.coder!r}")
        line = events.line_of(event)
        if len(line) > LONGEST:
            raise BadEvent(
                f"the event is {len(line) / 1e6:.1f} MB long; a line of a log holds 1 MB. Write less"
            )
        if event["id"] in self.events:
            self.sync()
            return []
        with self._saving():
            self._write(line)
        return self.follow()

    def sync(self) -> None:
        """Bring to the disk what is in the file, whoever wrote it; raises as :meth:`append`."""
        with self._saving():
            self._open()
            os.fsync(self._file)

    @contextmanager
    def _saving(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise NotSaved(
                f"{self.path.name}: not saved ({error.strerror or error}). Make room or mend the folder, and "
                "do it again; nothing that was saved before is lost"
            ) from error

    def close(self) -> None:
        """Give the file back; the log opens it again when needed."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _write(self, line: bytes) -> None:
        while True:
            self._open()
            data = self._end_of_torn() + line
            if os.write(self._file, data) < len(data):
                raise OSError(0, "the disk is full")
            os.fsync(self._file)
            if not self._is_replaced():  # else git put another file in its place while we wrote
                return

    def _open(self) -> None:
        if self._file >= 0 and self._is_replaced():
            self.close()
        if self._file < 0:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            new = not self.path.exists()
            if new and self._read:
                raise OSError(0, "the log is not there any more; put it back, or open the desk anew")
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._file = os.open(self.path, flags, 0o666)
            if new:
                sync_folder(self.path.parent)

    def _is_replaced(self) -> bool:
        try:
            return not os.path.samestat(os.stat(self.path), os.fstat(self._file))
        except FileNotFoundError:
            return True

    def _is_another(self, now: os.stat_result) -> bool:
        """Is the file no longer the one of which we have read the beginning?"""
        before, self._stat = self._stat or now, now
        return now.st_size < self._read or not os.path.samestat(before, now)

    def _forget(self) -> None:
        self.events, self._by_encounter, self.problems = {}, {}, []
        self._read = self._lines = 0

    def _end_of_torn(self) -> bytes:
        """What ends a line that somebody's last breath left open; the line is kept, and told."""
        with self.path.open("rb") as file:
            if file.seek(0, os.SEEK_END) == 0:
                return b""
            file.seek(-1, os.SEEK_END)
            if file.read() == b"\n":
                return b""
        self._keep_torn(self.path.read_bytes().rpartition(b"\n")[2])
        return b"\n"

    def _keep_torn(self, rest: bytes) -> None:
        with suppress(*NO_EVENT):
            self._event(rest)
            return  # only the end of the line is missing
        side = self.path.with_suffix(".torn")
        with side.open("ab") as file:
            file.write(rest + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self.notices.append(
            f"{self.path.name}: the last line was torn, as happens when the power goes while it is "
            f"written. It was never told to be saved; what is left of it is kept in {side.name}"
        )

    def _take(self, data: bytes) -> list[Event]:
        found = []
        for line in data.split(b"\n")[:-1]:
            self._lines += 1
            found += self._new(self._events_in(line), line)
        self._read += len(data)
        return found

    def _new(self, told: Iterable[Event], line: bytes) -> list[Event]:
        """Those of the events of a line that are new, which are kept."""
        found = []
        for event in told:
            known = self.events.get(event["id"])
            if known is None:
                self._by_encounter.setdefault(event["encounter"], []).append(event)
                self.events[event["id"]] = event
                self.latest = max(self.latest, event["at"])
                found.append(event)
            elif known != event:
                self._tell("doubled-event", line, f"event {event['id']!r} is told twice, in different words")
                self._keep_first(known, event)
        return found

    def _keep_first(self, known: Event, event: Event) -> None:
        """Of two events of one id the same one counts, whichever stands first in the file."""
        first = min(known, event, key=lambda one: (events.order(one), events.line_of(one)))
        if first is event:
            self.events[event["id"]] = event
            self._by_encounter[known["encounter"]].remove(known)
            self._by_encounter.setdefault(event["encounter"], []).append(event)

    def _events_in(self, line: bytes) -> Iterator[Event]:
        """The event of a line; of a line that was torn, also those that were written behind the tear."""
        if not line.strip():
            return
        try:
            yield self._event(line)
        except NO_EVENT as error:
            self._tell("unread-event", line, str(error))
            for piece in line.split(_START)[1:]:
                with suppress(*NO_EVENT):
                    yield self._event(_START + piece)

    def _event(self, line: bytes) -> Event:
        event = events.checked(json.loads(line.decode("utf-8-sig")))
        if event["coder"] != self.coder:
            raise BadEvent(f"it is an event of {event['coder']!r} in the log of {self.coder!r}")
        return event

    def _tell(self, rule: str, text: bytes, why: str, *, line: int | None = None) -> None:
        self.problems.append(
            Problem(
                line=line or self._lines,
                text=text[:2000].decode("utf-8", "replace"),
                message=f"{why}. The line is kept and not counted; mend it or leave it.",
                rule=rule,
                file=self.path.name,
            )
        )
