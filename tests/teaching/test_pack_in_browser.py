"""What one does with the pages of a pack in a real chromium: by keyboard, step by step, filled in, with hostile talk."""

from __future__ import annotations

import csv
import re
import wave
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest

from vuoro import surveys, teaching
from vuoro.model import LANGUAGES
from vuoro.teaching.exercises.making import EXERCISES
from vuoro.teaching.forms import SIDES


@pytest.fixture
def visit(chromium):
    """Opens a page and keeps what it asks for, says, fails at and shouts."""
    contexts = []

    def visit(path: Path, **options):
        context = chromium.new_context(**options)
        contexts.append(context)
        tab = context.new_page()
        tab.heard = []
        tab.on("request", lambda request: tab.heard.append(("asked for", request.url)))
        tab.on("console", lambda message: tab.heard.append(("said", message.text)))
        tab.on("pageerror", lambda error: tab.heard.append(("failed", str(error))))
        tab.on("dialog", lambda dialog: (tab.heard.append(("shouted", dialog.message)), dialog.dismiss()))
        tab.goto(path.as_uri())
        return tab

    yield visit
    for context in contexts:
        context.close()


def kinds(folder: Path) -> list[Path]:
    """One page of each template: the smallest of those that share one."""
    smallest: dict[str, Path] = {}
    for page in sorted(folder.glob("*.html"), key=lambda page: page.stat().st_size):
        _, _, name = page.stem.removeprefix("exercise_").partition("_")
        template = EXERCISES[name].template if name in EXERCISES else ""
        smallest.setdefault(template or re.sub(r"^(gallery|clip|pair|slip)_.*", r"\1", page.stem), page)
    return list(smallest.values())


def walked(tab) -> tuple[list[str], list[str]]:
    """Goes through a page with the keyboard alone; what it could not work, and what it never came to."""
    tab.evaluate(NUMBERED)
    stuck = []
    while True:
        tab.keyboard.press("Tab")
        kind, before = tab.evaluate(STOP)
        if not kind:
            return stuck, tab.evaluate(NEVER_REACHED)
        if kind in KEYS:
            tab.keyboard.press(KEYS[kind])
            if tab.evaluate(STATE) == before:
                stuck.append(f"{kind}: {before}")


KEYS = {
    "summary": "Enter",
    "checkbox": "Space",
    "radio": "ArrowRight",
    "select-one": "ArrowDown",
    "text": "x",
    "textarea": "x",
}
"""What works each kind of thing; links and buttons have tests of their own."""
NUMBERED = """() => {
  const stops = new Set();
  const key = (one) => one.type === "radio" ? one.name : one;
  window.state = () => {
    const { open } = document.activeElement.parentElement, { id, checked, value } = document.activeElement;
    return [open, id, checked, value].join("|");
  };
  window.stop = () => {
    const on = document.activeElement;
    if (on === document.body || stops.has(key(on))) return ["", ""];
    stops.add(key(on));
    return [on.type || on.localName, state()];
  };
  window.neverReached = () =>
    [...document.querySelectorAll("a[href], button, input, select, textarea, summary, audio[controls]")]
      .filter((one) => one.getClientRects().length && !one.disabled && !stops.has(key(one)))
      .filter((one) => one.className !== "skip")
      .map((one) => one.outerHTML.slice(0, 80));
}"""
STOP, STATE, NEVER_REACHED = "stop()", "state()", "neverReached()"


def test_each_kind_of_page_is_worked_with_the_keyboard_alone(visit, packs):
    """Each in one of the languages in turn; the first stop leads past what stands above the page."""
    tab = visit(packs["en"] / "index.html")
    found = {}
    for page, language in zip(kinds(packs["en"]), cycle(LANGUAGES)):
        here = packs[language] / page.name
        tab.goto((here if here.exists() else page).as_uri())
        tab.keyboard.press("Tab")
        first = tab.evaluate("document.activeElement.className")
        tab.evaluate("document.activeElement.blur()")
        found[page.name] = (first, *walked(tab))
    assert {name: told for name, told in found.items() if told != ("skip", [], [])} == {}


