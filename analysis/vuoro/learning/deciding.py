"""From scores to probabilities that can be trusted, and from those to a yes or a no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from vuoro.learning.coder import chosen, sigmoid
from vuoro.learning.matrix import Floats

ENOUGH = 20
"""Turns. With so many examples a code's own best threshold weighs as much as the common one."""

BINS = 10
STEPS = np.linspace(-4.0, 3.0, 57)
"""Log-odds at which a threshold may lie: from 2 % to 95 %."""


def calibration(scores: Floats, has: Any) -> tuple[float, float]:
    """Slope and shift that make log-odds the likeliest (Platt 1999), the same for all codes.

    Examples
    --------
    >>> slope, shift = calibration(np.array([4.0, 4.0, 4.0, -4.0, -4.0, -4.0]), np.array([1, 1, 0, 0, 0, 1]))
    >>> round(slope, 2), round(abs(shift), 2)
    (0.17, 0.0)
    """
    from scipy.optimize import minimize

    def loss(at: Floats) -> tuple[float, Floats]:
        odds = at[0] * scores + at[1]
        error = sigmoid(odds) - has
        return log_loss(odds, has), np.array([(error * scores).mean(), error.mean()])

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="BFGS").x
    return float(found[0]), float(found[1])


def log_loss(odds: Floats, has: Any) -> float:
    """The mean surprise, in nats, at what turned out to be there; 0 is foresight."""
    return float(np.mean(np.logaddexp(0.0, odds) - has * odds))


def calibration_error(odds: Floats, has: Any) -> float:
    """How far probabilities are from frequencies: the mean over ten bins, by how many are in each.

    Examples
    --------
    >>> round(calibration_error(np.array([0.0, 0.0]), np.array([1.0, 0.0])), 3)
    0.0
    """
    likely = sigmoid(odds)
    where = np.minimum((likely * BINS).astype(int), BINS - 1)
    sums = [np.bincount(where, weights=values, minlength=BINS) for values in (likely, has.astype(float))]
    return float(np.abs(sums[0] - sums[1]).sum() / max(1, len(odds)))


def calibrated(before: Floats, after: Floats, has: Any) -> dict[str, float]:
    """Log loss and calibration error, before and after calibration."""
    return {
        f"{name}_{when}": round(measure(odds, has), 5)
        for name, measure in (("log_loss", log_loss), ("calibration_error", calibration_error))
        for when, odds in (("before", before), ("after", after))
    }


def thresholds(odds: Floats, codes: Any, exclusive: bool) -> Floats:
    """Where each code begins to be given, in log-odds, from out-of-fold scores.

    Each code's own best threshold for F1, drawn towards the one that is best for all, the more so
    the fewer its examples. Where codes exclude each other, "no code" is one more class to get right,
    and the thresholds are moved in turn as long as the mean F1 over the classes gains.
    """
    if exclusive:
        return _together(odds, codes)
    each = np.array(
        [[f1(column > step, has) for step in STEPS] for column, has in zip(odds.T, codes.T, strict=True)]
    )
    common = STEPS[_peak(each.mean(axis=0))]
    own = np.array([STEPS[_peak(row)] for row in each])
    support = codes.sum(axis=0)
    return (support * own + ENOUGH * common) / (support + ENOUGH)


def _peak(scores: Floats) -> int:
    """The middle of the best stretch, rather than the step that happens to be highest."""
    smooth = np.convolve(np.pad(scores, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    return int(np.median(np.flatnonzero(smooth >= smooth.max() - 1e-9)))


def _together(odds: Floats, codes: Any) -> Floats:
    found = np.full(codes.shape[1], -1.0)

    def score(at: Floats) -> float:
        given = chosen(odds - at, exclusive=True)
        each = [f1(have, want) for have, want in zip(given.T, codes.T, strict=True)]
        return float(np.mean(each))

    for _ in range(3):
        for code in range(len(found)):
            found[code] = _moved(found, code, score)
    return found


def _moved(at: Floats, code: int, score: Callable[[Floats], float]) -> float:
    tried = np.repeat(at[None], len(STEPS), axis=0)
    tried[:, code] = STEPS
    return float(STEPS[_peak(np.array([score(one) for one in tried]))])


def f1(given: Any, has: Any) -> float:
    """F1 of one code over turns; 0 where neither gives it.

    Examples
    --------
    >>> f1(np.array([True, False]), np.array([True, True])).__round__(3)
    0.667
    """
    hits, found, there = (int(np.count_nonzero(some)) for some in (given & has, given, has))
    return 2 * hits / max(1, found + there)
