"""What counts as a judgement, and what is merely not there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro.agreement import DoubledJudgement, NotACode, NothingToCompare, agree, rate
from vuoro.moves import LanguageNeeded


def test_a_turn_that_was_seen_and_left_alone_is_other(visit, say):
    values, sets = rate([visit], say("aino", "t0:propose") + say("bo", "t1:accept")).values()
    told = [[", ".join(sets[value]) or "other" for value in row] for row in values[:3]]
    assert told == [["propose", "other"], ["other", "accept"], ["other", "other"]]


def test_an_encounter_that_a_coder_has_not_coded_is_missing_and_not_other(encounters, say):
    judged = say("aino", "t0:propose", ids=("e0", "e1", "e2")) + say("bo", "t0:propose", ids=("e0", "e1"))
    ratings = rate(encounters, [*judged, *say("cilla", "t1:accept", ids=("e1",))])
    assert ratings.encounters == ("e0", "e1")
    assert ratings.seen[[0, 6]].tolist() == [[True, True, False], [True, True, True]]


def test_who_found_nothing_in_an_encounter_can_be_said_to_have_seen_it(encounters, say):
    judged = say("aino", "t0:propose", ids=("e0", "e1")) + say("bo", "t0:propose", ids=("e0",))
    assert rate(encounters, judged).encounters == ("e0",)
    read = {"aino": ["e0", "e1"], "bo": ["e0", "e1"]}
    assert rate(encounters, judged, seen=read).encounters == ("e0", "e1")


def test_to_reject_a_suggestion_is_to_have_seen_it_and_no_code(visit, say):
    ratings = rate([visit], say("aino", "t0:propose") + say("bo", "t0:propose", status="rejected"))
    assert ratings.presence("propose")[:2].tolist() == [[1, 0], [0, 0]]


def test_a_unit_may_have_several_codes(visit, say):
    ratings = rate([visit], say("aino", "t0:propose t0:explain") + say("bo", "t0:propose"))
    values, sets = ratings.values()
    assert [sets[value] for value in values[0]] == [{"propose", "explain"}, {"propose"}]
    assert "1 times a coder gave one unit several codes" in ratings.treatment


def test_smaller_units_are_cut_by_rule_and_coded_by_overlap(visit, say):
    first, second = {"start": 0, "stop": 14}, {"start": 17, "stop": 50}
    judged = [*say("aino", "t0:confirm_question", **first), *say("aino", "t0:propose", **second)]
    ratings = rate([visit], judged + say("bo", "t0:propose"), unit="tcu")
    assert [(place.start, place.stop) for place in ratings.places[:2]] == [(0, 14), (14, 50)]
    assert ratings.presence("propose")[:2].tolist() == [[0, 1], [1, 1]]
    assert ratings.presence("confirm_question")[:2].tolist() == [[1, 0], [0, 0]]


def test_units_of_an_unknown_language_are_refused_with_the_way_out(visit, say):
    judged = say("aino", "t0:propose") + say("bo", "t0:propose")
    with pytest.raises(LanguageNeeded, match=r"encounter 'v': its language is unknown.*or compare turns"):
        rate([replace(visit, language=None)], judged, unit="tcu")


def test_a_file_given_twice_is_refused(visit, say):
    twice = 2 * say("aino", "t0:propose")
    with pytest.raises(DoubledJudgement, match=r"aino gives propose to the same words 2 times .*turn t0"):
        rate([visit], twice)


def test_one_coder_alone_agrees_with_nobody(visit, say):
    with pytest.raises(NothingToCompare, match="no encounter was coded by two of these coders: aino"):
        rate([visit], say("aino", "t0:propose"))


def test_other_is_the_same_whether_it_was_written_or_left_out(visit, say):
    ratings = rate([visit], say("aino", "t0:other t1:accept") + say("bo", "t1:accept"))
    assert ratings.codes == ("accept",)
    assert ratings.given[0].tolist() == [[False], [False]]


def test_coders_who_found_nothing_at_all_have_nothing_to_be_corrected_for(visit, say):
    judged = say("aino", "t0:other") + say("bo", "t1:other")
    found = agree([visit], judged).coefficients.set_index("coefficient")
    assert found.loc["observed", "value"] == 1.0
    assert found.loc["alpha", "reason"] == "not defined: what is compared does not vary"


def test_a_code_that_is_called_all_is_refused(visit, say):
    with pytest.raises(NotACode, match="give it another name"):
        rate([visit], say("aino", "t0:all") + say("bo", "t0:all"))
