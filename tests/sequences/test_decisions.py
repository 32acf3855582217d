"""Decisions: what was put forward, what the client made of it, who closed it."""

from __future__ import annotations

import pytest

from vuoro import sequences
from vuoro.annotations import BadAnnotations
from vuoro.model import Annotation, Decision, Encounter, Participant, Turn


def decided(*lines: tuple[str, str, str]) -> tuple[Decision, ...]:
    """The decisions in a talk of (speaker, codes, words)."""
    turns = tuple(
        Turn(id=f"t{n}", speaker=who, raw=said, text=said) for n, (who, _, said) in enumerate(lines, 1)
    )
    moves = [
        Annotation(encounter="visit", turn=f"t{n}", code=code, coder="aino", start=0, stop=len(said))
        for n, (_, codes, said) in enumerate(lines, 1)
        for code in codes.split()
    ]
    people = (Participant(id="D", role="professional"), Participant(id="P", role="client"))
    visit = Encounter(id="visit", language="en", turns=turns, participants=people)
    return sequences.decisions(visit, moves, sequences.link(visit, moves))


GROUP = ("D", "propose", "Shall we try the walking group?")


@pytest.mark.parametrize(
    ("lines", "outcome", "origin", "sealed"),
    [
        ((GROUP, ("P", "accept", "Yes.")), "professional_decided_client_accepts", "professional", "t2"),
        (
            (("P", "propose", "Couldn't I walk to work?"), ("D", "accept", "Let's do that.")),
            "client_decided", "client", "t2",
        ),
        (
            (GROUP, ("P", "develop_proposal", "And my sister could come."), ("D", "accept", "Let's do that.")),
            "joint_decision", "joint", "t3",
        ),
        ((("D", "announce_decision", "I'll send the form."), ("P", "", "Mm.")),
         "professional_decided_alone", "professional", "t1"),
        ((("P", "propose", "Couldn't I walk?"), ("D", "", "We'll come back to that.")), "deferred", "", ""),
        ((GROUP, ("P", "reject", "No.")), "dropped", "", ""),
    ],
)  # fmt: skip
def test_who_decided(lines: tuple[tuple[str, str, str], ...], outcome: str, origin: str, sealed: str) -> None:
    (found,) = decided(*lines)
    assert (found.outcome, found.origin_of_adopted_option, found.sealed_turn) == (outcome, origin, sealed)


def test_a_proposal_mended_after_a_doubt_is_the_same_decision() -> None:
    (found,) = decided(
        GROUP,
        ("P", "express_doubt", "I can't walk that far."),
        ("D", "propose", "A shorter walk then?"),
        ("P", "accept", "Yes."),
    )
    assert (found.first_turn, found.last_turn, found.doubts) == ("t1", "t4", ("repeated",))
    assert found.features == {
        "b1": "y", "b2": "n", "b3": "n", "b4": "n", "b5": "n", "b6": "y", "b7": "n", "b8": "y", "b9": "y",
    }  # fmt: skip


def test_another_thing_is_another_decision() -> None:
    found = decided(
        GROUP, ("P", "accept", "Yes."), ("D", "propose", "Shall I book the dentist?"), ("P", "accept", "Do.")
    )
    assert [one.topic for one in found] == ["Shall we try the walking group?", "Shall I book the dentist?"]


def test_where_the_client_put_nothing_in_nothing_could_be_built_on() -> None:
    (found,) = decided(GROUP, ("P", "accept", "Yes."))
    assert (found.features["b6"], found.features["b7"], found.features["b8"]) == ("n", "", "")


def test_a_break_is_no_decision_about_the_service() -> None:
    turn = Turn(id="t1", speaker="D", raw="Shall we pause?", text="Shall we pause?")
    visit = Encounter(id="visit", language="en", turns=(turn,))
    move = Annotation(
        encounter="visit", turn="t1", code="propose", coder="aino", start=0, stop=15,
        attributes={"scope": "interaction"},
    )  # fmt: skip
    assert sequences.decisions(visit, [move], []) == ()


def test_a_cell_that_is_no_number_is_told_with_its_line(tmp_path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(
        "encounter,first_turn,last_turn,outcome,coder,options_named\nv,t1,t2,dropped,aino,many\n", "utf-8"
    )
    with pytest.raises(BadAnnotations, match=r"decisions\.csv, line 2"):
        sequences.read_decisions(path)
