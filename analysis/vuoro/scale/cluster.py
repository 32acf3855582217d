"""Workers of a Dask cluster: of this machine, or of all that a scheduler knows. The only door to Dask.

A cluster of this machine listens on 127.0.0.1 alone. What travels is tasks and counts; transcripts are
read, and results written, by the workers, so that all of them must see the same folders.
"""

from __future__ import annotations

from asyncio import gather
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from itertools import count
from time import perf_counter, sleep
from typing import Any

from vuoro.model import VuoroError, record
from vuoro.scale.attempting import Function, Outcome, attempted_in_time, begun, process_id, why_lost
from vuoro.scale.planning import Job
from vuoro.scale.workers import NoWorkers
from vuoro.scale.working import Task

LOCALHOST = "127.0.0.1"
ANSWERS = 10
"""Seconds in which a scheduler answers, if there is one."""
SOON, PATIENCE = 0.02, 5.0
"""Seconds between two looks for what has ended, and after which the workers are looked after."""
GOODBYE = 0.5
"""Seconds in which a worker may end by itself."""
UNBEGUN = 5
"""How often a task is given again that waited at a worker which died of another one."""
_SETTINGS = {
    # A worker that dies is told at once; what to try again, and how often, is decided in `trying`.
    "distributed.scheduler.allowed-failures": 0,
    # One task a worker, so that a death costs one batch.
    "distributed.scheduler.worker-saturation": 1.0,
    # Nobody looks at a profile of the workers, and taking one a hundred times a second has its price.
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.admin.tick.interval": "500ms",
}


@record
class _Asked:
    """What was asked for, and how ``often`` before by somebody who died without having begun."""

    function: Function
    job: Job
    task: Task
    often: int = 0


class NeedsDask(VuoroError):
    """Dask is not installed."""


class Cluster:
    """A Dask cluster as workers.

    ``there`` are the workers that there were at the beginning, none where a queue has yet to start them;
    ``start_up`` is how many seconds it took to have them, and ``dashboard`` its address, "" without bokeh.
    """

    def __init__(self, size: int, scheduler: str | None = None) -> None:
        try:
            import dask
            import distributed
        except ImportError:
            raise NeedsDask(
                "--engine dask needs Dask: pip install 'vuoro[scale]', or use --engine processes"
            ) from None
        began = perf_counter()
        with dask.config.set(_SETTINGS):
            self._cluster = None if scheduler else _local(distributed, size)
            self._client = _client(distributed, self._cluster or scheduler)
        # With results, since a worker may take along what it has told to be done: nobody must wait for that.
        self._as_completed = distributed.as_completed(with_results=True, raise_errors=False)
        self._asked: dict[str, _Asked] = {}
        self._numbers = count()
        self._looked = perf_counter()
        self.there = len(self._client.run(process_id))
        self.size = self.there or size
        self.dashboard = str(self._client.dashboard_link) if find_spec("bokeh") else ""
        self.start_up = perf_counter() - began

    def give(self, function: Function, job: Job, task: Task) -> None:
        self._give(_Asked(function=function, job=job, task=task))

    def _give(self, asked: _Asked) -> None:
        key = f"{asked.function.__name__}-{asked.task.title}-{next(self._numbers)}"
        self._asked[key] = asked
        args = asked.function, asked.job, asked.task
        self._as_completed.add(self._client.submit(attempted_in_time, *args, key=key, pure=False, retries=0))

    def take(self) -> tuple[Task, Outcome]:
        while True:
            while not self._as_completed.has_ready():
                self._look_after()
                sleep(SOON)
            future, result = next(self._as_completed)
            asked = self._asked.pop(future.key)
            if isinstance(result, Outcome):
                return asked.task, result
            error = result[1] if isinstance(result, tuple) else result
            if self._client.status != "running":
                raise NoWorkers(
                    "the scheduler has gone; the same command goes on where this ended"
                ) from error
            killed = type(error).__name__ == "KilledWorker"
            if killed and asked.often < UNBEGUN and not begun(asked.job, asked.task):
                self._give(replace(asked, often=asked.often + 1))
                continue
            died = "its worker died" if killed else f"{type(error).__name__}: {error}"
            return asked.task, Outcome(lost=why_lost(asked.job, asked.task, died))

    def _look_after(self) -> None:
        """Have as many workers as there were, since Dask gives one up that is slow to come back on a busy machine.

        Of workers that somebody else starts and ends, know how many there are by now.
        """
        if perf_counter() - self._looked < PATIENCE:
            return
        self._looked = perf_counter()
        if self._cluster is not None:
            self._cluster.scale(self.size)
        else:
            with suppress(OSError):  # the scheduler has gone, which what was asked for will tell
                self.size = len(self._client.nthreads()) or self.size

    def close(self) -> None:
        self._client.close()
        if self._cluster is not None:
            self._cluster.sync(_end, self._cluster)
            self._cluster.close()


def _local(distributed: Any, size: int) -> Any:
    return distributed.LocalCluster(
        n_workers=size,
        threads_per_worker=1,
        processes=True,
        host=LOCALHOST,
        dashboard_address=f"{LOCALHOST}:0" if find_spec("bokeh") else None,
        silence_logs="CRITICAL",
    )


async def _end(cluster: Any) -> None:
    """End its workers without the four seconds that Dask gives them: whatever they have done is on the disk."""
    await gather(*(nanny.close(timeout=GOODBYE) for nanny in cluster.workers.values()))


def _client(distributed: Any, address: Any) -> Any:
    try:
        return distributed.Client(address, timeout=ANSWERS)
    except OSError as error:
        raise VuoroError(
            f"no scheduler answers at {address} ({error}); start one with: dask scheduler --host ADDRESS"
        ) from None
