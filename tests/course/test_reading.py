"""What a notebook reads has one shape, wherever it comes from, and counts nothing twice."""

from __future__ import annotations

import shutil

import pytest

import vuoro
from vuoro import project
from vuoro.course import NotYet, corpus


def coders(judged) -> set[str]:
    return {one.coder for one in judged}


def test_our_corpora_have_their_codings_and_what_was_settled(corpora):
    read = corpus(corpora, coders=2)
    assert repr(read) == "25 encounters, 2639 turns; counted: 1572 moves and 712 sequences by gold"
    assert coders(read.codings) == coders(read.chains) == {"coder_a", "coder_b"}


def test_one_language_of_them_is_all_that_is_read(corpora):
    english = corpus(corpora, language="en")
    assert {one.language for one in english.encounters} == {"en"}
    assert {one.encounter for one in english.moves} == {one.id for one in english.encounters}


def test_a_project_counts_the_gold_layer_where_two_have_finished(pair):
    read = corpus("", pair, coders=2)
    gold = project.gold(project.open(pair))
    assert (read.moves, read.links) == (gold.annotations, gold.sequences)
    assert coders(read.codings) == {"coder_a", "coder_b"}


def test_a_project_with_one_coder_counts_that_coder(single):
    read = corpus("", single)
    assert coders(read.moves) == coders(read.links) == {"coder_a"}
    assert read.moves == read.codings


def test_what_two_have_begun_and_not_finished_is_counted_once(single, tmp_path, corpora):
    folder = shutil.copytree(single, tmp_path / "study")
    study = project.open(folder)
    table = corpora / "g4_negative_decision_en" / "coder_b.csv"
    project.receive(study, table, finished=False)
    read = corpus("", folder)
    assert coders(read.moves) == {"coder_a"}
    assert vuoro.measure(read.encounters, read.moves, read.links, names=["F1"])["value"].notna().all()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"coders": 1}, "uncoded: nobody has coded here yet. Code with: vuoro annotate uncoded --coder NAME"),
        ({"language": "fi"}, "uncoded: no encounter in 'fi' yet. Bring in transcripts with: vuoro add uncoded TRANSCRIPTS"),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_with_the_command_that_brings_it(uncoded, asked, told):
    with pytest.raises(NotYet) as error:
        corpus("", uncoded, **asked)
    assert str(error.value) == told


def test_agreement_waits_for_a_second_coder(single):
    with pytest.raises(NotYet, match=r"two people have finished, and there is none yet.*vuoro status single"):
        corpus("", single, coders=2)


def test_talk_alone_will_do_where_no_coder_is_asked_for(uncoded):
    assert (
        repr(corpus("", uncoded, coders=0))
        == "2 encounters, 208 turns; counted: 0 moves and 0 sequences by nobody"
    )


def test_one_encounter_is_named_or_is_the_first_that_somebody_coded(pair):
    read = corpus("", pair)
    named, first = read.of("g9_psychiatric_medication_en"), read.of("")
    assert [one.id for one in named.encounters] == ["g9_psychiatric_medication_en"]
    assert {one.encounter for one in named.moves} == {"g9_psychiatric_medication_en"}
    assert [one.id for one in first.encounters] == [read.moves[0].encounter]
    with pytest.raises(
        NotYet, match="no encounter 'visit'; name one of these in the first cell: g4_negative"
    ):
        read.of("visit")


def test_a_notebook_shows_the_sentence_and_no_traceback():
    assert NotYet("nobody has coded here yet")._render_traceback_() == ["nobody has coded here yet"]
