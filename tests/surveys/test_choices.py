"""Yes and no: the two ways to disagree apart, by published counts and by statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.surveys.choices import choices

APPROVAL = {(1, 1): 794, (1, 0): 150, (0, 1): 86, (0, 0): 570}
"""Approval of a prime minister in two surveys of the same people: Agresti (2002), table 10.1."""


def sides(counts):
    pairs = [pair for pair, count in counts.items() for _ in range(count)]
    return np.array(pairs).T


def test_published_shares_and_their_difference():
    found = choices(*sides(APPROVAL))
    assert found.pairs == 1600
    assert [round(share[0], 3) for share in (found.both_yes, found.both_no)] == [0.496, 0.356]
    assert [round(value, 2) for value in found.difference] == [0.04, 0.02, 0.06]


def test_the_exact_probability_is_that_of_statsmodels():
    tables = pytest.importorskip("statsmodels.stats.contingency_tables")
    peer = tables.mcnemar([[794, 150], [86, 570]], exact=True)
    assert choices(*sides(APPROVAL)).p == pytest.approx(peer.pvalue)


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=30))
def test_the_four_kinds_are_all_pairs_and_the_difference_is_within_its_interval(pairs):
    found = choices(*np.array(pairs).T)
    kinds = (found.both_yes, found.both_no, found.staff_yes_client_no, found.client_yes_staff_no)
    assert sum(kind[0] for kind in kinds) == pytest.approx(1)
    assert all(low <= value <= high for value, low, high in (*kinds, found.difference))


def test_where_nobody_disagrees_there_is_nothing_to_test():
    found = choices([1, 0, 1], [1, 0, 1])
    assert np.isnan(found.p)
    assert found.difference[0] == 0
