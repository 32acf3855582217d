"""Who asks again, and how it ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro.model import Annotation, Sequence


def asked_again(turn: str) -> Annotation:
    return Annotation(
        encounter="visit", turn=turn, code="repair_initiation", coder="detector:rules", start=0, stop=2,
        status="suggested",
    )  # fmt: skip


def ended(turn: str, outcome: str) -> Sequence:
    return Sequence(
        encounter="visit", type="S9", first_turn=turn, last_turn=turn, outcome=outcome, coder="detector:rules",
        code="repair_initiation", status="suggested",
    )  # fmt: skip


NOBODY = ("no_occasion", "nobody asked again")


def test_repairs_in_a_hundred_turns_and_how_they_ended(visit, numbers):
    marks = [asked_again("t05"), asked_again("t08"), asked_again("t09")]
    links = [ended("t05", "resolved"), ended("t08", "resolved"), ended("t09", "abandoned")]
    assert numbers("U8", [visit], [], links, support=marks) == {
        "professional": (1, 10, 10.0),
        "client": (2, 10, 20.0),
        "resolved": (2, 3, 2 / 3),
        "abandoned": (1, 3, 1 / 3),
        "reinitiated": (0, 3, 0.0),
    }


def test_marks_without_a_repair_make_a_rate_of_0_and_no_outcomes(visit, numbers):
    token = replace(asked_again("t03"), code="continuer")
    assert numbers("U8", [visit], support=[token]) == {
        "professional": (0, 10, 0.0),
        "client": (0, 10, 0.0),
        "resolved": NOBODY,
        "abandoned": NOBODY,
        "reinitiated": NOBODY,
    }


def test_repairs_that_were_never_linked_have_a_rate_and_no_outcomes(visit, numbers):
    found = numbers("U8", [visit], support=[asked_again("t05")])
    unlinked = ("not_computable", "the moves are coded but not linked into sequences")
    assert (found["client"], found["resolved"]) == ((1, 10, 10.0), unlinked)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, "nobody has marked terms, continuers and repairs"),
        (
            {"meta": {"transcribed": "asr"}},
            "not reliable: raw output of a speech recogniser, which leaves out short responses, overlaps and pauses",
        ),
    ],
)
def test_where_repairs_could_not_be_seen_there_is_no_number(visit, numbers, change, reason):
    marks = [asked_again("t05")] if change else []
    found = numbers("U8", [replace(visit, **change)], support=marks)
    assert found == dict.fromkeys(found, ("not_computable", reason))
