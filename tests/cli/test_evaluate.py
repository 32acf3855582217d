"""``vuoro evaluate`` on a bare table: what anybody can save out of a spreadsheet."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from vuoro.cli import main
from vuoro.cli.arguments import DONE, SOME_FAILED, UNUSABLE
from vuoro.evaluation import study, working

TALK = """encounter,turn,speaker,role,text
7,1,D,professional,What brings you in today?
7,2,P,client,I want to sleep again.
7,3,D,professional,Shall we try a sleep diary?
8,1,D,professional,"What do you think, then?"
8,2,P,client,Nobody coded this.
"""
GOLD = "encounter,turn,code,coder\n7,3,propose,gold\n7,1,invite_open,gold\n"


@pytest.fixture
def files(tmp_path, monkeypatch):
    def write(talk=TALK, gold=GOLD, encoding="utf-8"):
        (tmp_path / "talk.csv").write_bytes(talk.encode(encoding))
        (tmp_path / "gold.csv").write_bytes(gold.encode(encoding))
        monkeypatch.chdir(tmp_path)
        return tmp_path

    return write


def evaluated(*more):
    return main(["evaluate", "talk.csv", "--gold", "gold.csv", "--coders", "rules", *more])


def test_a_table_of_talk_is_scored_against_a_table_of_codes(files, capsys):
    folder = files()
    assert evaluated("--scores", "scores.csv") == DONE
    scores = pd.read_csv(folder / "scores.csv").set_index("code")
    assert scores.loc[["propose", "invite_open", "macro"], "f1"].tolist() == [1.0, 1.0, 1.0]
    assert len(scores) == 21
    out = capsys.readouterr().out
    assert "detector:rules: 1 encounters, 3 turns, language: en" in out
    assert "macro is the mean over 2 codes; the reference never has invite_view, ask_info," in out


def test_the_scores_are_the_same_from_a_spreadsheet_with_semicolons_and_a_byte_order_mark(files):
    folder = files()
    evaluated("--scores", "plain.csv")
    quoted = TALK.replace('"What do you think, then?"', "What do you think then?").replace(",", ";")
    files(quoted.replace("\n", "\r\n"), GOLD.replace(",", ";").replace("7;3", '"7.0";"03"'), "utf-8-sig")
    assert evaluated("--scores", "office.csv") == DONE
    assert (folder / "plain.csv").read_text() == (folder / "office.csv").read_text()


def test_what_does_not_match_is_said_and_the_rest_is_scored(files, capsys):
    files(gold=GOLD + "7,40,accept,gold\n9,1,accept,gold\n7,2,sigh,gold\n")
    assert evaluated() == SOME_FAILED
    told = capsys.readouterr()
    assert "encounter '7' has no turn '40'; 'accept' was left out." in told.err
    assert "encounters of the reference that are in no transcript: '9' (1 rows)" in told.err
    assert "not scored, because the codebook has no such code: sigh" in told.err
    assert "macro" in told.out


def test_an_encounter_whose_roles_nobody_knows_is_named_and_left_out(files, capsys):
    files(
        TALK.replace("8,1,D,professional", "8,1,D,").replace("8,2,P,client", "8,2,P,"),
        GOLD + "8,1,ask_info,gold\n",
    )
    assert evaluated() == SOME_FAILED
    told = capsys.readouterr()
    assert "encounter '8': who is the professional and who the client?" in told.err
    assert "1 encounters, 3 turns" in told.out


def test_people_can_be_scored_against_each_other_whatever_their_codebook(files, capsys):
    folder = files(gold="encounter,turn,code,coder\n7,1,warm,aino\n7,2,cool,aino\n7,1,warm,bo\n7,2,warm,bo\n")
    (folder / "bo.csv").write_text("encounter,turn,code,coder\n7,1,warm,bo\n", "utf-8")
    assert evaluated("--reference", "aino", "--annotations", "bo.csv") == DONE
    table = [
        line.split()[:4] for line in capsys.readouterr().out.splitlines() if line.startswith(("warm", "cool"))
    ]
    assert table == [["cool", "1", "0", "0"], ["warm", "1", "1", "1"]]


def test_a_reference_of_other_talk_is_refused(files, capsys):
    files(gold="encounter,turn,code,coder\n99,1,propose,gold\n")
    assert evaluated() == UNUSABLE
    assert "are the ids the same?" in capsys.readouterr().err


def test_sequences_are_scored_against_those_that_people_gave(corpora, capsys, tmp_path):
    differing = tmp_path / "differing.csv"
    folders = [str(corpora / "g1_return_to_work"), str(corpora / "g8_home_care_assessment_sv")]
    assert main(["evaluate", *folders, "--sequences", "--errors", str(differing)]) == DONE
    out = capsys.readouterr().out
    told = pd.read_csv(differing, keep_default_na=False)
    assert "Two coders, each from their own moves" in out
    assert f"{len(told)} sequences differ" in out
    assert not ((told["reference"] == told["other"]) & (told["reference"] != "")).any()


def test_a_report_lists_every_error_and_a_second_run_finds_what_is_done(
    corpora, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(study, "SETS", ("ours",))
    for name in ("g4_negative_decision_sv", "g8_home_care_assessment_sv"):
        shutil.copytree(corpora / name, tmp_path / "corpora" / name)
    page, errors = tmp_path / "detection.md", tmp_path / "errors.csv"
    asked = [
        *(
            "evaluate",
            str(tmp_path / "corpora"),
            "--datasets",
            str(tmp_path),
            "--coders",
            "rules",
            "--jobs",
            "1",
        ),
        *("--write", str(page), "--errors", str(errors)),
    ]
    assert main(asked) == DONE
    told, listed = page.read_text("utf-8"), pd.read_csv(errors)
    assert "## Goals that are missed" in told
    assert f"{len(listed):,} errors are in" in capsys.readouterr().out
    assert set(listed["by"]) == {"rules"}
    assert listed["line"].notna().all()
    kept = sorted((tmp_path / ".vuoro-evaluation").glob("*.json"))
    assert [file.name.split(".")[0] for file in kept] == [
        "ours-as_transcribed-rules",
        "ours-no_punctuation-rules",
    ]
    monkeypatch.setattr(working, "worked", lambda *_, **__: pytest.fail("done twice"))
    assert main(asked) == DONE
    assert page.read_text("utf-8") == told
