"""CollaboRATE as its authors score it, from either form, and of nobody who left one out."""

from __future__ import annotations

import pytest

from vuoro import surveys
from vuoro.surveys.reading import Answers


def three(who, *values):
    return [
        ("visit", "client", who, f"collaborate_{number}", value) for number, value in enumerate(values, 1)
    ]


def scores(answers: Answers):
    scored = surveys.collaborate(answers)
    return {(row.respondent, row.item): row.value for row in scored.itertuples()}


@pytest.mark.parametrize(("high", "answers"), [(9, (9, 9, 9)), (4, (4, 4, 4))])
def test_the_highest_answers_are_100_and_a_top_score_on_either_form(answered, high, answers):
    found = scores(answered(*three("A1", *answers), low=0, high=high))
    assert found == {("A1", "collaborate"): 100, ("A1", "collaborate_top"): 1}


def test_one_answer_below_the_highest_is_no_top_score(answered):
    found = scores(answered(*three("A1", 9, 9, 6), low=0, high=9))
    assert found == {("A1", "collaborate"): pytest.approx(100 * 24 / 27), ("A1", "collaborate_top"): 0}


@pytest.mark.parametrize("left_out", ["missing", "dont_know", "unread"])
def test_who_left_one_out_has_no_score(answered, left_out):
    assert scores(answered(*three("A1", 9, 9, left_out), low=0, high=9)) == {}


def test_scores_stand_after_the_answers_they_are_made_of(answered):
    answers = answered(*three("A1", 9, 0, 0), low=0, high=9)
    items = surveys.with_scores(answers).frame["item"].tolist()
    assert items == ["collaborate_1", "collaborate_2", "collaborate_3", "collaborate", "collaborate_top"]
