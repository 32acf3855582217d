"""The support layer: tokens, initiations of repair and professional terms, and what they are not."""

from __future__ import annotations

import pytest

from vuoro.language import terms
from vuoro.model import Encounter, Participant, Turn
from vuoro.moves.support import support


def heard(language: str, *said: str, own: terms.Lexicon = ()) -> list[tuple[str, str]]:
    """Turn and code of what the layer holds, of lines like ``D: Mm.``."""
    lines = [line.split(": ", 1) for line in said]
    turns = tuple(
        Turn(id=f"t{n}", speaker=who, raw=text, text=text) for n, (who, text) in enumerate(lines, 1)
    )
    people = (Participant(id="D", role="professional"), Participant(id="P", role="client"))
    visit = Encounter(id="visit", language=language, turns=turns, participants=people)
    return [(found.turn, found.code) for found in support(visit, own)]


@pytest.mark.parametrize(
    ("language", "told", "token"),
    [("sv", "D: Och så går jag hem.", "P: Mm."), ("fi", "D: Menin sitte kotiin.", "P: Joo."),
     ("en", "D: Then I went home.", "P: Yeah.")],
)  # fmt: skip
def test_a_token_by_itself_is_a_continuer(language: str, told: str, token: str) -> None:
    assert heard(language, told, token) == [("t2", "continuer")]


def test_a_yes_to_a_question_is_an_answer() -> None:
    assert heard("en", "D: Did you sleep?", "P: Yeah.") == []


@pytest.mark.parametrize(
    ("language", "talk"),
    [
        ("en", ("D: It's on Monday.", "P: Sorry?")),
        ("en", ("D: It's on Monday.", "P: Sorry, when was that?")),
        ("sv", ("D: Det är på måndag.", "P: Va?")),
        ("fi", ("D: Se on maanantaina.", "P: Anteeks, mihin?")),
        ("fi", ("D: Kuntosalilla kolme kertaa viikossa.", "P: kolme", "D: Kolme kertaa.")),
    ],
)
def test_trouble_with_hearing_is_an_initiation_of_repair(language: str, talk: tuple[str, ...]) -> None:
    assert heard(language, *talk) == [("t2", "repair_initiation")]


@pytest.mark.parametrize("reply", ["P: Sorry to hear that, it must be hard.", "P: Home.", "P: Okay."])
def test_an_apology_an_answer_and_a_token_are_none(reply: str) -> None:
    assert ("t2", "repair_initiation") not in heard("en", "D: He went into hospital.", reply)


@pytest.mark.parametrize(
    ("language", "said"),
    [("fi", "D: Sit voi tulla karenssi."), ("fi", "D: Palkkatuen ehtoja on monta."),
     ("sv", "D: Jag skriver B-utlåtandet nu."), ("en", "D: Your HbA1c is back.")],
)  # fmt: skip
def test_a_professionals_term_is_found_in_its_inflected_forms(language: str, said: str) -> None:
    assert heard(language, said) == [("t1", "jargon_term")]


def test_the_same_word_from_a_client_is_none() -> None:
    assert heard("fi", "P: Sit voi tulla karenssi.") == []


def test_a_project_can_have_terms_of_its_own() -> None:
    own = tuple(terms.read("term\tlanguage\nfrobnikointi\tfi\n", "own.tsv"))
    assert heard("fi", "D: Alotetaan frobnikoinnista.", own=own) == [("t1", "jargon_term")]


def test_a_language_without_tables_has_no_support_layer() -> None:
    assert heard("de", "D: Mm.") == []
