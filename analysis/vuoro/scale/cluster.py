"""Workers of a Dask cluster: of this machine, or of all that a scheduler knows. The only door to Dask.

A cluster of this machine listens on 127.0.0.1 alone. What travels is tasks and counts; transcripts are
read, and results written, by the workers, so that all of them must see the same folders.
"""

from __future__ import annotations

from importlib.util import find_spec
from itertools import count
from time import perf_counter, sleep
from typing import Any

from vuoro.model import VuoroError
from vuoro.scale.attempting import Function, Outcome, attempted_in_time, process_id, why_lost
from vuoro.scale.planning import Job
from vuoro.scale.workers import NoWorkers
from vuoro.scale.working import Task

LOCALHOST = "127.0.0.1"
ANSWERS = 10
"""Seconds in which a scheduler answers, if there is one."""
SOON, PATIENCE = 0.02, 20.0
"""Seconds between two looks for what has ended, and after which workers that are lost are replaced."""
_SETTINGS = {
    # A worker that dies is told at once; what to try again, and how often, is decided in `trying`.
    "distributed.scheduler.allowed-failures": 0,
    # One task a worker, so that a death costs one batch.
    "distributed.scheduler.worker-saturation": 1.0,
}


class NeedsDask(VuoroError):
    """Dask is not installed."""


class Cluster:
    """A Dask cluster as workers.

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
        self._as_completed = distributed.as_completed()
        self._asked: dict[str, tuple[Job, Task]] = {}
        self._numbers = count()
        self._replaced = perf_counter()
        self.size = len(self._client.run(process_id)) or size
        self.dashboard = str(self._client.dashboard_link) if find_spec("bokeh") else ""
        self.start_up = perf_counter() - began

    def give(self, function: Function, job: Job, task: Task) -> None:
        key = f"{function.__name__}-{task.title}-{next(self._numbers)}"
        self._asked[key] = job, task
        future = self._client.submit(attempted_in_time, function, job, task, key=key, pure=False, retries=0)
        self._as_completed.add(future)

    def take(self) -> tuple[Task, Outcome]:
        while not self._as_completed.has_ready():
            self._replace()
            sleep(SOON)
        future = next(self._as_completed)
        job, task = self._asked.pop(future.key)
        try:
            outcome: Outcome = future.result()  # which its worker keeps, and may take along when it dies
        except Exception as error:
            if self._client.status != "running":
                raise NoWorkers(
                    "the scheduler has gone; the same command goes on where this ended"
                ) from error
            killed = type(error).__name__ == "KilledWorker"
            died = "its worker died" if killed else f"{type(error).__name__}: {error}"
            return task, Outcome(lost=why_lost(job, task, died))
        return task, outcome

    def _replace(self) -> None:
        """Have as many workers as there were: on a busy machine, Dask gives one up that is slow to come back."""
        if perf_counter() - self._replaced > PATIENCE:
            self._replaced = perf_counter()
            if self._cluster is not None:
                self._cluster.scale(self.size)

    def close(self) -> None:
        self._client.close()
        if self._cluster is not None:
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


def _client(distributed: Any, address: Any) -> Any:
    try:
        return distributed.Client(address, timeout=ANSWERS)
    except OSError as error:
        raise VuoroError(
            f"no scheduler answers at {address} ({error}); start one with: dask scheduler --host ADDRESS"
        ) from None
