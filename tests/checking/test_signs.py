"""Signs that need a partner, signs of no convention, and two ways of writing one thing."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("line", "column", "sign"),
    [
        ("A: so (you waited", 7, "("),
        ("A: so you) waited", 10, ")"),
        ("A: °so° well °you waited", 14, "°"),
        ("A: £so£ well £you waited", 14, "£"),
        ("A: #so# #you waited", 9, "#"),
        ("A: so >you waited", 7, ">"),
    ],
)
def test_a_sign_without_its_partner_is_told(told, line, column, sign):
    assert told(f"{line}\nB: mm\nB: yes\n") == [(1, column, "unbalanced-sign", sign)]


def test_a_rushed_start_needs_no_partner(told):
    assert told("A: so <you waited\nB: mm\n") == []


def test_a_sign_that_is_carried_on_in_the_speakers_next_turn_has_its_partner(told):
    assert told("A: °so you\nB: mm\nA: waited° then °well°\n") == []


def test_two_round_brackets_that_both_open_are_no_pair(told):
    assert told("A: so (you\nB: mm\nA: waited (then\n") == [
        (1, 7, "unbalanced-sign", "("),
        (3, 11, "unbalanced-sign", "("),
    ]


def test_who_marks_only_where_soft_talk_begins_does_so_throughout(told):
    assert told("A: °so you\nB: °mm\nC: °well\n") == []
    assert told("A: °so you\nB: mm\n") == [(1, 4, "unbalanced-sign", "°")]


def test_a_comment_of_gat2_without_its_end_is_told(told):
    assert told("A: <<p> so> und <<f> ich warte\nB: ja\n", "gat2") == [(1, 17, "unbalanced-sign", "<<f>")]


@pytest.mark.parametrize("sign", ["<", ">", "(", ")", "‹", "[", "◉"])
def test_chat_signs_come_in_pairs(told, sign):
    assert told(f"*A:\t◉so◉ {sign}you waited .\n*B:\tmm .\n", "chat") == [(3, 10, "unbalanced-sign", sign)]


def test_ordinary_prose_has_no_signs_to_balance(told):
    assert told("A: I waited > 5 hours (or more.\nB: °C and £50, #1.\n", "plain") == []


def test_a_character_that_is_no_sign_is_told_once(findings):
    found = findings("A: so you ± waited ±\nB: 37° is €5, 50 %\n")
    assert [(one.line, one.column, one.rule, one.text, one.message) for one in found] == [
        (1, 11, "unknown-sign", "±", "U+00B1 is no sign of the convention 'jefferson'. It stands 2 times.")
    ]


def test_letters_read_in_a_wrong_encoding_are_told(told):
    text = "A: så du vÃ¤ntade på läkaren och på sköterskan\nB: âŒˆjaâŒ‰ Mariés Ângström\n"
    assert told(text, "plain") == [(1, 11, "broken-letters", "Ã¤"), (2, 4, "broken-letters", "âŒˆ")]


def test_two_ways_of_writing_one_thing_are_told_at_the_rarer_one(findings):
    found = findings("A: so (0.5) you (1.0) waited\nB: mm (0,4) yes\n")
    assert [(one.line, one.column, one.rule, one.text, one.message) for one in found] == [
        (
            2,
            7,
            "mixed-conventions",
            "(0,4)",
            "the length of a pause is written with a comma in 1 of 3 places.",
        )
    ]


def test_a_chat_turn_ends_with_a_terminator_unless_the_file_is_in_ca_mode(told):
    turns = "*A:\tso you waited\n*B:\tmm .\n*A:\tyes .\n"
    assert told(turns, "chat") == [(3, 17, "missing-terminator", "d")]
    assert told("@Options:\tCA\n" + turns, "chat") == []
