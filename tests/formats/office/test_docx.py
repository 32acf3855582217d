"""Word documents: paragraphs and tables of talk, with the signs Word makes its own elements of."""

from __future__ import annotations

import io
import zipfile
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vuoro import formats
from vuoro.model import VuoroError

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def run(text: str, about: str = "") -> str:
    parts = escape(text).replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")
    return f"<w:r><w:rPr>{about}</w:rPr><w:t xml:space='preserve'>{parts}</w:t></w:r>"


def paragraphs(*texts: str) -> str:
    return "".join(f"<w:p>{text if text.startswith('<') else run(text)}</w:p>" for text in texts)


def table(*rows: list[str]) -> str:
    cells = ("".join(f"<w:tc>{paragraphs(*cell.split('|'))}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def docx(body: str, names: str = f'xmlns:w="{MAIN}"') -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("../../escaped.txt", "no")
        archive.writestr("word/document.xml", f"<w:document {names}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


@pytest.fixture
def read(tmp_path):
    def read(body: str | bytes, **options: object):
        path = tmp_path / "visit.docx"
        path.write_bytes(body if isinstance(body, bytes) else docx(body))
        return formats.read(path, **options)

    return read


def said(encounter):
    return [(turn.id, turn.speaker, turn.raw) for turn in encounter]


def found(encounter):
    return [(problem.rule, problem.text) for problem in encounter.problems]


def test_a_paragraph_with_a_speaker_is_a_turn(read, tmp_path):
    body = paragraphs("Besök 3", "", "Läkare: Hur har “du” haft det?", "", "Patient:\tJo då.", "Det går.")
    visit = read(body)
    assert said(visit) == [
        ("t0001", "Läkare", "Hur har “du” haft det?"),
        ("t0002", "Patient", "Jo då.\nDet går."),
    ]
    assert (visit.language, visit.roles()) == ("sv", {"Läkare": "professional", "Patient": "client"})
    assert [turn.line for turn in visit] == [3, 5]
    assert (visit.meta["header"], visit.problems, visit.source.format) == ("Besök 3", (), "docx")
    assert not (tmp_path.parent / "escaped.txt").exists()


def test_a_tab_parts_speakers_from_talk_where_no_colon_does(read):
    visit = read(paragraphs("1\tT\tmitä sä (0.5) toivosit", "2\tA\tno:", "3\t\tet mä", "4\tT\tjoo."))
    assert said(visit) == [
        ("1", "T", "mitä sä (0.5) toivosit"),
        ("2", "A", "no:\n3\t\tet mä"),
        ("4", "T", "joo."),
    ]
    assert visit.turns[1].text == "no et mä"


def test_underlining_is_stress(read):
    line = '<w:u w:val="single"/>'
    body = paragraphs(run("A\tso ") + run("yo", line) + run("u", line) + run(" said"), "B\tmm", "A\tyes")
    (turn, *_) = read(body, convention="jefferson")
    assert (turn.raw, turn.text) == ("so you said", "so you said")
    assert [(mark.kind, turn.raw[mark.start : mark.stop]) for mark in turn.marks] == [("stress", "you")]


def test_tracked_changes_are_read_as_they_would_be_accepted(read):
    body = paragraphs(
        run("A: so ")
        + f"<w:del><w:r><w:delText>we</w:delText></w:r></w:del><w:ins>{run('you')}</w:ins>"
        + f"<w:moveFrom>{run('there')}</w:moveFrom>"
        + run(" waited")
    )
    visit = read(body)
    assert said(visit) == [("t0001", "A", "so you waited")]
    assert found(visit) == [("tracked-deletion", "we"), ("tracked-deletion", "there")]


def test_the_signs_that_word_makes_elements_of_are_read(read):
    def sign(font: str, char: str) -> str:
        return f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>'

    soft = "<w:r><w:t>wai</w:t><w:softHyphen/><w:t>t\u00ading</w:t><w:noBreakHyphen/></w:r>"
    body = paragraphs(
        run("A: ") + sign("Symbol", "F0AD") + soft + sign("Wingdings", "F0E0") + sign("Odd", "F041")
    )
    visit = read(body)
    assert said(visit) == [("t0001", "A", "↑waiting-→\uf041")]
    assert found(visit) == [("unknown-symbol", "A: ↑waiting-→\uf041")]


def test_text_boxes_are_read_once(read):
    box = f"<w:txbxContent>{paragraphs('B: mm')}</w:txbxContent>"
    alternate = (
        f"<w:r><AlternateContent><Choice>{box}</Choice><Fallback>{box}</Fallback></AlternateContent></w:r>"
    )
    assert said(read(paragraphs(run("A: so") + alternate))) == [("t0001", "A", "so"), ("t0002", "B", "mm")]


ROWS = [["1", "A:", "so you (0.5)"], ["2", "", "waited"], ["3", "B:", "mm: [yes]"], ["4", "A:", "[and]"]]


@pytest.mark.parametrize("header", [[], [["Rad", "Talare", "Yttrande"]], [["Nr", "Vem", "Vad"]]])
def test_a_table_is_number_speaker_and_talk(read, header):
    visit = read(paragraphs("Utdrag 1") + table(*header, *ROWS) + paragraphs("Transkriberat av X"))
    assert [(turn.speaker.rstrip(":"), turn.raw) for turn in visit] == [
        ("A", "so you (0.5)\nwaited"),
        ("B", "mm: [yes]"),
        ("A", "[and]"),
    ]
    assert visit.turns[0].text == "so you waited"
    assert visit.meta["header"] == "Utdrag 1"
    assert ("beside-talk", "Transkriberat av X") in found(visit)


@pytest.mark.parametrize("header", [["Rad", "Talare", "Yttrande"], ["Nr", "Vem", "Vad"]])
def test_a_silence_under_the_header_is_nobodys(read, header):
    visit = read(table(header, ["1", "", "(2.0)"], *([str(n + 2), "AB"[n % 2], "mm"] for n in range(4))))
    assert [(turn.speaker, turn.raw) for turn in visit][:3] == [("?", "(2.0)"), ("A", "mm"), ("B", "mm")]
    assert ("no-speaker", "1\t\t(2.0)") in found(visit)


def test_a_turn_may_take_all_the_rows(read):
    (turn,) = read(table(["1", "A", "so"], *([str(n), "", f"well {n}"] for n in range(2, 5))))
    assert (turn.id, turn.raw, turn.text) == ("1", "so\nwell 2\nwell 3\nwell 4", "so well 2 well 3 well 4")


def test_a_table_that_goes_on_on_the_next_page_is_one(read):
    header = ["Speaker", "Text"]
    visit = read(table(header, ["A", "so"], ["B", "mm"]) + paragraphs("") + table(header, ["A", "yes"]))
    assert said(visit) == [("t0001", "A", "so"), ("t0002", "B", "mm"), ("t0003", "A", "yes")]


def test_a_cell_over_the_whole_row_is_told(read):
    wide = (
        '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr>'
        + paragraphs("Fas 2")
        + "</w:tc></w:tr></w:tbl>"
    )
    visit = read(table(*ROWS).replace("</w:tbl>", wide))
    assert len(visit) == 3
    assert ("unread-line", "Fas 2\t\t") in found(visit)


def test_a_table_of_facts_does_not_hide_the_talk(read):
    visit = read(table(["Datum", "1.1.2020"]) + paragraphs("", "A: hur har du haft det", "B: jo bra, tack"))
    assert said(visit) == [("t0001", "A", "hur har du haft det"), ("t0002", "B", "jo bra, tack")]
    assert "1.1.2020" in visit.meta["header"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"A: hej\n", r"this is not a Word document \(\.docx\), whatever its name"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "from before 2007"),
        (docx("")[:-30], "the archive is damaged"),
        (docx(""), "there is no text in the document"),
        (docx(paragraphs("Minutes of the meeting")), "no line begins with a speaker"),
        (docx(paragraphs("A: " + "a" * 3 * 2**20)), "would unpack to 3 MB"),
        (docx("<w:p/>" * 200_000), "would unpack"),
        (docx("<w:p>" * 9000), "nested more than 64 deep"),
        (docx("").replace(b"word/document.xml", b"word/documens.xml"), r"there is no word/document\.xml"),
    ],
)
def test_what_is_no_document_or_a_trap_is_refused_with_a_reason(read, data, reason):
    with pytest.raises(formats.Unreadable, match=reason):
        read(data)


def test_entities_are_refused(read):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document>&b;</w:document>'
        archive.writestr("word/document.xml", bomb)
    with pytest.raises(formats.Unreadable, match="declares entities"):
        read(out.getvalue())


def test_damaged_markup_costs_what_it_tells(read):
    visit = read(paragraphs("A: so", "B: mm", "A: yes").replace("<w:t xml:space='preserve'>B", "<w:t B", 1))
    assert ("A", "so") in [(turn.speaker, turn.raw.split("\n")[0]) for turn in visit]
    assert any(": mm" in problem.text for problem in visit.problems) or any("mm" in one.raw for one in visit)
    assert "malformed" in {problem.rule for problem in visit.problems}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_document_is_read_or_refused(read, data):
    body = paragraphs("A: so", "B: mm") + table(*ROWS)
    text = data.draw(st.sampled_from(["zip", "markup"]))
    damaged = bytearray(docx(body) if text == "zip" else body.encode())
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(32, 126))
    whole = bytes(damaged) if text == "zip" else docx(damaged.decode("latin-1"))
    try:
        visit = read(whole)
    except VuoroError:
        return
    assert len(visit) + len(visit.problems) > 0


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\u00ad\ufffe\uffff"),
    min_size=1,
).filter(str.strip)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_every_cell_of_talk_comes_back_as_it_was_typed(read, cells):
    body = "".join(
        f"<w:tr><w:tc>{paragraphs(run('A'))}</w:tc><w:tc>{paragraphs(run(cell))}</w:tc></w:tr>"
        for cell in cells
    )
    head = table(["Speaker", "Text"]).removesuffix("</w:tbl>")
    assert [turn.raw for turn in read(f"{head}{body}</w:tbl>")] == cells


