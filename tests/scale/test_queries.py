"""Questions to results: the ready ones, one's own, and what no question may do."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from vuoro import annotations, chain, scale
from vuoro.estimates.people import FEWEST_PROFESSIONALS, ListsProfessionals, ProfessionalsUnknown
from vuoro.scale import facts, queries, questions, results

pytest.importorskip("duckdb", reason="install with `pip install 'vuoro[scale]'`")

TALK = """encounter,turn,speaker,role,text
{id},1,Dora,professional,What would you like us to talk about today?
{id},2,Pia,client,I'd like to move the meetings to the mornings.
{id},3,Dora,professional,And how are you sleeping?
{id},4,Pia,client,Not too well.
{id},5,Dora,professional,How about we try some physiotherapy?
{id},6,Pia,client,"Yes, let's do that, I'll ring them tomorrow."
"""
CODED = """encounter,turn,code,coder,attributes
{id},1,invite_open,aino,
{id},2,propose,aino,
{id},3,ask_info,aino,
{id},5,propose,aino,
{id},6,accept,aino,
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> Path:
    """Two encounters that one person has coded: in each a proposal of the client's is passed over."""
    folder = tmp_path_factory.mktemp("results")
    for id in ("east1", "west1"):
        (folder / "in" / id).mkdir(parents=True)
        (folder / "in" / id / f"{id}.csv").write_text(TALK.format(id=id), encoding="utf-8")
        about = f'organisation = "{id[:4].title()}"\nyear = 202{len(id)}\n'
        (folder / "in" / id / "corpus.toml").write_text(about, encoding="utf-8")
    codings = CODED.format(id="east1") + CODED.format(id="west1").partition("\n")[2]
    (folder / "codings.csv").write_text(codings, encoding="utf-8")
    choices = chain.Choices(annotations=(str(folder / "codings.csv"),), coders=("rules",), figures=False)
    chain.run([folder / "in"], folder / "out", choices)
    return folder / "out"


@pytest.fixture(scope="module")
def partitioned(ran) -> Path:
    """The same results in parts, a batch an encounter."""
    choices = chain.Choices(annotations=(str(ran.with_name("codings.csv")),), coders=("rules",))
    report = scale.run([ran.with_name("in")], ran.with_name("parts"), choices, engine="one", batch=1)
    assert report.batches == 2
    return ran.with_name("parts")


@pytest.fixture
def about(tmp_path) -> Path:
    path = tmp_path / "about.csv"
    path.write_text("encounter,professional\neast1,p1\nwest1,p1\n", encoding="utf-8")
    return path


def test_ignored_proposals_are_found_with_their_words_and_nothing_of_the_machines(ran):
    found = queries.query(ran, "ignored-proposals")
    told = found[["encounter", "files", "turn", "coder", "organisation"]].to_dict("records")
    assert told == [
        {
            "encounter": "east1",
            "files": "east1.csv",
            "turn": "2",
            "coder": "aino",
            "organisation": "(withheld)",
        },
        {
            "encounter": "west1",
            "files": "west1.csv",
            "turn": "2",
            "coder": "aino",
            "organisation": "(withheld)",
        },
    ]


@pytest.mark.parametrize("name", questions.questions())
def test_a_question_has_the_same_answer_on_parts_as_on_a_plain_run(name, ran, partitioned, about):
    plain, parts = (queries.query(folder, name, about=about) for folder in (ran, partitioned))
    pd.testing.assert_frame_equal(plain, parts)
    assert list(plain.columns), name


def test_counts_are_of_the_coders_that_were_counted(ran, about):
    found = queries.query(ran, "moves", about=about).set_index(["code", "role"])["moves"].to_dict()
    assert found == {
        ("accept", "client"): 2, ("ask_info", "professional"): 2, ("invite_open", "professional"): 2,
        ("propose", "client"): 2, ("propose", "professional"): 2,
    }  # fmt: skip


def test_a_setting_changes_the_question_and_a_limit_the_number_of_rows(ran):
    everything = queries.query(ran, "uncertain")
    some = queries.query(ran, "uncertain", settings={"code": "propose"}, limit=1)
    assert set(everything["code"]) > {"propose"}
    assert some["code"].tolist() == ["propose"]


def test_a_slip_in_a_name_or_a_setting_is_told_with_the_nearest(ran):
    with pytest.raises(
        questions.NoSuchQuestion, match=r"no question 'ignored'. Did you mean 'ignored-proposals'"
    ):
        queries.query(ran, "ignored")
    with pytest.raises(questions.NoSuchQuestion, match=r"no setting 'codes'. Did you mean 'code'"):
        queries.query(ran, "uncertain", settings={"codes": "propose"})
    with pytest.raises(questions.NoSuchQuestion, match=r"below of 'uncertain' is a number; 'much' is none"):
        queries.query(ran, "uncertain", settings={"below": "much"})
    with pytest.raises(questions.NoSuchQuestion, match=r"question 'moves' has no setting 'x'. It has none"):
        queries.query(ran, "moves", settings={"x": "1"})


def test_questions_stand_in_three_languages():
    for one in questions.questions().values():
        for told in (one.title, one.about, one.caveat):
            assert set(told) == {"sv", "fi", "en"}
            assert all(told.values())


def test_own_sql_sees_the_tables_and_what_lies_between(ran):
    found = queries.query(ran, sql="select count(*) as n, sum(turns)::int as turns from encounters; -- all")
    assert found.to_dict("records") == [{"n": 2, "turns": 12}]
    counted = queries.query(ran, sql="from links select distinct coder")
    assert counted["coder"].tolist() == ["aino"]
    assert queries.query(ran, sql="from moves", limit=3).shape[0] == 3