def seen(tab) -> list[str]:
    """The turns of a clip that can be seen, and the stop."""
    return [
        step.get_attribute("id") if step.get_attribute("id") == "stop" else "line"
        for step in tab.locator("#stepwise > li").all()
        if step.is_visible()
    ]


def test_a_clip_comes_line_by_line_with_the_keyboard_and_stops(visit, packs):
    tab = visit(packs["sv"] / "clip_1.html")
    assert seen(tab) == ["line"]
    tab.locator("#next-line").focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("PageDown")
    assert seen(tab) == ["line"] * 4
    tab.locator("#to-stop").press("Enter")
    assert seen(tab)[-1] == "stop"
    assert tab.locator("#told").inner_text() == "Stanna här: vad skulle du säga nu?"
    tab.locator("#mine").type("Berätta mer.")
    tab.locator("#next-line").press("Enter")
    assert seen(tab)[-2:] == ["stop", "line"]
    tab.locator("#all-lines").press("Enter")
    assert len(seen(tab)) == tab.locator("#stepwise > li").count()
    assert tab.locator("#mine").input_value() == "Berätta mer."


def test_arrows_in_an_answer_move_in_the_answer(visit, packs):
    tab = visit(packs["sv"] / "clip_1.html")
    tab.locator("#to-stop").click()
    tab.locator("#mine").press("ArrowRight")
    assert seen(tab)[-1] == "stop"


def test_moves_and_commentary_are_hidden_until_asked_for(visit, packs):
    tab = visit(packs["sv"] / "clip_1.html")
    tab.locator("#all-lines").click()
    assert [tab.locator(one).first.is_visible() for one in (".chip", ".jump", ".voice")] == [False] * 3
    tab.check("#show-moves")
    tab.locator(".commentary summary").press("Enter")
    assert [tab.locator(one).first.is_visible() for one in (".chip", ".jump", ".voice")] == [True] * 3
    assert tab.locator(".chip .badge").first.inner_text().startswith("W")


def test_the_talk_of_a_clip_can_be_seen_as_transcribed(visit, packs):
    tab = visit(next(page for page in sorted(packs["sv"].glob("clip_*")) if "(.)" in page.read_text("utf-8")))
    tab.locator("#all-lines").click()
    assert "(.)" not in tab.locator("#stepwise").inner_text()
    tab.check("#show-raw")
    assert "(.)" in tab.locator("#stepwise").inner_text()


def test_without_javascript_every_line_and_the_commentary_can_be_read(visit, packs):
    tab = visit(packs["fi"] / "clip_1.html", java_script_enabled=False)
    assert len(seen(tab)) == tab.locator("#stepwise > li").count()
    assert not tab.locator("#next-line").is_visible()
    tab.check("#show-moves")
    tab.locator(".commentary summary").click()
    assert tab.locator(".chip").first.is_visible()
    assert tab.locator(".voice").first.is_visible()


def test_on_paper_every_line_of_a_clip_is_there(visit, packs):
    tab = visit(packs["fi"] / "clip_1.html")
    tab.emulate_media(media="print")
    assert len(seen(tab)) == tab.locator("#stepwise > li").count()


def test_what_somebody_wrote_is_gone_when_the_page_is_opened_again(visit, packs):
    tab = visit(packs["en"] / "clip_1.html")
    tab.locator("#to-stop").click()
    tab.locator("#mine").fill("mine alone")
    tab.reload()
    assert tab.locator("#mine").input_value() == ""
    assert tab.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_two_sides_of_a_pair_stand_level_at_their_place(visit, packs):
    tab = visit(packs["fi"] / "pair_probe_or_develop.html", viewport={"width": 1280, "height": 900})
    tops = [side.bounding_box()["y"] for side in tab.locator(".pair .on").all()]
    assert tops[0] == tops[1]


def test_the_gallery_shows_what_was_searched_for(visit, packs):
    tab = visit(packs["sv"] / "gallery_propose.html")
    words = tab.locator("#gallery > li").nth(3).locator("mark").first.inner_text()
    tab.fill("#find", words)
    assert 0 < tab.locator("#gallery > li:visible").count() < tab.locator("#gallery > li").count()
    assert all(words in one.inner_text() for one in tab.locator("#gallery > li:visible").all())


