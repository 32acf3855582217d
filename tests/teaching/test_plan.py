"""The plan of a session: its times, its words, and that it names only pages that the pack has."""

from __future__ import annotations

import re

import pytest

from vuoro import teaching
from vuoro.model import LANGUAGES
from vuoro.teaching import THEMES
from vuoro.teaching.plan import LINKED, phases, texts


@pytest.fixture(scope="module")
def shown(ours):
    """The plan of a pack, and the files of the pack beside it."""

    def shown(**asked) -> tuple[str, set[str]]:
        parts = teaching.pages(teaching.Pack(material=ours, **asked))
        pages = {page.file: page.html for _, some in parts for page in some}
        return pages["plan.html"], set(pages)

    return shown


@pytest.mark.parametrize("minutes", teaching.MINUTES)
def test_the_phases_fill_the_time_without_a_gap(ours, minutes):
    made = list(phases(teaching.Pack(material=ours, minutes=minutes), []))
    assert [one.begins for one in made[1:]] == [one.ends for one in made[:-1]]
    assert (made[0].begins, made[-1].ends) == (0, minutes)


@pytest.mark.parametrize(("language", "theme"), list(zip([*LANGUAGES, "sv", "fi"], THEMES, strict=True)))
def test_a_plan_links_to_pages_that_the_pack_has(shown, language, theme):
    html, files = shown(language=language, theme=theme)
    linked = set(re.findall(r'href="([^"#]+)"', html))
    assert linked - files == set()
    assert {"reflection.html", "slip_client.html", "clip_1.html", "cards.html"} <= linked
    assert any(file.startswith("exercise_") for file in linked)


def test_a_phase_names_few_pages_in_the_order_in_which_they_are_wanted():
    pages = [teaching.Page(file=f"clip_{n}.html", title=str(n), what="", html="") for n in range(1, 7)]
    stop = next(one for one in phases(teaching.Pack(material=None), pages) if one.name == "stop")
    assert [page.title for page in stop.open] == ["1", "2", "3"][:LINKED]


def test_a_pack_without_clips_has_a_plan_all_the_same(meet, coded):
    meeting = meet("Hej, hur är det?", "Bra.", consent="teaching_open")
    alone = teaching.Material([meeting], coded(meeting, {1: "share_power"}))
    [page] = [
        page
        for _, some in teaching.pages(teaching.Pack(material=alone, theme="reflect", language="sv"))
        for page in some
        if page.file == "plan.html"
    ]
    assert "clip_1.html" not in page.html
    assert "reflection.html" in page.html


def test_every_theme_has_its_words_in_three_languages_and_a_source():
    for theme in THEMES:
        told = texts()["theme"][theme]
        assert {tuple(told[name]) for name in ("card", "finds", "limits", "try")} == {LANGUAGES}
        assert told["source"]


def test_invented_material_is_said_to_be_no_evidence_and_real_material_is_not(shown, meet, coded):
    meeting = meet("Hej, hur är det?", "Bra.", consent="teaching_open")
    real = teaching.Material([meeting], coded(meeting, {1: "invite_open"}))
    ours, _ = shown(language="en")
    own = {
        page.file: page.html
        for _, some in teaching.pages(teaching.Pack(material=real, language="en"))
        for page in some
    }
    assert ("no evidence of what clients do" in ours, "no evidence" in own["plan.html"]) == (True, False)
