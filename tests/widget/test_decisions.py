"""Decisions in the annotator: filled in by rules, changed and saved by a person, by keyboard alone."""

from __future__ import annotations

from dataclasses import replace
from threading import Thread

import pytest

from vuoro import codebooks
from vuoro.project import Desk
from vuoro.widget.messages import answer
from vuoro.widget.offering import decision
from vuoro.widget.serving import Server
from vuoro.widget.sitting import Sitting


@pytest.fixture
def sitting(visit, suggested, tmp_path) -> Sitting:
    desk = Desk(visit, "aino", tmp_path, codebooks.load("participation"))
    hedged = replace(suggested[2], turn="t0006", code="hedged_accept", stop=19)
    return Sitting(desk, suggestions=[*suggested, hedged])


@pytest.fixture
def tab(browse, sitting):
    """The annotator at turn 6, where the proposal of turn 5 is answered."""
    server = Server(["visit"], lambda number: sitting)
    Thread(target=server.serve_forever, daemon=True).start()
    tab = browse(server.address)
    tab.wait_for_selector(".vuoro .row")
    tab.wait_for_function("() => document.activeElement.matches('.transcript')")
    press(tab, "End")
    yield tab
    server.shutdown()
    server.server_close()


def press(tab, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)


def choose(tab, *labels: str) -> None:
    """Goes to an entry of the list that is open with the arrows, and takes it."""
    for label in labels:
        chosen = tab.locator(".dialog [role=option][aria-selected=true] .label")
        press(tab, "Home")
        for _ in range(14):
            if chosen.inner_text() == label:
                break
            press(tab, "ArrowDown")
        press(tab, "Enter")


def wait_for(tab, outcome: str) -> None:
    """Waits until a decision of that outcome stands in the margin, which it does once it is saved."""
    tab.wait_for_function(
        "text => [...document.querySelectorAll('[data-link]')].some((one) => one.textContent.includes(text))",
        arg=outcome,
    )


def test_rules_fill_the_form_in_and_two_keys_save_it(tab, sitting):
    press(tab, "b")
    tab.wait_for_selector(".dialog")
    assert "Filled in by rules" in tab.locator(".dialog .about").inner_text()
    press(tab, "Enter")
    tab.wait_for_selector("[data-link]")
    (one,) = sitting.decisions
    assert (one.first_turn, one.last_turn, one.outcome) == (
        "t0005", "t0006", "professional_decided_client_accepts",
    )  # fmt: skip
    assert one.attributes == {"suggested_by": "detector:rules"}
    assert "filled in by rules" in tab.locator(".panel").inner_text()


def test_every_field_can_be_changed_before_it_is_saved(tab, sitting):
    press(tab, "b")
    tab.wait_for_selector(".dialog")
    choose(tab, "What came of it", "decided together", "What is decided", "means to a goal")
    choose(tab, "In a few words")
    tab.locator("textarea").fill("the tablets")
    press(tab, "Enter")
    choose(tab, "Stated: who, what, when", "two of them", "Whose goal it is", "client")
    choose(tab, "Opportunity and influence (b1–b9)")
    press(tab, "3", "3", "1", "1", "Escape")
    choose(tab, "Save the decision")
    wait_for(tab, "decided together")
    (one,) = sitting.decisions
    assert (one.outcome, one.type, one.topic, one.commitment, one.goal_owner) == (
        "joint_decision", "means", "the tablets", 2, "client",
    )  # fmt: skip
    assert (one.features["b1"], one.features["b3"]) == ("", "y")


def test_a_decision_in_focus_is_changed_and_taken_away_and_brought_back(tab, sitting):
    sitting.decide(5, 6, "dropped", topic="tablets")
    tab.wait_for_selector("[data-link]")
    press(tab, "ArrowRight", "l")
    choose(tab, "client decided")
    wait_for(tab, "client decided")
    assert [one.outcome for one in sitting.decisions] == ["client_decided"]
    press(tab, "Delete")
    tab.wait_for_selector("[data-link]", state="detached")
    press(tab, "z")
    tab.wait_for_selector("[data-link]")
    assert [one.outcome for one in sitting.decisions] == ["client_decided"]


