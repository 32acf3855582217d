"""Confirmation questions, worked out on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro import measures
from vuoro.measures import intervals
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


def statement(number: int, outcome: str, **attributes: str) -> Sequence:
    return Sequence(
        encounter="visit", type="S2", first_turn="t04", last_turn=f"t{number:02}", outcome=outcome, coder="aino",
        code="confirm_question", attributes=attributes,
    )  # fmt: skip


def test_corrections_that_were_taken_among_all_corrections(visit, codes, numbers):
    ended = [
        statement(5, "disconfirmed", correction_taken="y"),
        statement(6, "qualified", correction_taken="n"),
        statement(7, "disconfirmed"),
        statement(8, "expanded", correction_taken="y"),
    ]
    assert numbers("U4", [visit], codes, ended) == {"": (1, 3, 1 / 3)}


def test_no_correction_is_no_occasion_and_an_uncoded_one_no_number(visit, codes, numbers):
    nothing = ("no_occasion", "the client corrected nothing")
    assert numbers("U4", [visit], codes, [statement(5, "expanded")]) == {"": nothing}
    uncoded = ("not_computable", "the attribute was not coded")
    assert numbers("U4", [visit], codes, [statement(5, "disconfirmed")]) == {"": uncoded}
    unlinked = ("not_computable", "the moves are coded but not linked into sequences")
    assert numbers("U4", [visit], codes) == {"": unlinked}


def test_an_encounter_in_which_no_correction_was_taken_does_not_drop_out(visit, codes, numbers):
    other = replace(visit, id="other")
    both = [*codes, *(replace(one, encounter="other") for one in codes)]
    ended = [
        statement(5, "disconfirmed", correction_taken="y"),
        replace(statement(5, "disconfirmed"), encounter="other"),
    ]
    table = measures.measure([visit, other], both, ended, names=["U4"])
    assert table[["numerator", "denominator"]].to_numpy().tolist() == [[1, 1], [0, 1]]
    ended[1] = replace(ended[1], coder="birgitta")
    theirs = [*codes, *(replace(one, encounter="other", coder="birgitta") for one in codes)]
    assert measures.measure([visit, other], theirs, ended, names=["U4"])["state"].tolist() == [
        "computed",
        "not_computable",
    ]


def test_statements_and_received_feelings_for_each_other_question(visit, codes, numbers):
    received = replace(codes[2], turn="t06", code="receive_feeling", attributes={})
    tagged = replace(codes[2], start=2, attributes={"basis": "inference", "form": "tag"})
    # Doctor: invite_open, ask_info and the tagged one are other questions, the statement in t04 is not.
    assert numbers("U5", [visit], [*codes, received, tagged]) == {"": (2, 3, 2 / 3)}


def test_the_ratios_interval_is_wilsons_as_odds(visit, codes):
    received = replace(codes[2], turn="t06", code="receive_feeling", attributes={})
    (row,) = measures.measure([visit], [*codes, received], names=["U5"]).to_dict("records")
    low, high = intervals.wilson(2, 4)
    assert (row["low"], row["high"]) == pytest.approx((low / (1 - low), high / (1 - high)))


def test_without_any_other_question_there_is_no_ratio(visit, codes, numbers):
    assert numbers("U5", [visit], [codes[2]]) == {"": ("no_occasion", "no such questions were asked")}


def told(number: int, outcome: str, turn: str = "t02") -> Sequence:
    return Sequence(
        encounter="visit", type="S10", first_turn=turn, last_turn=f"t{number:02}", outcome=outcome, coder="aino",
        code="express_view",
    )  # fmt: skip


def test_how_tellings_were_received(visit, codes, numbers):
    ended = [told(3, "taken_up"), told(4, "taken_up"), told(5, "agenda_return"), told(6, "advised")]
    by_the_doctor = told(5, "taken_up", turn="t04")
    assert numbers("U6", [visit], codes, [*ended, by_the_doctor]) == {
        "taken_up": (2, 4, 0.5),
        "acknowledged_only": (0, 4, 0),
        "agenda_return": (1, 4, 0.25),
        "reinterpreted": (0, 4, 0),
        "advised": (1, 4, 0.25),
    }


def test_tellings_that_were_never_linked_are_not_computable(visit, codes, numbers):
    unlinked = ("not_computable", "the moves are coded but not linked into sequences")
    assert numbers("U6", [visit], codes)["taken_up"] == unlinked
    nothing = ("no_occasion", "the client told nothing unasked")
    assert numbers("U6", [visit], codes[2:])["taken_up"] == nothing
