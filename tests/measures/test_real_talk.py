"""Offsets and shares of 45 real consultations against plain loops that share nothing with ours."""

from __future__ import annotations

from statistics import median

import numpy as np
import pytest

from vuoro import formats, measures
from vuoro.language.counts import count_words, is_continuer


@pytest.fixture(scope="module")
def consultations(testdata):
    groups = formats.gather([testdata / "data" / "primock57"])
    return [encounter for group in groups for encounter in formats.read_group(group)]


def offsets(turns) -> list[float]:
    """Each change of speaker: onset minus the latest offset of the run before, in whole ms."""
    found, speaker, latest = [], None, None
    for turn in turns:
        if turn.speaker == speaker:
            latest = max(latest, turn.end)
        else:
            if speaker is not None:
                found.append(round((turn.start - latest) * 1000))
            speaker, latest = turn.speaker, turn.end
    return found


def floor_takers(encounter):
    """No continuers, and nothing that ends before earlier talk has ended."""
    end = float("-inf")
    for turn in sorted(encounter.turns, key=lambda turn: turn.start):
        if not is_continuer(turn.text, encounter.language) and turn.end > end:
            end = turn.end
            yield turn


def test_floor_transfer_offsets(consultations):
    frame = measures.measure(consultations, names=["T1"])
    ours = frame.pivot_table(index="encounter", columns="part", values="value", observed=True)
    for encounter in consultations:
        floor = offsets(floor_takers(encounter))
        every = offsets(sorted(encounter.turns, key=lambda turn: turn.start))
        found = ours.loc[encounter.id]
        assert found["n_transitions"] == len(floor)
        assert [found[""], found["every_change"]] == pytest.approx([median(floor), median(every)])
        assert [found["q25"], found["q75"]] == pytest.approx(np.quantile(floor, [0.25, 0.75]).tolist())
        assert found["below_0"] == pytest.approx(sum(one < 0 for one in floor) / len(floor))
        assert found["above_700"] == pytest.approx(sum(one > 700 for one in floor) / len(floor))


def test_shares_of_words_and_time(consultations):
    ours = measures.measure(consultations, names=["F1", "F2"]).pivot(
        index="encounter", columns="measure", values="value"
    )
    for encounter in consultations:
        words, seconds = {"professional": 0, "client": 0}, {"professional": 0.0, "client": 0.0}
        for turn in encounter.turns:
            role = encounter.role(turn.speaker)
            words[role] += count_words(turn.text, encounter.language)
            seconds[role] += turn.end - turn.start
        assert ours.loc[encounter.id, "F1"] == pytest.approx(words["client"] / sum(words.values()))
        assert ours.loc[encounter.id, "F2"] == pytest.approx(seconds["client"] / sum(seconds.values()))


def test_windows_add_up_to_the_words_of_either_side(consultations):
    for encounter in consultations[:10]:
        table = measures.floor.balance_over_time(encounter)
        # Every second window tiles the talk, up to the last one, which the others overlap.
        tiles = table.iloc[::2] if len(table) % 2 else table.iloc[:-1:2]
        covered = tiles["end"].iloc[-1]
        said = [
            count_words(turn.text, encounter.language)
            * min(1, max(0, covered - start) / (turn.end - turn.start))
            for turn in encounter.turns
            for start in [turn.start - min(one.start for one in encounter.turns)]
        ]
        assert (tiles["C"] + tiles["P"]).sum() == pytest.approx(sum(said), rel=1e-6)