def test_what_was_filled_in_outlives_a_reload(tab):
    press(tab, "b")
    tab.wait_for_selector(".dialog")
    choose(tab, "What came of it", "put off")
    tab.reload()
    tab.wait_for_selector(".vuoro .row")
    tab.wait_for_function("() => document.activeElement.matches('.transcript')")
    press(tab, "b")
    tab.wait_for_selector(".dialog")
    assert "put off" in tab.locator(".dialog").inner_text()


def test_a_form_that_is_left_changes_nothing(tab, sitting):
    press(tab, "b")
    tab.wait_for_selector(".dialog")
    press(tab, "Escape")
    tab.wait_for_selector(".dialog", state="detached")
    assert sitting.decisions == []


def test_a_topic_that_looks_like_markup_stays_text(tab, sitting):
    sitting.decide(5, 6, "dropped", topic="<img src=x onerror=alert(1)>")
    tab.wait_for_selector("[data-link]")
    assert "<img src=x onerror=alert(1)>" in tab.locator(".panel").inner_text()
    assert tab.locator(".vuoro img").count() == 0


def test_the_form_has_nothing_that_axe_finds_serious(tab):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python"
    )
    press(tab, "b")
    tab.wait_for_selector(".dialog")
    found = axe.Axe().run(tab).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def test_a_coder_who_judges_unaided_is_shown_no_rules(visit, suggested, tmp_path):
    desk = Desk(visit, "aino", tmp_path, codebooks.load("participation"))
    blind = Sitting(desk, suggestions=suggested, blind=True)
    told = answer(blind, {"ask": "decision", "re": 1, "turn": "t0005"})
    assert told == {"tell": "decision", "re": 1, "offer": None}


def test_rules_look_at_the_coders_own_moves_before_the_machines(visit, suggested):
    own = [replace(one, coder="aino", status="confirmed") for one in suggested]
    own[2] = replace(own[2], code="announce_decision")
    assert decision(visit, 4, own, suggested).outcome == "professional_decided_alone"
    assert decision(visit, 4, [], suggested).outcome == "dropped"
    assert decision(visit, 0, own, suggested) is None


def test_a_suggestion_that_was_taken_is_not_offered_again(sitting):
    asking = {"ask": "decision", "re": 1, "turn": "t0005"}
    offer = answer(sitting, asking)["offer"]
    answer(sitting, {
        "ask": "do", "id": "d1", "do": "decide", "of": offer["id"], "suggested_by": offer["by"],
        "first_turn": "t0005", "last_turn": "t0006", "outcome": "dropped",
    })  # fmt: skip
    assert answer(sitting, asking)["offer"] is None
    assert [one.outcome for one in sitting.decisions] == ["dropped"]


def test_decisions_are_found_by_topic_and_outcome(sitting):
    sitting.decide(5, 6, "dropped", topic="new tablets")
    assert [turn.id for turn in sitting.find("tablets")] == ["t0005", "t0006"]
    assert [turn.id for turn in sitting.find('"jää pois"')] == [turn.id for turn in sitting.find("dropped")]


def test_the_history_of_a_decision_names_what_it_was(sitting):
    one = sitting.decide(5, 6, "dropped", topic="tablets")
    sitting.redecide(one, outcome="deferred")
    told = answer(sitting, {"ask": "history", "re": 1, "of": sitting.id_of(sitting.decisions[0])})
    assert [line for _, line in told["lines"]] == ["decide: dropped, tablets", "redecide: put off, tablets"]


def test_the_key_opens_the_decision_in_focus_again(tab, sitting):
    sitting.decide(5, 6, "dropped", topic="tablets")
    tab.wait_for_selector("[data-link]")
    press(tab, "ArrowRight", "b")
    tab.wait_for_selector(".dialog")
    assert "dropped" in tab.locator(".dialog").inner_text()
    choose(tab, "What came of it", "put off", "Save the decision")
    wait_for(tab, "put off")
    assert [one.outcome for one in sitting.decisions] == ["deferred"]
