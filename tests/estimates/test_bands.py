"""What is usual among encounters of one kind."""

from __future__ import annotations

import numpy as np
import pytest

from vuoro.estimates import NoSuchColumn, reference


def kind(counted, number, **columns):
    random = np.random.default_rng(1)
    of = random.integers(5, 20, number)
    return counted(random.binomial(of, 0.4), of, **{"service": "day", "language": "sv", **columns})


def test_a_band_is_made_of_the_encounters_own_values(counted):
    frame = kind(counted, 30)
    found = reference(frame, professional=None).iloc[0]
    expected = np.percentile(frame["value"], [10, 25, 50, 75, 90])
    assert found[["p10", "p25", "p50", "p75", "p90"]].tolist() == pytest.approx(expected.tolist())


def test_twenty_nine_encounters_are_no_band(counted):
    found = reference(kind(counted, 29), professional=None).iloc[0]
    assert found["reason"] == "no band: 29 encounters of this kind, and it takes 30"
    assert np.isnan(found["p50"])


def test_encounters_of_other_kinds_do_not_make_up_for_it(counted):
    frame = kind(counted, 40, language=["sv"] * 20 + ["fi"] * 20)
    assert reference(frame, professional=None)["state"].tolist() == ["too_few", "too_few"]


def test_a_fraction_of_three_is_not_a_percentage_among_others(counted):
    frame = kind(counted, 30)
    frame.loc[0, ["numerator", "denominator", "value"]] = [1, 3, 1 / 3]
    found = reference(frame, professional=None).iloc[0]
    assert (found["few"], found["state"]) == (1, "too_few")


def test_a_band_of_few_professionals_would_show_them(counted):
    frame = kind(counted, 40, professional=[f"p{n % 4}" for n in range(40)])
    found = reference(frame).iloc[0]
    assert found["state"] == "withheld"
    assert found[["p10", "p50", "p90"]].isna().all()


def test_the_kind_must_be_known(counted):
    with pytest.raises(NoSuchColumn, match="no column 'channel'"):
        reference(kind(counted, 30), same=["channel"], professional=None)
