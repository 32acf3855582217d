"""What follows what, and how closely: the visit on paper, and statsmodels over encounters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from vuoro import measures
from vuoro.measures.adjacency import following
from vuoro.measures.talk import hear
from vuoro.model import Annotation, Encounter, Participant, Turn

NO_MOVE = ("no_occasion", "no such move was followed by a coded move of the other side")
NO_OTHER = (
    "not_computable",
    "one of the two moves was always or never made, so there is nothing to compare with",
)
PEOPLE = tuple(Participant(id=who, role=role) for who, role in (("A", "professional"), ("B", "client")))
CONTRAST = ("P", "invite_view", "express_view")


def spoken(id: str, codes: list[tuple[str, str]]) -> tuple[Encounter, list[Annotation]]:
    """A talk of one move a turn: who made it, and its code."""
    turns = tuple(Turn(id=f"t{n}", speaker=who, raw="…", text="…") for n, (who, _) in enumerate(codes))
    moves = [
        Annotation(encounter=id, turn=f"t{n}", code=code, coder="aino", start=0, stop=1)
        for n, (_, code) in enumerate(codes)
    ]
    return Encounter(id=id, language="en", turns=turns, participants=PEOPLE), moves


def exchanges(id: str, a: int, b: int, c: int, d: int) -> tuple[Encounter, list[Annotation]]:
    """An encounter in which invite_view is followed by express_view a times and b times is not, and so on."""
    kinds = [("invite_view", "express_view"), ("invite_view", "accept"), ("ask_info", "express_view"),
             ("ask_info", "accept")]  # fmt: skip
    said = [(asked, answer) for (asked, answer), n in zip(kinds, (a, b, c, d), strict=True) for _ in range(n)]
    return spoken(id, [move for asked, answer in said for move in (("A", asked), ("B", answer))])


def test_each_move_has_the_next_coded_move_of_the_other_side(visit, codes):
    pairs = following(hear([visit], codes))
    assert pairs[["side", "given", "then", "row", "then_row"]].astype(object).to_numpy().tolist() == [
        ["P", "invite_open", "express_view", 0, 1],
        ["C", "express_view", "confirm_question", 1, 3],
        ["P", "confirm_question", "propose", 3, 6],
        ["P", "ask_info", "propose", 5, 6],
        ["P", "propose", "propose", 5, 6],
        ["C", "propose", "share_power", 6, 8],
        ["C", "express_view", "share_power", 7, 8],
        ["P", "share_power", "hedged_accept", 8, 9],
        ["P", "announce_decision", "hedged_accept", 8, 9],
    ]


def test_no_pair_runs_from_one_encounter_into_the_next():
    talks = [spoken("one", [("A", "invite_view")]), spoken("two", [("B", "express_view"), ("A", "ask_info")])]
    encounters, moves = zip(*talks, strict=True)
    assert following(hear(encounters, [*moves[0], *moves[1]]))["encounter"].tolist() == ["two"]


def test_how_often_a_move_was_followed_by_another(visit, codes, numbers):
    assert numbers("A3", [visit], codes) == {
        "invite_view:express_view": NO_MOVE,
        "confirm_question:express_view": (0, 1, 0),
        "propose:develop_proposal": (0, 1, 0),
        "express_doubt:explore_doubt": NO_MOVE,
        "announce_decision:hedged_accept": (1, 1, 1),
    }


def test_how_closely_a_move_goes_with_another(visit, codes, numbers):
    # Of the professional's six moves: confirm 0 of 1, the others 1 of 5; announce 1 of 1, the others 1 of 5.
    none = float("nan")
    assert numbers("A4", [visit], codes) == {
        "invite_view:express_view": NO_MOVE,
        "odds_ratio:invite_view:express_view": NO_MOVE,
        "confirm_question:express_view": (none, 6, 0),
        "odds_ratio:confirm_question:express_view": (none, 6, 1),
        "propose:develop_proposal": NO_OTHER,
        "odds_ratio:propose:develop_proposal": NO_OTHER,
        "express_doubt:explore_doubt": NO_MOVE,
        "odds_ratio:express_doubt:explore_doubt": NO_MOVE,
        "announce_decision:hedged_accept": (none, 6, 0.8),
        "odds_ratio:announce_decision:hedged_accept": (none, 6, 9),
    }


def test_the_interval_of_the_odds_ratio_is_that_of_statsmodels():
    visit, moves = exchanges("visit", 8, 2, 4, 6)
    frame = measures.measure([visit], moves, names=["A4"]).set_index("part")
    low, high = sm.stats.Table2x2(np.array([[8, 2], [4, 6]])).oddsratio_confint()
    row = frame.loc["odds_ratio:invite_view:express_view"]
    assert (row["value"], row["low"], row["high"]) == pytest.approx((6, low, high))
    assert frame.loc["invite_view:express_view", "value"] == pytest.approx(5 / 7)


def test_the_transition_table_has_both_directions_and_all_pairs(visit, codes):
    table = measures.transitions([visit], codes, shuffles=0)
    assert table.groupby("by")["count"].agg(["size", "sum"]).to_numpy().tolist() == [[4, 3], [18, 6]]
    assert (table["count"].sum(), table["expected"].sum()) == (9, pytest.approx(9))


def test_transitions_of_nothing_are_an_empty_table(visit):
    assert measures.transitions([visit], []).empty


def test_renamed_speakers_have_the_same_transitions(visit, codes):
    names = {"D": "X", "P": "A"}
    renamed = replace(
        visit,
        turns=tuple(replace(turn, speaker=names[turn.speaker]) for turn in visit.turns),
        participants=tuple(replace(person, id=names[person.id]) for person in visit.participants),
    )
    one, other = (measures.transitions([talk], codes, shuffles=50) for talk in (visit, renamed))
    pd.testing.assert_frame_equal(one, other)


quarters = st.tuples(*[st.integers(0, 5)] * 4).filter(lambda four: sum(four) > 1)


@given(st.lists(quarters, min_size=2, max_size=5))
@settings(max_examples=25, deadline=None)
def test_pooled_odds_are_those_of_statsmodels(each):
    each = [(a + 1, b + 1, c + 1, d + 1) for a, b, c, d in each]
    talks = [exchanges(f"e{n}", *four) for n, four in enumerate(each)]
    moves = [move for _, made in talks for move in made]
    (row,) = measures.pooled_odds([talk for talk, _ in talks], moves, contrasts=[CONTRAST]).to_dict("records")
    group = np.concatenate([np.full(sum(four), n) for n, four in enumerate(each)])
    given_ = np.concatenate([np.repeat([1, 1, 0, 0], four) for four in each])
    then = np.concatenate([np.repeat([1, 0, 1, 0], four) for four in each])
    fit = sm.Logit(then, sm.add_constant(given_)).fit(disp=0, cov_type="cluster", cov_kwds={"groups": group})
    assert (row["log_odds"], row["se"]) == pytest.approx((fit.params[1], fit.bse[1]), rel=1e-5, abs=1e-6)
    within = StratifiedTable([np.reshape(four, (2, 2)).astype(float) for four in each])
    theirs = within.logodds_pooled, within.logodds_pooled_se
    assert (row["log_odds_within"], row["se_within"]) == pytest.approx(theirs)


def test_one_encounter_has_pooled_odds_but_no_standard_error():
    visit, moves = exchanges("visit", 8, 2, 4, 6)
    (row,) = measures.pooled_odds([visit], moves, contrasts=[CONTRAST]).to_dict("records")
    assert (row["both"], row["given_only"], row["then_only"], row["neither"]) == (8, 2, 4, 6)
    assert (row["encounters"], row["odds_ratio"], row["yules_q"]) == (
        1,
        pytest.approx(6),
        pytest.approx(5 / 7),
    )
    assert np.isnan([row["se"], row["low"], row["high"]]).all()
