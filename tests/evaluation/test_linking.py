"""Two linkings compared: the place first, then the outcome."""

from __future__ import annotations

from vuoro.evaluation import linking
from vuoro.model import Annotation, Encounter, Participant, Sequence, Turn


def made(type: str, turn: str, outcome: str, note: str = "", **attributes: str) -> Sequence:
    return Sequence(
        encounter="v", type=type, first_turn=turn, last_turn=turn, outcome=outcome, coder="aino", note=note,
        attributes=attributes,
    )  # fmt: skip


def test_a_place_counts_once_and_its_outcome_apart() -> None:
    gold = [made("S1", "t1", "extended"), made("S1", "t5", "minimal"), made("S5", "t3", "explored")]
    ours = [made("S1", "t1", "minimal"), made("S1", "t9", "minimal"), made("S5", "t3", "explored")]
    table = linking.agreement(gold, ours)
    assert table[["reference", "found", "placed", "same"]].to_dict("index") == {
        "S1": {"reference": 2, "found": 2, "placed": 1, "same": 0},
        "S5": {"reference": 1, "found": 1, "placed": 1, "same": 1},
        "all": {"reference": 3, "found": 3, "placed": 2, "same": 1},
    }


def test_fates_are_compared_on_their_own() -> None:
    gold = [made("S3", "t1", "developed", fate="adopted", by="companion")]
    table = linking.agreement(gold, [made("S3", "t1", "probed", fate="adopted")])
    assert table.loc["S3 fate", "same"] == 1


def test_every_difference_is_listed() -> None:
    found = linking.differences(
        [made("S1", "t1", "extended")], [made("S1", "t1", "minimal"), made("S2", "t2", "x")]
    )
    assert found.to_numpy().tolist() == [["S1", "v", "t1", "extended", "minimal"], ["S2", "v", "t2", "", "x"]]


def test_linking_gives_a_person_who_marks_no_repairs_the_machines() -> None:
    said = [("D", "It's on Monday."), ("P", "Sorry?"), ("D", "On Monday.")]
    visit = Encounter(
        id="v", language="en",
        turns=tuple(Turn(id=f"t{n}", speaker=who, raw=text, text=text) for n, (who, text) in enumerate(said, 1)),
        participants=(Participant(id="D", role="professional"), Participant(id="P", role="client")),
    )  # fmt: skip
    move = Annotation(encounter="v", turn="t1", code="announce_decision", coder="aino", start=0, stop=5)
    assert [(one.type, one.outcome) for one in linking.relink([visit], [move], "aino")] == [
        ("S9", "resolved")
    ]
