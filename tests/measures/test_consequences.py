"""What was done, what the other made of it, and what came of that, with the way back to the lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro import measures
from vuoro.model import Decision, Sequence


def link(type: str, turn: str, outcome: str, code: str, response: str = "", **attributes: str) -> Sequence:
    return Sequence(
        encounter="visit", type=type, first_turn=turn, last_turn=response or turn, response_turn=response,
        outcome=outcome, code=code, coder="aino", attributes=attributes,
    )  # fmt: skip


DECISION = Decision(
    encounter="visit", first_turn="t06", last_turn="t10", outcome="joint_decision", coder="aino",
    features={"b1": "y", "b2": "n"},
)  # fmt: skip


def rows(table, name: str) -> list[list[str]]:
    own = table[table["table"].str.startswith(name)]
    return own[["first", "second", "turn"]].to_numpy().tolist()


def test_the_reception_of_a_proposal_stands_beside_its_fate(visit):
    links = [
        link("S3", "t07", "developed", "propose", "t09", fate="adopted"),
        link("S3", "t07", "probed", "propose", "t08"),
    ]
    table = measures.triplets([visit], sequences=links)
    assert rows(table, "S3") == [["developed", "adopted", "t07"], ["probed", "", "t07"]]


def test_a_doubtful_response_stands_beside_its_pick_up(visit):
    links = [
        link("S4", "t09", "hedged", "announce_decision", "t10"),
        link("S5", "t10", "explored", "hedged_accept"),
        link("S4", "t06", "accept_plain", "propose", "t07"),
        link("S4", "t04", "doubt", "propose", "t05"),
        link("S5", "t05", "bypassed", "reject"),
        link("S4", "t01", "no_response", "propose", "t02"),
        link("S5", "t02", "repeated", "propose"),
    ]
    assert rows(measures.triplets([visit], sequences=links), "S4") == [
        ["hedged", "explored", "t09"], ["doubt", "", "t04"], ["no_response", "repeated", "t01"],
    ]  # fmt: skip


def test_an_invitation_stands_beside_each_feature_of_the_next_decision(visit):
    links = [link("S1", "t01", "extended", "invite_open", "t02")]
    earlier = replace(DECISION, first_turn="t08", features={"b1": "n"})
    found = rows(measures.triplets([visit], (), links, [earlier, DECISION]), "S1")
    assert found[:3] == [
        ["extended", "b1:y", "t01"],
        ["extended", "b2:n", "t01"],
        ["extended", "b3:NA", "t01"],
    ]
    assert len(found) == 9


def test_a_decision_that_was_over_before_the_invitation_is_not_the_next_one(visit):
    over = replace(DECISION, first_turn="t01", last_turn="t03")
    links = [link("S1", "t04", "extended", "invite_view", "t05")]
    assert rows(measures.triplets([visit], (), links, [over]), "S1") == []


def test_each_triplet_has_its_line_in_the_file(visit):
    lined = replace(visit, turns=tuple(replace(turn, line=n * 10) for n, turn in enumerate(visit.turns, 1)))
    links = [link("S3", "t07", "developed", "propose", "t09")]
    assert measures.triplets([lined], sequences=links)["line"].tolist() == [70]
    assert measures.triplets([visit], sequences=links)["line"].isna().tolist() == [True]


@pytest.mark.parametrize("encounters", [[], ["visit"]])
def test_nothing_linked_is_an_empty_table(visit, encounters):
    table = measures.triplets([visit] if encounters else [])
    assert (table.columns.tolist(), len(table)) == (
        ["table", "first", "second", "encounter", "turn", "line"],
        0,
    )
