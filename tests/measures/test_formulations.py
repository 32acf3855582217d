"""How much of the client's wording is taken up."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest

from vuoro.model import Annotation, Encounter, Participant, Turn

PEOPLE = (Participant(id="D", role="professional"), Participant(id="P", role="client"))

NOTHING = ("no_occasion", "no confirmation question with content words followed talk by the client")


def visit(*said: str, language: str | None = "en") -> Encounter:
    """The client begins, and they take turns."""
    turns = (Turn(id=f"t{n}", speaker="PD"[n % 2], raw=text, text=text) for n, text in enumerate(said))
    return Encounter(id="visit", language=language, participants=PEOPLE, turns=tuple(turns))


def asked(turn: str, start: int = 0, stop: int = 99, **attributes: str) -> Annotation:
    return Annotation(
        encounter="visit", turn=turn, code="confirm_question", coder="aino", start=start, stop=stop,
        attributes=attributes,
    )  # fmt: skip


def median(numbers, meeting: Encounter, *codes: Annotation):
    return numbers("U9", [meeting], list(codes))[""]


@pytest.mark.parametrize(
    ("language", "told", "formulated", "expected"),
    [
        ("en", "Walking helps the painful knees.", "So walking helps?", 2 / 4),
        ("en", "Walking helps the painful knees.", "So the summer was better?", 0.0),
        ("sv", "Promenaderna hjälper mot värken.", "Så promenader hjälper?", 2 / 3),
        ("fi", "Kävely auttaa polvikipuun.", "Eli kävely auttaa?", 2 / 3),
    ],
)
def test_shared_stems_by_all_stems(numbers, language, told, formulated, expected):
    assert median(numbers, visit(told, formulated, language=language), asked("t1")) == (nan, 1, expected)


def test_the_median_and_the_quartiles_of_all_formulations(numbers):
    meeting = visit("Walking helps.", "So walking helps?", "Yes.", "So walking, and the summer?")
    assert numbers("U9", [meeting], [asked("t1"), asked("t3")]) == {
        "": (nan, 2, (1 + 1 / 3) / 2),
        "q25": (nan, 2, 1 / 3 + (1 - 1 / 3) / 4),
        "q75": (nan, 2, 1 - (1 - 1 / 3) / 4),
    }


def test_only_the_words_of_the_formulation_are_compared(numbers):
    meeting = visit("Walking helps.", "I was gardening. So walking helps?")
    assert median(numbers, meeting, asked("t1", start=16)) == (nan, 1, 1.0)


def test_what_the_client_said_a_hundred_words_ago_is_forgotten(numbers):
    meeting = visit("Gardening " + "walking " * 100, "So the gardening?")
    assert median(numbers, meeting, asked("t1")) == (nan, 1, 0.0)
    nearer = visit("Gardening " + "walking " * 99, "So the gardening?")
    assert median(numbers, nearer, asked("t1")) == (nan, 1, 0.5)


def test_what_cannot_be_compared_is_left_out(numbers):
    first = visit("", "So walking helps?")
    empty = visit("Walking helps.", "So is it?")
    record = asked("t1", basis="record_or_third_party")
    assert median(numbers, first, asked("t1")) == median(numbers, empty, asked("t1")) == NOTHING
    assert median(numbers, visit("Walking helps.", "It says walking?"), record) == NOTHING


def test_another_encounters_talk_is_not_heard(numbers):
    other = replace(visit("Walking helps.", "I see."), id="other")
    assert median(numbers, visit("", "So walking helps?"), asked("t1")) == NOTHING
    both = numbers("U9", [other, visit("", "So walking helps?")], [asked("t1")], coders=["aino"])
    assert both[""] == NOTHING


@pytest.mark.parametrize("language", ["da", None])
def test_a_language_without_a_stemmer_is_not_compared(numbers, language):
    unknown = ("not_computable", "the language is not known, or is not Swedish, Finnish or English")
    assert median(numbers, visit("Gåture hjælper.", "Så gåture?", language=language), asked("t1")) == unknown
