"""The table of turns: one row a turn, whatever the encounters are like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from vuoro.measures.frames import DoubleEncounter, speaker_table, turn_table
from vuoro.model import Encounter, Mark, Participant, Turn


def test_every_turn_is_a_row_with_its_encounter(visit):
    table = turn_table([visit, replace(visit, id="again"), Encounter(id="silence", turns=())])
    assert table["encounter"].value_counts(sort=False).to_dict() == {"visit": 10, "again": 10, "silence": 0}
    assert table["seq"].tolist() == [*range(10), *range(10)]
    assert table["turn"].tolist()[:3] == ["t01", "t02", "t03"]


def test_one_speaker_may_have_different_roles_in_different_encounters(visit):
    turned = tuple(replace(one, role="client") for one in visit.participants)
    table = turn_table([visit, replace(visit, id="again", participants=turned)])
    by_encounter = table[table["speaker"] == "D"].groupby("encounter")["role"].first()
    assert by_encounter.to_dict() == {"visit": "professional", "again": "client"}


@pytest.mark.parametrize(
    ("role", "side"),
    [
        ("professional", "P"),
        ("other_professional", "P"),
        ("client", "C"),
        ("companion", "C"),
        ("interpreter", "other"),
        ("employer", "other"),
        ("unknown", "other"),
    ],
)
def test_a_companion_is_on_the_clients_side_and_an_interpreter_on_nobodys(role, side):
    meeting = Encounter(
        id="m",
        participants=(Participant(id="X", role=role),),
        turns=(Turn(id="1", speaker="X", raw="a", text="a"),),
    )
    assert turn_table([meeting])["side"].tolist() == [side]


def test_only_pauses_between_words_are_pauses_of_the_turn():
    raw = "(1.0) well (0.1) I (0.3) think (0.8) so (2.0)"
    marks = [(0, 5, 1.0), (11, 16, 0.1), (19, 24, 0.3), (31, 36, 0.8), (40, 45, 2.0)]
    turn = Turn(
        id="1", speaker="X", raw=raw, text="well I think so", start=0.0, end=9.0,
        marks=tuple(Mark(kind="pause", start=a, stop=b, value=value) for a, b, value in marks),
        pieces=((0, 6, 5), (5, 17, 2), (7, 25, 6), (13, 37, 2)),
    )  # fmt: skip
    row = turn_table([Encounter(id="m", turns=(turn,))]).iloc[0]
    assert (row["pauses"], row["paused"].round(6), row["seconds"].round(6)) == (2, 1.1, 8.2)


def test_a_turn_without_times_has_no_seconds(untimed):
    table = turn_table([untimed])
    assert np.isnan(table[["start", "end", "seconds"]].to_numpy()).all()


def test_two_encounters_of_one_name_are_refused(visit):
    with pytest.raises(DoubleEncounter, match=r"2 encounters are called 'visit'; give each an id of its own"):
        turn_table([visit, visit])


def test_speakers_are_counted_apart_in_each_encounter(visit):
    table = speaker_table(turn_table([visit, replace(visit, id="again")]))
    assert table.to_numpy().tolist() == [
        ["visit", 5, 171],
        ["visit", 5, 175],
        ["again", 5, 171],
        ["again", 5, 175],
    ]
