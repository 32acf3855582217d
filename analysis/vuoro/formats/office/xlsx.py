"""Excel workbooks: the first sheet that holds talk, read as any other table.

What a cell shows and what the file holds differ: a time is a share of a day, and 0.1 may be
stored as 0.10000000000000001. Cells come out as somebody typed them, as far as the file tells.
See ECMA-376, part 1, section 18.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from xml.etree.ElementTree import Element

from vuoro.formats.files import File, Options, Unreadable, reader
from vuoro.formats.office.layout import fields_of, is_header, read_rows, row_of
from vuoro.formats.office.package import Package, open_package
from vuoro.formats.tables.cells import Row
from vuoro.formats.tables.columns import columns_of
from vuoro.model import Encounter, Problem

WIDEST = 256
"""Columns. A stray cell far to the right must not widen every row."""

_READ = frozenset(["v", "t", "f"])
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 17, 22), "date"),
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "time"),
}
_LITERAL = re.compile(r'"[^"]*"|\\.|\[\$[^\]]*\]|\[[A-Z]\w+\]')


@reader("xlsx", suffixes={".xlsx", ".xlsm"}, binary=True)
def read_xlsx(file: File, options: Options) -> list[Encounter]:
    """The encounters of a workbook's first sheet with a column of talk, read as a CSV file is.

    Where no name of a column is known, the cells tell line number, speaker and talk; how they
    were read is in ``meta["columns"]``. ``Turn.line`` is the number of the row. A cell that
    spans several rows stands for each of them. Other sheets that hold anything are told.
    """
    found = sheets(file)
    talk = (sheet for sheet in found if _holds_talk(sheet.rows, file, options))
    chosen = next(talk, found[0])  # where none holds talk, the error names the first one's columns
    first, *others = read_rows(chosen.rows, file, options, "xlsx")
    problems = (*chosen.problems, *_passed_over(found, chosen), *first.problems)
    return [replace(first, problems=problems), *others]


class Sheet(NamedTuple):
    """A sheet under the name on its tab: its rows, and what is wrong with its markup."""

    name: str
    rows: list[Row]
    problems: list[Problem]


def sheets(file: File) -> list[Sheet]:
    """The sheets of a workbook that hold anything, in the order of their tabs; Unreadable where none does."""
    package = open_package(file, "an Excel workbook (.xlsx)")
    shared = [_words(item) for item in package.part_if_any("xl/sharedStrings.xml", "sst").iter("si")]
    found = [sheet for sheet in _read(package, shared, _styles(package)) if sheet.rows]
    if not found:
        raise Unreadable(file.name, None, "its sheets are empty.")
    return found


def _read(package: Package, shared: Sequence[str], styles: Sequence[str]) -> Iterator[Sheet]:
    for name, part in _sheets(package):
        document = package.part(part, "worksheet")
        read = {one for one in document.root.iter() if one.tag in _READ}
        problems = [*document.problems, *document.left([document.root], read)]
        yield Sheet(name, list(_rows(document.root, shared, styles)), problems)


def _sheets(package: Package) -> list[tuple[str, str]]:
    """Name and part of the sheets, in the order of their tabs."""
    workbook = package.part("xl/workbook.xml", "workbook").root
    targets = package.targets("xl/workbook.xml")
    named = [(one.get("name", ""), targets.get(one.get("id", ""), "")) for one in workbook.iter("sheet")]
    found = [(name, part) for name, part in named if part in package.parts and "chartsheet" not in part]
    if not found:
        raise Unreadable(package.file.name, None, "the workbook has no sheets. Is the file damaged?")
    return found


def _passed_over(found: Sequence[Sheet], chosen: Sheet) -> Iterator[Problem]:
    for sheet in found:
        if sheet is not chosen:
            message = (
                f"the sheet {sheet.name!r} was not read ({len(sheet.rows)} rows); {chosen.name!r} is the talk. "
                "If it is talk too, save it as a file of its own."
            )
            yield Problem(line=None, text=sheet.rows[0].verbatim, message=message, rule="unread-sheet")


def _holds_talk(rows: Sequence[Row], file: File, options: Options) -> bool:
    if not rows:
        return False
    if options.columns or is_header(rows[0], options):
        try:
            columns_of(rows[0], file, options)
        except Unreadable:
            return False
        return True
    at = fields_of(rows)
    return "text" in at and "speaker" in at


def _words(item: Element) -> str:
    """The words of a shared or inline string, formatting and phonetic aids aside."""
    aids = {text for aid in item.iter("rPh") for text in aid.iter("t")}
    raw = "".join(text.text or "" for text in item.iter("t") if text not in aids)
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), raw)


def _styles(package: Package) -> list[str]:
    """For each style of a cell, whether its number is a "time", a "date" or "" a number."""
    sheet = package.part_if_any("xl/styles.xml", "styleSheet")
    own = {one.get("numFmtId", ""): _kind(one.get("formatCode", "")) for one in sheet.iter("numFmt")}
    cells = sheet.find("cellXfs")
    ids = [style.get("numFmtId", "0") for style in (cells if cells is not None else ())]
    return [own.get(id) or _BUILT_IN.get(int(id) if id.isdecimal() and len(id) < 10 else 0, "") for id in ids]


def _kind(code: str) -> str:
    code = _LITERAL.sub("", code).lower()
    if re.search(r"[yd]", code):
        return "date"
    return "time" if re.search(r"h|m+:s|s", code) else ""


def _rows(sheet: Element, shared: Sequence[str], styles: Sequence[str]) -> Iterator[Row]:
    spans = _spans(sheet)
    held: dict[int, tuple[int, str]] = {}  # column to the last row of a cell over several, and its words
    number = 0
    for row in sheet.iter("row"):
        told = row.get("r", "")
        number = int(told) if told.isdecimal() and len(told) < 8 else number + 1
        cells: dict[int, str] = {}
        for element in row.iter("c"):
            at = _column(element.get("r", ""), len(cells))
            if at < WIDEST:
                cells[at] = _cell(element, shared, styles)
        held.update((at, (last, cells.get(at, ""))) for at, last in spans.get(number, ()))
        for at, (last, words) in held.items():
            if number <= last and words and not cells.get(at):
                cells[at] = words
        if any(cell.strip() for cell in cells.values()):
            yield row_of(number, [cells.get(at, "") for at in range(max(cells) + 1)])


def _spans(sheet: Element) -> dict[int, list[tuple[int, int]]]:
    """Cells merged over several rows: by their first row, the column and the last row."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for merged in sheet.iter("mergeCell"):
        ends = _REFERENCE.findall(merged.get("ref", ""))
        at = _column("".join(ends[0]), WIDEST) if len(ends) == 2 else WIDEST
        if at < WIDEST and ends[0][1] != ends[1][1]:
            found[int(ends[0][1])].append((at, int(ends[1][1])))
    return found


