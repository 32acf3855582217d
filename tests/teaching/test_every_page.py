"""Every page of a pack in each language, looked at once in a real chromium; each test asks about all of them."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import pytest

from vuoro.model import LANGUAGES

PHONE, DESK = 390, 1280
A4 = (595, 842)
"""A page of paper, in points."""


@dataclass
class Seen:
    """What was seen of one page. What took its time (``tried``) was looked at in one of the languages."""

    heard: list[str] = field(default_factory=list)
    wide: list[int] = field(default_factory=list)
    unfocused: list[str] = field(default_factory=list)
    pale: list[str] = field(default_factory=list)
    serious: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    paper: set[tuple[int, int]] = field(default_factory=set)
    tried: bool = False


@pytest.fixture(scope="module")
def seen(chromium, packs) -> dict[tuple[str, str], Seen]:
    """Every page of every pack, in one pass through one tab."""
    context = chromium.new_context(viewport={"width": DESK, "height": 900})
    tab = context.new_page()
    heard: list[tuple[str, str]] = []
    tab.on("request", lambda request: heard.append(("asked for", request.url)))
    tab.on("console", lambda message: heard.append(("said", message.text)))
    tab.on("pageerror", lambda error: heard.append(("failed", str(error))))
    tab.on("dialog", lambda dialog: (heard.append(("shouted", dialog.message)), dialog.dismiss()))
    names = sorted({page.name for folder in packs.values() for page in folder.glob("*.html")})
    told: dict[tuple[str, str], Seen] = {}
    colours: set[str] = set()
    for name, turn in zip(names, cycle(LANGUAGES)):
        there = [language for language in LANGUAGES if (packs[language] / name).exists()]
        for language in there:
            heard.clear()
            one = looked_at(
                tab, packs[language] / name, colours, tried=language == min(there, key=turn.__ne__)
            )
            one.heard = [" ".join(what) for what in heard if what != ("asked for", tab.url)]
            told[language, name] = one
    context.close()
    return told


def looked_at(tab, page: Path, colours: set[str], *, tried: bool) -> Seen:
    tab.goto(page.as_uri())
    tab.evaluate(SHOWN_WHOLE)
    seen = Seen(tried=tried)
    for width in (PHONE, DESK):
        tab.set_viewport_size({"width": width, "height": 900})
        if tab.evaluate("document.documentElement.scrollWidth") > width:
            seen.wide.append(width)
    tab.keyboard.press("Tab")
    seen.unfocused = tab.evaluate(UNFOCUSED)
    if tried:
        tab.evaluate(FEWER)
        seen.lost, seen.paper = on_paper(tab)
        seen.serious = asked_axe(
            tab, "document, {resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}}"
        )
    for scheme in ("dark", "light"):
        tab.emulate_media(color_scheme=scheme)
        fresh = tab.evaluate(FRESH, list(colours))
        colours.update(fresh)
        seen.pale += asked_axe(tab, "{include: window.fresh}, {runOnly: ['color-contrast']}") if fresh else []
    return seen


def asked_axe(tab, asked: str) -> list[str]:
    """What axe finds serious or critical."""
    axe = pytest.importorskip("axe_playwright_python", reason="pip install axe-playwright-python")
    if not tab.evaluate("'axe' in window"):
        tab.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text("utf-8"))
    return tab.evaluate(f"async () => ({SERIOUS})((await axe.run({asked})).violations)")


def on_paper(tab) -> tuple[list[str], set[tuple[int, int]]]:
    """The stretches of text that a page shows and its PDF has not, and the sizes of the PDF's pages."""
    pypdf = pytest.importorskip("pypdf", reason="pip install pypdf")
    tab.emulate_media(media="print")
    texts = tab.evaluate(SAID)
    paper = pypdf.PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True))).pages
    tab.emulate_media(media="null")
    printed = letters("".join(one.extract_text() for one in paper))
    sizes = {(round(float(one.mediabox.width)), round(float(one.mediabox.height))) for one in paper}
    return [text for text in texts if letters(text) not in printed], sizes


def letters(text: str) -> str:
    """A text without what printing adds: ligatures, small capitals, hyphens, and where lines break."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", unicodedata.normalize("NFKC", text)).casefold()


SHOWN_WHOLE = """() => {
  document.getElementById("all-lines")?.click();
  document.getElementById("show-moves")?.click();
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
}"""
SERIOUS = """(found) => found.filter((one) => ["serious", "critical"].includes(one.impact))
  .map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`)"""
FEWER = """() => document.querySelectorAll("#gallery > li:nth-child(n + 6)").forEach((one) => one.remove())"""
"""A gallery has many cards that are made alike; five of them are enough for axe and for a PDF."""
UNFOCUSED = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary, audio[controls]")]
  .filter((one) => one.getClientRects().length && !one.disabled)
  .filter((one) => {
    one.focus();
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return one.tabIndex < 0 || document.activeElement !== one || outlineStyle === "none" || !parseFloat(outlineWidth);
  })
  .map((one) => one.outerHTML.slice(0, 80))"""
"""What cannot be reached by keyboard, or does not show that it was."""
SAID = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), said = [];
  while (walker.nextNode()) {
    const { data, parentElement: around } = walker.currentNode;
    if (data.trim() && around.checkVisibility() && !around.closest("select, script, .unseen, .skip")) said.push(data);
  }
  return said;
}"""
FRESH = """(seen) => {
  const known = new Set(seen), fresh = new Map();
  const ground = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (!/, 0\\)$|^transparent$/.test(backgroundColor)) return backgroundColor;
    }
    return "";
  };
  for (const one of document.body.querySelectorAll("*")) {
    if (![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) || !one.checkVisibility()) continue;
    const { color, fontSize, fontWeight, opacity } = getComputedStyle(one);
    const look = [color, ground(one), fontSize, fontWeight, opacity].join(" ");
    if (!known.has(look)) fresh.set(look, one);
  }
  window.fresh = [...fresh.values()];
  return [...fresh.keys()];
}"""
"""The colours, grounds and sizes of text that no page before had: one piece of text of each is looked at."""


def those(seen: dict[tuple[str, str], Seen], what: str) -> dict[tuple[str, str], list[str]]:
    return {page: getattr(one, what) for page, one in seen.items() if getattr(one, what)}


def test_there_are_dozens_of_pages_in_each_language_and_each_was_tried_in_one(seen):
    assert min(sum(language == one for one, _ in seen) for language in LANGUAGES) > 45
    assert {name for (_, name), one in seen.items() if one.tried} == {name for _, name in seen}


def test_a_page_opens_from_a_disk_asks_for_nothing_and_does_not_fail(seen):
    assert those(seen, "heard") == {}


def test_nothing_sticks_out_on_a_telephone_or_on_a_screen(seen):
    assert those(seen, "wide") == {}


def test_whatever_can_be_pressed_is_reached_by_keyboard_and_shows_it(seen):
    assert those(seen, "unfocused") == {}


def test_axe_finds_nothing_serious(seen):
    assert those(seen, "serious") == {}


def test_text_of_every_colour_can_be_read_in_the_light_and_in_the_dark(seen):
    assert those(seen, "pale") == {}


def test_a_page_is_printed_on_a4_with_all_that_it_says(seen):
    assert those(seen, "lost") == {}
    assert {size for one in seen.values() for size in one.paper} == {A4}
