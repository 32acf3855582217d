"""Runs that are stopped, workers that are killed, files that kill: nothing is lost and nothing done twice."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import pandas as pd
import pytest

from vuoro import scale
from vuoro.chain import OutputInTheWay
from vuoro.formats import Group
from vuoro.scale import parts, running
from vuoro.scale.attempting import Outcome
from vuoro.scale.journal import BadJournal, Busy, Journal
from vuoro.scale.planning import Batch, Job
from vuoro.scale.resuming import Changed
from vuoro.scale.trying import Refused
from vuoro.scale.workers import Processes
from vuoro.scale.working import Task

STOPPED = """
from vuoro import chain, scale
if __name__ == "__main__":
    scale.run(["visits"], "out", chain.Choices(coders=("rules",), figures=False), engine={engine!r},
              jobs=2, batch=1200, enough=0)
"""


def written(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "journal.jsonl"
    }


def done(out: Path) -> int:
    journal = out / "journal.jsonl"
    return journal.read_bytes().count(b'"did": "done"') if journal.exists() else 0


@pytest.mark.parametrize("engine", ["one", "processes"])
def test_a_run_that_is_killed_goes_on_where_it_was(copied, finished, small, engine):
    out = Path("out")
    shutil.rmtree(out)
    Path("script.py").write_text(STOPPED.format(engine=engine), "utf-8")
    run = subprocess.Popen([sys.executable, "script.py"])
    until = monotonic() + 120
    while monotonic() < until and not done(out):
        sleep(0.005)
    run.send_signal(signal.SIGKILL)
    run.wait()
    before = done(out)
    assert not (out / "provenance.json").exists()
    report = scale.run(["visits"], out, engine="one", **small)
    assert (report.resumed, done(out)) == (before, report.batches)
    assert 0 < before < report.batches
    assert written(out) == written(finished / "out")


def test_a_torn_line_of_the_journal_costs_one_batch(copied, finished, small):
    journal = Path("out/journal.jsonl")
    journal.write_bytes(journal.read_bytes()[:-9])
    report = scale.run(["visits"], "out", engine="one", **small)
    assert report.resumed == report.batches - 1
    assert written(Path("out")) == written(finished / "out")


def test_a_journal_that_somebody_wrote_into_is_told_with_the_line(copied, finished, small):
    journal = Path("out/journal.jsonl")
    journal.write_bytes(b"dear diary\n" + journal.read_bytes())
    with pytest.raises(BadJournal, match=r"journal\.jsonl, line 1: .* --afresh"):
        scale.run(["visits"], "out", engine="one", **small)
    scale.run(["visits"], "out", engine="one", afresh=True, **small)
    assert written(Path("out")) == written(finished / "out")


def test_a_full_disk_ends_the_run_and_sets_no_file_aside(copied, finished, small, monkeypatch):
    shutil.rmtree("out")

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as machine:
        machine.setattr(parts, "_save", full)
        with pytest.raises(Refused, match=r"No space left on device\); make room"):
            scale.run(["visits"], "out", engine="one", **small)
    scale.run(["visits"], "out", engine="one", **small)
    assert written(Path("out")) == written(finished / "out")


def test_what_was_done_is_not_done_again(copied, small, monkeypatch):
    monkeypatch.setattr(running, "_workers", None)  # nobody is there to do anything
    report = scale.run(["visits"], "out", engine="one", **small)
    assert (report.encounters, report.turns, report.resumed) == (7, 42, report.batches)


@pytest.mark.parametrize("engine", ["processes", "dask"])
def test_workers_that_die_cost_time_and_files_that_kill_or_baffle_are_set_aside(
    copied, finished, small, harm, engine
):
    """One visit is read by a reader that is killed, but not the third time; two have readers that are no good."""
    shutil.rmtree("out")
    Path("visits/ward 0/visit 0.csv").rename("visits/ward 0/visit 0.mortal")
    Path("visits/ward 1/visit 2.deadly").write_text("x", "utf-8")
    Path("visits/ward 1/visit 6.raising").write_text("x", "utf-8")
    report = scale.run(["visits"], "out", engine=engine, **small)
    assert Path("visits/ward 0/visit 0.second").exists()
    told = {failure.file: failure.reason for failure in report.failures}
    assert list(told) == ["empty", "strangers.csv", "visit 2", "visit 6"]
    assert told["visit 2"].startswith("visit 2: set aside after two tries, since its worker died")
    assert "KeyError: 'what nobody thought of' (line" in told["visit 6"]
    problems = scale.table("out", "problems")
    assert problems.loc[problems["rule"] == "not-read", "file"].tolist() == list(told)
    ours, theirs = (scale.table(folder, "measures") for folder in ("out", finished / "out"))
    pd.testing.assert_frame_equal(ours, theirs)


def test_what_never_ends_is_ended_when_its_time_is_up_and_the_next_task_is_done(harm, tmp_path):
    import harm as told

    group = Group(name="visit", files=())
    slow, quick = (Task(batch=Batch(number=at, groups=(group,), stamps=())) for at in range(2))
    job = Job(out=tmp_path, choices=None, limit=0.5)
    with closing(Processes(1)) as workers:
        workers.give(told.endless, job, slow)
        workers.give(told.quick, replace(job, limit=60), quick)
        ended = {task.title: outcome for task, outcome in (workers.take(), workers.take())}
    assert ended["00000"] == Outcome(lost="it took longer than 0.5 s")
    assert ended["00001"] == Outcome(result={"done": 1})


def test_other_options_and_other_files_are_told_and_nothing_is_touched(copied, finished, small):
    english = {**small, "choices": replace(small["choices"], language="en")}
    with pytest.raises(Changed, match=r"language was not said and is 'en'.*--afresh"):
        scale.run(["visits"], "out", engine="one", **english)
    file = Path("visits/ward 0/visit 0.csv")
    file.write_text(file.read_text("utf-8") + "7,D,professional,Good.\n", "utf-8")
    Path("visits/ward 0/visit 9.csv").write_text(file.read_text("utf-8"), "utf-8")
    with pytest.raises(Changed, match=r"visit 9\.csv is new; .*visit 0\.csv has changed"):
        scale.run(["visits"], "out", engine="one", **small)
    assert written(Path("out")) == written(finished / "out")
    assert scale.run(["visits"], "out", engine="one", afresh=True, **small).encounters == 8


def test_tables_of_codings_that_changed_are_told(copied, small):
    coded = Path("aino.csv")
    by_aino = {**small, "choices": replace(small["choices"], annotations=(str(coded),))}
    for coder in ("aino", "eino"):
        coded.write_text(f"encounter,turn,code,coder\nvisit 0,1,invite_open,{coder}\n", "utf-8")
        if coder == "aino":
            scale.run(["visits/ward 0"], "other", engine="one", **by_aino)
    with pytest.raises(Changed, match=r"aino\.csv has changed"):
        scale.run(["visits/ward 0"], "other", engine="one", **by_aino)


def test_a_transcript_that_changes_under_way_is_told_and_not_mixed_in(copied, small):
    shutil.rmtree("out")

    def bar(desc: str, **_):
        if desc == "moves":
            Path("visits/ward 0/visit 0.csv").write_text("turn,speaker,role,text\n1,D,professional,No.\n")
        return running._NoBar()

    report = scale.run(["visits"], "out", engine="one", bar=bar, **small)
    assert report.failures[0].reason.startswith("visit 0: it has changed since the run began")


def test_two_runs_do_not_work_in_one_folder(copied, small):
    journal = Journal(Path("out/journal.jsonl"))
    with pytest.raises(Busy, match="another run is at work"):
        scale.run(["visits"], "out", engine="one", **small)
    journal.close()


def test_what_no_run_has_written_is_not_touched(copied, small):
    Path("out/my notes.txt").write_text("mine")
    for afresh in (False, True):
        with pytest.raises(OutputInTheWay, match=r"my notes\.txt"):
            scale.run(["visits"], "out", engine="one", afresh=afresh, **small)
    assert Path("out/my notes.txt").read_text() == "mine"
