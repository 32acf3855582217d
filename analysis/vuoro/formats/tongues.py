"""Which language is spoken: told by its function words, or left open."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from vuoro.model import LANGUAGES

ENOUGH = 25
"""Turns from all over the talk; up to twice as many are looked at."""

_WORD = re.compile(r"\w+(?:'\w+)?")


def guess_language(texts: Sequence[str]) -> str | None:
    """The language of some talk, ``"sv"``, ``"fi"`` or ``"en"``; None where the words do not decide.

    The function words of each language are counted, in a long talk in some turns from all over
    it. Against every other language, the winner must have at least two words that the other has
    not, and twice as many of these as the other has.

    Examples
    --------
    >>> guess_language(["int vet jag va vi sku göra", "nå"])
    'sv'
    >>> guess_language(["no mä oon niinku miettiny et"])
    'fi'
    >>> guess_language(["ja", "mm"]) is None
    True
    """
    step = max(1, len(texts) // ENOUGH)
    words = Counter(_WORD.findall(" ".join(texts[::step]).lower().replace("’", "'")))
    lexicon = _lexicon()
    kinds: Counter[tuple[str, ...]] = Counter()
    for word in words.keys() & lexicon.keys():
        kinds[lexicon[word]] += words[word]
    if 12 * kinds.total() < words.total():
        return None
    ahead = (
        language
        for language in LANGUAGES
        if all(_is_ahead(language, rival, kinds) for rival in _table()["words"] if rival != language)
    )
    return next(ahead, None)


def _is_ahead(language: str, rival: str, kinds: Counter[tuple[str, ...]]) -> bool:
    own = sum(count for spoken_in, count in kinds.items() if language in spoken_in and rival not in spoken_in)
    theirs = sum(
        count for spoken_in, count in kinds.items() if rival in spoken_in and language not in spoken_in
    )
    return own >= 2 and own >= 2 * theirs


def language_of(word: str) -> str:
    """Our name of a language that a file calls by another: ``swe``, ``sv-FI``, ``Finnish``.

    Examples
    --------
    >>> language_of("sv-FI"), language_of("Finnish"), language_of("nld")
    ('sv', 'fi', 'nld')
    """
    plain = word.strip().lower()
    return _named().get(re.split(r"[-_ ,;]", plain, maxsplit=1)[0], plain)


def three_letters(language: str) -> str:
    """The name that ISO 639-3 has for one of our languages; any other language as it is called.

    Examples
    --------
    >>> three_letters("sv"), three_letters("nld")
    ('swe', 'nld')
    """
    names = _table()["names"].get(language, ())
    return next((name for name in names if len(name) == 3), language)


@cache
def _table() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads((files("vuoro.formats") / "tongues.toml").read_text(encoding="utf-8"))


@cache
def _lexicon() -> dict[str, tuple[str, ...]]:
    lexicon: dict[str, tuple[str, ...]] = {}
    for language, words in _table()["words"].items():
        for word in set(str(words).split()):
            lexicon[word] = (*lexicon.get(word, ()), language)
    return lexicon


@cache
def _named() -> dict[str, str]:
    return {name: language for language, names in _table()["names"].items() for name in names}
