"""Plain-text transcripts: labels, line numbers, continuations, and silences on lines of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro import formats
from vuoro.formats.files import File, Options, Unreadable
from vuoro.formats.jefferson import read_jefferson

VISIT = """\
# language: sv
# roles: L = professional, P = client
Besök 3, band 2

 1  L:  hur har de (.) vari se:n
 2      sist.
 3      (0.8)
 4  P:  nå: (.) [de e väl bättre]
 5→ L:       [mm]
 6  P:  jo:
"""


def read(text: str, **options):
    file = File(name="visit.txt", path=Path("visit.txt"), text=text, sha256="0" * 64)
    return read_jefferson(file, Options(**options))[0]


@pytest.fixture
def visit():
    return read(VISIT)


def test_a_turn_goes_on_over_the_lines_without_a_label(visit):
    first = visit.turns[0]
    assert first.raw == "hur har de (.) vari se:n\n 2      sist.\n 3      (0.8)"
    assert first.text == "hur har de vari sen sist"


def test_a_silence_on_a_line_of_its_own_is_not_lost(visit):
    assert [mark.value for mark in visit.turns[0].marks if mark.kind == "pause"] == [0.8]


def test_turns_are_called_by_their_printed_line_numbers(visit):
    assert [turn.id for turn in visit] == ["1", "4", "5", "6"]
    assert [turn.line for turn in visit] == [5, 8, 9, 10]


def test_the_file_says_who_is_who_and_in_which_language(visit):
    assert visit.language == "sv"
    assert visit.roles() == {"L": "professional", "P": "client"}
    assert visit.meta["header"] == "Besök 3, band 2"


def test_every_raw_is_a_piece_of_the_file(visit):
    assert all(turn.raw in VISIT for turn in visit)
    assert (len(visit.turns), visit.unread()) == (4, ())


def test_a_lengthened_word_is_not_a_speaker():
    talk = read("A:  no mut\n    niin: (.) joo\nB:  joo: aivan\n")
    assert [(turn.speaker, turn.text) for turn in talk] == [("A", "no mut niin joo"), ("B", "joo aivan")]


def test_without_capitals_labels_are_what_comes_back():
    talk = read("anna: hej hej\nbo: hej\nanna: jo:\nbo: nå: (.) jaa\n")
    assert [turn.speaker for turn in talk] == ["anna", "bo", "anna", "bo"]


def test_windows_line_ends_change_nothing_but_themselves(visit):
    windows = read(VISIT.replace("\n", "\r\n"))
    assert [turn.text for turn in windows] == [turn.text for turn in visit]
    assert all(turn.raw in VISIT.replace("\n", "\r\n") for turn in windows)


def test_an_unlabelled_line_after_a_blank_one_is_told():
    talk = read("A: hei\n\nkatso liite 2\nB: hei\n")
    assert [(problem.line, problem.text, problem.rule) for problem in talk.problems] == [
        (3, "katso liite 2", "unread-line")
    ]
    assert [turn.raw for turn in talk] == ["hei", "hei"]


def test_a_slip_of_the_label_is_told_and_kept():
    talk = read("# roles: A = client, V = professional\nA: joo\nW: niin\n")
    assert [turn.speaker for turn in talk] == ["A", "W"]
    assert [(problem.rule, problem.turn) for problem in talk.problems] == [("undeclared-speaker", "t0002")]


def test_ids_are_counted_where_line_numbers_are_missing_or_double():
    assert [turn.id for turn in read("1 A: a\n1 B: b\n")] == ["t0001", "t0002"]


def test_text_without_speakers_is_refused_with_a_reason():
    with pytest.raises(Unreadable, match=r"visit.txt, line 1: no line begins with a speaker's label"):
        read("Once upon a time\nthere was no speaker.\n")


def test_our_finnish_encounter_reads_without_a_problem(corpora):
    talk = formats.read(corpora / "g5_employment_interview" / "g5_employment_interview.txt")
    assert (talk.language, talk.problems, talk.turns[0].id) == ("fi", (), "1")


def test_a_silence_between_paragraphs_stays_with_the_turn_above():
    talk = read("A: nå:\n\n(1.2)\n\nB: jo\n")
    assert [(turn.raw, turn.text) for turn in talk] == [("nå:\n\n(1.2)", "nå"), ("jo", "jo")]
    assert [mark.value for mark in talk.turns[0].marks if mark.kind == "pause"] == [1.2]


@pytest.mark.parametrize("line", ["→ 5 L: mm", "5 → L: mm", "5 --> L: mm", "5→ L: mm"])
def test_an_arrow_in_the_margin_is_a_mark_before_the_talk(line):
    (turn,) = read(line).turns
    assert (turn.id, turn.speaker, turn.raw) == ("5", "L", "mm")
    assert [(mark.kind, mark.start, mark.stop) for mark in turn.marks] == [("highlight", 0, 0)]


def test_glosses_translations_and_phases_are_kept_beside_the_talk():
    talk = read("1 A: no mä\n%gloss: well I\n2    oon\n%gloss: am\n# phase: decision\n3 B: joo\n")
    assert [(turn.id, turn.text) for turn in talk] == [("1", "no mä oon"), ("3", "joo")]
    assert talk.turns[0].tiers == {"%gloss": "well I\nam", "#phase": "decision"}


def test_a_paragraph_of_keys_before_the_talk_is_no_talk():
    talk = read("Date: 2.3.2020\nPlace: Vasa\n\nA: hej\nB: hej\nA: nå\n")
    assert [turn.speaker for turn in talk] == ["A", "B", "A"]
    assert talk.meta == {"date": "2.3.2020", "place": "Vasa"}


def test_talk_that_may_be_a_speaker_is_told():
    talk = read("Anna: hej\nbo: hej hej\nAnna: nå\n")
    assert [(turn.speaker, turn.text) for turn in talk] == [("Anna", "hej bo: hej hej"), ("Anna", "nå")]
    assert [(problem.line, problem.rule) for problem in talk.problems] == [(2, "doubtful-label")]


@given(
    st.lists(
        st.tuples(st.sampled_from("AB"), st.text("abcåäö [](.):=-0123456789°\n\t", max_size=60)), min_size=1
    )
)
def test_no_talk_is_lost_whatever_stands_in_it(talk):
    text = "".join(f"{who}: {said}\n" for who, said in talk)
    encounter = read(text)
    kept = "".join(turn.raw for turn in encounter) + "".join(problem.text for problem in encounter.unread())
    assert all(turn.raw in text for turn in encounter)
    assert sorted(c for c in kept if c in "abcåäö") == sorted(
        c for _, said in talk for c in said if c in "abcåäö"
    )
