"""ICC(A,1) as Shrout and Fleiss printed it, and as pingouin has it with its interval."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from vuoro.surveys.correlating import icc_with_interval

SIX_TARGETS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
"""Shrout and Fleiss (1979), table 2; ICC(2,1) is .29."""


def pingouins(scores):
    pingouin = pytest.importorskip("pingouin")
    table = pd.DataFrame(scores).reset_index(names="target").melt("target", var_name="rater")
    found = pingouin.intraclass_corr(data=table, targets="target", raters="rater", ratings="value")
    row = found.set_index("Type").filter(regex=r"ICC2$|A,1", axis=0).iloc[0]
    interval = next(row[name] for name in row.index if name.startswith("CI95"))
    return row["ICC"], *interval


@pytest.mark.parametrize("seed", range(4))
def test_pairs_have_pingouins_value_and_interval(seed):
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(20, 1)) + rng.normal(scale=0.3 + seed, size=(20, 2)) + [0, seed]
    assert icc_with_interval(scores) == pytest.approx(pingouins(scores), abs=0.006)


def test_six_targets_have_the_published_value_and_pingouins_interval():
    assert round(icc_with_interval(SIX_TARGETS)[0], 2) == 0.29
    assert icc_with_interval(SIX_TARGETS) == pytest.approx(pingouins(SIX_TARGETS), abs=0.006)


def test_answers_that_are_all_the_same_have_none():
    assert np.isnan(icc_with_interval([[4, 4], [4, 4], [4, 4]])).all()


def test_sides_that_always_agree_have_one():
    assert icc_with_interval([[1, 1], [5, 5], [3, 3]]) == (1, 1, 1)
