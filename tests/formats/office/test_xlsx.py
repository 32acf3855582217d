"""Excel workbooks: cells as they were typed, sheets that hold talk, and archives that are traps."""

from __future__ import annotations

import io
import zipfile
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vuoro import formats
from vuoro.model import VuoroError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def cell(reference: str, value: object, style: int = 0) -> str:
    if isinstance(value, str):
        return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'


def sheet(*rows: list[object], after: str = "") -> str:
    lines = [
        f'<row r="{number}">'
        + "".join(cell(f"{'ABCDEFG'[at]}{number}", value) for at, value in enumerate(row) if value != "")
        + "</row>"
        for number, row in enumerate(rows, 1)
    ]
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>{after}</worksheet>'


def workbook(*sheets: str, **parts: str) -> bytes:
    names = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, len(sheets) + 1))
    targets = "".join(
        f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(sheets) + 1)
    )
    all_parts = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{targets}</Relationships>",
        **{f"xl/worksheets/sheet{n}.xml": text for n, text in enumerate(sheets, 1)},
        **{f"xl/{name}.xml": text for name, text in parts.items()},
    }
    return zipped(all_parts)


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.fixture
def read(tmp_path):
    def read(data: bytes, **options: object):
        path = tmp_path / "visit.xlsx"
        path.write_bytes(data)
        return formats.read(path, **options)

    return read


def said(encounter):
    return [(turn.id, turn.speaker, turn.raw) for turn in encounter]


TALK = sheet(["Tur", "Talare", "Yttrande"], [1, "Läkaren", " Hur: (0.5) å? "], [2, "K", "Jo “då”"])


def test_a_sheet_is_a_table(read):
    visit = read(workbook(TALK))
    assert said(visit) == [("1", "Läkaren", " Hur: (0.5) å? "), ("2", "K", "Jo “då”")]
    assert visit.roles() == {"Läkaren": "professional", "K": "unknown"}
    assert [turn.line for turn in visit] == [2, 3]
    assert (visit.problems, visit.source.format, len(visit.source.sha256[0])) == ((), "xlsx", 64)


def test_the_first_sheet_with_talk_is_read(read):
    about = sheet(["Datum", "Plats"], ["2020", "Åbo"])
    assert said(read(workbook(about, TALK))) == said(read(workbook(TALK)))


def test_the_sheets_that_are_not_read_are_told_by_name(read):
    about, empty = sheet(["Datum", "Plats"], ["2020", "Åbo"]), sheet()
    visit = read(workbook(about, TALK, empty, TALK))
    told = [(problem.rule, problem.text, problem.message.split(";")[0]) for problem in visit.problems]
    first = next(row for row in told if "'S1'" in row[2])
    assert first == ("unread-sheet", "Datum\tPlats", "the sheet 'S1' was not read (2 rows)")
    assert [rule for rule, _, _ in told] == ["unread-sheet", "unread-sheet"]
    assert all("'S2' is the talk" in problem.message for problem in visit.problems)


def test_strings_that_are_shared_are_found(read):
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>speaker</t></si><si><t>text</t></si>'
        "<si><r><t>so </t></r><r><rPr><u/></rPr><t>you_x000D_</t></r><rPh><t>aid</t></rPh></si></sst>"
    )
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="str"><v>A</v></c><c t="s"><v>2</v></c></row>'
    data = workbook(
        f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>', sharedStrings=strings
    )
    assert said(read(data)) == [("t0001", "A", "so you\r")]


def test_numbers_are_as_they_were_typed_and_times_are_times(read):
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[h]:mm:ss.0"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    names = "".join(
        cell(f"{at}1", name) for at, name in zip("ABCD", ["start", "end", "text", "note"], strict=True)
    )
    turn = (
        cell("A2", 8.6805555555555551e-4, 1)
        + cell("B2", 76.5)
        + cell("C2", 112)
        + cell("D2", "0.10000000000000001")
    )
    turn += '<c r="E2"><v>0.10000000000000001</v></c>'
    rows = f'<row r="1">{names}{cell("E1", "dose")}</row><row r="2">{turn}</row>'
    visit = read(workbook(f"<worksheet><sheetData>{rows}</sheetData></worksheet>", styles=styles))
    (one,) = visit
    assert (one.raw, one.start, one.end) == ("112", 75.0, 76.5)
    assert one.tiers == {"note": "0.10000000000000001", "dose": "0.1"}


