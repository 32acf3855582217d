"""Moves by what came before and after: the queries of a day's work."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro.search import BadSearch, find, parse


def test_client_proposals_answered_by_a_question_within_two_turns(visit, moves):
    found = find([visit], moves, query="client propose -> professional question within 2")
    assert found[["turn", "then_turn", "then_what"]].values.tolist() == [["t2", "t4", "probe_proposal"]]


def test_a_step_further_off_than_asked_for_is_not_found(visit, moves):
    assert find([visit], moves, query="client propose -> professional question within 1").empty


def test_not_finds_where_nothing_of_the_kind_followed(visit, moves):
    found = find([visit], moves, query="client propose -> not professional question within 2")
    assert found["turn"].tolist() == ["t5"]


def test_three_steps_follow_one_another(visit, moves):
    query = "client propose -> professional announce_decision within 1 -> client accept within 1"
    found = find([visit], moves, query=query)
    assert found[["turn", "then_turn", "then2_turn"]].values.tolist() == [["t5", "t6", "t7"]]


def test_a_sequence_is_found_by_its_outcome(visit, moves, links):
    found = find([visit], moves, links, query="client S3=ignored|rejected")
    assert found[["place", "what"]].values.tolist() == [["visit.txt:7", "S3=ignored"]]


def test_words_narrow_a_step_and_may_be_all_of_it(visit, moves):
    assert find([visit], moves, query='client propose "medicine*"')["turn"].tolist() == ["t5"]
    assert find([visit], query='"march"')["turn"].tolist() == ["t6", "t7"]


def test_a_way_stands_for_its_codes(visit, moves):
    assert find([visit], moves, query="professional W1")["what"].tolist() == ["invite_view"]


def test_coders_are_searched_apart(visit, moves):
    tuomo = [replace(one, coder="tuomo") for one in moves if one.code != "propose"]
    found = find([visit], [*moves, *tuomo], query="client propose -> professional question")
    assert found["coder"].tolist() == ["aino"]


def test_what_was_rejected_is_not_found(visit, moves):
    rejected = [replace(one, status="rejected") for one in moves]
    assert find([visit], rejected, query="client propose").empty


@pytest.mark.parametrize(
    ("query", "trouble"),
    [
        ("client propse", "Did you mean 'propose'"),
        ("", "empty"),
        ("client propose ->", "empty"),
        ("not client propose", "first step"),
        ("client propose within soon", "number of turns"),
        ("client propose accept", "one thing"),
    ],
)
def test_a_slip_in_a_query_is_told(query, trouble):
    with pytest.raises(BadSearch, match=trouble):
        parse(query)
