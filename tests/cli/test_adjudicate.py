"""``vuoro adjudicate``: places are asked about one by one, and what is said is in the log at once."""

from __future__ import annotations

import pandas as pd
import pytest

from vuoro import cli, project

TALK = "D: Shall we try \x1b[2J it?\nP: I suppose.\nD: Good.\nP: But not on Mondays.\n"


@pytest.fixture
def study(tmp_path):
    talk = tmp_path / "visit.txt"
    talk.write_text(TALK, encoding="utf-8")
    made = project.create(tmp_path / "study", languages=["en"], roles={"D": "professional", "P": "client"})
    project.add(made, [talk])
    for coder, codes in (("aino", ("hedged_accept", "express_doubt")), ("bo", ("accept", "reject"))):
        desk = project.open_desk(made, "visit", coder)
        for turn, code in zip(("t0002", "t0004"), codes, strict=True):
            desk.do({"do": "annotate", "turn": turn, "code": code, "note": f"{coder} thinks so"})
        desk.do({"do": "finish"})
    return made


@pytest.fixture
def said(study, monkeypatch):
    """Runs the command with these answers typed in; stops where there is none left."""

    def run(*answers: str) -> list[str]:
        typed = iter(answers)

        def answer(_: str) -> str:
            try:
                return next(typed)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", answer)
        assert cli.main(["adjudicate", str(study.folder), "--by", "chief", "--terminal"]) == 0
        return sorted(a.code for a in project.gold(study, by="chief").annotations)

    return run


def test_what_most_hangs_on_is_asked_first_and_settled_as_one_of_the_coders_has_it(said, capsys):
    assert said("1: a but, and no no") == ["express_doubt"]
    out = capsys.readouterr().out
    assert "  1  aino: express_doubt  – aino thinks so\n  2  bo: reject  – bo thinks so" in out
    assert "1 open, 1 settled" in out


def test_a_third_code_a_place_without_a_code_and_a_place_left_open(said):
    assert said("propose", "-") == ["propose"]


def test_what_was_typed_wrong_is_told_and_asked_again(said, capsys):
    assert said("propse", "7", "2") == ["reject"]
    assert "has no code 'propse'" in capsys.readouterr().out


def test_the_last_one_is_taken_back_and_asked_again(said):
    assert said("1", "u", "2", "2") == ["accept", "reject"]


def test_stopping_loses_nothing_and_going_on_asks_about_the_rest(said, capsys):
    assert said("1", "q", "2") == ["express_doubt"]
    capsys.readouterr()
    assert said("2") == ["accept", "express_doubt"]
    assert "1 left" in capsys.readouterr().out


def test_a_transcript_cannot_command_the_terminal(said, capsys):
    said("s")
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "try ␛[2J it?" in out


def test_the_tables_for_the_meeting_are_written(study, tmp_path, capsys):
    assert cli.main(["adjudicate", str(study.folder), "--by", "chief", "--meeting", str(tmp_path / "m")]) == 0
    about = pd.read_csv(tmp_path / "m" / "about.csv")
    assert set(zip(about["one"], about["other"], strict=True)) == {
        ("accept", "hedged_accept"),
        ("express_doubt", "reject"),
    }


def test_the_places_can_be_listed(study, capsys):
    assert cli.main(["adjudicate", str(study.folder), "--by", "chief", "--list"]) == 0
    assert "visit:t0002 move" in capsys.readouterr().out
