"""Move cards: one for every move, in three languages, with places that everybody heard alike."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from vuoro import codebooks, teaching
from vuoro.model import LANGUAGES
from vuoro.teaching import cards

BOOK = codebooks.load("participation")


def written() -> dict:
    return tomllib.loads((files("vuoro.teaching") / "cards.toml").read_text(encoding="utf-8"))


def page(material: teaching.Material, **asked: str) -> str:
    (made,) = cards.cards(teaching.Pack(material=material, **asked))
    return made.html


def test_every_move_has_a_card_and_no_card_is_of_anything_else():
    assert list(written()) == [code.id for code in BOOK.codes]


@pytest.mark.parametrize("code", [code.id for code in BOOK.codes])
def test_a_card_says_what_the_move_is_does_and_is_not_in_three_languages(code):
    texts = [written()[code][part] for part in ("what", "does", "not")]
    assert [list(text) for text in texts] == [["sv", "fi", "en"]] * 3
    assert all(said.endswith((".", "?")) for text in texts for said in text.values())


def test_whatever_research_is_told_of_names_its_source():
    told = {code: card for code, card in written().items() if "research" in card}
    assert [code for code, card in told.items() if not card.get("source")] == []
    assert {tuple(card["research"]) for card in told.values()} == {("sv", "fi", "en")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cards_of_the_theme_come_first(ours, language):
    html = page(ours, theme="decide", language=language)
    at = {code.id: html.index(f'<section class="card" id="{code.id}"') for code in BOOK.codes}
    of_theme = [at[code.id] for code in BOOK.codes if code.way == 4]
    assert max(of_theme) < min(at[code.id] for code in BOOK.codes if code.way != 4)


def test_a_card_shows_places_that_all_coders_heard_alike_from_different_meetings(meet, coded):
    alike, differed = meet("Hur är det?", "Bra.", id="a"), meet("Hur mår du?", "Bra.", id="b")
    moves = [
        *coded(alike, {1: "invite_view"}, "gold", "adjudicated"), *coded(alike, {1: "invite_view"}, "aino"),
        *coded(differed, {1: "invite_view"}, "gold", "adjudicated"), *coded(differed, {1: "ask_info"}, "aino"),
    ]  # fmt: skip
    html = page(teaching.Material([alike, differed], moves), language="sv")
    assert ("<mark>Hur är det?</mark>" in html, "<mark>Hur mår du?</mark>" in html) == (True, False)


def test_a_card_shows_no_talk_of_another_language(meet, coded):
    meeting = meet("Hur är det?", "Bra.")
    material = teaching.Material([meeting], coded(meeting, {1: "invite_view"}))
    assert "<mark>" not in page(material, language="fi")


def test_a_card_does_not_judge():
    words = [text.casefold() for card in written().values() for part in card.values() for text in
             (part.values() if isinstance(part, dict) else [])]  # fmt: skip
    judging = (
        "mistake",
        "wrong",
        "correct answer",
        "you should",
        "points",
        "fel ",
        "poäng",
        "virhe",
        "pisteitä",
    )
    assert [text for text in words if any(word in text for word in judging)] == []
