"""Settling what coders differ in: on a page, by keyboard, and every decision on the disk."""

from __future__ import annotations

import json
from threading import Thread

import pytest

from vuoro import project
from vuoro.project import Log
from vuoro.widget.messages import answer as annotator_answer
from vuoro.widget.serving import Server
from vuoro.widget.settling import Settling, answer

TALK = "D: Shall we try <b>it</b>?\nP: I suppose.\nD: Good.\nP: But not on Mondays.\nD: Then Tuesdays.\n"
CODED = {
    "aino": {"t0002": "hedged_accept", "t0004": "express_doubt", "t0005": "propose"},
    "bo": {"t0002": "accept", "t0004": "reject", "t0005": "propose"},
}


@pytest.fixture
def study(tmp_path):
    """Two coders who differ in turns 2 and 4, and in what became of the proposal of turn 1."""
    talk = tmp_path / "visit.txt"
    talk.write_text(TALK, encoding="utf-8")
    made = project.create(tmp_path / "study", languages=["en"], roles={"D": "professional", "P": "client"})
    project.add(made, [talk])
    for coder, codes in CODED.items():
        desk = project.open_desk(made, "visit", coder)
        for turn, code in codes.items():
            desk.do({"do": "annotate", "turn": turn, "code": code, "note": f"{coder} thinks so"})
        outcome = "hedged" if coder == "aino" else "accept_plain"
        desk.do({"do": "link", "type": "S4", "first_turn": "t0001", "last_turn": "t0002", "outcome": outcome})
        desk.do({"do": "memo", "turn": "t0004", "text": f"memo of {coder}"})
        desk.do({"do": "finish"})
    return made


@pytest.fixture
def settling(study) -> Settling:
    return Settling(project.adjudicate(study, by="chief"))


def place_of(settling: Settling, turn: str, type: str = "") -> str:
    return next(one.place for one in settling.settling.all if (one.turn, one.type) == (turn, type))


def do(settling: Settling, id: str, kind: str, **fields):
    return answer(settling, {"ask": "do", "id": id, "do": kind, **fields})


def gold(settling: Settling) -> dict[str, str]:
    """Turn to code, of what is settled or agreed on."""
    return {one.turn: one.code for one in settling.settling.gold().annotations}


def test_places_are_told_with_the_costliest_first_and_both_codings_with_notes_and_memos(settling):
    told = answer(settling, {"ask": "open", "re": 1})
    costs = [one["cost"] for one in told["places"]]
    assert costs == sorted(costs, reverse=True)
    doubt = next(one for one in told["places"] if one["turn"] == "4" and not one["type"])
    assert [(one["coder"], one["memo"], one["judgements"][0]["note"]) for one in doubt["codings"]] == [
        ("aino", "memo of aino", "aino thinks so"),
        ("bo", "memo of bo", "bo thinks so"),
    ]
    assert (told["counts"]["told"], told["settled"]) == ("0 of 3 places settled", {})


def test_the_talk_around_a_place_goes_as_far_as_it_is_asked_for(settling):
    look = {"ask": "look", "re": 1, "of": place_of(settling, "t0004"), "around": 1}
    told = answer(settling, look)["place"]
    assert [(one["number"], one["here"]) for one in told] == [("3", False), ("4", True), ("5", False)]
    whole = answer(settling, {**look, "of": place_of(settling, "t0001", "S4"), "around": 9})["place"]
    assert [one["here"] for one in whole] == [True, True, False, False, False]


def test_what_is_settled_is_in_the_adjudicators_own_log_before_it_is_told(settling, study):
    told = do(settling, "d1", "choose", of=place_of(settling, "t0004"), coder=0, note="she doubts")
    (event,) = Log(study.folder / "coders" / "chief.jsonl", "chief").events.values()
    assert (event["id"], event["do"], event["choice"], event["note"]) == (
        "d1",
        "adjudicate",
        "aino",
        "she doubts",
    )
    assert (told["tell"], told["counts"]["done"], gold(settling)["t0004"]) == ("done", 1, "express_doubt")


