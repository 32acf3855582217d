"""Exports of any tool become one long table; what could not be read is told with row and column."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro import surveys
from vuoro.formats import Unreadable
from vuoro.surveys import BadForm
from vuoro.surveys.scales import ANSWERS

ASKED = "What I said affected what was decided."
TABLE = f"Meeting code;Name;{ASKED}\nA1;Aino;Agree\nA2;Bo;Strongly disagree\n"


def said(answers):
    return answers.frame[["encounter", "respondent", "side", "item", "value", "answer"]].values.tolist()


READ = [
    ["A1", "form.csv:2", "client", "influence", 4.0, "given"],
    ["A2", "form.csv:3", "client", "influence", 1.0, "given"],
]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_delimiters_marks_and_newlines_do_not_matter(export, form, mark, delimiter, newline):
    path = export(mark + TABLE.replace(";", delimiter).replace("\n", newline))
    assert said(surveys.read(path, form())) == READ


def test_a_workbook_is_read_as_a_table_is(export, form):
    rows = [line.split(";") for line in TABLE.splitlines()]
    answers = surveys.read(export(rows, "form.xlsx"), form())
    assert [row[4:] for row in said(answers)] == [row[4:] for row in READ]
    assert answers.frame["line"].tolist() == [2, 3]


def test_questions_with_commas_in_them_do_not_part_cells(export, form):
    asked = "Did it, on the whole, and all in all, affect, in any way, what was decided?"
    path = export(f"Meeting code;{asked}\nA1;Agree\nA2;Strongly disagree\n")
    assert said(surveys.read(path, form(question=[{"column": asked, "item": "influence"}]))) == READ


def test_what_no_line_of_the_mapping_names_is_never_read(export, form):
    answers = surveys.read(export(TABLE), form())
    assert answers.unused == ("Name",)
    assert not answers.frame.astype(str).isin(["Aino", "Bo"]).any(axis=None)


def test_a_cell_that_is_no_answer_is_unread_and_told_with_row_and_column(export, form):
    answers = surveys.read(export(TABLE.replace("Agree", "splendid")), form())
    assert answers.frame["answer"].tolist() == ["unread", "given"]
    assert answers.frame["raw"].tolist() == ["splendid", "Strongly disagree"]
    (problem,) = answers.problems
    assert (problem.file, problem.line, problem.text, problem.rule) == (
        "form.csv",
        2,
        "splendid",
        "unread-cell",
    )
    assert problem.message.startswith(f"column {ASKED!r}: not an answer on the scale 'agree5'")


def test_rows_and_columns_tell_the_side_where_the_form_asks_each_in_its_own(export, form):
    path = export("Code;Who;Was I heard?;Was the client heard?\nA1;Asiakas;Agree;\nA1;Työntekijä;;Disagree\n")
    both = form(
        encounter="Code",
        side={"column": "Who", "client": ["asiakas"], "staff": ["työntekijä"]},
        question=[
            {"column": "Was I heard?", "item": "heard", "side": "client"},
            {"column": "Was the client heard?", "item": "heard", "side": "staff"},
        ],
    )
    assert said(surveys.read(path, both)) == [
        ["A1", "form.csv:2", "client", "heard", 4.0, "given"],
        ["A1", "form.csv:3", "staff", "heard", 2.0, "given"],
    ]


def test_one_row_may_hold_both_sides(export, form):
    path = export("Code,C,S\nA1,Agree,Disagree\n")
    both = form(encounter="Code", side="", question=[
        {"column": "C", "item": "heard", "side": "client"}, {"column": "S", "item": "heard", "side": "staff"}])  # fmt: skip
    assert [(row[2], row[4]) for row in said(surveys.read(path, both))] == [("client", 4), ("staff", 2)]


@pytest.mark.parametrize(
    ("row", "message"),
    [(";Client;Agree", "no encounter is named"), ("A1;Cleaner;Agree", "neither client nor staff")],
)
def test_a_row_of_which_nobody_knows_whose_it_is_is_not_read(export, form, row, message):
    path = export(f"Meeting code;Who;{ASKED}\n{row}\nA2;Client;Agree\n")
    answers = surveys.read(path, form(side={"column": "Who", "client": ["Client"]}))
    assert answers.frame["encounter"].tolist() == ["A2"]
    assert [problem.line for problem in answers.problems if message in problem.message] == [2]


def test_a_row_with_cells_to_spare_may_have_shifted_and_is_not_read(export, form):
    answers = surveys.read(export(TABLE + "A3;Cai;Agree;and more\n"), form())
    assert said(answers) == READ
    assert [(problem.rule, problem.line) for problem in answers.problems] == [("ragged-row", 4)]


def test_codes_of_the_form_become_ids_and_strangers_are_told(export, form):
    path = export(TABLE)
    answers = surveys.read(path, form(encounters={"a1": "visit"}), encounters=["visit"])
    assert answers.frame["encounter"].tolist() == ["visit", "A2"]
    assert [(problem.rule, problem.text) for problem in answers.problems] == [("unknown-encounter", "A2")]


def test_who_answers_twice_is_told_and_both_answers_stay(export, form):
    text = f"Meeting code;Id;{ASKED}\nA1;p;Agree\nA1;p;Disagree\n"
    answers = surveys.read(export(text), form(respondent="Id"))
    assert answers.frame["value"].tolist() == [4, 2]
    assert [(problem.rule, problem.line) for problem in answers.problems] == [("double-answer", 3)]


def test_two_columns_of_one_heading_are_told_apart_by_number(export, form):
    path = export("Meeting code;Q;Q\nA1;Agree;Disagree\n")
    with pytest.raises(BadForm, match="2 columns are called 'Q'; say which: 2 or 3"):
        surveys.read(path, form(question=[{"column": "Q", "item": "heard"}]))
    assert surveys.read(path, form(question=[{"column": 3, "item": "heard"}])).frame["value"].tolist() == [2]


def test_a_column_that_is_not_there_is_refused_with_those_that_are(export, form):
    with pytest.raises(BadForm, match=r"no column 'Code'. There are \['Meeting code', 'Name'"):
        surveys.read(export(TABLE), form(encounter="Code"))


LOOKS = {
    "a spreadsheet's form": 'Timestamp,Meeting code,"What I said\naffected what was decided."\n'
    "2026/03/02,A1,Agree\n2026/03/03,A2,Strongly disagree\n",
    "an office suite's form": '"ID";"Start time";"Email";"Meeting code";"What I said affected\u00a0what was decided."\n'
    '"1";"2.3.2026 10:15";"anonymous";"A1";"Agree"\n"2";"3.3.2026 9:05";"anonymous";"A2";"Strongly disagree"\n',
    "a survey house's": "Vastausaika\tMeeting code\tWhat I said affected what was decided.\n"
    "2.3.2026\tA1\tJokseenkin samaa mieltä\n3.3.2026\tA2\tTäysin eri mieltä\n",
    "a trial database's": 'record_id,Meeting code,what i said affected what was decided\n1,A1,"4, Agree"\n2,A2,"1, Strongly disagree"\n',
}


@pytest.mark.parametrize("look", LOOKS)
def test_exports_of_several_tools_say_the_same(export, form, look):
    assert [row[4:] for row in said(surveys.read(export(LOOKS[look]), form()))] == [row[4:] for row in READ]


def test_headings_may_stand_in_a_later_row(export, form):
    assert said(surveys.read(export("Report of today;;\n" + TABLE), form(header=2)))[0][4] == 4


def test_a_file_without_answers_is_unreadable(export, form):
    with pytest.raises(Unreadable, match="no answer under the headings"):
        surveys.read(export(f"Meeting code;{ASKED}\n"), form())


def test_answers_of_several_files_are_read_together(export, form):
    staff = form(side="staff")
    both = surveys.together(
        surveys.read(export(TABLE), form()), surveys.read(export(TABLE, "staff.csv"), staff)
    )
    assert both.frame.groupby("side")["value"].sum().to_dict() == {"client": 5, "staff": 5}


CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs", "Cc"]), max_size=12
)


@given(
    cells=st.lists(
        st.one_of(CELLS, st.sampled_from(["Agree", "3", "Vet inte", "5 - Strongly agree", ""])),
        min_size=1,
        max_size=8,
    )
)
def test_no_cell_is_lost_and_each_unread_one_is_told(tmp_path_factory, cells):
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([["Code", "Q", "end"], *(["A1", cell, "."] for cell in cells)])
    path = tmp_path_factory.mktemp("form") / "form.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    form = surveys.form_of({"encounter": "Code", "side": "client", "delimiter": ";",
                            "question": [{"column": "Q", "item": "heard"}]})  # fmt: skip
    answers = surveys.read(path, form)
    assert len(answers.frame) == len(cells)
    assert set(answers.frame["answer"]) <= set(ANSWERS)
    told = [problem for problem in answers.problems if problem.rule == "unread-cell"]
    assert len(told) == (answers.frame["answer"] == "unread").sum()
    assert (answers.frame["value"].notna() == (answers.frame["answer"] == "given")).all()
