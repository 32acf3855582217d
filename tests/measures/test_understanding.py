"""Confirmation questions, worked out on paper."""

from __future__ import annotations

from dataclasses import replace

from vuoro.model import Sequence

MINUTES = 100 / 60


def test_what_is_read_from_records_and_what_has_a_tag_is_not_strict(visit, codes, numbers):
    record = replace(codes[2], start=1, attributes={"basis": "record_or_third_party"})
    tagged = replace(codes[2], start=2, attributes={"basis": "inference", "form": "tag"})
    uncoded = replace(codes[2], start=3, attributes={})
    made = [*codes, record, tagged, uncoded]
    assert numbers("U1", [visit], made) == {"": (3, MINUTES, 18), "strict": (2, MINUTES, 12)}
    assert numbers("U1w", [visit], made) == {"": (3, 171, 300 / 171), "strict": (2, 171, 200 / 171)}
    assert numbers("U2", [visit], made) == {"": (2, 6, 1 / 3)}


def test_outcomes_sum_to_one_and_room_to_correct_is_two_of_them(visit, codes, numbers):
    ended = [
        Sequence(encounter="visit", type="S2", first_turn="t04", last_turn=f"t{n + 1:02}", outcome=outcome, coder="aino")
        for n, outcome in enumerate(["confirmed", "expanded", "expanded", "qualified", "disconfirmed"])
    ]  # fmt: skip
    assert numbers("U3", [visit], codes, ended) == {
        "confirmed": (1, 5, 0.2),
        "expanded": (2, 5, 0.4),
        "qualified": (1, 5, 0.2),
        "disconfirmed": (1, 5, 0.2),
        "no_uptake": (0, 5, 0),
        "room_to_correct": (2, 5, 0.4),
    }


def test_without_a_confirmation_question_there_is_nothing_to_confirm(visit, codes, numbers):
    others = [one for one in codes if one.code != "confirm_question"]
    reason = ("no_occasion", "no confirmation questions were asked")
    assert set(numbers("U3", [visit], others).values()) == {reason}


def test_the_clients_confirmation_questions_are_left_out(visit, codes, links, numbers):
    turned = [replace(one, turn="t05") if one.code == "confirm_question" else one for one in codes]
    asked = [replace(one, first_turn="t05") if one.type == "S2" else one for one in links]
    assert numbers("U1", [visit], turned)[""] == (0, MINUTES, 0)
    assert numbers("U3", [visit], turned, asked)["expanded"][0] == "no_occasion"
