"""From a turn as it was transcribed to its words, and what was taken out of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
SHARED = 1 << 14
"""How many different ends of turns, and marks, are remembered: what a corpus of some size has."""

ONE_ENDING = 2
"""Groups in the pattern of a plain turn: its words, and where only one sign may stand at its end, that."""

DEEPEST = 24
"""Signs within their like: what lies deeper than anybody transcribes is read as without a partner."""

Spans = tuple[tuple[int, int], ...]


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
    if "\n" in raw:
        return _wrapped(raw, plain, convention)
    return Reading(plain[1].rstrip(" "), _marks(convention, plain.regs, plain[2]))


def _wrapped(raw: str, plain: re.Match[str], convention: str) -> Reading:
    """A plain turn of several lines."""
    words = plain[1].rstrip(" ")
    ends = _line_ends(raw)
    marks = (*map(_line_break, ends), *_marks(convention, plain.regs, plain[2]))
    if ends[-1] >= len(words):
        marks = tuple(sorted(marks, key=START))
    return Reading(words.replace(WRAP, " "), marks, _lines(ends, len(words)))


class Readings(NamedTuple):
    """The readings of many turns as columns: of each the texts, the marks and the maps."""

    texts: tuple[str, ...]
    marks: tuple[tuple[Mark, ...], ...]
    pieces: tuple[Pieces, ...]


def read_all(raws: Sequence[str], convention: str = "jefferson") -> Readings:
    """Each turn as :func:`read` reads it; what all of them lack is looked for only once.

    Examples
    --------
    >>> read_all(["so you wai-", "yes."]).texts
    ('so you wai-', 'yes')
    """
    signs = table(convention)
    together = "\n".join(raws)
    careful = _Careful(
        spaced="  " in together,
        shouts=signs.shouts and not together.islower(),
        hidden=tuple(sign for sign in signs.hidden if sign in together),
    )
    wrapped = WRAP in together
    any_care, match = any(careful), signs.plain_turn.fullmatch
    readings: list[tuple[str, tuple[Mark, ...], Pieces]] = []
    for raw in raws:
        plain = match(raw)
        if plain is None or (any_care and _needs_care(raw, careful)):
            readings.append(_marked_turn(raw, convention))
        elif wrapped and "\n" in raw:
            readings.append(_wrapped(raw, plain, convention))
        else:
            readings.append(_one_line(raw, plain, convention))
    return Readings(*zip(*readings, strict=True)) if readings else Readings((), (), ())


def _one_line(raw: str, plain: re.Match[str], convention: str) -> tuple[str, tuple[Mark, ...], Pieces]:
    """A plain turn of one line; no Reading, which takes longer to make than all this."""
    words: str = plain[1]
    marks: tuple[Mark, ...] = ()
    stop = len(words)
    if stop < len(raw):
        one = plain.re.groups == ONE_ENDING
        marks = _last_sign(convention, stop, raw[stop:]) if one else _marks(convention, plain.regs, plain[2])
    return words.rstrip(" "), marks, ()


class _Careful(NamedTuple):
    """What some of the turns hold that keeps a turn from being read at once."""

    spaced: bool
    shouts: bool
    hidden: tuple[str, ...]


def _needs_care(raw: str, careful: _Careful) -> bool:
    for sign in careful.hidden:  # a loop is twice as fast as any()
        if sign in raw:
            return True
    return (careful.spaced and "  " in raw) or (careful.shouts and not raw.islower())


def _line_ends(raw: str) -> tuple[int, ...]:
    ends, at = [], raw.find(WRAP)
    while at >= 0:
        ends.append(at)
        at = raw.find(WRAP, at + len(WRAP))
    return tuple(ends)


# Thousands of turns end, and are wrapped, at the same places. They share what says so.
@lru_cache(maxsize=SHARED)
def _marks(convention: str, spans: Spans, sign: str) -> tuple[Mark, ...]:
    """The marks at the end of a plain turn, of which only the first has a value."""
    kinds = table(convention).endings
    values = (sign, *[None] * len(kinds))
    endings = zip(kinds, spans[-len(kinds) :], values, strict=False)
    return tuple(mark(kind, start, stop, value) for kind, (start, stop), value in endings if start < stop)


@lru_cache(maxsize=SHARED)
def _last_sign(convention: str, at: int, sign: str) -> tuple[Mark, ...]:
    """The marks at the end of a plain turn, where the convention has only one sign there."""
    return _marks(convention, ((at, at + len(sign)),), sign)


@lru_cache(maxsize=SHARED)
def _line_break(end: int) -> Mark:
    return mark("line_break", end, end + len(WRAP))


def _lines(ends: tuple[int, ...], stop: int) -> Pieces:
    """The map of words in lines, which end where ``ends`` says; the last of them at ``stop``."""
    pieces: list[tuple[int, int, int]] = []
    at = 0
    for end in ends:
        if end >= stop:
            break
        # Each break of two characters has become one space.
        pieces.append((at - len(pieces), at, end - at))
        at = end + len(WRAP)
    pieces.append((at - len(pieces), at, stop - at))
    return _mapped(pieces)


def _marked_turn(raw: str, convention: str) -> Reading:
    """The thorough way: one sign after another, in the order of the table."""
    signs = table(convention)
    marks: list[Mark] = []
    work = raw
    # Where the last two spaces have a terminator between them, the end is as in a plain turn.
    stop = raw.rfind(" ", 0, raw.rfind(" ")) + 1
    ending = signs.ending.fullmatch(raw, stop)
    if ending and raw.find("\n", stop) < 0:
        marks += _marks(convention, ending.regs, ending[1])
        work = raw[:stop]
    for sign in signs_with(convention, signs.characters.intersection(work)):
        if _may_hold(sign, work) and sign.pattern.search(work):
            work = _read_sign(sign, work, marks)
    text, pieces = _words(work)
    return Reading(text, tuple(sorted(marks, key=START)), pieces)


def _may_hold(sign: Sign, work: str) -> bool:
    """Whether a cheap look finds a reason to search; the rows before may have read what there was."""
    if not sign.hints:
        return True
    for hint in sign.hints:  # noqa: SIM110 (a loop is twice as fast as any())
        if hint in work:
            return True
    return False


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
    for _ in range(DEEPEST if sign.nested else 0):
        if read == work:
            break
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
