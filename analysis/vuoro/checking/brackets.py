"""Checks on overlap brackets: each closed, each with a partner, and in agreement with the times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from vuoro import symbols
from vuoro.checking.finding import Flaw, check_of
from vuoro.model import Encounter, Turn
from vuoro.symbols.pairing import NEAR, Overlap, Stretch, closings, stretches

SHORTEST_OVERLAP = 0.2
"""Seconds. Shorter overlaps are heard as smooth, and few transcribers write them."""

LONGEST_GAP = 0.3
"""Seconds between two turns whose signs say that they overlap."""

_SIGNS = ("[", "⌈", "⌊")


@check_of("unbalanced-overlap")
def unbalanced_overlap(encounter: Encounter) -> Iterator[Flaw]:
    """Brackets that are opened and not closed, or closed and not opened.

    A bracket may be closed in a later turn of its speaker. Whoever writes onsets only does so
    throughout: where most brackets are not closed, none has to be.
    """
    left: dict[str, list[tuple[int, Turn, int, int]]] = defaultdict(list)
    closed = 0
    for place, turn, start, stop, kind in _brackets(encounter):
        mine = left[turn.speaker]
        if kind == "closed":
            closed += 1
        elif kind == "opens":
            mine.append((place, turn, start, stop))
        elif mine and place - mine[-1][0] <= NEAR:
            mine.pop()
            closed += 1
        else:
            yield Flaw("unbalanced-overlap", turn, start, stop, "this bracket closes what none opened.")
    opened = [one for mine in left.values() for one in mine]
    for _, turn, start, stop in opened if closed >= len(opened) else ():
        yield Flaw("unbalanced-overlap", turn, start, stop, "this bracket is not closed.")


def _brackets(encounter: Encounter) -> Iterator[tuple[int, Turn, int, int, str]]:
    """Every overlap bracket: the number of its turn, the turn, where it stands, and what it does."""
    chat = encounter.source.convention == "chat"
    for place, turn in enumerate(encounter.turns):
        if not turn.marks:
            continue
        opening = [one for one in stretches(place, turn) if one.sign in _SIGNS and not _is_code(one, chat)]
        found = [(one.start, one.start + 1, "closed" if one.closed else "opens") for one in opening]
        found += [
            (mark.start, mark.stop, "closes")
            for mark in closings(turn)
            if not (chat and turn.raw[mark.start] == "]")
        ]
        yield from ((place, turn, start, stop, kind) for start, stop, kind in sorted(found))


def _is_code(one: Stretch, chat: bool) -> bool:
    """Square brackets are codes in CHAT; where one is open, its partner is missing, and no overlap."""
    return chat and one.sign == "[" and not one.closed


@check_of("unpaired-overlap")
def unpaired_overlap(encounter: Encounter) -> Iterator[Flaw]:
    """Bracketed talk that nobody else has a bracket for; onsets that lack their end are told as that."""
    alone = symbols.unpaired(encounter)
    told_as_unclosed = bool(alone) and _usually_closed(encounter)
    chat = encounter.source.convention == "chat"
    for one in alone:
        if one.closed or not (told_as_unclosed or _is_code(one, chat)):
            turn = encounter.turns[one.place]
            yield Flaw("unpaired-overlap", turn, one.start, one.stop, _missing(one, turn))


def _usually_closed(encounter: Encounter) -> bool:
    kinds = [kind for *_, kind in _brackets(encounter)]
    return kinds.count("closed") >= kinds.count("opens")


def _missing(one: Stretch, turn: Turn) -> str:
    if turn.raw.startswith("+<", one.start):
        return f"nobody else speaks within {NEAR} turns before it."
    partner = {"⌈": "⌊", "⌊": "⌈", "[>]": "[<]", "[<]": "[>]"}.get(one.sign, "[")
    index = f" with the digit {one.index}" if one.index else ""
    return f"nobody else has a {partner}{index} within {NEAR} turns."


@check_of("overlap-without-signs")
def overlap_without_signs(encounter: Encounter) -> Iterator[Flaw]:
    """Turns that overlap in time, neither with a sign of it, where overlaps are otherwise written."""
    found = symbols.overlaps(encounter)
    if all(one.found == "times" for one in found):
        return
    for one in found:
        first, second = _turns(encounter, one)
        if one.found == "times" and not (_bears_sign(first) or _bears_sign(second)):
            seconds = _shared(first, second)
            if seconds > SHORTEST_OVERLAP and first.text and second.text:
                message = (
                    f"overlaps {_other(encounter, one)} by {seconds:.1f} s, says its time; no sign says so."
                )
                later = first if (first.start or 0) > (second.start or 0) else second
                yield Flaw("overlap-without-signs", later, 0, len(later.raw), message)


@check_of("signs-without-overlap")
def signs_without_overlap(encounter: Encounter) -> Iterator[Flaw]:
    """Brackets that belong together on turns that the times keep apart."""
    for one in symbols.overlaps(encounter):
        first, second = _turns(encounter, one)
        if one.found != "times" and _shared(first, second) < -LONGEST_GAP:
            gap = -_shared(first, second)
            message = f"its partner in {_other(encounter, one)} is {gap:.1f} s away, say the times."
            yield Flaw("signs-without-overlap", second, one.second.start, one.second.stop, message)


def _turns(encounter: Encounter, one: Overlap) -> tuple[Turn, Turn]:
    return encounter.turns[one.first.place], encounter.turns[one.second.place]


def _other(encounter: Encounter, one: Overlap) -> str:
    """How the turn of the first stretch is called: by its line, or where it has none, its id."""
    turn = encounter.turns[one.first.place]
    return f"line {turn.line} ({turn.speaker})" if turn.line else f"{turn.id} ({turn.speaker})"


def _bears_sign(turn: Turn) -> bool:
    return any(mark.kind in ("overlap", "latch") for mark in turn.marks)


def _shared(first: Turn, second: Turn) -> float:
    """Seconds that two turns have in common; below 0 what lies between them, 0 without times."""
    if first.start is None or first.end is None or second.start is None or second.end is None:
        return 0.0
    return min(first.end, second.end) - max(first.start, second.start)
