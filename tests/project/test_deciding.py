"""Decisions that people code: events, undo, history, places, tables, and what they are made of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro import project, sequences
from vuoro.model import Annotation, Decision, Turn
from vuoro.project.desk import Desk
from vuoro.project.rules import NotAllowed

SHORTER = {
    "do": "decide", "id": "d1", "first_turn": "t3", "last_turn": "t4", "outcome": "joint_decision",
    "topic": "shorter days", "type": "means", "commitment": 2, "features": {"b1": "y", "b7": ""},
}  # fmt: skip


@pytest.fixture
def study(tmp_path):
    """A project with the four turns of the visit."""
    talk = tmp_path / "visit.csv"
    said = [
        "What would you like to take up?",
        "The nights, mostly.",
        "Shall we try shorter days?",
        "Joo, maybe.",
    ]
    lines = [f"t{n},{'DP'[(n + 1) % 2]},{words!r}".replace("'", '"') for n, words in enumerate(said, 1)]
    talk.write_text("turn,speaker,text\n" + "\n".join(lines) + "\n", encoding="utf-8")
    made = project.create(tmp_path / "study", languages=("en",))
    project.add(made, talk, about=project.About(language="en", roles={"D": "professional", "P": "client"}))
    return made


def decided(desk: Desk, **fields) -> Decision:
    return desk.do({**SHORTER, **fields}).decisions[fields.get("id", "d1")]


def test_a_decision_is_what_its_coder_says(sit):
    one = decided(sit())
    assert (one.first_turn, one.last_turn, one.outcome, one.type) == ("t3", "t4", "joint_decision", "means")
    assert (one.topic, one.commitment, dict(one.features)) == ("shorter days", 2, {"b1": "y", "b7": ""})
    assert (one.coder, one.goal_owner, one.status) == ("aino", "unclear", "confirmed")


def test_what_is_told_anew_changes_and_the_rest_stays(sit):
    desk = sit()
    decided(desk, confidence=1)
    desk.do({"do": "redecide", "of": "d1", "fields": {"outcome": "deferred", "commitment": None}})
    now = desk.state.decisions["d1"]
    assert (now.outcome, now.commitment, now.topic, now.attributes) == (
        "deferred", None, "shorter days", {"confidence": 1},
    )  # fmt: skip


def test_undo_and_redo_take_a_decision_back_and_forth(sit):
    desk = sit()
    decided(desk)
    desk.do({"do": "undecide", "of": "d1"})
    assert desk.state.decisions == {}
    assert list(desk.undo().decisions) == ["d1"]
    assert desk.undo().decisions == {}
    assert list(desk.redo().decisions) == ["d1"]


def test_the_history_of_a_decision_has_every_step(sit):
    desk = sit()
    decided(desk)
    desk.do({"do": "redecide", "of": "d1", "fields": {"outcome": "dropped"}})
    desk.do({"do": "undecide", "of": "d1"})
    told = [(step.do, step.after and step.after.outcome) for step in desk.history("d1")]
    assert told == [("decide", "joint_decision"), ("redecide", "dropped"), ("undecide", None)]


def test_another_session_reads_the_same_decision(sit):
    one = decided(sit())
    assert sit().state.decisions["d1"] == one


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"outcome": "shared"}, "'outcome' of a decision is one of joint_decision,"),
        ({"type": "plan"}, "'type' of a decision is one of goal, means,"),
        ({"goal_owner": "nobody"}, "'goal_owner' of a decision is one of client,"),
        (
            {"origin_of_adopted_option": "state"},
            "'origin_of_adopted_option' of a decision is one of professional,",
        ),
        ({"commitment": 4}, "commitment is how many of who, what and when were stated, 0 to 3; not 4"),
        ({"options_named": -1}, "the options that were named are counted from 0"),
        ({"features": {"b10": "y"}}, "features of a decision are b1, b2,"),
        ({"features": {"b1": "maybe"}}, "each y, n or nothing; not b1='maybe'"),
        ({"first_turn": "t4", "last_turn": "t3"}, "a decision goes from its first turn over what sealed it"),
        ({"sealed_turn": "t2"}, "t3, t2, t4 do not"),
        ({"last_turn": "t9"}, "has no turn 't9'"),
        ({"attributes": {"mood": "y"}}, "a decision has no attribute 'mood'"),
    ],
)
def test_what_is_no_decision_is_refused_and_told(sit, fields, why):
    with pytest.raises(NotAllowed, match=why.replace("(", r"\(")):
        decided(sit(), **fields)


def test_one_decision_is_coded_once_and_another_in_its_turns_has_another_topic(sit):
    desk = sit()
    decided(desk)
    with pytest.raises(NotAllowed, match="this decision is there already"):
        decided(desk, id="d2")
    decided(desk, id="d2", topic="when to meet again")
    with pytest.raises(NotAllowed, match="this decision is there already"):
        desk.do({"do": "redecide", "of": "d2", "fields": {"topic": "shorter days"}})
    assert list(desk.state.decisions) == ["d1", "d2"]


def test_a_suggestion_that_became_a_decision_is_remembered(sit):
    desk, key = sit(), "0123456789abcdef0123"
    decided(desk, of=key, suggested_by="detector:rules")
    assert desk.state.accepted == {key: "d1"}
    assert desk.state.decisions["d1"].attributes == {"suggested_by": "detector:rules"}
    assert desk.do({"do": "undecide", "of": "d1"}).rejected == {key}


def test_a_decision_goes_with_its_turns_when_the_transcript_changes(sit, visit, tmp_path, codebook):
    decided(sit(), sealed_turn="t4")
    new = Turn(id="t1", speaker="D", raw="Good morning, and welcome.", text="")
    shifted = [replace(turn, id=f"t{n}") for n, turn in enumerate(visit.turns, 2)]
    desk = Desk(replace(visit, turns=(new, *shifted)), "aino", tmp_path, codebook)
    assert [one.rule for one in desk.placing().problems] == ["moved-decision"]
    now = desk.reanchor().decisions["d1"]
    assert (now.first_turn, now.last_turn, now.sealed_turn) == ("t4", "t5", "t5")


def test_a_decision_whose_turns_are_gone_is_told_and_not_counted(sit, visit, tmp_path, codebook):
    decided(sit())
    desk = Desk(replace(visit, turns=visit.turns[:3]), "aino", tmp_path, codebook)
    assert [one.rule for one in desk.placing().problems] == ["lost-decision"]
    assert (desk.placing().decisions, list(desk.state.decisions)) == ({}, ["d1"])


def test_a_decision_is_made_of_its_coders_own_moves_and_sequences(study):
    desk = project.open_desk(study, "visit", "aino")
    for turn, code in (("t1", "invite_open"), ("t3", "propose"), ("t4", "hedged_accept")):
        desk.do({"do": "annotate", "turn": turn, "code": code})
    for type_, outcome in (("S4", "hedged"), ("S5", "bypassed")):
        desk.do({"do": "link", "type": type_, "first_turn": "t3", "last_turn": "t4", "outcome": outcome})
    decided(desk)
    (one,) = project.decisions(study)
    assert one.moves == (("t3", "propose"), ("t4", "hedged_accept"))
    assert (one.responses, one.doubts) == (("hedged",), ("bypassed",))


def test_decisions_go_out_as_a_table_and_come_in_as_events(study, tmp_path):
    decided(project.open_desk(study, "visit", "aino"), note="she says when", confidence=2)
    (written,) = project.write_annotations(study, tmp_path / "out")
    table = tmp_path / "out" / "coder_aino_decisions.csv"
    assert (written.decisions, written.annotations) == (1, 0)
    for already in (0, 1):
        (received,) = project.receive(study, table, coder="bo")
        assert (received.decisions, received.already, received.problems) == (1 - already, already, ())
    aino, bo = project.decisions(study)
    assert replace(bo, coder="aino") == aino


def test_what_rules_have_made_is_received_as_nobodys_judgement(study, tmp_path):
    (talk,) = project.encounters(study)
    moves = [
        Annotation(encounter="visit", turn=turn, code=code, coder="aino", start=0, stop=4)
        for turn, code in (("t3", "propose"), ("t4", "accept"))
    ]
    made = sequences.decisions(talk, moves, sequences.link(talk, moves))
    table = tmp_path / "decisions.csv"
    import pandas as pd

    pd.DataFrame(sequences.decision_rows(made)).to_csv(table, index=False)
    (received,) = project.receive(study, table)
    assert (received.decisions, [one.rule for one in received.problems]) == (0, ["suggestion"])
    assert "is made by rule and no judgement of a person" in received.problems[0].message


def test_a_coder_without_decisions_has_no_table_of_them(study, tmp_path):
    project.open_desk(study, "visit", "aino").do({"do": "annotate", "turn": "t3", "code": "propose"})
    project.write_annotations(study, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "coder_aino.csv", "coder_aino_sequences.csv",
    ]  # fmt: skip
