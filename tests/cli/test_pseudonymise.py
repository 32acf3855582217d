"""``vuoro pseudonymise`` shows first, writes what a human has left of the plan, and looks once more."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest

from vuoro import formats
from vuoro.cli import main

CHAT = """@UTF8
@Begin
@Languages:\tfin
@Participants:\tDOC Kerttu Doctor, PAT Pekka Patient
@Options:\tCA
@Comment:\tKerttu records
*DOC:\tno hei (.) mä oon Kert:tu Virtanen
%com:\tKerttu waves
*PAT:\tPekka (0.4) soitinks mä ⌈Virtaselle⌉
*DOC:\t⌊joo⌋ se 131052-308T on sun tunnus
@End
"""
VTT = """WEBVTT

NOTE Kertun huone

00:00.000 --> 00:02.000
<v Kerttu>Soita numeroon 040 123 4567.

00:02.000 --> 00:04.000
<v Asiakas>Kiitos Kertulle.
"""


@pytest.fixture
def talk(tmp_path) -> Path:
    folder = tmp_path / "visits"
    folder.mkdir()
    (folder / "kerttu.cha").write_text(CHAT, "utf-8")
    (folder / "kertun_puhelu.vtt").write_text(VTT, "utf-8")
    return folder


def said(*options: str | Path) -> int:
    return main(["pseudonymise", *map(str, options)])


def test_nothing_is_written_before_somebody_has_read_the_plan(talk, tmp_path, capsys):
    assert said(talk, "--out", tmp_path / "shared") == 0
    told = capsys.readouterr().out
    assert "kerttu:7\tname\tKert:tu → " in told
    assert "is not found" in told
    assert sorted(one.name for one in tmp_path.iterdir()) == ["visits"]


def test_the_plan_is_written_for_its_owner_and_never_over_an_edited_one(talk, tmp_path, capsys):
    plan = tmp_path / "plan.csv"
    assert said(talk, "--out", tmp_path / "shared", "--plan", plan) == 0
    assert stat.S_IMODE(plan.stat().st_mode) == 0o600
    was = plan.read_bytes()
    assert said(talk, "--out", tmp_path / "shared", "--plan", plan) == 2
    assert "may have been edited" in capsys.readouterr().err
    assert plan.read_bytes() == was


def test_the_plan_carried_out_leaves_nobody_in_the_folder(talk, tmp_path, capsys):
    plan, key, out = tmp_path / "plan.csv", tmp_path / "key.json", tmp_path / "shared"
    said(talk, "--out", out, "--plan", plan)
    assert said(talk, "--out", out, "--apply", plan, "--key", key) == 0
    assert "Leak check: 0 left" in capsys.readouterr().out
    files = {one.name: one.read_text("utf-8") for one in out.iterdir()}
    assert sorted(one.rpartition(".")[2] for one in files) == ["cha", "json", "vtt"]
    for name, text in files.items():
        for real in ("Kert", "kert", "Pekka", "Virta", "131052", "123 4567"):
            assert real not in name + text
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_what_is_written_is_read_with_the_same_signs(talk, tmp_path):
    plan, out = tmp_path / "plan.csv", tmp_path / "shared"
    said(talk, "--out", out, "--plan", plan)
    said(talk, "--out", out, "--apply", plan, "--key", tmp_path / "key.json")
    [before, *_] = formats.read_corpus(talk / "kerttu.cha")
    [chat] = [formats.read(one) for one in out.iterdir() if one.suffix == ".cha"]
    [call] = [formats.read(one) for one in out.iterdir() if one.suffix == ".vtt"]
    assert [[mark.kind for mark in turn.marks] for turn in chat] == [
        [mark.kind for mark in turn.marks] for turn in before
    ]
    assert [turn.raw for turn in call] == ["Soita numeroon 000 000 0000.", "Kiitos Ainolle."]


def test_rows_that_were_deleted_are_left_alone_and_are_no_leak(talk, tmp_path, capsys):
    plan, out = tmp_path / "plan.csv", tmp_path / "shared"
    said(talk, "--out", out, "--plan", plan)
    rows = list(csv.reader(plan.read_text("utf-8-sig").splitlines()))
    kept = [row for row in rows if "131052" not in row[4]]
    with plan.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(kept)
    assert said(talk, "--out", out, "--apply", plan, "--key", tmp_path / "key.json") == 0
    assert "131052-308T" in (out / "encounters.json").read_text("utf-8")


def test_key_and_plan_stay_outside_what_is_given_away(talk, tmp_path, capsys):
    out = tmp_path / "shared"
    assert said(talk, "--out", out, "--plan", out / "plan.csv") == 2
    assert said(talk, "--out", out, "--apply", tmp_path / "plan.csv", "--key", out / "key.json") == 2
    assert said(talk, "--out", out, "--apply", tmp_path / "plan.csv") == 2
    told = capsys.readouterr().err
    assert told.count("Keep it somewhere else") == 2
    assert "--apply needs --key" in told
    assert not out.exists()


def test_a_name_is_the_same_in_transcripts_that_come_later(talk, tmp_path, capsys):
    plan, key = tmp_path / "plan.csv", tmp_path / "key.json"
    said(talk, "--out", tmp_path / "shared", "--plan", plan)
    said(talk, "--out", tmp_path / "shared", "--apply", plan, "--key", key)
    capsys.readouterr()
    (talk / "kerttu.cha").unlink()
    said(talk, "--out", tmp_path / "later", "--key", key)
    assert "Kertulle → Ainolle" in capsys.readouterr().out


def test_a_list_of_names_is_obeyed(talk, tmp_path, capsys):
    names = tmp_path / "names.csv"
    names.write_text("name,kind,pseudonym\nKerttu,woman,Annikki\n", "utf-8")
    said(talk, "--out", tmp_path / "shared", "--names", names)
    assert "Kertulle → Annikille" in capsys.readouterr().out


def test_what_a_transcript_says_does_not_command_the_terminal(talk, tmp_path, capsys):
    (talk / "kerttu.cha").write_text(CHAT.replace("Kert:tu", "\x1b[2JKert:tu"), "utf-8")
    said(talk, "--out", tmp_path / "shared")
    assert "\x1b" not in capsys.readouterr().out


def test_a_model_that_is_not_installed_is_an_error_with_the_command_that_installs_it(talk, tmp_path, capsys):
    assert said(talk, "--out", tmp_path / "shared", "--ner", "fi_core_news_none") == 2
    assert "python -m spacy download fi_core_news_none" in capsys.readouterr().err


def test_a_look_at_what_would_change_needs_no_folder_and_carrying_it_out_does(talk, tmp_path, capsys):
    assert said(talk) == 0
    assert "kerttu:7\tname\tKert:tu → " in capsys.readouterr().out
    assert said(talk, "--apply", tmp_path / "plan.csv", "--key", tmp_path / "key.json") == 2
    assert "--apply needs --out DIR" in capsys.readouterr().err
