"""Client and staff item by item: an encounter is a pair or says why not; a scale has its statistics."""

from __future__ import annotations

import pytest

from vuoro import surveys
from vuoro.surveys import NotComparable


def both(encounter, staff, client, item="heard", professional=""):
    return (
        (encounter, "staff", professional or f"T-{encounter}", item, staff),
        (encounter, "client", f"A-{encounter}", item, client),
    )


def test_a_difference_is_staff_minus_client(answered):
    found = surveys.pairs(answered(*both("visit", 4, 3), *both("call", 2, 5)), "heard")
    assert found.frame.values.tolist() == [
        ["visit", "T-visit", 4, 3, 1, 3.5],
        ["call", "T-call", 2, 5, -3, 3.5],
    ]
    assert (found.low, found.high, found.values, len(found.alone)) == (1, 5, 5, 0)


def test_an_encounter_without_a_pair_says_why(answered):
    answers = answered(
        *both("doubt", 4, "dont_know"),
        *both("blank", "missing", 3),
        ("alone", "staff", "T1", "heard", 4),
        *both("crowd", 4, 3), ("crowd", "client", "A2", "heard", 2),
    )  # fmt: skip
    found = surveys.pairs(answers, "heard")
    assert found.frame.empty
    assert dict(found.alone.values.tolist()) == {
        "doubt": "client: did not know",
        "blank": "staff: left blank",
        "alone": "client: did not answer",
        "crowd": "client: several answers on one side",
    }


def test_two_scales_are_not_compared(answered):
    staff = answered(("visit", "staff", "T1", "heard", 4))
    client = answered(("visit", "client", "A1", "heard", 8), scale="0-10", low=0, high=10)
    with pytest.raises(
        NotComparable, match=r"'heard' was answered on agree5, 0-10; compare one scale at a time"
    ):
        surveys.pairs(surveys.together(staff, client), "heard")


def statistics(answers):
    return surveys.compare(answers).items.set_index("statistic")


def test_few_steps_are_ranked_and_have_no_limits_of_agreement(answered):
    found = statistics(answered(*(row for n in range(6) for row in both(f"e{n}", 4, 4 - n % 2))))
    assert list(found.index) == ["exact", "within_one", "staff_higher", "client_higher", "weighted_kappa"]
    assert found.loc["staff_higher", "value"] == 0.5
    assert set(found["professionals"]) == {0}


def test_ten_steps_have_limits_and_a_correlation(answered):
    rows = [row for n in range(6) for row in both(f"e{n}", 5 + n % 3, 5)]
    found = statistics(answered(*rows, scale="0-10", low=0, high=10))
    assert list(found.index) == ["bias", "lower_limit", "upper_limit", "icc_a1"]
    assert (found.loc["bias", "value"], found.loc["bias", "method"]) == (1, "exact")


def test_yes_and_no_keep_the_two_disagreements_apart(answered):
    rows = [row for n in range(4) for row in both(f"e{n}", 1, n % 2)]
    found = statistics(answered(*rows, scale="yes_no", low=0, high=1))
    assert found.loc[["staff_yes_client_no", "client_yes_staff_no"], "value"].tolist() == [0.5, 0.0]


def test_professionals_who_come_back_are_drawn_as_one(answered):
    rows = [row for n in range(8) for row in both(f"e{n}", 4, 4 - n % 2, professional=f"T{n % 4}")]
    found = statistics(answered(*rows))
    assert set(found["professionals"]) == {4}
    assert set(found["method"]) == {"professionals drawn again"}


@pytest.mark.parametrize(("again", "method"), [(4, "exact"), (5, "repeated")])
def test_the_variance_within_professionals_is_told_from_five_pairs_on(answered, again, method):
    rows = [
        row for n in range(6 + again) for row in both(f"e{n}", 5 + n % 3, 5, professional=f"T{n % 6}")
    ]  # fmt: skip
    found = statistics(answered(*rows, scale="0-10", low=0, high=10))
    assert found.loc["bias", "method"] == method
    assert ("takes pairs as independent" in found.loc["bias", "reason"]) == (method == "exact")


def test_the_cross_table_counts_every_pair(answered):
    rows = [row for n in range(6) for row in both(f"e{n}", 4, 4 - n % 2)]
    crosstab = surveys.compare(answered(*rows)).crosstabs
    assert crosstab.values.tolist() == [["heard", 4, 3, 3], ["heard", 4, 4, 3]]


def test_what_only_one_side_was_asked_is_not_compared(answered):
    found = surveys.compare(answered(("visit", "client", "A1", "collaborate_1", 4)))
    assert found.items.empty
    assert found.crosstabs.empty
