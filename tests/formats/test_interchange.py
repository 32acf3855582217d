"""Our own JSON: one line a turn, the same bytes each time, and damage costs only what is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import formats
from vuoro.formats.files import File, Options, Unreadable
from vuoro.formats.interchange import write_vuoro
from vuoro.formats.recognisers.structured import read_json
from vuoro.model import Annotation, Encounter, Mark, Participant, Turn, VuoroError

VISIT = Encounter(
    id="visit",
    language="sv",
    turns=(
        Turn(id="t1", speaker="DOC", raw="jo: (.)", text="jo", marks=(Mark(kind="micropause", start=4, stop=7),)),
        Turn(id="t2", speaker="PAT", raw="Vet du,", text="vet du", start=1.5, end=2),
    ),
    participants=(Participant(id="DOC", role="professional"),),
    annotations=(Annotation(encounter="visit", turn="t2", code="propose", coder="anna", start=0, stop=7),),
)  # fmt: skip
TEXT = """\
{"format": "vuoro", "version": 1, "encounters": [
{"id": "visit", "language": "sv",
 "participants": [
  {"id": "DOC", "role": "professional"}],
 "turns": [
  {"id": "t1", "speaker": "DOC", "raw": "jo: (.)", "text": "jo", \
"marks": [{"kind": "micropause", "start": 4, "stop": 7}]},
  {"id": "t2", "speaker": "PAT", "raw": "Vet du,", "text": "vet du", "start": 1.5, "end": 2}],
 "annotations": [
  {"encounter": "visit", "turn": "t2", "code": "propose", "coder": "anna", "start": 0, "stop": 7}]}
]}
"""


def read(text: str) -> list[Encounter]:
    return read_json(File(name="visit.json", path=Path("visit.json"), text=text, sha256=""), Options())


def changed(**fields: object) -> str:
    told = json.loads(TEXT)
    told["encounters"][0].update(fields)
    return json.dumps(told)


def test_a_turn_is_a_line_and_what_is_not_said_is_not_written():
    assert write_vuoro([VISIT]).files == {"": TEXT.encode()}


def test_a_file_on_disk_comes_back_as_it_was(tmp_path):
    formats.write([VISIT], tmp_path / "visit.json")
    (again,) = formats.read_corpus(tmp_path)
    people = (*VISIT.participants, Participant(id="PAT"))
    assert (again.turns, again.annotations, again.participants) == (VISIT.turns, VISIT.annotations, people)


def test_the_second_encounter_of_one_name_takes_its_moves_along(tmp_path):
    for name in ("a.json", "b.json"):
        formats.write([VISIT], tmp_path / name)
    first, second = formats.read_corpus(tmp_path)
    assert [(one.id, one.annotations[0].encounter) for one in (first, second)] == [
        ("visit", "visit"),
        ("visit~2", "visit~2"),
    ]


def test_a_newer_version_is_refused_with_the_cure():
    with pytest.raises(Unreadable, match=r"of version 2, and this vuoro reads 1\. Update vuoro\."):
        read(TEXT.replace('"version": 1', '"version": 2'))


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ('{"format": "vuoro", "version": 1, "encounters": []}', "is no list with an encounter"),
        ('{"format": "vuoro", "version": 1, "encounters": [3]}', "there is no object"),
        (changed(id=3), "'id' of encounter cannot be 3"),
        (changed(turns=3), "'turns' of an encounter is no list"),
        ('{"format": "vuoro", "version": 1, "encounters": [{"turns": []}]}', "needs 'id'"),
    ],
    ids=["none", "number", "id", "turns", "no id"],
)
def test_what_cannot_be_an_encounter_says_why(told, why):
    with pytest.raises(Unreadable, match=why):
        read(told)


def test_a_turn_or_an_annotation_that_cannot_be_read_costs_itself():
    good = json.loads(TEXT)["encounters"][0]
    (visit,) = read(
        changed(
            turns=[*good["turns"], {"id": "t3", "speaker": "DOC", "raw": 3, "text": ""},
                   {"id": "t4", "speaker": "DOC", "raw": "", "text": "", "pieces": [[0, 0, 9]]},
                   {"id": "t5", "speaker": "DOC", "raw": "", "text": "", "end": {"$number": "nan"}}],
            annotations=[*good["annotations"], {**good["annotations"][0], "stop": 8},
                         {**good["annotations"][0], "turn": "t9"}],
            mood="good",
        )
    )  # fmt: skip
    assert (visit.turns, visit.annotations) == (VISIT.turns, VISIT.annotations)
    assert [(problem.rule, problem.message) for problem in visit.problems] == [
        ("unknown-field", "Encounter has no 'mood'; left out."),
        ("unread-line", "'raw' of turn cannot be 3; left out."),
        ("unread-line", "its marks, pieces or times cannot be; left out."),
        ("unread-line", "its marks, pieces or times cannot be; left out."),
        ("unread-annotation", "it is about a place that is in no turn; left out."),
        ("unread-annotation", "it is about a place that is in no turn; left out."),
    ]


def test_of_a_truncated_file_the_turns_that_are_whole_are_kept():
    (visit,) = read(TEXT[: TEXT.index("Vet du")])
    assert (visit.id, visit.turns) == ("visit", VISIT.turns[:1])
    assert [problem.rule for problem in visit.problems] == ["truncated"]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(0, 9), st.text('{}[]":,1t', max_size=4))
def test_damage_is_told_and_never_thrown(at, cut, noise):
    try:
        encounters = read(TEXT[:at] + noise + TEXT[at + cut :])
    except VuoroError:
        return
    assert sum(len(one) + len(one.problems) for one in encounters) > 0


def test_a_value_that_is_no_data_is_written_as_text_and_told():
    written = write_vuoro([Encounter(id="visit", turns=(), meta={"path": Path("a")})])
    assert [(loss.rule, loss.text) for loss in written.losses] == [("not-written-value", "a")]


def test_what_is_read_from_our_peers_files_comes_back_equal(testdata):
    compared = 0
    for folder in sorted((testdata / "formats").iterdir()):
        files = [file for file in sorted(folder.rglob("*")) if formats.files.format_of(file)]
        for file in files[:40]:
            try:
                visit = formats.read(file)
            except VuoroError:
                continue
            assert read(write_vuoro([visit]).files[""].decode("utf-8")) == [visit], file.name
            compared += 1
    assert compared > 80


def test_a_turn_that_is_in_the_file_twice_has_an_id_of_its_own_and_is_told(tmp_path):
    turns = [{"id": "t1", "speaker": "A", "raw": raw, "text": raw} for raw in ("jo", "nå", "mm")]
    path = tmp_path / "visit.json"
    told = {"format": "vuoro", "version": 1, "encounters": [{"id": "visit", "turns": turns}]}
    path.write_text(json.dumps(told), encoding="utf-8")
    visit = formats.read(path)
    assert [(turn.id, turn.raw) for turn in visit] == [("t1", "jo"), ("t1~2", "nå"), ("t1~3", "mm")]
    assert [(one.rule, one.turn) for one in visit.problems] == [
        ("duplicate-turn", "t1~2"),
        ("duplicate-turn", "t1~3"),
    ]


def test_a_turn_that_ends_before_it_begins_is_kept_without_times_and_told():
    turns = json.loads(TEXT)["encounters"][0]["turns"]
    turns[0] |= {"start": 3.0, "end": 1.5}
    (visit,) = read(changed(turns=turns))
    assert (visit.turns[0].raw, visit.turns[0].start, visit.turns[0].end) == (VISIT.turns[0].raw, None, None)
    told = [(one.rule, one.turn) for one in visit.problems if one.rule == "reversed-times"]
    assert told == [("reversed-times", VISIT.turns[0].id)]
