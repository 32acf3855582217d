"""Scores of one coder against another: by hand, against scikit-learn, and at the edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro.evaluation import NothingToScore, evaluate
from vuoro.evaluation.scoring import DRAWS, FEWEST, MACRO, NONE
from vuoro.model import Annotation, Encounter, Turn

CODES = ["accept", "propose", "reject"]


def encounter(id="v", turns=4, **times):
    return Encounter(
        id=id,
        turns=tuple(
            Turn(id=f"t{n}", speaker="D", raw="a b", text="a b", line=n + 1, **times) for n in range(turns)
        ),
    )


def given_codes(coder, codes, id="v", **more):
    """Annotations out of ``{turn: codes}``."""
    return [
        Annotation(encounter=id, turn=turn, code=code, coder=coder, start=0, stop=1, **more)
        for turn, some in codes.items()
        for code in some.split()
    ]


def test_what_can_be_counted_by_hand():
    want = given_codes("aino", {"t0": "propose", "t1": "accept propose", "t2": "reject"})
    have = given_codes("rules", {"t0": "propose", "t1": "accept", "t2": "accept", "t3": "propose"})
    scores = evaluate([encounter()], want, have).scores
    assert scores[["support", "found", "hits"]].to_numpy().tolist() == [
        [1, 2, 1],
        [2, 2, 1],
        [1, 0, 0],
        [4, 4, 2],
    ]
    assert scores["precision"].tolist()[:2] == [0.5, 0.5]
    assert np.isnan(scores.loc["reject", "precision"])
    assert scores["f1"].round(4).tolist() == [0.6667, 0.5, 0.0, 0.3889]


def test_where_they_differ_is_listed_with_its_line():
    want = given_codes("aino", {"t0": "propose", "t2": "reject"})
    have = given_codes("rules", {"t0": "propose", "t2": "accept", "t3": "propose"})
    errors = evaluate([encounter()], want, have, codes=CODES).errors
    assert errors[["turn", "line", "missed", "extra"]].values.tolist() == [
        ["t2", 3, "reject", "accept"],
        ["t3", 4, "", "propose"],
    ]


def test_what_was_taken_for_what():
    want = given_codes("aino", {"t0": "propose", "t1": "propose", "t2": "reject"})
    have = given_codes("rules", {"t0": "propose", "t2": "accept", "t3": "explain"})
    confusion = evaluate([encounter()], want, have, codes=CODES).confusion
    assert confusion.loc["propose"].to_dict() == {
        "accept": 0,
        "propose": 1,
        "reject": 0,
        "explain": 0,
        NONE: 1,
    }
    assert confusion.loc["reject", "accept"] == 1
    assert confusion.loc[NONE, "explain"] == 1


def test_rejected_annotations_are_nobodys_judgement():
    want = given_codes("aino", {"t0": "propose"})
    have = given_codes("rules", {"t0": "propose"}, status="rejected")
    assert evaluate([encounter()], want, have).scores.loc["propose", "hits"] == 0


def test_how_much_there_is_to_look_at():
    want = given_codes("aino", {"t0": "propose"})
    have = given_codes("rules", {"t0": "propose accept", "t1": "accept"})
    load = evaluate([encounter(start=0.0, end=1800.0)], want, have).load
    assert load == {"suggestions": 3, "per_turn": 0.75, "per_1000_words": 375.0, "per_hour": 6.0}


def test_encounters_that_the_reference_left_alone_are_not_scored():
    want = given_codes("aino", {"t0": "propose"})
    have = given_codes("rules", {"t0": "propose"}, id="other")
    result = evaluate([encounter(), encounter("other")], want, have)
    assert (result.encounters, result.turns, result.scores.loc["propose", "found"]) == (1, 4, 0)


def test_nothing_to_score_says_so():
    with pytest.raises(NothingToScore, match="are the ids the same"):
        evaluate([encounter()], given_codes("aino", {"t0": "propose"}, id="elsewhere"), [])


def test_few_encounters_give_no_interval():
    want = given_codes("aino", {"t0": "propose"})
    assert evaluate([encounter()], want, want).scores[["low", "high"]].isna().all(axis=None)


def many(seed, encounters=12, turns=20):
    """Two coders who agree more in some encounters than in others."""
    draw = np.random.default_rng(seed)
    talk = [encounter(f"e{n}", turns) for n in range(encounters)]
    want, have = [], []
    for one in talk:
        agree = draw.uniform(0.2, 1.0)
        for turn in one.turns:
            code = CODES[draw.integers(3)]
            want += given_codes("a", {turn.id: code}, id=one.id)
            have += given_codes(
                "b", {turn.id: code if draw.random() < agree else CODES[draw.integers(3)]}, id=one.id
            )
    return talk, want, have


def test_the_scores_are_those_of_scikit_learn():
    sklearn = pytest.importorskip("sklearn.metrics")
    talk, want, have = many(1)
    place = {(e.id, t.id): n for n, (e, t) in enumerate((e, t) for e in talk for t in e.turns)}

    def matrix(annotations):
        table = np.zeros((len(place), len(CODES)), dtype=int)
        for a in annotations:
            table[place[a.encounter, a.turn], CODES.index(a.code)] = 1
        return table

    theirs = sklearn.precision_recall_fscore_support(matrix(want), matrix(have))
    ours = evaluate(talk, want, have, codes=CODES).scores.loc[CODES, ["precision", "recall", "f1"]]
    np.testing.assert_allclose(ours.to_numpy().T, theirs[:3])
    macro = sklearn.f1_score(matrix(want), matrix(have), average="macro")
    assert evaluate(talk, want, have, codes=CODES).scores.loc[MACRO, "f1"] == pytest.approx(macro)


def test_the_interval_is_that_of_a_plain_loop_over_encounters():
    talk, want, have = many(2)
    interval = evaluate(talk, want, have, codes=CODES).scores.loc["propose", ["low", "high"]]
    each = [evaluate([one], want, have, codes=CODES).scores.loc["propose"] for one in talk]
    draw = np.random.default_rng(5)
    scores = []
    for _ in range(2000):
        chosen = [each[number] for number in draw.integers(len(talk), size=len(talk))]
        hits, support, found = (sum(one[name] for one in chosen) for name in ("hits", "support", "found"))
        scores.append(2 * hits / (support + found))
    assert interval.tolist() == pytest.approx(np.percentile(scores, [2.5, 97.5]).tolist(), abs=0.02)
    assert DRAWS >= 1000 > FEWEST


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(["t0", "t1", "t2", "t3"]), st.sampled_from(CODES), min_size=1))
def test_a_coder_agrees_with_itself(codes):
    own = given_codes("aino", codes)
    result = evaluate([encounter()], own, own)
    assert result.scores["f1"].eq(1.0).all()
    assert result.errors.empty


def test_encounters_coded_without_finding_anything_count_when_they_are_named():
    want = given_codes("aino", {"t0": "propose"})
    have = given_codes("rules", {"t0": "propose"}) + given_codes("rules", {"t0": "propose"}, id="other")
    result = evaluate([encounter(), encounter("other")], want, have, coded=["v", "other"])
    assert (result.encounters, result.scores.loc["propose", "precision"]) == (2, 0.5)


def test_codes_that_the_reference_never_has_are_no_part_of_the_macro():
    want = given_codes("aino", {"t0": "propose"})
    have = given_codes("rules", {"t0": "propose", "t1": "reject"})
    scores = evaluate([encounter()], want, have, codes=CODES).scores
    assert scores["f1"].isna().tolist() == [True, False, True, False]
    assert scores.loc[MACRO, "f1"] == 1.0
