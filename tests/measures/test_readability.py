"""Words to the unit, long words, and LIX."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro.model import Encounter, Mark, Participant, Turn

PEOPLE = (Participant(id="D", role="professional"), Participant(id="P", role="client"))

SAID = " ".join(["Vi ska boka mottagningen."] * 5 + ["Det blir en bokning?"] * 5)
"""Forty words in ten units; five words of twelve letters, five of seven."""

UNSEEN = ("not_computable", "the transcript does not show where units end")


def visit(said: str = SAID, language: str = "sv", marks: tuple[Mark, ...] = ()) -> Encounter:
    """Ten turns: five of the professional's, and five of thirty words by the client."""
    answer = " ".join(["visst"] * 30)
    turns = [
        Turn(id=f"t{n}", speaker="DP"[n % 2], raw=text, text=text, marks=() if n % 2 else marks)
        for n, text in enumerate([said, answer] * 5)
    ]
    return Encounter(id="visit", language=language, participants=PEOPLE, turns=tuple(turns))


def test_lix_is_words_by_units_and_long_words_in_a_hundred(numbers):
    found = numbers("E5", [visit()])[""]
    assert found[2] == pytest.approx(200 / 50 + 100 * 50 / 200)


def test_words_by_units_and_the_share_of_long_words(numbers):
    assert numbers("E6", [visit()]) == {"": (200, 50, 4.0), "long_words": (50, 200, 0.25)}


def test_a_long_word_in_finnish_has_more_than_nine_letters(numbers):
    assert numbers("E6", [visit(language="fi")])["long_words"] == (25, 200, 0.125)


@pytest.mark.parametrize("language", ["fi", "en", None])
def test_lix_is_for_swedish_only(numbers, language):
    assert numbers("E5", [visit(language=language)]) == {"": ("not_computable", "LIX is made for Swedish")}


def test_a_transcript_without_signs_has_long_words_but_no_units(numbers):
    bare = visit(SAID.replace(".", "").replace("?", ""))
    assert numbers("E5", [bare]) == {"": UNSEEN}
    assert numbers("E6", [bare]) == {"": UNSEEN, "long_words": (50, 200, 0.25)}


def test_final_contours_end_units_and_cut_off_words_do_not(numbers):
    words = SAID.replace(".", "").replace("?", "")
    after = [words.index(" Vi ", 1), len(words)]
    marked = tuple(
        Mark(kind="contour", start=at, stop=at, value=sign) for at, sign in zip(after, ".↘", strict=True)
    )
    level = Mark(kind="contour", start=10, stop=10, value="→")
    assert numbers("E6", [visit(words, marks=(*marked, level))])[""] == (200, 10, 20.0)
    cut_off = visit(SAID.replace("boka", "bo- boka"))
    assert numbers("E6", [cut_off])[""] == (200, 50, 4.0)


def test_continuers_are_left_out(numbers):
    meeting = visit()
    token = Turn(id="t10", speaker="D", raw="Mm.", text="Mm.")
    assert numbers("E6", [replace(meeting, turns=(*meeting.turns, token))])[""] == (200, 50, 4.0)


def test_a_short_encounter_and_a_silent_professional_have_no_number(numbers):
    few = ("not_computable", "fewer than 300 words")
    assert numbers("E5", [visit("Vi ses.")]) == {"": few}
    silent = visit("")
    longer = replace(silent, turns=tuple(replace(turn, text=turn.text * 3) for turn in silent.turns))
    assert numbers("E6", [longer])[""] == ("no_occasion", "the professional said nothing")
