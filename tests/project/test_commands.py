"""The commands of a project, one after the other, as somebody would use them."""

from __future__ import annotations

import shlex

import pytest

from vuoro import annotations as tables
from vuoro import project
from vuoro.cli import main

GROUP = "g1_return_to_work"


@pytest.fixture
def study(tmp_path, capsys):
    folder = tmp_path / "study"
    assert main(["new", str(folder), "--language", "sv", "--client", "sv=patient"]) == 0
    capsys.readouterr()
    return folder


def test_a_project_is_made_and_says_what_comes_next(tmp_path, capsys):
    assert main(["new", str(tmp_path / "study"), "--role", "DOC=professional"]) == 0
    told = capsys.readouterr().out
    assert "study: a project in" in told
    assert "with codebook participation@0.1" in told
    assert "Next: vuoro add" in told
    assert main(["new", str(tmp_path / "study")]) == 2
    assert "there is a project here already" in capsys.readouterr().err


def test_adding_says_what_was_added_and_what_was_not(study, corpora, capsys):
    assert main(["add", str(study), str(corpora / GROUP)]) == 0
    assert f"added {GROUP}: 123 turns, sv, DOC professional, PAT client" in capsys.readouterr().out
    assert main(["add", str(study), str(corpora / GROUP)]) == 2
    assert f"it is in the project already, as {GROUP}" in capsys.readouterr().err


def test_who_is_who_is_asked_where_nobody_has_said_it(study, tmp_path, capsys):
    (tmp_path / "visit.txt").write_text("A: Hej.\nB: Hej hej.\n", encoding="utf-8")
    assert main(["add", str(study), str(tmp_path / "visit.txt")]) == 0
    asked = capsys.readouterr().err
    assert "Who is who? Nobody has said it in visit (A, B)." in asked
    assert 'for example A = "professional"' in asked


def test_roles_that_are_told_when_adding_are_kept(study, tmp_path, capsys):
    (tmp_path / "visit.txt").write_text("A: Hej.\nB: Hej hej.\n", encoding="utf-8")
    main(["add", str(study), str(tmp_path / "visit.txt"), "--role", "A=professional", "--role", "B=client"])
    assert "A professional, B client" in capsys.readouterr().out
    assert project.encounter(project.open(study), "visit").roles() == {"A": "professional", "B": "client"}


def test_from_the_tables_of_two_coders_to_agreement_and_back(study, corpora, capsys):
    main(["add", str(study), str(corpora / GROUP)])
    for coder in ("coder_a", "coder_b"):
        files = [str(corpora / GROUP / f"{coder}{what}.csv") for what in ("", "_sequences")]
        assert main(["import", str(study), *files, "--coder", coder[-1], "--finished"]) == 0
    assert main(["status", str(study)]) == 0
    told = capsys.readouterr().out
    assert (
        "a: 1 finished, 0 begun, 0 left; 0 of 123 turns seen; 73 annotations (0 from suggestions), 31" in told
    )
    assert main(["annotations", str(study)]) == 0
    told = capsys.readouterr().out
    assert (
        f"Next: vuoro run {study / 'transcripts'} --annotations {study / 'annotations' / 'coder_a.csv'}"
        in told
    )
    assert f"or: vuoro agreement {study / 'transcripts'} --annotations" in told
    made = study / "annotations"
    given = tables.read_annotations(corpora / GROUP / "coder_a.csv")
    back = tables.read_annotations(made / "coder_a.csv")
    assert [(a.turn, a.code, a.start, a.stop) for a in back] == sorted(
        [(a.turn, a.code, a.start, a.stop) for a in given], key=lambda place: (place[0], place[2])
    )
    line = next(line for line in told.splitlines() if "vuoro agreement" in line)
    assert main(shlex.split(line.partition("vuoro ")[2])) == 0
    assert "a × b, language all: 1 encounters, 123 units" in capsys.readouterr().out


def test_replacing_a_transcript_says_what_moved_and_what_was_lost(study, tmp_path, capsys):
    talk = tmp_path / "visit.csv"
    first = "turn,speaker,role,text\nt1,D,professional,What would you like to take up?\nt2,P,client,The nights mostly.\n"
    talk.write_text(first, encoding="utf-8")
    main(["add", str(study), str(talk)])
    desk = project.open_desk(project.open(study), "visit", "aino")
    desk.do({"do": "annotate", "turn": "t1", "code": "invite_open"})
    desk.do({"do": "annotate", "turn": "t2", "code": "express_view"})
    talk.write_text(
        first.replace("What would", "Now, what would").replace("The nights", "The days"), encoding="utf-8"
    )
    capsys.readouterr()
    assert main(["add", str(study), str(talk)]) == 2
    assert "say --replace" in capsys.readouterr().err
    talk.write_text(
        first.replace("What would", "Hm. What would").replace("The nights", "The days"), encoding="utf-8"
    )
    assert main(["add", str(study), str(talk), "--replace"]) == 0
    told = capsys.readouterr().out
    assert "replaced visit: 2 turns" in told
    assert "moved-annotation: invite_open of aino in turn 't1' of 'visit': 'What would you like" in told
    assert (
        "lost-annotation: express_view of aino in turn 't2' of 'visit': 'The nights mostly.' are not there"
        in told
    )
    assert [one.code for one in project.annotations(project.open(study))] == ["invite_open"]


def test_status_tells_what_somebody_should_look_at(study, corpora, capsys):
    main(["add", str(study), str(corpora / GROUP)])
    copy = study / "transcripts" / GROUP / f"{GROUP}.cha"
    copy.write_bytes(copy.read_bytes().replace(b"*DOC:\t", b"*DOC:\tn\xc3\xa5 ", 1))
    (study / "coders" / "aino.jsonl").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["status", str(study)]) == 1
    told = capsys.readouterr().out
    assert f"changed-transcript: {GROUP}.cha: changed since it was added" in told
    assert "unread-event: aino.jsonl, line 1: " in told


def test_what_was_imported_in_part_is_told_and_returned(study, corpora, tmp_path, capsys):
    main(["add", str(study), str(corpora / GROUP)])
    (tmp_path / "aino.csv").write_text(
        f"encounter,turn,code,coder\n{GROUP},t0011,nod,aino\n", encoding="utf-8"
    )
    assert main(["import", str(study), str(tmp_path / "aino.csv")]) == 1
    assert "refused-annotation: nod in g1_return_to_work, turn t0011" in capsys.readouterr().err
    (tmp_path / "empty.csv").write_text("encounter,turn,code,coder\n", encoding="utf-8")
    assert main(["import", str(study), str(tmp_path / "empty.csv")]) == 2
    assert "there is no coding in it" in capsys.readouterr().err
