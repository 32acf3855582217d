"""Numbers are said in words, and six figures in a row are somebody's."""

from __future__ import annotations

import pytest

from vuoro.privacy import spoken


@pytest.mark.parametrize(
    "said",
    [
        "nolla yksi nolla viisi yheksänneljä väliviiva kolme nolla kaheksan",
        "nolla nelkyt yks kaks kol nelj viis",
        "noll ett noll fem nittifyra",
        "noll sjutti eh ett sju fyra noll sex",
        "oh two oh seven um nine four six",
        "double five five oh one two three",
        "nolla yksi noll två zero three",
        "0 4 0 1 2 3 4",
        "tolfte mars nittonhundrafemtisex",
    ],
)
def test_a_run_of_figures_is_found_from_its_first_word_to_its_last(said):
    found = list(spoken.found(f"joo se on {said} sitte"))
    assert [f"joo se on {said} sitte"[one.start : one.stop] for one in found] == [said]


@pytest.mark.parametrize(
    "said",
    [
        "kaks tai kolme kertaa",
        "nittonhundraåttiofyra",
        "two or three times at half past nine",
        "second, third, fourth and fifth",
        "10, 20, and 40 milligrams",
        "[00:01:04]",
        "yks kahvi ja kaks pullaa, kolme lasta, neljä koiraa",
        "ett å två",
        "one of the three",
    ],
)
def test_counting_times_and_doses_are_no_codes(said):
    assert list(spoken.found(said)) == []


def test_a_masked_run_keeps_its_words_and_is_found_no_more():
    masked = spoken.mask("noll ett öh noll fem nittifyra", "sv")
    assert masked == "noll noll öh noll noll noll"
    assert list(spoken.found(masked)) == []


def test_a_word_of_any_length_is_no_numeral_beyond_the_longest_there_is():
    assert spoken.parts("kaksi" * 40) == ()
    assert spoken.worth("kaheksankytviis") == 2
