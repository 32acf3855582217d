"""Long tables: three files that join, that pandas and pyarrow read, and that we read back."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from vuoro import formats
from vuoro.annotations import ANNOTATION_COLUMNS, SEQUENCE_COLUMNS, read_annotations
from vuoro.formats.tables.longtables import columns, write_csv
from vuoro.formats.tables.parquet import write_parquet
from vuoro.model import Annotation, Encounter, Participant, Sequence, Turn

VISIT = Encounter(
    id="visit",
    language="fi",
    participants=(Participant(id="H", role="professional"), Participant(id="=A", role="client")),
    turns=(
        Turn(id="t1", speaker="H", raw='eli "odotitte",\r\nniin', text='eli "odotitte",\r\nniin', start=0.1, line=3),
        Turn(id="t2", speaker="=A", raw="=HYPERLINK(1)", text="=HYPERLINK(1)", tiers={"%com": "nauraa"}),
        Turn(id="t3", speaker="=A", raw="'-joo", text="'-joo", end=0.30000000000000004),
    ),
    annotations=(
        Annotation(encounter="visit", turn="t1", code="confirm_question", coder="detector:rules", start=0, stop=3,
                   status="suggested", score=0.1 + 0.2, cue="c", evidence=(0, 3), attributes={"basis": "ääni"}),
    ),
    sequences=(
        Sequence(encounter="visit", type="S2", first_turn="t1", last_turn="t2", outcome="confirmed", coder="a",
                 response_turn="t2", gap=-0.25),
    ),
)  # fmt: skip


@pytest.fixture(params=["csv", "parquet"])
def written(request, tmp_path) -> Path:
    formats.write(VISIT, tmp_path / "out", format=request.param)
    return tmp_path / "out"


def tables(folder: Path) -> dict[str, pd.DataFrame]:
    found = [path for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".parquet")]
    read = {".csv": lambda path: pd.read_csv(path, keep_default_na=False), ".parquet": pd.read_parquet}
    return {path.stem: read[path.suffix](path) for path in found}


def test_a_folder_of_tables_comes_back_as_it_was(written):
    (again,) = formats.read_corpus(written)
    assert (again.turns, again.annotations, again.sequences) == (
        VISIT.turns,
        VISIT.annotations,
        VISIT.sequences,
    )
    assert (again.id, again.language, again.participants, again.problems) == (
        "visit", "fi", VISIT.participants, (),
    )  # fmt: skip


def test_the_tables_join(written):
    read = tables(written)
    joined = read["annotations"].merge(read["turns"], on=["encounter", "turn"], suffixes=("", "_of_turn"))
    assert joined[["code", "raw"]].to_numpy().tolist() == [["confirm_question", VISIT.turns[0].raw]]


def test_every_column_is_documented_and_stands_in_its_order(written):
    assert {name: list(table.columns) for name, table in tables(written).items()} == {
        table: list(of) for table, of in columns().items()
    }
    assert list(columns()["annotations"]) == list(ANNOTATION_COLUMNS)
    assert list(columns()["sequences"]) == list(SEQUENCE_COLUMNS)
    readme = (written / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in readme for of in columns().values() for name in of)


def test_annotations_are_read_by_whoever_reads_annotations(tmp_path):
    formats.write(VISIT, tmp_path / "out", format="csv")
    assert read_annotations(tmp_path / "out" / "annotations.csv", [VISIT]) == list(VISIT.annotations)


def test_no_cell_of_a_csv_is_a_formula():
    cells = write_csv([VISIT]).files["turns.csv"].decode().replace("\r\n", ",").split(",")
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.lstrip('"').startswith(("=", "+", "-", "@"))]


def test_columns_of_parquet_have_types_and_a_description():
    schema = pq.read_schema(io.BytesIO(write_parquet([VISIT]).files["turns.parquet"]))
    assert [str(schema.field(name).type) for name in ("turn", "line", "start")] == [
        "string",
        "int64",
        "double",
    ]
    assert schema.field("start").metadata == {b"about": b"beginning of the turn, in seconds"}


def test_the_same_encounters_make_the_same_bytes():
    assert write_csv([VISIT]) == write_csv([VISIT])
    assert write_parquet([VISIT]) == write_parquet([VISIT])


def test_encounters_without_codings_have_empty_tables(tmp_path):
    bare = Encounter(id="bare", language="en", turns=VISIT.turns[:1])
    formats.write([bare], tmp_path / "out", format="parquet")
    assert {name: len(table) for name, table in tables(tmp_path / "out").items()} == {
        "turns": 1, "annotations": 0, "sequences": 0,
    }  # fmt: skip
    (again,) = formats.read_corpus(tmp_path / "out")
    assert again.turns == bare.turns


def test_what_the_tables_cannot_hold_is_told():
    full = Encounter(
        id="visit",
        turns=(Turn(id="t1", speaker="A", raw="hm (.)", text="quite other words"),),
        participants=(Participant(id="A", name="Aino"), Participant(id="B")),
        annotations=(
            Annotation(encounter="visit", turn="gone", code="propose", coder="a", start=0, stop=0),
            Annotation(encounter="visit", turn="t1", code="propose", coder="a", start=0, stop=0, attributes={"n": (1,)}),
        ),
        meta={"title": "Besök"},
    )  # fmt: skip
    rules = [loss.rule for loss in write_csv([full]).losses]
    assert rules == ["not-written-meta"] * 3 + [
        "not-written-marks",
        "not-written-annotation",
        "not-written-value",
    ]


def test_an_encounter_without_turns_is_told():
    bare = Encounter(id="bare", turns=())
    assert [loss.rule for loss in write_csv([bare]).losses] == ["not-written-encounter"]


def test_a_damaged_table_beside_the_turns_is_told_and_the_talk_is_read(written):
    for path in written.glob("annotations.*"):
        path.write_bytes(b"\xff\xfe\xfd")
    again = formats.read(next(written.glob("turns.*")))
    assert (again.turns, again.annotations, again.sequences) == (VISIT.turns, (), VISIT.sequences)
    assert [problem.rule for problem in again.problems] == ["unread-part"]


def test_cells_that_are_not_what_their_column_holds_are_told(tmp_path):
    names = ",".join(columns()["turns"])
    rows = 'v,,,1,x,A,,soon,inf,a,a,"[1]"\r\nv,,,1,2,A,,,,b,b,\r\n'
    (tmp_path / "turns.csv").write_text(f"{names}\r\n{rows}", encoding="utf-8")
    visit = formats.read(tmp_path / "turns.csv")
    assert [(turn.id, turn.raw, turn.line, turn.start, turn.end) for turn in visit] == [
        ("1", "a", None, None, None),
        ("1~2", "b", 2, None, None),
    ]
    assert visit.turns[0].tiers == {"tiers": "[1]"}
    rules = [problem.rule for problem in visit.problems]
    assert rules == ["unreadable-time", "unreadable-time", "unreadable-time", "malformed", "duplicate-turn"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PAR1 and then nothing", "it is no Parquet file, or a damaged one"),
        (write_parquet([VISIT]).files["turns.parquet"][:-30], "it is no Parquet file, or a damaged one"),
        (write_parquet([VISIT]).files["annotations.parquet"], "it is no table of turns that vuoro wrote"),
        (write_parquet([Encounter(id="a", turns=())]).files["turns.parquet"], "no row under it"),
    ],
)
def test_what_is_no_table_of_turns_is_refused_with_a_reason(tmp_path, data, reason):
    (tmp_path / "turns.parquet").write_bytes(data)
    with pytest.raises(formats.Unreadable, match=reason):
        formats.read(tmp_path / "turns.parquet")


def test_a_turn_that_runs_backwards_keeps_its_words_and_no_times(tmp_path):
    path = tmp_path / "turns.csv"
    path.write_text(
        "encounter,language,convention,turn,line,speaker,role,start,end,text,raw,tiers\n"
        "visit,sv,plain,t1,1,A,client,3.0,2.0,jo,jo,\n"
        "visit,sv,plain,t1,2,A,client,4.0,5.0,nå,nå,\n",
        encoding="utf-8",
    )
    visit = formats.read(path)
    assert [(turn.id, turn.start, turn.end) for turn in visit] == [("t1", None, None), ("t1~2", 4.0, 5.0)]
    assert [(one.rule, one.turn) for one in visit.problems] == [
        ("reversed-times", "t1"),
        ("duplicate-turn", "t1~2"),
    ]
