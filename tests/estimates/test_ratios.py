"""Ratios over clusters against a published table, scipy, and corpora that were written out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import bootstrap

from vuoro.estimates import ratios
from vuoro.estimates.covering import simulated


def talk(size=14, seed=5):
    random = np.random.default_rng(seed)
    of = random.integers(2, 15, size).astype(float)
    return random.binomial(of.astype(int), random.beta(1.6, 2.4, size)).astype(float), of


def sums_of(table):
    return table["numerator"].to_numpy(), table["denominator"].to_numpy()


def test_design_effects_are_those_printed_for_weils_rats(litters):
    found = [ratios.design_effect(*sums_of(some)).item() for _, some in litters.groupby("group")]
    assert found == pytest.approx([1.232495, 3.952861], abs=5e-7)


def test_the_linearised_error_is_that_of_a_regression_through_the_origin():
    """Weighted least squares of num/den on a constant, with White's errors, as statsmodels has them."""
    import statsmodels.api as sm

    some, of = talk()
    fit = sm.WLS(some / of, np.ones(len(of)), weights=of).fit(cov_type="HC1")
    assert ratios.ratio(some, of) == pytest.approx(fit.params[0])
    assert ratios.standard_error(some, of) == pytest.approx(fit.bse[0])
    low, high = fit.conf_int(0.05)[0]
    reach = (high - low) / 2 * 2.160369 / 1.959964
    assert ratios.linearised(some, of) == pytest.approx((fit.params[0] - reach, fit.params[0] + reach))


def test_draws_are_those_of_corpora_that_were_written_out():
    some, of = talk(6)
    weights = ratios.resamples(6, 6, 50, np.random.default_rng(9)).astype(int)
    again = [np.repeat(some, one).sum() / np.repeat(of, one).sum() for one in weights]
    assert ratios.drawn(some, of, 50, 9) == pytest.approx(again)


@pytest.mark.parametrize(("method", "ours"), [("percentile", "percentile"), ("BCa", "bca")])
def test_bootstrap_limits_agree_with_scipy(method, ours):
    some, of = talk()

    def pooled(some, of, axis=-1):
        return some.sum(axis=axis) / of.sum(axis=axis)

    theirs = bootstrap((some, of), pooled, paired=True, n_resamples=60_000, method=method, rng=3)
    again = ratios.drawn(some, of, 60_000)
    found = ratios.percentile(again) if ours == "percentile" else ratios.bca(some, of, again)
    assert found == pytest.approx(theirs.confidence_interval, abs=0.004)


def test_many_corpora_are_answered_at_once_as_each_by_itself(monkeypatch):
    pairs = [talk(8, seed) for seed in range(4)]
    some, of = (np.stack(side, axis=1) for side in zip(*pairs, strict=True))
    monkeypatch.setattr(ratios, "AT_ONCE", 100)
    again = ratios.drawn(some, of, 300, 1)
    together = np.array(ratios.bca(some, of, again)).T
    single = [ratios.bca(a, b, ratios.drawn(a, b, 300, 1)) for a, b in pairs]
    assert np.allclose(together, single)


def test_leaving_out_the_only_cluster_with_an_occasion_leaves_nothing():
    found = ratios.left_out(np.array([2.0, 0.0]), np.array([3.0, 0.0]))
    assert np.isnan(found[0])
    assert found[1] == pytest.approx(2 / 3)


def test_resemblance_is_that_of_a_one_way_analysis_of_variance():
    import statsmodels.api as sm
    from statsmodels.formula.api import ols

    hits, of = talk(9)
    moments = pd.DataFrame(
        [
            (n, hit)
            for n, (some, all_) in enumerate(zip(hits, of, strict=True))
            for hit in np.arange(all_) < some
        ],
        columns=["cluster", "hit"],
    ).astype(float)
    between, within = sm.stats.anova_lm(ols("hit ~ C(cluster)", moments).fit())["mean_sq"]
    size = (of.sum() - (of**2).sum() / of.sum()) / 8
    assert ratios.icc(hits, of) == pytest.approx((between - within) / (between + (size - 1) * within))


def test_resemblance_of_simulated_talk_is_what_was_asked_for():
    hits, of = simulated(400, 50, 0.4, 0.2, 6.0, np.random.default_rng(1))
    assert ratios.icc(hits, of).mean() == pytest.approx(0.2, abs=0.01)
