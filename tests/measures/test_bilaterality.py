"""Nine features, two sub-indices, five levels: worked out on paper, and for any features."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import measures
from vuoro.model import Decision, Encounter, Participant, Turn

VISIT = Encounter(
    id="visit",
    participants=(Participant(id="D", role="professional"), Participant(id="P", role="client")),
    turns=tuple(Turn(id=f"t{n:02}", speaker="DP"[n % 2], raw="so", text="so") for n in range(1, 11)),
)


def decided(features: str, origin: str = "", turn: str = "t06", last: int = 10) -> Decision:
    """A decision with b1 to b9 as a word of y, n and - for not applicable."""
    told = {f"b{number}": mark.strip("-") for number, mark in enumerate(features, 1)}
    return Decision(
        encounter="visit", first_turn=turn, last_turn=f"t{last:02}", outcome="joint_decision", coder="aino",
        features=told, origin_of_adopted_option=origin,
    )  # fmt: skip


def test_one_decision_has_two_numbers(numbers):
    found = numbers("D8", [VISIT], decisions=[decided("yn-yyynyn")])
    # b3 does not apply: 3 of 4 opportunities; b6 and b8 of the four of influence.
    assert (found["B_opp"], found["B_inf"]) == ((3, 4, 0.75), (2, 4, 0.5))
    assert (found["b1"], found["b2"]) == ((1, 1, 1), (0, 1, 0))
    assert found["b3"] == ("no_occasion", "no decision of the kind")
    assert "" not in found


def test_without_a_contribution_of_the_clients_nothing_can_build_on_it(numbers):
    found = numbers("D8", [VISIT], decisions=[decided("nnnnnnnny")])
    assert (found["B_opp"], found["B_inf"]) == ((0, 5, 0), (1, 2, 0.5))
    assert found["b7"] == found["b8"] == ("no_occasion", "no decision of the kind")


def test_several_decisions_are_a_ratio_of_sums(numbers):
    found = numbers("D8", [VISIT], decisions=[decided("yyyyyyyyy"), decided("n----n--n", last=9)])
    assert (found["B_opp"], found["B_inf"]) == ((5, 6, 5 / 6), (4, 6, 4 / 6))


def test_features_that_nobody_coded_are_not_zero(numbers):
    bare = decided("---------")
    assert set(numbers("D8", [VISIT], decisions=[bare]).values()) == {
        ("not_computable", "the attribute was not coded")
    }
    assert set(numbers("D9", [VISIT], decisions=[bare]).values()) == {
        ("not_computable", "the attribute was not coded")
    }
    assert set(numbers("D8", [VISIT]).values()) == {("not_computable", "no decision was coded")}


@pytest.mark.parametrize(
    ("features", "origin", "level"),
    [
        ("nnnnnn--n", "professional", 0),
        ("nnnynn--n", "professional", 1),
        ("nynnnn--n", "professional", 2),
        ("nnnnyyn-n", "professional", 2),  # the client contributed, but nothing was made of it
        ("nnnnnyynn", "professional", 3),
        ("nnnnnynyn", "institution", 3),
        ("nnnnnn--n", "joint", 4),
        ("nnnnnn--n", "client", 4),
    ],
)
def test_each_decision_stands_on_the_highest_level_that_fits(numbers, features, origin, level):
    found = numbers("D9", [VISIT], decisions=[decided(features, origin)])
    assert [part for part, value in found.items() if value[0] == 1] == [f"level_{level}"]


def test_levels_are_a_distribution(numbers):
    told = [("nnnynn--n", ""), ("nnnynn--n", ""), ("nnnnnyynn", ""), ("n" * 9, "joint")]
    made = [decided(*one, last=7 + n) for n, one in enumerate(told)]
    assert numbers("D9", [VISIT], decisions=made) == {
        "level_0": (0, 4, 0), "level_1": (2, 4, 0.5), "level_2": (0, 4, 0), "level_3": (1, 4, 0.25),
        "level_4": (1, 4, 0.25),
    }  # fmt: skip


def test_each_decision_can_be_had_by_itself():
    table = measures.bilateral([VISIT], [decided("yn-yyynyn"), decided("------n--", turn="t08")])
    assert table[["turn", "B_opp_k", "B_opp_n", "B_inf_k", "B_inf_n", "level"]].to_numpy().tolist() == [
        ["t06", 3, 4, 2, 4, 3],
        ["t08", 0, 0, 0, 1, 0],
    ]
    np.testing.assert_equal(table["B_opp"].to_numpy(), [0.75, nan])


def test_places_are_the_decisions_that_had_something_of_it():
    made = [decided("ynnnnn--n"), decided("nnnnny--n", turn="t08")]
    found = measures.places([VISIT], decisions=made, names=["D8"]).query("part in ('B_opp', 'B_inf')")
    assert found[["part", "turn"]].to_numpy().tolist() == [["B_opp", "t06"], ["B_inf", "t08"]]


marks = st.text("yn-", min_size=9, max_size=9)


@given(
    st.lists(
        st.tuples(marks, st.sampled_from(["", "client", "professional", "joint"])), min_size=1, max_size=5
    )
)
@settings(max_examples=50, deadline=None)
def test_shares_of_levels_sum_to_one_and_no_sub_index_leaves_its_range(told):
    made = [decided(*one, last=6 + n) for n, one in enumerate(told)]
    frame = measures.measure([VISIT], decisions=made, names=["D8", "D9"])
    levels = frame[(frame["measure"] == "D9") & (frame["state"] == "computed")]["value"]
    assert levels.empty or np.isclose(levels.sum(), 1)
    assert frame["value"].dropna().between(0, 1).all()
    assert ((frame["state"] == "computed") == frame["value"].notna()).all()
