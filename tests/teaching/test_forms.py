"""The reflection form and the slips: what is asked, in three languages, and that nothing counts or leaves."""

from __future__ import annotations

import pytest

from vuoro import teaching
from vuoro.model import LANGUAGES
from vuoro.surveys.items import items
from vuoro.surveys.scales import scales, understood
from vuoro.teaching import forms


@pytest.fixture(scope="module")
def pages(ours):
    return {
        (page.file, language): page.html
        for language in LANGUAGES
        for page in forms.forms(teaching.Pack(material=ours, language=language))
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reflection_form_asks_of_the_whole_and_of_all_five_ways(language):
    asked = forms.reflection(language)
    assert {one["way"] for one in asked} == {0, 1, 2, 3, 4, 5}
    assert (asked[0]["free"], len(asked)) == (True, 16)
    assert len({one["text"] for one in asked}) == 16


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("side", forms.SIDES)
def test_a_slip_asks_the_sentences_of_the_surveys(pages, side, language):
    sentences = forms.asked(side, language)
    assert len(sentences) == 4
    assert [
        one for one in sentences if f"<legend>{one}</legend>" not in pages[f"slip_{side}.html", language]
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_of_a_slip_is_one_that_the_surveys_read(language):
    labels = [texts[language] for texts in forms._texts()["agree"].values()]
    read = [understood(label, scales()["agree5"]) for label in labels]
    assert [one.value for one in read] == [5.0, 4.0, 3.0, 2.0, 1.0]


def test_both_sides_are_asked_of_the_same_things():
    known = items()
    assert all(known[id].parallel for id in forms._texts()["slip"]["items"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_asks_for_a_name_or_sends_anything(pages, language):
    for (_file, of), html in pages.items():
        if of == language:
            assert "form-action &#39;none&#39;" in html
            assert 'autocomplete="off"' in html
            assert 'type="email"' not in html


def test_a_form_can_be_filled_in_without_a_script(pages):
    html = pages["reflection.html", "fi"]
    assert html.count("<textarea") == 16
    assert html.count('type="radio"') == 4 * html.count('<p class="answers">')
