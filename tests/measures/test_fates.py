"""Whose options were adopted, what became of proposals, and how firmly things were settled."""

from __future__ import annotations

from vuoro import measures
from vuoro.model import Decision, Sequence

NOT_DECIDED = ("not_computable", "no decision was coded")


def decided(outcome: str = "joint_decision", last: int = 10, **fields) -> Decision:
    return Decision(
        encounter="visit", first_turn="t06", last_turn=f"t{last:02}", outcome=outcome, coder="aino", **fields
    )


def proposal(outcome: str, **attributes: str) -> Sequence:
    return Sequence(
        encounter="visit", type="S3", first_turn="t07", last_turn="t09", outcome=outcome, code="propose",
        coder="aino", attributes=attributes,
    )  # fmt: skip


def test_whose_options_were_adopted(visit, numbers):
    adopted = ("client", "joint", "professional", "employer", "professional", "")
    made = [decided(last=5 + n, origin_of_adopted_option=whose) for n, whose in enumerate(adopted)]
    found = numbers("D2", [visit], decisions=made)
    assert found == {
        "client": (1, 5, 0.2),
        "companion": (0, 5, 0),
        "professional": (2, 5, 0.4),
        "joint": (1, 5, 0.2),
        "institution": (0, 5, 0),
        "other": (1, 5, 0.2),
    }


def test_where_nothing_was_adopted_there_is_no_occasion_and_where_nobody_coded_no_number(visit, numbers):
    dropped = decided("dropped")
    assert set(numbers("D2", [visit], decisions=[dropped]).values()) == {
        ("no_occasion", "no option was adopted")
    }
    assert set(numbers("D2", [visit]).values()) == {NOT_DECIDED}


def test_what_became_of_the_clients_proposals(visit, codes, numbers):
    links = [proposal("developed", fate="adopted"), proposal("ignored", fate="dropped"), proposal("probed")]
    found = numbers("D3b", [visit], codes, links)
    assert {part: value for part, value in found.items() if value[0]} == {
        "adopted": (1, 2, 0.5),
        "dropped": (1, 2, 0.5),
    }
    assert list(found) == ["adopted", "adapted", "rejected", "left_open", "dropped"]


def test_fates_that_nobody_coded_are_not_zero(visit, codes, numbers):
    assert set(numbers("D3b", [visit], codes, [proposal("probed")]).values()) == {
        ("not_computable", "the attribute was not coded")
    }
    assert set(numbers("D3b", [visit], codes[:1]).values()) == {
        ("no_occasion", "the client made no proposal")
    }


def test_who_what_and_when_of_the_decisions_that_were_settled(visit, numbers):
    made = [
        decided(commitment=3),
        decided("client_decided", 9, commitment=0),
        decided("deferred", 8, commitment=2),
        decided(last=7),
    ]
    assert numbers("D13", [visit], decisions=made) == {"": (3, 2, 1.5)}


def test_commitment_that_nobody_coded_is_not_zero(visit, numbers):
    assert numbers("D13", [visit], decisions=[decided()]) == {
        "": ("not_computable", "the attribute was not coded")
    }
    assert numbers("D13", [visit], decisions=[decided("dropped")]) == {
        "": ("no_occasion", "no option was adopted")
    }
    assert numbers("D13", [visit]) == {"": NOT_DECIDED}


def test_places_are_where_the_decisions_begin(visit):
    found = measures.places([visit], decisions=[decided(commitment=3)], names=["D13"])
    assert found["turn"].tolist() == ["t06"]
