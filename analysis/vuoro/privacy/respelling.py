"""Other letters between the same signs: *Ker:ttu* becomes *Ai:no*, and *K[erttu* *A[ino*."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from itertools import pairwise

from vuoro.privacy.inflection import VOWELS
from vuoro.privacy.views import View, composed

_WORD = re.compile(r"[^\W_]+")
_DIPHTHONGS = frozenset(
    ["ai", "ei", "oi", "ui", "yi", "äi", "öi", "au", "ou", "eu", "iu", "äy", "öy", "ie", "uo", "yö"]
)


def letters(raw: str, start: int, stop: int, view: View | None = None) -> View:
    """The words in a span of raw, and where in raw each letter stands; ``view`` are all words of the turn.

    A span without words, in a comment, is taken as it stands, and so is every other string.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> from vuoro.privacy.views import words
    >>> turn = Turn(id="t1", speaker="A", raw="joo Ker:ttu", text="joo Kerttu", pieces=((0, 0, 7), (7, 8, 3)))
    >>> letters(turn.raw, 4, 11, words(turn))[:2]
    ('Kerttu', (4, 5, 6, 8, 9, 10))
    """
    if view is not None and view.offsets:
        at, to = bisect_left(view.offsets, start), bisect_left(view.offsets, stop)
        if view.text[at:to].strip():
            return View(view.text[at:to], view.offsets[at:to])
    return composed(View(raw[start:stop], tuple(range(start, stop))))


def respelt(raw: str, start: int, stop: int, view: View, spelling: str) -> str:
    """A span of raw with its letters spelt otherwise, and its signs where they were.

    Word is put on word where there are as many; a sign inside a word stays inside, and one that
    follows a vowel, as lengthening does, follows one again if there is one near.

    Examples
    --------
    >>> respelt("°Ker:ttu°", 0, 9, View("Kerttu", (1, 2, 3, 5, 6, 7)), "Aino")
    '°Ai:no°'
    >>> respelt("K[erttu", 0, 7, View("Kerttu", (0, 2, 3, 4, 5, 6)), "Vilhelmiina")
    'Vi[lhelmiina'
    """
    if len(spelling) == len(view.text):
        changed = dict(zip(view.offsets, spelling, strict=True))
        return "".join(
            changed[at] if at in changed and sign.isalnum() else sign
            for at, sign in enumerate(raw[start:stop], start)
            if not unicodedata.combining(sign)
        )
    old, new = list(_WORD.finditer(view.text)), _WORD.findall(spelling)
    if len(old) != len(new):
        old, new = list(re.finditer(r".+", view.text, re.DOTALL)), [spelling]
    written, at = [], start
    for match, word in zip(old, new, strict=True):
        offsets = view.offsets[match.start() : match.end()]
        written += [_without_accents(raw[at : offsets[0]]), _laid(raw, offsets, match[0], word)]
        at = offsets[-1] + 1
    return "".join(written) + _without_accents(raw[at:stop])


def _without_accents(signs: str) -> str:
    """What stands between letters without the accents, which belong to the letters that go."""
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


def _laid(raw: str, offsets: tuple[int, ...], old: str, new: str) -> str:
    """One word put in place of another, with what stood between the letters of the first."""
    written, done = [], 0
    for count, (offset, after) in enumerate(pairwise(offsets), 1):
        between = _without_accents(raw[offset + 1 : after])
        if between:
            to = _place(old, new, count, done)
            written += [new[done:to], between]
            done = to
    return "".join(written) + new[done:]


def _place(old: str, new: str, count: int, least: int) -> int:
    """After how many letters of the new word a sign stands that followed ``count`` of the old one."""
    near = max(1, min(len(new) - 1, round(count * len(new) / len(old))))
    if old[count - 1].lower() in VOWELS:
        fitting = [
            at for at in (near, near + 1, near - 1) if 0 < at <= len(new) and new[at - 1].lower() in VOWELS
        ]
        near = fitting[0] if fitting else near
    return max(least, near)


def cased(like: str, word: str) -> str:
    """A word in the capitals of another one.

    Examples
    --------
    >>> cased("KERTTU", "Aino"), cased("kerttu", "Aino"), cased("Kerttu", "aino"), cased("KERttu", "Aino")
    ('AINO', 'aino', 'Aino', 'AIno')
    """
    if like.isupper() and len(like) > 1:
        return word.upper()
    if like.islower():
        return word.lower()
    if like[1:].islower() or len(like) < 2:
        return word[:1].upper() + word[1:].lower()
    loud = [letter.isupper() for letter in like]
    return "".join(
        letter.upper() if loud[at * len(like) // len(word)] else letter.lower()
        for at, letter in enumerate(word)
    )


def syllables(word: str) -> int:
    """How many syllables a word has, by its vowels; one at least.

    Examples
    --------
    >>> [syllables(word) for word in ("Aino", "Maria", "Vilhelmiina", "Bo")]
    [2, 3, 4, 1]
    """
    lowered, count, at = word.lower(), 0, 0
    while at < len(lowered):
        if lowered[at] in VOWELS:
            pair = lowered[at : at + 2]
            count += 1
            at += 1 + (len(pair) == 2 and (pair[0] == pair[1] or pair in _DIPHTHONGS))
        else:
            at += 1
    return max(1, count)
