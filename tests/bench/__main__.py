"""Speed and memory against peers and bounds, measured in one run: ``make bench``.

Every job runs in a fresh process, ours and theirs in turn, so that a slow moment of the
machine hits both; seconds are CPU seconds of the work alone, without imports. Medians of
the rounds are compared as ratios: absolute times say little on a shared machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from tests.bench import talk

ROOT = Path(__file__).parents[2]
PEERS = ROOT / ".bench-venv"
LOCK = Path(__file__).with_name("peers.lock")
FILES, TURNS = 1000, 198


@dataclass(frozen=True)
class Case:
    """Ours against theirs on the same work; `goal` is the ratio that we want not to exceed."""

    name: str
    unit: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    against: str
    goal: float
    memory_goal: float | None = None


def main() -> None:
    options = _options()
    _peers_environment()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        print(f"writing {FILES} CHAT and {FILES} TextGrid files of {TURNS} turns …", flush=True)
        talk.write_chat(folder / "chat", FILES, TURNS)
        talk.write_textgrid(folder / "textgrid", FILES, TURNS)
        table = [_heading(), *(_row(case, options.rounds) for case in _cases(folder))]
    text = "\n".join(table)
    print(text)
    if options.write:
        options.write.write_text(_page(text, options.rounds), encoding="utf-8")


def _cases(folder: Path) -> list[Case]:
    ours = (sys.executable, "-m", "tests.bench.ours")
    theirs = (str(PEERS / "bin" / "python"), str(Path(__file__).with_name("peers.py")))
    chat, grid = str(folder / "chat"), str(folder / "textgrid")
    cases = [
        Case(
            "read CHAT, all marks",
            "turns",
            (*ours, "chat", chat),
            (*theirs, "chat", chat),
            "pylangacq",
            0.6,
            0.25,
        ),
        Case(
            "read TextGrid, all marks",
            "labels",
            (*ours, "textgrid", grid),
            (*theirs, "textgrid", grid),
            "praatio",
            0.8,
        ),
    ]
    cases += [
        Case(
            f"suggest moves, {language}",
            "turns",
            (*ours, "suggest", language),
            (*ours, "blank", language),
            "spaCy blank pipeline",
            2.0,
        )
        for language in ("sv", "fi", "en")
    ]
    cases.append(
        Case(
            "all measures, 1,000 encounters",
            "turns",
            (*ours, "measures", "1000"),
            (*ours, "bound", "1000"),
            "plain pandas bound",
            3.0,
        )
    )
    return cases


def _row(case: Case, rounds: int) -> str:
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(_measured(case.ours))
        theirs.append(_measured(case.theirs))
    if {run["done"] for run in ours} != {run["done"] for run in theirs}:
        print(f"  {case.name}: we did {ours[0]['done']} {case.unit}, they {theirs[0]['done']}", flush=True)
    we, they = (median(run["seconds"] for run in runs) for runs in (ours, theirs))
    our_peak, their_peak = (median(run["megabytes"] for run in runs) for runs in (ours, theirs))
    memory = f"{our_peak / their_peak:.2f}" + (f" (≤ {case.memory_goal})" if case.memory_goal else "")
    done = ours[0]["done"]
    row = (
        f"| {case.name} | {done:,} {case.unit} | {done / we:,.0f}/s | {we:.2f} s, {our_peak:.0f} MB "
        f"| {case.against} | {they:.2f} s, {their_peak:.0f} MB "
        f"| **{we / they:.2f}** | ≤ {case.goal} | {memory} |"
    )
    print(row, flush=True)
    return row


def _heading() -> str:
    return (
        "| work | how much | ours | CPU, peak | against | CPU, peak | CPU ratio | goal | memory ratio |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    )


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


def _page(table: str, rounds: int) -> str:
    peers = [
        line.split(" ")[0]
        for line in LOCK.read_text().splitlines()
        if "==" in line and not line.startswith(" ")
    ]
    ours = [f"{name}=={version(name)}" for name in ("vuoro", "pandas", "numpy", "spacy", "nltk")]
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `make bench`, nothing by hand. Each row is one piece of work, done by us and by",
            f"a peer or a bare bound on the same talk, in fresh processes in turn; medians of {rounds} rounds.",
            "A ratio below 1 means that we need less. Seconds are CPU seconds of the work, imports left out;",
            "the peak is that of the whole process.",
            "",
            table,
            "",
            f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores.",
            f"Ours: {', '.join(ours)}. Peers: {', '.join(peers)}.",
            "",
        ]
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each job runs (default 3)")
    parser.add_argument("--write", type=Path, help="write the table to this Markdown file")
    return parser.parse_args()


if __name__ == "__main__":
    main()
