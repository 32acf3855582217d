"""A year of Finnish social services on paper: cores, hours and storage, reckoned from measured rates.

The numbers come from a run of :mod:`tests.bench.scale`, which writes them into ``docs/deployment.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench import page
from tests.bench.watching import Watched

CLIENTS = 770_000
"""People who use social services in Finland: the Finnish Institute for Health and Welfare (THL), news of
29 May 2024, from the register of social services."""
TALKS = (2, 6, 12)
"""Assumed: conversations of a client a year that are recorded and transcribed. Nobody counts them."""
TURNS = 200
CORES, NIGHT = 32, 10
"""A server, and the hours of a night."""
BEGIN, END = "<!-- written by `make bench-scale`: begin -->", "<!-- written by `make bench-scale`: end -->"


@dataclass(frozen=True)
class Rates:
    """What was measured: turns a second of one core by coders, what a worker of two keeps of that, bytes a turn."""

    by_coders: Mapping[str, float]
    efficiency: float
    read: float
    written: float
    megabytes: float


def rates(single: Watched, learned: Watched, cluster: Watched, jobs: int) -> Rates:
    """The rates of a run: one process with rules, one with learned coders too, and a cluster with rules."""
    told = single.told
    return Rates(
        by_coders={"rules": _rate(single), "rules, learned": _rate(learned)},
        efficiency=min(1.0, _rate(cluster) / _rate(single) / jobs),
        read=told["read"] / told["turns"],
        written=told["written"] / told["turns"],
        megabytes=max(*single.peaks, *learned.peaks, *cluster.peaks),
    )


def _rate(run: Watched) -> float:
    turns: float = run.told["turns"] / run.seconds
    return turns


def table(measured: Rates) -> str:
    """A row for each number of conversations and each choice of coders.

    Examples
    --------
    >>> made = table(Rates({"rules": 1000.0}, efficiency=0.9, read=100.0, written=1000.0, megabytes=500.0))
    >>> print(made.splitlines()[2])
    | 2 | 1.5 million | 308 million | rules | 95 | 3.0 | 10 | 31 GB | 308 GB |
    """
    return page.table(
        _row(talks, coders, rate, measured) for talks in TALKS for coders, rate in measured.by_coders.items()
    )


def _row(talks: int, coders: str, rate: float, measured: Rates) -> dict[str, str]:
    encounters = CLIENTS * talks
    turns = encounters * TURNS
    hours = turns / rate / measured.efficiency / 3600
    return {
        "conversations a client": str(talks),
        "encounters": f"{encounters / 1e6:.1f} million",
        "turns": f"{turns / 1e6:,.0f} million",
        "coders": coders,
        "core-hours": f"{hours:,.0f}",
        f"hours on {CORES} cores": f"{hours / CORES:,.1f}",
        f"cores for one night of {NIGHT} h": f"{-(-hours // NIGHT):,.0f}",
        "transcripts": _size(turns * measured.read),
        "results": _size(turns * measured.written),
    }


def _size(bytes: float) -> str:
    return f"{bytes / 1e9:,.0f} GB" if bytes < 1e12 else f"{bytes / 1e12:.1f} TB"


def text(measured: Rates) -> str:
    """The measured rates in a sentence, and the table."""
    rates = " and ".join(f"{rate:,.0f} turns/s with {coders}" for coders, rate in measured.by_coders.items())
    return (
        f"Measured ({page.machine().rstrip('.')}): one process does {rates}; a worker of a Dask cluster keeps "
        f"{measured.efficiency:.0%} of that. A turn is {measured.read:.0f} bytes of transcript and "
        f"{measured.written:.0f} bytes of results; no process held more than {measured.megabytes:,.0f} MB.\n\n"
        f"{table(measured)}"
    )


def write(path: Path, measured: Rates) -> None:
    """The text between the two marks of a page; everything else stays."""
    whole = path.read_text("utf-8")
    before, _, rest = whole.partition(BEGIN)
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n\n{text(measured)}\n\n{END}{after}", encoding="utf-8", newline="\n")
