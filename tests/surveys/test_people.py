"""The profile's third column, and who did not answer."""

from __future__ import annotations

import pandas as pd
import pytest

from vuoro import surveys
from vuoro.measures.profile import COLUMNS
from vuoro.model import Encounter, Participant, Turn


@pytest.fixture
def answers(answered):
    return answered(
        ("visit", "client", "A1", "heard", 4), ("visit", "staff", "T1", "heard", 5),
        ("visit", "client", "A1", "influence", "not_applicable"), ("visit", "client", "A1", "words", "dont_know"),
        ("call", "staff", "T1", "heard", 3),
    )  # fmt: skip


def rows(table, encounter):
    own = table[table["encounter"] == encounter]
    return [tuple(row) for row in own[["way", "measure", "part", "state", "show", "reason"]].values.tolist()]


def test_people_stand_in_the_shape_of_the_profile(answers):
    table = surveys.people(answers)
    assert tuple(table.columns) == COLUMNS
    assert set(table["aspect"]) == {"people"}


def test_an_answer_is_seen_and_anything_else_says_why_it_is_none(answers):
    assert rows(surveys.people(answers), "visit") == [
        (2, "heard", "client", "seen", "4 on 1–5", ""),
        (2, "heard", "professional", "seen", "5 on 1–5", ""),
        (3, "words", "client", "not_computable", "", "did not know"),
        (4, "influence", "client", "no_occasion", "", "said that it did not apply"),
        (5, "feedback", "client", "seen", "an answer came in", ""),
    ]


def test_who_did_not_answer_has_a_row_that_says_so(answers):
    assert ("heard", "client", "not_computable", "did not answer") in [
        (row[1], row[2], row[3], row[5]) for row in rows(surveys.people(answers), "call")
    ]
    assert rows(surveys.people(answers), "call")[-1][3:5] == ("not_seen", "no answer came in")


def test_an_encounter_of_which_nobody_answered_is_there_if_it_is_named(answers):
    table = surveys.people(answers, encounters=["visit", "silent"])
    assert list(table["encounter"].unique()) == ["visit", "silent"]


def test_the_lowest_answer_is_an_answer_too(answered):
    table = surveys.people(answered(("visit", "client", "A1", "heard", 1)))
    assert rows(table, "visit")[0][3:5] == ("seen", "1 on 1–5")


@pytest.mark.parametrize(("language", "shown"), [("sv", "4 på 1–5"), ("fi", "4 asteikolla 1–5")])
def test_it_speaks_the_readers_language(answers, language, shown):
    assert rows(surveys.people(answers, language=language), "visit")[0][4] == shown


def meeting(id: str, channel: str, *roles: str) -> Encounter:
    return Encounter(
        id=id, language="fi", meta={"channel": channel}, turns=(Turn(id="t1", speaker="A", raw="Hei.", text="Hei."),),
        participants=tuple(Participant(id=role, role=role) for role in roles),
    )  # fmt: skip


def test_responses_tell_of_each_meeting_whether_either_side_answered(answers):
    meetings = [meeting("visit", "room", "interpreter"), meeting("call", "phone"), meeting("silent", "phone")]
    table = surveys.responses(answers, meetings)
    assert table[["encounter", "client", "staff", "channel", "interpreter"]].values.tolist() == [
        ["visit", True, True, "room", True],
        ["call", False, True, "phone", False],
        ["silent", False, False, "phone", False],
    ]
    rates = surveys.who_answered(table, ["channel", "interpreter"])
    assert dict(zip(zip(rates["value"], rates["side"], strict=True), rates["show"], strict=True)) == {
        ("", "client"): "1/3", ("", "staff"): "2/3",
        ("phone", "client"): "0/2", ("phone", "staff"): "1/2",
        ("room", "client"): "1/1", ("room", "staff"): "1/1",
        ("no", "client"): "0/2", ("no", "staff"): "1/2",
        ("yes", "client"): "1/1", ("yes", "staff"): "1/1",
    }  # fmt: skip


def test_a_blank_form_is_no_answer(answered):
    table = surveys.responses(
        answered(("visit", "client", "A1", "heard", "missing")), [meeting("visit", "room")]
    )
    assert table["client"].tolist() == [False]


def test_numbers_are_cut_at_their_median_and_rates_of_five_have_intervals():
    table = pd.DataFrame({"client": [True] * 4 + [False], "staff": True, "turns": [10, 20, 30, 40, 50]})
    rates = surveys.who_answered(table, ["turns"])
    assert rates["show"].tolist()[:2] == ["80 % [38–96]", "100 % [57–100]"]
    assert rates["value"].unique().tolist() == ["", "up to 30", "over 30"]
