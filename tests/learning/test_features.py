"""What a coder sees of a turn: its words, their fields, its neighbours, and where it stands."""

from __future__ import annotations

from vuoro.learning.features import language_of, seen, sentence
from vuoro.model import Encounter, Participant, Turn

PEOPLE = (Participant(id="D", role="professional"), Participant(id="P", role="client"))


def talk(*texts, language="en"):
    turns = tuple(Turn(id=f"t{n}", speaker="DP"[n % 2], raw=text, text=text) for n, text in enumerate(texts))
    return seen(Encounter(id="visit", turns=turns, language=language, participants=PEOPLE))


def begins(features, start):
    return {name for name in features if name.startswith(start)}


def test_what_is_said_in_three_languages_has_fields_in_common():
    said = [
        sentence("Vad tycker du?", "sv"),
        sentence("Mitä mieltä sä oot?", "fi"),
        sentence("What do you think?", "en"),
    ]
    shared = set(said[0]).intersection(*said[1:])
    assert shared == {
        "field:what", "field:think", "field:you", "field:?",
        "fields:what > think", "fields:think > ?", "fields:you > ?", "fields:what > you",
        "opening field:1=what",
    }  # fmt: skip
    assert {language_of(name) for name in shared} == {""}


def test_fields_keep_the_order_in_which_they_were_said():
    assert "fields:you > know" in sentence("you know", "en")
    assert "fields:know > you" in sentence("know you", "en")


def test_a_turn_sees_the_fields_of_its_neighbours():
    _, middle, _ = talk("What do you think?", "Tired.", "That sounds hard.")
    assert begins(middle.features, "field before:") >= {"field before:what", "field before:think"}
    assert begins(middle.features, "field after:") == {
        "field after:that",
        "field after:hear",
        "field after:seem",
        "field after:hard",
    }
    assert "first before en:1=what" in middle.features


def test_a_turn_knows_how_near_the_beginning_and_the_end_it_stands():
    rows = talk(*["mm"] * 40)
    edges = [begins(row.features, ("first 1", "first 2", "first 8", "last 1", "last 32")) for row in rows]
    assert edges[0] == {"first 1 turns", "first 16 turns", "first 2 turns", "first 8 turns"}
    assert edges[1] == {"first 16 turns", "first 2 turns", "first 8 turns"}
    assert edges[8] == {"first 16 turns", "last 32 turns"}
    assert edges[39] == {"last 1 turns", "last 16 turns", "last 32 turns"}
