"""Times in order, of one speaker at a time, and in agreement with written pauses."""

from __future__ import annotations

import pytest

from vuoro import checking
from vuoro.model import Encounter, Turn


def test_a_turn_that_begins_before_the_one_above_is_told(told):
    assert told("*A:\tso .\x152000_3000\x15\n*B:\tmm .\x151000_1500\x15\n", "chat") == [
        (4, 5, "times-out-of-order", "mm .␕1000_1500␕")
    ]


def test_turns_that_overlap_are_in_order(told):
    assert told("*A:\tso .\x152000_3000\x15\n*B:\tmm .\x151980_2500\x15\n", "chat") == []


def test_nobody_speaks_twice_at_once(findings):
    found = findings(
        "*A:\tso .\x150_3000\x15\n*B:\tmm .\x151000_1500\x15\n*A:\twell .\x152000_4000\x15\n", "chat"
    )
    assert [(one.line, one.rule, one.message) for one in found] == [
        (5, "own-overlap", "begins 1.00 s before the last turn of A ends.")
    ]


def test_what_the_reader_has_told_is_not_told_twice(told):
    assert told("*A:\tso .\x153000_2000\x15\n*B:\tmm .\x153000_3500\x15\n", "chat") == [
        (3, 5, "reversed-times", "so .␕3000_2000␕")
    ]


def test_an_encounter_from_elsewhere_may_have_times_that_run_backwards():
    turn = Turn(id="t1", speaker="A", raw="so", text="so", start=3.0, end=2.0)
    (one,) = checking.check(Encounter(id="visit", turns=(turn,)))
    assert (one.rule, one.line, one.turn, one.message) == (
        "reversed-times",
        None,
        "t1",
        "ends at 2.00 s and begins at 3.00 s.",
    )


def test_a_turn_without_times_among_turns_with_times_is_told(told):
    timed = "".join(f"*A:\tso .\x15{start}000_{start}900\x15\n" for start in range(5))
    assert told(timed + "*B:\tmm yes .\n", "chat") == [(8, 5, "missing-times", "mm yes .")]
    assert told("*A:\tso .\x150_900\x15\n*B:\tmm yes .\n", "chat") == []


@pytest.mark.parametrize(
    ("turns", "message"),
    [
        # The turn lasts 1.0 s and is said to be silent for 2.4 of them.
        ("*A:\tso (2.4) you .\x150_1000\x15\n", "the pauses in the turn are 2.4 s, and the turn is 1.0 s."),
        # A silence that stands for itself lasts 0.5 s.
        ("*A:\t(4.0) .\x150_500\x15\n", "the pauses in the turn are 4.0 s, and the turn is 0.5 s."),
        # Half a second is written, and the times leave three.
        ("*A:\tso (0.5)\x150_1000\x15\n*B:\tmm .\x154000_4500\x15\n", "0.5 s are written here, and the times leave 3.0 s."),
        ("*A:\tso .\x150_1000\x15\n*B:\t(.) mm .\x153000_4500\x15\n", "0.2 s are written here, and the times leave 2.0 s."),
    ],
)  # fmt: skip
def test_a_pause_that_the_times_do_not_allow_is_told(findings, turns, message):
    found = [one for one in findings(turns, "chat") if one.rule != "missing-terminator"]
    assert [(one.rule, one.message) for one in found] == [("pause-disagrees-with-times", message)]


@pytest.mark.parametrize(
    "turns",
    [
        "*A:\tso (0.4) you .\x150_1000\x15\n",
        # The interval of a turn may hold the pause at its end.
        "*A:\tso (2.0) .\x150_3000\x15\n*B:\tmm .\x153000_4500\x15\n",
        "*A:\tso (2.0) .\x150_1000\x15\n*B:\tmm .\x153200_4500\x15\n",
        # Somebody else is still speaking.
        "*B:\twell well .\x150_4900\x15\n*A:\tso (0.5) .\x150_1000\x15\n*C:\tmm .\x155000_5500\x15\n",
    ],
)
def test_a_pause_that_the_times_allow_is_no_finding(told, turns):
    assert told(turns, "chat", only=["pause-disagrees-with-times"]) == []


def test_a_very_long_turn_is_noted(findings):
    (one,) = findings("A: " + "word " * 500 + "\nB: mm\n", "plain")
    assert (one.rule, one.severity, one.message) == ("long-turn", "note", "is 500 words long.")
