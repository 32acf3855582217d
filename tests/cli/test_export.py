"""``vuoro export``: one command from transcripts and codings to what another tool opens."""

from __future__ import annotations

import pytest

from vuoro import formats
from vuoro.cli import main
from vuoro.formats.refi import read_qdc
from vuoro.formats.webannotation.reading import read_jsonld
from vuoro.privacy import Key, Name, write_key

TALK = "# language: fi\n# roles: T = professional, A = client\n\nT: eli odotitte siis\nA: joo niin odotin\n"
CODINGS = "encounter,turn,code,coder,start,stop\nvisit,t0001,confirm_question,aino,0,12\nother,t1,propose,aino,0,1\n"
CHAINS = "encounter,type,first_turn,last_turn,outcome,coder\nvisit,S2,t0001,t0002,confirmed,aino\n"


@pytest.fixture
def folder(tmp_path):
    talk = tmp_path / "talk"
    talk.mkdir()
    (talk / "visit.txt").write_text(TALK, encoding="utf-8")
    (tmp_path / "aino.csv").write_text(CODINGS, encoding="utf-8")
    (tmp_path / "chains.csv").write_text(CHAINS, encoding="utf-8")
    return tmp_path


def export(folder, out, *more):
    codings = ("--annotations", str(folder / "aino.csv"), "--sequences", str(folder / "chains.csv"))
    return main(["export", str(folder / "talk"), "--out", str(folder / out), *codings, *more])


def test_transcripts_and_codings_become_a_project_that_is_read_back(folder, capsys):
    assert export(folder, "study.qdpx", "--lang", "fi") == 0
    (visit,) = formats.read_corpus(folder / "study.qdpx")
    assert [(a.turn, a.code, a.coder, a.stop) for a in visit.annotations] == [
        ("t0001", "confirm_question", "aino", 12)
    ]
    assert [(chain.type, chain.outcome) for chain in visit.sequences] == [("S2", "confirmed")]
    out, err = capsys.readouterr()
    assert "1 encounters, 2 turns, 1 annotations, 1 sequences, 0 files not done" in out
    assert "possible leaks: none found" in out
    assert "not written: 1 codings of 'other', which is not here" in err


@pytest.mark.parametrize("to", ["csv", "parquet"])
def test_a_folder_of_tables_is_read_back(folder, to):
    assert export(folder, "tables", "--to", to) == 0
    (visit,) = formats.read_corpus(folder / "tables")
    assert (len(visit), len(visit.annotations), len(visit.sequences)) == (2, 1, 1)


def test_web_annotations_go_out_and_come_in(folder):
    assert export(folder, "codings.jsonld") == 0
    again = ["--annotations", str(folder / "codings.jsonld"), "--out", str(folder / "again.jsonld")]
    assert main(["export", str(folder / "talk"), *again]) == 0
    assert (
        read_jsonld(folder / "again.jsonld").annotations == read_jsonld(folder / "codings.jsonld").annotations
    )


def test_the_codebook_alone_needs_no_talk(folder):
    assert main(["export", "--out", str(folder / "codes.qdc"), "--lang", "sv"]) == 0
    assert read_qdc(folder / "codes.qdc")[0].name == "Bjud in"


def test_nothing_is_overwritten(folder, capsys):
    (folder / "study.qdpx").write_text("mine")
    assert export(folder, "study.qdpx") == 2
    assert (folder / "study.qdpx").read_text() == "mine"
    assert "something is there already" in capsys.readouterr().err


def test_leaks_are_counted_and_can_refuse_the_export(folder, capsys):
    (folder / "talk" / "visit.txt").write_text(TALK + "A: 131052-308T\n", encoding="utf-8")
    assert export(folder, "study.qdpx", "--refuse-leaks") == 2
    assert not (folder / "study.qdpx").exists()
    assert "possible leaks: 1 (henkilötunnus: 1)" in capsys.readouterr().err
    assert export(folder, "study.qdpx") == 0
    assert "possible leaks: 1 (henkilötunnus: 1)" in capsys.readouterr().out


def test_what_the_format_cannot_hold_is_told(folder, capsys):
    (folder / "talk" / "visit.txt").write_text("# title: Besök\n" + TALK, encoding="utf-8")
    assert export(folder, "tables", "--to", "csv") == 0
    assert "not-written-meta: visit: headers and what else is said of it are not in the tables." in (
        capsys.readouterr().err
    )


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_written(folder, capsys):
    (folder / "talk" / "empty.txt").write_text("")
    assert export(folder, "study.qdpx") == 1
    assert "not done: empty.txt" in capsys.readouterr().err
    assert [encounter.id for encounter in formats.read_corpus(folder / "study.qdpx")] == ["visit"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["talk", "--out", "study.docx"], "nothing is written with that ending"),
        (["talk", "--out", "x", "--to", "qdpz"], "Did you mean 'qdpx'?"),
        (["--out", "study.qdpx"], "say which transcripts"),
        (["gone", "--out", "study.qdpx"], "gone"),
    ],
)
def test_a_slip_is_told(folder, monkeypatch, capsys, arguments, reason):
    monkeypatch.chdir(folder)
    assert main(["export", *arguments]) == 2
    assert reason in capsys.readouterr().err


def test_a_key_says_which_names_are_left_and_which_are_nobodys(folder, capsys):
    (folder / "talk" / "visit.txt").write_text(TALK + "A: kerttu ja Aino\n", encoding="utf-8")
    key = folder / "key.json"
    write_key(
        Key(corpus="talk", names=(Name(name="Kerttu", kind="woman", pseudonym="Aino"),)),
        key,
        out=folder / "x",
    )
    assert export(folder, "study.qdpx", "--key", str(key), "--refuse-leaks") == 2
    assert "possible leaks: 1 (name: 1)" in capsys.readouterr().err
    assert export(folder, "study.qdpx", "--key", str(folder / "no.json")) == 2
    assert "no.json: there is no such key" in capsys.readouterr().err


def test_what_is_invented_is_told_and_refuses_nothing(folder, capsys):
    (folder / "talk" / "visit.txt").write_text(TALK + "A: 131052-308T\n", encoding="utf-8")
    (folder / "talk" / "corpus.toml").write_text("invented = true\n", encoding="utf-8")
    assert export(folder, "study.qdpx", "--refuse-leaks") == 0
    assert "1 of them in encounters that are invented, which stop nothing" in capsys.readouterr().out
