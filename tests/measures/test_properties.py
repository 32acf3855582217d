"""What holds for any talk, coded in any way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import measures
from vuoro.measures import decisions, doubts, explaining, invitations, repairs, understanding
from vuoro.model import Annotation, Decision, Encounter, Participant, Sequence, Turn

NUMBERS = ["numerator", "denominator", "value", "low", "high"]
CODES = (
    *invitations.QUESTIONS, *decisions.PUT_FORWARD, "express_view", "share_power", "solicit_feedback",
    "explain", "receive_feeling",
)  # fmt: skip
OUTCOMES = {
    "S1": (*invitations.UPTAKES, "withdrawn"),
    "S2": understanding.CONFIRMATIONS,
    "S3": decisions.RECEPTIONS,
    "S4": decisions.RESPONSES,
    "S5": doubts.PICKUPS,
    "S10": understanding.RECEIPTS,
}
DETECTED = {"coder": "detector:rules", "status": "suggested"}
LAYER = {
    "jargon_term": ("S6", (*explaining.OUTCOMES, explaining.KNOWN)),
    "repair_initiation": ("S9", repairs.SOLUTIONS),
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


@st.composite
def marked(draw, id: str = "visit") -> tuple[Encounter, list[Annotation], list[Sequence], dict[str, list]]:
    """A coded talk with decisions, and with a support layer in which every mark opens a sequence."""
    talk, moves, links = draw(coded(id))
    places = [turn.id for turn in talk.turns]
    found = draw(st.lists(st.tuples(st.sampled_from(places), st.sampled_from([*LAYER])))) if places else []
    marks, ended = [], []
    for n, (where, code) in enumerate(found):
        kind, outcomes = LAYER[code]
        marks.append(Annotation(encounter=id, turn=where, code=code, start=n, stop=n + 1, **DETECTED))
        ended.append(
            Sequence(
                encounter=id, type=kind, first_turn=where, last_turn=where, code=f"{code}{n}",
                outcome=draw(st.sampled_from(outcomes)), **DETECTED,
            )
        )  # fmt: skip
    decided = [
        Decision(
            encounter=id, first_turn=where, last_turn=where, outcome="dropped", coder="aino",
            features={"b7": draw(st.sampled_from("yn"))},
        )
        for where in dict.fromkeys(draw(st.lists(st.sampled_from(places))) if places else [])
    ]  # fmt: skip
    return talk, moves, [*links, *ended], {"support": marks, "decisions": decided}


def numbers_of(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype({"measure": str, "part": str, "state": str, "reason": str}).set_index(
        ["encounter", "measure", "part"]
    )[[*NUMBERS, "state", "reason"]]


@given(marked("one"), marked("other"))
@settings(max_examples=12, deadline=None)
def test_an_encounter_is_measured_alike_alone_and_among_others(one, other):
    beside = {name: one[3][name] + other[3][name] for name in one[3]}
    together = measures.measure([one[0], other[0]], one[1] + other[1], one[2] + other[2], **beside)
    alone = pd.concat(
        [numbers_of(measures.measure([talk], *coding, **more)) for talk, *coding, more in (one, other)]
    )
    # A machine that marked the other encounter has looked in this one too.
    looked = [bool(one[3]["support"]) == bool(other[3]["support"])] * len(alone)
    here = np.array(looked) | ~alone.index.get_level_values("measure").isin(["U8", "E3", "E4"])
    pd.testing.assert_frame_equal(numbers_of(together)[here], alone[here], atol=1e-6)


@given(marked())
@settings(max_examples=12, deadline=None)
def test_names_of_speakers_change_nothing(one):
    talk, *coding, beside = one
    names = {"A": "Z", "B": "Y", "C": "A", "D": "B"}
    renamed = replace(
        talk,
        turns=tuple(replace(turn, speaker=names[turn.speaker]) for turn in talk.turns),
        participants=tuple(replace(person, id=names[person.id]) for person in talk.participants),
    )
    pd.testing.assert_frame_equal(
        measures.measure([talk], *coding, **beside),
        measures.measure([renamed], *coding, **beside),
        check_categorical=False,
    )


@given(coded(), st.integers(1, 90_000))
@settings(max_examples=12, deadline=None)
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


@given(marked())
@settings(max_examples=25, deadline=None)
def test_shares_of_outcomes_sum_to_one(one):
    *coding, beside = one
    frame = measures.measure(
        [coding[0]], *coding[1:], **beside, names=["Q4", "U3", "U6", "U8", "D3", "D10", "D12c"]
    )
    others = ["room_to_correct", "develop_probe", "professional", "client"]
    frame = frame[(frame["state"] == "computed") & ~frame["part"].isin(others)]
    form = frame["part"].astype(str).str.extract("^(?:(.*):)?")[0].fillna("")
    totals = frame["value"].groupby([frame["measure"].astype(str), form]).sum()
    assert np.allclose(totals, 1)


@given(coded())
@settings(max_examples=12, deadline=None)
def test_a_number_is_there_if_and_only_if_it_was_computed(one):
    frame = measures.measure([one[0]], *one[1:])
    computed = frame["state"] == "computed"
    assert (frame["value"].notna() == computed).all()
    assert ((frame["reason"] == "") == computed).all()
    assert (frame["low"].isna() | computed).all()
    assert ((frame["interval"] == "") == frame["low"].isna()).all()


@given(coded())
@settings(max_examples=12, deadline=None)
def test_an_interval_holds_its_value(one):
    frame = measures.measure([one[0]], *one[1:]).dropna(subset=["low", "high"])
    assert ((frame["low"] <= frame["value"] + 1e-9) & (frame["value"] <= frame["high"] + 1e-9)).all()


@given(coded())
@settings(max_examples=12, deadline=None)
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
        ("U4", ("confirm_question",)),
        ("U5", invitations.QUESTIONS),
        ("U6", ("express_view",)),
        ("U7", ("explain", "check_understanding")),
        ("U9", ("confirm_question",)),
        ("E7", ("explain",)),
        ("D1", ("propose", "list_options")),
        ("D3", ("propose",)),
        ("D4", decisions.PUT_FORWARD),
        ("D10", decisions.PUT_FORWARD),
        ("D11", decisions.PUT_FORWARD),
        ("D3b", ("propose",)),
        ("D5", ("announce_decision", "reject")),
        ("D12a", ("express_doubt",)),
        ("D12b", doubts.VOICED),
        ("D12c", doubts.VOICED),
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
