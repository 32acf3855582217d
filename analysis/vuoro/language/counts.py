"""How many words a turn holds, and whether it only passes the turn back: what floor measures count."""

from __future__ import annotations

from functools import lru_cache

from vuoro.language import cues
from vuoro.language.words import words
from vuoro.model import LANGUAGES

LONGEST_CONTINUER = 40
"""Characters. No free-standing token is longer, so longer talk need not be looked at."""

REMEMBERED = 65536
"""Short turns, and spellings, whose kind is kept in mind."""


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
    if language not in LANGUAGES or len(text) > LONGEST_CONTINUER:
        return False
    return all(map(_in_tokens(language).__getitem__, text.split())) and _is_token(text.lower(), language)


class _Spellings(dict[str, bool]):
    """Whether a spelling between two spaces has only words of tokens: most talk is told from them by a look."""

    def __init__(self, vocabulary: frozenset[str]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def __missing__(self, spelling: str) -> bool:
        if len(self) >= REMEMBERED:
            self.clear()
        self[spelling] = self.vocabulary.issuperset(words(spelling))
        return self[spelling]


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
def _in_tokens(language: str) -> _Spellings:
    told = (word for row in _tokens(language).rows for word in words(row.pattern.source))
    return _Spellings(frozenset({"", *told}))
