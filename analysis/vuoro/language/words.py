"""The words of a stretch of talk, as cues are matched against them.

Lower case, apostrophes kept inside words, hyphens inside words dropped (*mm-hm* is ``mmhm``),
all other punctuation gone; fragments of cut-off words (*wo-*) and fillers (*öö*, *um*) left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from vuoro.symbols import half_compound

# The hyphen at the end of a cut-off word belongs to it; that of "deltids- och heltid" is spelling.
WORD = re.compile(rf"[^\W_]+(?:['’-][^\W_]+)*(?:-(?!{half_compound()}))?")

# A repeated start is a self-repair ("I-I think", "th-the"), of which only the last attempt is a
# word; sound objects ("mm-mm", "uh-uh") are words as they stand.
RESTART = re.compile(r"^(?:(?!mm|uh|ah|m-|h-)([^\W_']+)[^-]*-)+(?=\1)")


def words(text: str) -> list[str]:
    """The words of a text, fragments included as ``""``.

    Examples
    --------
    >>> words("Nå, va- vad tycker du? Mm-hm, it’s fine.")
    ['nå', '', 'vad', 'tycker', 'du', 'mmhm', "it's", 'fine']
    """
    if "-" in text:
        return [unhyphened(word) if "-" in word else word for word in WORD.findall(lower(text))]
    return WORD.findall(lower(text))


def placed(text: str) -> Iterator[tuple[str, int, int]]:
    """Each of the :func:`words`, with where it starts and stops in the text.

    Examples
    --------
    >>> list(placed("Mm-hm, va-"))
    [('mmhm', 0, 5), ('', 7, 10)]
    """
    for match in WORD.finditer(lower(text)):
        word = match.group()
        yield unhyphened(word) if "-" in word else word, match.start(), match.end()


def joined(text: str, keep: Callable[[str], bool] = bool) -> str:
    """The words that cues are matched against, each with a space before it.

    Examples
    --------
    >>> joined("So um, you've wai- waited?", lambda word: word not in ("", "um"))
    " so you've waited"
    """
    return "".join([" " + word for word in words(text) if keep(word)])


def lower(text: str) -> str:
    """Lower case without changing the length, so that offsets stay true.

    Examples
    --------
    >>> lower("İ’M"), len(lower("İ’M"))
    ("i'm", 3)
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(letter.lower()[0] for letter in text)
    return lowered.replace("’", "'") if "’" in lowered else lowered


def unhyphened(word: str) -> str:
    """A hyphenated word as one word; "" for a cut-off one.

    Examples
    --------
    >>> [unhyphened(word) for word in ("mm-hm", "wo-", "i-i", "th-the", "uh-uh", "osa-aika")]
    ['mmhm', '', 'i', 'the', 'uhuh', 'osaaika']
    """
    if word.endswith("-"):
        return ""
    return RESTART.sub("", word).replace("-", "")
