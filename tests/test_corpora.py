"""The invented encounters say that they are invented, read cleanly, and their coding points at their talk."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import vuoro.formats as formats
from vuoro import annotations, codebooks
from vuoro.model import UNKNOWN, Encounter

CORPORA = Path(__file__).parent.parent / "corpora"

FOLDERS = sorted(folder.name for folder in CORPORA.iterdir() if folder.is_dir())

FEWEST_ENCOUNTERS, FEWEST_TURNS = 24, 2000

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
    "S7": {"done"},
    "S8": {"taken", "taken_with_conditions", "shared", "declined", "no_uptake"},
    "S9": {"resolved", "abandoned", "reinitiated"},
    "S10": {"taken_up", "acknowledged_only", "agenda_return", "reinterpreted", "advised"},
}

SUPPORT = {"jargon_term", "repair_initiation"}
"""Codes of the support layer: sequences point at them, the coders did not mark them."""

TOGETHER = {"announce_decision", "explain"}
"""The two codes that one unit may have at once."""

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
    (encounter,) = formats.read_corpus(CORPORA / folder)
    return encounter


@pytest.mark.parametrize("folder", FOLDERS)
def test_reads_without_problems(folder: str) -> None:
    encounter = talk(folder)
    assert (encounter.id, encounter.problems) == (folder, ())


@pytest.mark.parametrize("folder", FOLDERS)
def test_everybody_has_a_role_and_both_sides_are_there(folder: str) -> None:
    roles = set(talk(folder).roles().values())
    assert UNKNOWN not in roles
    assert {"professional", "client"} <= roles


def test_the_readme_lists_each_encounter_with_its_language_and_length() -> None:
    listed = re.findall(
        r"^\| \[`(\w+)`\]\(\w+/\) \|.*\| (\w+)[^|]* \|[^|]*\| (\d+) \|$",
        (CORPORA / "README.md").read_text("utf-8"),
        re.MULTILINE,
    )
    names = {"sv": "Swedish", "fi": "Finnish", "en": "English"}
    assert sorted(listed) == [
        (folder, names[talk(folder).language], str(len(talk(folder)))) for folder in FOLDERS
    ]


def test_there_are_enough_of_them_in_all_three_languages_and_ways_to_write() -> None:
    encounters = [talk(folder) for folder in FOLDERS]
    assert len(encounters) >= FEWEST_ENCOUNTERS
    assert sum(map(len, encounters)) >= FEWEST_TURNS
    written = Counter(_written(encounter) for encounter in encounters)
    assert set(written) == {"signs", "punctuated", "bare"}
    assert min(written.values()) >= len(encounters) // 4


def _written(encounter: Encounter) -> str:
    """With transcription signs, with ordinary punctuation, or with neither."""
    if encounter.source.convention in ("jefferson", "chat", "gat2"):
        return "signs"
    ended = sum(turn.text.rstrip().endswith((".", "?", "!")) for turn in encounter)
    return "punctuated" if ended > len(encounter) / 2 else "bare"


@pytest.mark.parametrize("folder", FOLDERS)
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


@pytest.mark.parametrize("folder", FOLDERS)
def test_coded_spans_are_words_of_their_turns(folder: str) -> None:
    encounter = talk(folder)
    stray = []
    for row in rows(folder, "gold.csv"):
        turn, start, stop = encounter.turn(row["turn"]), int(row["start"]), int(row["stop"])
        words = turn.in_text(start, stop)
        if not (0 <= start < stop <= len(turn.raw) and words[0] < words[1]):
            stray.append(row)
    assert stray == []


@pytest.mark.parametrize("folder", FOLDERS)
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


@pytest.mark.parametrize("folder", FOLDERS)
def test_units_come_in_order_and_do_not_overlap(folder: str) -> None:
    order = {turn.id: at for at, turn in enumerate(talk(folder))}
    spans = [(order[row["turn"]], int(row["start"]), int(row["stop"])) for row in rows(folder, "gold.csv")]
    codes = [row["code"] for row in rows(folder, "gold.csv")]
    clashes = [
        (one, other)
        for (one, other), pair in zip(pairwise(spans), pairwise(codes), strict=True)
        if set(pair) != TOGETHER and (one[:2] >= other[:2] or (one[0] == other[0] and one[2] > other[1]))
    ]
    assert clashes == []


def test_gold_uses_all_codes_of_the_codebook_and_no_others() -> None:
    gold = {row["code"] for folder in FOLDERS for row in rows(folder, "gold.csv")}
    assert gold == {code.id for code in codebooks.load("participation").codes}


@pytest.mark.parametrize("folder", FOLDERS)
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


@pytest.mark.parametrize("folder", FOLDERS)
def test_sequence_outcomes_are_those_of_the_codebook(folder: str) -> None:
    strange = [
        (row["type"], row["outcome"])
        for row in rows(folder, "gold_sequences.csv")
        if row["outcome"] not in OUTCOMES[row["type"]]
    ]
    assert strange == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_sequences_open_with_a_move_that_is_coded(folder: str) -> None:
    moves = {(row["turn"], row["code"]) for row in rows(folder, "gold.csv")}
    opened = {
        (row["first_turn"], row["code"])
        for row in rows(folder, "gold_sequences.csv")
        if row["code"] not in SUPPORT
    }
    assert opened - moves == set()


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("kind", OPENERS)
def test_every_move_that_opens_a_sequence_has_one(folder: str, kind: str) -> None:
    moves = [(row["turn"], row["code"]) for row in rows(folder, "gold.csv") if row["code"] in OPENERS[kind]]
    opened = [
        (row["first_turn"], row["code"]) for row in rows(folder, "gold_sequences.csv") if row["type"] == kind
    ]
    assert sorted(opened) == sorted(moves)


@pytest.mark.parametrize("folder", FOLDERS)
def test_gaps_stand_where_there_are_times(folder: str) -> None:
    timed = any(turn.start is not None for turn in talk(folder))
    assert any(row["gap"] for row in rows(folder, "gold_sequences.csv")) == timed


@pytest.mark.parametrize("coder", ["a", "b"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_two_coders_have_coded_every_encounter_on_their_own(folder: str, coder: str) -> None:
    coded = annotations.read_annotations(CORPORA / folder / f"coder_{coder}.csv", [talk(folder)])
    assert {(one.coder, one.status) for one in coded} == {(f"coder_{coder}", "confirmed")}
    assert len(coded) >= 20
    linked = rows(folder, f"coder_{coder}_sequences.csv")
    assert {row["coder"] for row in linked} == {f"coder_{coder}"}
    assert {row["first_turn"] for row in linked} <= {turn.id for turn in talk(folder)}
