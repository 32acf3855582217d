"""Delimited text as rows of cells, with the line each row begins on; a bad quotation mark costs one row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from vuoro.formats.encodings import line_at

_DELIMITERS = (",", ";", "\t")
_UNQUOTED = re.compile(r'([^"\r\n]*+)(?:\r\n|\r|\n|\Z)')
_SEPARATOR_LINE = re.compile(r"sep=(.)(?:\r\n|\r|\n)")
"""What Excel writes before the header to say which delimiter it used."""


class Row(NamedTuple):
    """The cells of a row as they read, the row as it stands, and whether its quotation is odd."""

    line: int
    cells: list[str]
    verbatim: str
    stray_quote: bool


def rows(text: str, delimiter: str) -> Iterator[Row]:
    """The rows of a table, blank ones left out.

    A quoted cell may hold delimiters, newlines and doubled quotation marks. A cell whose
    opening mark is never closed before a delimiter is read as it stands, so that it does not
    swallow the rows after it.

    Examples
    --------
    >>> [row.cells for row in rows('A;"well; ""no"" to that"', ";")]
    [['A', 'well; "no" to that']]
    >>> [row.cells for row in rows('A;"well\\nB;yes', ";")]
    [['A', '"well'], ['B', 'yes']]
    """
    said = _SEPARATOR_LINE.match(text)
    at, line = (said.end(), 2) if said else (0, 1)
    blank = delimiter + " \t"
    regular = _regular(delimiter)
    while at < len(text):
        start = at
        in_one_line = _UNQUOTED.match(text, at)
        if in_one_line:
            verbatim, at = in_one_line[1], in_one_line.end()
            cells, stray = verbatim.split(delimiter), False
        elif in_one_line := regular.match(text, at):
            verbatim, at = in_one_line[1], in_one_line.end()
            cells, stray = next(csv.reader((verbatim,), delimiter=delimiter)), False
        else:
            cells, stray, at, stop = _quoted(text, at, delimiter)
            verbatim = text[start:stop]
        if verbatim.strip(blank):
            yield Row(line, cells, verbatim, stray)
        line += 1 if in_one_line else line_at(text, at, start) - 1


@cache
def _regular(delimiter: str) -> re.Pattern[str]:
    """A row on one line whose every quotation mark is where the standard library's reader wants it."""
    cell = rf'(?:"[^"\r\n]*+"|[^"\r\n{re.escape(delimiter)}]*+)'
    # The standard library refuses cells of more than 131,072 characters.
    return re.compile(
        rf"((?=[^\r\n]{{0,100000}}+(?:[\r\n]|\Z)){cell}(?:{re.escape(delimiter)}{cell})*+)(?:\r\n|\r|\n|\Z)"
    )


def _quoted(text: str, at: int, delimiter: str) -> tuple[list[str], bool, int, int]:
    """The cells of a row, whether its quotation is odd, and where the row after it begins and it ends."""
    cell = _cell(delimiter)
    cells, stray, end = [], False, delimiter
    while end == delimiter:
        match = cell.match(text, at)
        assert match, "an unquoted cell may be empty, so that something always matches"
        quoted, plain, end = match.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        stray = stray or (quoted is None and plain.startswith('"'))
        at = match.end()
    # Where tabs part the cells, quotation marks are as often just talk.
    return cells, stray and delimiter != "\t", at, at - len(end)


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    end = rf"({re.escape(delimiter)}|\r\n|\r|\n|\Z)"
    # Possessive, so that a cell of a megabyte costs a megabyte and no backtracking.
    return re.compile(rf'(?:"([^"]*+(?:""[^"]*+)*+)"(?={end[1:-1]})|([^{re.escape(delimiter)}\r\n]*+)){end}')


def delimiter_of(text: str, known: frozenset[str]) -> str:
    """The delimiter by which the header has most names that are known, or else most names."""
    said = _SEPARATOR_LINE.match(text)
    if said:
        return said[1]

    def fit(delimiter: str) -> tuple[int, int]:
        header = next(rows(text[:65536], delimiter), Row(1, [], "", False)).cells
        return sum(plain(name) in known for name in header), len(header)

    return max(_DELIMITERS, key=fit)


def plain(name: str) -> str:
    """A column's name as we look it up: ``Utterance ID`` is ``utterance_id``."""
    return re.sub(r"[\s.-]+", "_", name.strip().lower())
