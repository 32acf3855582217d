"""What a job and the processes that it starts hold in memory, looked at while it runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil

EVERY = 1.0
"""Seconds between two looks."""
ROOT = Path(__file__).parents[2]
HELPERS = ("resource_tracker", "forkserver")
"""Processes that Python keeps for itself."""


@dataclass(frozen=True)
class Watched:
    """What a job told and how it went.

    ``peaks`` are the high-water marks in MB, the caller's first, then its workers' from the largest on.
    ``sizes`` are what all of them held at each look: (seconds since the start, MB by pid).
    """

    told: dict[str, Any]
    seconds: float
    peaks: tuple[float, ...]
    sizes: tuple[tuple[float, Mapping[int, float]], ...]


def watch(command: list[str]) -> Watched:
    """Run a command that prints JSON on its last line, and look at it every second until it is done."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began, peaks, sizes = time.perf_counter(), {}, []
    with subprocess.Popen(command, cwd=ROOT, env=clean, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            seen = {one.pid: _memory(one) for one in family(process.pid)}
            for pid, (high, _) in seen.items():
                peaks[pid] = max(high, peaks.get(pid, 0.0))
            sizes.append((time.perf_counter() - began, {pid: now for pid, (_, now) in seen.items()}))
            time.sleep(EVERY)
        seconds = time.perf_counter() - began
        told = process.stdout.read() if process.stdout else ""
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed")
    caller = peaks.pop(process.pid)
    return Watched(
        told=json.loads(told.strip().splitlines()[-1]),
        seconds=seconds,
        peaks=(caller, *sorted(peaks.values(), reverse=True)),
        sizes=tuple(sizes),
    )


def family(pid: int) -> list[psutil.Process]:
    """A process and those that it started, without Python's own helpers."""
    try:
        first = psutil.Process(pid)
        return [first, *(one for one in first.children(recursive=True) if not _helps(one))]
    except psutil.NoSuchProcess:
        return []


def _helps(process: psutil.Process) -> bool:
    try:
        return any(name in part for part in process.cmdline() for name in HELPERS)
    except psutil.Error:
        return True


def _memory(process: psutil.Process) -> tuple[float, float]:
    """The high-water mark and the size now, in MB; the size twice where the system tells no mark."""
    try:
        now = process.memory_info().rss / 2**20
        status = Path(f"/proc/{process.pid}/status").read_text("ascii")
        marks = [int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")]
        return max([now, *marks]), now
    except (psutil.Error, OSError):
        return 0.0, 0.0


def along(sizes: tuple[tuple[float, Mapping[int, float]], ...], parts: int = 10) -> list[float]:
    """The most that all processes together held in each part of the time, in MB.

    Examples
    --------
    >>> along(tuple((float(at), {1: 100.0 + at}) for at in range(6)), 3)
    [101.0, 103.0, 105.0]
    """
    cuts = [len(sizes) * part // parts for part in range(parts + 1)]
    return [
        max(sum(seen.values()) for _, seen in sizes[first:last])
        for first, last in pairwise(cuts)
        if last > first
    ]


def growth(sizes: tuple[tuple[float, Mapping[int, float]], ...]) -> float:
    """By how many MB a second the largest process grows: the steepest least-squares line of them all.

    The first third is left out: tables are loaded then, and pools of memory find their size.

    Examples
    --------
    >>> growth(tuple((float(at), {1: 100.0, 2: 200 + at / 2}) for at in range(12)))
    0.5
    """
    late = sizes[len(sizes) // 3 :]
    pids = {pid for _, seen in late for pid in seen}
    lines = [[(at, seen[pid]) for at, seen in late if seen.get(pid)] for pid in pids]
    return max((_slope(line) for line in lines if len(line) > 2), default=0.0)


def _slope(line: list[tuple[float, float]]) -> float:
    from statistics import linear_regression

    return linear_regression(*zip(*line, strict=True)).slope
