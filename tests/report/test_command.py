"""``vuoro report`` and ``vuoro measure`` on a corpus that we ship."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from vuoro import cli
from vuoro.report import CannotPrint, pdf, printing

FOLDERS = ("g1_return_to_work", "g8_home_care_assessment_sv", "g2_rehabilitation_meeting_sv")


@pytest.fixture
def given(corpora) -> list[str]:
    folders = [corpora / folder for folder in FOLDERS]
    return [
        *map(str, folders),
        "--coders", "rules",
        "--annotations", *(str(f / f"{who}.csv") for f in folders for who in ("gold", "coder_a", "coder_b")),
        "--sequences", *(str(f / "gold_sequences.csv") for f in folders),
        "--count", "gold",
    ]  # fmt: skip


def test_a_corpus_becomes_one_page_with_its_tables_beside_it(given, tmp_path, capsys):
    out = tmp_path / "report.html"
    assert cli.main(["report", *given, "--out", str(out), "--lang", "sv"]) == 0
    assert "Tveksamma samtycken bland samtyckena" in out.read_text("utf-8")
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == [
        "report_agreement.csv", "report_disagreements.csv", "report_measures.csv", "report_pooled.csv",
    ]  # fmt: skip


def test_measures_are_written_by_encounter_and_pooled(given, tmp_path):
    assert cli.main(["measure", *given, "--out", str(tmp_path)]) == 0
    each, pooled = (pd.read_csv(tmp_path / f"{name}.csv") for name in ("measures", "pooled"))
    share = each.query("measure == 'F1'")
    whole = pooled.query("measure == 'F1'").iloc[0]
    assert whole["value"] == pytest.approx(share["numerator"].sum() / share["denominator"].sum())
    assert (tmp_path / "outcomes.svg").is_file()
    assert pd.read_parquet(tmp_path / "measures.parquet").shape == each.shape


def test_ratings_of_whole_encounters_are_counted(corpora, tmp_path):
    ratings = tmp_path / "option5.csv"
    ratings.write_text("encounter,item1,item2,item3,item4,item5\ng1_return_to_work,1,2,3,4,0\n", "utf-8")
    asked = ["measure", str(corpora / "g1_return_to_work"), "--coders", "rules", "--ratings", str(ratings)]
    assert cli.main([*asked, "--out", str(tmp_path / "out")]) == 0
    each = pd.read_csv(tmp_path / "out" / "measures.csv")
    assert each.query("measure == 'D14' and part.isna()")["value"].tolist() == [50.0]


@pytest.mark.skipif(
    not any(map(shutil.which, printing.BROWSERS)), reason="no browser; apt-get install chromium"
)
def test_a_browser_prints_the_page(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><title>x</title><p>Hej", encoding="utf-8")
    assert pdf(page, tmp_path / "page.pdf").read_bytes()[:5] == b"%PDF-"


def test_without_a_browser_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(printing.shutil, "which", lambda _: None)
    with pytest.raises(CannotPrint, match="install Chromium"):
        pdf(tmp_path / "page.html", tmp_path / "page.pdf")
