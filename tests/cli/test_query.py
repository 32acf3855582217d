"""`vuoro query`, as somebody at a terminal meets it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from vuoro import chain
from vuoro.cli import main

pytest.importorskip("duckdb", reason="install with `pip install 'vuoro[scale]'`")

TALK = """encounter,turn,speaker,role,text
visit,1,Dora,professional,What would you like us to talk about today?
visit,2,Pia,client,{said}
visit,3,Dora,professional,And how are you sleeping?
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> Path:
    """One invented encounter in which a person found a proposal that nobody took up, with hostile words."""
    folder = tmp_path_factory.mktemp("query")
    (folder / "in").mkdir()
    (folder / "in" / "visit.csv").write_text(TALK.format(said="=HYPERLINK(1) \x1b[2J"), encoding="utf-8")
    (folder / "in" / "corpus.toml").write_text("invented = true\n", encoding="utf-8")
    codings = "encounter,turn,code,coder,evidence_start,evidence_stop\n"
    codings += "visit,1,invite_open,aino,,\nvisit,2,propose,aino,0,17\nvisit,3,ask_info,aino,,\n"
    (folder / "codings.csv").write_text(codings, encoding="utf-8")
    choices = chain.Choices(annotations=(str(folder / "codings.csv"),), coders=("rules",), figures=False)
    chain.run([folder / "in"], folder / "out", choices)
    return folder / "out"


def test_without_a_question_they_are_listed(ran, capsys):
    assert main(["query", str(ran), "--lang", "fi"]) == 0
    told = capsys.readouterr().out
    assert "ignored-proposals           Mitkä asiakkaan ehdotuksista sivuutettiin?" in told
    assert "[code=] [below=1.0]" in told


def test_an_answer_comes_with_what_it_says_and_what_it_does_not(ran, capsys):
    assert main(["query", str(ran), "ignored-proposals"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "Which proposals of the client side were ignored?"
    assert told[2].startswith("A place to look at, not a verdict")
    assert told[-1] == "1 row"
    assert "visit" in told[-2]


def test_words_cannot_be_run_by_a_spreadsheet_nor_by_a_terminal(ran, tmp_path, capsys):
    out = tmp_path / "ignored.csv"
    assert main(["query", str(ran), "ignored-proposals", "--csv", str(out)]) == 0
    assert pd.read_csv(out)["words"].str.startswith("'=HYPERLINK(1)").tolist() == [True]
    assert capsys.readouterr().out.splitlines()[-1] == f"{out}: 1 row"
    assert main(["query", str(ran), "ignored-proposals"]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_a_query_of_ones_own_and_its_limit(ran, capsys):
    assert main(["query", str(ran), "--sql", "from measures", "--limit", "2"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 rows"
    assert main(["query", str(ran), "--sql", "from measures"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "20 rows; there are more: --limit N or --csv FILE"


def test_the_sql_of_a_question_is_shown_and_its_settings_are_set(ran, capsys):
    assert main(["query", str(ran), "uncertain", "--show"]) == 0
    assert "m.score <= $below" in capsys.readouterr().out
    assert main(["query", str(ran), "uncertain", "--set", "code=invite_open"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 row"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ignored"], "Did you mean 'ignored-proposals'"),
        (["--sql", "drop view links"], "a query is one SELECT"),
        (["--sql", "from read_csv('/etc/passwd')"], "no file, network or setting"),
        (["--sql", "select speaker from annotations"], "nobody is ranked"),
        (["moves", "--about", "nowhere.csv"], "nowhere.csv: no such file"),
    ],
)
def test_what_cannot_be_answered_is_told_and_is_2_to_the_shell(arguments, told, ran, capsys):
    assert main(["query", str(ran), *arguments]) == 2
    assert told in capsys.readouterr().err
