"""Workers killed while they work: the results are those of a run that nobody disturbed.

The bench kills ten in a run of two thousand encounters: ``make chaos``.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.bench import chaos, generating
from tests.bench.scale import digest

from vuoro import scale
from vuoro.chain import Choices
from vuoro.scale.attempting import place
from vuoro.scale.cluster import UNBEGUN, Cluster, _Asked
from vuoro.scale.planning import Batch, Job
from vuoro.scale.workers import NoWorkers
from vuoro.scale.working import Task, look

ENCOUNTERS, TURNS, KILLS = 60, 10, 3
IN_A_BATCH = 20 * 2**10
"""Bytes of transcripts: about a dozen of these encounters."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("chaos") / "corpus"
    generating.write(folder, ENCOUNTERS, TURNS)
    return folder


@pytest.fixture(scope="module")
def undisturbed(corpus) -> str:
    out = corpus.with_name("peace")
    scale.run([corpus], out, Choices(coders=("rules",)), engine="one", batch=IN_A_BATCH)
    return digest(out)


@pytest.mark.parametrize("engine", chaos.ENGINES)
def test_results_are_the_same_though_workers_are_killed(engine, corpus, undisturbed, tmp_path):
    if engine == "dask":
        pytest.importorskip("distributed", reason="install with `pip install 'vuoro[scale]'`")
    out = tmp_path / "out"
    with chaos.killing(out, KILLS, seed=7, longest=0.1) as hit:
        report = scale.run(
            [corpus], out, Choices(coders=("rules",)), engine=engine, jobs=2, batch=IN_A_BATCH, enough=0
        )
    assert len(set(hit)) == KILLS
    assert (report.encounters, report.turns, report.failures) == (ENCOUNTERS, ENCOUNTERS * TURNS, ())
    assert digest(out) == undisturbed


class Ended:
    """What Dask tells of the tasks that have ended: the worker of each has died."""

    def __init__(self, *looks: bool) -> None:
        self.looks = iter(looks)

    def has_ready(self) -> bool:
        return next(self.looks)

    def __next__(self) -> tuple[Ended, tuple[type, Exception, None]]:
        return self, (Exception, type("KilledWorker", (Exception,), {})(), None)

    key = "work-00003"


@pytest.fixture
def bereft(tmp_path):
    """A Dask cluster of two that has lost workers; ``scaled`` is how often others were asked for."""

    def cluster(*looks: bool, status: str = "running", begun: bool = True) -> Cluster:
        task = Task(batch=Batch(number=3, groups=(), stamps=()))
        asked = _Asked(function=look, job=Job(out=tmp_path, choices=Choices(), limit=9.0), task=task)
        word = place(asked.job, task)
        word.parent.mkdir()
        if begun:
            word.write_text("here 1", "ascii")
        made = Cluster.__new__(Cluster)
        made.size, made._looked, made.scaled, made.given = 2, 0.0, [], []
        made._client = SimpleNamespace(status=status)
        made._cluster = SimpleNamespace(scale=made.scaled.append)
        made._asked = {Ended.key: asked}
        made._give = lambda again: made.given.append(again) or made._asked.update({Ended.key: again})
        made._as_completed = Ended(*looks)
        return made

    return cluster


def test_a_worker_that_dies_at_a_task_costs_one_try(bereft):
    task, outcome = bereft(True).take()
    assert (task.batch.number, outcome.result, outcome.lost) == (3, None, "its worker died")


def test_a_task_that_waited_at_a_worker_which_died_is_given_again_and_costs_none(bereft):
    cluster = bereft(*[True] * (UNBEGUN + 1), begun=False)
    _, outcome = cluster.take()
    assert [asked.often for asked in cluster.given] == [1, 2, 3, 4, 5]
    assert outcome.lost == "its worker died"


def test_workers_that_dask_gave_up_are_replaced_while_others_are_waited_for(bereft):
    cluster = bereft(False, False, True)
    cluster.take()
    assert cluster.scaled == [2]


def test_workers_that_join_later_are_given_work_too(bereft):
    cluster = bereft(False, True)
    cluster._cluster, cluster._client.nthreads = None, lambda: dict.fromkeys("abcdefgh", 1)
    cluster.take()
    assert cluster.size == 8


def test_without_a_scheduler_the_run_ends_and_no_file_is_blamed(bereft):
    with pytest.raises(NoWorkers, match="the scheduler has gone"):
        bereft(True, status="closed").take()
