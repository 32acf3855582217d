"""Intervals: from encounters, and none where there are too few."""

from __future__ import annotations

import numpy as np
import pytest

from vuoro.agreement import coefficients as how
from vuoro.agreement import resampling
from vuoro.agreement.counting import count
from vuoro.agreement.resampling import estimates


def coded(encounters, units=40, seed=1):
    """Two coders who differ on one unit in ten, and the number of each unit's encounter."""
    rng = np.random.default_rng(seed)
    first = rng.integers(0, 3, size=encounters * units)
    second = np.where(rng.random(first.size) < 0.1, (first + 1) % 3, first)
    return np.stack([first, second], axis=1), np.repeat(np.arange(encounters), units)


def by_a_plain_loop(values, of, draws, seed):
    """The same draws, with the units of each corpus written out and counted anew."""
    size = of.max() + 1
    found = []
    for weights in resampling.resamples(size, size, draws, seed).astype(int):
        some = np.concatenate([values[of == n] for n, times in enumerate(weights) for _ in range(times)])
        found.append(how.alpha(count(some, np.zeros(len(some), int), 3)).item())
    return np.percentile(found, [2.5, 97.5]).tolist()


def test_weights_give_the_interval_of_corpora_that_were_written_out():
    values, of = coded(12)
    found = estimates(count(values, of, 3), {"alpha": how.alpha}, draws=200, seed=7)["alpha"]
    assert [found.low, found.high] == pytest.approx(by_a_plain_loop(values, of, 200, 7))


def test_memory_is_bounded_without_a_trace_in_the_result(monkeypatch):
    values, of = coded(12)
    once = estimates(count(values, of, 3), {"alpha": how.alpha}, draws=300)
    monkeypatch.setattr(resampling, "AT_ONCE", 100)
    assert estimates(count(values, of, 3), {"alpha": how.alpha}, draws=300) == once


def test_four_encounters_give_no_interval_and_say_why():
    values, of = coded(4)
    found = estimates(count(values, of, 3), {"alpha": how.alpha})["alpha"]
    assert np.isnan([found.low, found.high]).tolist() == [True, True]
    assert found.reason == "no interval: 4 encounters, and it takes 5"
    assert found.least < found.value < found.most


def test_a_code_of_one_encounter_has_no_interval():
    values, of = np.zeros((60, 2), int), np.repeat(np.arange(12), 5)
    values[:3] = 1
    values[3, 0] = 1
    found = estimates(count(values, of, 2), {"alpha": how.alpha})["alpha"]
    assert np.isnan(found.low)
    assert found.reason == "no interval: not defined in 34% of the draws, as few encounters have it"


def test_encounters_of_one_mind_make_the_interval_wider_than_units_would():
    """Half of the encounters were coded alike to the last unit, the others as chance would have it."""
    rng = np.random.default_rng(3)
    first = rng.integers(0, 2, size=400)
    of = np.repeat(np.arange(10), 40)
    values = np.stack([first, np.where(of % 2, rng.integers(0, 2, size=400), first)], axis=1)
    whole = estimates(count(values, of, 2), {"alpha": how.alpha})["alpha"]
    single = estimates(count(values, np.arange(400), 2), {"alpha": how.alpha})["alpha"]
    assert whole.high - whole.low > 1.5 * (single.high - single.low)
