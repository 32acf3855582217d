"""Words in their context: every place where something is said, one below the other (KWIC)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from vuoro.model import Encounter, Turn, VuoroError

COLUMNS = ("encounter", "place", "turn", "speaker", "role", "left", "match", "right", "start", "stop")

WIDTH = 40
"""Characters of context on either side that fit on a line of a notebook or a terminal."""


class BadSearch(VuoroError):
    """What was asked for cannot be looked for; the message says why."""


def concordance(
    encounters: Iterable[Encounter],
    words: str,
    *,
    signs: bool = False,
    regex: bool = False,
    role: str | None = None,
    width: int = WIDTH,
) -> pd.DataFrame:
    """Every place where the words are said, with what stands before and after them in the turn.

    Parameters
    ----------
    encounters : the talk
    words : a word or a phrase, in any case; ``*`` stands for any ending or beginning of a word
        (``ångest*``, ``*lääke``). Punctuation between the words of a phrase does not matter.
    signs : look in the transcript as it was written, with all its signs, instead of in the words
    regex : take `words` as a regular expression
    role : only what people in this role say
    width : characters of context on either side

    Returns
    -------
    DataFrame
        `encounter`, `place` (file:line, or the turn where the file has no lines), `turn`, `speaker`,
        `role`, `left`, `match`, `right`, and `start`, `stop`: the span in the turn's `raw`, also where
        signs were ignored.

    Raises
    ------
    BadSearch
        for nothing to look for, or a regular expression that is none.

    Examples
    --------
    >>> from vuoro.model import Encounter, Turn
    >>> visit = Encounter(id="visit", turns=(Turn(id="t1", speaker="A", raw="jag <sov> ju(0.4) inte",
    ...     text="jag sov ju inte", pieces=((0, 0, 4), (4, 5, 3), (7, 9, 3), (10, 17, 5))),))
    >>> concordance([visit], "sov ju")[["turn", "left", "match", "right"]]
      turn  left   match  right
    0   t1  jag   sov ju   inte
    >>> concordance([visit], "ju(0.4)", signs=True)["match"].item()
    'ju(0.4)'
    """
    pattern = _expression(words) if regex else phrase(words, signs=signs)
    rows = [
        row
        for encounter in encounters
        for turn, its_role in _spoken(encounter, role)
        for row in _hits(encounter, turn, its_role, pattern, signs, width)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def place(encounter: Encounter, turn: Turn) -> str:
    """Where a turn stands, as an editor takes it: file:line; encounter:turn where there are no lines."""
    if turn.line is None or not encounter.source.files:
        return f"{encounter.id}:{turn.id}"
    return f"{encounter.source.files[0]}:{turn.line}"


def _spoken(encounter: Encounter, role: str | None) -> Iterator[tuple[Turn, str]]:
    roles = encounter.roles()
    for turn in encounter.turns:
        if role in (None, roles[turn.speaker]):
            yield turn, roles[turn.speaker]


def _hits(
    encounter: Encounter, turn: Turn, role: str, pattern: re.Pattern[str], signs: bool, width: int
) -> Iterator[tuple[Any, ...]]:
    said = turn.raw if signs else turn.text
    for hit in pattern.finditer(said):
        first, last = hit.span()
        start, stop = (first, last) if signs else turn.in_raw(first, last)
        yield (
            encounter.id, place(encounter, turn), turn.id, turn.speaker, role,
            said[max(0, first - width) : first], hit.group(), said[last : last + width], start, stop,
        )  # fmt: skip


def phrase(words: str, *, signs: bool) -> re.Pattern[str]:
    parts = words.split()
    if not any(part.strip("*") for part in parts):
        raise BadSearch(
            "there is nothing to look for; give a word, a phrase, or the beginning of one: ångest*"
        )
    between = r"\s+" if signs else r"\W+"
    return re.compile(between.join(_word(part, signs=signs) for part in parts), re.IGNORECASE)


def _word(part: str, *, signs: bool) -> str:
    """A word as a whole, unless it begins or ends with a star; with signs, also as part of one."""
    inner = r"\w*".join(re.escape(piece) for piece in part.split("*"))
    return inner if signs else rf"(?<!\w){inner}(?!\w)"


def _expression(pattern: str) -> re.Pattern[str]:
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise BadSearch(f"{pattern!r} is not a regular expression: {error}") from error
    if compiled.match(""):
        raise BadSearch(
            f"{pattern!r} matches nothing at all, and so everywhere; ask for at least a character"
        )
    return compiled
