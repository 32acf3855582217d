"""Words in their context: where they are found, and that nothing is lost on the way back to the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro import formats
from vuoro.model import Encounter, Turn
from vuoro.search import BadSearch, concordance


def matches(table) -> list[tuple[str, str]]:
    return list(zip(table["turn"], table["match"], strict=True))


def test_a_phrase_is_found_in_any_case_and_across_a_comma(visit):
    assert matches(concordance([visit], "home on mondays")) == [("t2", "home, on Mondays")]


def test_a_word_is_found_whole_unless_a_star_says_otherwise(visit):
    assert matches(concordance([visit], "he")) == []
    assert matches(concordance([visit], "he*")) == [("t1", "help")]
    assert matches(concordance([visit], "*ch")) == [("t6", "March"), ("t7", "March")]


def test_the_place_is_a_line_that_an_editor_opens(visit):
    assert concordance([visit], "halve")["place"].tolist() == ["visit.txt:7"]


def test_a_role_can_be_asked_for(visit):
    assert matches(concordance([visit], "march", role="client")) == [("t7", "March")]


def test_context_is_what_stands_beside_the_match_in_the_turn(visit):
    hit = concordance([visit], "work", width=8).iloc[0]
    assert (hit["left"], hit["match"], hit["right"]) == ("Could I ", "work", " from ho")


def test_signs_are_seen_through_or_searched_as_one_likes(tmp_path):
    file = tmp_path / "visit.txt"
    file.write_text("A: jag s:o:v (0.4) ju <inte> alls.\nB: [mm.]\n", encoding="utf-8")
    said = formats.read(file, convention="jefferson")
    assert matches(concordance([said], "ju inte")) == [("t0001", "ju inte")]
    assert matches(concordance([said], "s:o:v (0.4)", signs=True)) == [("t0001", "s:o:v (0.4)")]


@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_the_span_is_where_the_match_stands_in_the_transcript(before, after):
    raw = f"{before} ångest {after}"
    talk = Encounter(id="v", turns=(Turn(id="t1", speaker="A", raw=raw, text=raw),))
    for hit in concordance([talk], "ångest").to_dict("records"):
        assert raw[hit["start"] : hit["stop"]] == hit["match"]


@pytest.mark.parametrize(
    ("words", "regex", "trouble"),
    [("  ", False, "nothing to look for"), ("*", False, "nothing to look for"),
     ("(", True, "not a regular expression"), ("x*", True, "everywhere")],
)  # fmt: skip
def test_what_cannot_be_looked_for_is_refused(visit, words, regex, trouble):
    with pytest.raises(BadSearch, match=trouble):
        concordance([visit], words, regex=regex)


def test_a_corpus_without_the_word_gives_a_table_without_rows(visit):
    table = concordance([visit], "nowhere")
    assert table.empty
    assert list(table.columns)[:3] == ["encounter", "place", "turn"]
