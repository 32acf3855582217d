"""The profile of the five ways: three states, fractions for few, and no total."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from vuoro import measures
from vuoro.measures.declare import panels
from vuoro.measures.profile import COLUMNS
from vuoro.model import Decision, Sequence


@pytest.fixture
def of_visit(visit, codes, links):
    return measures.profile(measures.measure([visit], codes, links))


def row(table: pd.DataFrame, measure: str, part: str = "") -> dict:
    return table[(table["measure"] == measure) & (table["part"] == part)].iloc[0].to_dict()


def test_the_columns_are_those_that_plots_and_pages_expect(of_visit):
    assert tuple(of_visit.columns) == COLUMNS
    assert set(of_visit["encounter"]) == {"visit"}


def test_a_cell_has_at_most_three_measures():
    cells = pd.Series([(panel["way"], panel["aspect"] == "opportunity") for panel in panels()])
    assert cells.value_counts().max() <= 3
    assert {panel["way"] for panel in panels()} == {1, 2, 3, 4, 5}


def test_opportunity_never_stands_among_what_came_of_it():
    aspects = {(panel["measure"], part): panel["aspect"] for panel in panels() for part in panel["parts"]}
    assert (aspects["D8", "B_opp"], aspects["D8", "B_inf"]) == ("opportunity", "influence")
    assert set(aspects.values()) == {"opportunity", "uptake", "influence"}


def test_the_profile_of_the_visit(of_visit):
    found = of_visit[["way", "aspect", "measure", "part", "state", "show"]].to_numpy().tolist()
    assert found == [
        [1, "opportunity", "Q3", "", "seen", "6 per 10 min [0.15–33]"],
        [1, "opportunity", "Q3", "opening", "seen", "18 per 10 min [0.46–100]"],
        [1, "opportunity", "Q3", "middle", "not_seen", "0 per 10 min [0–66]"],
        [1, "opportunity", "Q3", "closing", "not_seen", "0 per 10 min [0–66]"],
        [1, "uptake", "Q4", "extended", "seen", "1/1"],
        [1, "uptake", "Q5", "invitations", "seen", "100 words (n = 1)"],
        [2, "opportunity", "U1", "strict", "seen", "6 per 10 min [0.15–33]"],
        [2, "opportunity", "U6", "taken_up", "not_computable", ""],
        [2, "uptake", "U3", "expanded", "seen", "1/1"],
        [2, "uptake", "U3", "room_to_correct", "not_seen", "0/1"],
        [2, "influence", "U4", "", "no_occasion", ""],
        [3, "opportunity", "E4", "", "not_computable", ""],
        [3, "opportunity", "D5", "", "not_seen", "0/1"],
        [3, "influence", "E1", "", "seen", "40 % [12–77]"],
        [3, "influence", "E2", "", "not_computable", ""],
        [4, "opportunity", "D7", "", "not_computable", ""],
        [4, "opportunity", "D8", "B_opp", "not_computable", ""],
        [4, "uptake", "D3", "developed", "seen", "1/1"],
        [4, "uptake", "D3", "probed", "not_seen", "0/1"],
        [4, "uptake", "D3", "accepted", "not_seen", "0/1"],
        [4, "uptake", "D12a", "", "no_occasion", ""],
        [4, "influence", "D8", "B_inf", "not_computable", ""],
        [5, "opportunity", "W5a", "", "not_seen", "0"],
    ]


def test_a_decision_has_two_numbers_that_stand_apart(visit, codes, links):
    decided = Decision(
        encounter="visit", first_turn="t06", last_turn="t10", outcome="joint_decision", coder="aino", type="means",
        features={"b1": "y", "b2": "n", "b3": "", "b4": "y", "b5": "y", "b6": "y", "b7": "y", "b8": "n", "b9": "n"},
    )  # fmt: skip
    table = measures.profile(measures.measure([visit], codes, links, decisions=[decided]))
    assert row(table, "D7")["show"] == "0/1"
    assert (row(table, "D8", "B_opp")["show"], row(table, "D8", "B_inf")["show"]) == ("3/4", "2/4")
    again = replace(decided, last_turn="t09", features={**decided.features, "b3": "y"})
    table = measures.profile(measures.measure([visit], codes, links, decisions=[decided, again]))
    assert row(table, "D8", "B_opp")["show"] == "78 % (7/9)"


def test_no_occasion_is_neither_seen_nor_unseen(visit, codes):
    table = measures.profile(measures.measure([visit], codes[1:2]))
    found = row(table, "Q4", "extended")
    assert (found["state"], found["show"]) == ("no_occasion", "")
    assert found["value"] != found["value"]
    assert found["reason"] == "nobody was invited to tell or to give a view"


def test_nothing_is_computed_of_what_nobody_coded(visit):
    table = measures.profile(measures.measure([visit]))
    assert set(table["state"]) == {"not_computable"}


def test_without_times_the_rates_are_by_words(untimed, codes, links):
    table = measures.profile(measures.measure([untimed], codes, links))
    assert row(table, "Q3w")["show"] == "0.58 per 100 words [0.01–3.3]"
    assert set(table[table["way"] == 2]["measure"]) == {"U1w", "U3", "U4", "U6"}
    assert "Q3" not in set(table["measure"])


def test_each_encounter_has_the_rates_that_it_can_have(visit, untimed, codes):
    other = replace(untimed, id="other")
    both = [*codes, *(replace(one, encounter="other") for one in codes)]
    table = measures.profile(measures.measure([visit, other], both))
    asked = table[(table["way"] == 1) & (table["aspect"] == "opportunity")]
    assert asked[["encounter", "measure"]].drop_duplicates().to_numpy().tolist() == [
        ["visit", "Q3"],
        ["other", "Q3w"],
    ]


def test_five_moments_are_enough_for_a_percentage(visit, codes):
    ended = [
        Sequence(encounter="visit", type="S1", first_turn="t01", last_turn=f"t{n + 1:02}", outcome=outcome, coder="aino")
        for n, outcome in enumerate(["extended", "extended", "extended", "minimal", "minimal"])
    ]  # fmt: skip
    of_five = measures.profile(measures.measure([visit], codes, ended))
    of_four = measures.profile(measures.measure([visit], codes, ended[:4]))
    assert row(of_five, "Q4", "extended")["show"] == "60 % [23–88]"
    assert row(of_four, "Q4", "extended")["show"] == "3/4"


def test_the_reader_sees_their_own_language(visit, codes, links):
    table = measures.profile(measures.measure([visit], codes[:2], links), language="fi")
    assert row(table, "Q3")["show"] == "6 / 10 min [0,15–33]"
    assert row(table, "D12a")["reason"] == "asiakas ei osoittanut epäilyä"


def test_a_profile_can_be_made_of_a_table_read_back_from_a_file(visit, codes, links, tmp_path):
    frame = measures.measure([visit], codes, links)
    frame.to_csv(tmp_path / "measures.csv", index=False)
    again = pd.read_csv(tmp_path / "measures.csv", keep_default_na=False, na_values={"value": "", "low": "",
        "high": "", "numerator": "", "denominator": ""})  # fmt: skip
    pd.testing.assert_frame_equal(measures.profile(again), measures.profile(frame))
