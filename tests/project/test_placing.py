"""Codings in a transcript that was changed after they were made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro.model import Turn
from vuoro.project.placing import place


@pytest.fixture
def state(sit):
    desk = sit()
    desk.do({"id": "e1", "do": "annotate", "turn": "t3", "code": "propose", "start": 6, "stop": 26})
    desk.do({"id": "e2", "do": "annotate", "turn": "t4", "code": "hedged_accept"})
    return desk.do({"id": "s1", "do": "link", "type": "S4", "first_turn": "t3", "last_turn": "t4",
                    "response_turn": "t4", "outcome": "hedged"})  # fmt: skip


def edited(visit, **raws):
    turns = tuple(replace(t, raw=raws.get(t.id, t.raw), text=raws.get(t.id, t.raw)) for t in visit.turns)
    return replace(visit, turns=turns)


def shifted(visit):
    """A turn was inserted at the beginning, and all got the next number."""
    turns = [replace(turn, id=f"t{n}") for n, turn in enumerate(visit.turns, 2)]
    return replace(visit, turns=(Turn(id="t1", speaker="D", raw="Come in.", text="Come in."), *turns))


def test_in_an_unchanged_transcript_everything_stays(state, visit):
    placed = place(state, visit)
    assert (placed.annotations, placed.sequences) == (state.annotations, state.sequences)
    assert (placed.moved, placed.lost, placed.problems) == ((), (), ())


def test_words_that_stand_further_on_in_their_turn_are_followed(state, visit):
    placed = place(state, edited(visit, t3="Well. Shall we try shorter days?"))
    assert (placed.annotations["e1"].start, placed.annotations["e1"].stop) == (12, 32)
    assert placed.moved == ("e1",)
    assert "'we try shorter days?' stand in turn 't3' now, from 12 to 32" in placed.problems[0].message


def test_turns_that_got_other_numbers_are_followed_and_sequences_with_them(state, visit):
    placed = place(state, shifted(visit))
    assert [one.turn for one in placed.annotations.values()] == ["t4", "t5"]
    one = placed.sequences["s1"]
    assert (one.first_turn, one.response_turn, one.last_turn) == ("t4", "t5", "t5")
    assert placed.lost == ()


def test_words_that_are_gone_are_told_and_not_counted(state, visit):
    placed = place(state, edited(visit, t3="Half days, perhaps?"))
    assert placed.annotations.keys() == {"e2"}
    assert placed.lost == ("e1", "s1")
    assert [one.rule for one in placed.problems] == ["lost-annotation", "lost-sequence"]


def test_a_desk_takes_over_where_things_stand_now_and_says_so(sit, visit, tmp_path, codebook, state):
    from vuoro.project import Desk

    desk = Desk(edited(visit, t3="Well. Shall we try shorter days?"), "aino", tmp_path, codebook)
    assert "1 coding stands elsewhere" in desk.notices[0]
    assert desk.reanchor().annotations["e1"].start == 12
    assert desk.notices == ()
    assert [step.do for step in desk.history("e1")] == ["annotate", "change"]
