"""How heavy the professional's talk is to follow (W3): words to the unit, long words, LIX.

A unit ends where the transcriber wrote the end of one: a full stop, a question mark, a final contour.
In speech these are signs of intonation and no sentence marks, and where a transcript has none, the
numbers are not computed. Turns that are nothing but a continuer are left out.
"""

from __future__ import annotations

import numpy as np

from vuoro.language.words import words
from vuoro.measures.answers import Answer, amount, divided, reason_where, share
from vuoro.measures.declare import measure, reason_code
from vuoro.measures.frames import Codes, positions
from vuoro.measures.talk import Talk
from vuoro.model import Turn
from vuoro.moves.units import CONTOURS, END, FINAL

LETTERS = {"sv": 6, "en": 6, "fi": 9}
"""A word is long that has more letters than this; Finnish packs more into a word [D]."""

CALIBRATED = "sv"
"""The language for whose written texts LIX was made."""

PITCH = FINAL | frozenset("↘↗⇘⇗")
"""Contours that end a unit: those of units of moves, and the final pitch movements of CHAT."""

TELLING, SHOWN = 8, 0.5
"""Of turns with so many words at least, so many must show the end of a unit somewhere [D]."""


@measure("E5")
def lix(talk: Talk) -> list[Answer]:
    """LIX of the professional's talk: words per unit, and long words in 100, added up. Swedish only.

    Calibrated for Swedish as it is written (below 30 very easy, above 60 very hard), so in speech it
    only ranks encounters of the same kind in Swedish among each other. Finnish is not computed: its
    words are long by grammar.

    References
    ----------
    Björnsson 1968: LIX = W / S + 100 L / W with L the words of more than six letters. The formula and
    the bands were checked in Swedish pages and in the documentation of two implementations that give
    the same; the book was not seen. The unit for the sentence S is ours.
    """
    totals, reason = talk.once(_totals)
    value = divided(totals["words"], totals["units"]) + 100 * divided(totals["long"], totals["words"])
    other = (talk.encounters["language"] != CALIBRATED).to_numpy()
    return [amount(value, nothing=np.where(other, reason_code("lix_is_swedish"), reason))]


@measure("E6")
def words_per_unit(talk: Talk) -> list[Answer]:
    """Words per unit in the professional's talk, and the share of long words (`long_words`, 0 to 1).

    Long words have more than six letters in Swedish and English, more than nine in Finnish.

    References
    ----------
    The units and the Finnish limit are ours.
    """
    totals, reason = talk.once(_totals)
    unknown = reason_where(~talk.encounters["language"].isin(LETTERS).to_numpy(), "other_language")
    per_unit = divided(totals["words"], totals["units"])
    long = share(totals["long"], totals["words"], "long_words", nothing="no_professional_talk")
    return [
        amount(per_unit, numerator=totals["words"], denominator=totals["units"], nothing=reason),
        long.unless(unknown),
    ]


def _totals(talk: Talk) -> tuple[dict[str, Codes], Codes]:
    """Words, units and long words of the professional side in each encounter; why not, where not."""
    turns = talk.turns
    own = turns[(turns["side"] == "P").to_numpy() & ~turns["continuer"].to_numpy()]
    at, said = positions(own), own["words"].to_numpy()
    spellings = {language: _Spellings(language) for language in set(talk.encounters["language"])}
    known = [spellings[language] for language in talk.encounters["language"]]
    places = zip(own.index.tolist(), at.tolist(), strict=True)
    shapes = [_shape(talk.texts.turn(row), known[one]) for row, one in places]
    units, ended, long = np.array(shapes, dtype=np.int64).reshape(-1, 3).T
    parts = {"words": said, "units": np.where(said > 0, units, 0), "long": long}
    totals = {name: np.bincount(at, part, minlength=len(talk)) for name, part in parts.items()}
    telling = said >= TELLING
    shown = np.bincount(at, telling & (ended > 0), minlength=len(talk))
    unmarked = shown < SHOWN * np.bincount(at, telling, minlength=len(talk))
    nobody, unseen = reason_code("no_professional_talk"), reason_code("no_unit_ends")
    return totals, np.select([totals["words"] == 0, unmarked], [nobody, unseen], 0)


class _Spellings(dict[str, int]):
    """What each spelling between two spaces adds: one for the end of a unit, and LONG for a long word.

    Both in one number, so that talk is gone through once, and each spelling looked at once.
    """

    LONG = 1 << 32

    def __init__(self, language: str) -> None:
        super().__init__()
        self.letters = LETTERS.get(language, LETTERS[CALIBRATED])

    def __missing__(self, spelling: str) -> int:
        long = sum(sum(map(str.isalpha, word)) > self.letters for word in words(spelling))
        self[spelling] = long * self.LONG + (END.search(spelling) is not None)
        return self[spelling]


def _shape(turn: Turn, known: _Spellings) -> tuple[int, int, int]:
    """How many units a turn has, how many ends are written in it, and how many long words it holds."""
    spellings = turn.text.split()
    long, ended = divmod(sum(map(known.__getitem__, spellings)), known.LONG)
    if turn.marks and (ends := _ends(turn)):
        return len(ends) + (max(ends) < len(turn.text.rstrip())), len(ends), long
    rest = not spellings or not known[spellings[-1]] % known.LONG
    return ended + rest, ended, long


def _ends(turn: Turn) -> set[int]:
    """Where units end in the text of a turn, by its contours and by what is written."""
    contours = (mark for mark in turn.marks if mark.kind in CONTOURS and mark.value in PITCH)
    ends = {turn.in_text(mark.start, mark.stop)[0] for mark in contours}
    return (ends | {match.end() for match in END.finditer(turn.text)}) - {0}
