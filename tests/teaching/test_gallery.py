"""The gallery: a page a move, examples spread over meetings, what became of each, and near misses beside."""

from __future__ import annotations

import re

import pytest

from vuoro import teaching
from vuoro.teaching import gallery


def pages(material: teaching.Material, **asked: str) -> dict[str, teaching.Page]:
    return {page.file: page for page in gallery.gallery(teaching.Pack(material=material, **asked))}


def marked(html: str) -> list[str]:
    """The words that stand out, in the order of the page."""
    return re.findall("<mark>([^<]*)</mark>", html)


@pytest.fixture
def two(meet):
    return meet("Hur är det?", "Bra.", "Och hemma?", "Jo.", id="a"), meet(
        "Kuis voit?", "Hyvin.", id="b", language="fi"
    )


def test_there_is_a_page_for_each_move_that_occurs_and_for_no_other(two, coded):
    material = teaching.Material(two, coded(two[0], {1: "invite_view", 2: "express_view"}))
    assert list(pages(material, theme="equal")) == ["gallery_express_view.html", "gallery_invite_view.html"]


def test_ones_own_language_comes_first_and_each_meeting_once_before_any_twice(meet, two, coded):
    third = meet("Hur känns det?", "Bra.", id="c")
    moves = [*coded(two[0], {1: "invite_view", 3: "invite_view"}), *coded(two[1], {1: "invite_view"}),
             *coded(third, {1: "invite_view"})]  # fmt: skip
    html = pages(teaching.Material((*two, third), moves), language="sv")["gallery_invite_view.html"].html
    assert marked(html) == ["Hur är det?", "Hur känns det?", "Och hemma?", "Kuis voit?"]


def test_an_example_tells_what_became_of_it(two, coded, linked):
    links = [linked(two[0], "S1", 1, 2, "invite_view", "minimal")]
    html = pages(teaching.Material(two, coded(two[0], {1: "invite_view"}), links), language="sv")[
        "gallery_invite_view.html"
    ].html
    assert 'data-outcome="kort svar"' in html


def test_what_somebody_took_for_the_move_stands_beside_with_what_it_was_settled_to_be(two, coded):
    meeting = two[0]
    moves = [*coded(meeting, {1: "invite_view", 3: "ask_info"}, "gold", "adjudicated"),
             *coded(meeting, {1: "invite_view", 3: "ask_info"}, "aino"),
             *coded(meeting, {1: "invite_view", 3: "invite_view"}, "bo")]  # fmt: skip
    html = pages(teaching.Material(two, moves), language="en")["gallery_invite_view.html"].html
    hits, near = html.split('id="near-h"')
    assert (marked(hits), marked(near)) == (["Hur är det?"], ["Och hemma?"])
    assert "<b>Information question</b>" in near


def test_a_place_that_coders_heard_differently_is_for_discussion(two, coded):
    moves = [
        *coded(two[0], {1: "invite_view"}, "gold", "adjudicated"),
        *coded(two[0], {1: "ask_info"}, "aino"),
    ]
    html = pages(teaching.Material(two, moves), language="sv")["gallery_invite_view.html"].html
    assert "Att diskutera: kodarna hörde det här olika." in html


def test_a_page_holds_no_more_than_can_be_looked_through_and_says_so(meet, coded):
    many = meet(*["Hur är det?", "Bra."] * (gallery.MOST + 5))
    material = teaching.Material(
        [many], coded(many, dict.fromkeys(range(1, 2 * gallery.MOST + 11, 2), "invite_view"))
    )
    html = pages(material, language="en")["gallery_invite_view.html"].html
    assert len(marked(html)) == gallery.MOST
    assert f"These are {gallery.MOST} of {gallery.MOST + 5}." in html


def test_no_example_of_our_corpora_is_a_machines(ours):
    shown = sum(
        len(marked(page.html.split('id="near-h"')[0])) for page in pages(ours, language="sv").values()
    )
    assert 0 < shown <= len(ours.settled)
