"""Word documents: paragraphs that begin with a speaker, or a table of number, speaker and talk.

Paragraphs are read as lines of plain text, by the rules of :mod:`vuoro.formats.jefferson`; where
a tab and no colon parts speakers from talk, that tab is enough. Underlining, which is how
analysts write stress, is a mark of the turn. What tracked changes took out is told and
not read. See :mod:`vuoro.formats.office.word` for the rest of Word's markup.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from vuoro.formats.files import File, Options, Unreadable, reader
from vuoro.formats.jefferson import read_jefferson
from vuoro.formats.office.layout import fields_of, has_header, is_header, read_rows, row_of
from vuoro.formats.office.margins import margins_of
from vuoro.formats.office.package import open_package
from vuoro.formats.office.word import Block, Cell, Paragraph, Table, blocks
from vuoro.formats.tables.cells import Row, plain
from vuoro.formats.tables.columns import columns_of, known_names
from vuoro.model import Encounter, Mark, Problem, Turn

_READ = frozenset(["t", "delText", "instrText"])
_TABBED = re.compile(r"((?:[ \t]*\d{1,4}[a-z]?[.)]?[ \t]+)?)([^\W\d_][\w.'’ /-]{0,24}?)[ ]?\t[ \t]*(?=\S)")
_COLON = re.compile(r"(?:[ \t]*\d{1,4}[a-z]?[.)]?[ \t]+)?[^\W_][\w.'’ /-]{0,30}:(?=\s)")


class _Line(NamedTuple):
    """A line of the document as text: a paragraph, or the cells of a row; and what of it is underlined."""

    text: str
    underlined: Sequence[tuple[int, int]] = ()


@reader("docx", suffixes={".docx", ".docm"}, binary=True)
def read_docx(file: File, options: Options) -> list[Encounter]:
    """The encounters of a document, from its paragraphs or from its tables: wherever there is more talk.

    ``Turn.line`` counts lines: paragraphs (and line breaks in them), or rows of the tables. In a
    table a row without a speaker goes on with the turn above. Soft hyphens are left out. The
    text that is no talk is in ``meta["header"]`` where it stands before the talk, and else a
    Problem. Notes, comments, headers and footers of pages are in ``meta`` under these names
    (``"footnotes"``, ``"page headers"``), and told. Unreadable where neither paragraphs nor tables have speakers.
    """
    package = open_package(file, "a Word document (.docx)")
    document = package.part("word/document.xml", "document")
    content = list(blocks(document.root))
    tables = [block for block in content if isinstance(block, list) and _is_talk(block, options)]
    read = {one for one in document.root.iter() if one.tag in _READ}
    margins = margins_of(package)
    told = [*document.problems, *document.left([document.root], read), *_told(content), *margins.problems]
    if tables and _size(tables) >= sum(len(one.text) for one in content if isinstance(one, Paragraph)) / 2:
        encounters = _from_tables(content, tables, file, options)
    else:
        encounters = _from_lines(content, file, options)
    first, *others = encounters
    meta = {**margins.texts, **first.meta} if margins.texts else first.meta
    return [replace(first, meta=meta, problems=(*told, *first.problems)), *others]


def _is_talk(table: Table, options: Options) -> bool:
    """Whether a table has a column of speakers and one of their talk."""
    rows = [row_of(1, _texts(row)) for row in table]
    if not rows:
        return False
    if is_header(rows[0], options):
        names = {plain(cell) for cell in rows[0].cells}
        return len(names & known_names(options)) > 1 or bool(options.columns)
    return "speaker" in fields_of(rows)


def _size(tables: Sequence[Table]) -> int:
    return sum(len(cell.text) for table in tables for row in table for cell in row)


def _texts(row: Sequence[Cell]) -> list[str]:
    """The text of each column; a cell over several is in the first of them."""
    return [text for cell in row for text in (cell.text, *[""] * (cell.columns - 1))]


def _from_tables(
    content: Sequence[Block], tables: Sequence[Table], file: File, options: Options
) -> list[Encounter]:
    rows: list[Row] = []
    header: list[str] = []
    problems: list[Problem] = []
    line = 0
    for block in content:
        if isinstance(block, list) and any(block is table for table in tables):
            found = [row_of(line + n, _texts(row)) for n, row in enumerate(block, 1)]
            line += len(block)
            again = rows and found[0].cells == rows[0].cells  # a header on every page
            rows += found[1:] if again else found
            continue
        for text in _plain_lines([block]):
            line += 1
            if text.text.strip() and not rows:
                header.append(text.text)
            elif text.text.strip():
                message = "this stands outside the table of talk."
                problems.append(Problem(line=line, text=text.text, message=message, rule="beside-talk"))
    rows = [row for row in rows if any(cell.strip() for cell in row.cells)]
    first, *others = read_rows(_joined(rows, problems, file, options), file, options, "docx")
    meta = {**first.meta, "header": "\n".join(header)} if header else first.meta
    return [replace(first, meta=meta, problems=(*problems, *first.problems)), *others]


def _joined(rows: Sequence[Row], problems: list[Problem], file: File, options: Options) -> list[Row]:
    """A row for each turn: one that has talk and no speaker goes on with the row above."""
    speaker, text = _places(rows, file, options)
    header = rows[:1] if has_header(rows, options) else []
    joined: list[list[Row]] = []
    for row in rows[len(header) :]:
        said = text < len(row.cells) and not row.cells[text].isspace() and bool(row.cells[text])
        named = speaker >= len(row.cells) or bool(row.cells[speaker].strip())
        if not said and joined:
            message = "the row has nothing in its column of talk."
            problems.append(Problem(line=row.line, text=row.verbatim, message=message, rule="unread-line"))
        elif named or not joined or text >= len(joined[-1][0].cells):
            joined.append([row])
        else:
            joined[-1].append(row)
    return [*header, *(_one(parts, text) for parts in joined)]


def _one(parts: Sequence[Row], text: int) -> Row:
    """The rows of a turn as one, its talk on as many lines."""
    first = parts[0]
    if len(parts) == 1:
        return first
    talk = "\n".join(part.cells[text] for part in parts)
    cells = [*first.cells[:text], talk, *first.cells[text + 1 :]]
    return first._replace(cells=cells, verbatim="\n".join(part.verbatim for part in parts))


def _places(rows: Sequence[Row], file: File, options: Options) -> tuple[int, int]:
    """Which column is that of the speakers, and which that of talk."""
    if options.columns or is_header(rows[0], options):
        at = columns_of(rows[0], file, options).at
    else:
        at = fields_of(rows)
    return at.get("speaker", at.get("role", 1 << 30)), at["text"]


def _from_lines(content: Sequence[Block], file: File, options: Options) -> list[Encounter]:
    lines = _labelled(list(_plain_lines(content)))
    text = "\n".join(line.text for line in lines)
    if not text.strip():
        raise Unreadable(file.name, None, "there is no text in the document.")
    return [
        replace(
            encounter,
            turns=tuple(_stressed(turn, lines) for turn in encounter.turns),
            source=replace(encounter.source, format="docx"),
        )
        for encounter in read_jefferson(replace(file, text=text, data=b""), options)
    ]


def _plain_lines(content: Sequence[Block]) -> Iterator[_Line]:
    for block in content:
        if isinstance(block, Paragraph):
            yield from _split(block)
        else:
            for row in block:
                # Cells begin a line each where they hold lines, and else the row is one.
                if any("\n" in cell.text for cell in row):
                    for cell in row:
                        for paragraph in cell.paragraphs:
                            yield from _split(paragraph)
                else:
                    yield _Line("\t".join(cell.text for cell in row))


def _split(paragraph: Paragraph) -> Iterator[_Line]:
    """The lines of a paragraph, each with its own part of what is underlined."""
    at = 0
    for text in re.split(r"\r\n?|\n", paragraph.text):
        within = ((max(0, start - at), min(len(text), stop - at)) for start, stop in paragraph.underlined)
        yield _Line(text, [(start, stop) for start, stop in within if start < stop])
        at += len(text) + 1


def _labelled(lines: list[_Line]) -> list[_Line]:
    """The lines with a colon behind each speaker, where so far only a tab parts them from their talk."""
    if any(_COLON.match(line.text) for line in lines):
        return lines
    labels = Counter(match[2] for line in lines if (match := _TABBED.match(line.text)))
    if not labels or len(labels) > max(6, labels.total() / 2):
        return lines
    return [_with_colon(line) for line in lines]


def _with_colon(line: _Line) -> _Line:
    match = _TABBED.match(line.text)
    if not match:
        return line
    at = match.end(2)
    moved = [(start + (start >= at), stop + (stop > at)) for start, stop in line.underlined]
    return _Line(f"{line.text[:at]}:{line.text[at:]}", moved)


def _stressed(turn: Turn, lines: Sequence[_Line]) -> Turn:
    """The turn with a mark of stress on what is underlined."""
    marks, at = list(turn.marks), 0
    for number, part in enumerate(turn.raw.split("\n"), (turn.line or 1) - 1):
        before = len(lines[number].text) - len(part)  # a label and a number; nothing on lines below
        for start, stop in lines[number].underlined:
            if stop > before:
                marks.append(Mark(kind="stress", start=at + max(0, start - before), stop=at + stop - before))
        at += len(part) + 1
    if len(marks) == len(turn.marks):
        return turn
    return replace(turn, marks=tuple(sorted(marks, key=lambda mark: mark.start)))


def _told(content: Sequence[Block]) -> Iterator[Problem]:
    """What tracked changes have taken out, and signs of fonts that we do not know."""
    paragraphs: list[Paragraph] = []
    for block in content:
        rows = block if isinstance(block, list) else []
        paragraphs += [block] if isinstance(block, Paragraph) else []
        paragraphs += [paragraph for row in rows for cell in row for paragraph in cell.paragraphs]
    for paragraph in paragraphs:
        for deleted in paragraph.deleted:
            message = "taken out in tracked changes that nobody accepted; it was not read."
            yield Problem(line=None, text=deleted, message=message, rule="tracked-deletion")
        for name in dict.fromkeys(paragraph.unknown):
            message = (
                f"a sign of the font {name} that we do not know; it stands in the talk as the font has it."
            )
            yield Problem(line=None, text=paragraph.text, message=message, rule="unknown-symbol")
