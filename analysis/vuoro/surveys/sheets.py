"""The table that a form tool exports, as headings and rows; nothing of it is understood here."""

from __future__ import annotations

from pathlib import Path

from vuoro.formats.files import File, Unreadable, open_file
from vuoro.formats.office.xlsx import sheets
from vuoro.formats.tables.cells import Row, rows
from vuoro.model import Problem, record

DELIMITERS = (";", "\t", ",")
WORKBOOKS = (".xlsx", ".xlsm")
LOOKED_AT = 200
"""Rows by which the delimiter is known."""


@record
class Sheet:
    """A row of headings and the rows under it. ``rows`` know the line on which they stand."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str = ""
    problems: tuple[Problem, ...] = ()

    def column(self, at: int) -> list[str]:
        """The cells of a column; a row that ends before it has a blank there."""
        return [row.cells[at] if at < len(row.cells) else "" for row in self.rows]


def open_sheet(path: str | Path, *, delimiter: str = "", header: int = 1, sheet: str = "") -> Sheet:
    """The table in a CSV, TSV or Excel file.

    Parameters
    ----------
    delimiter : what parts the cells of a text file; the one that gives all rows as many cells if ""
    header : which row, blank ones not counted, holds the headings
    sheet : the tab of the sheet in a workbook; the first one that holds anything if ""

    Raises
    ------
    Unreadable
        where there is no such file, sheet or header.
    """
    path = Path(path)
    if path.suffix.lower() in WORKBOOKS:
        found, problems = _in_workbook(open_file(path, binary=True), sheet)
    else:
        file = open_file(path)
        delimiter = delimiter or delimiter_of(file.text)
        found, problems = list(rows(file.text, delimiter)), list(file.problems)
    if len(found) <= header:
        raise Unreadable(path.name, None, f"there is no answer under the headings in row {header}.")
    headings = tuple(" ".join(cell.split()) for cell in found[header - 1].cells)
    regular, odd = _apart(found[header:], len(headings), path.name)
    return Sheet(file=path.name, headings=headings, rows=regular, delimiter=delimiter,
                 problems=(*problems, *odd))  # fmt: skip


def delimiter_of(text: str) -> str:
    """The delimiter with which most rows have as many cells as the first, and then the most of them.

    The headings are questions with commas in them, so that the longest row of headings tells nothing.

    Examples
    --------
    >>> delimiter_of("Code;Did you say, in short, what you wanted, all of it?\\nA1;4\\nA2;5\\n")
    ';'
    """

    def fit(delimiter: str) -> tuple[float, int]:
        sizes = [len(row.cells) for row, _ in zip(rows(text, delimiter), range(LOOKED_AT), strict=False)]
        alike = sizes.count(sizes[0]) / len(sizes) if sizes and sizes[0] > 1 else 0.0
        return alike, sizes[0] if sizes else 0

    return max(DELIMITERS, key=fit)


def _in_workbook(file: File, wanted: str) -> tuple[list[Row], list[Problem]]:
    found = sheets(file)
    chosen = next((one for one in found if one.name == wanted or not wanted), None)
    if chosen is None:
        names = ", ".join(repr(one.name) for one in found)
        raise Unreadable(file.name, None, f"there is no sheet {wanted!r}; there are {names}.")
    others = [
        Problem(
            line=None, text=one.name, rule="unread-sheet", file=file.name,
            message=f'the sheet was not read ({len(one.rows)} rows); to read it, say sheet = "{one.name}".',
        )
        for one in found if one is not chosen
    ]  # fmt: skip
    return chosen.rows, [*chosen.problems, *others]


def _apart(found: list[Row], width: int, file: str) -> tuple[tuple[Row, ...], list[Problem]]:
    """Rows of which it is certain which cell is under which heading, and a Problem for each other one."""
    regular, odd = [], []
    for row in found:
        if len(row.cells) > width and any(cell.strip() for cell in row.cells[width:]):
            message = f"{len(row.cells)} cells under {width} headings: not read, as they may have shifted."
            odd.append(_problem(row, message, "ragged-row", file))
            continue
        if row.stray_quote:
            odd.append(_problem(row, "a quotation mark is never closed; read as it stands.", "quote", file))
        regular.append(row)
    return tuple(regular), odd


def _problem(row: Row, message: str, rule: str, file: str) -> Problem:
    return Problem(line=row.line, text=row.verbatim[:200], message=message, rule=rule, file=file)
