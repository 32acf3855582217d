"""The lexicon of professional terms: every entry can be found, and bad lists are told."""

from __future__ import annotations

import pytest

from vuoro.language import terms


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_every_term_is_found_as_it_is_written_and_has_a_gloss_and_a_source(language: str) -> None:
    lexicon = terms.load(language)
    unfound = [one.term for one in lexicon if not one.forms and not terms.spot(one.term, lexicon)]
    assert (unfound, [one.term for one in lexicon if not (one.gloss and one.source)]) == ([], [])


@pytest.mark.parametrize(
    ("language", "said", "term"),
    [
        ("fi", "se kuntoutusrahan ehto", "kuntoutusraha"),
        ("fi", "lähetteen saa", "lähete"),
        ("sv", "om sjukpenningen räcker", "sjukpenning"),
        ("sv", "partiell sjukdagpenning", "partiell sjukdagpenning"),
        ("en", "two referrals", "referral"),
    ],
)
def test_terms_are_found_inflected_and_the_longest_first(language: str, said: str, term: str) -> None:
    assert [found.term.term for found in terms.spot(said, terms.load(language))] == [term]


@pytest.mark.parametrize(
    ("language", "said"), [("sv", "gasa inte"), ("fi", "lähetä se"), ("en", "a deep section")]
)
def test_everyday_words_are_no_terms(language: str, said: str) -> None:
    assert terms.spot(said, terms.load(language)) == []


def test_a_list_without_the_column_or_a_language_is_told() -> None:
    with pytest.raises(terms.BadTerms, match=r"own.tsv: the first line"):
        terms.read("word\nomprövning", "own.tsv")
    with pytest.raises(terms.BadTerms, match=r"own.tsv, line 2: a term needs a language"):
        terms.read("term\nomprövning", "own.tsv")