def test_what_is_sent_twice_is_done_once_and_an_undo_sent_twice_undoes_one(settling):
    for _ in range(2):
        do(settling, "d1", "choose", of=place_of(settling, "t0002"), coder=1)
        do(settling, "d2", "choose", of=place_of(settling, "t0004"), coder=1)
    for _ in range(2):
        do(settling, "u1", "undo")
    assert gold(settling) == {"t0002": "accept", "t0005": "propose"}
    told = do(settling, "r1", "redo")
    assert (told["goto"], gold(settling)["t0004"]) == (place_of(settling, "t0004"), "reject")


def test_a_third_code_its_attributes_and_a_note_that_comes_later(settling):
    of = place_of(settling, "t0002")
    do(settling, "d1", "write", of=of, third={"code": "propose"})
    do(settling, "d2", "amend", of=of, at=0, attributes={"format": "suggestion"})
    told = do(settling, "d3", "amend", of=of, note="she puts it forward")
    settled = told["settled"][of]
    assert (settled["choice"], settled["note"]) == ("", "she puts it forward")
    assert [(one["id"], one["attributes"]) for one in settled["codings"]] == [
        ("propose", {"format": "suggestion"})
    ]


def test_nothing_here_and_another_outcome(settling):
    do(settling, "d1", "write", of=place_of(settling, "t0002"))
    do(settling, "d2", "write", of=place_of(settling, "t0001", "S4"), third={"outcome": "doubt"})
    found = settling.settling.gold()
    assert "t0002" not in {one.turn for one in found.annotations}
    assert [(one.type, one.outcome) for one in found.sequences] == [("S4", "doubt")]


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"do": "write", "third": {"code": "gossip"}}, "has no code 'gossip'"),
        ({"do": "amend", "note": "why"}, "this place is not settled"),
        ({"do": "undo"}, "nothing is settled"),
        ({"do": "redo"}, "nothing was taken back"),
        ({"do": "choose", "coder": 7}, "the page asked for nothing that is"),
        ({"do": "shred"}, "the page asked for nothing that is"),
    ],
)
def test_what_cannot_be_done_is_refused_and_told(settling, wish, why):
    told = answer(settling, {"ask": "do", "id": "d1", "of": place_of(settling, "t0002"), **wish})
    assert told["tell"] == "refused"
    assert why in told["why"]


def test_a_blind_page_names_no_coder_and_numbers_them_anew_at_each_place(study):
    blind = Settling(project.adjudicate(study, by="chief"), blind=True)
    told = answer(blind, {"ask": "open", "re": 1})
    assert {coding["coder"] for one in told["places"] for coding in one["codings"]} == {"Coder 1", "Coder 2"}
    of = place_of(blind, "t0004")
    first = blind.coders(blind.place(of))[0]
    settled = do(blind, "d1", "choose", of=of, coder=0)["settled"][of]
    assert (settled["choice"], gold(blind)["t0004"]) == ("Coder 1", CODED[first]["t0004"])


def test_the_annotator_understands_nothing_of_this(settling):
    with pytest.raises(AttributeError):
        annotator_answer(object(), {"ask": "open"})


# ---------------------------------------------------------------- in a browser


@pytest.fixture
def tab(browse, settling):
    server = Server(["study"], lambda number: settling)
    Thread(target=server.serve_forever, daemon=True).start()
    tab = browse(server.address)
    tab.wait_for_selector(".vuoro .places .row")
    tab.wait_for_function("() => document.activeElement.matches('.places')")
    yield tab
    server.shutdown()
    server.server_close()


def press(tab, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)


def done(tab, places: int) -> None:
    tab.wait_for_function(
        "told => document.querySelector('.counts').textContent === told", arg=f"{places} of 3 places settled"
    )


