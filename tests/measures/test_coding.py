"""Whose judgements are counted."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest

from vuoro import measures
from vuoro.measures.coding import SeveralCoders, UnknownTurn
from vuoro.model import Encounter


def machine(codes, **changes):
    return [replace(one, coder="detector:rules", status="suggested", **changes) for one in codes]


def test_suggestions_do_not_count_unless_the_machine_is_named(visit, codes, numbers):
    assert numbers("Q2", [visit], machine(codes)) == {
        "": ("not_computable", "nobody whose codes count has coded the encounter")
    }
    assert numbers("Q2", [visit], machine(codes), coders=("detector:rules",)) == {"": (1, 2, 0.5)}


@pytest.mark.parametrize("coders", [None, ("aino",)])
def test_rejected_judgements_never_count(visit, codes, numbers, coders):
    codes[0] = replace(codes[0], status="rejected")
    assert numbers("Q2", [visit], codes, coders=coders) == {"": (0, 1, 0.0)}


def test_a_coder_who_only_rejected_has_coded(visit, codes, numbers):
    rejected = [replace(one, status="rejected") for one in codes]
    assert numbers("E8", [visit], rejected)[""] == (0, nan, 0)
    assert numbers("Q2", [visit], rejected) == {"": ("no_occasion", "no such questions were asked")}


def test_two_coders_of_one_encounter_are_not_added_up(visit, codes):
    both = [*codes, *(replace(one, coder="birgitta") for one in codes)]
    message = (
        r"^visit was coded by aino, birgitta, and their moves must not be added up. "
        r"Name the one to count: coders=\('aino',\), or --count aino$"
    )
    with pytest.raises(SeveralCoders, match=message):
        measures.measure([visit], both)
    with pytest.raises(SeveralCoders, match=message):
        measures.measure([visit], both, coders=("aino", "birgitta"))


def test_naming_one_of_two_coders_counts_that_one(visit, codes, numbers):
    both = [*codes, replace(codes[0], coder="birgitta")]
    assert numbers("Q2", [visit], both, coders=("aino",)) == {"": (1, 2, 0.5)}
    assert numbers("Q2", [visit], both, coders=("birgitta",)) == {"": (1, 1, 1.0)}


def test_two_coders_may_share_the_encounters_between_them(visit, codes, numbers):
    other = replace(visit, id="other")
    theirs = [replace(one, encounter="other", coder="birgitta") for one in codes]
    frame = measures.measure([visit, other], [*codes, *theirs], names=["Q2"])
    assert frame[["value", "coders"]].to_numpy().tolist() == [[0.5, "aino"], [0.5, "birgitta"]]


def test_what_a_person_and_a_machine_both_found_is_one_move(visit, codes, numbers):
    both = [*codes, *machine(codes)]
    assert numbers("Q2", [visit], both, coders=("aino", "detector:rules")) == {"": (1, 2, 0.5)}


def test_every_row_says_whose_judgements_were_counted(visit, codes, links):
    suggested = machine(codes[:1])
    frame = measures.measure([visit], suggested, coders=("detector:rules",), names=["F1", "Q2"])
    assert frame[["coders", "statuses"]].to_numpy().tolist() == [["", ""], ["detector:rules", "suggested"]]
    mixed = [replace(codes[0], status="adjudicated"), *codes[1:]]
    frame = measures.measure([visit], mixed, links, names=["Q4"])
    assert set(frame["statuses"]) == {"confirmed, adjudicated"}


def test_a_machine_that_is_named_has_looked_everywhere_and_a_person_has_not(visit, codes, numbers):
    other = Encounter(id="other", turns=visit.turns, participants=visit.participants, language="en")
    nothing_here = ("no_occasion", "no such questions were asked")
    unknown = ("not_computable", "nobody whose codes count has coded the encounter")
    assert numbers("Q2", [other], machine(codes), coders=["detector:rules"]) == {"": nothing_here}
    assert numbers("Q2", [other], codes, coders=["aino"]) == {"": unknown}


def test_one_name_may_be_given_without_a_list(visit, codes, numbers):
    assert numbers("Q2", [visit], codes, coders="aino") == {"": (1, 2, 0.5)}


def test_judgements_on_other_encounters_are_left_out(visit, codes, numbers):
    elsewhere = [replace(one, encounter="elsewhere", coder="birgitta") for one in codes]
    assert numbers("Q2", [visit], [*codes, *elsewhere]) == {"": (1, 2, 0.5)}


def test_a_judgement_on_a_turn_that_is_not_there_is_refused(visit, codes):
    with pytest.raises(UnknownTurn, match=r"^visit has no turn 't99', but a judgement is about it\. Was the"):
        measures.measure([visit], [replace(codes[0], turn="t99")])
