"""A proposal knows our wordings in any of three languages, tells why, and leaves open what nobody knows."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import surveys
from vuoro.model import LANGUAGES
from vuoro.surveys import BadForm
from vuoro.surveys.items import items


def proposed(path, **known):
    return tomllib.loads(surveys.propose(path, **known).toml())


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_wordings_are_known(export, language):
    worded = [one for one in items().values() if one.client]
    headings = ";".join(["Meeting code", *(one.client[language] for one in worded)])
    path = export(f"{headings}\nA1{';3' * len(worded)}\nA2{';1' * len(worded)}\n")
    assert [one["item"] for one in proposed(path)["question"]] == [one.id for one in worded]


@pytest.mark.parametrize(
    ("heading", "item"),
    [
        ("7. Vaikuttiko se, mitä sanoit, siihen mitä päätettiin?", "influence"),
        ("Påverkade det du sade vad som bestämdes?", "influence"),
        ("Blev du förstådd?", "heard"),
        ("Do you feel that you were heard?", "heard"),
        ("collaborate_2", "collaborate_2"),
        ("Osallisuusindikaattori (pisteet)", "esis"),
    ],
)
def test_other_wordings_are_known_by_their_words(export, heading, item):
    path = export(f"Code;{heading}\nA1;3\n")
    assert [one["item"] for one in proposed(path)["question"]] == [item]


def test_the_scale_is_one_on_which_every_answer_is_one(export):
    path = export(
        "Tapaamiskoodi;Tulin ymmärretyksi;Puhuimme tasavertaisina\nA1;Täysin samaa mieltä;kyllä\nA2;;ei\n"
    )
    assert [one["scale"] for one in proposed(path)["question"]] == ["agree5", "yes_partly_no"]


def test_bare_numbers_do_not_tell_which_end_is_more_and_nothing_is_read_until_somebody_says(export):
    path = export("Meeting code;I was understood.\nA1;1\nA2;5\n")
    told = proposed(path)
    assert told["question"][0]["direction"] == "?"
    with pytest.raises(BadForm):
        surveys.form_of({**told, "side": "client"})


def test_an_instrument_says_itself_which_end_is_more_and_who_is_asked(export):
    (question,) = proposed(export("Meeting code;CollaboRATE 1\nA1;9\n"))["question"]
    assert (question["direction"], question["scale"], question["side"]) == ("up", "0-9", "client")


def test_unknown_labels_wait_for_their_numbers(export):
    path = export("Meeting code;I was understood.\nA1;Sort of\nA2;Totally!\n")
    assert proposed(path)["scale"] == {"own_1": {"labels": {"Sort of": "?", "Totally!": "?"}}}


def test_names_and_addresses_are_not_proposed_as_ids(export):
    path = export("Respondent e-mail;Response ID;Meeting code;I was understood.\na@b;r1;A1;Agree\n")
    assert proposed(path)["respondent"] == "Response ID"


def test_ids_of_encounters_tell_their_column_whatever_its_heading(export):
    path = export("Q1;I was understood.\nvisit;Agree\n")
    assert proposed(path, encounters=["visit"])["encounter"] == "Q1"


def test_a_column_of_sides_is_known_and_its_labels_are_listed(export):
    path = export("Meeting code;I am;I was understood.\nA1;Asiakas / Klient;Agree\nA1;Staff;Agree\n")
    assert proposed(path)["side"] == {"column": "I am", "client": ["Asiakas / Klient"], "staff": ["Staff"]}


def test_each_sides_own_column_keeps_its_side(export):
    path = export("Meeting code;I was understood.;The client was understood.\nA1;Agree;Agree\n")
    assert [one["side"] for one in proposed(path)["question"]] == ["client", "staff"]


def test_the_mapping_of_our_invented_export_is_found_but_for_what_only_its_maker_knows(corpora):
    found = surveys.propose(corpora / "experiences.csv")
    kept = surveys.read_form(corpora / "experiences.survey.toml")
    asked = [
        (question.item, question.scale.id, question.side)
        for question in kept.questions
        if question.item != "useful"
    ]
    assert [(one.item, one.scale, one.side) for one in found.guesses if one.item] == asked


HEADINGS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)


@settings(deadline=None)
@given(headings=st.lists(HEADINGS, min_size=1, max_size=4), cell=HEADINGS)
def test_whatever_the_headings_a_proposal_is_toml(headings, cell):
    from vuoro.formats.tables.cells import Row
    from vuoro.surveys.proposing import Proposal, _encounter, _guess
    from vuoro.surveys.sheets import Sheet

    row = Row(2, [cell] * len(headings), cell, False)
    sheet = Sheet(file="form.csv", headings=tuple(" ".join(one.split()) for one in headings), rows=(row,))
    guesses = tuple(_guess(at, heading, [cell]) for at, heading in enumerate(sheet.headings))
    found = Proposal(sheet=sheet, encounter=_encounter(sheet, {}, ()), respondent=None, side=None, sides={},
                     guesses=guesses)  # fmt: skip
    assert isinstance(tomllib.loads(found.toml()), dict)
