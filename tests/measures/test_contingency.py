"""Tables of two codes: a published example to the last digit, and statsmodels on any table."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable, Table
from statsmodels.stats.multitest import multipletests

from vuoro.measures.contingency import ImpossibleCount, crossed
from vuoro.measures.independence import NoFit, adjusted_residuals, expected, holm
from vuoro.measures.odds import odds_ratio, quarters, yules_q

# A couple's talk in six codes, 392 transitions: O'Connor 1999, Appendix B (the data of Gottman & Roy 1990),
# as transcribed in the R package lagdynamics.
COUPLE = np.array([
    [0, 4, 0, 6, 6, 7], [3, 28, 5, 14, 63, 10], [1, 4, 12, 2, 9, 20],
    [5, 19, 2, 6, 5, 0], [8, 57, 8, 9, 27, 3], [6, 10, 21, 0, 2, 10],
], dtype=float)  # fmt: skip

EXPECTED = [1.3495, 7.1582, 2.8163, 2.1709, 6.5714, 2.9337]

RESIDUALS = [
    [-1.234, -1.466, -1.846, 2.815, -0.272, 2.620], [-1.953, -2.417, -3.341, 0.890, 6.712, -1.856],
    [-1.191, -3.640, 2.878, -1.334, -1.608, 6.410], [2.080, 2.793, -1.334, 1.482, -2.131, -2.444],
    [0.680, 5.347, -1.949, -0.601, -1.237, -3.782], [2.031, -1.732, 6.988, -2.416, -4.057, 1.717],
]  # fmt: skip

YULES_Q = [
    [-1.000, -0.381, -1.000, 0.587, -0.066, 0.537], [-0.525, -0.291, -0.636, 0.157, 0.650, -0.327],
    [-0.525, -0.703, 0.481, -0.445, -0.299, 0.764], [0.490, 0.442, -0.445, 0.338, -0.468, -1.000],
    [0.152, 0.548, -0.368, -0.120, -0.157, -0.760], [0.456, -0.308, 0.795, -1.000, -0.835, 0.320],
]  # fmt: skip

BY_PERMUTATION = [
    [0.37890, 0.16610, 0.09050, 0.01400, 0.81660, 0.01410], [0.05970, 0.01850, 0.00060, 0.46340, 0.0, 0.07570],
    [0.33300, 0.00090, 0.00580, 0.20660, 0.12750, 0.00000], [0.05570, 0.00790, 0.20750, 0.13100, 0.03490, 0.01670],
    [0.63200, 0.00000, 0.06550, 0.57750, 0.26500, 0.00010], [0.05810, 0.10330, 0.00000, 0.01360, 0.00020, 0.10380],
]  # fmt: skip

tables = arrays(np.int64, st.tuples(st.integers(2, 4), st.integers(2, 4)), elements=st.integers(0, 9)).map(
    lambda counts: counts.astype(float)
)


def pairs(counts: np.ndarray) -> tuple[list[str], list[str]]:
    """Codes a, b, c … that are seen together as often as the table says."""
    rows, columns = np.nonzero(counts)
    times = counts[rows, columns].astype(int)
    return list(np.repeat(np.array(list("abcdef"))[rows], times)), list(
        np.repeat(np.array(list("abcdef"))[columns], times)
    )


def test_the_couple_has_the_expected_counts_and_residuals_that_were_printed():
    assert expected(COUPLE)[0].round(4).tolist() == EXPECTED
    assert adjusted_residuals(COUPLE, expected(COUPLE)).round(3).tolist() == RESIDUALS


def test_the_couple_has_the_yules_q_that_was_printed_wherever_no_count_is_zero():
    seen, printed = yules_q(*quarters(COUPLE)).round(3), np.array(YULES_Q)
    assert (seen[COUPLE > 0] == printed[COUPLE > 0]).all()
    assert ((printed[COUPLE == 0] == -1) & (seen[COUPLE == 0] > -1)).all()


def test_the_couple_has_about_the_permutation_p_that_was_printed():
    # There the string of codes was shuffled, here the second of two codes: near, but not the same.
    table = crossed(*pairs(COUPLE), shuffles=4000)
    assert np.abs(table["p_shuffled"].to_numpy() - np.ravel(BY_PERMUTATION)).max() < 0.06


def test_the_whole_row_of_a_pair():
    table = crossed(list("aaab" * 3), list("xxyy" * 3), ["one"] * 4 + ["two"] * 8, shuffles=0)
    (row,) = table[(table["given"] == "a") & (table["then"] == "x")].round(3).to_dict("records")
    shuffled = row.pop("p_shuffled")
    assert row == {
        "given": "a", "then": "x", "count": 6, "expected": 4.5, "residual": 2.0, "p": 0.046, "p_holm": 0.182,
        "expected_within": 4.5, "residual_within": 1.821, "odds_ratio": 13.0, "yules_q": 0.857, "sparse": True,
    }  # fmt: skip
    assert np.isnan(shuffled)


@given(tables)
@settings(max_examples=50, deadline=None)
def test_residuals_are_those_of_statsmodels(counts):
    counts = counts + 0.0
    counts[:, 0] += 1
    counts[0] += 1
    table = Table(counts, shift_zeros=False)
    assert np.allclose(expected(counts), table.fittedvalues)
    assert np.allclose(adjusted_residuals(counts, expected(counts)), table.standardized_resids)


@pytest.mark.filterwarnings("ignore:Perfect separation")
@given(tables, st.data())
@settings(max_examples=25, deadline=None)
def test_residuals_with_impossible_pairs_are_those_of_a_poisson_model(counts, data):
    counts = np.resize(counts, (4, 4)) + 1.0
    possible = ~np.eye(4, dtype=bool)
    possible[data.draw(st.integers(0, 3)), data.draw(st.integers(0, 3))] = False
    counts[~possible] = 0
    rows, columns = np.nonzero(possible)
    design = np.hstack([np.eye(4)[rows], np.eye(4)[columns][:, 1:]])
    fit = sm.GLM(counts[possible], design, family=sm.families.Poisson()).fit(tol=1e-12)
    influence = fit.get_influence(observed=False)
    fitted = expected(counts, possible)
    assert np.allclose(fitted[possible], fit.fittedvalues, atol=1e-6)
    found = adjusted_residuals(counts, fitted, possible)
    assert np.allclose(found[possible], influence.resid_studentized, atol=1e-5)


def test_impossible_pairs_are_no_rows_and_are_not_shuffled():
    off = np.array([[0.0, 6, 2], [4, 0, 4], [3, 1, 0]])
    table = crossed(*pairs(off), zeros=[("a", "a"), ("b", "b"), ("c", "c")])
    assert table[["given", "then", "count"]].to_numpy().tolist() == [
        ["a", "b", 6], ["a", "c", 2], ["b", "a", 4], ["b", "c", 4], ["c", "a", 3], ["c", "b", 1],
    ]  # fmt: skip
    assert table["expected"].round(6).tolist() == [5, 3, 5, 3, 2, 2]
    assert table[["expected_within", "residual_within", "p_shuffled"]].isna().all(axis=None)


def test_what_is_declared_impossible_and_was_seen_is_refused():
    with pytest.raises(ImpossibleCount, match=r"^'x' came after 'a' 2 times, but zeros says that it cannot"):
        crossed(list("aab"), list("xxy"), zeros=[("a", "x")])


def test_zeros_that_leave_no_table_are_refused():
    # All of b must come after a, so a can never be followed by c, which it is.
    with pytest.raises(NoFit, match=r"^proportional fitting found no table with these zeros after 10000"):
        expected(np.array([[2.0, 3], [4, 0]]), np.array([[False, True], [True, False]]))


@given(tables, tables)
@settings(max_examples=30, deadline=None)
def test_the_comparison_within_strata_is_that_of_cochran_mantel_and_haenszel(one, other):
    one, other = np.resize(one, (2, 2)) + 1, np.resize(other, (2, 2)) + 1
    (first, second), (third, fourth) = pairs(one), pairs(other)
    strata = ["one"] * len(first) + ["two"] * len(third)
    table = crossed(first + third, second + fourth, strata, shuffles=0)
    theirs = StratifiedTable([one, other]).test_null_odds(correction=False)
    assert np.allclose(table["residual_within"] ** 2, theirs.statistic)


def test_shuffling_within_strata_sees_no_link_where_there_is_none_within():
    # In one encounter everybody says a and x, in the other b and y: the link is between encounters.
    given_, then = list("a" * 9 + "b") + list("a" + "b" * 9), list("x" * 9 + "y") + list("x" + "y" * 9)
    mixed = [then[at] for at in [*range(1, 10), 0, *range(11, 20), 10]]
    table = crossed(given_, mixed, ["one"] * 10 + ["two"] * 10, shuffles=999)
    everywhere = crossed(given_, mixed, shuffles=999)
    assert everywhere["p_shuffled"].max() < 0.05 < table["p_shuffled"].min()
    assert everywhere["p"].max() < 0.05


def test_the_shuffled_p_is_that_of_fishers_exact_test():
    counts = np.array([[8.0, 2], [1, 5]])
    exact = stats.fisher_exact(counts)[1]
    assert crossed(*pairs(counts), shuffles=20_000)["p_shuffled"].to_numpy() == pytest.approx(
        exact, abs=0.004
    )


def test_the_same_seed_gives_the_same_p():
    first, second = (crossed(*pairs(COUPLE), shuffles=200, seed=5)["p_shuffled"] for _ in range(2))
    assert first.equals(second)
    assert not first.equals(crossed(*pairs(COUPLE), shuffles=200, seed=6)["p_shuffled"])


@given(st.lists(st.integers(0, 1000).map(lambda thousandths: thousandths / 1000), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_holm_is_that_of_statsmodels(p):
    assert np.allclose(holm(np.array(p)), multipletests(p, method="holm")[1])


@given(tables)
def test_yules_q_and_the_odds_ratio_tell_the_same(counts):
    ratio, q = odds_ratio(*quarters(counts)), yules_q(*quarters(counts))
    assert np.allclose((1 + q) / (1 - q), ratio, equal_nan=True)
    assert (np.isnan(q) | (np.abs(q) < 1)).all()


def test_nothing_crossed_is_an_empty_table():
    assert crossed([], []).empty
