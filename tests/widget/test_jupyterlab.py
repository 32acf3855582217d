"""The annotator in real JupyterLab, in a real browser, by keyboard."""

from __future__ import annotations

import pytest

SETUP = """
import vuoro.widget
from vuoro.model import Encounter, Participant, Turn
said = {said!r}
visit = Encounter(id="visit", language="en",
                  participants=(Participant(id="D", role="professional"), Participant(id="P", role="client")),
                  turns=tuple(Turn(id=f"t{{n:04d}}", speaker="DP"[n % 2], raw=raw, text=raw)
                              for n, raw in enumerate(said, 1)))
"""
OPEN = "vuoro.widget.annotate(visit, coder={coder!r}, suggestions={suggestions!r})"
TALK = [f"Turn number {n}, and how would you like it?" for n in range(1, 61)]

HOSTILE = [
    "<img src=x onerror=alert('image')>",
    "</script><script>alert('script')</script>",
    "\u202eturned around\u202c and \u200fback \u2066isolated",
    "å" * 10_000,
    "${alert(1)} {{alert(2)}} \"onmouseover=\"alert(3) 'x' `y`",
    "an emoji 👩🏽‍⚕️ before the word to code",
]


@pytest.fixture
def page(chromium, lab, notebook):
    """Opens a notebook on some talk, in a browser of its own."""
    pages = []

    def page(name: str, said: list[str], coder: str, suggestions: bool = False):
        cell = SETUP.format(said=said) + OPEN.format(coder=coder, suggestions=suggestions)
        pages.append(notebook(chromium, lab, name, cell))
        return pages[-1]

    yield page
    for one in pages:
        one.close()


def test_fifty_turns_by_keyboard_survive_undo_a_restart_a_reload_and_reopening(page, lab):
    at = page("fifty.ipynb", TALK, "aino")
    at.run()
    for _ in range(50):
        at.press("Shift+Q", "ArrowDown")
    at.saved(50)
    at.press(*["z"] * 10)
    at.saved(40)
    lab.call("POST", f"kernels/{lab.kernel_of('fifty.ipynb')}/restart")
    at.press("End", "Shift+E")  # nobody hears this any more
    # One, or two where the page has had the time to tell which turns were seen.
    at.until("/^not saved: [12]$/.test(document.querySelector('.vuoro .saving').innerText)")
    at.run()
    at.saved(41)
    at.press("Shift+X")
    at.tab.reload()  # at once: the key may still be on its way
    at.ready()
    at.run()
    at.saved(42)
    again = page("reopened.ipynb", TALK, "aino")
    again.run()
    again.saved(42)
    coded = [(event["turn"], event["code"]) for event in at.log("aino") if event["do"] == "annotate"]
    assert coded == [(f"t{n:04d}", "ask_info") for n in range(1, 51)] + [
        ("t0060", "express_view"),
        ("t0060", "explain"),
    ]
    assert again.heard == at.heard == []
    assert [
        url for url in at.asked | again.asked if not url.startswith((lab.address, "blob:", "data:"))
    ] == []


def test_two_coders_in_two_kernels_write_two_logs(page):
    aino, birgitta = page("one.ipynb", TALK[:6], "aino_b"), page("two.ipynb", TALK[:6], "birgitta")
    aino.run()
    birgitta.run()
    for _ in range(5):
        aino.press("Shift+Q", "ArrowDown")
        birgitta.press("Shift+V", "ArrowDown")
    aino.saved(5)
    birgitta.saved(5)
    codes = {name: [event["code"] for event in aino.log(name) if event["do"] == "annotate"] for name in ("aino_b", "birgitta")}  # fmt: skip
    assert codes == {"aino_b": ["ask_info"] * 5, "birgitta": ["invite_view"] * 5}


@pytest.fixture(scope="module")
def shared(chromium, lab, notebook):
    """One notebook on hostile talk, which several tests look at."""
    cell = SETUP.format(said=HOSTILE) + OPEN.format(coder="kaisa", suggestions=False)
    opened = notebook(chromium, lab, "hostile.ipynb", cell)
    opened.run()
    yield opened
    opened.close()


def test_hostile_talk_is_shown_and_does_nothing(shared):
    for _ in HOSTILE:
        shared.press("Shift+E", "v", "v", "ArrowDown")
    shared.press("End", "w", "ArrowRight", "ArrowRight", "Shift+X")
    shared.saved(7)
    shown = shared.tab.locator(".vuoro .talk").all_inner_texts()
    last = [event for event in shared.log("kaisa") if event["do"] == "annotate"][-1]
    assert shared.heard == []
    assert shared.tab.locator(".vuoro img, .vuoro script, .vuoro iframe").count() == 0
    assert shown[:3] == [
        HOSTILE[0],
        HOSTILE[1],
        "[U+202E]turned around[U+202C] and [U+200F]back [U+2066]isolated",
    ]
    assert last["quote"] == "👩🏽‍⚕️"


def test_no_key_reaches_jupyterlab(shared):
    shared.press("Escape", *"bxydmarvs", "Escape", "Enter", "0", "0", "Control+s", "Control+z", "Control+b")
    for opened in ("c", "d", "?", "m", "e"):
        shared.press(opened, "Escape", "Escape")
    cells = shared.tab.locator(".jp-Notebook .jp-Cell").count()
    assert (cells, shared.tab.locator(".jp-Dialog").count(), shared.tab.locator(".vuoro .row").count()) == (
        1,
        0,
        6,
    )


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_serious_in_either_theme(shared, theme):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python"
    )
    for entry in ("Settings", "Theme", theme):
        shared.tab.locator(".lm-MenuBar-itemLabel, .lm-Menu-itemLabel").get_by_text(entry, exact=True).click()
    shared.until(f"document.body.dataset.jpThemeLight === '{str(theme.endswith('Light')).lower()}'")
    shared.tab.locator(".vuoro .transcript").focus()
    found = {}
    for opened in ("Home", "c", "?"):
        shared.press(opened)
        results = axe.Axe().run(shared.tab, context=".vuoro").response
        found[opened] = [(one["id"], node["html"][:200]) for one in results["violations"] if one["impact"] in ("serious", "critical") for node in one["nodes"]]  # fmt: skip
        shared.press("Escape")
    assert found == {"Home": [], "c": [], "?": []}
