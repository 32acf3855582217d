"""One process, a pool and a Dask cluster of two workers on the same corpora: ``make bench-scale``.

The corpora are made first (see :mod:`tests.bench.generating`). Every engine then runs on each of them in a
fresh process, and what all processes hold in memory is looked at every second. The results of the engines
are compared byte by byte. Seconds are wall-clock seconds of the whole job, with the start of its workers.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from tests.bench import generating, page, paper, starting, watching
from tests.bench.watching import Watched

ENGINES = ("one", "processes", "dask")
CALLED = {"one": "one process", "processes": "pool of {jobs} processes", "dask": "Dask, {jobs} workers"}
LEARNED = "rules,learned"
JOBS = 2
GOAL = 0.85
"""Of the single process's rate, for each of two workers."""

ABOUT = """## Many encounters

One process, a pool and a Dask cluster on this machine, on the same generated corpora: CHAT and TextGrid with the
signs of conversation analysis, in three languages (`make bench-scale`). Each reads, suggests, links, measures and
writes Parquet. Seconds are wall-clock seconds of the whole job, with the start of its
workers. The efficiency is the rate of a worker against that of the single process, with {cores} cores for
{jobs} workers *and* their caller; the goal is {goal} at 10,000 encounters. Peaks are high-water marks. *Grew* is what
the process that grew most would have grown by in the last two thirds of its run: a memory that stays flat has next
to none, and its peaks are the same for ten times as many encounters. The learned coders are timed in one process
only."""


def main() -> None:
    options = _options()
    if options.job:
        print(json.dumps(_job(*options.job)))
        return
    with tempfile.TemporaryDirectory(dir=options.scratch, prefix="vuoro-scale-") as name:
        runs = {size: _all(size, Path(name), options) for size in options.encounters}
        learned = _learned(Path(name), options)
    made = [_section(runs, learned), starting.section()]
    print("\n\n".join(made))
    if options.write:
        page.write(options.write, made)
    largest = runs[max(runs)]
    rates = paper.rates(largest["one"], learned, largest["dask"], JOBS)
    print(f"\n{paper.text(rates)}")
    if options.paper:
        paper.write(options.paper, rates)


def _section(runs: dict[int, dict[str, Watched]], learned: Watched) -> str:
    about = ABOUT.format(jobs=JOBS, goal=GOAL, cores=os.cpu_count())
    rows = [_row(engine, run, alike["one"]) for alike in runs.values() for engine, run in alike.items()]
    rows.append(_row("one", learned, learned))
    differ = [
        f"{size:,}" for size, alike in runs.items() if len({run.told["wrote"] for run in alike.values()}) > 1
    ]
    same = f"**not the same** for {', '.join(differ)} encounters" if differ else "the same, byte for byte"
    versions = page.versions(("vuoro", "pandas", "pyarrow", "dask", "distributed"))
    told = f"What the engines wrote is {same}. {page.machine()} {versions}."
    return f"{about}\n\n{page.table(rows)}\n\n{told}"


def _all(size: int, scratch: Path, options: argparse.Namespace) -> dict[str, Watched]:
    """All engines on a corpus of so many encounters."""
    corpus, runs = corpus_of(size, scratch, options.turns), {}
    for engine in ENGINES:
        runs[engine] = watched(engine, corpus, scratch / engine, "rules")
        print(_row(engine, runs[engine], runs["one"]), flush=True)
    shutil.rmtree(corpus)
    return runs


def _learned(scratch: Path, options: argparse.Namespace) -> Watched:
    corpus = corpus_of(options.learned, scratch, options.turns)
    run = watched("one", corpus, scratch / "learned", LEARNED)
    shutil.rmtree(corpus)
    print(_row("one", run, run), flush=True)
    return run


def corpus_of(size: int, scratch: Path, turns: int) -> Path:
    print(f"writing {size:,} encounters …", flush=True)
    generating.write(scratch / f"corpus{size}", size, turns)
    return scratch / f"corpus{size}"


def watched(engine: str, corpus: Path, out: Path, coders: str) -> Watched:
    """One engine on a corpus, in a process of its own; what it wrote is weighed, compared and thrown away."""
    job = ["--job", engine, str(corpus), str(out), coders]
    run = watching.watch([sys.executable, "-m", "tests.bench.scale", *job])
    run.told.update(coders=coders, read=_bytes(corpus), written=_bytes(out), wrote=digest(out))
    shutil.rmtree(out)
    return run


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _row(engine: str, run: Watched, single: Watched) -> dict[str, str]:
    turns, encounters = run.told["turns"], run.told["encounters"]
    grown = watching.growth(run.sizes) * run.seconds * 2 / 3
    return {
        "engine": CALLED[engine].format(jobs=JOBS),
        "coders": run.told["coders"].replace(",", ", "),
        "encounters": f"{encounters:,}",
        "turns": f"{turns:,} ({turns // encounters} each)",
        "seconds": f"{run.seconds:.1f}",
        "turns/s": f"**{turns / run.seconds:,.0f}**",
        "efficiency": "–" if engine == "one" else f"**{single.seconds / run.seconds / JOBS:.2f}** (≥ {GOAL})",
        "peak MB, caller + workers": " + ".join(f"{peak:.0f}" for peak in run.peaks),
        "grew, MB": f"{grown:+.0f}",
    }


def digest(out: Path) -> str:
    """What a run wrote, as something short that is equal only if every byte is; its journal tells of the engine."""
    told = sha256()
    for path in sorted(out.rglob("*")):
        if path.is_file() and path.name != "journal.jsonl":
            told.update(path.relative_to(out).as_posix().encode())
            told.update(sha256(path.read_bytes()).digest())
    return told.hexdigest()[:16]


def _job(engine: str, corpus: str, out: str, coders: str) -> dict[str, int]:
    """Run it here and tell what was done."""
    from vuoro import scale
    from vuoro.chain import Choices

    jobs = 1 if engine == "one" else JOBS
    choices = Choices(coders=tuple(coders.split(",")))
    report = scale.run([corpus], out, choices, engine=engine, jobs=jobs, enough=0)
    return {"encounters": report.encounters, "turns": report.turns}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=__doc__)
    parser.add_argument("--encounters", type=int, nargs="+", default=[1_000, 10_000], metavar="N")
    parser.add_argument("--turns", type=int, default=200, help="of each encounter (default 200)")
    parser.add_argument(
        "--learned",
        type=int,
        default=300,
        metavar="N",
        help="encounters for the learned coders (default 300)",
    )
    parser.add_argument("--scratch", type=Path, help="where corpora and results lie meanwhile")
    parser.add_argument("--write", type=Path, help="write the sections to this Markdown file")
    parser.add_argument("--paper", type=Path, help="write the year on paper into this Markdown file")
    parser.add_argument("--job", nargs=4, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
