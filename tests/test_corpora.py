"""The invented encounters say that they are invented, read cleanly, and their coding points at their talk."""

from __future__ import annotations

import csv
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import vuoro.formats as formats
from vuoro import codebooks
from vuoro.model import Encounter

CORPORA = Path(__file__).parent.parent / "corpora"

TRANSCRIPTS = {
    "g1_return_to_work": "g1_return_to_work.cha",
    "g3_treatment_change": "g3_treatment_change.TextGrid",
    "g5_employment_interview": "g5_employment_interview.txt",
}

OUTCOMES = {
    "S1": {"extended", "minimal", "declined", "deflected", "no_uptake", "withdrawn"},
    "S2": {"confirmed", "expanded", "qualified", "disconfirmed", "no_uptake"},
    "S3": {
        "developed",
        "probed",
        "accepted",
        "acknowledged_only",
        "deferred",
        "rejected_with_grounds",
        "rejected_without_grounds",
        "ignored",
    },
    "S4": {
        "accept_elaborated",
        "accept_plain",
        "hedged",
        "doubt",
        "counter",
        "reject",
        "question",
        "no_response",
    },
    "S5": {"explored", "acknowledged", "countered", "repeated", "bypassed", "decision_reopened"},
    "S6": {
        "explained_same_turn",
        "explained_on_request",
        "client_initiated_repair_unanswered",
        "client_used_first",
        "unexplained",
    },
    "S8": {"taken", "taken_with_conditions", "shared", "declined", "no_uptake"},
    "S9": {"resolved", "abandoned", "reinitiated"},
    "S10": {"taken_up", "acknowledged_only", "agenda_return", "reinterpreted", "advised"},
}

SUPPORT = {"jargon_term", "repair_initiation"}
"""Codes of the support layer: sequences point at them, the coders did not mark them."""

OPENERS = {
    "S1": {"invite_open", "invite_view"},
    "S2": {"confirm_question"},
    "S5": {"express_doubt", "hedged_accept", "reject"},
    "S8": {"share_power"},
}
"""Moves that always open a sequence of that type."""


