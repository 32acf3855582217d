"""Exercises 7 to 12: terms, decisions told and owned, moments to argue, a game of agreement, and one's own meeting."""

from __future__ import annotations

from functools import cache
from itertools import cycle
from string import Formatter

import pytest

from vuoro import teaching
from vuoro.model import LANGUAGES, Sequence
from vuoro.teaching.exercises import EXERCISES, Exercise, chosen, exercises
from vuoro.teaching.exercises.making import texts
from vuoro.teaching.exercises.reliability_game import CODES, DISPUTED, UNITS

NAMES = ("without_jargon", "tell_decision", "whose_decision", "vignettes", "reliability_game", "reflect")
BOXES = ["grounds_given", "view_sought", "client_had_turn", "response_received", "way_forward"]


@cache
def items(material: teaching.Material, name: str, language: str, theme: str = "equal") -> list[Exercise]:
    pack = teaching.Pack(material=material, theme=theme, language=language)
    return chosen(EXERCISES[name].function(pack), pack)


@cache
def page(material: teaching.Material, name: str, **asked: str) -> str:
    made = exercises(teaching.Pack(material=material, **asked))
    return next(one.html for one in made if one.file.endswith(f"_{name}.html"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in NAMES if name != "reliability_game"])
def test_our_encounters_give_at_least_five_of_each_type_in_each_language(ours, name, language):
    assert len(items(ours, name, language)) >= 5


@pytest.mark.parametrize("name", NAMES)
def test_the_choice_is_the_same_each_time(ours, name):
    assert items.__wrapped__(ours, name, "fi") == items(ours, name, "fi")


@pytest.mark.parametrize("name", NAMES)
def test_every_text_exists_in_three_languages_with_the_same_gaps(name):
    def gaps(text: str) -> set[str]:
        return {field for _, field, _, _ in Formatter().parse(text) if field}

    def sides(table):
        if isinstance(table, dict) and set(LANGUAGES) <= set(table):
            yield [table[language] for language in LANGUAGES]
        for one in table.values() if isinstance(table, dict) else table if isinstance(table, list) else ():
            yield from sides(one)

    told = list(sides(texts(name)))
    assert told
    assert [one for one in told if not all(one) or len({frozenset(gaps(text)) for text in one}) > 1] == []


def test_a_term_that_the_client_was_not_told_is_put_in_plain_words(ours):
    first = items(ours, "without_jargon", "sv")[1]
    assert (first.prompt, first.suggested.models[0]) == (
        "Säg det utan ordet ”partiell sjukdagpenning”. Vad betyder saken för klienten?",
        "Med vanliga ord: FPA:s del när man jobbar halvtid på grund av sjukdom.",
    )
    assert first.suggested.text.startswith("I samtalet förklaras ordet först när någon frågar.")


def test_who_said_the_word_first_may_want_to_keep_it(meet, coded):
    meeting = meet("Hej.", "Jag behöver en remiss.", "Du får en remiss.", "Tack.")
    [one] = items(teaching.Material([meeting], coded(meeting, {3: "accept"})), "without_jargon", "sv")
    assert "Här har K själv sagt ordet tidigare (rad 2)." in one.other_view


def test_a_sequence_about_another_term_of_the_turn_tells_nothing_of_this_one(ours):
    told = {one.id: one.suggested.text for one in items(ours, "without_jargon", "en")}
    assert "gets no answer" in told["without_jargon-g4_negative_decision_en-t0021-threshold"]
    assert "not explained here" in told["without_jargon-g4_negative_decision_en-t0021-travel statement"]


def test_a_telling_has_five_boxes_and_no_sum(ours):
    heard, *moments = items(ours, "tell_decision", "en")
    assert [option.then for option in heard.options] == [
        "It is in the talk.",
        "It was not heard in the talk.",
        "It is in the talk.",
        "It is in the talk.",
        "It is in the talk.",
    ]
    assert {len(one.options) for one in moments} == {len(BOXES)}
    assert all(one.account and not one.encounter for one in moments)


