"""Agreement against peers in a loop: alpha and AC1 of 100,000 units with 10,000 draws of whole encounters.

The same judgements and the same first draws go to both sides as a file. What the peers need for 10,000 draws
is reckoned from the few that they are given, and the row says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from tests.bench.cases import OURS, Case
from tests.bench.turntaking import Job, digest

UNITS, ENCOUNTERS, CODERS, CODES, DRAWS = 100_000, 500, 3, 21, 10_000
LOOPED = 30
"""Draws that the peers do."""
COMPARED = 3
"""Draws of which both sides' values must be equal."""
PEER = Path(__file__).with_name("peeragreeing.py")


def write(folder: Path) -> Path:
    """Judgements (units × coders, -1 missing), the encounter of each unit, and the first draws."""
    from vuoro.agreement.resampling import SEED, resamples

    chance = np.random.default_rng(1)
    often = np.r_[0.5, np.full(CODES - 1, 0.5 / (CODES - 1))]
    true = chance.choice(CODES, (UNITS, 1), p=often)
    other = chance.choice(CODES, (UNITS, CODERS), p=often)
    values = np.where(chance.random(other.shape) < 0.2, other, true)
    values[chance.random(other.shape) < 0.02] = -1
    path = folder / "judgements.npz"
    of = np.repeat(np.arange(ENCOUNTERS), UNITS // ENCOUNTERS)
    np.savez(path, values=values, of=of, draws=resamples(ENCOUNTERS, ENCOUNTERS, LOOPED, SEED).astype(int))
    return path


def ours(path: str, names: str) -> Job:
    """Both coefficients with their intervals; found are those named, of the first draws."""
    from vuoro.agreement.coefficients import ac1, alpha
    from vuoro.agreement.counting import Counts, count, drawn
    from vuoro.agreement.resampling import estimates

    given = np.load(path)
    coefficients: dict[str, Callable[[Counts], Any]] = {"alpha": alpha, "ac1": ac1}

    def work() -> Counts:
        counts = count(given["values"], given["of"], CODES)
        estimates(counts, coefficients, draws=DRAWS)
        return counts

    def found(counts: Counts) -> str:
        again = drawn(counts, given["draws"][:COMPARED].astype(float))
        return digest(np.stack([coefficients[name](again) for name in names.split()], axis=1).ravel())

    return work, lambda _: DRAWS, found


def cases(folder: Path, python: Path) -> Iterator[Case]:
    path = str(write(folder))
    for job, names, goal in (("krippendorff", "alpha", 0.02), ("irrCAC", "alpha ac1", None)):
        yield Case(
            name="agreement, 100,000 units, alpha and AC1",
            unit="draws",
            ours=(*OURS, "agreement", path, names),
            theirs=(str(python), str(PEER), job, path),
            against=f"{job} in a loop ({names.replace('ac1', 'and AC1')})",
            goal=goal,
            sampled=True,
        )
