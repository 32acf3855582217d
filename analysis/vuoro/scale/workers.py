"""Who does the work: this process itself, or processes of this machine that may die without harm.

Both are given tasks and asked for outcomes, in whatever order these come; so is a Dask cluster
(:mod:`vuoro.scale.cluster`).
"""

from __future__ import annotations

import signal
from collections import deque
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from time import perf_counter
from typing import Any, Protocol

from vuoro.model import VuoroError, record
from vuoro.scale.attempting import Function, Outcome, attempted, attempted_in_time, why_lost
from vuoro.scale.planning import Job
from vuoro.scale.working import Task

READY = "ready"


class NoWorkers(VuoroError):
    """No worker can be started, or none is left."""


class Workers(Protocol):
    """Whoever does tasks: ``size`` of them at a time."""

    size: int

    def give(self, function: Function, job: Job, task: Task) -> None:
        """Take a task on."""

    def take(self) -> tuple[Task, Outcome]:
        """Wait for some task that was taken on to end."""

    def close(self) -> None:
        """Stop, whatever is under way."""


class Here:
    """This process alone: nothing to start, and nothing between it and a file that kills it."""

    size = 1

    def __init__(self) -> None:
        self._waiting: deque[tuple[Function, Job, Task]] = deque()

    def give(self, function: Function, job: Job, task: Task) -> None:
        self._waiting.append((function, job, task))

    def take(self) -> tuple[Task, Outcome]:
        function, job, task = self._waiting.popleft()
        return task, attempted(function, job, task)

    def close(self) -> None:
        self._waiting.clear()


@record
class _Worker:
    process: Any
    line: Connection


class Processes:
    """Processes of this machine, each started afresh (not forked), and another where one has died.

    ``start_up`` is how many seconds they took to start.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._context = get_context("spawn")
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, tuple[_Worker, tuple[Function, Job, Task]]] = {}
        self._starting: dict[Connection, _Worker] = {}
        self._waiting: deque[tuple[Function, Job, Task]] = deque()
        self._stillborn = 0
        began = perf_counter()
        for _ in range(size):
            self._start()
        while self._starting:
            self._listen()
        self.start_up = perf_counter() - began

    def give(self, function: Function, job: Job, task: Task) -> None:
        self._waiting.append((function, job, task))
        self._hand_out()

    def take(self) -> tuple[Task, Outcome]:
        while True:
            for ended in self._listen():
                return ended

    def close(self) -> None:
        workers = [*self._idle, *self._starting.values(), *(worker for worker, _ in self._busy.values())]
        for worker in workers:
            worker.line.close()
            worker.process.terminate()
        for worker in workers:
            worker.process.join()
        self._idle.clear()
        self._busy.clear()
        self._starting.clear()

    def _start(self) -> None:
        here, there = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(there,), daemon=True)
        process.start()
        there.close()
        self._starting[here] = _Worker(process=process, line=here)

    def _hand_out(self) -> None:
        while self._waiting and self._idle:
            worker, asked = self._idle.pop(), self._waiting.popleft()
            try:
                worker.line.send(asked)
            except OSError:  # it died while it had nothing to do
                self._waiting.appendleft(asked)
                self._start()
            else:
                self._busy[worker.line] = worker, asked

    def _listen(self) -> list[tuple[Task, Outcome]]:
        """Wait until somebody says something or dies; at most one outcome, so that none is ever held back."""
        line = next(iter(wait([*self._busy, *self._starting])))
        assert isinstance(line, Connection)
        try:
            said = line.recv()
        except (EOFError, OSError):
            ended = self._dead(line)
        else:
            ended = self._told(line, said)
        self._hand_out()
        return ended

    def _told(self, line: Connection, said: Any) -> list[tuple[Task, Outcome]]:
        if said == READY:
            self._stillborn = 0
            self._idle.append(self._starting.pop(line))
            return []
        worker, (_, _, task) = self._busy.pop(line)
        self._idle.append(worker)
        return [(task, said)]

    def _dead(self, line: Connection) -> list[tuple[Task, Outcome]]:
        if line in self._starting:
            self._bury(self._starting.pop(line))
            self._stillborn += 1
            if self._stillborn > self.size + 2:
                raise NoWorkers("processes cannot be started here; use --engine one")
            self._start()
            return []
        worker, (_, job, task) = self._busy.pop(line)
        code = self._bury(worker)
        self._start()
        how = signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"
        return [(task, Outcome(lost=why_lost(job, task, f"its worker died ({how})")))]

    def _bury(self, worker: _Worker) -> int | None:
        worker.line.close()
        worker.process.join()
        code: int | None = worker.process.exitcode
        return code


def _serve(line: Connection) -> None:
    """What a process does all its life: it takes a task, tells the outcome, and ends with whoever started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started it
    line.send(READY)
    while True:
        try:
            function, job, task = line.recv()
            line.send(attempted_in_time(function, job, task))
        except (EOFError, OSError):
            return
