"""The Swedish cue table: both varieties, spoken spellings, question form without its question mark."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vuoro import codebooks
from vuoro.language import cues, tables

ADDRESS_FORMS = ["vad tänker du själv om det", "vad tänker ni själv om det"]
VARIETIES = {
    "Va sku du vilja att vi tar upp i dag?": "invite_open",
    "Vad skulle du vilja att vi tar upp i dag?": "invite_open",
    "Int undra på att du blev rädd.": "receive_feeling",
    "Inte undra på att du blev rädd.": "receive_feeling",
    "Du måst anmäla dej före fredag.": "announce_decision",
    "Du måste anmäla dig före fredag.": "announce_decision",
    "Int har ja väl nåt val.": "hedged_accept",
    "Jag har väl inget val.": "hedged_accept",
    "Ja vet int om ja orkar.": "express_doubt",
    "Jag vet inte om jag orkar.": "express_doubt",
    "Kunde man int göra så att ja jobbar hemifrån?": "propose",
    "Skulle man inte kunna göra så att jag jobbar hemifrån?": "propose",
    "Hare blivi nå oklart?": "check_understanding",
    "va gör du om de blir värre i helgen": "check_understanding",
    "Vad gör du om det blir värre i helgen?": "check_understanding",
    "tala ja för mycke i dag": "solicit_feedback",
    "Pratade jag för mycket i dag?": "solicit_feedback",
    "de e du som säger till om de blir för mycke": "share_power",
    "Det är du som säger till om det blir för mycket.": "share_power",
    "nä va tråkit att de gick så": "receive_feeling",
    "Nej, vad tråkigt att det gick så.": "receive_feeling",
    "eller så ringer vi dom i stället": "list_options",
    "ja kan väl komma dit nån gång": "hedged_accept",
    "Jag kan väl komma dit någon gång.": "hedged_accept",
}
NO_QUESTIONS = [
    "så har du ont nu igen",
    "gör det nu",
    "vad du än säger",
    "jag vet vad du menar",
    "vilken fin dag",
    "tror jag",
    "hur länge som helst",
]


def fired(text: str) -> set[str]:
    return set(cues.said(text, cues.load("sv")).hits)


def test_every_example_fires_its_row_and_no_counter_example_does():
    assert cues.check("sv") == []


def test_every_code_and_feature_has_rows():
    coded = {row.code for row in cues.load("sv").rows}
    expected = {code.id for code in codebooks.load("participation").codes} | tables.FEATURES
    assert expected - coded - {"other", "repair_initiation", "jargon_term"} == set()


@pytest.mark.parametrize(("text", "code"), VARIETIES.items())
def test_both_varieties_and_their_spoken_spellings_are_heard(text: str, code: str):
    assert code in fired(text)


@pytest.mark.parametrize("text", ADDRESS_FORMS)
def test_du_and_ni_address_alike(text: str):
    assert "invite_view" in fired(text)


@pytest.mark.parametrize("text", NO_QUESTIONS)
def test_likenesses_of_a_question_are_no_question(text: str):
    assert "question" not in fired(text)


def test_the_plain_yes_of_finland_swedish_is_no_hedge():
    assert fired("jo det passar bra") & {"weak_hedge", "strong_hedge", "hedged_accept"} == set()


def f1(found: list[bool], gold: list[bool]) -> float:
    hits = sum(a and b for a, b in zip(found, gold, strict=True))
    return 2 * hits / (sum(found) + sum(gold))


def asks(sentence: str) -> bool:
    return bool(fired(sentence.lower().rstrip("?.!")) & {"question", "tag"})


def test_question_form_is_found_without_the_question_mark(testdata: Path):
    # One gold question in eight is a statement or a fragment in form, so .90 is near the ceiling.
    sentences = (testdata / "data/sentences/sv.txt").read_text(encoding="utf-8").split("\n")
    gold = [sentence.endswith("?") for sentence in sentences]
    assert f1([asks(sentence) for sentence in sentences], gold) > 0.87


def test_questions_to_authorities_are_found(testdata: Path):
    lines = (testdata / "data/swefaq/swefaq_dev.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    questions = [entry["question"] for entry in entries if entry["question"].count(".") == 0]
    assert sum(map(asks, questions)) / len(questions) > 0.9