def filled(visit, packs, side: str, language: str, folder: Path) -> Path:
    """The file that somebody saved of a slip, in which they answered the last of each question."""
    tab = visit(packs[language] / f"slip_{side}.html")
    tab.locator("#meeting").fill("g1")
    for question in tab.locator("fieldset").all():
        question.locator("input").last.check()
    tab.locator("#words").fill("=1+1; bra\nmöte")
    with tab.expect_download() as saving:
        tab.locator("#save").press("Enter")
    path = folder / saving.value.suggested_filename
    saving.value.save_as(path)
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_saved_slip_is_a_table_that_the_surveys_understand(visit, packs, language, tmp_path):
    slips = [filled(visit, packs, side, language, tmp_path) for side in SIDES]
    read = []
    for slip in slips:
        surveys.form_path(slip).write_text(surveys.propose(slip).toml(), encoding="utf-8")
        read.append(surveys.read(slip).frame)
    asked = ["bring_up", "heard", "influence", "words"]
    for side, frame in zip(SIDES, read, strict=True):
        own = frame[frame["item"].isin(asked)]
        assert list(own["item"]) == asked
        assert set(own["side"]) == {side}
        assert set(own["encounter"]) == {"g1"}
        assert set(own["value"]) == {1.0}


def test_a_cell_of_a_slip_that_a_spreadsheet_would_run_is_words(visit, packs, tmp_path):
    slip = filled(visit, packs, "client", "sv", tmp_path)
    with slip.open(encoding="utf-8-sig", newline="") as file:
        _, answers = csv.reader(file, delimiter=";")
    assert answers[-1] == "'=1+1; bra\nmöte"


@pytest.mark.parametrize("theme", ["listen", "decide"])
def test_hostile_talk_is_shown_and_does_nothing(visit, hostile, hostile_text, theme, tmp_path):
    teaching.write(teaching.Pack(material=hostile, theme=theme, language="sv"), tmp_path / "pack")
    pages = sorted((tmp_path / "pack").glob("*.html"))
    tab = visit(pages[0])
    for page in pages:
        tab.goto(page.as_uri())
        tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    tab.wait_for_timeout(100)
    assert [said for said in tab.heard if said not in {("asked for", page.as_uri()) for page in pages}] == []
    tab.goto((tmp_path / "pack" / "clip_1.html").as_uri())
    words = tab.locator("#turn-1 .plain").text_content()
    assert words == hostile_text.replace("\u202e", "[U+202E]")


def test_a_line_is_heard_where_the_sound_lies_beside_its_page(visit, meet, coded, tmp_path):
    with wave.open(str(tmp_path / "möte.wav"), "wb") as silence:
        silence.setparams((1, 1, 8000, 0, "NONE", ""))
        silence.writeframes(b"\x80" * 8000 * 40)
    meeting = meet(
        *["Hur är det?", "Bra."] * 8, consent="teaching_in_house", consent_sound="teaching_in_house"
    )
    turns = tuple(replace(turn, start=2.0 * n, end=2.0 * n + 1.5) for n, turn in enumerate(meeting.turns))
    meeting = replace(meeting, turns=turns)
    material = teaching.Material(
        [meeting], coded(meeting, {9: "invite_view"}), (), {meeting.id: tmp_path / "möte.wav"}
    )
    teaching.write(teaching.Pack(material=material, theme="invite", language="sv"), tmp_path / "pack")
    tab = visit(tmp_path / "pack" / "clip_1.html")
    tab.locator("#all-lines").click()
    tab.locator("#slower").check()
    tab.locator(".play").nth(2).press("Enter")
    sound = tab.locator("#sound")
    assert (
        sound.evaluate(
            "one => new Promise((done) => one.addEventListener('timeupdate', () => done(one.paused)))"
        )
        is False
    )
    assert 4.0 <= sound.evaluate("one => one.currentTime") < 5.6
    assert tab.evaluate("document.getElementById('sound').playbackRate") == 0.75
    assert [said for said in tab.heard if said[0] != "asked for"] == []
    assert {Path(asked[1]).name for asked in tab.heard} == {"clip_1.html", "clip_1.wav"}
