"""Which stretches of talk are said at the same time: the brackets of one speaker and their partners.

Jefferson, GAT 2 and CHAT-CA write overlap on both turns and leave it to the reader which bracket
belongs to which. Here they are paired: by the digit they share, by their corners, by their order.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from vuoro.model import Encounter, Mark, Turn, record

NEAR = 10
"""Turns. A bracket whose partner is farther off than that has lost it."""

TOUCH = 0.05
"""Seconds. Times are set by hand or by a recogniser; turns that overlap by less only touch."""

ACTIVE = 8
"""How many turns may be going on at once; more is no talk."""

LONGEST_SCOPE = 2000
"""Characters that ``<...> [>]`` may be about."""

_OPENING = re.compile(r"[\[⌈⌊](\d{0,2})")
_POINTERS = {">": "[>]", "<": "[<]", "+<": "[<]"}
_PARTNERS = {"[": "[", "⌈": "⌊", "⌊": "⌈", "[>]": "[<]", "[<]": "[>]"}
_CLOSING = "]⌉⌋"


@record
class Stretch:
    """Bracketed talk: the number of its turn in the encounter, counted from 0, and offsets in its ``raw``.

    ``sign`` is the bracket that opens it, ``index`` the digit written at it. Where only the
    onset was written, ``closed`` is false and the stretch goes on to the last word of the turn.
    """

    place: int
    turn: str
    speaker: str
    start: int
    stop: int
    sign: str = "["
    index: str = ""
    closed: bool = True


@record
class Overlap:
    """Two stretches by different speakers that were said at the same time.

    ``found`` says what links them: "index" (a digit at both), "corners" (⌈⌉ and ⌊⌋), "pointers"
    (CHAT's [>] and [<]), "order" (the nearest bracket of somebody else), or "times" (no signs;
    the stretches are the whole turns).
    """

    first: Stretch
    second: Stretch
    found: str
    index: str = ""


def overlaps(encounter: Encounter) -> tuple[Overlap, ...]:
    """The overlaps of an encounter in the order of the talk, as its signs and then its times tell them.

    A bracket belongs to the nearest earlier one of somebody else, within ten turns, that shares its
    digit, is its other corner, or, without either, has no partner yet. A third speaker's bracket
    belongs to the same stretch as the second's. Turns that overlap in time by more than 0.05 s and
    are not linked by signs are linked by their times.

    Examples
    --------
    >>> from vuoro.model import Participant
    >>> from vuoro.symbols import read
    >>> said = [("A", "so [you waited]"), ("B", "[mm] yes")]
    >>> turns = [Turn(id=who, speaker=who, raw=raw, **read(raw)._asdict()) for who, raw in said]
    >>> (both,) = overlaps(Encounter(id="visit", turns=tuple(turns)))
    >>> [turns[one.place].raw[one.start : one.stop] for one in (both.first, both.second)], both.found
    (['[you waited]', '[mm]'], 'order')
    """
    linked, _ = _linked(encounter.turns)
    pairs = {(one.first.place, one.second.place) for one in linked}
    timed = [one for one in _by_times(encounter.turns) if (one.first.place, one.second.place) not in pairs]
    return tuple(sorted([*linked, *timed], key=lambda one: (one.first.place, one.first.start)))


def unpaired(encounter: Encounter) -> tuple[Stretch, ...]:
    """The bracketed stretches for which nobody else has a bracket, in the order of the talk.

    Examples
    --------
    >>> from vuoro.symbols import read
    >>> turn = Turn(id="t1", speaker="A", raw="so [you] waited", **read("so [you] waited")._asdict())
    >>> [(one.start, one.stop) for one in unpaired(Encounter(id="visit", turns=(turn,)))]
    [(3, 8)]
    """
    return _linked(encounter.turns)[1]


def stretches(place: int, turn: Turn) -> Iterator[Stretch]:
    """The bracketed stretches of one turn, which is the one of that number."""
    marks = [mark for mark in turn.marks if mark.kind == "overlap" and mark.start < mark.stop]
    pointed = any(mark.value == "<" for mark in marks)
    for mark in marks:
        # "+< yeah [<]" says twice that this turn overlaps the one before.
        if turn.raw[mark.start] not in _CLOSING and not (pointed and mark.value == "+<"):
            yield _stretch(place, turn, mark)


def closings(turn: Turn) -> Iterator[Mark]:
    """Closing brackets that nothing in the turn has opened."""
    return (
        mark
        for mark in turn.marks
        if mark.kind == "overlap" and mark.start < mark.stop and turn.raw[mark.start] in _CLOSING
    )


def _stretch(place: int, turn: Turn, mark: Mark) -> Stretch:
    pointer = _POINTERS.get(str(mark.value))
    if pointer:
        return _pointed(place, turn, mark, pointer)
    opening = turn.raw[mark.start]
    closed = turn.raw[mark.start : mark.stop].rstrip("0123456789")[-1:] in _CLOSING
    return Stretch(
        place=place,
        turn=turn.id,
        speaker=turn.speaker,
        start=mark.start,
        stop=mark.stop if closed else _last_word(turn, mark.stop),
        sign=opening if opening in _PARTNERS else "[",
        index=_index(turn.raw, mark),
        closed=closed,
    )


def _pointed(place: int, turn: Turn, mark: Mark, sign: str) -> Stretch:
    """What ``[>]`` or ``[<]`` is about: the angles or the word before it; with ``+<``, all that follows."""
    lazy = mark.value == "+<"
    return Stretch(
        place=place,
        turn=turn.id,
        speaker=turn.speaker,
        start=mark.start if lazy else _angle_or_word(turn.raw, mark.start),
        stop=_last_word(turn, mark.stop) if lazy else mark.stop,
        sign=sign,
        index="".join(filter(str.isdigit, turn.raw[mark.start : mark.stop])),
    )


def _index(raw: str, mark: Mark) -> str:
    """The digit at a bracket; one that is followed by a space and not repeated at the end is talk."""
    opening = _OPENING.match(raw, mark.start, mark.stop)
    index = opening[1] if opening else ""
    if index and raw[mark.start] == "[" and raw[mark.start + 1 + len(index) :][:1].isspace():
        return index if raw.endswith("]" + index, mark.start, mark.stop) else ""
    return index


def _angle_or_word(raw: str, at: int) -> int:
    """Where the angles or the word begin that end before a place, or where we stop looking for that."""
    least = max(0, at - LONGEST_SCOPE)
    before = raw[least:at].rstrip()
    signs = "<" if before.endswith(">") else " \t\n"
    found = max(before.rfind(sign) for sign in signs)
    return least + max(0, found + (signs != "<"))


def _last_word(turn: Turn, least: int) -> int:
    return max(least, turn.in_raw(0, len(turn.text))[1])


class _Waiting:
    """Stretches without a partner, by sign and index: for each turn of late, a queue of them."""

    def __init__(self) -> None:
        self.turns: dict[tuple[str, str], deque[tuple[int, str, deque[Stretch]]]] = {}

    def add(self, one: Stretch) -> None:
        recent = self.turns.setdefault((one.sign, one.index), deque(maxlen=NEAR))
        if not recent or recent[-1][0] != one.place:
            recent.append((one.place, one.speaker, deque()))
        recent[-1][2].append(one)

    def partner(self, one: Stretch) -> Stretch | None:
        """The first that is left in the nearest turn of somebody else."""
        for place, speaker, queue in reversed(self.turns.get((_PARTNERS[one.sign], one.index), ())):
            if place < one.place - NEAR:
                return None
            if speaker != one.speaker and queue:
                return queue.popleft()
        return None


def _linked(turns: Sequence[Turn]) -> tuple[list[Overlap], tuple[Stretch, ...]]:
    """The overlaps that signs tell, and the stretches that found no partner."""
    waiting, made, alone = _Waiting(), [], {}
    latest: dict[tuple[str, str], Overlap] = {}
    for one in _all(turns):
        key = (min(one.sign, _PARTNERS[one.sign]), one.index)
        first = waiting.partner(one) or _before(turns, one) or _shared(latest.get(key), one)
        if first is None:
            waiting.add(one)
            alone[one.place, one.start, one.stop] = one
            continue
        alone.pop((first.place, first.start, first.stop), None)
        latest[key] = Overlap(first=first, second=one, found=_found(one), index=one.index)
        made.append(latest[key])
    return made, tuple(alone.values())


def _all(turns: Sequence[Turn]) -> Iterable[Stretch]:
    return (one for place, turn in enumerate(turns) if turn.marks for one in stretches(place, turn))


def _shared(overlap: Overlap | None, third: Stretch) -> Stretch | None:
    """The stretch that a second speaker has just overlapped, where this is a third."""
    if overlap is None or third.sign == "⌈" or third.place - overlap.second.place not in (1, 2):
        return None
    return overlap.first if third.speaker not in (overlap.first.speaker, overlap.second.speaker) else None


def _before(turns: Sequence[Turn], one: Stretch) -> Stretch | None:
    """The turn of somebody else before, which CHAT's lazy overlap ``+<`` is about and which needs no sign."""
    if not turns[one.place].raw.startswith("+<", one.start):
        return None
    for place in range(one.place - 1, max(-1, one.place - NEAR - 1), -1):
        if turns[place].speaker != one.speaker:
            return _whole(place, turns[place], "[>]")
    return None


def _whole(place: int, turn: Turn, sign: str) -> Stretch:
    start, stop = turn.in_raw(0, len(turn.text))
    return Stretch(place=place, turn=turn.id, speaker=turn.speaker, start=start, stop=stop, sign=sign)


def _found(one: Stretch) -> str:
    if one.index:
        return "index"
    if one.sign in "⌈⌊":
        return "corners"
    return "order" if one.sign == "[" else "pointers"


def _by_times(turns: Sequence[Turn]) -> Iterator[Overlap]:
    """Turns of different speakers of which one begins while the other goes on."""
    timed = [(turn.start, turn.end, place) for place, turn in enumerate(turns) if turn.start is not None]
    active: deque[tuple[float, int]] = deque(maxlen=ACTIVE)
    for start, end, place in sorted((start, end, place) for start, end, place in timed if end is not None):
        still = [(until, other) for until, other in active if until > start + TOUCH]
        for until, other in still:
            if min(until, end) - start > TOUCH and turns[other].speaker != turns[place].speaker:
                one, two = sorted((other, place))
                yield Overlap(
                    first=_whole(one, turns[one], ""), second=_whole(two, turns[two], ""), found="times"
                )
        active = deque([*still, (end, place)], maxlen=ACTIVE)
