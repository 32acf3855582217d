"""What holds for any talk, coded in any way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import measures
from vuoro.measures import decisions, invitations, understanding
from vuoro.model import Annotation, Encounter, Participant, Sequence, Turn

NUMBERS = ["numerator", "denominator", "value", "low", "high"]
CODES = (*invitations.QUESTIONS, *decisions.PUT_FORWARD, "express_view", "share_power", "solicit_feedback")
OUTCOMES = {
    "S1": (*invitations.UPTAKES, "withdrawn"),
    "S2": understanding.CONFIRMATIONS,
    "S3": decisions.RECEPTIONS,
    "S4": decisions.RESPONSES,
}
PEOPLE = (("A", "professional"), ("B", "client"), ("C", "companion"), ("D", "interpreter"))


@st.composite
def turn(draw, number: int) -> Turn:
    words = draw(st.sampled_from([0, 1, 7, 120]))
    text = " ".join(["work"] * words) or draw(st.sampled_from(["", "mm"]))
    onset = number * 2.0 + draw(st.integers(-3000, 3000)) / 1000
    start, end = draw(
        st.sampled_from([(onset, onset + 0.3), (onset, onset + 4.125), (onset, None), (None, None)])
    )
    speaker = draw(st.sampled_from("AABBCD"))
    return Turn(id=f"t{number}", speaker=speaker, raw=text, text=text, start=start, end=end)


@st.composite
def encounters(draw, id: str = "visit") -> Encounter:
    return Encounter(
        id=id,
        language="en",
        turns=tuple(draw(turn(number)) for number in range(draw(st.integers(0, 12)))),
        participants=tuple(Participant(id=who, role=role) for who, role in PEOPLE),
    )


@st.composite
def coded(draw, id: str = "visit") -> tuple[Encounter, list[Annotation], list[Sequence]]:
    talk = draw(encounters(id))
    places = [turn.id for turn in talk.turns]
    moves = draw(st.lists(st.tuples(st.sampled_from(places), st.sampled_from(CODES)))) if places else []
    ended = [(where, kind) for where, _ in moves for kind in draw(st.lists(st.sampled_from([*OUTCOMES])))]
    return (
        talk,
        [
            Annotation(encounter=id, turn=where, code=code, coder="aino", start=n, stop=n + 1)
            for n, (where, code) in enumerate(moves)
        ],
        [
            Sequence(
                encounter=id, type=kind, first_turn=where, last_turn=where, coder="aino", code="propose",
                outcome=draw(st.sampled_from(OUTCOMES[kind])),
            )
            for n, (where, kind) in enumerate(ended)
        ],
    )  # fmt: skip


def numbers_of(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype({"measure": str, "part": str, "state": str, "reason": str}).set_index(
        ["encounter", "measure", "part"]
    )[[*NUMBERS, "state", "reason"]]


@given(coded("one"), coded("other"))
@settings(max_examples=25, deadline=None)
def test_an_encounter_is_measured_alike_alone_and_among_others(one, other):
    together = numbers_of(measures.measure([one[0], other[0]], one[1] + other[1], one[2] + other[2]))
    alone = pd.concat([numbers_of(measures.measure([talk], *coding)) for talk, *coding in (one, other)])
    pd.testing.assert_frame_equal(together, alone, atol=1e-6)


@given(coded())
@settings(max_examples=25, deadline=None)
def test_names_of_speakers_change_nothing(one):
    talk, *coding = one
    names = {"A": "Z", "B": "Y", "C": "A", "D": "B"}
    renamed = replace(
        talk,
        turns=tuple(replace(turn, speaker=names[turn.speaker]) for turn in talk.turns),
        participants=tuple(replace(person, id=names[person.id]) for person in talk.participants),
    )
    pd.testing.assert_frame_equal(
        measures.measure([talk], *coding), measures.measure([renamed], *coding), check_categorical=False
    )


@given(coded(), st.integers(1, 90_000))
@settings(max_examples=25, deadline=None)
def test_when_the_recording_was_started_changes_nothing(one, milliseconds):
    talk, *coding = one
    shift = milliseconds / 1000
    later = replace(
        talk,
        turns=tuple(
            replace(
                turn,
                start=None if turn.start is None else turn.start + shift,
                end=None if turn.end is None else turn.end + shift,
            )
            for turn in talk.turns
        ),
    )
    before, after = (numbers_of(measures.measure([one], *coding)) for one in (talk, later))
    pd.testing.assert_frame_equal(before, after, atol=1e-6)


@given(coded())
@settings(max_examples=25, deadline=None)
def test_shares_of_outcomes_sum_to_one(one):
    frame = measures.measure([one[0]], *one[1:], names=["Q4", "U3", "D3", "D10"])
    frame = frame[(frame["state"] == "computed") & ~frame["part"].isin(["room_to_correct", "develop_probe"])]
    form = frame["part"].astype(str).str.extract("^(?:(.*):)?")[0].fillna("")
    totals = frame["value"].groupby([frame["measure"].astype(str), form]).sum()
    assert np.allclose(totals, 1)


@given(coded())
@settings(max_examples=25, deadline=None)
def test_a_number_is_there_if_and_only_if_it_was_computed(one):
    frame = measures.measure([one[0]], *one[1:])
    computed = frame["state"] == "computed"
    assert (frame["value"].notna() == computed).all()
    assert ((frame["reason"] == "") == computed).all()
    assert (frame["low"].isna() | computed).all()
    assert ((frame["interval"] == "") == frame["low"].isna()).all()


@given(coded())
@settings(max_examples=25, deadline=None)
def test_an_interval_holds_its_value(one):
    frame = measures.measure([one[0]], *one[1:]).dropna(subset=["low", "high"])
    assert ((frame["low"] <= frame["value"] + 1e-9) & (frame["value"] <= frame["high"] + 1e-9)).all()


@given(coded())
@settings(max_examples=25, deadline=None)
def test_a_share_or_rate_is_its_numerator_by_its_denominator(one):
    frame = measures.measure([one[0]], *one[1:]).dropna(subset=["numerator", "denominator", "value"])
    frame = frame[frame["part"] != "develop_probe"]
    per = frame["measure"].map(lambda id: measures.declare.declarations()[id].per).astype(float)
    assert np.allclose(frame["value"], per * frame["numerator"] / frame["denominator"])


@pytest.mark.parametrize(
    ("measure", "code"),
    [
        ("Q2", ("invite_open", "invite_view", "ask_info")),
        ("Q4", ("invite_open", "invite_view")),
        ("Q6", ("invite_open", "invite_view")),
        ("U2", invitations.QUESTIONS),
        ("U3", ("confirm_question",)),
        ("D1", ("propose", "list_options")),
        ("D3", ("propose",)),
        ("D4", decisions.PUT_FORWARD),
        ("D10", decisions.PUT_FORWARD),
        ("D11", decisions.PUT_FORWARD),
    ],
)
@given(one=coded())
@settings(max_examples=25, deadline=None)
def test_where_the_code_never_occurs_there_was_no_occasion(measure, code, one):
    talk, moves, _ = one
    others = [move for move in moves if move.code not in code]
    states = set(measures.measure([talk], others, names=[measure])["state"])
    assert states == ({"no_occasion"} if others else {"not_computable"})


def test_no_encounters_give_an_empty_table_with_all_columns():
    assert list(measures.measure([]).columns) == list(measures.computing.COLUMNS)
    assert len(measures.measure([])) == len(measures.profile(measures.measure([]))) == 0
    assert measures.places([]).columns.tolist() == ["encounter", "measure", "part", "turn"]


def test_an_encounter_without_turns_is_not_an_error():
    silent = Encounter(id="silence", turns=(), participants=(Participant(id="A", role="professional"),))
    assert "computed" not in set(measures.measure([silent], names=["F1", "F3", "T1", "Q2", "D4"])["state"])