def with_parts(body: str, **parts: str) -> bytes:
    """A document with parts beside its talk, ``footnotes="<w:footnotes>..."``."""
    out = io.BytesIO(docx(body))
    with zipfile.ZipFile(out, "a") as archive:
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", inner.replace(">", f' xmlns:w="{MAIN}">', 1))
    return out.getvalue()


def test_notes_comments_and_page_headers_are_told_and_kept(read):
    visit = read(
        with_parts(
            paragraphs("A: Jo?", "B: Nå."),
            footnotes=f"<w:footnotes><w:footnote w:type='separator'>{paragraphs('---')}</w:footnote>"
            f"<w:footnote>{paragraphs('Skratt utanför bild.')}</w:footnote></w:footnotes>",
            comments=f"<w:comments><w:comment w:author='Kaisa'>{paragraphs('Är det B?')}</w:comment></w:comments>",
            header1=f"<w:hdr>{paragraphs('Möte 3')}</w:hdr>",
            header2=f"<w:hdr>{paragraphs('Möte 3')}</w:hdr>",
            footer1="<w:ftr></w:ftr>",
        )
    )
    assert [turn.raw for turn in visit] == ["Jo?", "Nå."]
    assert {name: visit.meta[name] for name in ("footnotes", "comments", "page headers")} == {
        "footnotes": ("Skratt utanför bild.",),
        "comments": ("Kaisa: Är det B?",),
        "page headers": ("Möte 3",),
    }
    assert found(visit) == [
        ("beside-talk", "Skratt utanför bild."),
        ("beside-talk", "Kaisa: Är det B?"),
        ("beside-talk", "Möte 3"),
    ]


def test_damaged_notes_do_not_cost_the_talk(read):
    visit = read(with_parts(paragraphs("A: Jo?", "B: Nå."), footnotes="<w:sst></w:sst>"))
    assert ([turn.raw for turn in visit], found(visit)) == (
        ["Jo?", "Nå."],
        [("unread-part", "word/footnotes.xml")],
    )
