"""How much is found of what is planted into our own encounters, kind by kind, as it was measured."""

from __future__ import annotations

import pytest

from vuoro import formats
from vuoro.privacy.evaluating import evaluate, planted, table

# Recall and precision, rounded down. What is missed, and why: names in lower case that no list has
# (fatima) or where the transcriber writes capitals (jalmarin); a street in lower case without its number; the
# end of a code after a word that is too common to go by (slutet e 308T); an account in lower case.
MEASURED = {
    "henkilötunnus": (0.90, 1.00),
    "personnummer": (1.00, 1.00),
    "spoken number": (1.00, 0.87),
    "phone": (1.00, 1.00),
    "e-mail": (1.00, 1.00),
    "URL": (1.00, 1.00),
    "address": (0.80, 1.00),
    "postcode": (1.00, 1.00),
    "date of birth": (1.00, 1.00),
    "IBAN": (0.75, 1.00),
    "car plate": (1.00, 1.00),
    "case number": (1.00, 1.00),
    "name": (0.78, 0.92),
}


@pytest.fixture(scope="module")
def scores(corpora):
    names = ("g1_return_to_work", "g3_treatment_change", "g5_employment_interview")
    return evaluate(encounter for name in names for encounter in formats.read_corpus(corpora / name))


@pytest.mark.parametrize("kind", MEASURED)
def test_recall_and_precision_are_not_below_what_was_measured(scores, kind):
    [score] = [one for one in scores if one.kind == kind]
    recall, precision = MEASURED[kind]
    assert (score.recall >= recall, score.precision >= precision) == (True, True), table(scores)


def test_every_kind_is_planted_in_three_languages():
    assert {one.kind for one in planted()} == set(MEASURED)
    for kind in MEASURED:
        assert {one.language for one in planted() if one.kind == kind} == {"sv", "fi", "en"}


def test_every_planted_identifier_stands_in_its_words():
    assert [one for one in planted() if one.identifier not in one.said] == []
