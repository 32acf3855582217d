"""Coefficients: the worked examples of those who made them, other libraries, and what must always hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from vuoro.agreement import coefficients as how
from vuoro.agreement.counting import coincidences, count, drawn

FLEISS = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 00501 30012
51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""
"""Six psychiatrists, thirty patients, five diagnoses; how many gave which. Fleiss (1971), table 1."""

COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
"""Two hundred patients, three diagnoses. Cohen (1960), table 2."""


def counted(values, kinds=None):
    values = np.asarray(values)
    return count(values, np.zeros(len(values), int), kinds or int(values.max()) + 1)


def units(joint):
    """The units of which two coders' table was made."""
    return np.array([(a, b) for a, row in enumerate(joint) for b, n in enumerate(row) for _ in range(n)])


def test_krippendorffs_reliability_data(reliability_data):
    table = coincidences(reliability_data, np.zeros(12, int), 5)[0]
    numbers = [1, 2, 3, 4, 5]
    assert how.alpha(counted(reliability_data)).round(3).tolist() == [0.743]
    assert how.alpha_with(how.ordinal, table).round(3) == 0.815
    assert how.alpha_with(how.interval(numbers), table).round(3) == 0.849
    assert how.alpha_with(how.ratio(numbers), table).round(3) == 0.797


def test_gwets_coefficients_of_the_same_data(reliability_data):
    counts = counted(reliability_data)
    found = [f(counts).item() for f in (how.observed, how.fleiss, how.ac1)]
    assert np.round(found, 5).tolist() == [0.81818, 0.76117, 0.77544]


def test_gwets_example_of_the_paradox():
    counts = counted(units([[118, 5], [2, 0]]))
    assert [f(counts).round(4).item() for f in (how.observed, how.kappa, how.ac1)] == [0.944, -0.0234, 0.9408]


def test_cohens_example():
    assert how.kappa(counted(units(COHEN))).round(3).item() == 0.492


def test_fleiss_example():
    values = [[k for k, n in enumerate(row) for _ in range(int(n))] for row in FLEISS.split()]
    assert how.fleiss(counted(values)).round(3).item() == 0.430


def test_cicchetti_and_feinsteins_specific_agreement():
    # 2 × 40 of 2 × 40 + 9 + 6, and 2 × 45 of 2 × 45 + 9 + 6
    counts = counted(units([[45, 6], [9, 40]]))
    assert (how.positive(counts).item(), how.negative(counts).item()) == pytest.approx((80 / 95, 90 / 105))
    assert (how.prevalence(counts).item(), how.bias(counts).item()) == pytest.approx((0.475, 0.03))


@pytest.mark.parametrize(("shared", "kappa", "ac1"), [(0.05, 0.37, 0.93), (0.50, 0.88, 0.88)])
def test_with_as_much_agreement_a_rare_code_has_less_kappa(shared, kappa, ac1):
    """94 of 100 units alike, each coder using the code on so many: the design's worked paradox."""
    both = round(1000 * shared) - 30
    counts = counted(units([[1000 - both - 60, 30], [30, both]]))
    assert (how.kappa(counts).round(2).item(), how.ac1(counts).round(2).item()) == (kappa, ac1)


def test_where_nothing_varies_there_is_nothing_to_correct_for():
    counts = counted(np.zeros((9, 2), int), kinds=2)
    assert how.observed(counts).item() == 1.0
    assert [np.isnan(f(counts)).item() for f in (how.kappa, how.fleiss, how.alpha)] == [True] * 3


ratings = st.integers(2, 4).flatmap(
    lambda coders: arrays(
        np.int64, st.tuples(st.integers(4, 30), st.just(coders)), elements=st.integers(-1, 3)
    )
)


def varied(values):
    """Some unit has two values, and not all values that can be compared are the same."""
    comparable = values[(values >= 0).sum(axis=1) > 1]
    assume(len(np.unique(comparable[comparable >= 0])) > 1)
    return comparable


@given(ratings)
@settings(deadline=None)
def test_alpha_is_that_of_nltk(values):
    agreement = pytest.importorskip("nltk.metrics.agreement")
    comparable = varied(values)
    data = [(coder, unit, value) for (unit, coder), value in np.ndenumerate(comparable) if value >= 0]
    theirs = agreement.AnnotationTask(data).alpha()
    assert how.alpha(counted(values)).item() == pytest.approx(theirs, abs=1e-9)


@given(arrays(np.int64, st.tuples(st.integers(2, 40), st.just(2)), elements=st.integers(0, 3)))
@settings(deadline=None)
def test_kappa_is_that_of_scikit_learn(values):
    metrics = pytest.importorskip("sklearn.metrics")
    varied(values)
    assert how.kappa(counted(values)).item() == pytest.approx(metrics.cohen_kappa_score(*values.T), abs=1e-9)


@given(arrays(np.int64, st.tuples(st.integers(2, 30), st.just(4)), elements=st.integers(0, 3)))
@settings(deadline=None)
def test_fleiss_kappa_is_that_of_statsmodels(values):
    rater = pytest.importorskip("statsmodels.stats.inter_rater")
    varied(values)
    table, _ = rater.aggregate_raters(values)
    assert how.fleiss(counted(values)).item() == pytest.approx(rater.fleiss_kappa(table), abs=1e-9)


@given(ratings, st.permutations(range(4)))
@settings(deadline=None)
def test_other_names_for_the_values_change_nothing(values, names):
    varied(values)
    renamed = np.where(values >= 0, np.array(names)[values], -1)
    for coefficient in (how.observed, how.fleiss, how.alpha, how.ac1, how.kappa):
        before, after = (coefficient(counted(some, 4)).item() for some in (values, renamed))
        assert after == pytest.approx(before, nan_ok=True)


@given(ratings)
@settings(deadline=None)
def test_coders_who_always_agree_have_one(values):
    first = np.abs(values[:, :1])
    assume(len(np.unique(first)) > 1)
    same = np.repeat(first, values.shape[1], axis=1)
    for coefficient in (how.observed, how.fleiss, how.alpha, how.ac1, how.kappa):
        assert coefficient(counted(same, 4)).item() == pytest.approx(1)


@given(ratings)
@settings(deadline=None)
def test_units_that_one_coder_alone_has_rated_leave_alpha_alone(values):
    comparable = varied(values)
    lonely = np.full((3, values.shape[1]), -1)
    lonely[:, 0] = 2
    both = np.concatenate([comparable, lonely])
    assert how.alpha(counted(both, 4)).item() == pytest.approx(how.alpha(counted(comparable, 4)).item())


@given(ratings, st.integers(1, 4))
@settings(deadline=None)
def test_weights_on_encounters_are_as_good_as_copies_of_their_units(values, times):
    varied(values)
    of = np.arange(len(values)) % 2
    drawn_again = drawn(count(values, of, 4, 2), np.array([[times, 1.0]]))
    copied = counted(np.concatenate([values] + [values[of == 0]] * (times - 1)), 4)
    for coefficient in (how.alpha, how.ac1, how.kappa):
        assert coefficient(drawn_again).item() == pytest.approx(coefficient(copied).item(), nan_ok=True)


def test_distances_of_sets_are_those_of_nltk():
    distance = pytest.importorskip("nltk.metrics.distance")
    sets = [frozenset(), *map(frozenset, ("a", "b", "ab", "abc", "bcd", "cd"))]
    # nltk writes two thirds and one third with two digits, and has no distance from nothing to nothing.
    theirs = [[distance.masi_distance(a, b) if a | b else 0.0 for b in sets] for a in sets]
    np.testing.assert_allclose(how.masi(sets), theirs, atol=0.0034)
