"""Folders with a coding: the linker against the reference, and one coder against the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from vuoro.evaluation import relinking

TALK = "encounter,turn,speaker,role,text\nv,t1,D,professional,What worries you?\nv,t2,P,client,The nights.\n"
MOVES = "encounter,turn,speaker,role,code,coder,status,start,stop\nv,t1,D,professional,invite_view,gold,adjudicated,0,17\n"
LINKS = (
    "encounter,type,first_turn,last_turn,outcome,coder,code,response_turn,gap,status,note\n"
    "v,S1,t1,t2,{},{},invite_view,t2,,adjudicated,\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "v.csv").write_text(TALK, "utf-8")
    (tmp_path / "corpus.toml").write_text('language = "en"\n', "utf-8")
    (tmp_path / "gold.csv").write_text(MOVES, "utf-8")
    for coder, outcome in (("gold", "minimal"), ("coder_a", "extended"), ("coder_b", "minimal")):
        (tmp_path / f"{coder}_sequences.csv").write_text(LINKS.format(outcome, coder), "utf-8")
    return tmp_path


def test_the_linker_and_the_coders_are_compared(folder: Path) -> None:
    found = relinking.compare([folder])
    same = {name: found[name].loc["S1", ["placed", "same"]].tolist() for name in ("linker", "coders")}
    assert same == {"linker": [1, 1], "coders": [1, 0]}
    assert found["differences"].empty


def test_a_folder_without_a_reference_is_told(tmp_path: Path) -> None:
    with pytest.raises(relinking.NothingCoded, match=r"gold_sequences\.csv"):
        relinking.compare([tmp_path])
