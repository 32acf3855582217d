"""What a folder says about its transcripts, for formats that have no room to say it."""

from __future__ import annotations

import pytest

from vuoro import formats
from vuoro.formats.files import Unreadable

TALK = "speaker,text\nA,How have you been?\nB,I have been better to be honest.\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "visit.csv").write_text(TALK, encoding="utf-8")
    return tmp_path


def test_the_folder_says_who_is_who_and_that_nobody_is(folder):
    (folder / "corpus.toml").write_text(
        'invented = true\n[roles]\nA = "professional"\nB = "client"\n', encoding="utf-8"
    )
    visit = formats.read(folder / "visit.csv")
    assert visit.meta["invented"] is True
    assert visit.roles() == {"A": "professional", "B": "client"}


def test_the_caller_goes_before_the_folder(folder):
    (folder / "corpus.toml").write_text('[roles]\nA = "professional"\n', encoding="utf-8")
    assert formats.read(folder / "visit.csv", roles={"A": "companion"}).role("A") == "companion"


def test_a_damaged_corpus_file_is_told_with_its_line(folder):
    (folder / "corpus.toml").write_text("invented = \n", encoding="utf-8")
    with pytest.raises(Unreadable, match=r"corpus\.toml: not TOML: Invalid value \(at line 1"):
        formats.read(folder / "visit.csv")


def test_every_encounter_that_we_ship_says_that_it_is_invented(corpora):
    encounters = formats.read_corpus(corpora)
    assert len(encounters) >= 3
    assert {str(encounter.meta.get("invented")).lower() for encounter in encounters} <= {"true", "yes"}


def test_the_folder_may_say_how_the_talk_is_transcribed(tmp_path):
    (tmp_path / "visit.csv").write_text("speaker,text\nA,((nods)) Yes.\nB,((writes)) Good.\n", "utf-8")
    (tmp_path / "corpus.toml").write_text('convention = "plain"\n', "utf-8")
    visit = formats.read(tmp_path / "visit.csv")
    assert [turn.text for turn in visit.turns] == ["Yes.", "Good."]
    assert "convention" not in visit.meta
