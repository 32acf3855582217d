"""Weighted kappa as published and as scikit-learn has it; shares that add up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro.surveys.ordinal import LINEAR, compared, cross_tables, weighted_kappa

WINNIPEG = np.array([[38, 5, 0, 1], [33, 11, 3, 0], [10, 14, 5, 6], [3, 7, 3, 10]])
"""Multiple sclerosis as two neurologists saw it: Landis and Koch (1977), Biometrics 33:159–174."""

ANSWERS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=40)


def test_linear_weights_give_the_value_in_print():
    assert weighted_kappa(WINNIPEG, LINEAR).round(4).item() == 0.3797


def test_quadratic_weights_give_statsmodels_value():
    rater = pytest.importorskip("statsmodels.stats.inter_rater")
    peer = rater.cohens_kappa(WINNIPEG, weights=np.arange(4) ** 2, wt="toeplitz", return_results=False)
    assert weighted_kappa(WINNIPEG).item() == pytest.approx(peer)


@settings(deadline=None)  # the first call imports a library
@given(ANSWERS)
def test_quadratic_weights_give_scikit_learns_value(answers):
    metrics = pytest.importorskip("sklearn.metrics")
    staff, client = np.array(answers).T
    mine = weighted_kappa(cross_tables(staff, client, 5).sum(axis=0)).item()
    if len(set(staff)) == 1 and set(staff) == set(client):
        assert np.isnan(mine)
    else:
        assert mine == pytest.approx(
            metrics.cohen_kappa_score(staff, client, labels=range(5), weights="quadratic")
        )


@given(ANSWERS)
def test_shares_sum_to_one_and_turn_round_with_the_sides(answers):
    staff, client = np.array(answers).T
    one = compared(cross_tables(staff, client, 5), draws=10)
    other = compared(cross_tables(client, staff, 5), draws=10)
    assert sum(one[name].value for name in ("exact", "staff_higher", "client_higher")) == pytest.approx(1)
    assert one["staff_higher"].value == other["client_higher"].value
    assert one["exact"].value <= one["within_one"].value


def test_what_never_happened_has_an_interval_all_the_same():
    never = compared(cross_tables([4, 3, 4, 2, 4, 3], [3, 3, 4, 2, 1, 0], 5))["client_higher"]
    assert (never.value, never.low, round(never.high, 2)) == (0, 0, 0.39)


def test_pairs_of_one_professional_stay_together():
    tables = cross_tables([4, 3, 4], [4, 3, 1], 5, ["T1", "T2", "T1"])
    assert tables.sum(axis=(1, 2)).tolist() == [2, 1]


def test_few_pairs_have_no_interval_and_say_so():
    found = compared(cross_tables([4, 3, 1], [4, 2, 1], 5))["weighted_kappa"]
    assert (np.isnan(found.low), found.reason) == (True, "no interval: 3 pairs, and it takes 5")
