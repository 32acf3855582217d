"""Word fields: which words do the same work in talk, in three languages side by side.

The fields are a table, ``fields.tsv``: a row a field, a column a language. They let what was learned of one
word count for its neighbours, and what was learned in one language count in another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

ANY = "*"
"""In the table, any beginning or ending of a word."""

STEM = 2
"""Letters that stand before an ending, at least: without them it is a word."""

Fields = Mapping[str, tuple[str, ...]]
"""The fields of every word, beginning (``må*``) and ending (``*itko``) in a language's column."""


@cache
def fields(language: str) -> Fields:
    """The word fields of a language, by word; none for a language without a column in the table.

    Examples
    --------
    >>> fields("sv")["kan"], len(fields("da"))
    (('can',), 0)
    """
    (_, *languages), *rows = _rows()
    found: dict[str, tuple[str, ...]] = {}
    for name, *columns in rows if language in languages else ():
        for word in columns[languages.index(language)].split():
            found[word] = (*found.get(word, ()), name)
    return found


@lru_cache(maxsize=65536)
def fields_of(word: str, language: str) -> tuple[str, ...]:
    """The fields that a word in lower case belongs to, sorted; most words belong to none.

    Examples
    --------
    >>> fields_of("tycker", "sv"), fields_of("mielestä", "fi"), fields_of("opinion", "en")
    (('think',), ('think',), ('think',))
    >>> fields_of("voisitko", "fi"), fields_of("voisitko", "sv")
    (('could', 'you'), ())
    """
    table = fields(language)
    return tuple(sorted({name for form in _forms(word) for name in table.get(form, ())}))


def _forms(word: str) -> Iterator[str]:
    """How the table may write a word: whole, by its beginning, and by its ending."""
    yield word
    yield from (word[:at] + ANY for at in range(1, len(word) + 1))
    yield from (ANY + word[at:] for at in range(STEM, len(word)))


def _rows() -> list[list[str]]:
    text = (files("vuoro.language") / "fields.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
