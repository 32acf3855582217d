"""A label has its number, a bare number only where its direction is told, and a doubt is no blank."""

from __future__ import annotations

import pytest

from vuoro.surveys.scales import scale_from, scales, understood

AGREE = scales()["agree5"]


@pytest.mark.parametrize(
    ("raw", "direction", "value"),
    [
        ("Täysin samaa mieltä", "", 5),
        ("helt av  samma åsikt.", "", 5),
        ("Strongly disagree", "", 1),
        ("Jokseenkin samaa mieltä / Delvis av samma åsikt", "", 4),
        ("4 – Agree", "", 4),
        ("2 - Agree", "", 4),
        ("(5) Strongly agree", "up", 5),
        ("4", "up", 4),
        ("4", "down", 2),
        ("4,0", "up", 4),
    ],
)
def test_answers_that_are_numbers(raw, direction, value):
    assert understood(raw, AGREE, direction) == (value, "given", "")


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        ("En osaa sanoa", "dont_know"),
        ("Vet inte", "dont_know"),
        ("I don’t know", "dont_know"),
        ("Päätöstä ei tehty", "not_applicable"),
        ("No occasion", "not_applicable"),
        ("", "missing"),
        (" – ", "missing"),
    ],
)
def test_a_doubt_is_not_a_blank_and_neither_is_a_number(raw, answer):
    value, found, why = understood(raw, AGREE, "up")
    assert (found, why, value != value) == (answer, "", True)


@pytest.mark.parametrize(
    ("raw", "direction", "why"),
    [
        ("4", "", "a bare number, and nobody said whether more of it is more"),
        ("6", "up", "not one of the answers 1 to 5"),
        ("3,5", "up", "not one of the answers 1 to 5"),
        ("3 - Strongly agree", "", "do not agree"),
        ("2 - Agree", "up", "do not agree"),
        ("5 - splendid", "", "is no label of the scale 'agree5'"),
        ("splendid", "", "not an answer on the scale 'agree5'"),
        ("Agree / Täysin eri mieltä", "", "not an answer on the scale"),
    ],
)
def test_whatever_else_is_unread_and_says_why(raw, direction, why):
    found = understood(raw, AGREE, direction)
    assert found.answer == "unread"
    assert why in found.why


def test_a_scale_of_ones_own_has_the_ends_of_its_labels():
    own = scale_from("faces", {"labels": {"☹": 1, "😐": 2, "☺": 3}, "dont_know": ["?"]})
    assert (own.low, own.high, own.values) == (1, 3, 3)
    assert [understood(raw, own).value for raw in "☺☹"] == [3, 1]
    assert understood("?", own).answer == "dont_know"


def test_every_label_that_ships_is_an_answer_on_its_scale():
    strays = [
        (scale.id, label)
        for scale in scales().values()
        for label, value in scale.labels.items()
        if understood(label, scale) != (value, "given", "")
    ]
    assert strays == []
