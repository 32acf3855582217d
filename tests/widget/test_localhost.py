"""The annotator without JupyterLab: a browser, a small server, and nobody else."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import wave
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest

from vuoro import codebooks
from vuoro.project import Desk
from vuoro.widget import serving
from vuoro.widget.serving import Server
from vuoro.widget.sitting import Sitting
from vuoro.widget.sounds import recording
from vuoro.widget.texts import KEYS


@pytest.fixture
def served(visit, suggested, tmp_path):
    """A server of one encounter, with two seconds of silence to hear."""
    with wave.open(str(tmp_path / "visit.wav"), "wb") as silence:
        silence.setparams((1, 1, 8000, 0, "NONE", ""))
        silence.writeframes(b"\x80" * 16_000 * 8)
    sound = replace(recording(tmp_path / "visit.wav"), url="sound")

    def opened(number: int) -> Sitting:
        desk = Desk(visit, "aino", tmp_path, codebooks.load("participation"))
        return Sitting(desk, suggestions=suggested, sound=sound)

    server = Server(["visit"], opened)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def ask(served):
    """Asks the server as a program would; answers status, headers and body."""

    def ask(method: str, path: str, body: str | None = None, **headers: str):
        line = HTTPConnection("127.0.0.1", served.server_port, timeout=10)
        sent = {
            "Cookie": f"{served.cookie}={served.token}",
            **{name.replace("_", "-"): text for name, text in headers.items()},
        }
        line.request(method, path, body, sent)
        answered = line.getresponse()
        data = answered.read()
        line.close()
        return answered.status, dict(answered.getheaders()), data

    return ask


@pytest.fixture
def tab(chromium, served):
    context = chromium.new_context(viewport={"width": 1200, "height": 800})
    tab = context.new_page()
    tab.heard = []
    tab.on("request", lambda request: tab.heard.append(request.url))
    tab.on("pageerror", lambda error: tab.heard.append(str(error)))
    tab.on("console", lambda message: tab.heard.append(message.text))
    tab.goto(served.address)
    tab.wait_for_selector(".vuoro .row")
    tab.wait_for_function("() => document.activeElement.matches('.transcript')")  # keys work without a click
    yield tab
    context.close()


def press(tab, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)


def until(tab, condition: str) -> None:
    tab.wait_for_function(f"() => {condition}", timeout=10_000)


def moves(served) -> list[tuple[str, str, str]]:
    sitting = served.sitting(0)
    return [
        (one.turn, one.code, sitting.encounter.turn(one.turn).raw[one.start : one.stop])
        for one in sitting.moves
    ]


def counted(tab, text: str) -> None:
    until(tab, f"document.querySelector('.counts').innerText.includes({text!r})")


def test_suggestions_are_accepted_corrected_and_rejected_by_single_keys(tab, served):
    press(tab, "a", "n", "Shift+E", "n", "r")
    counted(tab, "0 suggestions left · 2 moves")
    assert moves(served) == [
        ("t0001", "invite_open", "What would you like us to talk about today?"),
        ("t0003", "express_view", "So you sleep badly."),
    ]


def test_evidence_is_marked_where_a_suggestion_is_in_focus(tab):
    press(tab, "n")
    assert tab.locator(".row[aria-selected=true] .hit").all_inner_texts() == ["So you"]
    assert tab.locator(".panel dd").first.inner_text() == "“So you”"
    press(tab, "Escape")
    assert tab.locator(".hit").count() == 0


def test_a_code_is_chosen_by_part_of_its_name_in_any_language(tab, served):
    for typed in ("förslag", "kehittely", "question on"):
        press(tab, "ArrowDown", "c")
        tab.keyboard.type(typed)
        press(tab, "Enter")
    counted(tab, "3 moves")
    assert [code for _, code, _ in moves(served)] == ["propose", "develop_proposal", "probe_proposal"]


def test_words_and_units_can_be_coded_apart(tab, served):
    press(
        tab,
        "ArrowDown",
        "x",
        "x",
        "Shift+E",
        "Escape",
        "w",
        "Shift+ArrowRight",
        "Shift+ArrowRight",
        "Shift+X",
    )
    counted(tab, "2 moves")
    assert moves(served) == [
        ("t0002", "explain", "Well, the nights."),
        ("t0002", "express_view", "I sleep badly."),
    ]


def test_turns_of_one_speaker_can_be_coded_together(tab, served):
    press(tab, "ArrowDown", *["Shift+ArrowDown"] * 4, "Shift+K")
    counted(tab, "3 moves")
    assert [turn for turn, _, _ in moves(served)] == ["t0002", "t0004", "t0006"]


def test_attributes_confidence_note_and_memo_are_written_by_keyboard(tab, served):
    press(tab, "a", "1", "e", "1", "1", "e", "4")
    tab.keyboard.type("first of all")
    press(tab, "Enter", "m")
    tab.keyboard.type("ask Birgitta")
    press(tab, "Enter")
    until(tab, "document.querySelector('.memo')")
    (move,) = served.sitting(0).moves
    assert (move.attributes["position"], move.attributes["confidence"], move.note) == (
        "opening",
        1,
        "first of all",
    )
    assert served.sitting(0).desk.state.memos == {"t0001": "ask Birgitta"}


def test_an_unsure_place_is_found_again(tab):
    press(tab, "a", "1")
    until(tab, "document.querySelector('.chip .sure')")
    press(tab, "u")
    assert tab.locator(".row[aria-selected=true] .number").inner_text() == "5"  # the suggestion of low score
    press(tab, "i")
    assert tab.locator(".row[aria-selected=true] .number").inner_text() == "1"


def test_a_sequence_is_linked_with_the_outcome_that_python_reads(tab, served):
    press(tab, *["ArrowDown"] * 4, "a", "ArrowDown", "Shift+H", "ArrowUp", "ArrowRight")
    counted(tab, "2 moves")
    press(tab, "l")
    for dialog in ("Which sequence", "where is it answered", "what became of it"):
        tab.wait_for_selector(f".dialog h3:has-text('{dialog}')")
        press(tab, *(["ArrowDown"] if dialog == "Which sequence" else []), "Enter")
    until(tab, "document.querySelectorAll('.row .link').length === 2")
    assert [
        (one.type, one.first_turn, one.response_turn, one.outcome, one.code)
        for one in served.sitting(0).sequences
    ] == [("S4", "t0005", "t0006", "hedged", "propose")]


def test_the_codebooks_questions_lead_to_a_code(tab, served):
    press(tab, "ArrowDown", "d", "3", "8", "5", "2", "4", "5", "1")
    counted(tab, "1 move")
    assert [code for _, code, _ in moves(served)] == ["express_view"]


def test_undo_and_redo_take_the_coder_to_the_place(tab, served):
    press(tab, "a", "End", "Shift+H")
    counted(tab, "2 moves")
    press(tab, "z", "z")
    counted(tab, "0 moves")
    assert tab.locator(".row[aria-selected=true] .number").inner_text() == "1"
    press(tab, "y")
    counted(tab, "1 move")
    assert [code for _, code, _ in moves(served)] == ["invite_open"]


def test_search_goes_from_hit_to_hit(tab):
    press(tab, "f")
    tab.keyboard.type("sleep")
    press(tab, "Enter")
    until(tab, "document.querySelector('.hits').innerText === '1 of 2'")
    press(tab, "Enter", "Escape")
    assert tab.locator(".row[aria-selected=true] .number").inner_text() == "3"


def test_the_sheet_lists_every_key_and_every_letter(tab):
    press(tab, "?")
    listed = tab.locator(".dialog dt").all_inner_texts()
    assert {"f\n/\nCtrl+f", "⇧O", "⏎"} <= set(listed)
    assert len(listed) == len(set(listed)) == len(KEYS) + 24


def test_a_sentence_that_is_being_written_survives_a_reload(tab):
    press(tab, "m")
    tab.keyboard.type("half a sent")
    tab.reload()
    tab.wait_for_selector(".vuoro .row")
    tab.locator(".transcript").focus()
    press(tab, "m")
    assert tab.locator(".dialog textarea").input_value() == "half a sent"


def test_what_was_decided_while_the_server_was_away_is_saved_when_it_is_back(tab, served):
    lost = lambda route: route.abort()  # noqa: E731
    tab.route("**/ask", lost)
    press(tab, "a", "ArrowDown", "Shift+E")
    until(tab, "document.querySelector('.saving').innerText === 'not saved: 2'")
    assert moves(served) == []
    tab.unroute("**/ask", lost)
    until(tab, "document.querySelector('.saving').innerText === 'saved'")
    assert [code for _, code, _ in moves(served)] == ["invite_open", "express_view"]


def test_a_turn_is_heard_looped_and_slowed_down_and_shown(tab):
    press(tab, "Space", "o")
    until(tab, "document.querySelector('.row.playing .number')?.innerText === '1'")
    press(tab, "-", "-", "Space")
    until(tab, "document.querySelector('.sound button').innerText.startsWith('Play')")
    assert tab.locator(".sound button[aria-pressed=true]").all_inner_texts() == ["Loop o"]
    assert "0.75×" in tab.locator(".rate").inner_text()
    assert tab.locator(".row.playing").count() == 0


def test_following_goes_on_into_the_next_turns(tab):
    press(tab, "t", "Space")
    until(tab, "document.querySelector('.row.playing .number')?.innerText === '2'")
    assert tab.locator(".row[aria-selected=true] .number").inner_text() == "1"


def test_nothing_is_asked_of_anybody_else_and_nothing_goes_wrong(tab, served):
    press(tab, "a", "v", "?", "Escape", "Space")
    home = f"http://127.0.0.1:{served.server_port}/"
    assert [heard for heard in tab.heard if not heard.startswith(home)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(tab, scheme):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python"
    )
    tab.emulate_media(color_scheme=scheme)
    press(tab, "a", "n")
    results = axe.Axe().run(tab).response["violations"]
    assert [(one["id"], node["html"][:200]) for one in results for node in one["nodes"] if one["impact"] in ("serious", "critical")] == []  # fmt: skip


def test_ten_thousand_turns_are_in_the_list_and_few_of_them_in_the_page(chromium, visit, tmp_path):
    turns = tuple(replace(visit.turns[n % 6], id=f"t{n + 1:05d}") for n in range(10_000))
    desk = Desk(replace(visit, turns=turns), "aino", tmp_path, codebooks.load("participation"))
    server = Server(["visit"], lambda number: Sitting(desk))
    Thread(target=server.serve_forever, daemon=True).start()
    tab = chromium.new_page()
    tab.goto(server.address)
    tab.wait_for_selector(".vuoro .row")
    tab.locator(".transcript").focus()
    press(tab, "End", "Shift+H", "Home", "PageDown", "PageDown")
    counted(tab, "1 move")
    drawn = tab.locator(".row").count()
    scrolled = "document.querySelector('.transcript').scrollTop"
    before = tab.evaluate(scrolled)
    # As JupyterLab does with outputs that are out of sight, for a while.
    tab.evaluate("() => { window.kept = document.querySelector('.vuoro'); window.kept.remove(); }")
    tab.wait_for_timeout(100)
    tab.evaluate("document.body.append(window.kept)")
    until(tab, f"{scrolled} === {before} && {before} > 500")
    selected = tab.locator(".row[aria-selected=true]")
    assert (selected.get_attribute("aria-setsize"), drawn < 80) == ("10000", True)
    assert [one.turn for one in desk.state.annotations.values()] == ["t10000"]
    tab.close()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {"Cookie": ""}, 403),
        ("GET", "/?token=guess", {"Cookie": ""}, 403),
        ("GET", "/front/annotator.js", {"Cookie": ""}, 403),
        ("GET", "/", {"Host": "evil.example"}, 421),
        ("GET", "/e/7/", {}, 404),
        ("GET", "/front/../../serving.py", {}, 404),
        ("POST", "/e/0/ask", {"Content-Type": "application/json"}, 403),
        ("POST", "/e/0/ask", {"Content-Type": "application/json", "Origin": "http://evil.example"}, 403),
    ],
)
def test_strangers_get_nothing(ask, method, path, headers, status):
    answered, told, data = ask(method, path, "{}" if method == "POST" else None, **headers)
    assert (answered, b"visit" in data, told["Content-Security-Policy"][:18]) == (
        status,
        False,
        "default-src 'none'",
    )


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("[]", "application/json", 400),
        ("{", "application/json", 400),
        ("[" * 9000, "application/json", 400),
        ("{}", "text/plain", 415),
    ],
)
def test_questions_that_are_none_are_refused(ask, served, body, kind, status):
    own = f"http://127.0.0.1:{served.server_port}"
    answered, _, _ = ask("POST", "/e/0/ask", body, Origin=own, Content_Type=kind)
    assert answered == status


def test_the_usual_port_is_taken_where_it_can_be_and_another_where_it_cannot(monkeypatch):
    first = serving.Server(["a"], pytest.fail)
    monkeypatch.setattr(serving, "PORT", first.server_port)
    second = serving.serve(["a"], pytest.fail)
    with pytest.raises(serving.PortTaken, match=f"port {first.server_port} cannot be used"):
        serving.serve(["a"], pytest.fail, port=first.server_port)
    first.server_close()
    again = serving.serve(["a"], pytest.fail)
    for server in (second, again):
        server.server_close()
    assert (second.server_port != first.server_port, again.server_port) == (True, first.server_port)


def test_the_token_becomes_a_cookie_that_scripts_cannot_read(ask, served):
    status, headers, _ = ask("GET", f"/?token={served.token}", Cookie="")
    assert (status, headers["Location"]) == (303, "/")
    assert headers["Set-Cookie"] == f"{served.cookie}={served.token}; HttpOnly; SameSite=Strict; Path=/"


def test_a_player_gets_the_stretch_of_sound_that_it_asks_for(ask):
    status, headers, data = ask("GET", "/e/0/sound", Range="bytes=44-143")
    assert (status, headers["Content-Type"], headers["Content-Range"][:9], set(data)) == (
        206,
        "audio/wav",
        "bytes 44-",
        {0x80},
    )


def test_the_command_serves_a_file_to_this_machine(tmp_path, corpora):
    transcript = shutil.copy(next(corpora.glob("g5_employment_interview/*.txt")), tmp_path)
    command = [
        Path(sys.executable).with_name("vuoro"),
        "annotate",
        transcript,
        "--coder",
        "aino",
        "--no-browser",
        "--no-suggestions",
    ]
    started = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    try:
        started.stdout.readline()
        address = started.stdout.readline().strip()
    finally:
        started.terminate()
        started.wait(10)
    assert address.startswith("http://127.0.0.1:")
    assert len(address.partition("token=")[2]) > 20


def test_a_list_leads_to_each_encounter_of_a_project(visit, tmp_path):
    server = Server(["first <b>", "second"], lambda number: pytest.fail("nobody opened one"))
    Thread(target=server.serve_forever, daemon=True).start()
    line = HTTPConnection("127.0.0.1", server.server_port)
    line.request("GET", "/", headers={"Cookie": f"{server.cookie}={server.token}"})
    page = line.getresponse().read().decode()
    line.close()
    server.shutdown()
    server.server_close()
    assert '<li><a href="/e/0/">first &lt;b&gt;</a></li><li><a href="/e/1/">second</a></li>' in page
    assert json.dumps(page).count("<script") == 1


def test_a_move_of_ones_own_that_is_accepted_was_looked_at_again(tab, served):
    press(tab, "a")
    until(tab, "document.querySelector('.row[aria-selected=true] .chip.own') !== null")
    press(tab, "ArrowLeft", "ArrowRight", "a")
    until(tab, "document.querySelector('.message').textContent === 'Looked at again: it stands.'")
    assert len(served.sitting(0).desk.state.looked) == 1
    press(tab, "z")
    until(tab, "document.querySelector('.message').textContent === 'Undone.'")
    assert served.sitting(0).desk.state.looked == {}
