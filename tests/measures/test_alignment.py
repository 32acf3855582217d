"""Taking up the other's words: on paper, and beside two hundred shuffles."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import measures
from vuoro.language import stems
from vuoro.language.words import words
from vuoro.model import Encounter, Participant, Turn

PEOPLE = tuple(Participant(id=who, role=role) for who, role in (("A", "professional"), ("B", "client")))
ENOUGH = " so" * 300  # small words, so that there are enough of them; none has content


def spoken(*turns: tuple[str, str], language: str = "en") -> Encounter:
    said = (*turns, ("X", ENOUGH))
    return Encounter(
        id="visit", language=language, participants=PEOPLE,
        turns=tuple(Turn(id=f"t{n}", speaker=who, raw=text, text=text) for n, (who, text) in enumerate(said)),
    )  # fmt: skip


def observed(turns: list[tuple[str, str]]) -> tuple[int, int]:
    """How many of A's stems B had in the five turns before, and how many A has."""
    hits = every = 0
    for at, (who, text) in enumerate(turns):
        if who == "A":
            before = [said for by, said in turns[max(0, at - 5) : at] if by == "B"]
            heard = set().union(*(stems.content(words(said), "en") for said in before))
            own = stems.content(words(text), "en")
            hits, every = hits + len(own & heard), every + len(own)
    return hits, every


def shuffled(turns: list[tuple[str, str]], times: int) -> float:
    """The mean share of A's stems that are fresh from B when B's turns are shuffled."""
    chance = np.random.default_rng(1)
    places = [at for at, (who, _) in enumerate(turns) if who == "B"]
    shares = []
    for _ in range(times):
        mixed = list(turns)
        for at, source in zip(places, chance.permutation(places), strict=True):
            mixed[at] = turns[source]
        hits, every = observed(mixed)
        shares.append(hits / every)
    return float(np.mean(shares))


def test_ten_turns_on_paper(numbers):
    visit = spoken(
        ("B", "I walk"), ("A", "Walking helps?"), ("B", "Yes"), ("A", "mm"), ("B", "Evenings hurt"),
        ("A", "Evenings"), ("B", "no"), ("A", "And nights?"), ("B", "nights too"), ("A", "walk more"),
    )  # fmt: skip
    found = numbers("A2", [visit])
    # The professional's stems are walk, help, even, night, walk ("more" is a small word): walk and even are fresh.
    # By chance: walk stands in 1 of 5 turns of the client's, and so does even: 1/5 where one turn is near,
    # 3/5 where three are; night in 1 of 5 with 3 near, walk at the end with 3 near.
    by_chance = (1 / 5 + 0 + 3 / 5 + 3 / 5 + 3 / 5) / 5
    assert found["professional:observed"] == (2, 5, 0.4)
    assert found["professional:by_chance"] == (5 * by_chance, 5, by_chance)
    assert found["professional"] == (nan, 5, 0.4 - by_chance)


@given(st.lists(st.tuples(st.sampled_from("AABB"), st.sampled_from(["walk far", "sleep", "mm", "nights walk"])),
                min_size=1, max_size=14))  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_what_is_fresh_is_counted_as_a_loop_counts_it(turns):
    frame = measures.measure([spoken(*turns)], names=["A2"]).set_index("part")
    hits, every = observed(turns)
    row = frame.loc["professional:observed"]
    if every and any(who == "B" for who, _ in turns):
        assert (row["numerator"], row["denominator"]) == (hits, every)
        assert -1 <= frame.loc["professional", "value"] <= 1
    else:
        assert row["state"] == "no_occasion"


def test_the_chance_is_what_two_hundred_shuffles_come_near():
    draw = np.random.default_rng(7)
    topics = [
        "walk the evenings",
        "sleep badly",
        "tablets help",
        "walk and sleep",
        "mm",
        "evenings hurt badly",
    ]
    turns = [("BA"[n % 2], topics[draw.integers(len(topics))]) for n in range(60)]
    frame = measures.measure([spoken(*turns)], names=["A2"]).set_index("part")
    assert frame.loc["professional:by_chance", "value"] == pytest.approx(shuffled(turns, 200), abs=0.01)


def test_a_client_who_says_nothing_gives_nothing_to_take_up(numbers):
    assert set(numbers("A2", [spoken(("A", "Walking helps"))]).values()) == {
        ("no_occasion", "one side said no words of content, or the other nothing")
    }


def test_a_language_without_stems_is_not_a_zero(numbers):
    visit = spoken(("B", "jeg sover dårligt"), ("A", "sover du dårligt"), language="da")
    assert numbers("A2", [visit])["professional"] == (
        "not_computable",
        "the measure is not made for the language of the encounter",
    )


def test_few_words_are_too_few(numbers):
    visit = Encounter(
        id="visit", language="en", participants=PEOPLE,
        turns=(Turn(id="t1", speaker="A", raw="Walking", text="Walking"),),
    )  # fmt: skip
    assert numbers("A2", [visit])["professional"] == ("not_computable", "fewer than 300 words")


def test_places_are_the_turns_in_which_a_word_was_taken_up():
    visit = spoken(("B", "I walk"), ("A", "Walking helps?"), ("B", "Yes"), ("A", "nights"))
    found = measures.places([visit], names=["A2"])
    assert found[["part", "turn"]].to_numpy().tolist() == [["professional", "t1"]]


def test_nothing_changes_when_encounters_are_taken_a_few_at_a_time(monkeypatch):
    talk = [("B", "I walk"), ("A", "Walking helps?"), ("B", "Evenings hurt"), ("A", "Evenings")]
    meetings = [replace(spoken(*talk[n:], language=("en", "sv")[n % 2]), id=f"v{n}") for n in range(4)]
    whole, places = (f(meetings, names=["A2"]) for f in (measures.measure, measures.places))
    monkeypatch.setattr("vuoro.measures.alignment.AT_ONCE", 3)
    assert measures.measure(meetings, names=["A2"]).equals(whole)
    assert measures.places(meetings, names=["A2"]).equals(places)
