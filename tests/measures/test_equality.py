"""Initiative and talk of power, worked out on paper."""

from __future__ import annotations

from dataclasses import replace
from math import nan

from vuoro import measures
from vuoro.model import Annotation, Participant

NAN = nan


def test_initiative_counts_only_views_that_were_volunteered(visit, codes, numbers):
    # Doctor: invite_open, ask_info, propose. Patient: propose and the view in t02, not that in t08.
    assert numbers("E1", [visit], codes) == {"": (2, 5, 0.4)}


def test_whatever_opens_a_topic_is_an_initiative(visit, codes, numbers):
    opens = replace(codes[-2], attributes={"new_topic": True})
    assert numbers("E1", [visit], [*codes, replace(opens, start=2)]) == {"": (2, 6, 1 / 3)}


def test_initiatives_of_others_are_on_nobodys_side(visit, codes, numbers):
    interpreter = (visit.participants[0], Participant(id="P", role="interpreter"))
    also_client = (*interpreter, Participant(id="K", role="client"))
    assert numbers("E1", [replace(visit, participants=also_client)], codes) == {"": (0, 3, 0)}


def test_no_initiative_is_no_occasion(visit, codes, numbers):
    assert numbers("E1", [visit], codes[-1:]) == {"": ("no_occasion", "no initiating moves were coded")}


def topic(turn: str, opened: str = "y", code: str = "express_view", start: int = 0) -> Annotation:
    return Annotation(
        encounter="visit",
        turn=turn,
        code=code,
        coder="aino",
        start=start,
        stop=9,
        attributes={"new_topic": opened},
    )


def test_topics_by_side_and_those_of_the_clients_that_were_talked_about(visit, numbers):
    # After t02 the doctor says mm, t04 and t06; after t07 only t09.
    topics = [topic("t07"), topic("t01", code="ask_info"), topic("t02"), topic("t06", "n", "ask_info")]
    assert numbers("E2", [visit], topics) == {"": (2, 3, 2 / 3), "developed": (1, 2, 0.5)}


def test_a_topic_lasts_until_the_next_one_in_its_own_encounter(visit, numbers):
    other = replace(visit, id="other")
    last, first = topic("t07"), [topic("t01", "n", "ask_info"), topic("t02")]
    elsewhere = [replace(one, encounter="other") for one in first]
    frame = measures.measure([visit, other], [*first, last, *elsewhere], names=["E2"])
    developed = frame[frame["part"] == "developed"]
    assert developed[["numerator", "denominator"]].to_numpy().tolist() == [[1, 2], [1, 1]]


def test_topics_of_one_side_alone_make_no_share(visit, codes, numbers):
    one_sided = ("not_computable", "new topics were coded for one side only")
    assert numbers("E2", [visit], [topic("t02"), topic("t08")]) == {"": one_sided, "developed": one_sided}
    uncoded = ("not_computable", "the attribute was not coded")
    assert numbers("E2", [visit], codes) == {"": uncoded, "developed": uncoded}


def test_where_no_topic_was_new_there_was_no_occasion(visit, numbers):
    old = [topic("t01", "n", "ask_info"), topic("t02", "n")]
    assert numbers("E2", [visit], old) == {
        "": ("no_occasion", "no new topics were brought up"),
        "developed": ("no_occasion", "the client brought up no new topic"),
    }


def test_power_talk_is_counted_by_kind(visit, codes, numbers):
    assert numbers("E8", [visit], codes) == {
        "": (1, NAN, 1),
        "kind:right": (1, NAN, 1),
        "kind:expertise": (0, NAN, 0),
        "kind:jointness": (0, NAN, 0),
        "kind:freedom_to_decline": (0, NAN, 0),
        "kind:task_division": (0, NAN, 0),
        "supported": (1, NAN, 1),
        "responsibility_shift": (0, NAN, 0),
    }


def test_a_kind_that_nobody_coded_is_not_0(visit, codes, numbers):
    bare = [replace(one, attributes={}) for one in codes]
    found = numbers("E8", [visit], bare)
    assert found[""] == (1, NAN, 1)
    assert {found[part] for part in found if part} == {("not_computable", "the attribute was not coded")}


def test_no_power_talk_in_a_coded_visit_is_a_finding(visit, codes, numbers):
    assert numbers("E8", [visit], codes[:1])[""] == (0, NAN, 0)
    assert numbers("E8", [visit])[""] == (
        "not_computable",
        "nobody whose codes count has coded the encounter",
    )
