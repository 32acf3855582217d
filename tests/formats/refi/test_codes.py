"""REFI-QDA codebooks: ours in three languages, and those of other tools."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from vuoro import codebooks, formats
from vuoro.codebooks.exchange import Entry, entries, meanings
from vuoro.formats.refi import read_qdc, write_qdc
from vuoro.model import LANGUAGES, Annotation, Encounter, Turn

BOOK = codebooks.load("participation")
ATLAS = """\
<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" origin="ATLAS.ti Win 23.4.0" \
xmlns="urn:QDA-XML:codebook:1.0">
  <Codes>
    <Code guid="{1FF58B12-6F6F-4B0C-8BE5-BBDC91F55294}" name="Avoin kutsu" color="#46AA00" isCodable="true">
      <Description>työn alla</Description>
      <Code guid="2FF58B12-6F6F-4B0C-8BE5-BBDC91F55294" name="Toivo" color="green" isCodable="true"/>
    </Code>
  </Codes>
  <Sets><Set name="g" guid="ECA18D76-2B8B-4F26-BC1D-19ECA19FB3F0"/></Sets>
</CodeBook>
"""


@pytest.fixture
def qdc(tmp_path):
    def qdc(data: str | bytes) -> Path:
        path = tmp_path / "codes.qdc"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return qdc


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_codebook_is_read_back_in_every_language(qdc, language):
    path = qdc(write_qdc([], language=language).files[""])
    assert read_qdc(path) == entries(BOOK, language)


def test_codes_that_the_codebook_has_not_are_written_too(tmp_path):
    visit = Encounter(
        id="visit",
        turns=(Turn(id="t1", speaker="D", raw="hm", text="hm"),),
        annotations=(
            Annotation(encounter="visit", turn="t1", code="<hope> & co", coder="a", start=0, stop=2),
        ),
    )
    formats.write(visit, tmp_path / "codes.qdc")
    *_, last = read_qdc(tmp_path / "codes.qdc")
    assert (last.name, last.codable) == ("<hope> & co", True)


def test_the_codes_of_another_tool_are_read(qdc):
    (code,) = read_qdc(qdc(ATLAS))
    inner = Entry(guid="2ff58b12-6f6f-4b0c-8be5-bbdc91f55294", name="Toivo")
    outer = "1ff58b12-6f6f-4b0c-8be5-bbdc91f55294"
    assert code == Entry(
        guid=outer, name="Avoin kutsu", description="työn alla", colour="#46AA00", inside=(inner,)
    )
    assert meanings([code], BOOK) == {outer: "invite_open", inner.guid: "Toivo"}


def test_a_written_codebook_is_what_the_schema_of_projects_has_for_one(testdata):
    """The codebook's own schema is not at hand; its codes are those of a project, under another namespace."""
    schema = etree.XMLSchema(etree.parse(testdata / "formats/refi-qda-xsd/Project-schema.xsd"))
    text = (
        write_qdc([]).files[""].decode().replace("codebook:1.0", "project:1.0").replace(' origin="vuoro"', "")
    )
    book = text.partition("?>")[2]
    project = f'<Project xmlns="urn:QDA-XML:project:1.0" name="x">{book}</Project>'
    schema.assertValid(etree.fromstring(project))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<Project/>", r"it begins with <Project>, not <CodeBook>. Is this a REFI-QDA codebook"),
        ("<CodeBook/>", "there is no <Codes> in it"),
        ('<!DOCTYPE a [<!ENTITY b "c">]>\n<CodeBook>&b;</CodeBook>', "line 1: it declares entities"),
        ("<CodeBook><Codes>" + "<Code>" * 999, "nested more than 64 deep"),
    ],
)
def test_what_is_no_codebook_is_refused_with_a_reason(qdc, text, reason):
    with pytest.raises(formats.Unreadable, match=reason):
        read_qdc(qdc(text))
