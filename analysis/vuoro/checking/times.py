"""Checks on times: in order, not of one speaker twice at once, in agreement with written pauses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from vuoro.checking.finding import Flaw, check_of, whole
from vuoro.model import Encounter, Mark, Turn

TOUCH = 0.05
"""Seconds by which a turn may begin before the one above it: times are set by hand."""

OWN_OVERLAP = 0.5
"""Seconds by which CLAN lets a speaker's turn begin before their last one ends."""

TOLERANCE, SHARE = 0.3, 0.25
"""Seconds, and a share of the pause, by which a written pause may differ from the times. Pauses are
written to a tenth of a second, and counted under one's breath they are right to a quarter."""

MICROPAUSE = 0.2
"""Seconds that ``(.)`` stands for at most: Jefferson (2004)."""

MOST = 0.8
"""The share of turns with times from which one without is a slip."""

LONGEST_WORDS, LONGEST_SECONDS = 400, 180.0


@check_of("reversed-times")
def reversed_times(encounter: Encounter) -> Iterator[Flaw]:
    """Turns that end before they begin, which the readers take the times from."""
    for turn in encounter.turns:
        if turn.start is not None and turn.end is not None and turn.end < turn.start:
            yield whole("reversed-times", turn, f"ends at {turn.end:.2f} s and begins at {turn.start:.2f} s.")


@check_of("times-out-of-order")
def times_out_of_order(encounter: Encounter) -> Iterator[Flaw]:
    """Turns that begin before the last timed turn above them does."""
    timed = (turn for turn in encounter.turns if turn.start is not None)
    for above, turn in pairwise(timed):
        early = (above.start or 0.0) - (turn.start or 0.0)
        if early > TOUCH:
            message = f"begins at {turn.start:.2f} s, {early:.2f} s before the turn above it."
            yield whole("times-out-of-order", turn, message)


@check_of("own-overlap")
def own_overlap(encounter: Encounter) -> Iterator[Flaw]:
    """Turns that begin while another turn of their speaker goes on."""
    ends: dict[str, float] = {}
    for turn in encounter.turns:
        if turn.start is None or turn.end is None:
            continue
        early = ends.get(turn.speaker, turn.start) - turn.start
        if early > OWN_OVERLAP:
            message = f"begins {early:.2f} s before the last turn of {turn.speaker} ends."
            yield whole("own-overlap", turn, message)
        ends[turn.speaker] = turn.end


@check_of("missing-times")
def missing_times(encounter: Encounter) -> Iterator[Flaw]:
    """Turns without times where nearly all have them."""
    told = {problem.turn for problem in encounter.problems if problem.turn}
    bare = [turn for turn in encounter.turns if turn.start is None]
    for turn in bare if len(bare) <= (1 - MOST) * len(encounter.turns) else ():
        if turn.text and turn.id not in told:  # the reader has said why
            yield whole("missing-times", turn, "has no times; the turns around it have.")


@check_of("long-turn")
def long_turn(encounter: Encounter) -> Iterator[Flaw]:
    """Turns longer than a telling without any response is."""
    for turn in encounter.turns:
        words = turn.text.count(" ") + 1
        lasts = (turn.end or 0.0) - (turn.start or 0.0) if turn.end is not None else 0.0
        if words > LONGEST_WORDS or lasts > LONGEST_SECONDS:
            long = f"{words} words" if words > LONGEST_WORDS else f"{lasts:.0f} s"
            yield whole("long-turn", turn, f"is {long} long.")


@check_of("pause-disagrees-with-times")
def pause_disagrees(encounter: Encounter) -> Iterator[Flaw]:
    """Pauses that do not fit: into the turn, or into the silence to which they belong.

    The interval of a turn may hold the pause at its edge or leave it out; so only a silence that
    is longer than the pauses written there, or a turn too short for its own, is told.
    """
    timed = [turn for turn in encounter.turns if turn.start is not None and turn.end is not None]
    for turn in timed:
        yield from _too_long(turn)
    until = float("-inf")
    for above, turn in pairwise(timed):
        until = max(until, above.end or 0.0)
        yield from _too_short(above, turn, (turn.start or 0.0) - until)


def _too_long(turn: Turn) -> Iterator[Flaw]:
    pauses = [mark for mark in turn.marks if mark.kind == "pause" and isinstance(mark.value, float)]
    inner = [mark for mark in pauses if _inside(mark, turn)]
    written, lasts = sum(_seconds(mark) for mark in inner), (turn.end or 0.0) - (turn.start or 0.0)
    if inner and lasts >= 0 and written > lasts + _tolerance(written):
        longest = max(inner, key=_seconds)
        message = f"the pauses in the turn are {written:.1f} s, and the turn is {lasts:.1f} s."
        yield Flaw("pause-disagrees-with-times", turn, longest.start, longest.stop, message)


def _too_short(above: Turn, turn: Turn, silence: float) -> Iterator[Flaw]:
    after = [mark for mark in above.marks if _is_pause(mark) and _after_words(mark, above)]
    before = [mark for mark in turn.marks if _is_pause(mark) and _before_words(mark, turn)]
    written = sum(map(_seconds, (*after, *before)))
    if (after or before) and silence > written + _tolerance(written):
        message = f"{written:.1f} s are written here, and the times leave {silence:.1f} s."
        where, mark = (above, after[-1]) if after else (turn, before[0])
        yield Flaw("pause-disagrees-with-times", where, mark.start, mark.stop, message)


def _is_pause(mark: Mark) -> bool:
    return mark.kind == "micropause" or (mark.kind == "pause" and isinstance(mark.value, float))


def _seconds(mark: Mark) -> float:
    return mark.value if isinstance(mark.value, float) else MICROPAUSE


def _tolerance(seconds: float) -> float:
    return TOLERANCE + SHARE * seconds


def _inside(mark: Mark, turn: Turn) -> bool:
    """Whether a pause has talk on both sides, or is all that there is in the turn."""
    return not turn.text or not (_before_words(mark, turn) or _after_words(mark, turn))


def _before_words(mark: Mark, turn: Turn) -> bool:
    return mark.stop <= turn.in_raw(0, len(turn.text))[0]


def _after_words(mark: Mark, turn: Turn) -> bool:
    return mark.start >= turn.in_raw(0, len(turn.text))[1]
