"""The wider frame: texts that are whole in three languages, and pages that any chromium opens and prints."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from vuoro import codebooks
from vuoro.model import LANGUAGES
from vuoro.teaching import Material, Pack
from vuoro.teaching.frame import PAGES, frame, glossary, texts

CUT = """() => [...document.querySelectorAll("body *:not(.skip)")].filter((e) => {
  const box = e.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || e.tagName === "TEXTAREA" && e.scrollHeight > e.clientHeight + 1);
}).map((e) => `${e.tagName} ${e.className}: ${e.textContent.slice(0, 40)}`)"""
LONG = "Vi talade länge om vad som ändras och vad som inte gör det. " * 12


def trees():
    return {
        path.name: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in (files("vuoro.teaching")).iterdir()
        if path.name.startswith("frame_") and path.name.endswith(".toml")
    }


def said_in(node, language):
    """All texts of a tree in one language."""
    if isinstance(node, list):
        return [text for one in node for text in said_in(one, language)]
    if not isinstance(node, dict):
        return []
    if language in node and isinstance(node[language], str):
        return [node[language]]
    return [text for one in node.values() for text in said_in(one, language)]


def lacking(node, where):
    """Where a text is not in all three languages, or empty in some of them only."""
    if isinstance(node, list):
        return [found for n, one in enumerate(node) for found in lacking(one, f"{where}[{n}]")]
    if not isinstance(node, dict):
        return []
    if set(node) & set(LANGUAGES):
        full = {language for language, text in node.items() if text.strip()}
        return [] if full in (set(LANGUAGES), set()) and set(node) == set(LANGUAGES) else [where]
    return [found for key, one in node.items() for found in lacking(one, f"{where}.{key}")]


def test_every_text_is_in_swedish_finnish_and_english():
    assert [where for name, tree in trees().items() for where in lacking(tree, name)] == []


def test_every_page_names_its_sources():
    known = trees()["frame_sources.toml"]
    named = {name: texts(name, "sv")["sources"] for name in PAGES}
    assert all(named.values())
    assert {source for some in named.values() for source in some} == set(known)


def test_the_house_has_six_floors_and_each_asks_something_and_is_talked_about():
    floors = texts("house", "fi")["floors"]
    assert [floor["id"] for floor in floors] == [
        "own_service", "feedback", "dialogue", "co_development", "co_production", "strategy",
    ]  # fmt: skip
    assert all(len(floor["asks"]) >= 3 and len(floor["talk"]) >= 3 for floor in floors)


def test_the_eight_worries_point_to_moves_that_exist():
    worries = texts("worries", "sv")["worries"]
    moves = set(codebooks.load("participation").labels("sv"))
    assert len(worries) == 8
    assert {code for worry in worries for code in worry["cards"]} <= moves


def test_the_patients_act_has_its_right_number():
    acts = [act["name"] for country in texts("law", "sv")["countries"] for act in country["acts"]]
    assert "Lagen om patientens ställning och rättigheter (785/1992)" in acts


@pytest.mark.parametrize(
    ("language", "last"), [("sv", "överlappning"), ("fi", "yksimielisyys"), ("en", "uptake")]
)
def test_words_stand_in_the_order_of_their_own_alphabet(language, last):
    words = [word["term"] for word in glossary(language)["conversation"]]
    assert words[-1] == last


def test_a_word_is_told_with_what_it_is_called_in_the_other_two_languages():
    turn = next(word for word in glossary("sv")["conversation"] if word["id"] == "turn")
    assert (turn["term"], turn["others"]) == ("tur", {"fi": "vuoro", "en": "turn"})


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_the_words_are_ours_and_not_those_of_the_sources(language, testdata):
    """No seven words in a row stand in a document that we start from, but for the titles of acts."""

    def runs(text):
        words = re.findall(r"\w+", text.lower())
        return {" ".join(words[n : n + 7]) for n in range(len(words) - 6)}

    if not (testdata / "seeds").is_dir():
        pytest.skip("the documents that the project starts from are not here")
    theirs = {
        run for path in (testdata / "seeds").glob("*.txt") for run in runs(path.read_text(encoding="utf-8"))
    }
    ours = {run for tree in trees().values() for text in said_in(tree, language) for run in runs(text)}
    acts = {
        run
        for country in texts("law", language)["countries"]
        for act in country["acts"]
        for run in runs(act["name"])
    }
    assert (ours - acts) & theirs == set()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pages of the frame in three languages, as files."""
    root = tmp_path_factory.mktemp("frame")
    for language in LANGUAGES:
        (root / language).mkdir()
        for page in frame(Pack(material=Material([]), language=language)):
            (root / language / page.file).write_text(page.html, encoding="utf-8", newline="\n")
    return root


@pytest.fixture
def visit(chromium, folder):
    """Opens a page from its file."""
    contexts = []

    def visit(language, name, **options):
        contexts.append(chromium.new_context(**options))
        tab = contexts[-1].new_page()
        tab.goto((folder / language / f"{name}.html").as_uri())
        return tab

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_on_paper_however_much_is_written(visit, name):
    tab = visit("fi", name, viewport={"width": 688, "height": 1000})  # A4 within its margins
    for place in tab.locator("textarea").all():
        place.fill(LONG)
    tab.emulate_media(media="print")
    assert tab.evaluate(CUT) == []
    assert tab.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_what_is_written_and_chosen_is_saved_by_whoever_wrote_it(visit):
    tab = visit("sv", "feedback")
    tab.get_by_label("Det här frågade vi om").fill("Väntrummet")
    tab.get_by_label("görs inte").first.focus()
    tab.keyboard.press("Space")
    with tab.expect_download() as waited:
        tab.locator("#save").click()
    saved = waited.value.path().read_text(encoding="utf-8").splitlines()
    assert saved[saved.index("Det här frågade vi om") + 1] == "Väntrummet"
    assert saved[saved.index("1. Nu är det så här") + 1] == "görs inte"


def test_what_is_printed_for_clients_is_without_advice_to_the_writer(visit):
    tab = visit("en", "feedback")
    assert tab.locator(".advice").is_visible()
    tab.emulate_media(media="print")
    assert not tab.locator(".advice").is_visible()


@pytest.mark.parametrize("name", ["house", "evaluation", "feedback"])
def test_nothing_that_was_written_is_there_when_the_page_is_opened_again(visit, name):
    tab = visit("en", name)
    for place in tab.locator("textarea").all():
        place.fill("for nobody")
    tab.reload()
    assert {place.input_value() for place in tab.locator("textarea").all()} == {""}
    assert tab.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_all_is_read_without_scripts(visit):
    tab = visit("sv", "house", java_script_enabled=False)
    assert tab.locator("textarea").count() == 7
    assert not tab.locator("#save").is_visible()
