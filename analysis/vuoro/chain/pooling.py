"""Processes that share the work of one run on one machine, and what it costs to start them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from time import perf_counter

Tell = Callable[[str], object]


def untold(line: str) -> None:
    """Tell nobody."""


@contextmanager
def started(size: int, work: str, tell: Tell = untold) -> Iterator[ProcessPoolExecutor]:
    """So many processes for some work, once they answer; how long that took is told.

    Examples
    --------
    >>> with started(2, "counting", lambda line: print(line.partition(": ")[0])) as pool:
    ...     list(pool.map(abs, [-1, -2, -3]))
    2 processes for counting
    [1, 2, 3]
    """
    began = perf_counter()
    with ProcessPoolExecutor(size) as pool:
        list(pool.map(abs, range(size)))
        tell(f"{size} processes for {work}: {perf_counter() - began:.1f} s to start.")
        yield pool
