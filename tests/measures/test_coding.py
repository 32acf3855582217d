"""Whose judgements are counted."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest

from vuoro import measures
from vuoro.measures.coding import SeveralCoders
from vuoro.measures.declare import MEASURES, reason_code
from vuoro.measures.tables import UnknownTurn
from vuoro.measures.talk import hear
from vuoro.model import Annotation, Decision, Encounter, Sequence


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


def test_codes_of_another_codebook_are_no_sign_that_nothing_was_there(visit, codes, numbers):
    foreign = [replace(one, code="Q-closed") for one in codes]
    uncoded = ("not_computable", "nobody whose codes count has coded the encounter")
    assert numbers("Q2", [visit], foreign) == {"": uncoded}
    assert numbers("E8", [visit], foreign)[""] == uncoded


def test_a_machine_has_searched_only_talk_in_a_language_that_it_knows(visit, codes, numbers):
    german = replace(visit, language="de")
    uncoded = ("not_computable", "nobody whose codes count has coded the encounter")
    assert numbers("E8", [german], coders=("detector:rules",))[""] == uncoded
    assert numbers("E8", [visit], coders=("detector:rules",))[""] == (0, nan, 0)


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


def term(coder: str, status: str = "confirmed", start: int = 5) -> Annotation:
    return Annotation(
        encounter="visit", turn="t06", code="jargon_term", coder=coder, start=start, stop=9, status=status
    )


def about_the_term(coder: str, status: str = "confirmed") -> Sequence:
    return Sequence(
        encounter="visit", type="S6", first_turn="t06", last_turn="t06", outcome="unexplained", coder=coder,
        code="jargon_term", status=status,
    )  # fmt: skip


DETECTED = term("detector:rules", "suggested")


@pytest.mark.parametrize("coders", [None, "aino", "detector:rules"])
def test_marks_by_a_machine_count_where_nobody_has_corrected_them(visit, codes, coders):
    talk = hear([visit], codes, [about_the_term("detector:rules", "suggested")], coders, support=[DETECTED])
    assert (len(talk.support), len(talk.opened("S6"))) == (1, 1)
    assert talk.encounters[["marked", "markers", "marked_as"]].to_numpy().tolist() == [
        [True, "detector:rules", "suggested"]
    ]


def test_a_persons_marks_take_the_place_of_the_machines(visit, codes):
    hers, machines = about_the_term("aino"), about_the_term("detector:rules", "suggested")
    talk = hear([visit], codes, [hers, machines], ["aino"], support=[DETECTED, term("aino", start=7)])
    assert (talk.support["start"].tolist(), len(talk.opened("S6"))) == ([7], 1)
    assert talk.encounters["markers"].tolist() == ["aino"]


def test_a_person_who_marked_one_kind_leaves_the_other_kinds_to_the_machine(visit):
    asked = replace(DETECTED, code="repair_initiation", turn="t05")
    talk = hear([visit], support=[DETECTED, asked, term("aino", start=7)])
    assert talk.support[["code", "start"]].to_numpy().tolist() == [
        ["jargon_term", 7],
        ["repair_initiation", 5],
    ]
    assert talk.encounters["markers"].tolist() == ["aino, detector:rules"]


def test_marks_among_the_annotations_are_marks_and_no_moves(visit, codes):
    talk = hear([visit], [*codes, term("aino")])
    assert (len(talk.moves), len(talk.support)) == (len(codes), 1)


def test_a_mark_that_a_person_rejected_does_not_count(visit):
    talk = hear([visit], support=[DETECTED, term("aino", "rejected")])
    assert (len(talk.support), talk.encounters["marked"].tolist()) == (0, [True])


def test_marks_by_somebody_who_is_not_named_do_not_count(visit):
    talk = hear([visit], coders=["detector:rules"], support=[DETECTED, term("aino", start=7)])
    assert talk.encounters["markers"].tolist() == ["detector:rules"]


def test_two_people_who_marked_one_encounter_are_not_added_up(visit):
    with pytest.raises(SeveralCoders, match=r"^visit was coded by aino, birgitta"):
        hear([visit], support=[term("aino"), term("birgitta")])


def test_a_machine_that_marked_anything_has_looked_in_every_language_it_knows(visit):
    others = [replace(visit, id="other"), replace(visit, id="danish", language="da")]
    talk = hear([visit, *others], support=[DETECTED])
    assert talk.encounters["marked"].tolist() == [True, True, False]
    assert hear([visit]).encounters["marked"].tolist() == [False]


def decided(**changes) -> Decision:
    made = Decision(encounter="visit", first_turn="t06", last_turn="t10", outcome="dropped", coder="aino")
    return replace(made, **changes)


def test_decisions_count_by_the_rule_for_moves(visit):
    suggested = decided(coder="detector:rules", status="suggested")
    assert hear([visit], decisions=[suggested]).encounters["decided"].tolist() == [False]
    talk = hear([visit], coders=["detector:rules"], decisions=[suggested, decided()])
    assert (talk.encounters["deciders"].tolist(), talk.decided) == (["detector:rules"], (suggested,))
    with pytest.raises(SeveralCoders, match=r"^visit was coded by aino, birgitta"):
        hear([visit], decisions=[decided(), decided(coder="birgitta")])


def test_where_no_decision_was_coded_that_is_the_reason(visit, codes):
    talk = hear([visit], codes)
    assert talk.lacks("decided").tolist() == [reason_code("not_decided")]
    assert hear([visit], codes, decisions=[decided()]).lacks("decided").tolist() == [0]


def test_a_number_tells_whose_judgements_of_every_kind_it_rests_on(visit, codes, monkeypatch):
    for name, needs in {"S": ("roles", "coded", "marked"), "T": ("roles",)}.items():
        declared = replace(MEASURES["Q2"].declaration, needs=needs)
        monkeypatch.setitem(MEASURES._entries, name, replace(MEASURES["Q2"], id=name, declaration=declared))
    frame = measures.measure([visit], codes, support=[DETECTED], names=["Q2", "S", "T"])
    assert frame["coders"].tolist() == ["aino", "aino, detector:rules", ""]
    assert frame["statuses"].tolist() == ["confirmed", "confirmed, suggested", ""]
