"""A bracket finds the bracket of somebody else that it belongs to, or says that it has none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro import symbols
from vuoro.model import Encounter, Turn


def meeting(*said: str, convention: str = "jefferson") -> Encounter:
    """Turns written as ``A: so [you]``, or with times as ``A 0.0-1.5: so``."""
    turns = []
    for number, line in enumerate(said):
        label, _, raw = line.partition(": ")
        speaker, _, times = label.partition(" ")
        start, _, end = times.partition("-")
        reading = symbols.read(raw, convention)
        turns.append(
            Turn(id=f"t{number}", speaker=speaker, raw=raw, start=float(start) if start else None,
                 end=float(end) if end else None, **reading._asdict())
        )  # fmt: skip
    return Encounter(id="meeting", turns=tuple(turns))


def pairs(encounter: Encounter) -> list[tuple[str, str, str]]:
    turns = encounter.turns
    return [
        (*(turns[one.place].raw[one.start : one.stop] for one in (both.first, both.second)), both.found)
        for both in symbols.overlaps(encounter)
    ]


def alone(encounter: Encounter) -> list[str]:
    return [encounter.turns[one.place].raw[one.start : one.stop] for one in symbols.unpaired(encounter)]


def test_brackets_without_digits_are_paired_in_order():
    talk = meeting("A: so [you] waited [long]", "B: [mm] and [yes]", "A: right")
    assert pairs(talk) == [("[you]", "[mm]", "order"), ("[long]", "[yes]", "order")]
    assert alone(talk) == []


def test_one_turn_may_be_overlapped_by_several_others():
    talk = meeting("A: so [you] waited [long]", "B: [mm]", "A: well", "B: [yes]")
    assert pairs(talk) == [("[you]", "[mm]", "order"), ("[long]", "[yes]", "order")]


def test_a_bracket_that_was_forgotten_does_not_shift_the_others():
    talk = meeting("A: so [you]", "B: no", "A: [well] then", "B: [mm]")
    assert pairs(talk) == [("[well]", "[mm]", "order")]
    assert alone(talk) == ["[you]"]


def test_a_third_speaker_overlaps_what_the_second_did():
    talk = meeting("A: so [you]", "B: [mm]", "C: [yes]")
    assert pairs(talk) == [("[you]", "[mm]", "order"), ("[you]", "[yes]", "order")]
    assert alone(talk) == []


def test_digits_say_which_brackets_belong_together():
    talk = meeting("A: [1 joo ]1 niin [2 just ]2", "B: [2 mm ]2", "C: [1 eiku ]1")
    assert pairs(talk) == [("[1 joo ]1", "[1 eiku ]1", "index"), ("[2 just ]2", "[2 mm ]2", "index")]


def test_only_the_onset_may_be_written():
    talk = meeting("A: so [you waited.", "B: [mm")
    assert pairs(talk) == [("[you waited", "[mm", "order")]


def test_half_brackets_of_chat_are_paired_by_corner_and_digit():
    talk = meeting("A: ⌈so⌉ ⌈2 you⌉2 .", "B: ⌊2 mm⌋2 .", "C: ⌊yes⌋ .", convention="chat")
    assert pairs(talk) == [("⌈so⌉", "⌊yes⌋", "corners"), ("⌈2 you⌉2", "⌊2 mm⌋2", "index")]
    assert alone(meeting("A: ⌈so⌉ .", "B: ⌈mm⌉ .", convention="chat")) == ["⌈so⌉", "⌈mm⌉"]


def test_the_pointers_of_older_chat_are_about_the_angles_or_the_word_before_them():
    talk = meeting("A: and <so you> [>] .", "B: mm [<] .", "C: +< oh yes .", convention="chat")
    assert pairs(talk) == [("<so you> [>]", "mm [<]", "pointers"), ("mm", "+< oh yes", "pointers")]
    assert pairs(meeting("A: so [>] .", "B: +< yeah [<] .", "B: +< mhm .", convention="chat")) == [
        ("so [>]", "yeah [<]", "pointers"),
        ("so", "+< mhm", "pointers"),
    ]


def test_gat2_is_paired_as_jefferson_is():
    assert pairs(meeting("A: so [ich:] warte", "B: [ja]", convention="gat2")) == [("[ich:]", "[ja]", "order")]


def test_times_tell_where_no_sign_does():
    talk = meeting("A 0.0-2.0: so you waited", "B 1.5-3.0: mm well", "A 2.98-4.0: yes")
    assert pairs(talk) == [("so you waited", "mm well", "times")]


def test_times_do_not_tell_again_what_the_signs_have_told():
    talk = meeting("A 0.0-2.0: so [you]", "B 1.5-3.0: [mm] well")
    assert pairs(talk) == [("[you]", "[mm]", "order")]


@pytest.mark.parametrize(
    ("raw", "convention"),
    [
        ("[a] ", "jefferson"),
        ("[a ", "jefferson"),
        ("[2a] ", "jefferson"),
        ("a [>] ", "chat"),
        ("⌈a⌉ ", "chat"),
    ],
)
def test_very_many_brackets_are_paired_in_time(raw, convention):
    talk = meeting(f"A: {raw * 20_000}", f"B: {raw * 20_000}", convention=convention)
    assert len(symbols.overlaps(talk)) + len(symbols.unpaired(talk)) >= 20_000


@given(
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.text("[]⌈⌉⌊⌋<>+ ab12.", max_size=20)), max_size=12
    ),
    st.sampled_from(["jefferson", "gat2", "chat"]),
)  # fmt: skip
def test_every_stretch_is_paired_or_alone(said, convention):
    talk = meeting(*(f"{who}: {raw}" for who, raw in said), convention=convention)
    told = {
        (one.place, one.start, one.stop)
        for both in symbols.overlaps(talk)
        for one in (both.first, both.second)
    } | {(one.place, one.start, one.stop) for one in symbols.unpaired(talk)}
    brackets = {
        (place, mark.start)
        for place, turn in enumerate(talk.turns)
        for mark in turn.marks
        if mark.kind == "overlap" and turn.raw[mark.start] in "⌈⌊"
    }
    assert brackets <= {(place, start) for place, start, _ in told}
    assert all(
        both.first.speaker != both.second.speaker and both.first.place < both.second.place
        for both in symbols.overlaps(talk)
    )
