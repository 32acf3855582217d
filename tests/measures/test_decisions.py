"""Proposals and what became of them, worked out on paper."""

from __future__ import annotations

from dataclasses import replace
from math import log, nan

import pytest

from vuoro import measures
from vuoro.model import Annotation, Sequence

NAN = nan


def move(turn: str, code: str, **attributes: str) -> Annotation:
    return Annotation(
        encounter="visit", turn=turn, code=code, coder="aino", start=50, stop=60, attributes=attributes
    )


def ended(type: str, turn: str, *outcomes: str, code: str = "propose") -> list[Sequence]:
    return [
        Sequence(
            encounter="visit", type=type, first_turn=turn, last_turn=f"t{n + 1:02}", outcome=outcome,
            code=code, coder="aino",
        )
        for n, outcome in enumerate(outcomes)
    ]  # fmt: skip


def test_the_clients_share_of_proposals_and_options(visit, codes, numbers):
    options, pause = move("t09", "list_options"), move("t05", "propose", scope="interaction")
    assert numbers("D1", [visit], [*codes, options, pause]) == {"": (1, 3, 1 / 3)}


def test_no_proposal_is_no_occasion(visit, codes, numbers):
    assert numbers("D1", [visit], codes[:1]) == {
        "": ("no_occasion", "nobody put forward a proposal or options")
    }


def test_receptions_of_the_clients_proposals(visit, codes, numbers):
    received = ended("S3", "t07", "developed", "developed", "developed", "probed", "ignored")
    found = numbers("D3", [visit], codes, received)
    assert {part: found[part] for part in ("developed", "probed", "ignored", "accepted")} == {
        "developed": (3, 5, 0.6),
        "probed": (1, 5, 0.2),
        "ignored": (1, 5, 0.2),
        "accepted": (0, 5, 0),
    }
    assert found["develop_probe"] == (3, 1, log(3.5 / 1.5))


def test_log_odds_need_a_proposal_that_was_developed_or_probed(visit, codes, numbers):
    found = numbers("D3", [visit], codes, ended("S3", "t07", "accepted"))
    assert found["accepted"] == (1, 1, 1)
    assert found["develop_probe"] == (
        "no_occasion",
        "no proposal of the client’s was developed or asked about",
    )


def test_announcements_and_open_forms_are_two_sides_of_one_share(visit, codes, numbers):
    made = [*codes, move("t04", "list_options"), move("t01", "announce_decision")]
    assert numbers("D4", [visit], made) == {"": (2, 4, 0.5), "open_forms": (2, 4, 0.5)}
    assert numbers("D4", [visit], codes[:1])[""] == (
        "no_occasion",
        "the professional put forward no proposal or decision",
    )


def test_responses_in_all_and_by_form(visit, codes, links, numbers):
    found = numbers("D10", [visit], codes, links)
    seen = {part: value for part, value in found.items() if value[0] and value[0] != "no_occasion"}
    assert seen == {
        "hedged": (1, 2, 0.5),
        "counter": (1, 2, 0.5),
        "propose:counter": (1, 1, 1),
        "announce_decision:hedged": (1, 1, 1),
    }
    assert "list_options:hedged" not in found


def test_an_announcement_that_got_no_response_is_not_counted(visit, codes, numbers):
    silent = ended("S4", "t09", "no_response", "hedged", code="announce_decision")
    assert numbers("D10", [visit], codes, silent)["hedged"] == (1, 1, 1)
    unanswered = ended("S4", "t06", "no_response", "hedged")
    assert numbers("D10", [visit], codes, unanswered)["no_response"] == (1, 2, 0.5)


def test_announcements_alone_need_no_response(visit, codes, numbers):
    announced = [one for one in codes if one.code == "announce_decision"]
    assert numbers("D10", [visit], announced)["hedged"] == (
        "no_occasion",
        "nothing was put forward that the client answered or was expected to answer",
    )


def test_hedged_agreements_among_the_agreements(visit, codes, numbers):
    agreed = ended("S4", "t06", "hedged", "accept_plain", "accept_elaborated", "reject", "question")
    assert numbers("D11", [visit], codes, agreed) == {"": (1, 3, 1 / 3)}
    refused = ended("S4", "t06", "reject")
    assert numbers("D11", [visit], codes, refused) == {"": ("no_occasion", "the client agreed to nothing")}


@pytest.mark.parametrize(("name", "type"), [("D3", "S3"), ("D10", "S4"), ("D11", "S4")])
def test_sequences_must_be_linked_before_their_outcomes_are_counted(visit, codes, links, numbers, name, type):
    without = [one for one in links if one.type != type]
    assert set(numbers(name, [visit], codes, without).values()) == {
        ("not_computable", "the moves are coded but not linked into sequences")
    }


def test_asking_about_the_meeting_is_counted_and_own_reflection_is_not(visit, codes, numbers):
    asked = [move("t09", "solicit_feedback"), move("t06", "solicit_feedback", kind="own_reflection")]
    assert numbers("W5a", [visit], [*codes, *asked]) == {"": (1, NAN, 1)}
    assert numbers("W5a", [visit], codes) == {"": (0, NAN, 0)}


def test_places_of_the_hedged_agreements_are_where_they_were_asked_for(visit, codes, links):
    found = measures.places([visit], codes, links, names=["D11", "D4"])
    assert found.to_numpy().tolist() == [
        ["visit", "D11", "", "t09"],
        ["visit", "D4", "", "t09"],
        ["visit", "D4", "open_forms", "t06"],
    ]


def test_a_sequence_of_somebody_else_is_not_counted(visit, codes, links, numbers):
    theirs = [replace(one, coder="birgitta") for one in links]
    assert numbers("D11", [visit], codes, [*links, *theirs], coders="aino") == {"": (1, 1, 1)}
