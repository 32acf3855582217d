"""Overlap brackets without their end, without their partner, and against the times."""

from __future__ import annotations


def test_brackets_in_pairs_are_no_finding(told):
    assert told("A: so [you] waited\nB:    [mm ]\nA: yes\n") == []


def test_a_bracket_that_is_not_closed_is_told_where_the_others_are(told):
    assert told("A: so [you] waited\nB:    [mm]\nA: well [now then\nB: [yes]\n") == [
        (3, 9, "unbalanced-overlap", "[")
    ]


def test_a_bracket_that_closes_nothing_is_told(told):
    assert told("A: so [you] waited\nB:    [mm]\nA: well] then\n") == [(3, 8, "unbalanced-overlap", "]")]


def test_who_writes_onsets_only_need_not_close_them(told):
    assert told("A: so [you waited\nB:    [mm\nA: well [now\nB: [yes\n") == []


def test_a_bracket_may_be_closed_in_a_later_turn_of_its_speaker(told):
    assert told("A: so [you\nB:    [mm]\nA: waited] then\n") == []


def test_a_bracket_without_a_partner_is_told_with_its_words(told, findings):
    text = "A: so [you] waited\nB: mm\nA: [well]\nB: [yes]\n"
    assert told(text) == [(1, 7, "unpaired-overlap", "[you]")]
    (one,) = findings(text)
    assert one.message == "nobody else has a [ within 10 turns."


def test_digits_must_agree(told):
    assert told("A: so [1 you ]1 waited\nB: [2 mm ]2\n") == [
        (1, 7, "unpaired-overlap", "[1 you ]1"),
        (2, 4, "unpaired-overlap", "[2 mm ]2"),
    ]


def test_chat_corners_and_pointers_need_their_other_half(told):
    assert told("*A:\tso ⌈you⌉ .\n*B:\t⌊mm⌋ .\n", "chat") == []
    assert told("*A:\tso ⌈you⌉ .\n*B:\t⌈mm⌉ .\n", "chat") == [
        (3, 8, "unpaired-overlap", "⌈you⌉"),
        (4, 5, "unpaired-overlap", "⌈mm⌉"),
    ]
    assert told("*A:\tso <you two> [>] .\n*B:\tmm .\n", "chat") == [
        (3, 8, "unpaired-overlap", "<you two> [>]")
    ]


def test_gat2_brackets_are_checked_as_jeffersons_are(told):
    assert told("A: so [ich] warte\nB: ja\nA: [also]\nB: [hm]\n", "gat2") == [
        (1, 7, "unpaired-overlap", "[ich]")
    ]


TIMED = "*A:\tso ⌈you⌉ .\x150_2000\x15\n*B:\t⌊mm⌋ .\x151500_2200\x15\n"


def test_times_that_overlap_without_a_sign_are_told_where_overlaps_are_written(findings):
    found = findings(TIMED + "*A:\twell then .\x153000_5000\x15\n*B:\toh yes .\x154000_6000\x15\n", "chat")
    assert [(one.line, one.rule, one.message) for one in found] == [
        (6, "overlap-without-signs", "overlaps line 5 (A) by 1.0 s, says its time; no sign says so.")
    ]


def test_times_that_overlap_are_no_finding_where_nobody_writes_overlaps(told):
    assert told("*A:\twell then .\x153000_5000\x15\n*B:\toh yes .\x154000_6000\x15\n", "chat") == []


def test_signs_of_overlap_on_turns_that_the_times_keep_apart_are_told(findings):
    found = findings("*A:\tso ⌈you⌉ .\x150_2000\x15\n*B:\t⌊mm⌋ .\x152900_3200\x15\n", "chat")
    assert [(one.line, one.column, one.rule, one.text, one.message) for one in found] == [
        (4, 5, "signs-without-overlap", "⌊mm⌋", "its partner in line 3 (A) is 0.9 s away, say the times.")
    ]
