"""Events: whatever stands in a line, it is an event or told to be none, and the fold takes every event."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro.project import BadEvent, State, fold
from vuoro.project.events import ALWAYS, KINDS, checked, line_of, now, order

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
names = sorted({*ALWAYS, *(name for kind in KINDS.values() for name in (*kind.needs, *kind.may))})
told = st.dictionaries(st.sampled_from(names), anything)
plausible = {
    "id": st.sampled_from(["a", "b"]), "at": st.just("2026-05-04T09:00:00Z"), "session": st.just("s"),
    "coder": st.just("aino"), "encounter": st.just("g1"), "do": st.sampled_from(sorted(KINDS)),
    "of": st.sampled_from(["a", "b"]), "turn": st.just("t1"), "code": st.just("propose"), "fields": told,
    "turns": st.lists(st.text(max_size=2)), "text": st.text(max_size=3), "choice": st.just(""),
    "codings": st.lists(told, max_size=2), "between": told, "suggested_by": st.just("detector:rules"),
    "type": st.just("S1"), "first_turn": st.just("t1"), "last_turn": st.just("t1"), "outcome": st.just("minimal"),
}  # fmt: skip


@settings(deadline=None)
@given(anything | told | st.fixed_dictionaries(plausible))
def test_anything_is_an_event_or_is_told_to_be_none(value):
    try:
        event = checked(value)
    except BadEvent:
        event = None
    assert event is None or json.loads(line_of(event)) == event


@settings(deadline=None)
@given(st.lists(st.tuples(st.fixed_dictionaries(plausible), told), max_size=6))
def test_no_event_makes_the_fold_fail(pairs):
    events = []
    for whole, odd in pairs:
        try:
            events.append(checked({**whole, **odd}))
        except BadEvent:
            events.append(checked({**{name: whole[name] for name in ALWAYS}, "do": "finish"}))
    assert isinstance(fold(events), State)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-05-04T09:30:00Z", "2026-05-04T09:30:00.000000Z"),
        ("2026-05-04T12:30:00.5+03:00", "2026-05-04T09:30:00.500000Z"),
        ("2026-05-04T09:30:00", "2026-05-04T09:30:00.000000Z"),
        ("0001-05-04T09:30:00Z", "0001-05-04T09:30:00.000000Z"),
    ],
)
def test_times_are_brought_to_one_form_so_that_their_order_is_that_of_their_letters(event, at, told):
    assert checked({**event("finish"), "at": at})["at"] == told


@pytest.mark.parametrize("at", ["2026-99-04T09:30:00.000000Z", "٢٠٢٦-05-04T09:30:00.000000Z", "soon", ""])
def test_what_is_no_time_is_refused(event, at):
    with pytest.raises(BadEvent, match="is no time"):
        checked({**event("finish"), "at": at})


def test_what_comes_after_stands_after_whatever_the_clock_says(event):
    first = {**event("finish"), "at": "9999-12-31T23:59:59.000000Z"}
    assert order({**event("reopen"), "at": now(first["at"])}) > order(first)
    assert now("9999-12-31T23:59:59.999999Z") == "9999-12-31T23:59:59.999999Z"
    assert now() > "2026-11-22"


def test_a_coding_that_was_settled_on_is_a_whole_one(event):
    half = event("adjudicate", of="k", choice="", between={}, codings=[{"turn": "t1", "start": 0, "stop": 2}])
    with pytest.raises(BadEvent, match="an event needs 'code'"):
        checked(half)
    odd = {**half, "codings": [{"turn": "t1", "code": "accept", "start": 0, "stop": 2, "colour": "red"}]}
    with pytest.raises(BadEvent, match="a coding has no 'colour'"):
        checked(odd)
