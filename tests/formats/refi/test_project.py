"""REFI-QDA projects as we write them: valid, the same bytes each time, and every position is proven."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from lxml import etree

from vuoro import codebooks, formats
from vuoro.formats.refi import write_qdpx
from vuoro.formats.writing import Unwritable
from vuoro.model import Annotation, Encounter, Participant, Sequence, Turn

Q = "{urn:QDA-XML:project:1.0}"
GUESS = Annotation(
    encounter="käynti", turn="t2", code="confirm_question", coder="detector:rules", start=3, stop=12,
    status="suggested", score=0.75, cue="fi.confirm_question", evidence=(3, 6),
    attributes={"basis": "client_talk", "n": 2}, note="vai?\nehkä", codebook="participation@0.1",
)  # fmt: skip
VISIT = Encounter(
    id="käynti",
    language="fi",
    participants=(Participant(id="H", role="professional"), Participant(id="A", role="client", name="Aino")),
    turns=(
        Turn(id="t1", speaker="A", raw="😀 joo:\n (.) niin", text="joo niin", start=0.5, end=2, line=3),
        Turn(id="t2", speaker="H", raw="eli odotitte", text="eli odotitte", tiers={"%com": "nyökkää"}),
    ),
    annotations=(
        Annotation(encounter="käynti", turn="t1", code="hope", coder="maija", start=2, stop=7),
        GUESS,
        replace(GUESS, coder="maija", status="confirmed", score=None, evidence=None, cue="", attributes={}),
    ),
    sequences=(
        Sequence(encounter="käynti", type="S2", first_turn="t2", last_turn="t2", outcome="confirmed",
                 coder="maija", code="confirm_question", gap=0.2),
        Sequence(encounter="käynti", type="S5", first_turn="t1", response_turn="t2", last_turn="t2",
                 outcome="bypassed", coder="maija"),
    ),
)  # fmt: skip


def unzipped(encounters, **options):
    archive = zipfile.ZipFile(io.BytesIO(write_qdpx(encounters, **options).files[""]))
    return {info.filename: archive.read(info) for info in archive.infolist()}


def project(encounters, **options):
    return ElementTree.fromstring(unzipped(encounters, **options)["project.qde"])


def text_of(source, files):
    return files[source.get("plainTextPath").replace("internal://", "Sources/")].decode()


def test_a_project_is_valid_by_the_schema_of_the_standard(testdata):
    schema = etree.XMLSchema(etree.parse(testdata / "formats/refi-qda-xsd/Project-schema.xsd"))
    bare = Encounter(id="bare", turns=())
    for encounters in ([VISIT], [bare], [bare, VISIT]):
        schema.assertValid(etree.fromstring(unzipped(encounters)["project.qde"]))


def test_what_is_shipped_makes_a_valid_project(testdata, corpora):
    schema = etree.XMLSchema(etree.parse(testdata / "formats/refi-qda-xsd/Project-schema.xsd"))
    encounters = formats.read_corpus(corpora)
    schema.assertValid(etree.fromstring(unzipped(encounters)["project.qde"]))


def test_a_source_has_a_line_for_each_turn():
    files = unzipped([VISIT])
    source = project([VISIT]).find(f"{Q}Sources/{Q}TextSource")
    assert text_of(source, files) == "A: 😀 joo:  (.) niin\nH: eli odotitte\n"


def test_positions_are_code_points_of_the_text_of_the_source():
    files = unzipped([VISIT])
    source = project([VISIT]).find(f"{Q}Sources/{Q}TextSource")
    text = text_of(source, files)
    chosen = [one for one in source.iter(f"{Q}PlainTextSelection") if one.find(f"{Q}Coding") is not None]
    cut = [text[int(one.get("startPosition")) : int(one.get("endPosition"))] for one in chosen]
    raws = {turn.id: turn.raw.replace("\n", " ") for turn in VISIT.turns}
    assert cut == [raws[a.turn][a.start : a.stop] for a in VISIT.annotations]
    assert cut == [one.get("name") for one in chosen] == ["joo: ", " odotitte", " odotitte"]


def test_coders_are_users_and_codes_have_names_in_the_chosen_language():
    root = project([VISIT], language="sv")
    users = {user.get("guid"): user.get("name") for user in root.iter(f"{Q}User")}
    codes = {code.get("guid"): code.get("name") for code in root.iter(f"{Q}Code")}
    said = [
        (users[coding.get("creatingUser")], codes[coding.find(f"{Q}CodeRef").get("targetGUID")])
        for coding in root.iter(f"{Q}Coding")
    ]
    name = codebooks.load("participation").code("confirm_question").labels["sv"]
    assert said == [("maija", "hope"), ("detector:rules", name), ("maija", name)]


def test_a_memo_holds_the_note_and_an_attribute_a_line():
    root = project([VISIT])
    memos = [one.findtext(f"{Q}Description") for one in root.iter(f"{Q}PlainTextSelection")]
    assert memos[:3] == [None, "vai?\nehkä\nbasis: client_talk\nn: 2", "vai?\nehkä"]


def test_a_sequence_is_a_link_between_its_turns():
    root = project([VISIT])
    shown = {one.get("guid"): one.get("name") for one in root.iter(f"{Q}PlainTextSelection")}
    links = [
        (link.get("name"), shown[link.get("originGUID")], shown[link.get("targetGUID")])
        for link in root.iter(f"{Q}Link")
    ]
    first, second = "😀 joo:  (.) niin", "eli odotitte"
    assert links == [("S2 confirmed", second, second), ("S5 bypassed", first, second)]


def test_the_same_encounters_make_the_same_bytes():
    assert write_qdpx([VISIT]) == write_qdpx([VISIT])
    archive = zipfile.ZipFile(io.BytesIO(write_qdpx([VISIT]).files[""]))
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_has_no_place_is_told():
    outside = replace(GUESS, stop=99)
    half = Turn(id="t3", speaker="A", raw="\ud800", text="")
    written = write_qdpx([replace(VISIT, turns=(*VISIT.turns, half), annotations=(outside,))])
    assert [(loss.rule, loss.turn) for loss in written.losses] == [
        ("not-written-annotation", None),
        ("not-written-characters", "t3"),
    ]


def test_two_encounters_of_one_id_are_refused():
    with pytest.raises(Unwritable, match="two encounters have one id"):
        write_qdpx([VISIT, VISIT])


def test_a_project_on_disk_comes_back_as_it_was(tmp_path):
    formats.write(VISIT, tmp_path / "study.qdpx")
    assert formats.read(tmp_path / "study.qdpx") == VISIT


def test_characters_that_xml_cannot_hold_come_back_too(tmp_path):
    odd = Annotation(
        encounter="a\x15b", turn="t\0", code="c\x01\r", coder="\x02", start=0, stop=3, note="\r\x03"
    )
    visit = Encounter(
        id="a\x15b",
        language="en",
        turns=(Turn(id="t\0", speaker="S\x15", raw="\x15\u2028\x00", text=""),),
        annotations=(odd,),
    )
    formats.write(visit, tmp_path / "study.qdpx")
    back = formats.read(tmp_path / "study.qdpx")
    assert (back.id, back.turns, back.annotations) == (visit.id, visit.turns, visit.annotations)


def test_transcripts_of_every_format_make_valid_projects_and_come_back(testdata, tmp_path):
    schema = etree.XMLSchema(etree.parse(testdata / "formats/refi-qda-xsd/Project-schema.xsd"))
    files = sorted(path for path in (testdata / "formats").rglob("*") if path.is_file())
    for number, path in enumerate(files[::25]):
        try:
            encounters = formats.read_corpus(path)
        except formats.Unreadable:
            continue
        schema.assertValid(etree.fromstring(unzipped(encounters)["project.qde"]))
        formats.write(encounters, tmp_path / f"{number}.qdpx")
        assert formats.read_corpus(tmp_path / f"{number}.qdpx") == encounters
