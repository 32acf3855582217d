"""Terms, explanations, and checks of understanding."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro.model import Annotation, Encounter, Participant, Sequence, Turn

MACHINE = {"coder": "detector:rules", "status": "suggested"}


def move(turn: str, code: str, **attributes: str) -> Annotation:
    return Annotation(
        encounter="visit", turn=turn, code=code, coder="aino", start=0, stop=999, attributes=attributes
    )


def term(turn: str, start: int, explained: str = "no") -> Annotation:
    return Annotation(
        encounter="visit", turn=turn, code="jargon_term", start=start, stop=start + 4,
        attributes={"term": "work", "explained": explained}, **MACHINE,
    )  # fmt: skip


def ended(turn: str, outcome: str) -> Sequence:
    return Sequence(
        encounter="visit", type="S6", first_turn=turn, last_turn=turn, outcome=outcome, code="jargon_term",
        **MACHINE,
    )  # fmt: skip


def test_checks_for_each_explanation_and_of_which_type(visit, numbers):
    codes = [
        move("t06", "explain"), move("t09", "explain"),
        move("t06", "check_understanding", type="closed_comprehension"),
        move("t08", "check_understanding", type="teach_back"),
    ]  # fmt: skip
    codes.append(move("t09", "check_understanding", type="teach_back"))
    assert numbers("U7", [visit], codes) == {
        "": (2, 2, 1.0),
        "teach_back": (1, 2, 0.5),
        "open_questions": (0, 2, 0.0),
        "closed_comprehension": (1, 2, 0.5),
    }


def test_checks_without_a_type_and_explanations_without_a_check(visit, numbers):
    unseen, unknown = (
        ("no_occasion", "understanding was not checked"),
        ("not_computable", "the attribute was not coded"),
    )
    types = ("teach_back", "open_questions", "closed_comprehension")
    untyped = [move("t06", "explain"), move("t09", "check_understanding")]
    assert numbers("U7", [visit], untyped) == {"": (1, 1, 1.0), **dict.fromkeys(types, unknown)}
    assert numbers("U7", [visit], untyped[:1]) == {"": (0, 1, 0.0), **dict.fromkeys(types, unseen)}
    nothing = ("no_occasion", "the professional explained nothing")
    assert numbers("U7", [visit], [move("t06", "ask_info")])[""] == nothing


def test_terms_of_the_professionals_that_the_client_had_not_used(visit, numbers):
    marks = [
        term("t06", 0),
        term("t06", 10, "same_turn"),
        term("t09", 0, "client_used_first"),
        term("t07", 0),
    ]
    assert numbers("E3", [visit], support=marks) == {"": (2, 171, 200 / 171)}


def test_where_nobody_looked_for_terms_there_is_no_load(visit, codes, numbers):
    unmarked = ("not_computable", "nobody has marked terms, continuers and repairs")
    assert numbers("E3", [visit], codes) == numbers("E4", [visit], codes) == {"": unmarked}


def test_terms_that_were_explained_among_those_that_were_new(visit, numbers):
    marks = [term("t06", start) for start in (0, 5, 10, 15)]
    outcomes = ["explained_same_turn", "explained_on_request", "unexplained", "client_used_first"]
    links = [replace(ended("t06", one), last_turn=f"t{n + 6:02}") for n, one in enumerate(outcomes)]
    assert numbers("E4", [visit], [], links, support=marks) == {"": (2, 3, 2 / 3)}


def test_terms_that_are_all_the_clients_own_are_no_occasion_to_explain(visit, numbers):
    marks = [term("t06", 0, "client_used_first")]
    nothing = ("no_occasion", "no professional terms to explain")
    assert numbers("E4", [visit], [], [ended("t06", "client_used_first")], support=marks) == {"": nothing}


def talk(*said: tuple[str, int], language: str = "en", times: bool = False) -> Encounter:
    """Turns of so many words each; with times, a second a word and no gaps."""
    turns, at = [], 0.0
    for number, (speaker, words) in enumerate(said):
        text = " ".join(["work"] * words)
        clock = {"start": at, "end": at + words} if times else {}
        turns.append(Turn(id=f"t{number}", speaker=speaker, raw=text, text=text, **clock))
        at += words
    people = (Participant(id="D", role="professional"), Participant(id="P", role="client"))
    return Encounter(id="visit", language=language, participants=people, turns=tuple(turns))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([("D", 61), ("P", 1), ("D", 60), ("P", 5)], (1, 2, 0.5)),
        ([("D", 40), ("D", 40), ("P", 5)], (1, 1, 1.0)),
        ([("D", 40), ("P", 1), ("D", 40)], (0, 2, 0.0)),
    ],
)
def test_an_explanation_of_more_than_sixty_words_is_a_monologue(numbers, said, expected):
    codes = [move(f"t{n}", "explain") for n, (speaker, _) in enumerate(said) if speaker == "D"]
    assert numbers("E7", [talk(*said)], codes) == {"": expected}


def test_only_the_words_of_the_explanation_count(numbers):
    part = replace(move("t0", "explain"), stop=len("work " * 60) - 1)
    assert numbers("E7", [talk(("D", 100), ("P", 5))], [part]) == {"": (0, 1, 0.0)}


def test_finnish_packs_more_into_a_word(numbers):
    said = [("D", 46), ("P", 5)]
    assert numbers("E7", [talk(*said, language="fi")], [move("t0", "explain")]) == {"": (1, 1, 1.0)}
    assert numbers("E7", [talk(*said, language="sv")], [move("t0", "explain")]) == {"": (0, 1, 0.0)}
    unknown = ("not_computable", "the language is not known, or is not Swedish, Finnish or English")
    assert numbers("E7", [talk(*said, language="da")], [move("t0", "explain")]) == {"": unknown}


def test_a_client_who_comes_in_before_the_end_breaks_the_monologue(numbers):
    meeting = talk(("D", 70), ("P", 5), times=True)
    early = replace(meeting.turns[1], start=35.0, end=36.0)
    spoken_into = replace(meeting, turns=(meeting.turns[0], early))
    assert numbers("E7", [meeting], [move("t0", "explain")]) == {"": (1, 1, 1.0)}
    assert numbers("E7", [spoken_into], [move("t0", "explain")]) == {"": (0, 1, 0.0)}