@pytest.mark.parametrize(
    "sql",
    [
        "copy encounters to '/tmp/stolen.csv'",
        "copy (select 1) to '{folder}/measures.csv'",
        "from read_csv('/etc/passwd')",
        "from read_text('/etc/passwd')",
        "from '/etc/passwd'",
        "from glob('/*')",
        "from read_parquet('{folder}/measures.parquet')",
        "from read_csv('https://example.org/x.csv')",
        "install httpfs",
        "load httpfs",
        "attach '/tmp/other.db'",
        "set enable_external_access = true",
        "reset lock_configuration",
        "pragma enable_profiling",
        "export database '/tmp/stolen'",
        "create table mine as from encounters",
        "insert into about select * from about",
        "drop view links",
        "from query('copy encounters to ''/tmp/stolen.csv''')",
        "from secret_in_python",
        "select 1; select 2",
        "",
        " ",
    ],
)
def test_a_query_reads_nothing_else_and_changes_nothing(sql, ran):
    secret_in_python = pd.DataFrame({"key": ["value"]})
    before = {path: path.read_bytes() for path in ran.rglob("*") if path.is_file()}
    with pytest.raises(queries.BadQuery):
        queries.query(ran, sql=sql.format(folder=ran))
    assert {path: path.read_bytes() for path in ran.rglob("*") if path.is_file()} == before
    assert len(secret_in_python) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "select speaker, count(*) from annotations group by speaker",
        "select professional, avg(value) from measures join about using (encounter) group by 1 order by 2",
        "select organisation from encounters",
    ],
)
def test_nobody_is_listed_or_ranked(sql, ran, about):
    with pytest.raises((ListsProfessionals, queries.BadQuery)):
        queries.query(ran, sql=sql, about=about)


def test_sums_over_encounters_need_to_know_whose_they_are(ran, tmp_path):
    with pytest.raises(ProfessionalsUnknown, match="it is not known whose encounters 2 of 2 are"):
        queries.query(ran, "uptake")
    few = tmp_path / "few.csv"
    few.write_text("encounter,professional\neast1,p1\nwest1,p2\n", encoding="utf-8")
    with pytest.raises(ProfessionalsUnknown, match="they are of 2 professionals, and a sum takes 5"):
        queries.query(ran, "uptake", about=few)


def test_one_professionals_own_encounters_are_theirs_to_ask_about(ran, about):
    found = queries.query(ran, "encounters-by-year", about=about)
    assert found.to_dict("records") == [
        {"organisation": "East", "year": "2025", "encounters": 1, "turns": 6, "with_problems": 0},
        {"organisation": "West", "year": "2025", "encounters": 1, "turns": 6, "with_problems": 0},
    ]


def _read(count: int, invented: bool = False) -> pd.DataFrame:
    return pd.DataFrame({"encounter": [f"e{n}" for n in range(count)], "invented": invented})


def test_a_group_is_named_where_enough_professionals_are_known_to_stand_behind_it(tmp_path):
    enough = FEWEST_PROFESSIONALS
    rows = [f"e{n},East,p{n},N{n}" for n in range(enough)] + [
        f"e{enough},West,p9,N9",
        f"e{enough + 1},,p9,N9",
    ]
    path = tmp_path / "about.csv"
    path.write_text("\n".join(["encounter,organisation,professional,ward", *rows]) + "\n", encoding="utf-8")
    known = facts.facts(_read(enough + 2), path)
    assert known.withheld == ""
    assert known.table["organisation"].tolist() == ["East"] * enough + ["(withheld)", ""]
    assert set(known.table["ward"]) == {"(withheld)"}
    assert "professional" not in known.table


def test_a_table_says_more_than_the_transcripts_and_goes_before_them(tmp_path):
    path = tmp_path / "about.csv"
    path.write_text("encounter;year;ward\ne1;2024; B \nother;1999;C\n", encoding="utf-8")
    read = _read(2, invented=True).assign(year=["2020", "2021"], organisation="East")
    assert facts.facts(read, path).table.to_dict("list") == {
        "encounter": ["e0", "e1"], "setting": ["", ""], "organisation": ["East", "East"],
        "year": ["2020", "2024"], "ward": ["", "B"],
    }  # fmt: skip


def test_an_encounter_told_of_twice_is_an_error(tmp_path):
    path = tmp_path / "about.csv"
    path.write_text("encounter,year\ne0,2024\ne0,2025\n", encoding="utf-8")
    with pytest.raises(facts.BadFacts, match="encounter 'e0' has 2 rows; keep one"):
        facts.facts(_read(1), path)


def test_a_folder_without_finished_results_is_told_so(tmp_path, ran):
    with pytest.raises(results.NoResults, match="no run has finished there"):
        queries.query(tmp_path, "moves")
    (tmp_path / "provenance.json").write_text("{}", encoding="utf-8")
    with pytest.raises(results.NoResults, match="not readable"):
        queries.query(tmp_path, "moves")
    (tmp_path / "provenance.json").write_text(json.dumps({"counted_coders": []}), encoding="utf-8")
    with pytest.raises(results.NoResults, match="no table 'encounters'"):
        queries.query(tmp_path, "moves")


def test_a_cell_that_was_defused_is_what_it_was(tmp_path):
    annotations.write_csv(pd.DataFrame({"encounter": ["=1+1"], "turns": [3]}), tmp_path / "encounters.csv")
    assert results.whole(tmp_path, "encounters").to_pylist() == [{"encounter": "=1+1", "turns": 3}]
