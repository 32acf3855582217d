"""Tables without names for their columns: which holds the talk, who spoke and the line's number.

Transcripts in Word and Excel are often laid out as line number | speaker | talk, with no header
or with words in it that no list has. Then the cells themselves tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from vuoro.formats.files import File, Options
from vuoro.formats.tables.cells import Row, plain
from vuoro.formats.tables.columns import known_names, names_of
from vuoro.formats.tables.reading import encounters_in
from vuoro.model import Encounter, Problem

_NUMBER = re.compile(r"\d{1,5}[a-z]?[.:)]?")
_CLOCK = re.compile(r"[\[(]?(?:\d{1,4}:)?\d{1,2}:\d{2}(?:[.,]\d+)?[\])]?")
_SPEAKER = re.compile(r"(?!\d+[.:)]?\Z)[^\W_][^\r\n:]{0,39}:?|")
_SHARE = 0.8
_TALK = frozenset(["text", "utterance", "utterance_text", "transcription", "yttrande", "replik", "repliikki"])


def row_of(line: int, cells: Sequence[str]) -> Row:
    """A row of cells that were never delimited text.

    Examples
    --------
    >>> row_of(2, ["A", "yes"]).verbatim
    'A\\tyes'
    """
    return Row(line, list(cells), "\t".join(cells), False)


def is_header(row: Row, options: Options) -> bool:
    """Whether a row names columns, that of the talk among them: alone if nobody says its name, or with others."""
    known = known_names(options)
    named = {plain(cell) for cell in row.cells} & known
    return bool(named & _TALK) or (len(named) > 1 and bool(named & names_of("text", options)))


def fields_of(rows: Sequence[Row]) -> dict[str, int]:
    """Field to column, by what the cells hold; without "text" where no column is one of talk.

    Examples
    --------
    >>> fields_of([row_of(1, ["1", "A", "so you waited"]), row_of(2, ["2", "B", "yes"])])
    {'text': 2, 'turn': 0, 'speaker': 1}
    """
    # A row of one cell is a heading, and says nothing of the columns.
    rows = [row for row in rows if sum(bool(cell.strip()) for cell in row.cells) > 1] or rows
    width = max((len(row.cells) for row in rows), default=0)
    columns = [[row.cells[at].strip() if at < len(row.cells) else "" for row in rows] for at in range(width)]
    letters = [sum(map(len, cells)) for cells in columns]
    if not any(letters):
        return {}
    text = max(range(width), key=letters.__getitem__)
    at = {"text": text}
    for field, pattern in (("turn", _NUMBER), ("start", _CLOCK)):
        found = (i for i in range(width) if i not in at.values() and _mostly(pattern, columns[i]))
        at.update((field, index) for index in [*found][:1])
    for index in range(text):
        if index not in at.values() and _are_speakers(columns[index]):
            return {**at, "speaker": index}
    return at


def _mostly(pattern: re.Pattern[str], cells: Iterable[str]) -> bool:
    """Nearly all cells that hold anything do, the first one aside: it may be a name."""
    first, *others = [*cells] or [""]
    filled = [cell for cell in others if cell] or [cell for cell in (first,) if cell]
    return bool(filled) and sum(bool(pattern.fullmatch(cell)) for cell in filled) >= _SHARE * len(filled)


def _are_speakers(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    if not filled or not _mostly(_SPEAKER, cells):
        return False
    return len(filled) < 6 or len(set(filled)) <= max(3, len(filled) / 2)


def read_rows(rows: Sequence[Row], file: File, options: Options, format: str) -> list[Encounter]:
    """The encounters in a table with or without a header; how it was read without is in ``meta``."""
    header, body, guessed = _headed(rows, options)
    told = replace(options, columns={**guessed, **options.columns})
    return [
        replace(
            encounter,
            source=replace(encounter.source, format=format),
            meta={"columns": ", ".join(f"{field} = {name}" for field, name in guessed.items())}
            if guessed
            else encounter.meta,
            problems=(*_unnamed(rows, body, guessed), *encounter.problems),
        )
        for encounter in encounters_in(header, body, file, told)
    ]


def _headed(rows: Sequence[Row], options: Options) -> tuple[Row, Sequence[Row], dict[str, str]]:
    """The header, the rows under it, and the names of columns that only their cells told."""
    if not rows or options.columns or is_header(rows[0], options):
        return rows[0] if rows else row_of(1, []), rows[1:], {}
    at = fields_of(rows)
    if "text" not in at or ("speaker" not in at and "turn" not in at):
        return rows[0], rows[1:], {}
    width = max(len(row.cells) for row in rows)
    own = not _is_numbered(rows[0], at)
    names = [f"column {index + 1}" for index in range(width)]
    guessed = {field: names[index] for field, index in at.items()}
    body = [_without_colon(row, at.get("speaker", width)) for row in (rows[1:] if own else rows)]
    return row_of(rows[0].line, names), body, guessed


def _is_numbered(row: Row, at: Mapping[str, int]) -> bool:
    """Whether a first row is one of talk: where lines are numbered, names of columns have no number."""
    number = row.cells[at["turn"]].strip() if "turn" in at and at["turn"] < len(row.cells) else ""
    return not number or bool(_NUMBER.fullmatch(number))


def has_header(rows: Sequence[Row], options: Options) -> bool:
    """Whether the first row names the columns, in words that are known or not."""
    if options.columns or is_header(rows[0], options):
        return True
    return not _is_numbered(rows[0], fields_of(rows))


def _without_colon(row: Row, at: int) -> Row:
    """The row with its speaker as a name: in a cell of their own some write ``A:``."""
    if at >= len(row.cells):
        return row
    return row._replace(cells=[*row.cells[:at], row.cells[at].strip().rstrip(":"), *row.cells[at + 1 :]])


def _unnamed(rows: Sequence[Row], body: Sequence[Row], guessed: dict[str, str]) -> list[Problem]:
    if not guessed or len(body) == len(rows):
        return []
    message = "read as the names of the columns, which we do not know; the cells told which is which."
    return [Problem(line=rows[0].line, text=rows[0].verbatim, message=message, rule="unknown-header")]
