"""What a pack may be made of: what people settled, and never what a machine suggested."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from vuoro import teaching
from vuoro.teaching import Material


@pytest.fixture
def meeting(meet):
    return meet("Ska vi ta tisdag?", "Kanske det.", "Du tvekar?", "Lite.")


def codes(material: Material) -> list[str]:
    return [move.code for move in material.settled]


def test_what_was_adjudicated_stands_for_what_each_coder_said(meeting, coded):
    each = [*coded(meeting, {1: "propose"}, "aino"), *coded(meeting, {1: "ask_info"}, "bo")]
    gold = coded(meeting, {1: "propose"}, "gold", "adjudicated")
    material = Material([meeting], [*each, *gold])
    assert (codes(material), [move.code for move in material.codings]) == (
        ["propose"],
        ["propose", "ask_info"],
    )


def test_the_only_coders_moves_are_settled(meeting, coded):
    assert codes(Material([meeting], coded(meeting, {1: "propose"}))) == ["propose"]


def test_nothing_is_settled_where_two_coded_and_nobody_adjudicated(meeting, coded):
    each = [*coded(meeting, {1: "propose"}, "aino"), *coded(meeting, {1: "propose"}, "bo")]
    assert codes(Material([meeting], each)) == []


@pytest.mark.parametrize("coder", ["detector:rules", "learned:participation-fi", "llm:any"])
def test_no_machine_enters_though_its_rows_say_confirmed(meeting, coded, coder):
    assert codes(Material([meeting], coded(meeting, {1: "propose"}, coder, "confirmed"))) == []


@pytest.mark.parametrize("status", ["suggested", "rejected"])
def test_only_what_is_confirmed_enters(meeting, coded, status):
    assert codes(Material([meeting], coded(meeting, {1: "propose"}, status=status))) == []


def test_moves_are_in_the_order_of_the_talk(meeting, coded):
    found = coded(meeting, {3: "explore_doubt", 1: "propose", 2: "hedged_accept"})
    assert codes(Material([meeting], found)) == ["propose", "hedged_accept", "explore_doubt"]


def test_annotations_of_turns_that_are_gone_are_left_out(meeting, coded):
    gone = [replace(move, turn="t0099") for move in coded(meeting, {1: "propose"})]
    assert codes(Material([meeting], gone)) == []


def test_a_sequence_of_turns_that_are_gone_is_left_out(meeting, coded, linked):
    link = linked(meeting, "S4", 1, 2, "propose", "hedged")
    links = [link, replace(link, response_turn="t0099"), replace(link, encounter="other")]
    assert Material([meeting], coded(meeting, {1: "propose"}), links).sequences == (link,)


def test_moves_and_links_are_those_of_their_encounter(meeting, meet, coded, linked):
    other = meet("Hur är det?", "Bra.", id="annat")
    moves = [*coded(meeting, {1: "propose"}), *coded(other, {1: "invite_view"})]
    material = Material([meeting, other], moves, [linked(other, "S1", 1, 2, "invite_view", "minimal")])
    assert [move.code for move in material.moves("annat")] == ["invite_view"]
    assert ([link.type for link in material.links("annat")], material.links("möte")) == (["S1"], ())


def test_the_share_is_of_all_who_coded_the_encounter(meeting, coded):
    gold = coded(meeting, {1: "propose"}, "gold", "adjudicated")
    each = [*coded(meeting, {1: "propose"}, "aino"), *coded(meeting, {2: "hedged_accept"}, "bo")]
    assert Material([meeting], [*gold, *each]).share(gold[0]) == 0.5
    assert math.isnan(Material([meeting], gold).share(gold[0]))


def test_other_readings_of_a_place_are_told_once_each(meeting, coded):
    gold = coded(meeting, {1: "propose"}, "gold", "adjudicated")
    each = [*coded(meeting, {1: "ask_info"}, "aino"), *coded(meeting, {1: "ask_info"}, "bo")]
    material = Material([meeting], [*gold, *each])
    assert (material.others(gold[0]), material.settled_at(each[0])) == (("ask_info",), "propose")


def test_codings_that_lie_beside_transcripts_are_found(tmp_path):
    for name in ("visit.txt", "gold.csv", "gold_sequences.csv", "coder_a.csv", "notes.csv"):
        (tmp_path / name).write_text("", encoding="utf-8")
    codings, links = teaching.beside([tmp_path / "visit.txt"])
    assert [path.name for path in codings] == ["gold.csv", "coder_a.csv"]
    assert [path.name for path in links] == ["gold_sequences.csv"]


def test_our_corpora_are_settled_in_full(ours):
    settled = {move.encounter for move in ours.settled}
    assert settled == {encounter.id for encounter in ours.encounters}
    assert {move.status for move in ours.settled} == {"adjudicated"}
    assert len(ours.sequences) > 500
