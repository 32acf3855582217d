"""Workers killed at random moments, and whether it shows in the results: ``make chaos``.

A corpus is run once in peace by one process, and then by a pool and by a Dask cluster whose workers are
killed (SIGKILL) while they work. What is written must be the same, byte for byte, and nothing set aside.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from tests.bench import generating, page
from tests.bench.scale import JOBS, digest

from vuoro import scale
from vuoro.chain import Choices

WORKING = ".working"
"""Where a run leaves word of who works at what: a file for each batch under way, with host and process."""
ENGINES = ("processes", "dask")
KILLS, ENCOUNTERS = 10, 2_000

ABOUT = """## Chaos

{encounters:,} generated encounters of {turns} turns. Their workers are killed (`kill -9`) at {kills} random moments
while they work, seeded; each time another batch, since what kills a worker three times over is taken for a
poisonous file. What is written is compared, byte for byte, with what one process wrote undisturbed
(`make chaos`)."""


@contextmanager
def killing(out: Path, kills: int, seed: int, longest: float = 0.5) -> Iterator[list[str]]:
    """Kill workers of a run into `out` while the block runs; yields the batches that were hit, as they are.

    Parameters
    ----------
    kills : how many at most
    longest : seconds; the wait before each is drawn between 0 and this
    """
    hit: list[str] = []
    over = Event()
    thread = Thread(target=_kill, args=(out, kills, random.Random(seed), longest, hit, over), daemon=True)
    thread.start()
    try:
        yield hit
    finally:
        over.set()
        thread.join()


def _kill(out: Path, kills: int, chance: random.Random, longest: float, hit: list[str], over: Event) -> None:
    while len(hit) < kills and not over.wait(chance.uniform(0, longest)):
        under_way = {path.stem.partition("-")[0]: path for path in sorted((out / WORKING).glob("*.txt"))}
        fresh = [number for number in under_way if number not in hit]
        if fresh and _killed(under_way[chosen := chance.choice(fresh)]):
            hit.append(chosen)


def _killed(path: Path) -> bool:
    """Kill the process that works at it; False where it has just ended, or its word is not written yet."""
    try:
        worker = int(path.read_text("utf-8").split()[1])
        if worker == os.getpid():
            return False
        os.kill(worker, signal.SIGKILL)
    except (OSError, IndexError, ValueError):
        return False
    return True


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(dir=options.scratch, prefix="vuoro-chaos-") as name:
        rows = list(_rows(Path(name), options))
    about = ABOUT.format(encounters=options.encounters, turns=options.turns, kills=options.kills)
    made = f"{about}\n\n{page.table(rows)}\n\n{page.machine()}"
    print(made)
    if options.write:
        page.write(options.write, [made])
    if any("no" in row["the same"] for row in rows):
        sys.exit("the results are not the same")
    if any(int(row["workers killed"]) != options.kills for row in rows[1:]):
        sys.exit("not all could be killed before it was done; say a smaller --longest")


def _rows(scratch: Path, options: argparse.Namespace) -> Iterator[dict[str, str]]:
    corpus = scratch / "corpus"
    generating.write(corpus, options.encounters, options.turns)
    size = {"batch": options.batch} if options.batch else {}
    began = time.perf_counter()
    scale.run([corpus], scratch / "peace", _choices(), engine="one", **size)
    peace, undisturbed = digest(scratch / "peace"), time.perf_counter() - began
    yield _row("one process, in peace", 0, 0, undisturbed, True)
    # The waits are half as long on average, so all ten are over while two workers are still at it.
    longest = options.longest or 0.6 * undisturbed / options.kills
    for engine in ENGINES:
        out, began = scratch / engine, time.perf_counter()
        with killing(out, options.kills, options.seed, longest) as hit:
            report = scale.run([corpus], out, _choices(), engine=engine, jobs=JOBS, enough=0, **size)
        spent, same = time.perf_counter() - began, digest(out) == peace
        yield _row(engine, len(hit), len(report.failures), spent, same)
        shutil.rmtree(out)


def _choices() -> Choices:
    return Choices(coders=("rules",))


def _row(engine: str, kills: int, aside: int, seconds: float, same: bool) -> dict[str, str]:
    row = {
        "engine": engine,
        "workers killed": str(kills),
        "set aside": str(aside),
        "seconds": f"{seconds:.0f}",
        "the same": "yes" if same else "**no**",
    }
    print(" | ".join(row.values()), flush=True)
    return row


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.chaos", description=__doc__)
    parser.add_argument("--encounters", type=int, default=ENCOUNTERS, metavar="N")
    parser.add_argument("--turns", type=int, default=200, help="of each encounter (default 200)")
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--longest",
        type=float,
        help="seconds between two kills at most (default: so that they are spread out)",
    )
    parser.add_argument(
        "--batch", type=int, help="bytes of transcripts in a batch (default: as many as suit)"
    )
    parser.add_argument("--scratch", type=Path, help="where corpora and results lie meanwhile")
    parser.add_argument("--write", type=Path, help="write the section to this Markdown file")
    return parser.parse_args()


if __name__ == "__main__":
    main()
