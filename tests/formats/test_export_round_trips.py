"""What goes out for another tool comes back to us: any encounter, through each format of exchange."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import pandas as pd
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import formats, symbols
from vuoro.formats.files import File, Options
from vuoro.formats.refi import read_qdpx, write_qdpx
from vuoro.formats.webannotation.reading import read_jsonld
from vuoro.formats.webannotation.writing import write_jsonld
from vuoro.model import ROLES, STATUSES, Annotation, Encounter, Participant, Sequence, Turn

Q = "{urn:QDA-XML:project:1.0}"
anything = st.text(max_size=12)
names = st.text(min_size=1, max_size=8)
talk = st.text(st.sampled_from("ab ä😀[]=+-@'\",;\n\r\t:.0"), max_size=20)
written = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12) | talk
values = st.none() | st.booleans() | st.integers(-9, 9) | anything | st.lists(anything, max_size=2)
attributes = st.dictionaries(anything, values, max_size=2)
seconds = st.none() | st.floats(0, 1e5)
times = st.tuples(seconds, seconds).map(lambda pair: pair if None in pair else tuple(sorted(pair)))


@st.composite
def spans(draw: st.DrawFn, size: int) -> tuple[int, int]:
    start = draw(st.integers(0, size))
    return start, draw(st.integers(start, size))


@st.composite
def annotations(draw: st.DrawFn, encounter: str, turn: Turn, words: st.SearchStrategy[str]) -> Annotation:
    start, stop = draw(spans(len(turn.raw)))
    return Annotation(
        encounter=encounter, turn=turn.id, start=start, stop=stop,
        code=draw(st.sampled_from(["propose", "continuer", "Open invitation"]) | words),
        coder=draw(st.sampled_from(["aino", "detector:rules"]) | words),
        status=draw(st.sampled_from(STATUSES)), score=draw(st.none() | st.floats(0, 1)), cue=draw(words),
        evidence=draw(st.none() | spans(len(turn.raw))), attributes=draw(attributes), note=draw(words),
        codebook=draw(words),
    )  # fmt: skip


@st.composite
def sequences(draw: st.DrawFn, encounter: str, turns: list[Turn], words: st.SearchStrategy[str]) -> Sequence:
    first, last = sorted(draw(st.tuples(*[st.integers(0, len(turns) - 1)] * 2)))
    return Sequence(
        encounter=encounter, type=draw(st.sampled_from(["S1", "S10"])), first_turn=turns[first].id,
        last_turn=turns[last].id, response_turn=draw(st.sampled_from(["", turns[last].id])), outcome=draw(words),
        coder=draw(words), code=draw(words), gap=draw(seconds), status=draw(st.sampled_from(STATUSES)),
        attributes=draw(attributes), note=draw(words),
    )  # fmt: skip


@st.composite
def encounters(draw: st.DrawFn, words: st.SearchStrategy[str] = anything, id: str = "visit") -> Encounter:
    turns = [
        Turn(
            id=f"{draw(words)}{number}", speaker=draw(st.sampled_from(["D", "=P", "a/b"])), raw=raw, text=raw,
            **dict(zip(("start", "end"), draw(times), strict=True)), line=draw(st.none() | st.integers(1, 99)),
            tiers=draw(st.dictionaries(words, words, max_size=2)),
        )
        for number, raw in enumerate(draw(st.lists(words, min_size=1, max_size=3)))
    ]  # fmt: skip
    turns = [_read(turn) for turn in turns]
    people = tuple(
        Participant(id=who, role=draw(st.sampled_from(ROLES)))
        for who in dict.fromkeys(t.speaker for t in turns)
    )
    judged = st.lists(st.sampled_from(turns).flatmap(lambda turn: annotations(id, turn, words)), max_size=3)
    return Encounter(
        id=id, turns=tuple(turns), language=draw(st.sampled_from(["sv", "fi", "en"])), participants=people,
        annotations=tuple(draw(judged)), sequences=tuple(draw(st.lists(sequences(id, turns, words), max_size=2))),
    )  # fmt: skip


def _read(turn: Turn) -> Turn:
    text, marks, pieces = symbols.read(turn.raw, "jefferson")
    return replace(turn, text=text, marks=marks, pieces=pieces)


def known(encounter: Encounter) -> Encounter:
    return replace(encounter, source=replace(encounter.source, convention="jefferson"))


@settings(max_examples=60, deadline=None)
@given(encounters(), encounters(id="other"))
def test_a_project_comes_back_as_it_was(visit, other):
    data = write_qdpx([visit, other]).files[""]
    file = File(name="a.qdpx", path=Path("a.qdpx"), text="", sha256="0", data=data)
    assert read_qdpx(file, Options()) == [visit, other]


@settings(max_examples=40, deadline=None)
@given(encounters())
def test_every_position_of_a_project_is_that_of_its_words(visit):
    archive = zipfile.ZipFile(io.BytesIO(write_qdpx([visit]).files[""]))
    source = ElementTree.fromstring(archive.read("project.qde")).find(f"{Q}Sources/{Q}TextSource")
    text = archive.read(source.get("plainTextPath").replace("internal://", "Sources/")).decode()
    coded = [one for one in source.iter(f"{Q}PlainTextSelection") if one.find(f"{Q}Coding") is not None]
    cut = [text[int(one.get("startPosition")) : int(one.get("endPosition"))] for one in coded]
    assert [words.split() for words in cut] == [
        visit.turn(a.turn).raw[a.start : a.stop].split() for a in visit.annotations
    ]
    assert len(text.splitlines()) == len(visit)


@settings(max_examples=60, deadline=None)
@given(encounters())
def test_web_annotations_come_back_as_they_were(visit):
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.jsonld")
        path.write_bytes(write_jsonld([visit]).files[""])
        found = read_jsonld(path, [visit])
    assert (found.annotations, found.sequences, found.problems) == (visit.annotations, visit.sequences, ())


@settings(max_examples=40, deadline=None)
@given(encounters(written).map(known), st.sampled_from(["csv", "parquet"]))
def test_long_tables_come_back_as_they_were(visit, to):
    with TemporaryDirectory() as folder:
        formats.write(visit, Path(folder, "out"), format=to)
        again = formats.read(Path(folder, "out", f"turns.{to}"))
    assert (again.turns, again.roles(), again.language) == (visit.turns, visit.roles(), visit.language)
    assert (again.annotations, again.sequences, again.problems) == (visit.annotations, visit.sequences, ())


@settings(max_examples=40, deadline=None)
@given(encounters(written).map(known))
def test_pandas_and_pyarrow_read_the_same_words(visit):
    with TemporaryDirectory() as folder:
        for to in ("csv", "parquet"):
            formats.write(visit, Path(folder, to), format=to)
        sheet = pd.read_csv(Path(folder, "csv", "turns.csv"), keep_default_na=False, dtype=str)
        table = pq.read_table(Path(folder, "parquet", "turns.parquet")).to_pylist()
    raws = [turn.raw for turn in visit.turns]
    assert [row["raw"] for row in table] == raws
    assert [cell.lstrip("'") for cell in sheet["raw"]] == [raw.lstrip("'") for raw in raws]