def _column(reference: str, otherwise: int) -> int:
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return otherwise
    number = 0
    for letter in match[1]:
        number = 26 * number + ord(letter) - 64
    return number - 1


def _cell(element: Element, shared: Sequence[str], styles: Sequence[str]) -> str:
    kind, value = element.get("t", "n"), element.findtext("v") or ""
    if kind == "inlineStr":
        return _words(element)
    if kind == "s":
        return _at(value, shared, value)
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    if kind in ("str", "e", "d"):
        return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), value)
    return _number(value, _at(element.get("s", "0"), styles, ""))


def _at(index: str, texts: Sequence[str], otherwise: str) -> str:
    number = int(index) if index.isdecimal() and len(index) < 10 else len(texts)
    return texts[number] if number < len(texts) else otherwise


def _number(value: str, kind: str) -> str:
    """A number as it was typed: fifteen figures are what Excel itself shows.

    Examples
    --------
    >>> _number("0.10000000000000001", ""), _number("12", ""), _number("8.6805555555555551E-4", "time")
    ('0.1', '12', '0:01:15')
    """
    try:
        number = float(value)
    except ValueError:
        return value
    if not abs(number) < 1e7 or not kind:
        return value if value.lstrip("-").isdecimal() else f"{number:.15g}"
    if kind == "date":
        day = datetime(1899, 12, 30) + timedelta(days=round(number, 6))
        return f"{day:%Y-%m-%d}" if number == int(number) else f"{day:%Y-%m-%d %H:%M:%S}"
    seconds = round(number * 86400, 3)
    whole = f"{int(seconds // 3600)}:{int(seconds // 60) % 60:02d}:{int(seconds) % 60:02d}"
    return whole if seconds == int(seconds) else f"{whole}{f'{seconds % 1:.3f}'.rstrip('0')[1:]}"