def test_columns_without_known_names_are_told_by_their_cells(read):
    rows = [[1, "A:", "so you waited"], [2, "B:", "mm yes"], [3, "A:", "and then"]]
    visit = read(workbook(sheet(*rows)))
    assert said(visit) == [("1", "A", "so you waited"), ("2", "B", "mm yes"), ("3", "A", "and then")]
    assert visit.meta["columns"] == "text = column 3, turn = column 1, speaker = column 2"
    visit = read(workbook(sheet(["Nr", "Vem", "Vad"], *rows)))
    assert len(visit) == 3
    assert [(problem.rule, problem.text) for problem in visit.problems] == [
        ("unknown-header", "Nr\tVem\tVad")
    ]
    visit = read(workbook(sheet(["Nr", "Vem", "Vad"], *rows)), columns={"text": "Vem"})
    assert [turn.raw for turn in visit] == ["A:", "B:", "A:"]


def test_an_index_that_leads_nowhere_stands_as_it_is(read):
    rows = '<row><c t="inlineStr"><is><t>text</t></is></c></row>' + "".join(
        f'<row><c t="s" s="99"><v>{index}</v></c></row>' for index in ("7", "0000000005", "9" * 5000)
    )
    visit = read(workbook(f"<worksheet><sheetData>{rows}</sheetData></worksheet>"))
    assert [turn.raw for turn in visit] == ["7", "0000000005", "9" * 5000]


def test_a_cell_over_several_rows_stands_for_each(read):
    rows = [["speaker", "text"], ["A", "so"], ["", "well"], ["B", "mm"]]
    merged = '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    visit = read(workbook(sheet(*rows, after=merged)))
    assert [(turn.speaker, turn.raw) for turn in visit] == [("A", "so"), ("A", "well"), ("B", "mm")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"speaker,text\nA,hej\n", "this is not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "protected by a password, or from before 2007"),
        (workbook(TALK)[:-40], "the archive is damaged"),
        (zipped({"word/document.xml": "<document/>"}), r"there is no xl/workbook\.xml in it"),
        (workbook(sheet()), "its sheets are empty"),
        (workbook(sheet(["Datum", "Plats"], ["2020", "Åbo"])), "no column holds the talk"),
        (workbook("<worksheet>" + "a" * 80 * 2**20 + "</worksheet>"), "would unpack to 80 MB"),
        (workbook("<worksheet>" + " " * 3 * 2**20 + "</worksheet>"), "would unpack to 3 MB"),
        (workbook('<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'), "declares entities"),
        (workbook("<worksheet>" + "<a>" * 9000 + "</a>" * 9000 + "</worksheet>"), "nested more than 64 deep"),
        (
            workbook(TALK).replace(b"worksheets/sheet1.xml", b"../../../../etc/pass."),
            "the workbook has no sheets|damaged|there is no",
        ),
    ],
)
def test_what_is_no_workbook_or_a_trap_is_refused_with_a_reason(read, data, reason):
    with pytest.raises(formats.Unreadable, match=reason):
        read(data)


def test_a_protected_archive_says_that_it_is(read):
    data = bytearray(workbook(TALK))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(formats.Unreadable, match="protected by a password"):
        read(bytes(data))


def test_damaged_markup_is_told(read):
    visit = read(workbook(TALK.replace("</is>", "", 1).replace("<is><t", "<is>stray<t", 1)))
    assert {"malformed", "unread-line"} <= {problem.rule for problem in visit.problems}
    assert len(visit) == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(read, data):
    damaged = bytearray(workbook(TALK))
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        visit = read(bytes(damaged[: data.draw(st.integers(len(damaged) // 2, len(damaged)))]))
    except VuoroError:
        return
    assert len(visit) + len(visit.problems) > 0


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"),
    min_size=1,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS.filter(str.strip), min_size=1, max_size=5))
def test_every_cell_comes_back_as_it_was_typed(read, cells):
    visit = read(workbook(sheet(["speaker", "text"], *(["A", one] for one in cells))))
    assert [turn.raw for turn in visit] == cells
