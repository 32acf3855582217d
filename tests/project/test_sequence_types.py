"""The types of sequences: that all that is linked and coded fits them, and that each outcome has a name."""

from __future__ import annotations

import pytest

from vuoro import codebooks, formats, wording
from vuoro.annotations import read_annotations, read_sequences
from vuoro.project import sequence_types
from vuoro.project.rules import fits
from vuoro.sequences import link


@pytest.fixture(scope="module")
def talks(corpora):
    return formats.read_corpus(corpora)


def odd(sequences, talk):
    """What of some sequences does not fit the types."""
    turns = {turn.id for turn in talk.turns}
    for one in sequences:
        type_ = sequence_types()[one.type]
        if one.outcome not in type_.outcomes:
            yield one.type, one.outcome
        for name, value in one.attributes.items():
            if name not in type_.attributes or not fits(value, type_.attributes[name], turns):
                yield one.type, name, value


def test_what_people_have_coded_fits(talks, corpora):
    found = {talk.id: read_sequences(corpora / talk.id / "gold_sequences.csv") for talk in talks}
    assert [entry for talk in talks for entry in odd(found[talk.id], talk)] == []
    assert sum(map(len, found.values())) > 500


def test_what_the_linker_makes_of_their_moves_fits(talks, corpora):
    for talk in talks:
        moves = read_annotations(corpora / talk.id / "gold.csv", [talk])
        assert list(odd(link(talk, moves), talk)) == []


def test_every_type_and_outcome_has_a_name():
    assert list(wording.NAMES["sequence"]) == list(sequence_types())
    outcomes = {outcome for type_ in sequence_types().values() for outcome in type_.outcomes}
    assert outcomes <= wording.NAMES["outcome"].keys()


def test_every_type_is_opened_by_codes_that_the_codebook_has():
    book = codebooks.load("participation")
    known = {code.id for code in book.codes} | set(book.support)
    assert {code for type_ in sequence_types().values() for code in type_.opened_by} <= known
    assert list(sequence_types()) == [f"S{n}" for n in range(1, 11)]
