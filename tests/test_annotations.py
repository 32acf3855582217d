"""Annotations travel as tables, and come back as they went."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro import annotations as tables
from vuoro.model import Annotation, Encounter, Participant, Sequence, Turn

VISIT = Encounter(
    id="visit",
    language="en",
    participants=(Participant(id="D", role="professional"), Participant(id="=P", role="client")),
    turns=(
        Turn(id="1", speaker="D", raw="So you waited?", text="So you waited?"),
        Turn(id="2", speaker="=P", raw="=HYPERLINK(1)", text="=HYPERLINK(1)"),
    ),
)
GUESS = Annotation(
    encounter="visit", turn="1", code="confirm_question", coder="detector:rules", start=0, stop=14,
    status="suggested", score=0.75, cue="en.confirm_question: ^ so {you}", evidence=(0, 6),
    attributes={"basis": "client_talk"}, codebook="participation@0.1",
)  # fmt: skip
FORMULA = Annotation(
    encounter="visit", turn="2", code="express_view", coder="gold", start=0, stop=13, evidence=(0, 13)
)


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "annotations.csv"
    rows = tables.annotation_rows([GUESS, FORMULA], [VISIT])
    tables.write_csv(tables.frame(rows, tables.ANNOTATION_COLUMNS), path)
    return path


def test_what_is_written_is_read_back(written):
    assert tables.read_annotations(written, [VISIT]) == [GUESS, FORMULA]


def test_the_table_says_who_spoke_and_which_words_were_the_evidence(written):
    first = next(csv.DictReader(written.open(encoding="utf-8")))
    assert (first["speaker"], first["role"], first["evidence"]) == ("D", "professional", "So you")


def test_no_cell_is_a_formula(written):
    cells = [cell for row in csv.reader(written.open(encoding="utf-8")) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


@given(st.text(st.sampled_from("'=+-@\t\r1a.e"), max_size=5))
def test_every_cell_comes_back_from_being_made_harmless(cell):
    assert tables.verbatim(tables.inert(cell)) == cell


def test_sequences_are_read_back(tmp_path):
    doubt = Sequence(
        encounter="visit", type="S5", first_turn="1", last_turn="2", outcome="bypassed", coder="gold", gap=0.7
    )
    path = tmp_path / "sequences.csv"
    tables.write_csv(tables.frame(tables.sequence_rows([doubt]), tables.SEQUENCE_COLUMNS), path)
    assert tables.read_sequences(path) == [doubt]


def test_a_judgement_without_a_span_is_about_the_whole_turn(tmp_path):
    path = tmp_path / "short.csv"
    path.write_text("encounter,turn,code,coder\nvisit,1,ask_info,aino\n", encoding="utf-8")
    (judgement,) = tables.read_annotations(path, [VISIT])
    assert (judgement.start, judgement.stop, judgement.status) == (0, 14, "confirmed")


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        (
            "encounter,turn,code\nvisit,1,ask_info\n",
            "bad.csv, line 1: no column coder; there are encounter, turn, code",
        ),
        (
            "encounter,turn,code,coder\nvisit,9,ask_info,a\n",
            "bad.csv, line 2: encounter 'visit' has no turn '9'; was the transcript changed since? "
            "`vuoro import` into a project finds places again and tells what moved",
        ),
        (
            "encounter,turn,code,coder,start,stop\nvisit,1,ask_info,a,0,99\n",
            "bad.csv, line 2: span 0–99 is outside turn '1' of 14 characters; was the transcript changed since? "
            "`vuoro import` into a project finds places again and tells what moved",
        ),
        (
            "encounter,turn,code,coder,start\nvisit,1,ask_info,a,one\n",
            "bad.csv, line 2: start is 'one', not a whole number",
        ),
        (
            "encounter,turn,code,coder,start\nvisit,1,ask_info,a,inf\n",
            "bad.csv, line 2: start is 'inf', not a whole number",
        ),
        (
            "encounter,turn,code,coder,score\nvisit,1,ask_info,a,high\n",
            "bad.csv, line 2: score is 'high', not a number",
        ),
        (
            "encounter,turn,code,coder,attributes\nvisit,1,ask_info,a,[1]\n",
            "bad.csv, line 2: attributes are not a JSON object: '[1]'",
        ),
        (
            "encounter,turn,code,coder,status\nvisit,1,ask_info,a,sure\n",
            "bad.csv, line 2: status 'sure' is none of suggested, confirmed, adjudicated, rejected",
        ),
    ],
)
def test_a_bad_table_is_told_with_file_and_line(tmp_path, table, complaint):
    path = tmp_path / "bad.csv"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(tables.BadAnnotations) as told:
        tables.read_annotations(path, [VISIT])
    assert str(told.value) == complaint
