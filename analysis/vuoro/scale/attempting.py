"""One attempt at a task, in whatever process: it ends, fails and is too slow without taking others along."""

from __future__ import annotations

import faulthandler
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from vuoro.model import VuoroError, record
from vuoro.scale.planning import Job
from vuoro.scale.sweeping import unswept
from vuoro.scale.working import Task

FOLDER = ".working"

Function = Callable[[Job, Task], dict[str, Any]]

_ONE_AT_A_TIME = Lock()
"""There is one clock a process that ends it, and Python talks no faster with two threads."""


@record
class Outcome:
    """What came of an attempt: a ``result``, or else why not.

    ``refused`` is an error of the whole run, such as a table that does not fit; trying again is of no
    use then. ``lost`` is trouble with this batch: its worker died, was too slow, or met something that
    nobody thought of.
    """

    result: dict[str, Any] | None = None
    refused: str = ""
    lost: str = ""


def attempted(function: Function, job: Job, task: Task) -> Outcome:
    """The function's result, whatever happens short of the end of the process.

    Examples
    --------
    >>> def divide(job, task):
    ...     return {"share": 1 / 0}
    >>> attempted(divide, None, None).lost
    'ZeroDivisionError: division by zero (line 2 of <doctest vuoro.scale.attempting.attempted[0]>)'
    """
    try:
        with unswept():
            return Outcome(result=function(job, task))
    except VuoroError as error:
        return Outcome(refused=str(error))
    except Exception as error:  # a reader of somebody else's may raise anything
        return Outcome(lost=_told(error))


def attempted_in_time(function: Function, job: Job, task: Task) -> Outcome:
    """The same in a process of its own, which ends itself when the job's limit is past.

    The clock is not Python's, so that it also ends what never comes back to Python.
    """
    with _ONE_AT_A_TIME, _watched(job, task):
        return attempted(function, job, task)


@contextmanager
def _watched(job: Job, task: Task) -> Iterator[None]:
    """Leave word of who works at what, where whoever comes after finds it, and set the clock."""
    path = place(job, task)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{socket.gethostname()} {os.getpid()}\n")
        file.flush()
        faulthandler.dump_traceback_later(job.limit, exit=True, file=file)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
    path.unlink(missing_ok=True)


def place(job: Job, task: Task) -> Path:
    """The file that tells which process works at the task; it is gone when the task is done."""
    return job.out / FOLDER / f"{task.title}.txt"


def begun(job: Job, task: Task) -> bool:
    """Whether anybody has begun with a task that nobody has ended."""
    return place(job, task).exists()


def why_lost(job: Job, task: Task, died: str) -> str:
    """Why a worker died: it was too slow, if its clock left word of that; else as it looked from outside.

    The word is taken away, so that the next attempt begins without it.
    """
    try:
        slow = "Timeout" in place(job, task).read_text("utf-8", errors="replace")
        place(job, task).unlink(missing_ok=True)
    except OSError:
        slow = False
    return f"it took longer than {job.limit:g} s" if slow else died


def _told(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" (line {trace.tb_lineno} of {Path(trace.tb_frame.f_code.co_filename).name})" if trace else ""
    return f"{type(error).__name__}: {str(error)[:300]}{where}"


def process_id() -> int:
    """Which process this is; whoever is asked has imported by then what the work needs."""
    return os.getpid()