def test_everything_is_settled_by_keyboard_alone_and_stays_so(tab, settling):
    press(tab, "m")
    tab.wait_for_selector("textarea")
    tab.keyboard.type("she goes along")
    press(tab, "Enter", "1", "2", "Shift+P")  # faster than anything is saved
    done(tab, 3)
    tab.wait_for_function("() => document.querySelector('.message').textContent === 'Everything is settled.'")
    found = settling.settling.gold()
    assert [(one.outcome, one.note) for one in found.sequences] == [("hedged", "")]
    assert gold(settling) == {"t0002": "propose", "t0004": "reject", "t0005": "propose"}
    sequence = settling.place(place_of(settling, "t0001", "S4"))
    assert settling.settling.settlement(sequence)["note"] == "she goes along"
    tab.reload()
    tab.wait_for_selector(".vuoro .places .row")
    done(tab, 3)


def test_undo_and_redo_go_to_the_place_that_they_are_about(tab, settling):
    press(tab, "1")
    done(tab, 1)
    press(tab, "End", "z")
    done(tab, 0)
    assert tab.locator(".places [aria-selected=true] .where").inner_text().startswith("visit · 1 · S4")
    press(tab, "y")
    done(tab, 1)


def test_another_code_is_found_by_its_name_in_any_language(tab, settling):
    press(tab, "j", "c")
    tab.wait_for_selector(".dialog input")
    tab.keyboard.type("näkemyksen")
    press(tab, "Enter")
    done(tab, 1)
    assert gold(settling)["t0004"] == "invite_view"


def test_attributes_of_what_is_settled_are_those_of_the_codebook(tab, settling):
    press(tab, "j", "Shift+P")
    done(tab, 1)
    press(tab, "Home", "j", "e")
    tab.wait_for_selector(".dialog")
    press(tab, "1", "2")
    tab.wait_for_selector(".card.settled dt")
    (coding,) = settling.settling.settlement(settling.place(place_of(settling, "t0004")))["codings"]
    assert (coding["code"], coding["attributes"]) == ("propose", {"format": "suggestion"})


def test_more_of_the_talk_is_shown_when_it_is_asked_for(tab):
    tab.wait_for_selector(".talks .turn")
    press(tab, "-", "-")
    tab.wait_for_function("() => document.querySelectorAll('.talks .turn').length === 2")
    press(tab, "+")
    tab.wait_for_function("() => document.querySelectorAll('.talks .turn').length === 4")
    assert tab.locator(".talks .turn.here").count() == 2


def test_talk_notes_and_memos_stay_text(tab, settling):
    tab.wait_for_selector(".talks .turn")
    press(tab, "m")
    tab.wait_for_selector("textarea")
    tab.keyboard.type("<img src=x onerror=alert(1)>")
    press(tab, "Enter", "1")
    done(tab, 1)
    press(tab, "Home")
    tab.wait_for_selector(".card.settled")
    assert "<img src=x onerror=alert(1)>" in tab.locator(".card.settled").inner_text()
    assert tab.locator(".vuoro img, .vuoro .talk b").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(tab, scheme):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python"
    )
    tab.emulate_media(color_scheme=scheme)
    press(tab, "1")
    done(tab, 1)
    found = axe.Axe().run(tab).response["violations"]
    assert [
        (one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")
    ] == []


def test_the_page_asks_nobody_else_for_anything(tab):
    elsewhere = [one for one in tab.heard if not one.startswith("http://127.0.0.1:")]
    assert elsewhere == []


# ---------------------------------------------------------------- in JupyterLab


def test_a_notebook_settles_the_same(chromium, lab, notebook, study):
    cell = f"import vuoro.widget\nvuoro.widget.adjudicate({str(study.folder)!r}, by='chief')"
    opened = notebook(chromium, lab, "settling.ipynb", cell)
    try:
        opened.run(".places")
        opened.press("1", "1")
        opened.until("document.querySelector('.counts').textContent === '2 of 3 places settled'")
        told = (study.folder / "coders" / "chief.jsonl").read_text("utf-8").splitlines()
        assert [json.loads(line)["do"] for line in told] == ["adjudicate", "adjudicate"]
        assert opened.heard == []
    finally:
        opened.close()
