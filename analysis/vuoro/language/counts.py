"""How many words a turn holds, and whether it only passes the turn back: what floor measures count."""

from __future__ import annotations

from functools import lru_cache

from vuoro.language import cues
from vuoro.language.words import words
from vuoro.model import LANGUAGES

LONGEST_CONTINUER = 40
"""Characters. No free-standing token is longer, so longer talk need not be looked at."""

REMEMBERED = 65536
"""Short turns whose kind is kept in mind."""


def count_words(text: str, language: str | None) -> int:
    """The words of a text, without cut-off fragments and, where the language is known, fillers.

    Examples
    --------
    >>> count_words("Um, I wai- waited for two weeks.", "en")
    5
    """
    if language not in LANGUAGES:
        return sum(1 for word in words(text) if word)
    index = _tokens(language).index
    return sum(1 for word in words(text) if index[word] is not None)


def is_continuer(text: str, language: str | None) -> bool:
    """Whether a turn is a free-standing token such as *mm*, *joo* or *okej*; False if the language is unknown.

    Examples
    --------
    >>> is_continuer("Mm-hm.", "en"), is_continuer("Joo, niin.", "fi"), is_continuer("Yes, I waited.", "en")
    (True, True, False)
    """
    return (
        language in LANGUAGES
        and len(text) <= LONGEST_CONTINUER
        and has_words_of_tokens(text, language)
        and _is_token(text.lower(), language)
    )


def has_words_of_tokens(text: str, language: str | None) -> bool:
    """Whether every word occurs in some token, which most talk is told from tokens by.

    Examples
    --------
    >>> has_words_of_tokens("i right see", "en"), has_words_of_tokens("i waited", "en")
    (True, False)
    """
    return language in LANGUAGES and _vocabulary(language).issuperset(words(text))


@lru_cache(maxsize=REMEMBERED)
def _is_token(text: str, language: str) -> bool:
    return "continuer" in cues.said(text, _tokens(language)).hits


@lru_cache
def _tokens(language: str) -> cues.Cues:
    """The part of the cue table that tells tokens from talk, so that no other cue is tried."""
    whole = cues.load(language)
    rows = [row for row in whole.rows if row.code in ("continuer", "lead", "filler")]
    return cues.assemble(language, rows, whole.classes)


@lru_cache
def _vocabulary(language: str) -> frozenset[str]:
    told = (word for row in _tokens(language).rows for word in words(row.pattern.source))
    return frozenset({"", *told})
