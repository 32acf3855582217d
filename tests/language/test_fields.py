"""Word fields: what stands in the table, and which words are found in it."""

from __future__ import annotations

import pytest

from vuoro.language.fields import ANY, fields, fields_of
from vuoro.model import LANGUAGES


def test_every_field_has_words_in_every_language():
    named = [set().union(*fields(language).values()) for language in LANGUAGES]
    assert named[0] == named[1] == named[2]
    assert len(named[0]) > 90


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_stand_in_lower_case_with_at_most_one_open_end(language):
    for word in fields(language):
        assert word == word.lower()
        assert word.count(ANY) <= 1
        assert ANY not in word[1:-1]


@pytest.mark.parametrize(
    ("language", "words", "named"),
    [
        ("sv", ("tycker", "åsikten", "tänkte"), "think"),
        ("fi", ("mielestä", "ajattelet", "luulin"), "think"),
        ("en", ("think", "opinions", "believed"), "think"),
        ("fi", ("haluaisitko", "ootko", "jaksatsä"), "you"),
        ("sv", ("oroar", "rädslan", "ångest"), "afraid"),
    ],
)
def test_words_that_do_the_same_work_share_a_field(language, words, named):
    assert all(named in fields_of(word, language) for word in words)


def test_an_open_beginning_needs_a_stem_before_it():
    assert "we" in fields_of("katotaanko", "fi")
    assert "we" not in fields_of("taanko", "fi")


def test_a_word_that_is_in_no_field_has_none():
    assert fields_of("kaffe", "sv") == fields_of("", "sv") == fields_of("tycker", "da") == ()
