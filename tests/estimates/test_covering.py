"""The simulation behind the choice of interval."""

from __future__ import annotations

import numpy as np
import pytest

from vuoro.estimates import coverage
from vuoro.estimates.covering import simulated

PLANNED = {5: (0.93, 0.85), 8: (0.93, 0.88), 12: (0.94, 0.90), 20: (0.94, 0.92), 40: (0.94, 0.94)}
"""Clusters: coverage of the linearised and of the percentile interval, from an earlier simulation."""


def test_coverage_is_what_an_earlier_simulation_found():
    found = coverage(corpora=1500, draws=1000).set_index("clusters")
    assert found[["linearised", "percentile"]].to_numpy() == pytest.approx(
        np.array(list(PLANNED.values())), abs=0.025
    )


def test_ignoring_clusters_is_never_mended_by_more_of_them():
    assert coverage([5, 40], corpora=1000, draws=200)["wilson"].lt(0.85).all()


def test_independent_moments_need_no_clusters():
    found = coverage([20], icc=0.0, corpora=1500, draws=200).iloc[0]
    assert found["wilson"] == pytest.approx(0.95, abs=0.02)


def test_simulated_moments_correlate_as_asked():
    """The variance of a cluster's mean is p(1 − p)(1 + (m − 1) icc) / m, which gives icc back."""
    random = np.random.default_rng(2)
    some, of = simulated(20_000, 1, 0.4, 0.2, 1000.0, random)
    assert np.var(some / of) / (0.4 * 0.6) == pytest.approx(0.2, abs=0.01)
