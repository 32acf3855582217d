"""How a turn is cut up for a page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.model import Mark
from vuoro.review import transcript


def looks(pieces) -> list[tuple[str, str]]:
    return [(piece.text, piece.look) for piece in pieces]


def test_evidence_and_signs_are_told_apart_in_the_raw_line(meeting, moves, links):
    first = transcript.lines(meeting, moves[:1], links, "sv")[0]
    assert looks(first.raw) == [
        ("Hur ", ""),
        ("har du ", "e0 w1"),
        ("(0.5)", "sign e0 w1"),
        (" haf", "e0 w1"),
        ("t det?", ""),
    ]


def test_evidence_is_found_again_in_the_words(meeting, moves, links):
    first = transcript.lines(meeting, moves[:1], links, "sv")[0]
    assert looks(first.plain) == [("Hur ", ""), ("har du haf", "e0 w1"), ("t det?", "")]


def test_a_chip_tells_the_code_in_the_language_of_the_page(meeting, moves):
    labels = {
        language: [
            chip.label for line in transcript.lines(meeting, moves[:2], (), language) for chip in line.chips
        ]
        for language in ("sv", "fi", "en")
    }
    assert labels == {
        "sv": ["Inbjudan att säga sin åsikt eller erfarenhet", "Påståendebaserad bekräftelsefråga"],
        "fi": ["Näkemyksen tai kokemuksen pyytäminen", "Väitelausemuotoinen varmistuskysymys"],
        "en": ["Inviting a view", "Statement-formed confirmation question"],
    }


def test_a_code_of_another_codebook_is_shown_as_it_is(meeting, moves):
    foreign = replace(moves[0], code="hum")
    chip = transcript.lines(meeting, [foreign], (), "sv")[0].chips[0]
    assert (chip.way, chip.label) == (None, "hum")


def test_moves_stand_in_the_order_in_which_they_are_made(meeting, moves):
    later = replace(moves[0], start=11, evidence=None, code="ask_info")
    chips = transcript.lines(meeting, [later, moves[0]], (), "en")[0].chips
    assert [(chip.number, chip.code) for chip in chips] == [(0, "invite_view"), (1, "ask_info")]


def test_a_sequence_can_be_followed_both_ways(meeting, links):
    lines = transcript.lines(meeting, (), links, "en")
    found = [(line.turn.id, jump.to, jump.forward) for line in lines for jump in line.jumps]
    assert found == [("t0001", "turn-2", True), ("t0002", "turn-1", False)]


def test_a_sequence_without_an_answer_leads_nowhere_else(meeting, links):
    alone = replace(links[0], last_turn="t0001", outcome="no_uptake", response_turn="")
    lines = transcript.lines(meeting, (), [alone], "en")
    assert [(line.turn.id, jump.to) for line in lines for jump in line.jumps] == [("t0001", "turn-1")]


def test_places_are_numbered_so_that_no_id_of_the_file_can_be_one(meeting):
    odd = replace(meeting, turns=tuple(replace(turn, id='"><b>' + turn.id) for turn in meeting.turns))
    assert list(transcript.anchors(odd).values()) == ["turn-1", "turn-2", "turn-3"]


@pytest.mark.parametrize(("between", "shown"), [("\n\t", "\n"), ("\n12     ", "\n12 ")])
def test_a_continuation_is_a_new_line_with_the_number_that_was_printed(meeting, between, shown):
    raw = f"Jo,{between}tack."
    mark = Mark(kind="line_break", start=3, stop=3 + len(between))
    turn = replace(meeting.turns[1], raw=raw, text="Jo, tack.", marks=(mark,), pieces=())
    line = transcript.lines(replace(meeting, turns=(turn,)), (), (), "sv")[0]
    assert looks(line.raw) == [("Jo,", ""), (shown, "sign break"), ("tack.", "")]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("ja\u202enej", "ja[U+202E]nej"),
        ("\u2067ja\u2069", "[U+2067]ja[U+2069]"),
        ("\x15100_200\x15", "␕100_200␕"),
        ("a\x00b\x7f", "a␀b␡"),
        ("°tyst° ↑ja:: (.)", "°tyst° ↑ja:: (.)"),
        ("کیا حال ہے", "کیا حال ہے"),
    ],
)
def test_signs_that_cannot_be_seen_are_spelt_out_and_others_are_left_alone(written, shown):
    assert transcript.shown(written) == shown


spans = st.lists(
    st.tuples(st.integers(-3, 30), st.integers(-3, 30), st.sampled_from(["a", "b", "c"])), max_size=6
)


@given(st.text(alphabet="ab (.)", max_size=25), spans)
def test_no_word_is_lost_or_doubled_however_looks_overlap(text, looks_wanted):
    assert "".join(piece.text for piece in transcript.pieces(text, looks_wanted)) == text
