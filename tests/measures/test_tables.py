"""What a measure finds in the tables of judgements."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from vuoro.measures.tables import UnknownTurn
from vuoro.measures.talk import hear
from vuoro.model import Annotation, Decision, Mark, Sequence, Turn

DECISION = Decision(
    encounter="visit", first_turn="t06", last_turn="t10", outcome="professional_decided_client_accepts",
    coder="aino", type="means", options_named=2, origin_of_first_proposal="professional",
    origin_of_adopted_option="joint", moves=(("t06", "propose"),), features={"b1": "y", "b7": "n"},
    commitment=2, sealed_turn="t10", attributes={"adverse": True},
)  # fmt: skip

TERM = Annotation(
    encounter="visit", turn="t06", code="jargon_term", coder="detector:rules", start=5, stop=9,
    status="suggested", attributes={"layer": "L1", "term": "B-form", "explained": "no"},
)  # fmt: skip


def test_a_sequence_is_a_row_with_its_turns_gap_and_attributes(visit):
    link = Sequence(
        encounter="visit", type="S2", first_turn="t04", last_turn="t06", outcome="disconfirmed", coder="aino",
        code="confirm_question", response_turn="t05", gap=-0.1, attributes={"correction_taken": "y"},
    )  # fmt: skip
    silent = replace(link, first_turn="t06", response_turn="", gap=None, attributes={})
    table = hear([visit], [], [link, silent]).sequences
    assert table[["row", "response_row", "last_row"]].to_numpy().tolist() == [[3, 4, 5], [5, -1, 5]]
    assert table["correction_taken"].tolist() == ["y", ""]
    assert table["fate"].tolist() == ["", ""]
    np.testing.assert_equal(table["gap"].to_numpy(), [-0.1, np.nan])


def test_a_decision_is_a_row_with_its_features_and_its_record(visit):
    other = replace(DECISION, first_turn="t01", commitment=None, sealed_turn="", features={}, attributes={})
    talk = hear([visit], decisions=[DECISION, other])
    first, second = talk.decisions.to_dict("records")
    assert {name: first[name] for name in ("row", "last_row", "sealed_row", "commitment", "adverse", "b1")} == {
        "row": 5, "last_row": 9, "sealed_row": 9, "commitment": 2, "adverse": "y", "b1": "y",
    }  # fmt: skip
    assert (first["b7"], first["b2"], second["b1"], second["sealed_row"]) == ("n", "", "", -1)
    assert np.isnan(second["commitment"])
    assert talk.decided[first["id"]].moves == (("t06", "propose"),)


def test_a_mark_of_the_support_layer_is_a_row_with_its_term(visit):
    (row,) = hear([visit], support=[TERM]).support.to_dict("records")
    assert row == {
        "encounter": "visit", "row": 5, "code": "jargon_term", "side": "P", "start": 5, "stop": 9,
        "term": "B-form", "explained": "no", "domain": "",
    }  # fmt: skip


def test_moves_have_both_ends(visit, codes):
    moves = hear([visit], codes).moves
    assert moves.loc[moves["code"] == "propose", ["start", "stop"]].to_numpy().tolist() == [[20, 40], [0, 40]]


def test_texts_are_those_of_the_turns_and_spans_are_given_in_raw(visit):
    turn = Turn(
        id="t11", speaker="D", raw="so (0.5) wait", text="so wait", pieces=((0, 0, 3), (3, 9, 4)),
        marks=(Mark(kind="pause", start=3, stop=8, value=0.5),),
    )  # fmt: skip
    talk = hear([visit, replace(visit, id="next", turns=(turn,))])
    assert (len(talk.texts), talk.texts[2], talk.texts[10], talk.texts.said(10, 9, 13)) == (
        11, "mm", "so wait", "wait",
    )  # fmt: skip


@pytest.mark.parametrize("turns", [{"last_turn": "t99"}, {"first_turn": "t99"}, {"sealed_turn": "t99"}])
def test_a_decision_about_a_turn_that_is_not_there_is_refused(visit, turns):
    with pytest.raises(UnknownTurn, match=r"^visit has no turn 't99', but a judgement is about it"):
        hear([visit], decisions=[replace(DECISION, **turns)])


def test_what_several_measures_need_is_worked_out_once(visit):
    talk, asked = hear([visit]), []

    def turns(talk):
        asked.append(talk)
        return len(talk.turns)

    assert (talk.once(turns), talk.once(turns), len(asked)) == (10, 10, 1)
