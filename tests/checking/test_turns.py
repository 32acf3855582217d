"""Turns without anything in them, turns told twice, and labels that are nearly alike."""

from __future__ import annotations

import pytest


def test_an_empty_turn_is_told_and_a_silent_one_is_not(told):
    assert told("*A:\t.\n*B:\t(2.0) .\n*A:\t0 .\n*B:\t&=nods .\n", "chat") == [(3, 5, "empty-turn", ".")]


def test_a_turn_that_stands_twice_is_told_where_it_is_long_enough_to_be_a_slip(told):
    text = "A: so you waited there\nA: so you waited there\nB: mm\nB: mm\n"
    assert told(text, "plain") == [(2, 4, "duplicate-turn", "so you waited there")]


def test_two_people_may_say_the_same(told):
    assert told("A: so you waited there\nB: so you waited there\n", "plain") == []


@pytest.mark.parametrize(
    ("usual", "rare"),
    [("DOC", "DCO"), ("Doctor", "doctor"), ("Kerttu", "Kertu"), ("Liisa", "Lisa"), ("T.", "T")],
)
def test_a_rare_label_like_a_frequent_one_is_told(findings, usual, rare):
    text = f"speaker;text\n{rare};mm\n" + f"{usual};so\nB;yes\n" * 6
    found = findings(text, "csv")
    assert [(one.line, one.column, one.rule, one.text) for one in found] == [
        (2, len(rare) + 2, "similar-label", rare)
    ]
    assert found[0].message == f"turns of {rare!r}: 1, of {usual!r}: 6. Are they one person?"


@pytest.mark.parametrize(("usual", "rare"), [("A", "B"), ("P01", "P02"), ("MOT", "FAT"), ("Anna", "Bo")])
def test_labels_of_two_people_are_no_finding(told, usual, rare):
    assert told(f"speaker;text\n{rare};mm\n" + f"{usual};so\nB2;yes\n" * 6, "csv") == []


def test_a_speaker_whom_the_file_does_not_declare_is_told_as_the_reader_tells_it(told):
    assert told("*A:\tso .\n*D:\tmm .\n", "chat") == [(4, 5, "undeclared-speaker", "mm .")]
