"""Speed and memory against peers and bounds, measured in one run: ``make bench``.

Every job runs in a fresh process, ours and theirs in turn, so that a slow moment of the
machine hits both; seconds are CPU seconds of the work alone, without imports. Medians of
the rounds are compared as ratios: absolute times say little on a shared machine.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from statistics import median

from tests.bench import agreeing, cases, echoes, faults, fuzz, packs, page, politeness, saving, turntaking

ROOT = Path(__file__).parents[2]
PEERS = ROOT / ".bench-venv"
PYTHON = PEERS / "bin" / "python"
LOCK = Path(__file__).with_name("peers.lock")
KEYS = 60
"""How many keys are pressed in the annotator, at each size."""

HEADING = (
    "| work | how much | ours | CPU, peak | against | CPU, peak | CPU ratio | goal | memory ratio |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


@dataclass(frozen=True)
class Section:
    """A part of the page beside the table of speed: what it tells, and how its table is made."""

    name: str
    about: tuple[str, ...]
    table: Callable[[argparse.Namespace], str]


SPEED = (
    "## Speed and memory",
    "",
    "Each row is one piece of work, done by us and by a peer or a bare bound on the same talk, in fresh processes",
    "in turn. A ratio below 1 means that we need less. Seconds are CPU seconds of the work, imports left out; the",
    "peak is that of the whole process. Where seconds begin with ≈, the peer was given a part of the work",
    "(in brackets) and the rest is reckoned; *parser untrained*: a pipeline of the same parts and sizes as",
    "ConvoKit's `en_core_web_sm`, which is no package of a registry.",
)

SECTIONS = (
    Section(
        "saving",
        (
            "## Saving",
            "",
            "From a coder's key to the disk: an event is checked, written, brought to the disk and folded, in",
            "wall-clock milliseconds, beside a bare write and fsync of the same lines (`python -m tests.bench.saving`).",
            f"The goal is a median under {saving.GOAL:.0f} ms at every size.",
        ),
        lambda options: "\n".join(saving.table()),
    ),
    Section(
        "annotator",
        (
            "## The annotator in JupyterLab",
            "",
            "From a key in the browser to its chip, which is drawn when the event is on the disk, in real JupyterLab",
            "in headless Chromium, in wall-clock milliseconds (`python -m tests.bench.annotating`).",
        ),
        lambda options: _annotator(),
    ),
    Section(
        "packs",
        (
            "## Training packs",
            "",
            "From transcripts and codings to a folder of pages, in CPU seconds of a fresh process, and the slowest",
            "search of the largest gallery page in headless Chromium (`python -m tests.bench.packs`). The large",
            f"corpus is copies of ours. The goals: {packs.SECONDS} s and {packs.MEGABYTES} MB for ours, and a",
            f"search under {packs.MILLISECONDS} ms.",
        ),
        lambda options: "\n".join(packs.table()),
    ),
    Section(
        "faults",
        (
            "## Faults",
            "",
            "The same conversation, damaged in one way at a time, read by us and by peers. What is read is compared",
            "with what the same reader makes of the undamaged file. *read*: every turn with words is there, at the",
            "same time and by the same speaker; *told*: something is missing or changed, and the reader said so;",
            "*silent loss*: something is missing or changed, and it did not; *killed the file*: nothing was read.",
            "In brackets: turns with the right words, of those whose words are still in the file.",
        ),
        lambda options: "\n".join(faults.table(PYTHON)).strip(),
    ),
    Section(
        "damaged files",
        (
            "## Damaged files by the thousand",
            "",
            "Small files of every format, cut, flipped, doubled, reordered, swollen and nested by a seeded chance, and",
            "some of a hundred megabytes or two hundred thousand levels (`python -m tests.bench.fuzz`).",
        ),
        lambda options: fuzz.summary([*fuzz.run_monsters(), *fuzz.run(options.cases, 0, fuzz.testdata())]),
    ),
)


def main() -> None:
    options = _options()
    _peers_environment()
    speed = _speed(options)
    parts = [_section((*SPEED, f"Medians of {options.rounds} rounds."), speed)] if speed else []
    for section in SECTIONS:
        if options.only in section.name:
            made = section.table(options)
            parts.append(_section(section.about, made))
            print(f"\n{made}", flush=True)
    if not parts:
        sys.exit(f"no case and no section is called {options.only!r}")
    if options.write:
        page.write(options.write, [*parts, _versions()])


def _section(about: tuple[str, ...], table: str) -> str:
    return "\n".join([*about, "", table])


def _speed(options: argparse.Namespace) -> str:
    """The table of speed, or nothing where no case is asked for; rows are printed as they come."""
    rows: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        given = Path(scratch)
        made = (
            cases.reading(given, PYTHON, options.only),
            cases.judging(),
            *(peer.cases(given, PYTHON) for peer in (politeness, agreeing, echoes, turntaking)),
        )
        for case in chain.from_iterable(made):
            if options.only in case.name:
                if not rows:
                    print(HEADING, flush=True)
                rows.append(_row(case, options.rounds))
    return "\n".join([HEADING, *rows]) if rows else ""


def _annotator() -> str:
    try:
        from tests.bench import annotating
    except ImportError as error:
        return f"Not measured: {error.name} is not installed."
    return annotating.table(KEYS)


def _row(case: cases.Case, rounds: int) -> str:
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(_measured(case.ours))
        theirs.append(_measured(case.theirs))
    if not case.sampled and {run["done"] for run in ours} != {run["done"] for run in theirs}:
        print(f"  {case.name}: we did {ours[0]['done']} {case.unit}, they {theirs[0]['done']}", flush=True)
    if len({run["found"] for run in (*ours, *theirs) if run.get("found")}) > 1:
        sys.exit(f"{case.name}: we and they found different numbers")
    we, they = (median(run["seconds"] for run in runs) for runs in (ours, theirs))
    our_peak, their_peak = (median(run["megabytes"] for run in runs) for runs in (ours, theirs))
    done, part = ours[0]["done"], theirs[0]["done"]
    their_time = f"{they:.2f} s"
    if case.sampled:
        they *= done / part
        their_time = f"≈ {they:,.0f} s ({part:,} {case.unit})"
    cells = [
        case.name,
        f"{done:,} {case.unit}" + (f", {case.bytes / 1e6:.1f} MB" if case.bytes else ""),
        f"{done / we:,.0f}/s" + (f", {case.bytes / 1e6 / we:.1f} MB/s" if case.bytes else ""),
        f"{we:.2f} s, {our_peak:.0f} MB",
        case.against,
        f"{their_time}, {their_peak:.0f} MB",
        f"**{_ratio(we / they)}**",
        f"≤ {case.goal}" if case.goal else "–",
        _memory(case, our_peak / their_peak, median(run.get("grown", 0) / done * 1e6 for run in ours)),
    ]
    row = f"| {' | '.join(cells)} |"
    print(row, flush=True)
    return row


def _memory(case: cases.Case, ratio: float, growth: float) -> str:
    """The ratio of the peaks; and what ours added for a million units to the memory of its input."""
    if case.growth_goal:
        return f"{ratio:.2f}; +{growth:.0f} MB a million {case.unit} (≤ {case.growth_goal})"
    return f"{ratio:.2f}" + (f" (≤ {case.memory_goal})" if case.memory_goal else "")


def _ratio(value: float) -> str:
    return f"{value:.2f}" if value >= 0.1 else f"{value:.1g}"


def _measured(command: tuple[str, ...]) -> dict[str, float]:
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    measured: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return measured


def _peers_environment() -> None:
    ready = PEERS / ".ready"
    if ready.exists() and ready.read_text() == LOCK.read_text():
        return
    print("setting up the peers' environment …", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
    uv = Path(sys.executable).with_name("uv")
    python = str(PEERS / "bin" / "python")
    subprocess.run(
        [str(uv), "pip", "sync", "-q", "--python", python, "--require-hashes", str(LOCK)], check=True
    )
    ready.write_text(LOCK.read_text())


def _versions() -> str:
    wanted = {name.lower() for name in LOCK.with_suffix(".in").read_text().split()}
    pins = (line.split(" ")[0] for line in LOCK.read_text().splitlines() if "==" in line)
    peers = [pin for pin in pins if pin.partition("==")[0] in {*wanted, "rustling"}]
    ours = page.versions(("vuoro", "pandas", "numpy", "spacy", "nltk"))
    return "\n".join([page.LAST, "", page.machine(), f"Ours: {ours}. Peers: {', '.join(peers)}."])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each job runs (default 3)")
    parser.add_argument("--cases", type=int, default=10_000, help="how many damaged files (default 10,000)")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="only the cases and sections whose names hold this"
    )
    parser.add_argument("--write", type=Path, help="write the table to this Markdown file")
    return parser.parse_args()


if __name__ == "__main__":
    main()
