"""Gamma: against the authors' example, against an enumeration of all alignments, and by hand."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest

from vuoro.agreement import Dissimilarity, TooFewCoders, TooManyUnits, gamma, gammas
from vuoro.agreement.aligning import best, disorder
from vuoro.agreement.free_spans import _shifts, _turned, spans
from vuoro.cli import main
from vuoro.model import Annotation, Encounter, Turn

# The example of the authors' program, as pygamma-agreement (Titeux & Riad 2021) tests it.
ALEX = [(2, 9, "1"), (11, 17, "2"), (24, 30, "5"), (32, 36, "6"), (36, 44, "6"), (44, 60, "7")]
PAUL = [(2, 9, "1"), (11, 17, "3"), (19, 25, "5"), (32, 44, "6")]
SUZAN = [(2, 9, "1"), (11, 17, "4"), (21, 27, "5"), (32, 36, "6"), (36, 40, "6"), (40, 44, "6")]


def everything(coders, how):
    """The least disorder of all partitions of the units into unitary alignments, one by one."""

    def cost(tuple_):
        found = 0.0
        for one, other in combinations(tuple_, 2):
            if one is None or other is None:
                found += 1.0
            else:
                place = (abs(one[0] - other[0]) + abs(one[1] - other[1])) / (
                    one[1] - one[0] + other[1] - other[0]
                )
                found += how.position * place**2 + how.category * (one[2] != other[2])
        return found / (len(coders) * (len(coders) - 1) / 2)

    def least(left):
        first = next((n for n, units in enumerate(left) if units), None)
        if first is None:
            return 0.0
        mine, *rest = left[first]
        others = [[None, *units] if n > first else [None] for n, units in enumerate(left)]
        others[first] = [mine]
        found = float("inf")
        for tuple_ in product(*others):
            after = [[u for u in units if u is not tuple_[n]] for n, units in enumerate(left)]
            after[first] = rest
            found = min(found, cost(tuple_) + least(after))
        return found

    return least([list(units) for units in coders]) / (sum(map(len, coders)) / len(coders))


def test_the_best_alignment_of_the_published_example_has_the_published_disorder():
    assert disorder([ALEX, PAUL, SUZAN], Dissimilarity()) == pytest.approx(0.96, abs=0.01)


def test_gamma_of_the_published_example_is_where_the_published_one_is():
    found = gamma([ALEX, PAUL, SUZAN], 60, precision=0.01)
    assert 0.44 <= found.value <= 0.47
    assert found.high - found.low < 0.02


def test_dissimilarities_of_places_are_those_of_the_papers_figure():
    how = Dissimilarity(position=1, category=0)
    others = [(40, 44, ""), (4, 14, ""), (20, 25, ""), (14, 24, "")]
    assert how.table([(4, 14, "")], others)[0].round(2).tolist() == [22.22, 0.0, 3.24, 1.0]
    # Ten times as long is as different: (0, 7) and (0, 10) are to one another as (0, 21) and (0, 30).
    assert how.table([(0, 7, "")], [(0, 10, "")]) == how.table([(0, 21, "")], [(0, 30, "")])


def test_two_codes_that_are_near_are_less_apart():
    near = Dissimilarity(between={("accept", "hedged_accept"): 0.5})
    pairs = [(0, 4, "accept"), (0, 4, "hedged_accept"), (0, 4, "reject")]
    assert near.table(pairs, pairs)[0].tolist() == [0.0, 0.5, 1.0]
    assert near.table(pairs, pairs).tolist() == near.table(pairs, pairs).T.tolist()


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("coders", [2, 3])
def test_the_best_alignment_is_the_best_of_all_there_are(coders, seed):
    rng = np.random.default_rng(seed)

    def units():
        starts = rng.integers(0, 24, rng.integers(0, 5 if coders == 2 else 4))
        return sorted((int(at), int(at + rng.integers(1, 9)), "ab"[rng.integers(2)]) for at in starts)

    marked = [units() for _ in range(coders)]
    how = Dissimilarity(position=float(rng.uniform(0.5, 3)), category=float(rng.uniform(0, 1)))
    if any(marked):
        assert disorder(marked, how) == pytest.approx(everything(marked, how))
    else:
        assert np.isnan(disorder(marked, how))


def test_an_alignment_holds_every_unit_once():
    rows = [row for row, _ in best([ALEX, PAUL, SUZAN], Dissimilarity())]
    for number, units in enumerate((ALEX, PAUL, SUZAN)):
        assert sorted(row[number] for row in rows if row[number] >= 0) == list(range(len(units)))


def test_who_marks_the_same_agrees_and_who_marks_elsewhere_agrees_less_than_by_chance():
    assert gamma([ALEX, ALEX, ALEX], 60).value == 1.0
    left, right = [(0, 5, "a"), (5, 10, "a")], [(30, 35, "a"), (35, 40, "a")]
    assert gamma([left, right], 60).value < 0


def test_other_codes_cost_less_where_the_places_are_the_same():
    other = [(start, stop, "8") for start, stop, _ in ALEX]
    moved = [(start + 3, stop + 3, code) for start, stop, code in ALEX]
    assert 0 < gamma([ALEX, other], 60).value < 1
    assert 0 < gamma([ALEX, moved], 60).value < 1


def test_chance_is_drawn_until_it_is_known_well_enough_and_the_same_way_twice():
    rough, fine = (gamma([ALEX, PAUL], 60, precision=precision) for precision in (0.2, 0.02))
    assert rough.samples == 30 < fine.samples
    assert fine.high - fine.low < rough.high - rough.low
    assert gamma([ALEX, PAUL], 60, precision=0.02) == fine


def test_shifts_keep_their_distance_where_there_is_room_for_it():
    rng = np.random.default_rng(1)
    for _ in range(50):
        shifts = np.sort(_shifts(3, 60, 12, rng))
        gaps = np.diff([*shifts, shifts[0] + 60])
        assert gaps.min() >= 12 - 1e-9
    assert len(_shifts(6, 60, 12, rng)) == 6


def test_units_that_are_turned_keep_their_length_and_their_code():
    assert _turned([(2, 9, "a"), (50, 58, "b")], 20, 60) == [(10, 18, "b"), (22, 29, "a")]


def test_of_nobody_and_of_one_there_is_no_gamma():
    assert np.isnan(gamma([[], []], 60).value)
    with pytest.raises(TooFewCoders, match="there is one"):
        gamma([ALEX], 60)


def test_a_coder_who_marks_nothing_disagrees_with_all_that_is_marked():
    found = gamma([ALEX, []], 60)
    assert found.disorder == 2.0


def test_too_many_ways_are_refused_with_what_to_do():
    crowd = [[(n, n + 30, "a") for n in range(30)] for _ in range(8)]
    with pytest.raises(TooManyUnits, match="Compare fewer coders at a time"):
        gamma(crowd, 100)


# ---------------------------------------------------------------- of encounters

TURN = "one two three four five six seven eight nine ten"


@pytest.fixture
def talks():
    turns = tuple(Turn(id=f"t{n}", speaker="D", raw=TURN, text=TURN) for n in range(4))
    return [Encounter(id=f"e{n}", turns=turns, language="en") for n in range(6)]


def mark(talk, coder, turn, start, stop, code="explain"):
    return Annotation(encounter=talk.id, turn=turn, code=code, coder=coder, start=start, stop=stop)


def test_spans_are_counted_in_words_over_turns_and_may_overlap(talks):
    marks = [mark(talks[0], "aino", "t1", 4, 13), mark(talks[0], "aino", "t1", 0, 13, "list_options")]
    assert spans(talks[0], marks) == [(10, 13, "list_options"), (11, 13, "explain")]


def test_encounters_together_have_an_interval_from_drawing_them_again(talks):
    marks = [mark(talk, coder, "t1", 0, 13) for talk in talks for coder in ("aino", "bo")]
    marks += [mark(talk, "aino", "t3", 0, 7) for talk in talks[:3]]
    table = gammas(talks, marks, precision=0.2)
    assert table["encounter"].tolist() == [*(talk.id for talk in talks), "all"]
    whole = table.iloc[-1]
    assert 0 < whole["low"] < whole["gamma"] < whole["high"] <= 1
    assert (whole["coders"], whole["units"], whole["reason"]) == ("aino × bo", 15, "")
    few = gammas(talks[:2], marks, precision=0.2).iloc[-1]
    assert (np.isnan(few["low"]), few["reason"]) == (True, "no interval: 2 encounters, and it takes 5")


def test_who_has_read_an_encounter_and_marked_nothing_counts(talks):
    marks = [mark(talks[0], "aino", "t1", 0, 13)]
    assert gammas(talks, marks).empty
    seen = {"aino": {"e0", "e1"}, "bo": {"e0"}}
    table = gammas(talks, marks, seen=seen, precision=0.2)
    assert table["encounter"].tolist() == ["e0", "all"]
    assert table["disorder"].tolist() == [2.0, 2.0]


def test_the_command_prints_it_and_writes_it(corpora, tmp_path, capsys):
    folder = corpora / "g4_negative_decision_en"
    out = tmp_path / "out"
    assert main(["agreement", str(folder), "--gamma", "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "Gamma: the same stretches with the same codes (Mathet, Widlöcher & Métivier 2015)" in printed
    assert (
        (out / "gamma.csv").read_text("utf-8").splitlines()[0].startswith("encounter,coders,gamma,low,high")
    )
