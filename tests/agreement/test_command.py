"""``vuoro agreement``: what is printed, and what is written."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from vuoro import project
from vuoro.cli import main

FOLDERS = ("g1_return_to_work", "g1_return_to_work_fi", "g4_negative_decision_en", "g5_employment_interview",
           "g7_child_health_clinic_sv")  # fmt: skip


@pytest.fixture
def talk(corpora, tmp_path):
    for name in FOLDERS:
        shutil.copytree(corpora / name, tmp_path / "talk" / name)
    return tmp_path / "talk"


def test_coders_beside_the_transcripts_are_compared_and_every_table_is_written(talk, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["agreement", str(talk), "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "coder_a × coder_b, language all: 5 encounters, 542 units" in printed
    assert "Krippendorff, K. (2018)" in printed
    assert sorted(path.name for path in out.iterdir()) == [
        "agreement.svg", "coefficients.csv", "confusion.csv", "conventions.csv", "disagreements.csv",
        "encounters.csv", "other_outcomes.csv", "outcomes.csv", "plan.csv",
    ]  # fmt: skip
    places = pd.read_csv(out / "disagreements.csv")
    assert places[["line", "words"]].notna().all(axis=None)
    assert (places["coder_a"] != places["coder_b"]).all()


def test_by_language_repeats_the_coefficients(talk, tmp_path):
    assert main(["agreement", str(talk), "--by", "language", "--out", str(tmp_path / "out")]) == 0
    table = pd.read_csv(tmp_path / "out" / "coefficients.csv")
    assert table["language"].unique().tolist() == ["all", "en", "fi", "sv"]
    few = table[(table["language"] == "en") & table["value"].notna()]
    assert few["low"].isna().all()
    assert few["reason"].unique().tolist() == ["no interval: 1 encounter, and it takes 5"]


def test_files_that_are_named_are_the_only_ones(talk, capsys):
    folder = talk / "g1_return_to_work"
    files = [arg for name in ("coder_a", "gold") for arg in ("--annotations", str(folder / f"{name}.csv"))]
    assert main(["agreement", str(folder), *files, "--unit", "tcu"]) == 0
    printed = capsys.readouterr().out
    assert "coder_a × gold, language all: 1 encounters" in printed
    assert "Sequences" not in printed


def test_without_coders_it_is_said_how_to_name_them(talk, capsys):
    (talk / "alone").mkdir()
    shutil.copy(talk / "g1_return_to_work" / "g1_return_to_work.cha", talk / "alone")
    assert main(["agreement", str(talk / "alone")]) == 2
    assert "name each coder's file with --annotations" in capsys.readouterr().err


def test_coders_of_a_project_are_compared(tmp_path, capsys):
    talk = tmp_path / "visit.txt"
    talk.write_text("D: Shall we try it?\nP: I suppose.\nD: Good.\nP: Mm.\n", encoding="utf-8")
    study = project.create(tmp_path / "study", languages=["en"], roles={"D": "professional", "P": "client"})
    project.add(study, [talk])
    for coder, code in (("aino", "hedged_accept"), ("bo", "accept")):
        desk = project.open_desk(study, "visit", coder)
        desk.do({"do": "annotate", "turn": "t0001", "code": "propose"})
        desk.do({"do": "annotate", "turn": "t0002", "code": code})
        desk.do({"do": "finish"})
    assert main(["agreement", str(study.folder)]) == 0
    out = capsys.readouterr().out
    assert "aino × bo, language all: 1 encounters, 4 units" in out
    assert "hedged_accept" in out
