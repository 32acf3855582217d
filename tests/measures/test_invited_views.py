"""What became of the views that were asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro.model import Annotation, Decision, Sequence

ASKED = Annotation(
    encounter="visit", turn="t04", code="invite_view", coder="aino", start=0, stop=9,
    attributes={"focus": "preference"},
)  # fmt: skip
ANSWERED = Sequence(
    encounter="visit", type="S1", first_turn="t04", last_turn="t05", response_turn="t05", outcome="extended",
    coder="aino", code="invite_view",
)  # fmt: skip


def decided(first: str = "t06", last: str = "t10", **features: str) -> Decision:
    return Decision(
        encounter="visit",
        first_turn=first,
        last_turn=last,
        outcome="dropped",
        coder="aino",
        features=features,
    )


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        ({"b7": "n", "b8": "n"}, (1, 1, 1.0)),
        ({"b7": "n"}, (1, 1, 1.0)),
        ({"b7": "y", "b8": "n"}, (0, 1, 0.0)),
        ({"b7": "n", "b8": "y"}, (0, 1, 0.0)),
    ],
)
def test_a_view_is_for_show_where_the_decision_neither_builds_on_it_nor_adapts(
    visit, numbers, features, expected
):
    assert numbers("Q7", [visit], [ASKED], [ANSWERED], decisions=[decided(**features)]) == {"": expected}


def test_the_decision_that_counts_is_the_first_to_end_after_the_question(visit, numbers):
    earlier = decided("t01", "t03", b7="n", b8="n")
    heeded, later = decided("t04", "t06", b7="y"), decided("t07", "t10", b7="n")
    both = {"decisions": [later, earlier, heeded]}
    assert numbers("Q7", [visit], [ASKED], [ANSWERED], **both) == {"": (0, 1, 0.0)}


@pytest.mark.parametrize(
    "made",
    [decided(), decided("t01", "t03", b7="n"), replace(decided(b7="n"), last_turn="t04", first_turn="t01")],
)
def test_a_view_that_no_decision_tells_about_is_left_out(visit, numbers, made):
    nothing = ("no_occasion", "no view was asked for before a decision that shows what became of it")
    assert numbers("Q7", [visit], [ASKED], [ANSWERED], decisions=[made]) == {"": nothing}


@pytest.mark.parametrize("change", [{"outcome": "declined"}, {"code": "invite_open"}])
def test_only_answers_to_an_invited_view_count(visit, numbers, change):
    nothing = ("no_occasion", "no view was asked for before a decision that shows what became of it")
    made = {"decisions": [decided(b7="n")]}
    assert numbers("Q7", [visit], [ASKED], [replace(ANSWERED, **change)], **made) == {"": nothing}


def test_without_a_focus_a_decision_or_a_sequence_there_is_no_number(visit, numbers):
    made, why = {"decisions": [decided(b7="n")]}, "not_computable"
    blank = replace(ASKED, attributes={})
    assert numbers("Q7", [visit], [blank], [ANSWERED], **made) == {"": (why, "the attribute was not coded")}
    assert numbers("Q7", [visit], [ASKED], [ANSWERED]) == {"": (why, "no decision was coded")}
    unlinked = (why, "the moves are coded but not linked into sequences")
    assert numbers("Q7", [visit], [ASKED], **made) == {"": unlinked}
