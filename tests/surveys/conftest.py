"""Exports as form tools make them, and answers made of a few numbers."""

from __future__ import annotations

import io
import zipfile
from html import escape

import pandas as pd
import pytest

from vuoro import surveys
from vuoro.surveys.reading import COLUMNS, Answers

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

CLIENT = {
    "encounter": "Meeting code",
    "side": "client",
    "question": [{"column": "What I said affected what was decided.", "item": "influence"}],
}


@pytest.fixture
def form():
    """A mapping of one question to clients; ``form(encounter="Code")`` says otherwise."""
    return lambda **told: surveys.form_of({**CLIENT, **told})


@pytest.fixture
def export(tmp_path):
    """``export(text)`` or ``export(rows, "name.xlsx")`` is the path of a file that holds them."""

    def write(content: str | bytes | list[list[object]], name: str = "form.csv"):
        path = tmp_path / name
        if isinstance(content, list):
            content = workbook(content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def workbook(rows: list[list[object]]) -> bytes:
    cells = "".join(
        "<row>"
        + "".join(f'<c t="inlineStr"><is><t>{escape(str(one))}</t></is></c>' for one in row)
        + "</row>"
        for row in rows
    )
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        '<sheet name="Answers" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.fixture
def answered():
    """``answered(("visit", "staff", "T1", "heard", 4), …)``; a word in place of a number is what kind it is."""

    def make(
        *told: tuple[str, str, str, str, float | str], scale: str = "agree5", low: float = 1, high: float = 5
    ):
        rows = [
            (encounter, who, side, item, value if given else float("nan"), "given" if given else value, str(value),
             scale, float(low), float(high), 1.0, "form.csv", line)
            for line, (encounter, side, who, item, value) in enumerate(told, 2)
            for given in [not isinstance(value, str)]
        ]  # fmt: skip
        return Answers(frame=pd.DataFrame(rows, columns=list(COLUMNS)).astype({"value": float}))

    return make
