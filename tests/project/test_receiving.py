"""Codings from elsewhere: read by the readers there are, found again by their words, and received once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro import annotations as tables
from vuoro import formats, project
from vuoro.project import NothingReceived, receive

GROUP = "g1_return_to_work"


@pytest.fixture
def study(tmp_path, corpora):
    made = project.create(tmp_path / "study")
    assert project.add(made, corpora / GROUP).refused == ()
    return made


@pytest.fixture
def coded(study, corpora):
    """The encounter as a file of ours would have it, with the annotations of coder_a inside."""
    talk = project.encounter(study, GROUP)
    given = tables.read_annotations(corpora / GROUP / "coder_a.csv", [talk])
    return replace(talk, annotations=tuple(given))


def kinds(received):
    return sorted({problem.rule for one in received for problem in one.problems})


def places(annotations):
    return sorted((a.turn, a.start, a.stop, a.code) for a in annotations)


def test_tables_of_annotations_and_sequences_are_received_and_come_out_the_same(study, corpora):
    files = [corpora / GROUP / "coder_a.csv", corpora / GROUP / "coder_a_sequences.csv"]
    received = receive(study, files, coder="aino", finished=True)
    assert [(one.annotations, one.sequences, one.problems) for one in received] == [(73, 0, ()), (0, 31, ())]
    told = tables.read_annotations(files[0], project.encounters(study))
    assert places(project.annotations(study)) == places(told)
    assert {one.coder for one in project.sequences(study)} == {"aino"}
    assert project.seen(study) == {"aino": {GROUP}}


def test_what_is_received_twice_is_there_once(study, corpora):
    receive(study, corpora / GROUP / "coder_a.csv")
    log = (study.folder / "coders" / "coder_a.jsonl").read_bytes()
    (again,) = receive(study, corpora / GROUP / "coder_a.csv")
    assert (again.annotations, again.already, again.problems) == (0, 73, ())
    assert (study.folder / "coders" / "coder_a.jsonl").read_bytes() == log


@pytest.mark.parametrize("name", ["coded.jsonld", "coded.eaf", "coded.json", "coded.qdpx", "coded.cha"])
def test_every_format_that_holds_codings_brings_them_in(study, coded, tmp_path, name):
    target = tmp_path / name
    formats.write(coded, target)
    received = receive(study, target, coder="aino", encounter=GROUP)
    found = project.annotations(study, ["aino"])
    assert len(found) == sum(one.annotations for one in received)
    assert {(a.turn, a.code) for a in found} == {(a.turn, a.code) for a in coded.annotations}
    assert "lost-annotation" not in kinds(received)


def test_words_that_moved_are_found_and_words_that_are_gone_are_told(study, coded, tmp_path):
    """The file was made from an earlier version, in which a turn was longer and one had other words."""
    first, second = (a for a in coded.annotations if a.code == "invite_view")
    longer = replace(coded.turn(first.turn), raw="Mm, " + coded.turn(first.turn).raw)
    words = coded.turn(second.turn)
    other = replace(words, raw="x" * len(words.raw), text="x" * len(words.raw))
    mine = [replace(first, start=first.start + 4, stop=first.stop + 4), second]
    turns = tuple({first.turn: longer, second.turn: other}.get(turn.id, turn) for turn in coded.turns)
    formats.write(replace(coded, turns=turns, annotations=tuple(mine)), tmp_path / "early.json")
    received = receive(study, tmp_path / "early.json", coder="aino", encounter=GROUP)
    assert kinds(received) == ["lost-annotation", "moved-annotation"]
    assert places(project.annotations(study)) == [(first.turn, first.start, first.stop, "invite_view")]


def test_suggestions_of_machines_are_left_where_they_are(study, coded, tmp_path):
    given = tuple(replace(a, coder="detector:rules", status="suggested") for a in coded.annotations)
    formats.write(replace(coded, annotations=given), tmp_path / "suggested.json")
    received = receive(study, tmp_path / "suggested.json", encounter=GROUP)
    assert [(one.coder, one.annotations) for one in received] == [("detector:rules", 0)]
    assert kinds(received) == ["suggestion"]
    assert project.coders(study) == []


def test_a_code_that_the_codebook_lacks_is_refused_and_the_rest_received(study, tmp_path):
    table = "encounter,turn,code,coder,start,stop\n{0},t0011,nod,aino,0,4\n{0},t0011,explain,aino,0,4\nelse,t1,explain,aino,0,4\n"
    (tmp_path / "aino.csv").write_text(table.format(GROUP), encoding="utf-8")
    (received,) = receive(study, tmp_path / "aino.csv")
    assert received.annotations == 1
    assert [one.rule for one in received.problems] == ["refused-annotation", "elsewhere"]
    assert "has no code 'nod'" in received.problems[0].message


def test_attributes_that_the_codebook_lacks_go_into_the_note(study, tmp_path):
    table = 'encounter,turn,code,coder,start,stop,attributes,note\n{},t0011,explain,aino,0,4,"{{""what"": ""rights"", ""mood"": ""calm""}}",so\n'
    (tmp_path / "aino.csv").write_text(table.format(GROUP), encoding="utf-8")
    receive(study, tmp_path / "aino.csv")
    (one,) = project.annotations(study)
    assert (one.attributes, one.note) == ({"what": "rights"}, "so; mood=calm")


def test_a_file_without_codings_is_refused_before_anything_is_taken(study, corpora):
    with pytest.raises(NothingReceived, match="there is no coding in it"):
        receive(study, [corpora / GROUP / "coder_a.csv", corpora / GROUP / f"{GROUP}.cha"])
    assert project.coders(study) == []
