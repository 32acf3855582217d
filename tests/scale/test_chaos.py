"""Workers killed while they work: the results are those of a run that nobody disturbed.

The bench kills ten in a run of two thousand encounters: ``make chaos``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.bench import chaos, generating
from tests.bench.scale import digest

from vuoro import scale
from vuoro.chain import Choices

ENCOUNTERS, TURNS, KILLS = 60, 10, 3
IN_A_BATCH = 14 * 2**10
"""Bytes of transcripts: about eight of these encounters."""


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
