"""The page in a real browser: from a file, by keyboard, with and without scripts, hostile or not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro.model import Turn


@pytest.fixture
def visit(chromium, tmp_path):
    """Opens a page from a file and keeps what it asks for and what it complains of."""
    contexts = []

    def visit(source: str, **options):
        place = tmp_path / "page.html"
        place.write_text(source, encoding="utf-8", newline="\n")
        context = chromium.new_context(**options)
        contexts.append(context)
        tab = context.new_page()
        tab.heard = []
        tab.on("request", lambda request: tab.heard.append(("asked for", request.url[:40])))
        tab.on("console", lambda message: tab.heard.append(("said", message.text)))
        tab.on("pageerror", lambda error: tab.heard.append(("failed", str(error))))
        tab.on("dialog", lambda dialog: (tab.heard.append(("shouted", dialog.message)), dialog.dismiss()))
        tab.goto(place.as_uri())
        tab.heard = [heard for heard in tab.heard if heard != ("asked for", place.as_uri()[:40])]
        return tab

    yield visit
    for context in contexts:
        context.close()


def numbers_shown(tab) -> list[str]:
    """The turns that can be seen."""
    return [at.inner_text().strip() for at in tab.locator("ol.transcript .at a").all() if at.is_visible()]


def test_it_opens_from_a_file_and_asks_for_nothing(visit, make, meeting):
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
    tab = visit(make(meeting, timeline_svg=picture))
    assert [heard for heard in tab.heard if not heard[1].startswith("data:")] == []
    assert numbers_shown(tab) == ["1", "2", "3"]


def test_evidence_opens_with_the_keyboard_and_lights_up_the_words(visit, make, meeting):
    tab = visit(make(meeting))
    plain = tab.locator(".raw .e0").first.evaluate("e => getComputedStyle(e).backgroundColor")
    tab.locator(".chip summary").first.focus()
    tab.keyboard.press("Enter")
    assert tab.locator(".chip").first.get_attribute("open") is not None
    assert tab.locator(".chip .why code").first.inner_text() == "sv.invite_view:hur har {you}"
    assert tab.locator(".raw .e0").first.evaluate("e => getComputedStyle(e).backgroundColor") != plain


def test_every_control_can_be_reached_by_keyboard(visit, make, meeting):
    tab = visit(make(meeting))
    reached = set()
    for _ in range(60):
        tab.keyboard.press("Tab")
        reached.add(
            tab.evaluate(
                "document.activeElement.id || document.activeElement.closest('details')?.className || ''"
            )
        )
    assert {"show-raw", "only-moves", "only-code", "open-all"} <= reached
    assert any(place.startswith("chip") for place in reached)


def test_the_talk_can_be_read_as_words_only(visit, make, meeting):
    tab = visit(make(meeting))
    assert tab.locator("#turn-1 .talk").inner_text() == "Hur har du (0.5) haft det?"
    tab.check("#show-plain")
    assert tab.locator("#turn-1 .talk").inner_text() == "Hur har du haft det?"


def test_filters_show_only_what_was_asked_for(visit, make, meeting):
    tab = visit(make(meeting))
    tab.check("#only-moves")
    assert numbers_shown(tab) == ["1", "3"]
    tab.select_option("#only-code", "confirm_question")
    assert (numbers_shown(tab), tab.locator("#count").inner_text()) == (["3"], "1 of 3 turns shown")


def test_a_link_to_a_hidden_turn_shows_it(visit, make, meeting):
    tab = visit(make(meeting))
    tab.select_option("#only-code", "invite_view")
    tab.locator("#turn-1 .jump").click()
    assert tab.locator("#turn-2").is_visible()


def test_all_evidence_opens_at_once(visit, make, meeting):
    tab = visit(make(meeting))
    tab.click("#open-all")
    assert tab.locator(".chip[open]").count() == 2
    assert tab.locator("#open-all").get_attribute("aria-pressed") == "true"


def test_without_javascript_everything_but_the_filter_by_code_is_there(visit, make, meeting):
    tab = visit(make(meeting), java_script_enabled=False)
    assert not tab.locator("#only-code").is_visible()
    tab.locator(".chip summary").first.click()
    assert tab.locator(".chip .why").first.is_visible()
    tab.check("#only-moves")
    assert numbers_shown(tab) == ["1", "3"]


def test_a_sequence_is_drawn_in_the_margin_where_there_is_room(visit, make, meeting):
    wide = visit(make(meeting), viewport={"width": 1280, "height": 900})
    narrow = visit(make(meeting), viewport={"width": 390, "height": 900})
    assert [tab.locator(".arcs path").count() for tab in (wide, narrow)] == [1, 0]


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_nothing_sticks_out_of_the_page(visit, make, meeting, width):
    endless = replace(meeting.turns[1], raw="å" * 10_000, text="å" * 10_000)
    tab = visit(make(replace(meeting, turns=(*meeting.turns, replace(endless, id="x")))),
                viewport={"width": width, "height": 900})  # fmt: skip
    tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert tab.evaluate("document.documentElement.scrollWidth") == width


HOSTILE = (
    "<script>alert('talk')</script></script><img src=x onerror=alert('image')>"
    "\"onmouseover=\"alert('mouse') <iframe src='https://example.org'></iframe> \u202eturned"
)


def test_hostile_talk_is_shown_and_does_nothing(visit, make, meeting, moves):
    turn = Turn(id=HOSTILE, speaker=HOSTILE, raw=HOSTILE, text=HOSTILE)
    move = replace(moves[0], turn=HOSTILE, evidence=(0, 8), stop=len(HOSTILE), cue=HOSTILE, note=HOSTILE)
    tab = visit(make(replace(meeting, turns=(turn,)), [move], ()))
    tab.click("#open-all")
    tab.hover("#turn-1 .talk")
    tab.wait_for_timeout(100)
    assert tab.heard == []
    assert tab.locator("#turn-1 .raw").inner_text() == HOSTILE.replace("\u202e", "[U+202E]")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_told_from_its_ground(visit, make, meeting, scheme):
    tab = visit(make(meeting), color_scheme=scheme)
    tab.click("#open-all")
    assert tab.evaluate(FAINT) == []


FAINT = """() => {
  const channel = (v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const parse = (text) => {
    const srgb = text.match(/color\\(srgb ([\\d.]+) ([\\d.]+) ([\\d.]+)(?: \\/ ([\\d.]+))?/);
    if (srgb) return [srgb[1] * 255, srgb[2] * 255, srgb[3] * 255, srgb[4] === undefined ? 1 : +srgb[4]];
    const rgb = text.match(/[\\d.]+/g).map(Number);
    return [rgb[0], rgb[1], rgb[2], rgb[3] === undefined ? 1 : rgb[3]];
  };
  const light = (c) => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour[3] > 0.99) return colour;
    }
    return [255, 255, 255, 1];
  };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.getClientRects().length) continue;
    if (["SCRIPT", "STYLE", "text"].includes(element.tagName)) continue;
    const [one, two] = [light(parse(getComputedStyle(element).color)), light(ground(element))];
    const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (contrast < 4.5) faint.add(`${element.tagName}.${element.className} ${contrast.toFixed(2)}`);
  }
  return [...faint];
}"""
