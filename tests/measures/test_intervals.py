"""Intervals against published tables and against scipy and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, chi2
from statsmodels.stats.proportion import proportion_confint

from vuoro.measures import intervals

NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]

GARWOOD = [(0, 0.000, 3.689), (1, 0.0253, 5.572), (2, 0.242, 7.225), (5, 1.624, 11.668), (10, 4.795, 18.390)]


@pytest.mark.parametrize(("hits", "of", "low", "high"), NEWCOMBE)
def test_wilson_gives_newcombes_examples(hits, of, low, high):
    found = intervals.wilson([hits], [of])
    assert (found[0].round(4).item(), found[1].round(4).item()) == (low, high)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 400)), min_size=1, max_size=8))
def test_wilson_agrees_with_scipy_and_statsmodels(counts):
    counts = [(min(hits, of), of) for hits, of in counts]
    low, high = intervals.wilson(*zip(*counts, strict=True))
    by_scipy = [binomtest(*one).proportion_ci(method="wilson") for one in counts]
    by_statsmodels = [proportion_confint(*one, method="wilson") for one in counts]
    assert np.allclose(np.c_[low, high], by_scipy, atol=1e-12)
    assert np.allclose(np.c_[low, high], by_statsmodels, atol=1e-12)


def test_wilson_says_nothing_of_nothing():
    low, high = intervals.wilson([0, 2], [0, 3])
    assert np.isnan([low[0], high[0]]).all()
    assert np.isfinite([low[1], high[1]]).all()


@pytest.mark.parametrize(("events", "low", "high"), GARWOOD)
def test_poisson_gives_garwoods_table(events, low, high):
    found = intervals.poisson([events], [1.0])
    assert [limit.item() for limit in found] == pytest.approx([low, high], abs=6e-4)


@given(st.integers(0, 2000), st.floats(0.01, 500))
def test_poisson_agrees_with_chi_square_quantiles(events, exposure):
    low, high = intervals.poisson([events], [exposure])
    assert low.item() == pytest.approx(chi2.ppf(0.025, 2 * events) / 2 / exposure if events else 0)
    assert high.item() == pytest.approx(chi2.ppf(0.975, 2 * events + 2) / 2 / exposure)


def test_the_median_of_fewer_than_six_has_no_interval():
    low, high = intervals.ranks([0, 1, 5, 6])
    assert (low.tolist(), high.tolist()) == ([0, 0, 0, 1], [0, 0, 0, 6])


@given(st.integers(0, 700), st.sampled_from([0.25, 0.5, 0.75]))
def test_ranks_are_the_narrowest_that_cover_on_both_sides(n, quantile):
    low, high = (rank.item() for rank in intervals.ranks([n], quantile))
    narrowest_low = sum(binom.cdf(range(n), n, quantile) <= 0.025)
    narrowest_high = n + 1 - sum(binom.sf(range(n), n, quantile) <= 0.025)
    exists = narrowest_low >= 1 and narrowest_high <= n
    assert (low, high) == ((narrowest_low, narrowest_high) if exists else (0, 0))


def test_log_odds_of_three_against_one():
    value, low, high = (one.item() for one in intervals.log_odds([3], [1]))
    spread = 1.959964 * (1 / 3.5 + 1 / 1.5) ** 0.5
    assert (value, low, high) == pytest.approx((np.log(3.5 / 1.5), value - spread, value + spread), abs=1e-6)
