"""How much to code twice."""

from __future__ import annotations

import pytest

from vuoro.agreement import CannotPlan, expected_width, rate, simulated_width
from vuoro.agreement import coefficients as how
from vuoro.agreement.counting import count
from vuoro.agreement.resampling import estimates

IDS = tuple(f"e{n}" for n in range(6))


@pytest.fixture
def ratings(encounters, say):
    aino = say("aino", "t0:propose t1:accept", ids=IDS)
    return rate(encounters, aino + say("bo", "t0:propose", ids=IDS) + say("bo", "t1:accept", ids=IDS[:3]))


def test_four_times_as_many_encounters_halve_the_width(ratings):
    plan = expected_width(ratings, encounters=[10, 40, 160]).set_index("encounters")
    assert plan["units"].tolist() == [60, 240, 960]
    assert plan.loc[10, "width"] / plan.loc[40, "width"] == pytest.approx(2, rel=0.15)
    assert plan.loc[40, "width"] / plan.loc[160, "width"] == pytest.approx(2, rel=0.15)


def test_for_as_many_encounters_as_there_are_it_is_the_interval_itself(ratings):
    plan = expected_width(ratings, code="accept", encounters=[6]).iloc[0]
    counts = count(ratings.presence("accept"), ratings.of, 2, 6)
    found = estimates(counts, {"alpha": how.alpha})["alpha"]
    assert (plan["low"], plan["high"]) == pytest.approx((found.low, found.high))


def test_a_plan_needs_five_encounters_that_were_coded_twice(encounters, say):
    few = rate(encounters, say("aino", "t0:propose", ids=IDS[:4]) + say("bo", "t0:propose", ids=IDS[:4]))
    with pytest.raises(CannotPlan, match="4 encounters are coded twice; code 5 twice"):
        expected_width(few)


def test_a_code_that_nobody_gave_is_refused_with_those_that_there_are(ratings):
    with pytest.raises(CannotPlan, match="nobody gave the code 'reject'; there are accept, propose"):
        expected_width(ratings, code="reject")


@pytest.mark.parametrize(
    ("prevalence", "units", "half"),
    [
        (0.05, 200, 0.23),
        (0.05, 400, 0.16),
        (0.05, 800, 0.11),
        (0.2, 200, 0.12),
        (0.2, 400, 0.08),
        (0.2, 800, 0.06),
    ],
)
def test_half_widths_of_the_designs_rule_of_thumb(prevalence, units, half):
    low, high = simulated_width(units, prevalence=prevalence, alpha=0.75)
    assert (high - low) / 2 == pytest.approx(half, abs=0.011)


@pytest.mark.parametrize(("prevalence", "units"), [(0.02, 1600), (0.05, 600), (0.10, 300), (0.20, 150)])
def test_about_thirty_units_with_the_code_tell_eighty_from_two_thirds(prevalence, units):
    low, _ = simulated_width(units, prevalence=prevalence, alpha=0.8)
    assert low == pytest.approx(0.667, abs=0.025)
