"""Limits of agreement: as printed in 1986, as pingouin draws them, and as often right as they claim."""

from __future__ import annotations

import numpy as np
import pytest

from vuoro.surveys import limits, repeated
from vuoro.surveys.limits import APPROXIMATE

WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]
"""Peak expiratory flow, l/min, first readings of 17 people: Bland and Altman (1986), the table of the paper."""

DIFFERENCES = np.subtract(WRIGHT, MINI)
TRUE = 1.959964


def test_peak_flow_is_as_bland_and_altman_printed_it():
    found = limits(DIFFERENCES, method=APPROXIMATE, width=2)
    assert (round(found.bias[0], 1), round(found.sd, 1)) == (-2.1, 38.8)
    # The paper rounds on its way, so that its last figure may be two tenths off.
    assert found.bias[1:] == pytest.approx((-22.0, 17.8), abs=0.1)
    assert found.lower == pytest.approx((-79.7, -114.3, -45.1), abs=0.2)
    assert found.upper == pytest.approx((75.5, 40.9, 110.1), abs=0.2)


def test_the_approximate_limits_are_those_that_pingouin_draws():
    pingouin = pytest.importorskip("pingouin")
    from matplotlib.figure import Figure

    ax = Figure().add_subplot()
    pingouin.plot_blandaltman(np.array(WRIGHT), np.array(MINI), confidence=0.95, annotate=False, ax=ax)
    found = limits(DIFFERENCES, method=APPROXIMATE)
    lines = sorted(line.get_ydata()[0] for line in ax.lines)
    assert lines == pytest.approx(sorted([0.0, found.bias[0], found.lower[0], found.upper[0]]), abs=0.1)
    bands = sorted(
        (round(patch.get_y(), 3), round(patch.get_y() + patch.get_height(), 3)) for patch in ax.patches
    )
    told = sorted((low, high) for _, low, high in (found.bias, found.lower, found.upper))
    assert np.ravel(bands) == pytest.approx(np.ravel(told), abs=0.2)  # pingouin takes 1.96


def test_exact_intervals_lie_further_out_than_symmetric_ones():
    exact, rough = limits(DIFFERENCES), limits(DIFFERENCES, method=APPROXIMATE)
    assert exact.upper[0] == rough.upper[0]
    assert exact.upper[2] > rough.upper[2]
    assert exact.upper[1] > rough.upper[1]


def test_exact_intervals_hold_the_true_limit_as_often_as_they_say():
    draws = np.random.default_rng(1986).normal(size=(4000, 8))
    held = {"exact": 0, "approximate": 0}
    for method in held:
        intervals = (limits(draw, method=method).upper for draw in draws)
        held[method] = sum(low <= TRUE <= high for _, low, high in intervals)
    assert held["exact"] / len(draws) == pytest.approx(0.95, abs=0.01)
    assert held["approximate"] < held["exact"]


def test_two_pairs_have_no_limits():
    assert np.isnan(limits([1, 2]).bias).all()


def test_where_nobody_comes_back_the_limits_are_those_of_single_pairs():
    one, other = repeated(DIFFERENCES, range(17)), limits(DIFFERENCES)
    assert [*one.bias, one.lower[0], one.upper[0]] == pytest.approx(
        [*other.bias, other.lower[0], other.upper[0]]
    )
    assert one.lower[1:] == pytest.approx(other.lower[1:], rel=0.06)


def clustered(rng, professionals=12, meetings=4, between=1.0, within=1.0):
    who = np.repeat(np.arange(professionals), meetings)
    habit = rng.normal(scale=np.sqrt(between), size=professionals)
    return habit[who] + rng.normal(scale=np.sqrt(within), size=len(who)), who


def test_variances_are_those_of_a_mixed_model():
    mixed = pytest.importorskip("statsmodels.api").MixedLM
    differences, who = clustered(np.random.default_rng(2007))
    fitted = mixed(differences, np.ones(len(who)), groups=who).fit(reml=True)
    variance = fitted.cov_re[0, 0] if isinstance(fitted.cov_re, np.ndarray) else fitted.cov_re.iloc[0, 0]
    found = repeated(differences, who)
    assert found.sd**2 == pytest.approx(variance + fitted.scale, rel=1e-3)
    assert found.between == pytest.approx(variance / (variance + fitted.scale), rel=1e-3)
    assert found.bias[0] == pytest.approx(fitted.fe_params[0])


def test_intervals_know_that_professionals_come_back():
    rng = np.random.default_rng(2013)
    held = {"repeated": 0, "limits": 0, "upper": 0}
    for _ in range(1000):
        differences, who = clustered(rng)
        mine, naive = repeated(differences, who), limits(differences)
        held["repeated"] += mine.bias[1] <= 0 <= mine.bias[2]
        held["limits"] += naive.bias[1] <= 0 <= naive.bias[2]
        held["upper"] += mine.upper[1] <= TRUE * np.sqrt(2) <= mine.upper[2]
    assert held["repeated"] / 1000 == pytest.approx(0.95, abs=0.02)
    assert held["upper"] / 1000 == pytest.approx(0.95, abs=0.025)
    assert held["limits"] / 1000 < 0.85
