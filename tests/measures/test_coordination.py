"""Coordination: ConvoKit's tally, written out as its source has it, and a talk worked out on paper."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import measures
from vuoro.language.markers import markers
from vuoro.measures.coordination import MixedLanguages
from vuoro.model import Encounter, Participant, Turn

PEOPLE = tuple(
    Participant(id=who, role=role)
    for who, role in (("A", "professional"), ("B", "client"), ("C", "companion"), ("D", "interpreter"))
)
PHRASES = (
    "the dog",
    "I will",
    "and we",
    "just so",
    "you said it",
    "in it",
    "all of us",
    "yes",
    "it's mine",
    "",
)


def spoken(*turns: tuple[str, str], id: str = "visit", language: str = "en") -> Encounter:
    said = tuple(Turn(id=f"t{n}", speaker=who, raw=text, text=text) for n, (who, text) in enumerate(turns))
    return Encounter(id=id, language=language, participants=PEOPLE, turns=said)


def as_convokit_has_it(encounters, replying: set[str], to: set[str], threshold: int):
    """`Coordination._scores_over_utterances` and `CoordinationScore` of ConvoKit 5.0, without what we do not ask for."""
    tally, cond_tally, cond_total = (defaultdict(lambda: defaultdict(int)) for _ in range(3))
    n_utterances = defaultdict(int)
    lists = markers("en")

    def categories(text):
        words = {word.strip("',.") for word in text.lower().split()}
        words |= {word.split("'")[0] for word in words}
        return {name for name, listed in lists.items() if not words.isdisjoint(listed)}

    for encounter in encounters:
        for utt1, utt2 in zip(encounter.turns, encounter.turns[1:], strict=False):
            if utt2.speaker not in replying or utt1.speaker not in to or utt1.speaker == utt2.speaker:
                continue
            speaker = (encounter.id, utt2.speaker)
            n_utterances[speaker] += 1
            for cat in categories(utt1.text) | categories(utt2.text):
                if cat in categories(utt2.text):
                    tally[speaker][cat] += 1
                if cat in categories(utt1.text):
                    cond_total[speaker][cat] += 1
                    if cat in categories(utt2.text):
                        cond_tally[speaker][cat] += 1
    scores = {}
    for speaker, n in n_utterances.items():
        own = {
            cat: cond_tally[speaker][cat] / cond_total[speaker][cat] - tally[speaker][cat] / n
            for cat in lists
            if cond_total[speaker][cat] >= max(threshold, 1)
        }
        if own:
            scores[speaker] = own
    return scores


def aggregates_as_convokit_has_them(scores):
    by_marker = defaultdict(list)
    for own in scores.values():
        for cat, score in own.items():
            by_marker[cat].append(score)
    average = {cat: sum(each) / len(each) for cat, each in by_marker.items()}
    agg1s, agg2s, agg3s = [], [], []
    for own in scores.values():
        agg3s.append(sum(own.values()) / len(own))
        if len(own) == 8:
            agg1s.append(agg3s[-1])
        if len(average) == 8:
            filled = [*own.values(), *(average[cat] for cat in average if cat not in own)]
            agg2s.append(sum(filled) / len(filled))
    return {
        name: sum(each) / len(each) if each else nan
        for name, each in (("agg1", agg1s), ("agg2", agg2s), ("agg3", agg3s))
    }


talk = st.lists(
    st.tuples(st.sampled_from("AABBC"), st.lists(st.sampled_from(PHRASES), max_size=6).map(" ".join))
)


@given(st.lists(talk, max_size=3), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_scores_and_aggregates_are_those_of_convokits_source(talks, threshold):
    encounters = [spoken(*turns, id=f"e{n}") for n, turns in enumerate(talks)]
    table = measures.coordinated(encounters, replying="client", to="professional", threshold=threshold)
    theirs = as_convokit_has_it(encounters, {"B", "C"}, {"A"}, threshold)
    ours = {
        (row["encounter"], row["speaker"], row["marker"]): row["value"]
        for row in table.dropna(subset="value").to_dict("records")
    }
    assert ours == pytest.approx(
        {(*who, cat): score for who, own in theirs.items() for cat, score in own.items()}
    )
    found = measures.aggregated(table)
    assert found == pytest.approx(aggregates_as_convokit_has_them(theirs), nan_ok=True)


def test_ten_turns_on_paper():
    visit = spoken(
        ("B", "The bus."), ("A", "A bus?"), ("B", "The bus."), ("A", "Yes."), ("B", "The bus!"),
        ("A", "The bus!"), ("B", "Home."), ("A", "A home."), ("B", "Home."), ("A", "Home."),
    )  # fmt: skip
    (row,) = measures.coordinated([visit]).query("marker == 'article'").to_dict("records")
    # Articles in 2 of 3 replies to one, and in 3 of 5 replies.
    assert row == {
        "encounter": "visit", "speaker": "A", "marker": "article", "replies": 5, "used": 3, "prompted": 3,
        "echoed": 2, "value": pytest.approx(2 / 3 - 3 / 5),
    }  # fmt: skip


def test_an_encounter_has_the_mean_of_the_classes_that_could_be_taken_over(numbers):
    turns = [("B", "The bus."), ("A", "The bus."), ("B", "Home."), ("A", "Home.")] * 25
    # Articles follow articles only: 1 - 1/2. The client opens the talk and so has one reply less.
    assert numbers("A1", [spoken(*turns)]) == {
        "professional": (nan, 50, 0.5),
        "professional:agg1": ("not_computable", "the words were too rare to be taken over"),
        "professional:agg2": ("not_computable", "the words were too rare to be taken over"),
        "client": ("not_computable", "fewer than 50 replies to the other side"),
        "client:agg1": ("not_computable", "fewer than 50 replies to the other side"),
        "client:agg2": ("not_computable", "fewer than 50 replies to the other side"),
    }


def test_talk_without_words_of_any_class_is_not_a_zero(numbers):
    turns = [("B", "Home."), ("A", "Home.")] * 60
    assert numbers("A1", [spoken(*turns)])["professional"] == (
        "not_computable",
        "the words were too rare to be taken over",
    )


@pytest.mark.parametrize(("name", "language"), [("A1", "fi"), ("A1", "da"), ("A1f", "sv"), ("A1f", "en")])
def test_finnish_has_a_measure_of_its_own_and_other_languages_have_none(numbers, name, language):
    turns = [("B", "no niin"), ("A", "no niin")] * 60
    assert set(numbers(name, [spoken(*turns, language=language)]).values()) == {
        ("not_computable", "the measure is not made for the language of the encounter")
    }


def test_finnish_clitics_are_taken_over(numbers):
    turns = [("B", "Onko."), ("A", "Onko."), ("B", "Koti."), ("A", "Koti.")] * 25
    assert numbers("A1f", [spoken(*turns, language="fi")])["professional"] == (nan, 50, 0.5)


def test_languages_are_not_put_into_one_tally():
    with pytest.raises(MixedLanguages, match=r"^the encounters are in en, sv: give those of one language"):
        measures.coordinated([spoken(id="one"), spoken(id="two", language="sv")])


def test_who_speaks_under_which_name_changes_nothing():
    visit = spoken(*[("B", "The bus."), ("A", "The bus and it."), ("B", "Home."), ("C", "It.")] * 30)
    renamed = replace(
        visit,
        turns=tuple(replace(turn, speaker=f"x{turn.speaker}") for turn in visit.turns),
        participants=tuple(replace(person, id=f"x{person.id}") for person in visit.participants),
    )
    one, other = (measures.measure([talk], names=["A1"])["value"].to_numpy() for talk in (visit, renamed))
    np.testing.assert_array_equal(one, other)
