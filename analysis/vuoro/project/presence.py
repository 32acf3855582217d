"""Who has a log open: each session leaves a small file while it works, so that sessions hear of each other.

It is advice and no lock: a log is safe when two write to it, and work must never stop because of a file
that a crash left behind.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from uuid import uuid4

from vuoro.model import record
from vuoro.project.names import file_stem

FOLDER = "sessions"

FORGOTTEN = 86_400.0
"""Seconds. A session on another machine that has saved nothing for a day is taken to be over."""


@record
class Session:
    """Somebody at work: which coder, in which process of which machine, since when (UTC)."""

    coder: str
    session: str
    pid: int
    host: str
    since: str

    def told(self) -> str:
        """One sentence for whoever works under the same name.

        Examples
        --------
        >>> Session(coder="aino", session="s", pid=7, host="lab2", since="2026-05-04 09:30").told()
        'aino has this project open elsewhere too: process 7 on lab2, since 2026-05-04 09:30 UTC'
        """
        return (
            f"{self.coder} has this project open elsewhere too: "
            f"process {self.pid} on {self.host}, since {self.since} UTC"
        )


def session() -> str:
    """The id of this process's session; a process that forks off has its own."""
    return _session(os.getpid())


@cache
def _session(pid: int) -> str:
    return uuid4().hex


def enter(project: Path, coder: str) -> Path:
    """Say that this process works as that coder; the file that says so, for :func:`leave`."""
    path = project / FOLDER / f"{file_stem(coder)}.{session()}"
    mine = {
        "coder": coder, "session": session(), "pid": os.getpid(), "host": socket.gethostname(),
        "since": time.strftime("%Y-%m-%d %H:%M", time.gmtime()),
    }  # fmt: skip
    with suppress(OSError):  # where nothing can be written, nobody can code, and the log will say so
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(mine, ensure_ascii=False), encoding="utf-8")
        _leave_at_exit(path)
    return path


@cache
def _leave_at_exit(path: Path) -> None:
    atexit.register(leave, path)


def stay(path: Path) -> None:
    """Say that the work goes on, so that other machines do not take it to be over."""
    with suppress(OSError):
        os.utime(path)


def leave(path: Path) -> None:
    """Say that the work is over."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def others(project: Path, coder: str) -> list[Session]:
    """The other sessions of a coder that are still at work; files of those that are not are taken away."""
    return [one for one in at_work(project, f"{file_stem(coder)}.*") if one.session != session()]


def at_work(project: Path, names: str = "*") -> list[Session]:
    """Every session that is at work in a project."""
    found = []
    for path in sorted((project / FOLDER).glob(names)):
        told = _told(path)
        if told is None:
            continue
        if _is_over(told, path):
            leave(path)
        else:
            found.append(told)
    return found


def _told(path: Path) -> Session | None:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Session(**told) if isinstance(told.get("pid"), int) else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None  # half written, or not ours


def _is_over(one: Session, path: Path) -> bool:
    if one.host != socket.gethostname():
        try:
            return time.time() - path.stat().st_mtime > FORGOTTEN
        except FileNotFoundError:
            return True
    if one.pid == os.getpid():
        return one.session != session()
    return not _is_alive(one.pid)


def _is_alive(pid: int) -> bool:
    if os.name == "nt":  # there, signal 0 would end the process
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
