"""Classes of function words: what is in the lists, and what is found in talk."""

from __future__ import annotations

import pytest

from vuoro.language.markers import Marked, markers


def classes_in(text: str, language: str) -> set[str]:
    bits = Marked(language).within(text)
    return {name for bit, name in enumerate(markers(language)) if bits >> bit & 1}


@pytest.mark.parametrize("language", ["en", "sv", "fi"])
def test_every_language_has_eight_classes_of_words_in_lower_case(language):
    lists = markers(language)
    assert len(lists) == 8
    assert all(word == word.lower().strip("'") for words in lists.values() for word in words)


def test_a_language_without_lists_has_no_classes():
    assert (markers("da"), markers(""), Marked("da").within("jeg og du")) == ({}, {}, 0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The dog", {"article"}),
        ("THE, dog!", {"article"}),
        ("there", {"adverb"}),  # not "the" in it
        ("it’s", {"impersonal_pronoun", "auxiliary"}),
        ("you've", {"personal_pronoun", "auxiliary"}),
        ("up-to-date", {"preposition"}),
        ("", set()),
    ],
)
def test_words_are_found_whole_and_contractions_twice(text, found):
    assert classes_in(text, "en") == found


def test_finnish_has_clitics_where_others_have_articles():
    assert classes_in("Onko niin?", "fi") == {"clitic", "adverb"}
    assert "article" not in markers("fi")


def test_spoken_forms_of_swedish_are_known():
    assert classes_in("ja e int", "sv") == {"personal_pronoun", "auxiliary", "adverb"}
