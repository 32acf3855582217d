"""Sequences that follow from a coder's own moves are suggested in the margin, and accepted with one key."""

from __future__ import annotations

from threading import Thread

import pytest

from vuoro import codebooks
from vuoro.project import Desk
from vuoro.widget.messages import answer
from vuoro.widget.serving import Server
from vuoro.widget.sitting import Sitting


@pytest.fixture
def sitting(visit, tmp_path) -> Sitting:
    """A coder who has coded a proposal and how it was answered."""
    made = Sitting(Desk(visit, "aino", tmp_path, codebooks.load("participation")))
    made.annotate(5, "propose")
    made.annotate(6, "hedged_accept")
    return made


def suggested(sitting: Sitting, turn: str = "t0005") -> dict[str, list[str]]:
    """Turn to what is suggested to begin there."""
    found = answer(sitting, {"ask": "ghosts", "re": 1, "turn": turn})["ghosts"]
    turns = sitting.encounter.turns
    return {turns[row].id: [f"{one['type']} {one['outcome']}" for one in some] for row, some in found.items()}


def test_what_follows_is_suggested_once_its_turns_were_seen(sitting):
    assert suggested(sitting) == {}
    sitting.see(*range(1, 7))
    assert suggested(sitting)["t0005"] == ["S4 hedged"]
    assert suggested(sitting)["t0006"][0].startswith("S5 ")


def test_what_is_linked_or_turned_down_is_not_suggested_again(sitting):
    sitting.see(*range(1, 7))
    sitting.link("S4", 5, 6, "hedged")
    assert "t0005" not in suggested(sitting)
    (ghost,) = answer(sitting, {"ask": "ghosts", "re": 1, "turn": "t0006"})["ghosts"][5]
    answer(sitting, {"ask": "do", "id": "r1", "do": "reject", "of": ghost["id"]})
    assert suggested(sitting) == {}


def test_a_coder_who_judges_unaided_is_suggested_nothing(visit, tmp_path, sitting):
    sitting.see(*range(1, 7))
    blind = Sitting(Desk(visit, "aino", tmp_path, codebooks.load("participation")), blind=True)
    assert suggested(blind) == {}
    alone = Sitting(Desk(visit, "aino", tmp_path, codebooks.load("participation")), linking=False)
    assert suggested(alone) == {}


@pytest.fixture
def tab(browse, sitting):
    """The annotator at the proposal, with what follows from it in the margin."""
    sitting.see(*range(1, 7))
    server = Server(["visit"], lambda number: sitting)
    Thread(target=server.serve_forever, daemon=True).start()
    tab = browse(server.address)
    tab.wait_for_selector(".vuoro .row")
    tab.wait_for_function("() => document.activeElement.matches('.transcript')")
    press(tab, "End", "ArrowUp")
    tab.wait_for_selector(".row[aria-selected=true] .link.ghost")
    yield tab
    server.shutdown()
    server.server_close()


def press(tab, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)


def linked(sitting: Sitting) -> list[tuple[str, str, str]]:
    return [(one.type, one.outcome, one.attributes.get("suggested_by", "")) for one in sitting.sequences]


def test_one_key_accepts_what_is_suggested_at_the_turn(tab, sitting):
    press(tab, "a")
    tab.wait_for_selector(".row[aria-selected=true] .link.own")
    assert linked(sitting) == [("S4", "hedged", "detector:rules")]
    tab.wait_for_function("() => !document.querySelector('.row[aria-selected=true] .link.ghost')")
    press(tab, "z")
    tab.wait_for_selector(".row[aria-selected=true] .link.ghost")
    assert linked(sitting) == []


def test_another_outcome_is_chosen_and_a_suggestion_is_turned_down(tab, sitting):
    press(tab, "ArrowRight", "ArrowRight", "l")
    tab.wait_for_selector(".dialog")
    press(tab, "1")
    tab.wait_for_selector(".row[aria-selected=true] .link.own")
    assert linked(sitting) == [("S4", "accept_elaborated", "detector:rules")]
    press(tab, "ArrowDown")
    tab.wait_for_selector(".row[aria-selected=true] .link.ghost")
    press(tab, "ArrowRight", "ArrowRight", "ArrowRight", "r")
    tab.wait_for_function("() => !document.querySelector('.row[aria-selected=true] .link.ghost')")
    assert len(sitting.desk.state.rejected) == 1


def test_the_next_suggestion_may_be_a_sequence(tab, sitting):
    press(tab, "Home", "n")
    tab.wait_for_function(
        "() => document.querySelector('.row[aria-selected=true] .number').textContent.startsWith('5')"
    )
    press(tab, "Enter")
    tab.wait_for_selector(".link.own")
    assert [one[0] for one in linked(sitting)] == ["S4"]
