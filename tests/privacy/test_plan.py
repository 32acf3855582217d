"""The plan is a table that a human edits in a spreadsheet, and that is carried out as it was left."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.model import Encounter, Turn
from vuoro.privacy import (
    BadNames,
    BadPlan,
    Key,
    Known,
    Name,
    Row,
    agreed,
    as_csv,
    plan,
    pseudonymised,
    read_names,
    read_plan,
)

VISIT = Encounter(
    id="visit",
    language="en",
    turns=(
        Turn(id="t1", speaker="A", raw="I met Margaret in London.", text="I met Margaret in London.", line=4),
        Turn(id="t2", speaker="B", raw="Will Grace come?", text="Will Grace come?", line=5),
    ),
)
ROWS, KEY = plan([VISIT], Key(corpus="visits"))


def test_the_plan_lists_sure_finds_to_be_done_and_others_to_be_decided_on():
    assert [(row.apply, row.line, row.kind, row.found, row.replacement) for row in ROWS] == [
        (True, 4, "name", "Margaret", "Alice"),
        (False, 4, "place", "London", "Nnnnnn"),
        (False, 5, "name", "Will", "Nnnn"),
        (True, 5, "name", "Grace", "Clara"),
    ]
    assert ROWS[0].context == "I met Margaret in London."


@pytest.mark.parametrize(("pseudonym", "told"), [("Kivelä", "Kivelässä"), ("", "Nnnnnnnnnnn")])
def test_a_place_has_the_pseudonym_that_its_list_gives_it_and_no_other(pseudonym, told):
    raw = "asun Hiekkalassa"
    visit = Encounter(id="v", language="fi", turns=(Turn(id="t1", speaker="A", raw=raw, text=raw),))
    village = Name(name="Hiekkala", kind="place", pseudonym=pseudonym)
    rows, _ = plan([visit], Key(corpus="visits"), Known(names=(village,)))
    assert [(row.found, row.replacement, row.apply) for row in rows] == [("Hiekkalassa", told, True)]


def test_a_plan_comes_back_from_the_table_as_it_was_written(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text(as_csv(ROWS), encoding="utf-8-sig", newline="")
    assert read_plan(path) == ROWS


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r'"), min_size=1, max_size=20))
def test_no_cell_of_a_plan_is_a_formula_and_none_is_changed(tmp_path_factory, written):
    path = tmp_path_factory.mktemp("plan") / "plan.csv"
    row = replace(ROWS[0], found=written, context="=cmd()|'/c calc'!A1", replacement="@SUM(1)")
    path.write_text(as_csv([row]), encoding="utf-8-sig", newline="")
    assert "'=cmd()" in path.read_text("utf-8")
    assert "'@SUM(1)" in path.read_text("utf-8")
    assert read_plan(path) == (row,)


def test_only_rows_that_are_left_and_say_yes_are_carried_out():
    edited = [replace(ROWS[0], apply=False), replace(ROWS[1], apply=True, replacement="[the capital]")]
    assert [turn.raw for turn in pseudonymised(VISIT, edited)] == [
        "I met Margaret in [the capital].",
        "Will Grace come?",
    ]


def test_the_key_follows_what_the_human_decided():
    rows = [replace(ROWS[3], replacement="Hope")]
    assert agreed(KEY, Key(corpus="visits"), rows).names == (
        Name(name="Grace", kind="woman", pseudonym="Hope", word=True),
    )


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("apply,encounter", "do,encounter", "line 1: no column 'apply'"),
        ("yes,visit", "maybe,visit", "column apply: 'maybe' is neither yes nor no"),
        (",6,14", ",six,14", "column start: 'six' is no number"),
        (",6,14", ",6,inf", "column stop: 'inf' is no number"),
        ("name,Margaret,", "name,,", "line 2, column found: it is empty"),
    ],
)
def test_a_damaged_plan_says_what_is_wrong_where(tmp_path, was, becomes, told):
    path = tmp_path / "plan.csv"
    path.write_text(as_csv(ROWS).replace(was, becomes, 1))
    with pytest.raises(BadPlan, match=told):
        read_plan(path)


def test_a_spreadsheet_may_have_put_semicolons(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text(as_csv(ROWS[3:]).replace(",", ";"))
    assert read_plan(path) == ROWS[3:]


def test_a_list_of_names_is_one_name_a_line_or_a_table(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("Zubaida\nMarjukka\n")
    assert [(one.name, one.kind) for one in read_names(path)] == [("Zubaida", "given"), ("Marjukka", "woman")]
    path.write_text("name;kind;pseudonym\nZubaida;woman;Samira\n")
    assert read_names(path) == (Name(name="Zubaida", kind="woman", pseudonym="Samira"),)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Zubaida Rahimi", [("Zubaida", "given", ""), ("Rahimi", "surname", "")]),
        ("Marjukka von Essen,woman,Aino Kivi", [("Marjukka", "woman", "Aino"), ("Essen", "surname", "Kivi")]),
        ("zubaida rahimi", [("zubaida", "given", ""), ("rahimi", "surname", "")]),
        ("Sininen Pannu,place", [("Sininen", "place", ""), ("Pannu", "place", "")]),
    ],
)
def test_each_word_of_a_full_name_is_looked_for(tmp_path, line, told):
    path = tmp_path / "names.csv"
    path.write_text(f"name,kind,pseudonym\n{line}\n")
    assert [(one.name, one.kind, one.pseudonym) for one in read_names(path)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no names in it"),
        ("name,kind\nZubaida,person\n", "line 2: 'person' is no kind of name"),
        ("name,kind,pseudonym\nZubaida Rahimi,,Samira\n", "line 2: .* needs a pseudonym of 2 words"),
    ],
)
def test_a_list_that_is_none_says_so(tmp_path, text, told):
    path = tmp_path / "names.csv"
    path.write_text(text)
    with pytest.raises(BadNames, match=told):
        read_names(path)


def test_two_plans_of_the_same_transcripts_are_the_same():
    assert plan([VISIT], Key(corpus="visits")) == (ROWS, KEY)
    assert all(isinstance(row, Row) for row in ROWS)
