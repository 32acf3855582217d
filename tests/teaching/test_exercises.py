"""Exercises: what is chosen, what is shown first and what later, and what the first six types are made of."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from string import Formatter

import pytest

from vuoro import codebooks, teaching
from vuoro.model import LANGUAGES
from vuoro.teaching.exercises import EXERCISES, Exercise, Option, Suggested, chosen, exercises
from vuoro.teaching.exercises.choosing import LEAST, MOST, difficulty
from vuoro.teaching.exercises.making import texts
from vuoro.teaching.exercises.moves import from_elsewhere
from vuoro.teaching.exercises.pairs import between

NAMES = ("spot_the_move", "form_or_action", "next_turn", "compare_two", "turn_round", "where_doubt")
BOOK = codebooks.load("participation")


@cache
def items(material: teaching.Material, name: str, language: str, theme: str = "listen") -> list[Exercise]:
    pack = teaching.Pack(material=material, theme=theme, language=language)
    return chosen(EXERCISES[name].function(pack), pack)


@cache
def page(material: teaching.Material, name: str, **asked: str) -> str:
    made = exercises(teaching.Pack(material=material, **asked))
    return next(one.html for one in made if one.file.endswith(f"_{name}.html"))


def plain(id: str, **more) -> Exercise:
    return Exercise(id=id, type="", language="sv", prompt="?", suggested=Suggested(text="."), other_view=".",
                    why=".", **{"encounter": id, **more})  # fmt: skip


def sides(table, path: str = ""):
    """Every place of a table of texts that has a language, with its texts by language."""
    if isinstance(table, list):
        for n, one in enumerate(table):
            yield from sides(one, f"{path}.{n}")
    elif isinstance(table, dict) and set(table) & set(LANGUAGES):
        yield path, table
    elif isinstance(table, dict):
        for key, one in table.items():
            yield from sides(one, f"{path}.{key}")


def of_our_corpora(path: str) -> bool:
    """Places in one encounter need only the language of its talk."""
    return ".place." in path or ".pick." in path


# What is chosen


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_our_encounters_give_at_least_five_exercises_of_each_type_in_each_language(ours, name, language):
    counts = [len(items(ours, name, language, theme)) for theme in teaching.THEMES]
    assert [count for count in counts if not LEAST <= count <= MOST] == []


def test_nothing_is_filled_up_from_the_codebook_where_our_encounters_are(ours):
    built = [
        one.id
        for name in NAMES
        for language in LANGUAGES
        for one in items(ours, name, language)
        if not one.encounter
    ]
    assert built == []


@pytest.mark.parametrize("name", NAMES)
def test_the_choice_is_the_same_each_time(ours, name):
    assert items.__wrapped__(ours, name, "fi") == items(ours, name, "fi")


def test_the_theme_comes_first_and_then_what_was_least_used(meet):
    found = [plain(f"e{n}", way=4, encounter="a") for n in range(9)] + [plain("own", way=2, encounter="b")]
    pack = teaching.Pack(material=teaching.Material([meet("Hej")]), theme="listen", language="sv")
    assert [one.id for one in chosen(found, pack)][:2] == ["own", "e0"]
    assert len(chosen(found, pack)) == MOST


def test_exercises_of_the_codebook_only_fill_up(meet):
    real = [plain(f"e{n}") for n in range(4)]
    built = [plain(f"b{n}", encounter="") for n in range(4)]
    pack = teaching.Pack(material=teaching.Material([meet("Hej")]), language="sv")
    assert [one.id for one in chosen([*built, *real], pack)] == ["e0", "e1", "e2", "e3", "b0"]


def test_what_coders_heard_differently_stands_last_and_says_so(meet):
    pack = teaching.Pack(material=teaching.Material([meet("Hej")]), language="sv")
    taken = chosen([plain("hard", difficulty=0.5), plain("easy")], pack)
    assert [(one.id, one.contested) for one in taken] == [("easy", False), ("hard", True)]


def test_difficulty_is_the_share_of_coders_who_did_not_give_the_code(meet, coded):
    meeting = meet("Ska vi?", "Jo.")
    gold = coded(meeting, {1: "propose"}, "gold", "adjudicated")
    material = teaching.Material(
        [meeting],
        [*gold, *coded(meeting, {1: "propose"}, "aino"), *coded(meeting, {1: "ask_info"}, "bo")],
    )
    assert difficulty(material, *gold) == 0.5


# What is shown first, and what later


def test_from_the_stop_on_the_lines_are_kept_for_the_solution(ours):
    for one in items(ours, "next_turn", "sv"):
        shown = [line.turn for part in one.shown for line in part.lines]
        kept = [line.turn for part in one.kept for line in part.lines]
        assert one.stop_at not in shown
        assert kept[0] == one.stop_at


@pytest.mark.parametrize("name", NAMES)
def test_a_page_keeps_every_solution_closed_and_chooses_nothing(ours, name):
    html = page(ours, name, language="sv")
    count = len(items(ours, name, "sv"))
    assert html.count('<details class="solution">') == count
    assert re.findall(r"<(?:details|input)[^>]* (?:open|checked)", html) == []


def test_every_solution_has_another_view_and_a_why(ours):
    bare = [
        one.id
        for name in NAMES
        for language in LANGUAGES
        for one in items(ours, name, language)
        if not (one.other_view and one.why and (one.suggested.text or one.suggested.models))
    ]
    assert bare == []


def test_a_page_says_what_is_contested_and_what_nobody_said(ours, meet, coded):
    meeting = meet("Shall we?", "Yes.", language="en")
    elsewhere = teaching.Material([meeting], coded(meeting, {1: "propose"}))
    discussed, built = page(ours, "next_turn", language="en"), page(elsewhere, "where_doubt", language="en")
    assert discussed.count("For discussion: coders heard this differently.") == 1
    assert built.count("Built on the codebook’s examples; from no meeting.") == 3


@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_empty_or_of_another_language(ours, name):
    for one in items(ours, name, "sv"):
        assert {part.language for part in one.lines} == {"sv"}
        assert all("".join(line.said).strip() for part in one.lines for line in part.lines)


def test_hostile_talk_is_shown_and_not_run(meet, coded, linked, hostile_text):
    meeting = meet(*[hostile_text] * 14, id=hostile_text, title=hostile_text)
    moves = coded(meeting, {6: "express_doubt", 7: "confirm_question", 9: "ask_info", 10: "express_view"})
    link = linked(meeting, "S5", 6, 7, "express_doubt", "bypassed")
    made = list(exercises(teaching.Pack(material=teaching.Material([meeting], moves, [link]), language="sv")))
    assert {one.file[9:11] for one in made} >= {"01", "03", "05", "06"}
    assert [one.file for one in made if "<script>alert" in one.html or "<iframe" in one.html] == []


# What the types are made of


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_move_to_spot_is_alone_of_its_kind_beside_one_that_is_easily_taken_for_it(ours, language):
    for one in items(ours, "spot_the_move", language):
        target, miss = one.codes
        lines = {line.turn for line in one.lines[0].lines}
        here = Counter(move.code for move in ours.moves(one.encounter) if move.turn in lines)
        assert (here[target], here[miss] > 0, between(target, miss) is not None) == (1, True, True)
        assert 8 <= len(lines) <= 15
        assert 2 <= len(one.options) <= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_turns_of_one_form_are_two_moves_and_both_are_answered(ours, language):
    for one in items(ours, "form_or_action", language):
        assert len(set(one.codes)) == len(one.lines) == len(one.suggested.shows) == 2


def test_every_pair_that_was_picked_makes_an_exercise(ours):
    made = {
        language: len(
            list(EXERCISES["form_or_action"].function(teaching.Pack(material=ours, language=language)))
        )
        for language in LANGUAGES
    }
    assert made == Counter(pick["language"] for pick in texts("form_or_action")["pick"])


@pytest.mark.parametrize("name", ["next_turn", "turn_round", "where_doubt"])
def test_every_place_that_something_was_written_for_is_used(ours, name):
    used = {one.id for language in LANGUAGES for one in EXERCISES[name].function(
        teaching.Pack(material=ours, language=language))}  # fmt: skip
    written = [f"{name}-{place['encounter']}-{place['turn']}" for place in texts(name)["place"]]
    assert [id for id in written if id not in used] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_next_turn_that_was_said_is_one_of_four_and_is_told_apart_only_in_the_solution(ours, language):
    said = texts("next_turn")["origin"]["said"][language]
    for one in items(ours, "next_turn", language):
        assert [option.origin for option in one.options].count(said) == 1
        assert len(one.options) == 4
        assert all(option.then for option in one.options)


def test_a_turn_written_for_an_exercise_is_spelt_as_its_transcript_is(ours):
    (one,) = [one for one in items(ours, "next_turn", "sv") if one.id.endswith("t0027")]
    assert one.options[0].text == "så det värsta är inte nejen utan att det inte kommer något alls"


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_sequences_are_of_one_type_and_share_no_line(ours, language):
    for one in items(ours, "compare_two", language, "decide"):
        first, second = ({(part.encounter, line.turn) for line in part.lines} for part in one.lines)
        assert not first & second


def test_in_any_other_material_the_places_are_found_by_rule(meet, coded, linked):
    meeting = meet("Hej.", "Hej.", "Hur går det?", "Bra.", "Ska vi skriva in det?", "Jag vet int om jag klarar det.",
                   "Det går säkert.", "Jo.", "Tar du medicinen?", "Jo.", "Bra.", "Mm.")  # fmt: skip
    moves = coded(meeting, {3: "invite_view", 5: "propose", 6: "express_doubt", 9: "ask_info"})
    link = linked(meeting, "S5", 6, 7, "express_doubt", "countered")
    material = teaching.Material([meeting], moves, [link])
    made = {name: [one.encounter for one in items(material, name, "sv")] for name in NAMES}
    assert {name: found.count("möte") for name, found in made.items()} == {
        "spot_the_move": 1, "form_or_action": 0, "next_turn": 1, "compare_two": 0, "turn_round": 1, "where_doubt": 1,
    }  # fmt: skip


def test_a_question_that_rests_on_papers_is_no_example_of_putting_a_telling_into_words(ours):
    papers = [move for move in ours.settled if move.attributes.get("basis") == "record_or_third_party"]
    assert all(from_elsewhere(move) for move in papers)
    assert not any(from_elsewhere(move) for move in ours.settled if move.code != "confirm_question")


# The texts


@pytest.mark.parametrize("name", [*NAMES, "pairs"])
def test_every_text_exists_in_three_languages_with_the_same_gaps(name):
    def gaps(text: str) -> set[str]:
        return {gap for _, gap, _, _ in Formatter().parse(text) if gap}

    for path, by in sides(texts(name)):
        if of_our_corpora(path):
            continue
        assert set(by) == set(LANGUAGES), path
        if all(isinstance(text, str) for text in by.values()) and not path.endswith("cue"):
            assert len({frozenset(gaps(text)) for text in by.values()}) == 1, path


def test_every_pair_is_of_two_moves_of_the_codebook():
    codes = {code.id for code in BOOK.codes}
    pairs = [pair["codes"] for pair in texts("pairs")["pair"]]
    assert [pair for pair in pairs if len(set(pair) & codes) != 2] == []
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)


@pytest.mark.parametrize("name", [*NAMES, "pairs"])
def test_the_texts_name_no_right_answer_and_give_no_points(name):
    judging = re.compile(
        r"correct answer|right answer|rätt svar|rätta svaret|oikea vastaus|misstag|you scored", re.I
    )
    told = [text for path, by in sides(texts(name)) for text in by.values() if isinstance(text, str)]
    assert [text for text in told if judging.search(text)] == []


def test_an_option_needs_no_more_than_its_text():
    assert Option(text="mm") == Option(text="mm", origin="", then="")


def test_a_solution_opens_by_keyboard_without_any_script(ours, tmp_path, chromium):
    file = tmp_path / "exercise.html"
    file.write_text(page(ours, "next_turn", language="sv"), encoding="utf-8")
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(file.as_uri())
    solution = tab.locator("#e1 details.solution")
    closed = solution.locator("p").first.is_visible()
    solution.locator("summary").focus()
    tab.keyboard.press("Enter")
    opened = solution.locator("p").first.is_visible()
    context.close()
    assert (closed, opened) == (False, True)
