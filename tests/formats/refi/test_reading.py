"""REFI-QDA projects of other tools: what they say is read or told, and a trap is refused at once."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vuoro import formats
from vuoro.formats.refi import write_qdpx
from vuoro.model import Annotation, Encounter, Turn, VuoroError

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TALK = "Haastattelu 1\n\nLääkäri: eli odotitte 😀\nPotilas: joo\n   niin odotin\n"
USERS = (
    '<Users><User guid="5C94BC9E-DB8C-4F1D-9CD6-E900C7440860" name="Maija"/>'
    '<User guid="6c94bc9e-db8c-4f1d-9cd6-e900c7440860" name="Olli"/></Users>'
)
CODES = (
    '<CodeBook><Codes><Code guid="1b594544-2954-4b67-86ff-fb552f090ba8" name="Odotus" isCodable="true">'
    '<Code guid="2b594544-2954-4b67-86ff-fb552f090ba8" name="Open invitation" isCodable="true"/></Code>'
    "</Codes></CodeBook>"
)
MAIJA, OLLI = "5c94bc9e-db8c-4f1d-9cd6-e900c7440860", "6C94BC9E-DB8C-4F1D-9CD6-E900C7440860"
WAIT, INVITE = "{1B594544-2954-4B67-86FF-FB552F090BA8}", "2B594544-2954-4B67-86FF-FB552F090BA8"


def selection(start: int, stop: int, *codings: str, name: str = "", inside: str = "") -> str:
    about = f'guid="08cbced0-d736-44c8-8fd6-eb4d29fe46c5" name="{name}" startPosition="{start}" endPosition="{stop}"'
    return (
        f'<PlainTextSelection {about} creatingUser="{MAIJA}">{inside}{"".join(codings)}</PlainTextSelection>'
    )


def coding(code: str, user: str = MAIJA) -> str:
    return f'<Coding guid="x" creatingUser="{user}"><CodeRef targetGUID="{code}"/></Coding>'


def source(inside: str = "", path: str = "internal://A2B9.txt", name: str = "Anna", **more: str) -> str:
    others = "".join(f' {key}="{value}"' for key, value in more.items())
    return f'<TextSource guid="s" name="{name}" plainTextPath="{path}"{others}>{inside}</TextSource>'


def qde(sources: str, after: str = "", before: str = USERS + CODES, origin: str = "QualCoder") -> str:
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="urn:QDA-XML:project:1.0" name="x" origin="{origin}">'
    return f"{head}{before}<Sources>{sources}</Sources>{after}</Project>"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.fixture
def read(tmp_path):
    def read(parts: dict[str, str | bytes] | bytes, **options: object):
        path = tmp_path / "study.qdpx"
        path.write_bytes(parts if isinstance(parts, bytes) else zipped(parts))
        return formats.read(path, **options)

    return read


def said(encounter):
    return [
        (a.turn, a.code, a.coder, encounter.turn(a.turn).raw[a.start : a.stop]) for a in encounter.annotations
    ]


def rules(encounter):
    return [problem.rule for problem in encounter.problems]


def test_the_source_of_another_tool_is_a_transcript_and_its_codings_are_annotations(read):
    at = TALK.index("odotitte")
    inside = selection(
        at, at + 10, coding(WAIT), coding(INVITE, OLLI), inside="<Description>hmm</Description>"
    )
    visit = read({"project.qde": qde(source(inside)), "Sources/a2b9.TXT": TALK})
    assert [(turn.speaker, turn.raw) for turn in visit] == [
        ("Lääkäri", "eli odotitte 😀"),
        ("Potilas", "joo\n   niin odotin"),
    ]
    assert said(visit) == [
        ("t0001", "Odotus", "Maija", "odotitte 😀"),
        ("t0001", "invite_open", "Olli", "odotitte 😀"),
    ]
    assert {(a.status, a.note) for a in visit.annotations} == {("confirmed", "hmm")}
    assert (visit.id, visit.source.format, visit.problems) == ("Anna", "qdpx", ())


def test_a_coding_over_turns_is_given_to_each_and_its_labels_are_no_talk(read):
    inside = selection(TALK.index("odotitte"), TALK.index("odotin"), coding(WAIT))
    visit = read({"project.qde": qde(source(inside)), "sources/A2B9.txt": TALK})
    assert [text for *_, text in said(visit)] == ["odotitte 😀", "joo\n   niin "]
    assert rules(visit) == ["coding-over-turns"]


@pytest.mark.parametrize(
    ("origin", "counts_two", "name"),
    [
        ("ATLAS.ti 23", False, ""),
        ("MAXQDA", True, "odotitte"),
        ("Quirkos", False, "odotitte"),
        ("NVivo", True, ""),
    ],
)
def test_line_breaks_of_windows_count_as_the_tool_counts_them(read, origin, counts_two, name):
    windows = TALK.replace("\n", "\r\n")
    at = (windows if counts_two else TALK).index("odotitte")
    inside = selection(at, at + 8, coding(WAIT), name=name)
    visit = read({"project.qde": qde(source(inside), origin=origin), "sources/A2B9.txt": windows})
    assert [text for *_, text in said(visit)] == ["odotitte"]


def test_text_in_the_xml_and_text_only_in_word_are_read(read):
    inline = (
        '<TextSource guid="s" name="Anna"><PlainTextContent>A: hei\nB: no hei</PlainTextContent></TextSource>'
    )
    assert [turn.raw for turn in read({"project.qde": qde(inline)})] == ["hei", "no hei"]
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in ("A: hei", "B: no hei"))
    docx = zipped(
        {"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{lines}</w:body></w:document>'}
    )
    word = source(selection(10, 12, coding(WAIT)), path="", richTextPath="internal://w.docx")
    visit = read({"project.qde": qde(word), "Sources/w.docx": docx})
    assert said(visit) == [("t0002", "Odotus", "Maija", "no")]


def test_a_source_without_speakers_loses_none_of_its_words(read):
    inside = selection(4, 9, coding(WAIT))
    visit = read({"project.qde": qde(source(inside)), "sources/A2B9.txt": "hän sanoi\n\nettä ei"})
    assert [(turn.speaker, turn.raw) for turn in visit] == [("?", "hän sanoi"), ("?", "että ei")]
    assert said(visit) == [("t0001", "Odotus", "Maija", "sanoi")]
    assert rules(visit) == ["no-speaker"]


def test_a_recording_is_read_by_its_transcript(read):
    audio = (
        '<AudioSource guid="s" name="Nauha" path="internal://n.mp3">'
        '<Transcript guid="t" name="t" plainTextPath="internal://A2B9.txt">'
        '<SyncPoint guid="p1" timeStamp="0" position="24"/><SyncPoint guid="p2" timeStamp="900" position="37"/>'
        f'<TranscriptSelection guid="u" fromSyncPoint="p1" toSyncPoint="p2">{coding(WAIT)}</TranscriptSelection>'
        '</Transcript><AudioSelection guid="v" begin="1" end="2"/></AudioSource>'
    )
    visit = read({"project.qde": qde(audio), "sources/A2B9.txt": TALK})
    assert (visit.id, said(visit)) == ("Nauha", [("t0001", "Odotus", "Maija", "eli odotitte ")])
    assert rules(visit) == ["unread-coding"]


def test_memos_in_notes_and_the_values_of_variables_are_kept(read):
    note = '<NoteRef targetGUID="n1"/>'
    inside = selection(24, 27, coding(WAIT), note) + (
        '<VariableValue><VariableRef targetGUID="v1"/><TextValue>etä</TextValue></VariableValue>'
    )
    after = '<Notes><Note guid="N1" name="m"><PlainTextContent>ks. rivi 3</PlainTextContent></Note></Notes>'
    before = f'{USERS}{CODES}<Variables><Variable guid="v1" name="kanava" typeOfVariable="Text"/></Variables>'
    visit = read({"project.qde": qde(source(inside), after, before), "sources/A2B9.txt": TALK})
    assert [a.note for a in visit.annotations] == ["ks. rivi 3"]
    assert (visit.meta["kanava"], rules(visit)) == ("etä", ["unread-part"])


def test_what_is_not_understood_is_told(read):
    inside = "".join([
        selection(0, 5, coding(WAIT)),
        selection(9, 4, coding(WAIT)),
        selection(24, 27, coding("9b594544-2954-4b67-86ff-fb552f090ba8", "nobody")),
        selection(24, 27, inside="<Description>katso</Description>"),
        coding(WAIT),
    ])  # fmt: skip
    sources = (
        source(inside)
        + source(path="internal://gone.txt", name="Kadonnut")
        + '<PictureSource guid="p" name="kuva"/>'
    )
    after = '<Notes><Note guid="n" name="päiväkirja"/></Notes><Links><Link guid="l"/></Links>'
    visit = read({"project.qde": qde(sources, after), "sources/A2B9.txt": TALK})
    assert said(visit) == [("t0001", "9b594544-2954-4b67-86ff-fb552f090ba8", "Maija", "eli")]
    assert sorted(rules(visit)) == [
        "uncoded-selection", "unplaced-coding", "unplaced-coding", "unread-coding",
        "unread-part", "unread-part", "unread-source", "unread-source",
    ]  # fmt: skip


OURS = Encounter(
    id="visit",
    language="fi",
    turns=(Turn(id="t1", speaker="A", raw="joo niin", text="joo niin", start=1.0, end=2.0),),
    annotations=(
        Annotation(encounter="visit", turn="t1", code="propose", coder="a", start=0, stop=3, score=0.5),
    ),
)


def changed(replacements: dict[str, tuple[str, str]]) -> dict[str, bytes]:
    """Our project after another tool has worked on it."""
    archive = zipfile.ZipFile(io.BytesIO(write_qdpx([OURS]).files[""]))
    parts = {name: archive.read(name) for name in archive.namelist()}
    for name, data in parts.items():
        for end, (old, new) in replacements.items():
            if name.endswith(end):
                parts[name] = data.replace(old.encode(), new.encode())
    return parts


def test_a_coding_of_ours_that_was_moved_in_another_tool_keeps_its_score(read):
    visit = read(
        changed({".qde": ('startPosition="3" endPosition="6"', 'startPosition="7" endPosition="11"')})
    )
    assert visit.annotations == (replace(OURS.annotations[0], start=4, stop=8),)
    assert visit.turns == OURS.turns


def test_a_source_of_ours_whose_words_were_changed_is_read_as_another_tools(read):
    visit = read(changed({".txt": ("A: joo niin\n", "A: joo kyllä niin\n")}))
    assert [(turn.raw, turn.start) for turn in visit] == [("joo kyllä niin", None)]
    assert said(visit) == [("t0001", "propose", "a", "joo")]
    assert rules(visit) == ["unused-note"]


def test_a_tool_that_keeps_only_words_and_codings_gives_these_back(read):
    """As QualCoder does: other GUIDs, no notes, no links; coders and codes by their names."""
    parts = changed({})
    guids = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
    qde = re.sub(rb"<Notes>.*</Notes>|<NoteRef[^>]*/>|vuoro code: \w+", b"", parts["project.qde"])
    text = next(data for name, data in parts.items() if name.endswith(".txt") and data.startswith(b"A: "))
    name = next(name for name, data in parts.items() if data == text)
    others = {guid: str(uuid4()).encode() for guid in guids.findall(qde)}
    new = guids.sub(lambda guid: others[guid[0]], qde).replace(b'origin="vuoro"', b'origin="QualCoder"')
    source = guids.sub(lambda guid: others[guid[0]], name.encode()).decode()
    visit = read({"project.qde": new, source: text})
    assert [(turn.speaker, turn.raw) for turn in visit] == [("A", "joo niin")]
    assert said(visit) == [("t0001", "propose", "a", "joo")]


def test_a_note_of_ours_that_was_tampered_with_is_not_believed(read):
    visit = read(changed({".txt": ('"start": 1.0', '"start": "soon"')}))
    assert [(turn.raw, turn.start) for turn in visit] == [("joo niin", None)]
    assert rules(visit) == ["unused-note"]


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        (b"name,text\n", "this is not a REFI-QDA project"),
        ({"notes.txt": "hei"}, r"there is no project\.qde in it. Is this a REFI-QDA project"),
        ({"project.qde": "<CodeBook/>"}, "it begins with <CodeBook>, not <Project>"),
        ({"project.qde": qde("")}, "there is no source of text in it"),
        ({"project.qde": qde(source(path="internal://../../etc/passwd"))}, "no source of text in it"),
        (b"PK\x03\x04" + b"PK\x01\x02" * 100_001, "it holds more than 100000 files"),
        ({"project.qde": qde(source()), "../a2b9.txt": TALK}, "leads out of it"),
        ({"project.qde": qde(source()), "C:\\a2b9.txt": TALK}, "leads out of it"),
        ({"project.qde": qde(source()), "/a2b9.txt": TALK}, "leads out of it"),
        ({"project.qde": "<Project>" + " " * 80 * 2**20 + "</Project>"}, "would unpack to 80 MB of text"),
        ({"project.qde": qde(source()), "Sources/a2b9.txt": "a" * 3 * 2**20}, "would unpack to 3 MB of text"),
        ({"project.qde": '<!DOCTYPE x [<!ENTITY a "b">]><Project>&a;</Project>'}, "declares entities"),
        (
            {"project.qde": "<Project>" + "<Code>" * 9000 + "</Code>" * 9000 + "</Project>"},
            "more than 64 deep",
        ),
    ],
)
def test_what_is_no_project_or_a_trap_is_refused_with_a_reason(read, parts, reason):
    with pytest.raises(formats.Unreadable, match=reason):
        read(parts)


def test_one_text_is_the_text_of_one_source(read):
    visit = read({"project.qde": qde(source() * 3), "Sources/a2b9.txt": TALK})
    assert rules(visit) == ["unread-source", "unread-source"]


def test_one_memo_for_thousands_of_codings_is_refused(read):
    memo = f'<Notes><Note guid="n"><PlainTextContent>{"hei, " * 30_000}</PlainTextContent></Note></Notes>'
    inside = selection(24, 27, *[coding(WAIT)] * 500, inside='<NoteRef targetGUID="n"/>')
    with pytest.raises(formats.Unreadable, match="its texts are more than 64 MB"):
        read({"project.qde": qde(source(inside), memo), "Sources/a2b9.txt": TALK})


def test_selections_of_everything_over_and_over_are_refused(read):
    text = "A: hei\n" * 2000
    parts = {
        "project.qde": qde(source(selection(0, len(text), coding(WAIT)) * 500)),
        "Sources/a2b9.txt": text,
    }
    with pytest.raises(formats.Unreadable, match="more than 500000 annotations"):
        read(parts)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_project_is_read_or_refused(read, data):
    whole = zipped({"project.qde": qde(source(selection(24, 30, coding(WAIT)))), "Sources/a2b9.txt": TALK})
    damaged = bytearray(data.draw(st.sampled_from([whole, write_qdpx([OURS]).files[""]])))
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        visit = read(bytes(damaged[: data.draw(st.integers(len(damaged) // 2, len(damaged)))]))
    except VuoroError:
        return
    assert len(visit) + len(visit.problems) > 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("<>&\"'=/ abCGTU09"), max_size=12), st.integers(0, 900))
def test_a_damaged_description_is_read_or_refused(read, strange, at):
    text = qde(source(selection(24, 30, coding(WAIT))))
    try:
        visit = read({"project.qde": text[:at] + strange + text[at + 5 :], "Sources/a2b9.txt": TALK})
    except VuoroError:
        return
    assert len(visit) + len(visit.problems) > 0
