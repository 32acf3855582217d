"""A turn's talk with some of it replaced, and where each place of it has gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from vuoro.formats.chat import BULLET
from vuoro.formats.unheld import loss
from vuoro.model import Annotation, Encounter, Problem, Turn

_BULLET = re.compile(rf"\s*(?:{BULLET.pattern})")
_RECORDING = re.compile(r"\x15%([^\x15]*)_\d+_\d+-?\x15")


class Edited(NamedTuple):
    """What a ``raw`` has become, and how: stretches of it, and how many characters stand for each now."""

    raw: str
    edits: tuple[tuple[int, int, int], ...] = ()

    def place(self, offset: int) -> int:
        """Where an offset of the ``raw`` that was edited is now.

        Examples
        --------
        >>> new = edited("so you", re.compile(" "), lambda match: " (.) ")
        >>> [(offset, new.place(offset)) for offset in (2, 3, 6)]
        [(2, 2), (3, 7), (6, 10)]
        """
        moved = offset
        for start, stop, size in self.edits:
            if start < offset:
                inside = min(offset, stop) - start
                moved += min(inside, size) - inside if offset < stop else size - inside
        return min(moved, len(self.raw))

    def moved(self, move: Annotation) -> Annotation:
        """A move on the turn, with its span and evidence where they are now."""
        evidence = move.evidence and (self.place(move.evidence[0]), self.place(move.evidence[1]))
        return replace(move, start=self.place(move.start), stop=self.place(move.stop), evidence=evidence)


def edited(raw: str, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Edited:
    """Put something else for whatever the pattern finds."""
    return replaced(raw, [(*match.span(), new(match)) for match in pattern.finditer(raw)])


def replaced(raw: str, changes: Iterable[tuple[int, int, str]]) -> Edited:
    """Put something else for some stretches, which are in order and do not overlap.

    Examples
    --------
    >>> replaced("so  you", [(2, 4, " ")]).raw
    'so you'
    """
    text, done = "", 0
    edits: list[tuple[int, int, int]] = []
    for start, stop, new in changes:
        text += raw[done:start] + new
        edits.append((start, stop, len(new)))
        done = stop
    return Edited(text + raw[done:], tuple(edits))


def without_bullets(encounter: Encounter) -> tuple[Encounter, tuple[Problem, ...]]:
    """The encounter for a format in which times have a place of their own, and what is lost by it.

        CHAT writes times into the talk, between control characters that XML cannot hold. Of a turn
        with several bullets, the times between its start and its end are lost; and where a bullet names its
    recording, as those of older files do, that name.

        Examples
        --------
        >>> turn = Turn(id="t1", speaker="A", raw="so ? \\x150_900\\x15", text="so", start=0, end=0.9)
        >>> without_bullets(Encounter(id="visit", turns=(turn,)))[0].turns[0].raw
        'so ?'
    """
    bare = {turn.id: _bare(turn) for turn in encounter.turns if "\x15" in turn.raw and turn.start is not None}
    if not bare:
        return encounter, ()
    turns = tuple(_with(turn, bare[turn.id]) if turn.id in bare else turn for turn in encounter.turns)
    moves = tuple(bare[one.turn].moved(one) if one.turn in bare else one for one in encounter.annotations)
    return replace(encounter, turns=turns, annotations=moves), tuple(_lost(encounter, bare))


def _bare(turn: Turn) -> Edited:
    return edited(turn.raw, _BULLET, lambda match: "")


def _with(turn: Turn, bare: Edited) -> Turn:
    marks = (
        replace(mark, start=bare.place(mark.start), stop=bare.place(mark.stop))
        for mark in turn.marks
        if not _BULLET.fullmatch(turn.raw, mark.start, mark.stop)
    )
    pieces = ((at, bare.place(raw_at), length) for at, raw_at, length in turn.pieces)
    return replace(turn, raw=bare.raw, marks=tuple(marks), pieces=tuple(pieces))


def _lost(encounter: Encounter, bare: dict[str, Edited]) -> Iterator[Problem]:
    for turn, one in bare.items():
        if len(one.edits) > 1:
            message = f"of {len(one.edits)} bullets, only the first start and the last end are written."
            yield loss(encounter, one.raw, message, rule="bullet", turn=turn)
    recordings = dict.fromkeys(
        name for turn in encounter.turns if turn.id in bare for name in _RECORDING.findall(turn.raw)
    )
    if recordings:
        message = "bullets name this recording, for which the format has no place within talk."
        yield loss(encounter, ", ".join(recordings), message, rule="recording")
