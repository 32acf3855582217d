"""Words as cues see them: offsets stay true whatever is in the talk."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vuoro.language.words import lower, placed, words


def test_fragments_are_empty_and_restarts_are_said_once() -> None:
    assert words("I-I wai- waited, mm-hm; th-the cat's out") == [
        "i",
        "",
        "waited",
        "mmhm",
        "the",
        "cat's",
        "out",
    ]


def test_the_first_half_of_two_compounds_is_a_word() -> None:
    assert words("Deltids- och heltidsarbete, va-") == ["deltids", "och", "heltidsarbete", ""]
    assert words("kunta- ja aluevaalit") == ["kunta", "ja", "aluevaalit"]


@given(st.text())
def test_lower_case_keeps_the_length(text: str) -> None:
    assert len(lower(text)) == len(text)


@given(st.text())
def test_every_word_has_its_place(text: str) -> None:
    places = list(placed(text))
    assert [word for word, _, _ in places] == words(text)
    assert all(0 <= start < stop <= len(text) for _, start, stop in places)
