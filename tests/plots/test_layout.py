"""Where turns, silences and overlaps fall on the axis."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from vuoro.model import Encounter, Turn
from vuoro.plots import layout


def test_a_turn_stands_where_it_was_spoken(visit):
    unit, bars = layout.bars(visit)
    assert (unit, [(bar.number, bar.start, bar.stop) for bar in bars]) == (
        "seconds",
        [(1, 0.5, 3.0), (2, 4.5, 8.0), (3, 7.5, 9.0), (4, 14.0, 14.5)],
    )


def test_without_times_a_turn_is_as_wide_as_its_words(untimed):
    unit, bars = layout.bars(untimed)
    assert (unit, [(bar.start, bar.stop) for bar in bars]) == ("words", [(0, 7), (7, 15), (15, 20), (20, 21)])


def test_a_turn_without_words_still_has_a_width():
    nod = Encounter(id="v", turns=(Turn(id="t1", speaker="A", raw="((nods))", text=""),))
    assert [(bar.start, bar.stop) for bar in layout.bars(nod)[1]] == [(0, 1)]


def test_a_turn_without_an_end_lasts_until_the_next_begins(visit):
    started = replace(visit, turns=tuple(replace(turn, end=None) for turn in visit.turns))
    _, bars = layout.bars(started)
    assert [(bar.start, bar.stop) for bar in bars[:3]] == [(0.5, 4.5), (4.5, 7.5), (7.5, 14.0)]


def test_one_turn_without_times_stands_after_the_one_before_it(visit):
    turns = [replace(turn, id=f"t{n}", start=n, end=n + 0.5) for n, turn in enumerate(visit.turns * 3)]
    turns[5] = replace(turns[5], start=None, end=None)
    unit, bars = layout.bars(replace(visit, turns=tuple(turns)))
    assert (unit, bars[5].start, bars[5].stop) == ("seconds", 4.5, 6)


def test_a_move_stands_where_its_words_are_in_the_turn(visit):
    _, bars = layout.bars(visit)
    half = len(visit.turns[0].raw) / 2
    assert bars[0].at(0) == 0.5
    assert bars[0].at(round(half)) == 0.5 + 2.5 * round(half) / len(visit.turns[0].raw)


def test_silence_belongs_to_nobody(visit):
    _, bars = layout.bars(visit)
    assert layout.silences(bars, at_least=1.0) == [(3.0, 4.5), (9.0, 14.0)]


def test_overlap_is_two_speakers_at_once(visit):
    _, bars = layout.bars(visit)
    assert layout.overlaps(bars) == [(7.5, 8.0, ("P", "L"))]


def test_a_speaker_does_not_overlap_with_themselves(visit):
    alone = replace(visit, turns=tuple(replace(turn, speaker="L") for turn in visit.turns))
    assert layout.overlaps(layout.bars(alone)[1]) == []


def test_an_encounter_without_turns_has_an_axis_all_the_same():
    unit, bars = layout.bars(Encounter(id="empty", turns=()))
    assert (unit, bars, len(layout.strips(bars, unit))) == ("words", [], 1)


times = st.floats(min_value=0, max_value=20_000, allow_nan=False)


@given(st.lists(st.tuples(times, times), min_size=1, max_size=40))
def test_every_turn_falls_within_the_strips(spans):
    turns = tuple(
        Turn(id=f"t{n}", speaker="AB"[n % 2], raw="x", text="x", start=min(span), end=max(span))
        for n, span in enumerate(spans)
    )
    unit, bars = layout.bars(Encounter(id="v", turns=turns))
    strips = layout.strips(bars, unit)
    assert strips[0].start <= min(bar.start for bar in bars)
    assert strips[-1].stop >= max(bar.stop for bar in bars)
    assert all(one.stop == next_one.start for one, next_one in itertools.pairwise(strips))


@given(st.lists(st.tuples(times, times).map(sorted), max_size=30).map(sorted))
def test_nothing_on_one_level_touches(stretches):
    rows: dict[int, list[float]] = {}
    for (start, stop), level in zip(stretches, layout.levels(stretches), strict=True):
        assert all(earlier <= start for earlier in rows.get(level, []))
        rows.setdefault(level, []).append(stop)