def rows(folder: str, name: str) -> list[dict[str, str]]:
    with (CORPORA / folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def talk(folder: str) -> Encounter:
    return formats.read(CORPORA / folder / TRANSCRIPTS[folder])


@pytest.mark.parametrize("folder", TRANSCRIPTS)
def test_reads_without_problems(folder: str) -> None:
    encounter = talk(folder)
    assert (encounter.id, encounter.problems) == (folder, ())


@pytest.mark.parametrize(
    ("folder", "language", "convention", "turns"),
    [
        ("g1_return_to_work", "sv", "chat", 123),
        ("g3_treatment_change", "en", "jefferson", 128),
        ("g5_employment_interview", "fi", "jefferson", 102),
    ],
)
def test_language_convention_and_length_are_those_of_the_readme(
    folder: str, language: str, convention: str, turns: int
) -> None:
    encounter = talk(folder)
    assert (encounter.language, encounter.source.convention, len(encounter)) == (language, convention, turns)


@pytest.mark.parametrize("folder", TRANSCRIPTS)
def test_one_professional_talks_with_one_client(folder: str) -> None:
    encounter = talk(folder)
    assert sorted(encounter.role(speaker) for speaker in {turn.speaker for turn in encounter}) == [
        "client",
        "professional",
    ]


@pytest.mark.parametrize("folder", TRANSCRIPTS)
def test_says_that_it_is_invented_and_under_which_licence(folder: str) -> None:
    readme = (CORPORA / folder / "README.md").read_text(encoding="utf-8")
    first = readme.split("\n\n")[1]
    assert "all persons, places and numbers in this encounter are invented" in first
    assert "(../LICENSE)" in first
    assert "Never quote rates from this as findings" in " ".join(readme.split())


def test_the_licence_is_named_with_its_address() -> None:
    licence = (CORPORA / "LICENSE").read_text(encoding="utf-8")
    assert "SPDX-License-Identifier: CC-BY-4.0" in licence
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in licence


@pytest.mark.parametrize("folder", TRANSCRIPTS)
def test_coded_spans_are_words_of_their_turns(folder: str) -> None:
    encounter = talk(folder)
    stray = []
    for row in rows(folder, "gold.csv"):
        turn, start, stop = encounter.turn(row["turn"]), int(row["start"]), int(row["stop"])
        words = turn.in_text(start, stop)
        if not (0 <= start < stop <= len(turn.raw) and words[0] < words[1]):
            stray.append(row)
    assert stray == []


@pytest.mark.parametrize("folder", TRANSCRIPTS)
def test_coded_rows_name_the_encounter_the_speaker_and_the_coder(folder: str) -> None:
    encounter = talk(folder)
    labels = ("encounter", "speaker", "role", "coder", "status")
    misnamed = []
    for row in rows(folder, "gold.csv"):
        speaker = encounter.turn(row["turn"]).speaker
        truth = (folder, speaker, encounter.role(speaker), "gold", "adjudicated")
        if tuple(row[label] for label in labels) != truth:
            misnamed.append(row)
    assert misnamed == []


@pytest.mark.parametrize("folder", TRANSCRIPTS)
def test_units_come_in_order_and_do_not_overlap(folder: str) -> None:
    order = {turn.id: at for at, turn in enumerate(talk(folder))}
    spans = [(order[row["turn"]], int(row["start"]), int(row["stop"])) for row in rows(folder, "gold.csv")]
    clashes = [
        (one, other)
        for one, other in pairwise(spans)
        if one[:2] >= other[:2] or (one[0] == other[0] and one[2] > other[1])
    ]
    assert clashes == []


def test_gold_uses_all_codes_of_the_codebook_and_no_others() -> None:
    gold = {row["code"] for folder in TRANSCRIPTS for row in rows(folder, "gold.csv")}
    assert gold == {code.id for code in codebooks.load("participation").codes}


@pytest.mark.parametrize("folder", TRANSCRIPTS)
def test_sequences_run_forward_through_turns_that_exist(folder: str) -> None:
    order = {turn.id: at for at, turn in enumerate(talk(folder))}
    backward = [
        row
        for row in rows(folder, "gold_sequences.csv")
        if not order[row["first_turn"]]
        <= order[row["response_turn"] or row["last_turn"]]
        <= order[row["last_turn"]]
    ]
    assert backward == []


@pytest.mark.parametrize("folder", TRANSCRIPTS)
def test_sequence_outcomes_are_those_of_the_codebook(folder: str) -> None:
    strange = [
        (row["type"], row["outcome"])
        for row in rows(folder, "gold_sequences.csv")
        if row["outcome"] not in OUTCOMES[row["type"]]
    ]
    assert strange == []


@pytest.mark.parametrize("folder", TRANSCRIPTS)
def test_sequences_open_with_a_move_that_is_coded(folder: str) -> None:
    moves = {(row["turn"], row["code"]) for row in rows(folder, "gold.csv")}
    opened = {
        (row["first_turn"], row["code"])
        for row in rows(folder, "gold_sequences.csv")
        if row["code"] not in SUPPORT
    }
    assert opened - moves == set()


@pytest.mark.parametrize("folder", TRANSCRIPTS)
@pytest.mark.parametrize("kind", OPENERS)
def test_every_move_that_opens_a_sequence_has_one(folder: str, kind: str) -> None:
    moves = [(row["turn"], row["code"]) for row in rows(folder, "gold.csv") if row["code"] in OPENERS[kind]]
    opened = [
        (row["first_turn"], row["code"]) for row in rows(folder, "gold_sequences.csv") if row["type"] == kind
    ]
    assert sorted(opened) == sorted(moves)


def test_gaps_stand_where_there_are_times() -> None:
    timed = {folder: any(row["gap"] for row in rows(folder, "gold_sequences.csv")) for folder in TRANSCRIPTS}
    assert timed == {
        "g1_return_to_work": False,
        "g3_treatment_change": True,
        "g5_employment_interview": False,
    }
