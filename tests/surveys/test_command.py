"""``vuoro survey`` proposes, reads, compares and writes; what it could not read decides what it returns."""

from __future__ import annotations

import pytest

from vuoro.cli import main

MAPPING = """\
encounter = "Code"
respondent = "Id"
side = {column = "Who", client = ["client"], staff = ["staff"]}
[[question]]
column = "Was the client understood?"
item = "heard"
"""
TABLE = "Code;Id;Who;Was the client understood?\n" + "".join(
    f"e{n};T{n};staff;Agree\ne{n};A{n};client;{'Agree' if n % 2 else 'Disagree'}\n" for n in range(6)
)


@pytest.fixture
def form(tmp_path):
    (tmp_path / "form.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "form.survey.toml").write_text(MAPPING, encoding="utf-8")
    return tmp_path / "form.csv"


def test_staff_and_clients_are_compared_and_everything_is_written(form, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["survey", str(form), "--out", str(out)]) == 0
    shown = capsys.readouterr().out
    assert "Heard: was understood (heard): 6 pairs" in shown
    assert "staff higher           0.50" in shown
    assert sorted(path.name for path in out.iterdir()) == [
        "alone.csv", "answers.csv", "comparison.csv", "crosstabs.csv", "heard.svg", "people.csv", "problems.csv",
    ]  # fmt: skip


def test_a_proposal_is_written_once_and_never_over_another(form, capsys):
    mapping = form.parent / "form.survey.toml"
    mapping.unlink()
    assert main(["survey", str(form), "--propose"]) == 0
    assert capsys.readouterr().out == mapping.read_text("utf-8") + "\n"
    assert main(["survey", str(form), "--propose"]) == 2
    assert "is there already" in capsys.readouterr().err


def test_a_cell_that_was_not_read_is_told_and_the_command_says_so(form, capsys):
    form.write_text(TABLE.replace("e0;A0;client;Disagree", "e0;A0;client;splendid"), encoding="utf-8")
    assert main(["survey", str(form)]) == 1
    assert (
        "form.csv, row 3: 'splendid': column 'Was the client understood?': not an answer"
        in capsys.readouterr().err
    )


def test_without_a_mapping_it_says_how_to_have_one(form, capsys):
    (form.parent / "form.survey.toml").unlink()
    assert main(["survey", str(form)]) == 2
    assert "Make one with `vuoro survey FILE --propose`" in capsys.readouterr().err


def test_our_invented_answers_are_read_whole(corpora, capsys):
    assert main(["survey", str(corpora / "experiences.csv"), "--talk", str(corpora)]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert "25 encounters; respondents: 24 client, 24 staff" in shown.out


def test_the_questions_are_listed_in_the_readers_language_and_others_texts_are_not(capsys):
    assert main(["survey", "--items", "--lang", "fi"]) == 0
    shown = capsys.readouterr().out
    assert "client: Se mitä sanoin vaikutti siihen, mitä päätettiin." in shown
    assert "Item text not included." in shown


def test_without_a_file_it_says_what_to_name(capsys):
    assert main(["survey"]) == 2
    assert "say which export" in capsys.readouterr().err
