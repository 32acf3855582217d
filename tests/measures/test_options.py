"""Grounds, choice and preference, worked out on the visit."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest

from vuoro.model import Annotation, Decision, Sequence

UNCODED = ("not_computable", "the attribute was not coded")
BOXES = ("grounds_given", "view_sought", "client_had_turn", "response_received", "way_forward")


def move(turn: str, code: str, **attributes: str) -> Annotation:
    return Annotation(
        encounter="visit", turn=turn, code=code, coder="aino", start=50, stop=60, attributes=attributes
    )


def adverse(**fields: str) -> Sequence:
    return Sequence(
        encounter="visit", type="S7", first_turn="t09", last_turn="t10", outcome="done", coder="aino",
        code="announce_decision", attributes=fields,
    )  # fmt: skip


DECISION = Decision(
    encounter="visit", first_turn="t06", last_turn="t10", outcome="joint_decision", coder="aino",
    type="means", options_named=2, sealed_turn="t10",
)  # fmt: skip


def test_announcements_and_refusals_with_grounds(visit, codes, numbers):
    # The visit has one announcement (t09), of which nobody said whether it had grounds.
    made = [
        *codes, move("t06", "announce_decision", grounds="before"), move("t04", "reject", grounds="n"),
        move("t05", "reject", grounds="y"), move("t01", "announce_decision", grounds="none"),
    ]  # fmt: skip
    assert numbers("D5", [visit], made)[""] == (1, 4, 0.25)
    assert numbers("D5", [visit], [*made, move("t09", "explain")])[""] == (2, 4, 0.5)


def test_what_was_coded_goes_before_an_explanation_in_the_same_turn(visit, codes, numbers):
    told = [
        replace(one, attributes={"grounds": "none"}) if one.code == "announce_decision" else one
        for one in codes
    ]
    assert numbers("D5", [visit], [*told, move("t09", "explain")])[""] == (0, 1, 0)


def test_the_five_boxes_of_a_decision_against_the_client_stand_one_by_one(visit, codes, numbers):
    links = [
        adverse(
            grounds_given="y", view_sought="n", client_had_turn="y", response_received="n", way_forward="y"
        ),
        adverse(grounds_given="y", view_sought="y"),
    ]
    found = numbers("D5", [visit], codes, [links[0], replace(links[1], first_turn="t06")])
    assert {box: found[box] for box in BOXES} == {
        "grounds_given": (2, 2, 1),
        "view_sought": (1, 2, 0.5),
        "client_had_turn": (1, 1, 1),
        "response_received": (0, 1, 0),
        "way_forward": (1, 1, 1),
    }


def test_without_a_decision_against_the_client_the_boxes_have_no_occasion(visit, codes, numbers):
    assert numbers("D5", [visit], codes)["view_sought"] == (
        "no_occasion",
        "no decision against the client was announced",
    )
    told = [*codes, move("t06", "announce_decision", adverse="y")]
    assert numbers("D5", [visit], told)["view_sought"] == (
        "not_computable",
        "the moves are coded but not linked into sequences",
    )


def test_nothing_announced_and_nothing_refused_is_no_occasion(visit, codes, numbers):
    assert numbers("D5", [visit], codes[:1])[""] == (
        "no_occasion",
        "the professional neither announced nor refused anything",
    )


def test_how_many_options_there_were(visit, codes, numbers):
    made = [
        replace(DECISION, options_named=n, last_turn=f"t{last:02}")
        for n, last in ((1, 7), (2, 8), (3, 9), (3, 10))
    ]
    lists = [
        move("t06", "list_options", no_action_included="y", tilted="n"),
        move("t09", "list_options", no_action_included="n"),
    ]
    assert numbers("D6", [visit], [*codes, *lists], decisions=made) == {
        "": (3, 4, 0.75),
        "median": (nan, 4, 2.5),
        "no_action": (1, 2, 0.5),
        "tilted": (0, 1, 0),
    }


def test_lists_that_nobody_described_are_not_zero(visit, codes, numbers):
    found = numbers("D6", [visit], [*codes, move("t06", "list_options")], decisions=[DECISION])
    assert (found["no_action"], found["tilted"]) == (UNCODED, UNCODED)
    assert numbers("D6", [visit], codes, decisions=[DECISION])["tilted"] == (
        "no_occasion",
        "no options were listed",
    )


@pytest.mark.parametrize(
    ("turn", "focus", "asked"),
    [
        ("t04", "preference", 1),  # before the matter was put forward
        ("t09", "decision", 1),  # before it was sealed
        ("t06", "", 1),  # nobody said what it was after
        ("t06", "experience", 0),
        ("t05", "preference", 0),  # by the client
    ],
)
def test_the_preference_is_sought_before_the_option_is_adopted(visit, codes, numbers, turn, focus, asked):
    invited = move(turn, "invite_view", focus=focus)
    assert numbers("D7", [visit], [*codes, invited], decisions=[DECISION]) == {"": (asked, 1, asked)}


def test_asking_after_the_option_is_adopted_is_too_late(visit, codes, numbers):
    sealed = replace(DECISION, first_turn="t01", sealed_turn="t04", last_turn="t05")
    assert numbers("D7", [visit], [*codes, move("t06", "invite_view")], decisions=[sealed]) == {"": (0, 1, 0)}


def test_asking_in_the_encounter_before_is_not_asking(visit, codes, numbers):
    other = replace(visit, id="other")
    asked = move("t09", "invite_view")
    later = replace(DECISION, encounter="other", first_turn="t01", last_turn="t02", sealed_turn="t02")
    moves = [*codes, asked, replace(codes[0], encounter="other")]
    found = numbers("D7", [visit, other], moves, decisions=[later])
    assert found == {"": (0, 1, 0)}


def test_preferences_are_asked_for_goals_and_means_only(visit, codes, numbers):
    benefit, untyped = replace(DECISION, type="benefit_or_right"), replace(DECISION, type="")
    assert numbers("D7", [visit], codes, decisions=[benefit]) == {
        "": ("no_occasion", "no decision was on goals or means")
    }
    assert numbers("D7", [visit], codes, decisions=[untyped]) == {"": UNCODED}
    assert numbers("D7", [visit], codes) == {"": ("not_computable", "no decision was coded")}
