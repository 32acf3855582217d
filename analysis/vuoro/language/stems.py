"""Word stems (Snowball, through nltk), to see whether two stretches of talk are about the same.

nltk takes a second to load, so it is loaded when the first stem is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from vuoro.language import tables
from vuoro.language.words import words

SNOWBALL = {"sv": "swedish", "fi": "finnish", "en": "english"}

SHORTEST = 4
"""Shorter words are nearly all function words in the three languages."""


@lru_cache
def _stemmer(language: str) -> Any:
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer(SNOWBALL[language])


@lru_cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(tables.classes(language).get("function", ()))


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """The Snowball stem of a word; the word itself in a language without a stemmer.

    Examples
    --------
    >>> stem("promenaderna", "sv"), stem("jaksaisin", "fi"), stem("walking", "en")
    ('promenad', 'jaksais', 'walk')
    """
    return _stemmer(language).stem(word) if language in SNOWBALL else word


def content(said: Iterable[str], language: str) -> set[str]:
    """The stems of those words that carry what a stretch of talk is about.

    Examples
    --------
    >>> sorted(content(["you've", "been", "walking", "to", "the", "nights"], "en"))
    ['night', 'walk']
    """
    small = _function_words(language)
    long = [word.partition("'")[0] for word in said if len(word) >= SHORTEST and word not in small]
    return {stem(word, language) for word in long if len(word) >= SHORTEST and word not in small}


def shared(one: str, other: str, language: str) -> set[str]:
    """The stems that two stretches of talk have in common.

    Examples
    --------
    >>> shared("I walk to work", "so it's the walking that helps", "en")
    {'walk'}
    """
    return content(words(one), language) & content(words(other), language)
