"""One machine, several processes and a Dask cluster: the same numbers."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from vuoro import chain, checking, formats, measures, scale
from vuoro.annotations import BadAnnotations, write_csv
from vuoro.cli import main
from vuoro.scale import running
from vuoro.scale.trying import Refused

RULES = chain.Choices(coders=("rules",), figures=False)
FOLDERS = ("g10_youth_guidance_en", "g1_return_to_work", "g1_return_to_work_fi", "g5_employment_interview_sv")
TWO_TO_A_BATCH = 20_000


def written(folder: Path) -> dict[str, bytes]:
    """All that a run has written, but the journal, whose lines come in the order of the work."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "journal.jsonl"
    }


def as_one_machine(folder: Path, beside: Path) -> dict[str, bytes]:
    """The tables of a run at scale, the parts put one after another and written as CSV."""
    made = {}
    for name in scale.TABLES:
        if name != "places":
            write_csv(scale.table(folder, name), beside / "table.csv")
            made[f"{name}.csv"] = (beside / "table.csv").read_bytes()
    return made


def by_one_machine(paths, out, choices=RULES) -> dict[str, bytes]:
    chain.run(paths, out, choices)
    return {path.name: path.read_bytes() for path in sorted(out.glob("*.csv"))}


@pytest.fixture(scope="module")
def ours(corpora, tmp_path_factory) -> Path:
    """A few of our corpora, in one folder."""
    folder = tmp_path_factory.mktemp("ours")
    for name in FOLDERS:
        shutil.copytree(corpora / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def by_one(ours, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("one") / "out"
    report = scale.run([ours], out, RULES, engine="one", batch=TWO_TO_A_BATCH)
    assert (report.encounters, report.batches, report.failures) == (len(FOLDERS), 2, ())
    return out


def test_the_parts_one_after_another_are_the_tables_of_one_machine_byte_for_byte(ours, by_one, tmp_path):
    assert as_one_machine(by_one, tmp_path) == by_one_machine([ours], tmp_path / "plain")


@pytest.mark.parametrize("engine", ["processes", "dask"])
def test_another_engine_writes_the_same_bytes(ours, by_one, tmp_path, engine):
    scale.run([ours], tmp_path, RULES, engine=engine, jobs=2, batch=TWO_TO_A_BATCH, enough=0)
    assert written(tmp_path) == written(by_one)
    assert {name.split("/")[0] for name in written(tmp_path)} == {*scale.TABLES, "provenance.json"}


def test_encounters_of_one_name_in_different_batches_are_renamed_as_on_one_machine(finished, tmp_path):
    plain = by_one_machine([finished / "visits"], tmp_path / "plain")
    assert as_one_machine(finished / "out", tmp_path) == plain
    encounters = scale.table(finished / "out", "encounters")["encounter"].tolist()
    assert encounters == ["visit 0", "visit 2", "visit 4", "visit 0~2", "visit 1", "visit 3", "visit 5"]


def test_peoples_codings_are_counted_as_on_one_machine(ours, corpora, tmp_path):
    def tables(name: str) -> tuple[str, ...]:
        return tuple(str(corpora / folder / name) for folder in FOLDERS)

    gold = replace(RULES, annotations=tables("gold.csv"), sequences=tables("gold_sequences.csv"))
    scale.run([ours], tmp_path / "out", gold, engine="one", batch=TWO_TO_A_BATCH)
    assert as_one_machine(tmp_path / "out", tmp_path) == by_one_machine([ours], tmp_path / "plain", gold)
    assert "gold" in set(scale.table(tmp_path / "out", "measures")["coders"])


def test_the_places_are_those_of_all_encounters_together(ours, by_one):
    found = chain.examine([ours], RULES)
    _, places = measures.measured(
        found.encounters, found.annotations, found.sequences,
        decisions=found.decisions, support=found.support, coders=found.coders, study=found.study,
    )  # fmt: skip
    pd.testing.assert_frame_equal(scale.table(by_one, "places"), places.astype("str"))


def test_provenance_is_that_of_one_machine_but_for_the_files_it_wrote(finished, tmp_path):
    by_one_machine([finished / "visits"], tmp_path / "plain")
    folders = finished / "out", tmp_path / "plain"
    ours, theirs = (json.loads((folder / "provenance.json").read_text("utf-8")) for folder in folders)
    assert (ours["options"].pop("batch"), ours["options"].pop("check")) == (1_200, False)
    assert {**ours, "outputs": []} == {**theirs, "outputs": []}
    assert {one["file"] for one in ours["outputs"]} == set(written(finished / "out")) - {"provenance.json"}


def test_pandas_polars_and_duckdb_read_the_same_numbers(finished):
    polars, duckdb = pytest.importorskip("polars"), pytest.importorskip("duckdb")
    where = finished / "out" / "measures"
    by_pandas = pd.read_parquet(where)["value"].sum()
    by_polars = polars.scan_parquet(where / "*.parquet").select("value").sum().collect().item()
    ((by_duckdb,),) = duckdb.sql(f"select sum(value) from '{where}/*.parquet'").fetchall()
    assert by_polars == pytest.approx(by_pandas)
    assert by_duckdb == pytest.approx(by_pandas)


def test_transcripts_are_checked_where_that_is_asked_for(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text("D: so [you waited?\nP: yes.\n", "utf-8")
    known = replace(RULES, language="en", roles={"D": "professional", "P": "client"}, convention="jefferson")
    scale.run([folder], tmp_path / "out", known, engine="one", batch=1, check=True)
    found = scale.table(tmp_path / "out", "findings")
    expected = [
        (encounter.id, finding.line, finding.column, finding.rule)
        for encounter in formats.read_corpus(folder, roles=known.roles, language="en", convention="jefferson")
        for finding in checking.check(
            encounter, sources={f"{encounter.id}.txt": "D: so [you waited?\nP: yes.\n"}
        )
    ]
    assert expected
    assert list(found[["encounter", "line", "column", "rule"]].itertuples(index=False, name=None)) == expected


def test_codings_that_do_not_fit_end_the_run_with_the_line(visits, tmp_path):
    coded = tmp_path / "aino.csv"
    choices = replace(RULES, annotations=(str(coded),))
    coded.write_text("encounter,turn,code,coder\nvisit 0,77,invite_open,aino\n", "utf-8")
    with pytest.raises(Refused, match=r"aino\.csv, line 2: encounter 'visit 0' has no turn '77'"):
        scale.run([visits], tmp_path / "out", choices, engine="one")
    coded.write_text("encounter,turn,code,coder,status\nvisit 0,1,invite_open,aino,perhaps\n", "utf-8")
    with pytest.raises(BadAnnotations, match=r"aino\.csv, line 2: status 'perhaps'"):
        scale.run([visits], tmp_path / "none", choices, engine="one")
    assert not (tmp_path / "none").exists()


def test_below_a_size_at_which_it_pays_one_process_does_it_and_says_so(visits, tmp_path):
    said: list[str] = []
    scale.run([visits / "ward 0"], tmp_path / "out", RULES, engine="processes", jobs=2, tell=said.append)
    assert said == ["1 kB of transcripts are done before others have started: one process does it."]


def test_the_command_runs_at_scale_and_tells_what_was_not_done(visits, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["run", str(visits), "--out", str(out), "--engine", "one", "--coders", "rules"]) == 1
    told = capsys.readouterr()
    assert "7 encounters, 42 turns" in told.out
    assert "not done: empty.cha: the file is empty" in told.err
    assert main(["run", str(visits), "--out", str(tmp_path / "x"), "--afresh"]) == 2
    assert "--afresh is for a run with --engine" in capsys.readouterr().err


def test_a_few_transcripts_are_drawn_by_one_process_whatever_is_asked_and_that_is_said(
    visits, tmp_path, capsys
):
    out = tmp_path / "out"
    assert main(["run", str(visits / "ward 0"), "--out", str(out), "--jobs", "2", "--no-figures"]) == 0
    assert "3 transcripts are done before 2 processes have started: one does it." in capsys.readouterr().err


def test_many_transcripts_are_drawn_by_as_many_processes_as_asked_for_and_what_that_took_is_said(
    visits, tmp_path, capsys
):
    out = tmp_path / "out"
    assert main(["run", str(visits), "--out", str(out), "--jobs", "2", "--no-figures"]) == 1
    told = capsys.readouterr().err
    for work in ("suggesting", "drawing"):
        assert re.search(rf"2 processes for {work}: \d+\.\d s to start\.", told), told


def test_a_worker_does_not_wait_for_statistics_that_only_queries_need():
    there = "import sys, vuoro.scale.attempting; print('scipy.stats' in sys.modules, 'vuoro.agreement' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", there], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "False"]
    assert callable(scale.query)


def test_workers_of_a_scheduler_that_runs_already_do_the_same(finished, small, tmp_path):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        1, threads_per_worker=2, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        where, told = cluster.scheduler_address, list[str]()
        with contextlib.chdir(finished):
            scale.run(["visits"], tmp_path / "out", engine="dask", scheduler=where, tell=told.append, **small)
    assert written(tmp_path / "out") == written(finished / "out")
    assert told[0].startswith("Dask, 1 workers: ")


def test_a_scheduler_that_does_not_answer_is_told(visits, tmp_path, small):
    with pytest.raises(running.VuoroError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        scale.run([visits], tmp_path / "out", engine="dask", scheduler="tcp://127.0.0.1:9", **small)


def test_a_folder_without_transcripts_is_told(tmp_path):
    (tmp_path / "in").mkdir()
    with pytest.raises(running.VuoroError, match="in: no transcripts there"):
        scale.run([tmp_path / "in"], tmp_path / "out", RULES, engine="one")


def test_a_project_is_for_one_machine(tmp_path, capsys):
    main(["new", str(tmp_path / "study")])
    capsys.readouterr()
    assert main(["run", str(tmp_path / "study"), "--out", str(tmp_path / "out"), "--engine", "one"]) == 2
    assert "run it without --engine" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_hostile_names_stay_names(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    talk = "turn,speaker,role,text\n1,D,professional,=cmd()\n2,P,client,Yes.\n"
    for name in (
        "=cmd().csv",
        "new\nline.csv",
        "'; drop table x; --.csv",
        "{}%s\x1b[2J.csv",
        "ä" * 80 + ".csv",
    ):
        (folder / name).write_text(talk, "utf-8")
    english = replace(RULES, language="en")
    scale.run([folder], tmp_path / "out", english, engine="processes", jobs=1, batch=200, enough=0)
    assert as_one_machine(tmp_path / "out", tmp_path) == by_one_machine([folder], tmp_path / "plain", english)
    assert set((tmp_path / "out").rglob("*.parquet")) == set((tmp_path / "out").glob("*/part-0000?.parquet"))


def test_an_engine_that_there_is_not_is_told_with_those_there_are(visits, tmp_path):
    with pytest.raises(running.VuoroError, match="no engine 'spark'; there are one, processes, dask"):
        scale.run([visits], tmp_path / "out", RULES, engine="spark")
