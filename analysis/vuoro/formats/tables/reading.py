"""Tables of talk, CSV and TSV: a row for each turn, many encounters in one file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from vuoro import symbols
from vuoro.formats.conventions import convention_of
from vuoro.formats.files import File, Options, Unreadable, reader
from vuoro.formats.roles import role_of
from vuoro.formats.tables.cells import Row, delimiter_of, rows
from vuoro.formats.tables.columns import NO_HEADER, Columns, columns_of, known_names, no_talk
from vuoro.formats.tables.longreading import are_turns, read_csv
from vuoro.formats.tongues import language_of
from vuoro.model import NOTHING, UNKNOWN, Encounter, Participant, Problem, Source, Turn

NOBODY = "?"
"""What a speaker is called whom the table does not name."""

WIDEST = 1 << 30
"""Where a column stands that a table does not have: beyond the end of every row."""

_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)")
_NUMBER = re.compile(r"[-+]?\d{1,15}(?:[.,]\d*)?(?:[eE][-+]?\d{1,2})?")
_NOT_SAID = frozenset(["", UNKNOWN, "n/a", "na", "okänd", "tuntematon", "-", "?"])


@reader("table", suffixes={".csv", ".tsv"})
def read_table(file: File, options: Options) -> list[Encounter]:
    """The encounters of a table, in the order in which they first appear, ids as they stand.

    ``encounter,turn,speaker,role,text`` is the plain form; other names of columns are known
    in three languages (``columns.toml``), and ``options.columns`` says which is which where
    they are not; which was taken for what is in ``meta["columns"]``. Without an encounter column
    the whole file is one encounter. Times are seconds or ``h:mm:ss``. A row without words is a
    Problem and not a turn. Our own long table is read as :mod:`vuoro.formats.tables.longreading` says,
    with the annotations beside it.
    """
    delimiter = delimiter_of(file.text, known_names(options))
    header, *body = [*rows(file.text, delimiter)] or [NO_HEADER]
    if are_turns(header.cells) and not options.columns:
        return read_csv(header, body, file, options)
    return encounters_in(header, body, file, options, delimiter)


def encounters_in(
    header: Row, body: Iterable[Row], file: File, options: Options, delimiter: str = "\t"
) -> list[Encounter]:
    """The encounters in rows, wherever the rows are from; ``delimiter`` joins cells there are too many of."""
    columns = columns_of(header, file, options)
    talks: dict[str, _Talk] = {}
    current = options.encounter or file.path.stem
    at = columns.at.get("encounter", WIDEST)
    for row in body:
        said = row.cells[at].strip() if at < len(row.cells) else ""
        current = said or current
        talk = talks.setdefault(current, _Talk(id=current))
        if "encounter" in columns.at and not said:
            message = f"no encounter is named; the row was read as part of {current!r}."
            talk.problem(row, message, "no-encounter")
        _take(talk, _mended(row, columns, delimiter, talk), columns, options)
    if not talks:
        raise Unreadable(file.name, header.line, "there is a header and no row under it.")
    if "text" not in options.columns and columns.may_be_numbers() and _are_numbers(talks.values()):
        raise no_talk(header, file)
    meta = {"columns": columns.shown()}
    return [_encounter(talk, file, options, meta) for talk in talks.values()]


def _are_numbers(talks: Iterable[_Talk]) -> bool:
    said = [one.raw.strip() for talk in talks for one in talk.said]
    return bool(said) and all(map(_NUMBER.fullmatch, said))


class _Said(NamedTuple):
    """A row on its way to becoming a turn."""

    id: str
    speaker: str
    raw: str
    start: float | None
    end: float | None
    line: int
    others: Mapping[str, str]


@dataclass(slots=True)
class _Talk:
    """What the rows of one encounter have said so far."""

    id: str
    said: list[_Said] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    ids: dict[str, tuple[str, str]] = field(default_factory=dict)
    copies: dict[str, int] = field(default_factory=dict)
    repeated: list[Row] = field(default_factory=list)
    language: str = ""

    def problem(self, row: Row, message: str, rule: str, turn: str | None = None) -> None:
        self.problems.append(Problem(line=row.line, text=row.verbatim, message=message, rule=rule, turn=turn))


def _mended(row: Row, columns: Columns, delimiter: str, talk: _Talk) -> Row:
    """The row with as many cells as the header, as far as that can be had without losing words."""
    extra = len(row.cells) - len(columns.names)
    if row.stray_quote:
        message = "a quotation mark opens a cell and does not close it; it was read as part of the words."
        talk.problem(row, message, "stray-quote")
    if extra > 0 and columns.at["text"] == len(columns.names) - 1:
        kept, words = row.cells[: columns.at["text"]], row.cells[columns.at["text"] :]
        message = (
            f"{len(row.cells)} cells under {len(columns.names)} columns; the last ones were read as talk."
        )
        talk.problem(row, message, "ragged-row")
        return row._replace(cells=[*kept, delimiter.join(words)])
    if extra > 0 and any(row.cells[len(columns.names) :]):
        message = f"{len(row.cells)} cells under {len(columns.names)} columns; what is too much was not read."
        talk.problem(row, message, "ragged-row")
    elif extra < 0 and len(row.cells) > columns.at["text"]:
        message = f"{len(row.cells)} cells under {len(columns.names)} columns; the missing ones are empty."
        talk.problem(row, message, "ragged-row")
    return row


def _take(talk: _Talk, row: Row, columns: Columns, options: Options) -> None:
    cells = columns.of(row)
    raw = cells.get("text", "")
    if len(row.cells) <= columns.at["text"]:
        talk.problem(row, "the row ends before its text.", "unread-line")
        return
    if not raw.strip():
        talk.problem(row, "the text is empty; the row is not a turn.", "empty-turn")
        return
    word = cells.get("role", "").strip()
    speaker = cells.get("speaker", "").strip() or ("" if "speaker" in columns.at else word) or NOBODY
    turn = cells.get("turn", "").strip() or f"t{len(talk.said) + 1:04d}"
    if "turn" in columns.at and talk.ids.get(turn) == (speaker, raw):
        talk.repeated.append(row)
        return
    turn = _own_id(talk, row, turn)
    talk.ids[turn] = (speaker, raw)
    talk.language = talk.language or cells.get("language", "").strip()
    if speaker == NOBODY and ("speaker" in columns.at or not talk.said):  # once, where there is no column
        talk.problem(row, f"no speaker is named; {NOBODY!r} speaks.", "no-speaker", turn)
    _note_role(talk, row, speaker, word, options)
    start, end = _times(talk, row, cells, turn)
    others = {name: row.cells[at] for name, at in columns.others if at < len(row.cells) and row.cells[at]}
    talk.said.append(_Said(turn, speaker, raw, start, end, row.line, others or NOTHING))


def _own_id(talk: _Talk, row: Row, turn: str) -> str:
    """The id, or the first of ``id~2``, ``id~3`` ... that is free."""
    if turn not in talk.ids:
        return turn
    copy = talk.copies.get(turn, 1) + 1
    while f"{turn}~{copy}" in talk.ids:
        copy += 1
    talk.copies[turn] = copy
    message = f"a turn before it is called {turn!r} too; this one is {turn}~{copy} here."
    talk.problem(row, message, "duplicate-turn", f"{turn}~{copy}")
    return f"{turn}~{copy}"


def _note_role(talk: _Talk, row: Row, speaker: str, word: str, options: Options) -> None:
    if word.casefold() in _NOT_SAID:
        return
    is_new = word not in talk.roles.values()
    before = talk.roles.setdefault(speaker, word)
    if before != word:
        message = f"{speaker!r} is {before!r} before and {word!r} here; {before!r} was kept."
        talk.problem(row, message, "role-changed")
    elif is_new and role_of(word) == UNKNOWN and not _told(word, options):
        talk.problem(row, f"the role {word!r} is not known, and was read as 'other'.", "unknown-role")


def _told(word: str, options: Options) -> bool:
    return word.casefold() in {who.strip().casefold() for who in options.roles}


def _times(talk: _Talk, row: Row, cells: Mapping[str, str], turn: str) -> tuple[float | None, float | None]:
    start, end = _seconds(cells.get("start", "")), _seconds(cells.get("end", ""))
    if start == "?" or end == "?":
        talk.problem(row, "a time is neither seconds nor h:mm:ss; it was left out.", "unreadable-time", turn)
    first = start if isinstance(start, float) else None
    last = end if isinstance(end, float) else None
    if first is not None and last is not None and last < first:
        talk.problem(row, "the turn ends before it begins; its times were left out.", "reversed-times", turn)
        return None, None
    return first, last


def _seconds(cell: str) -> float | str:
    """Seconds, "" where nothing is said, "?" where what is said is no time."""
    cell = cell.strip()
    if _NUMBER.fullmatch(cell):
        return float(cell.replace(",", "."))
    clock = _CLOCK.fullmatch(cell)
    if clock:
        hours, minutes, seconds = clock.groups(default="0")
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))
    return "" if cell.casefold() in _NOT_SAID else "?"


def _encounter(talk: _Talk, file: File, options: Options, meta: Mapping[str, str]) -> Encounter:
    convention = convention_of([said.raw for said in talk.said], options)
    if talk.repeated:
        first, count = talk.repeated[0], len(talk.repeated)
        message = (
            f"{count} rows repeat a turn, with its id and words (several coders?); each turn was read once."
        )
        talk.problem(first, message, "repeated-rows")
    return Encounter(
        id=talk.id,
        turns=tuple(_turn(said, convention) for said in talk.said),
        language=options.language or (language_of(talk.language) if talk.language else None),
        participants=tuple(_people(talk)),
        problems=tuple(talk.problems),
        source=Source(files=(file.name,), format="table", convention=convention, sha256=(file.sha256,)),
        meta=meta,
    )


def _turn(said: _Said, convention: str) -> Turn:
    reading = symbols.read(said.raw, convention)
    return Turn(
        id=said.id,
        speaker=said.speaker,
        raw=said.raw,
        text=reading.text,
        start=said.start,
        end=said.end,
        marks=reading.marks,
        pieces=reading.pieces,
        line=said.line,
        tiers=said.others,
    )


def _people(talk: _Talk) -> Iterable[Participant]:
    """Everybody who speaks, with the table's own word for their role."""
    for speaker in dict.fromkeys(said.speaker for said in talk.said):
        word = talk.roles.get(speaker)
        if word is None:
            yield Participant(id=speaker)
        else:
            role = role_of(word)
            yield Participant(id=speaker, role="other" if role == UNKNOWN else role, meta={"role": word})
