"""A reference coding finds its turns, through whatever a spreadsheet has done to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.annotations import BadAnnotations
from vuoro.evaluation import matched
from vuoro.evaluation.matching import key
from vuoro.model import Encounter, Turn


def visit(id="7", turns=("1", "2", "10")):
    return Encounter(
        id=id, turns=tuple(Turn(id=t, speaker="D", raw="Ja visst.", text="Ja visst.") for t in turns)
    )


@pytest.fixture
def table(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "gold.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def places(found):
    return [(one.encounter, one.turn, one.code) for one in found.annotations]


@pytest.mark.parametrize(
    "text",
    [
        "encounter,turn,code,coder\n7,2,accept,aino\n7,10,propose,aino\n",
        "encounter;turn;code;coder\r\n7;2;accept;aino\r\n7;10;propose;aino\r\n",
        "encounter\tturn\tcode\tcoder\n7\t2\taccept\taino\n7\t10\tpropose\taino\n",
        '"encounter","turn","code","coder"\n"7","2","accept","aino"\n"7","10","propose","aino"\n',
        'encounter,turn,code,coder\n"=""7""","=""2""",accept,aino\n7.0,10.0,propose,aino\n',
        "coder,code,turn,encounter,start,stop,extra\naino,accept,02,007,,,\naino,propose, 10 ,7 ,,,x\n",
    ],
    ids=[
        "commas",
        "semicolons",
        "tabs",
        "quoted",
        "numbers as formulas and decimals",
        "zeros, spaces, any order",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_table_is_matched_however_it_was_saved(table, text, encoding):
    found = matched([table(text, encoding)], [visit()])
    assert places(found) == [("7", "2", "accept"), ("7", "10", "propose")]
    assert found.problems == ()


def test_turns_that_the_transcript_lacks_are_told_with_their_line(table):
    found = matched([table("encounter,turn,code\n7,2,accept\n7,99,reject\n")], [visit()])
    (problem,) = found.lost
    assert (problem.file, problem.line, problem.rule) == ("gold.csv", 3, "no-such-turn")
    assert problem.message == "encounter '7' has no turn '99'; 'reject' was left out."
    assert places(found) == [("7", "2", "accept")]


def test_encounters_that_were_not_read_are_counted(table):
    found = matched([table("encounter,turn,code\n7,2,accept\n8,1,reject\n8,2,reject\n")], [visit()])
    assert (dict(found.elsewhere), found.coded, found.problems) == ({"8": 2}, ("7",), ())


def test_a_span_of_another_state_of_the_transcript_becomes_the_whole_turn(table):
    found = matched([table("encounter,turn,code,start,stop\n7,2,accept,3,400\n")], [visit()])
    assert [(one.start, one.stop) for one in found.annotations] == [(0, 9)]
    assert [problem.rule for problem in found.problems] == ["span-outside"]
    assert found.lost == ()


def test_a_row_without_a_code_says_that_the_encounter_was_coded(table):
    found = matched([table("encounter,turn,code\n7,2,\n")], [visit()])
    assert (places(found), found.coded) == ([], ("7",))


def test_ids_that_only_differ_in_their_zeros_must_be_written_as_they_are(table):
    found = matched([table("encounter,turn,code\n7,01,accept\n7,1.0,reject\n")], [visit(turns=("1", "01"))])
    assert places(found) == [("7", "01", "accept")]
    assert [problem.text for problem in found.lost] == ["1.0"]


def test_a_missing_column_is_named(table):
    with pytest.raises(BadAnnotations, match="no column turn; there are encounter, code"):
        matched([table("encounter,code\n7,accept\n")], [visit()])


@given(st.integers(0, 10**6), st.integers(0, 5))
def test_every_spelling_of_a_number_is_one_id(number, zeros):
    spelled = {str(number), f"{number}.0", f"{'0' * zeros}{number}", f'="{number}"', f" {number} "}
    assert {key(one) for one in spelled} == {str(number)}
