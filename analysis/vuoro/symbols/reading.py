"""From a turn as it was transcribed to its words, and what was taken out of it."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from vuoro.model import Mark
from vuoro.symbols.tables import WHITE, Sign, signs_with, table

# A sign is blotted out, not cut out, so that the words keep their places while others are read.
BLOT = "\0"
GAP = "\x1f"  # white space to every pattern, and yet not a space that the transcriber typed

COPIED = re.compile(rf"[^\s\0](?:[^\0{WHITE}]*[^\s\0])?")
WRAP = "\n\t"
START = attrgetter("start")
SHARED = 1 << 12


@lru_cache(maxsize=SHARED)
def mark(kind: str, start: int, stop: int, value: float | str | None = None) -> Mark:
    return Mark(kind=kind, start=start, stop=stop, value=value)


Pieces = tuple[tuple[int, int, int], ...]


class Reading(NamedTuple):
    """The words of a turn, what was taken out, and where in `raw` the words stood.

    The three have the meaning they have in :class:`vuoro.model.Turn`.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    pieces: Pieces = ()


def read(raw: str, convention: str = "jefferson") -> Reading:
    """Tell the words of a turn from the transcriber's signs.

    Every letter of `raw` is in the text or within a mark. A bracket without its partner is
    a mark of its own length and takes no words with it.

    Parameters
    ----------
    raw : str
        The turn after its speaker label, verbatim, line breaks included.
    convention : {"jefferson", "gat2", "chat", "plain"}
        In "plain", ordinary orthography, punctuation and capitals are spelling and stay.

    Raises
    ------
    UnknownConvention
        There is no such convention; the message names those there are.

    Examples
    --------
    >>> text, marks, pieces = read("so:: (0.5) °you wai-°")
    >>> text
    'so you wai-'
    >>> [(mark.kind, mark.start, mark.stop, mark.value) for mark in marks]
    [('lengthening', 2, 4, None), ('pause', 5, 10, 0.5), ('soft', 11, 21, None), ('cut_off', 19, 20, None)]
    >>> pieces
    ((0, 0, 2), (3, 12, 8))
    """
    signs = table(convention)
    plain = signs.plain_turn.fullmatch(raw)
    if plain is None or "  " in raw or (signs.shouts and not raw.islower()):
        return _marked_turn(raw, convention)
    for sign in signs.hidden:
        if sign in raw:
            return _marked_turn(raw, convention)
    words = plain[1].rstrip(" ")
    if "\n" not in raw:
        return Reading(words, _marks(signs.endings, plain.regs[2:], plain[2]))
    ends = _line_ends(raw)
    marks = _marks(signs.endings, plain.regs[2:], plain[2], ends)
    return Reading(words.replace(WRAP, " "), marks, _lines(ends, len(words)))


def _line_ends(raw: str) -> tuple[int, ...]:
    ends, at = [], raw.find(WRAP)
    while at >= 0:
        ends.append(at)
        at = raw.find(WRAP, at + len(WRAP))
    return tuple(ends)


# Thousands of turns end, and are wrapped, at the same places. They share what says so.
@lru_cache(maxsize=SHARED)
def _marks(
    kinds: tuple[str, ...], spans: tuple[tuple[int, int], ...], sign: str, ends: tuple[int, ...] = ()
) -> tuple[Mark, ...]:
    """The marks of a plain turn: those at its end, of which only the first has a value, and its breaks."""
    values = (sign, *[None] * len(kinds))
    endings = zip(kinds, spans, values, strict=False)
    marks = [mark(kind, start, stop, value) for kind, (start, stop), value in endings if start < stop]
    marks += [mark("line_break", end, end + len(WRAP)) for end in ends]
    return tuple(sorted(marks, key=START))


@lru_cache(maxsize=SHARED)
def _lines(ends: tuple[int, ...], stop: int) -> Pieces:
    """The map of words in lines, which end where ``ends`` says; the last of them at ``stop``."""
    starts = [0, *(end + len(WRAP) for end in ends if end < stop)]
    stops = [*(end for end in ends if end < stop), stop]
    # Each break of two characters has become one space.
    return _mapped(
        [(at - line, at, to - at) for line, (at, to) in enumerate(zip(starts, stops, strict=True))]
    )


def _marked_turn(raw: str, convention: str) -> Reading:
    """The thorough way: one sign after another, in the order of the table."""
    signs = table(convention)
    marks: list[Mark] = []
    work = raw
    # Where the last two spaces have a terminator between them, the end is as in a plain turn.
    stop = raw.rfind(" ", 0, raw.rfind(" ")) + 1
    ending = signs.ending.fullmatch(raw, stop)
    if ending and raw.find("\n", stop) < 0:
        marks += _marks(signs.endings, ending.regs[1:], ending[1])
        work = raw[:stop]
    for sign in signs_with(convention, signs.characters.intersection(work)):
        work = _read_sign(sign, work, marks)
    text, pieces = _words(work)
    return Reading(text, tuple(sorted(marks, key=START)), pieces)


def _read_sign(sign: Sign, work: str, marks: list[Mark]) -> str:
    """Note the marks of one kind, and blot out their signs but not the words they enclose."""

    def blot(match: re.Match[str]) -> str:
        start, stop = match.span()
        marks.append(
            mark(sign.kind, start, stop, _value(sign.kind, match["value"]) if sign.valued else sign.seconds)
        )
        first, last = match.span("keep") if sign.keeps else (-1, -1)
        if first < 0:
            return blank * (stop - start)
        kept = match["keep"].lower() if sign.lower else match["keep"]
        return blank * (first - start) + kept + blank * (stop - last)

    blank = GAP if sign.gap else BLOT
    read = sign.pattern.sub(blot, work)
    while sign.nested and read != work:
        work, read = read, sign.pattern.sub(blot, read)
    return read


def _value(kind: str, written: str | None) -> float | str | None:
    if written is None or kind != "pause":
        return written
    minutes, _, seconds = written.replace(",", ".").rpartition(":")
    return 60 * float(minutes or 0) + float(seconds)


def _words(work: str) -> tuple[str, Pieces]:
    """What was not blotted out, and where it stood."""
    text, pieces, end = "", [], 0
    for copied in COPIED.finditer(work.replace("  ", " " + GAP)):
        start, stop = copied.span()
        if text and work[end:start].strip(BLOT):
            text += " "
        pieces.append((len(text), start, stop - start))
        text += copied[0]
        end = stop
    return text, _mapped(pieces)


def _mapped(pieces: list[tuple[int, int, int]]) -> Pieces:
    """No map is needed where the words are the beginning of the turn."""
    in_place = len(pieces) == 1 and pieces[0][1] == 0
    return () if in_place else tuple(pieces)
