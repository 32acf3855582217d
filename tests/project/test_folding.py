"""The laws of the fold: any order, any copy, any event; undo and redo."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro.project import State, fold
from vuoro.project.folding import UNDOABLE, Course

TURNS = ("t1", "t2")
CODES = ("propose", "accept", "explain")
IDS = [f"e{n:02}" for n in range(12)]
KEYS = ("k1", "k2")

some_id, some_key, some_turn = st.sampled_from(IDS), st.sampled_from(KEYS), st.sampled_from(TURNS)
judged = {"turn": some_turn, "code": st.sampled_from(CODES), "start": st.integers(0, 1), "stop": st.just(2)}
linked = {
    "type": st.sampled_from(("S3", "S4")), "first_turn": some_turn, "last_turn": st.just("t2"),
    "outcome": st.sampled_from(("ignored", "hedged")),
}  # fmt: skip
confidence = st.fixed_dictionaries({}, optional={"code": judged["code"], "confidence": st.integers(1, 3)})
KINDS = {
    "annotate": judged,
    "accept": {**judged, "of": some_key, "suggested_by": st.just("detector:rules")},
    "change": {"of": some_id, "fields": confidence},
    "remove": {"of": some_id},
    "reject": {"of": some_key},
    "link": linked,
    "relink": {"of": some_id, "fields": st.fixed_dictionaries(linked)},
    "unlink": {"of": some_id},
    "memo": {"turn": some_turn, "text": st.sampled_from(("", "so", "nå"))},
    "see": {"turns": st.lists(some_turn)},
    "undo": {"of": some_id},
    "redo": {"of": some_id},
    "finish": {},
    "reopen": {},
}


@st.composite
def histories(draw):
    """Events of one coder at one encounter, of which some act on others and some on nothing."""
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=len(IDS)))
    return [
        {
            "id": id, "at": f"2026-05-04T09:00:{draw(st.integers(0, 5)):02}.000000Z", "session": "s",
            "coder": "aino", "encounter": "g1", "do": do, **draw(st.fixed_dictionaries(KINDS[do])),
        }
        for id, do in zip(IDS, kinds, strict=False)
    ]  # fmt: skip


@settings(deadline=None)
@given(histories(), st.randoms())
def test_the_order_of_the_lines_does_not_matter(told, random):
    shuffled = random.sample(told, len(told))
    assert fold(shuffled) == fold(told)


@settings(deadline=None)
@given(histories(), st.integers(0, 12))
def test_two_sessions_that_git_has_merged_fold_as_one(told, cut):
    mine, theirs = told[:cut], told[cut:]
    assert fold(theirs + mine) == fold(mine + theirs) == fold(told)


@settings(deadline=None)
@given(histories(), st.randoms())
def test_hearing_one_event_after_another_is_folding_them_all(told, random):
    """What a desk does with events that are new, late, or turn something back."""
    course = Course()
    for number, event in enumerate(random.sample(told, len(told)), 1):
        course.hear(event)
        if number % 3 == 0:
            course.state()
    assert course.state() == fold(told)


def test_what_was_done_long_ago_is_undone_as_what_was_done_just_now(event):
    told = [event("annotate", turn="t1", code="propose", start=n, stop=n + 1) for n in range(1000)]
    course = Course(told)
    for target in ("e1000", "e990", "e500", "e1"):
        undo = event("undo", of=target)
        told.append(undo)
        course.hear(undo)
        assert course.state() == fold(told)
    assert len(course.state().annotations) == 996


@settings(deadline=None)
@given(histories())
def test_undoing_gives_back_what_stood_and_redoing_what_was_undone(told):
    done = [one for one in told if one["do"] not in ("undo", "redo")]
    state = fold(done)
    undo = after(done, "undo", of=state.undoable)
    redo = after([*done, undo], "redo", of=state.undoable)
    if not state.undoable:
        assert not any(one["do"] in UNDOABLE for one in done)
        return
    without = [one for one in done if one["id"] != state.undoable]
    assert standing(fold([*done, undo])) == standing(fold(without))
    assert fold([*done, undo]).redoable == state.undoable
    assert standing(fold([*done, undo, redo])) == standing(state)
    assert fold([*done, undo, redo]).undoable == state.undoable


def after(told, do, **more):
    n = len(told)
    return (
        {**told[0], "id": f"u{n}", "at": f"2026-05-05T09:00:{n:02}.000000Z", "do": do, **more} if told else {}
    )


def standing(state):
    """A state without what is left to undo."""
    told = ("undone", "undoable", "redoable")
    return {one.name: getattr(state, one.name) for one in fields(State) if one.name not in told}


@settings(deadline=None)
@given(histories())
def test_undoing_everything_leaves_what_was_seen(told):
    done = [one for one in told if one["do"] not in ("undo", "redo")]
    history, state = list(done), fold(done)
    while state.undoable:
        history.append(after(history, "undo", of=state.undoable))
        state = fold(history)
    seen = frozenset(turn for one in done if one["do"] == "see" for turn in one["turns"])
    assert standing(state) == standing(State(seen=seen))


@settings(deadline=None)
@given(histories())
def test_nobody_says_one_thing_twice_of_the_same_words(told):
    state = fold(told)
    places = [(one.turn, one.code, one.start, one.stop) for one in state.annotations.values()]
    assert len(places) == len(set(places))
    assert set(state.accepted.values()) <= state.annotations.keys() | state.sequences.keys()
    assert not state.rejected & state.accepted.keys()


def test_an_annotation_that_was_removed_elsewhere_is_not_changed_back_to_life(event):
    made = event("annotate", turn="t1", code="propose", start=0, stop=2)
    removed = event("remove", of=made["id"])
    changed = event("change", of=made["id"], fields={"code": "accept"})
    assert fold([made, removed, changed]).annotations == {}


def test_what_was_accepted_says_who_suggested_it_also_after_it_was_changed(event):
    taken = event("accept", of="k1", suggested_by="detector:rules", turn="t1", code="propose", start=0, stop=2,
                  attributes={"scope": "distal"}, confidence=2)  # fmt: skip
    changed = event("change", of=taken["id"], fields={"code": "accept", "attributes": {"strength": "plain"}})
    one = fold([taken, changed]).annotations[taken["id"]]
    assert one.code == "accept"
    assert one.attributes == {"strength": "plain", "confidence": 2, "suggested_by": "detector:rules"}


def test_a_suggestion_accepted_in_two_sessions_is_one_annotation(event):
    told = [
        event("accept", of="k1", suggested_by="detector:rules", turn="t1", code=code, start=0, stop=2)
        for code in ("propose", "accept")
    ]
    state = fold(told)
    assert [one.code for one in state.annotations.values()] == ["propose"]
    undone = fold([*told, event("undo", of=told[0]["id"])])
    assert [one.code for one in undone.annotations.values()] == ["accept"]


def test_a_suggestion_that_was_accepted_and_then_removed_has_been_turned_down(event):
    taken = event(
        "accept", of="k1", suggested_by="detector:rules", turn="t1", code="propose", start=0, stop=2
    )
    assert fold([taken, event("remove", of=taken["id"])]).rejected == {"k1"}
