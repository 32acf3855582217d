"""How long it takes until a coder's decision is on the disk: ``python -m tests.bench.saving``.

Wall-clock milliseconds, because the disk is most of it, beside a bare ``write`` and ``fsync`` of the same
lines in the same minute. Each size is the number of turns and of the events that are in the log already.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from vuoro import codebooks
from vuoro.model import Encounter, Turn
from vuoro.project import Desk, Log, fold
from vuoro.project.events import line_of, now

SIZES = (100, 1_000, 10_000)
TIMES = 200
GOAL = 50.0
"""Milliseconds at the median, at every size."""

HEADING = (
    "| turns and events | saved, median (95 %) | bare write and fsync | undone | log read | folded | desk opened |",
    "| --- | --- | --- | --- | --- | --- | --- |",
)


def table() -> list[str]:
    """The table in Markdown, a row a size."""
    return [*HEADING, *map(_row, SIZES)]


def _row(size: int) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        talk = _talk(size)
        path = folder / "coders" / "aino.jsonl"
        path.parent.mkdir()
        path.write_bytes(b"".join(line_of(_event(n)) for n in range(size)))
        desk, opened = _timed(lambda: Desk(talk, "aino", folder, codebooks.load("participation")))
        saved = [_timed(lambda n=n: desk.do(_decision(n, size)))[1] for n in range(TIMES)]
        bare = _bare(path.read_bytes().splitlines(keepends=True)[-TIMES:], folder / "bare")
        undone = median(_timed(desk.undo)[1] for _ in range(20))
        log, read = _timed(lambda: Log(path, "aino"))
        folded = _timed(lambda: fold(log.of("talk")))[1]
    slowest = quantiles(saved, n=20)[-1]
    cells = (
        f"{size:,}",
        f"**{median(saved):.1f}** ({slowest:.1f}) ms",
        f"{median(bare):.1f} ms",
        f"{undone:.1f} ms",
    )
    return f"| {' | '.join((*cells, f'{read:.0f} ms', f'{folded:.0f} ms', f'{opened:.0f} ms'))} |"


def _talk(size: int) -> Encounter:
    said = "Shall we try shorter days, then?"
    return Encounter(
        id="talk", turns=tuple(Turn(id=f"t{n}", speaker="D", raw=said, text=said) for n in range(size))
    )


def _event(n: int) -> dict[str, object]:
    return {
        "id": f"e{n}", "at": now(), "session": "before", "coder": "aino", "encounter": "talk", "do": "annotate",
        "turn": f"t{n}", "code": "propose", "start": 0, "stop": 20, "quote": "Shall we try shorter",
        "attributes": {"scope": "distal"}, "codebook": "participation@0.1",
    }  # fmt: skip


def _decision(n: int, size: int) -> dict[str, object]:
    return {"do": "annotate", "turn": f"t{n % size}", "code": "list_options", "start": n // size, "stop": 32}


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = perf_counter()
    made = work()
    return made, 1000 * (perf_counter() - start)


def _bare(lines: list[bytes], path: Path) -> list[float]:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write(line: bytes) -> None:
        os.write(handle, line)
        os.fsync(handle)

    times = [_timed(lambda line=line: write(line))[1] for line in lines]
    os.close(handle)
    return times


if __name__ == "__main__":
    print("\n".join(table()))
