"""Office documents as small as Word and Excel open them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument"


def docx(paragraphs: Iterable[str]) -> bytes:
    """A document of paragraphs."""
    return _document("".join(f"<w:p>{_run(one)}</w:p>" for one in paragraphs))


def docx_table(rows: Iterable[Sequence[str]]) -> bytes:
    """A document of one table."""
    cells = ("".join(f"<w:tc><w:p>{_run(cell)}</w:p></w:tc>" for cell in row) for row in rows)
    return _document(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>")


def _run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def _document(body: str) -> bytes:
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    return zipped(
        {
            "[Content_Types].xml": _types({"/word/document.xml": f"{_TYPE}.wordprocessingml.document.main+xml"}),
            "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
            "word/document.xml": _xml(document),
        }
    )  # fmt: skip


def xlsx(rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet."""
    cells = "".join(
        f'<row r="{number}">{"".join(_cell(cell, at, number) for at, cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )
    book = f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATED}"><sheets><sheet name="talk" sheetId="1" r:id="rId1"/></sheets></workbook>'
    return zipped(
        {
            "[Content_Types].xml": _types(
                {
                    "/xl/workbook.xml": f"{_TYPE}.spreadsheetml.sheet.main+xml",
                    "/xl/worksheets/sheet1.xml": f"{_TYPE}.spreadsheetml.worksheet+xml",
                }
            ),
            "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
            "xl/_rels/workbook.xml.rels": _relations({"rId1": ("worksheet", "worksheets/sheet1.xml")}),
            "xl/workbook.xml": _xml(book),
            "xl/worksheets/sheet1.xml": _xml(
                f'<worksheet xmlns="{_SHEET}"><sheetData>{cells}</sheetData></worksheet>'
            ),
        }
    )


def _cell(words: str, at: int, row: int) -> str:
    where = f"{chr(65 + at)}{row}"
    if words.replace(".", "", 1).isdecimal():
        return f'<c r="{where}"><v>{words}</v></c>'
    return f'<c r="{where}" t="inlineStr"><is><t>{escape(words)}</t></is></c>'


def _types(parts: Mapping[str, str]) -> bytes:
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return _xml(
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(parts: Mapping[str, tuple[str, str]]) -> bytes:
    inner = "".join(
        f'<Relationship Id="{id}" Type="{_RELATED}/{kind}" Target="{target}"/>'
        for id, (kind, target) in parts.items()
    )
    return _xml(f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>')


def _xml(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these parts, the same bytes at any time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def parts(archive: bytes) -> dict[str, bytes]:
    """The parts of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {info.filename: opened.read(info) for info in opened.infolist()}
