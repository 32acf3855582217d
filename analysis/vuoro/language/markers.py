"""Classes of function words, to see whether speakers take them over from each other.

The lists are files, ``markers/{language}.tsv``: a row a class, with their sources. They are not the same
classes in every language: Finnish has no articles, and has clitics.
"""

from __future__ import annotations

import re
from functools import cache, reduce
from importlib.resources import files
from operator import or_

from vuoro.language.words import lower

WORD = re.compile(r"\w+(?:'\w+)*")


@cache
def markers(language: str) -> dict[str, frozenset[str]]:
    """The words of each class in a language; nothing for a language without lists.

    Examples
    --------
    >>> sorted(markers("en")["article"]), list(markers("fi"))[:2], markers("da")
    (['a', 'an', 'the'], ['clitic', 'auxiliary'], {})
    """
    path = files("vuoro.language") / "markers" / f"{language}.tsv"
    if not language or not path.is_file():
        return {}
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    return {name: frozenset(words.split()) for name, words in lines[1:]}


class Marked(dict[str, int]):
    """Which classes are in what stands between two spaces, as bits; each spelling is looked at once.

    Of a contraction, the whole counts and what stands before the apostrophe: *it's* is a pronoun
    and an auxiliary. A hyphen parts words.

    Examples
    --------
    >>> said = Marked("en")
    >>> [name for bit, name in enumerate(markers("en")) if said["It’s,"] >> bit & 1]
    ['auxiliary', 'impersonal_pronoun']
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.width = len(markers(language))
        self._bits: dict[str, int] = {}
        for bit, words in enumerate(markers(language).values()):
            for word in words:
                self._bits[word] = self._bits.get(word, 0) | 1 << bit

    def __missing__(self, spelling: str) -> int:
        found = 0
        for word in WORD.findall(lower(spelling)):
            parts = word.split("'")
            for end in range(1, len(parts) + 1):
                found |= self._bits.get("'".join(parts[:end]), 0)
        self[spelling] = found
        return found

    def within(self, text: str) -> int:
        """The classes in a whole text, as bits."""
        return reduce(or_, map(self.__getitem__, text.split()), 0)
