"""What waits for models that somebody brings."""

from __future__ import annotations

from math import nan

import pytest

from vuoro.measures.modelled import CLAUSES, UPTAKE, WrongAnswer
from vuoro.model import Encounter, Participant, Turn

PEOPLE = (Participant(id="D", role="professional"), Participant(id="P", role="client"))
SAID = (
    ("D", "How are you?"), ("P", "I have not slept at all."), ("D", "Not slept?"), ("P", "No."),
    ("D", "You can start on Monday."), ("P", "I would like that very much."), ("D", "Mm."),
    ("P", "It was a long wait."), ("D", "We will move you to another ward."), ("P", "Good."),
)  # fmt: skip


@pytest.fixture
def meeting() -> Encounter:
    turns = (Turn(id=f"t{n}", speaker=who, raw=text, text=text) for n, (who, text) in enumerate(SAID))
    return Encounter(id="visit", language="en", participants=PEOPLE, turns=tuple(turns))


def test_without_a_model_there_is_no_number(meeting, numbers):
    unmodelled = ("not_computable", "there is no model for the language")
    assert numbers("U10", [meeting]) == dict.fromkeys(("", "q25", "q75"), unmodelled)
    unparsed = ("not_computable", "there is no parse for the language")
    assert numbers("E9", [meeting]) == dict.fromkeys(("agent", "patient", "agentless"), unparsed)


def test_a_model_is_asked_about_replies_to_turns_of_five_words(meeting, numbers, monkeypatch):
    asked = []

    def scores(exchanges):
        asked.extend(exchanges)
        return [0.25, 0.75]

    monkeypatch.setitem(UPTAKE._entries, "en", scores)
    assert numbers("U10", [meeting])[""] == (nan, 2, 0.5)
    assert asked == [
        ("I have not slept at all.", "Not slept?"),
        ("It was a long wait.", "We will move you to another ward."),
    ]


def test_a_model_of_one_language_says_nothing_of_another(meeting, numbers, monkeypatch):
    monkeypatch.setitem(UPTAKE._entries, "sv", lambda exchanges: [0.5 for _ in exchanges])
    assert numbers("U10", [meeting])[""] == ("not_computable", "there is no model for the language")


def test_the_parts_of_the_client_sum_to_one(meeting, numbers, monkeypatch):
    parts = {
        "You can start on Monday.": ["agent"],
        "We will move you to another ward.": ["patient", "agentless"],
    }
    monkeypatch.setitem(CLAUSES._entries, "en", lambda turns: [parts.get(turn, []) for turn in turns])
    assert numbers("E9", [meeting]) == {
        "agent": (1, 3, 1 / 3), "patient": (1, 3, 1 / 3), "agentless": (1, 3, 1 / 3)
    }  # fmt: skip


def test_no_clause_about_the_future_is_no_occasion(meeting, numbers, monkeypatch):
    monkeypatch.setitem(CLAUSES._entries, "en", lambda turns: [[] for _ in turns])
    silent = ("no_occasion", "the professional said nothing of the client’s future")
    assert numbers("E9", [meeting]) == dict.fromkeys(("agent", "patient", "agentless"), silent)


def test_a_model_that_does_not_answer_once_for_each_is_refused(meeting, numbers, monkeypatch):
    monkeypatch.setitem(UPTAKE._entries, "en", lambda exchanges: [0.5])
    with pytest.raises(WrongAnswer, match=r"^the uptake model for 'en' answered 1 times to 2 turns; it must"):
        numbers("U10", [meeting])
    monkeypatch.setitem(CLAUSES._entries, "en", lambda turns: [["hero"] for _ in turns])
    with pytest.raises(WrongAnswer, match=r"^a reader of clauses answered 'hero'; it must be one of agent, "):
        numbers("E9", [meeting])