def test_a_telling_with_a_field_left_open_shows_the_others(meet, coded):
    meeting = meet("Beslutet blev nej.", "Varför det?", "Inkomsten är för stor.", "Jaså.")
    told = Sequence(encounter=meeting.id, type="S7", first_turn="t0001", last_turn="t0003", outcome="done",
                    coder="aino", code="announce_decision", attributes={"grounds_given": "y"})  # fmt: skip
    material = teaching.Material([meeting], coded(meeting, {1: "announce_decision"}), [told])
    heard = items(material, "tell_decision", "sv")[0]
    assert [(option.text, option.then) for option in heard.options] == [("Skälen", "Finns i samtalet.")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_decision_has_nine_features_and_tells_where_coders_differ(ours, language):
    made = items(ours, "whose_decision", language, theme="decide")
    said = texts("whose_decision")["text"]["disputed"][language]
    assert {len(one.options) for one in made} == {9}
    assert [one.contested for one in made] == [any(said in o.then for o in one.options) for one in made]
    assert any(one.contested for one in made)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_moment_has_60_to_120_words_and_is_argued_both_ways(ours, language):
    made = items(ours, "vignettes", language)
    assert [one.id for one in made if not 60 <= len(one.account.split()) <= 120] == []
    assert all(one.suggested.text and one.other_view for one in made)


def test_the_moment_of_the_theme_comes_first(ours):
    assert [items(ours, "vignettes", "fi", theme)[0].way for theme in teaching.THEMES] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_game_has_twenty_units_of_eight_moves_and_some_that_coders_differed_on(ours, language):
    [game] = items(ours, "reliability_game", language)
    differed = [told for told in game.suggested.shows if "." in told.rstrip(".")]
    assert (len(game.lines), len(game.options), len(differed)) == (UNITS, CODES, DISPUTED)
    assert set(game.codes) <= {option.origin for option in game.options}


def test_the_game_says_that_it_is_no_test_and_that_coders_differed_too(ours):
    html = page(ours, "reliability_game", language="en")
    assert "This is no test: those who coded did not agree on everything either" in html
    assert "The coders themselves differed on 5 of the 20 places" in html


def test_there_is_no_game_where_nobody_coded_by_themselves(meet, coded):
    meeting = meet(*["Ja."] * 30)
    moves = coded(meeting, dict.fromkeys(range(3, 28), "accept"), coder="gold", status="adjudicated")
    assert items(teaching.Material([meeting], moves), "reliability_game", "sv") == []


def test_reflection_leads_to_the_form(ours):
    assert page(ours, "reflect", language="sv").count('href="reflection.html"') == 5


@pytest.mark.parametrize("name", NAMES)
def test_hostile_talk_is_shown_and_not_run(meet, coded, hostile_text, name):
    said = ["Beslutet blev nej, jag skriver en remiss. " + hostile_text, hostile_text] * 8
    meeting = meet(*said, id=hostile_text, title=hostile_text)
    places = {n: ("propose", "accept")[n % 2] for n in range(3, 14)}
    both = [one for coder in ("a", "b") for one in coded(meeting, places, coder=coder)]
    gold = coded(meeting, places, coder="gold", status="adjudicated")
    material = teaching.Material([meeting], [*both, *gold])
    html = page(material, name, language="sv")
    assert (html.count("<script>"), html.count("<iframe"), html.count("<img")) == (1, 0, 0)


def test_kappa_is_that_of_a_published_example_and_of_an_independent_implementation(ours, tmp_path, chromium):
    metrics = pytest.importorskip("sklearn.metrics")
    [game] = items(ours, "reliability_game", "en")
    place = tmp_path / "game.html"
    place.write_text(page(ours, "reliability_game", language="en", theme="equal"), encoding="utf-8")
    options = [option.origin for option in game.options]
    own = [code if n % 3 else other for n, (code, other) in enumerate(zip(game.codes, cycle(options)))]
    tab = chromium.new_page()
    tab.goto(place.as_uri())
    for select, code in zip(tab.locator("select.coded").all(), own, strict=True):
        select.focus()
        for _ in range(options.index(code) + 1):
            tab.keyboard.press("ArrowDown")
    tab.locator("#compare").focus()
    tab.keyboard.press("Enter")
    ours_told = tab.locator("#agreement").inner_text()
    same = tab.locator("#by-code tbody td:last-child").all_inner_texts()
    tab.evaluate(FIFTY_PROPOSALS)
    tab.locator("#compare").click()
    published = tab.locator("#agreement").inner_text()
    tab.close()
    agreed = sum(one == other for one, other in zip(own, game.codes, strict=True))
    kappa = metrics.cohen_kappa_score(own, game.codes)
    assert ours_told == f"The same in {agreed} of 20 places. Cohen’s kappa: {kappa:.2f}."
    assert sum(map(int, same)) == agreed
    assert published == "The same in 35 of 50 places. Cohen’s kappa: 0.40."


FIFTY_PROPOSALS = """() => {
  const list = document.querySelector('main');
  document.querySelectorAll('section.unit').forEach((unit) => unit.remove());
  for (const [own, settled, times] of [['y', 'y', 20], ['y', 'n', 5], ['n', 'y', 10], ['n', 'n', 15]])
    for (let n = 0; n < times; n += 1) {
      const select = document.createElement('select');
      select.className = 'coded';
      select.dataset.settled = settled;
      select.add(new Option(own, own, true, true));
      list.append(select);
    }
}"""
"""The much printed table of two readers of 50 grant proposals: 20, 5, 10, 15; kappa .40."""
