"""``vuoro search`` as a person types it."""

from __future__ import annotations

import pandas as pd

from vuoro import cli


def test_words_are_shown_with_their_lines(corpora, capsys):
    assert cli.main(["search", str(corpora / "g1_return_to_work"), "trappa", "--words"]) == 0
    out = capsys.readouterr().out
    assert "g1_return_to_work.cha:113\t" in out
    assert "[trappa]" in out


def test_a_query_searches_the_coding_that_it_is_given(corpora, capsys, tmp_path):
    folder, table = corpora / "g1_return_to_work", tmp_path / "found.csv"
    query = "client propose -> professional develop_proposal within 4"
    given = ["--annotations", str(folder / "gold.csv"), "--out", str(table)]
    assert cli.main(["search", str(folder), query, *given]) == 0
    out = capsys.readouterr().out
    assert out.startswith("coded by gold\ng1_return_to_work.cha:110\tclient\tpropose\t")
    assert out.endswith("1 place\n")
    assert pd.read_csv(table)["then_what"].tolist() == ["develop_proposal"]


def test_a_slip_in_a_query_is_told_before_anything_is_read(capsys):
    assert cli.main(["search", "nowhere", "client propse"]) == 2
    assert "Did you mean 'propose'?" in capsys.readouterr().err
