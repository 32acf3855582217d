"""``vuoro ask`` as a person types it."""

from __future__ import annotations

import pandas as pd

from vuoro import cli

TALK = "D: So what would you like us to take up?\nP: My sleep.\n"


def test_a_models_coding_lands_in_a_table_that_evaluate_reads(model, tmp_path, capsys):
    talk, out = tmp_path / "visit.txt", tmp_path / "tiny.csv"
    talk.write_text(TALK, encoding="utf-8")
    model.moves = [
        {"turn": "t0001", "quote": "what would you like us to take up?", "code": "invite_open", "why": ""}
    ]
    who = ["--role", "D=professional", "--role", "P=client", "--language", "en"]
    asked = ["ask", str(talk), "--model", "tiny", "--url", model.address, "--out", str(out), *who]
    assert cli.main(asked) == 0
    table = pd.read_csv(out)
    assert table[["turn", "role", "code", "coder"]].values.tolist() == [
        ["t0001", "professional", "invite_open", "llm:tiny"]
    ]
    assert "1 suggestions by llm:tiny" in capsys.readouterr().out
    assert (tmp_path / "tiny.answers.jsonl").is_file()


def test_another_machine_is_refused_by_the_command_too(tmp_path, capsys):
    talk = tmp_path / "visit.txt"
    talk.write_text(TALK, encoding="utf-8")
    away = ["--model", "big", "--url", "https://models.example.org/v1", "--out", str(tmp_path / "o.csv")]
    assert cli.main(["ask", str(talk), *away, "--role", "D=professional", "--role", "P=client"]) == 2
    assert "--allow-host models.example.org" in capsys.readouterr().err
