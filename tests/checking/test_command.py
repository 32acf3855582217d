"""``vuoro check``: what it prints, in three forms, and what it returns to the shell."""

from __future__ import annotations

import csv
import io
import json

import pytest

from vuoro.cli import main
from vuoro.privacy import Key, Name, write_key


@pytest.fixture
def flawed(tmp_path):
    path = tmp_path / "visit.txt"
    path.write_text("A: so (you °waited°\nB: =mm ± yes\n", encoding="utf-8")
    return path


def test_findings_are_told_with_file_line_and_column(flawed, capsys):
    assert main(["check", str(flawed), "--convention", "jefferson", "--ignore", "unknown-sign"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{flawed}:1:7: warning unbalanced-sign: “(”: this ( has no partner in its turn. "
        "Write the sign on the other side of the talk, too.",
        "1 finding in 1 file. Switch a rule off with --ignore RULE.",
    ]


def test_a_transcript_without_findings_says_so(tmp_path, capsys):
    path = tmp_path / "visit.txt"
    path.write_text("A: so you waited\nB: mm\n", encoding="utf-8")
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: nothing found\n"


def test_findings_as_json_and_as_csv_are_the_same(flawed, capsys):
    assert main(["check", str(flawed), "--convention", "jefferson", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(one["line"], one["column"], one["rule"], one["text"]) for one in found] == [
        (1, 7, "unbalanced-sign", "("),
        (2, 8, "unknown-sign", "±"),
    ]
    assert main(["check", str(flawed), "--convention", "jefferson", "--format", "csv"]) == 1
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows == [{name: str(told) for name, told in one.items()} for one in found]


def test_no_cell_of_the_csv_is_a_formula(tmp_path, capsys):
    path = tmp_path / "visit.csv"
    path.write_text("speaker,text\nA,=cmd() is what they say\nA,=cmd() is what they say\n", encoding="utf-8")
    assert main(["check", str(path), "--format", "csv"]) == 1
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["rule"], row["text"]) == ("duplicate-turn", "'=cmd() is what they say")


def test_a_file_that_cannot_be_read_is_a_finding_and_the_others_are_checked(flawed, tmp_path, capsys):
    (tmp_path / "empty.cha").write_text("")
    assert main(["check", str(tmp_path), "--only", "unreadable-file"]) == 1
    told = capsys.readouterr().out
    assert f"{tmp_path / 'empty.cha'}: error unreadable-file: the file is empty" in told
    assert f"{flawed}: nothing found" in told


def test_nothing_readable_is_another_answer_than_findings(tmp_path):
    (tmp_path / "empty.cha").write_text("")
    assert main(["check", str(tmp_path / "empty.cha")]) == 2


def test_the_rules_can_be_listed(capsys):
    assert main(["check", "--rules"]) == 0
    told = capsys.readouterr().out
    assert "reversed-times (error): A turn that ends before it begins." in told


@pytest.mark.parametrize("arguments", [["check"], ["check", "--only", "empty-trun", "visit.cha"]])
def test_a_command_that_cannot_be_meant_is_refused(arguments, capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("vuoro: ")


def test_identifying_details_are_told_when_asked(tmp_path, capsys):
    path = tmp_path / "visit.txt"
    path.write_text("A: se on 131052-308T\nB: joo\n", encoding="utf-8")
    assert main(["check", str(path)]) == 0
    assert main(["check", str(path), "--privacy"]) == 1
    assert f"{path}:1:10: error identifying-detail: “131052-308T”" in capsys.readouterr().out


def test_which_columns_of_a_table_were_taken_for_what_is_said(tmp_path, capsys):
    path = tmp_path / "visit.csv"
    path.write_text("Puhuja,Teksti\nA,no niin\nB,joo\n", encoding="utf-8")
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out == (
        f"{path}: read as speaker = Puhuja, text = Teksti\n{path}: nothing found\n"
    )


def test_a_key_tells_whose_names_must_not_be_left(tmp_path, capsys):
    path, key = tmp_path / "visit.txt", tmp_path / "key.json"
    path.write_text("# language: fi\n\nA: no kerttu tulee\nB: joo Aino\n", encoding="utf-8")
    names = (Name(name="Kerttu", kind="woman", pseudonym="Aino"),)
    write_key(Key(corpus="elsewhere", names=names), key, out=tmp_path / "shared")
    assert main(["check", str(path), "--key", str(key), "--only", "identifying-detail"]) == 1
    told = capsys.readouterr().out
    assert "visit.txt:3:7: error identifying-detail: “kerttu”:" in told
    assert "Aino" not in told


def test_how_talk_became_text_may_be_said(tmp_path, capsys):
    path = tmp_path / "visit.txt"
    path.write_text("A: no niin\n", encoding="utf-8")
    assert main(["check", str(path), "--transcribed", "asr"]) == 0
    assert "nothing found" in capsys.readouterr().out
