"""Studies planned by simulation."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from vuoro.estimates import inflation, planned
from vuoro.estimates.planning import difference


def test_the_design_effect_is_kishs():
    assert [inflation(1, 0.3), inflation(11, 0.1), inflation(20, 0)] == pytest.approx([1, 2, 1])


def test_the_difference_is_that_of_a_gee_with_mancl_and_derouens_errors():
    random = np.random.default_rng(8)
    of = random.integers(3, 20, (2, 7))
    some = random.binomial(of, random.beta(2, 3, (2, 7)))
    hit, group, cluster = [], [], []
    for place in np.ndindex(2, 7):
        hit += [1.0] * some[place] + [0.0] * (of[place] - some[place])
        group += [place[0]] * of[place]
        cluster += [place] * of[place]
    exog = np.column_stack([np.ones(len(hit)), group])
    family = sm.families.Gaussian()
    fit = sm.GEE(np.array(hit), exog, [f"{c}" for c in cluster], family=family).fit(cov_type="bias_reduced")
    reach = stats.t.ppf(0.975, 12) * fit.bse[1]
    found = difference((some[0] * 1.0, of[0] * 1.0), (some[1] * 1.0, of[1] * 1.0))
    assert found == pytest.approx((fit.params[1], fit.params[1] - reach, fit.params[1] + reach))


def test_the_interval_holds_what_it_should_however_few_there_are():
    found = planned([5, 10, 30], studies=1500)
    assert found["holds"].between(0.93, 0.985).all()


def test_more_professionals_narrow_it_more_than_more_encounters():
    few = planned([10], studies=500)["width"].item()
    professionals = planned([40], studies=500)["width"].item()
    encounters = planned([10], encounters=12, studies=500)["width"].item()
    assert professionals < encounters < few


def test_groups_that_do_not_differ_are_seldom_told_apart():
    assert planned([10], shares=(0.4, 0.4), studies=2000)["leaves_out"].item() == pytest.approx(
        0.04, abs=0.02
    )
