"""The codebook of participation: complete in three languages, and true to its own rules."""

from __future__ import annotations

import pytest
import yaml

from vuoro import codebooks
from vuoro.codebooks import BadCodebook, Codebook, NoCodebook, read
from vuoro.model import LANGUAGES

CODES = [
    "invite_open",
    "invite_view",
    "ask_info",
    "confirm_question",
    "receive_feeling",
    "check_understanding",
    "express_view",
    "explain",
    "share_power",
    "announce_decision",
    "propose",
    "list_options",
    "develop_proposal",
    "probe_proposal",
    "accept",
    "hedged_accept",
    "reject",
    "express_doubt",
    "explore_doubt",
    "solicit_feedback",
]


@pytest.fixture
def codebook() -> Codebook:
    return codebooks.load("participation")


def test_it_has_the_twenty_codes_in_the_order_of_the_five_ways(codebook: Codebook) -> None:
    assert [code.id for code in codebook.codes] == CODES
    assert [code.way for code in codebook.codes] == sorted(code.way for code in codebook.codes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_label_examples_and_near_misses_in_every_language(
    codebook: Codebook, language: str
) -> None:
    lacking = [
        code.id
        for code in codebook.codes
        if not (code.labels[language] and len(code.examples[language]) >= 3 and code.near_misses[language])
    ]
    assert lacking == []


def test_labels_are_one_to_a_code(codebook: Codebook) -> None:
    assert [len(set(codebook.labels(language).values())) for language in LANGUAGES] == [23, 23, 23]


def test_a_near_miss_is_never_of_the_code_it_misses(codebook: Codebook) -> None:
    same = [
        (code.id, example.text)
        for code in codebook.codes
        for examples in code.near_misses.values()
        for example in examples
        if example.code == code.id
    ]
    assert same == []


def test_ways_are_named_in_every_language(codebook: Codebook) -> None:
    assert codebook.way_names("sv")[1] == "Bjud in"
    assert [sorted(codebook.way_names(language)) for language in LANGUAGES] == [[1, 2, 3, 4, 5]] * 3


def test_a_codebook_that_is_not_there_is_named() -> None:
    with pytest.raises(NoCodebook, match="no codebook called 'x'"):
        codebooks.load("x")


def test_an_example_of_an_unknown_code_is_refused() -> None:
    code = {
        "id": "wave",
        "way": 1,
        "labels": {"sv": "v", "fi": "v", "en": "w"},
        **dict.fromkeys(("definition", "include", "exclude", "unit", "who", "position"), ""),
        "attributes": {},
        "sources": [],
        "examples": {
            language: {"positive": ["hi"], "negative": [{"text": "bye", "is": "nod"}]}
            for language in LANGUAGES
        },
    }
    book = {"name": "x", "version": 1, "date": "2026", "ways": {1: {}}, "codes": [code], "support": []}
    with pytest.raises(BadCodebook, match="'bye' is said to be 'nod'"):
        read(yaml.safe_dump(book))
