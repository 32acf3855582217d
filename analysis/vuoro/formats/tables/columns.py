"""Which column of a table is which: by the names in ``columns.toml``, or as the user says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vuoro.formats.files import File, Options, Unreadable
from vuoro.formats.tables.cells import Row, delimiter_of, plain, rows

NO_HEADER = Row(1, [], "", False)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands in a row, and the columns that are nothing to us."""

    names: list[str]
    at: dict[str, int]
    others: list[tuple[str, int]]
    headings: list[str]

    def shown(self) -> str:
        """Which column was taken for what, as the user may write it: ``text = utterance_text, ...``."""
        return ", ".join(f"{field} = {self.headings[index]}" for field, index in self.at.items())

    def may_be_numbers(self) -> bool:
        """Whether the column of the talk has a name that a column of turn numbers has too: *vuoro*, *turn*."""
        return self.names[self.at["text"]] in _fields()["turn"]

    def of(self, row: Row) -> dict[str, str]:
        """The cells of a row by field; a field that has no column, or that the row ends before, is not in it."""
        cells = row.cells
        size = len(cells)
        return {field: cells[index] for field, index in self.at.items() if index < size}


@cache
def _fields() -> Mapping[str, list[str]]:
    return tomllib.loads((files("vuoro.formats.tables") / "columns.toml").read_text(encoding="utf-8"))


@cache
def _all_names() -> frozenset[str]:
    return frozenset(name for names in _fields().values() for name in names)


def known_names(options: Options) -> frozenset[str]:
    """The column names that tell a header, whatever its delimiter."""
    return _all_names() | {plain(told) for told in options.columns.values()}


def names_of(wanted: str, options: Options) -> frozenset[str]:
    """The names that a column of this field may have."""
    return frozenset([*_fields()[wanted], plain(options.columns.get(wanted, ""))])


def is_talk(text: str) -> bool:
    """Whether a table may be talk: not codings (code or outcome, and coder), not results (measure, value)."""
    delimiter = delimiter_of(text, _all_names())
    header = next(rows(text[:65536], delimiter), None)
    names = {plain(name) for name in header.cells} if header else set()
    return not any(told <= names for told in ({"code", "coder"}, {"outcome", "coder"}, {"measure", "value"}))


def columns_of(header: Row, file: File, options: Options) -> Columns:
    """What the caller says of the columns, and for the rest the first name that is known."""
    names = [plain(name) for name in header.cells]
    at = _told(names, header, file, options.columns)
    for wanted in _fields():
        if wanted not in options.columns:
            _guess(wanted, names, at)
    unsaid = "turn" in at and not {"text", "turn"} & options.columns.keys()
    if unsaid and "text" not in at and names[at["turn"]] in _fields()["text"]:
        at["text"] = at.pop("turn")  # "vuoro" is the number of a turn, or else what is said in it
        _guess("turn", names, at)
    if "text" not in at:
        raise no_talk(header, file)
    headings = [name.strip() for name in header.cells]
    others = [(name, index) for index, name in enumerate(headings) if index not in at.values()]
    return Columns(names, at, others, headings)


def no_talk(header: Row, file: File) -> Unreadable:
    """The error of a table whose column of talk has an unknown name."""
    reason = f"no column holds the talk. {_there_are(header)} Say which: columns={{'text': '...'}}."
    return Unreadable(file.name, header.line, reason)


def _guess(wanted: str, names: list[str], at: dict[str, int]) -> None:
    """The first column that is free and has one of the field's names."""
    free = (names.index(name) for name in _fields()[wanted] if name in names)
    found = next((index for index in free if index not in at.values()), None)
    if found is not None:
        at[wanted] = found


def _told(names: list[str], header: Row, file: File, told: Mapping[str, str]) -> dict[str, int]:
    """Field to place, as the caller says; a field of which "" is said has no column."""
    for wanted, name in told.items():
        if wanted not in _fields():
            known = ", ".join(_fields())
            raise Unreadable(file.name, None, f"columns: {wanted!r} is nothing a table has. Known: {known}.")
        if name and plain(name) not in names:
            raise Unreadable(file.name, header.line, f"there is no column {name!r}. {_there_are(header)}")
    return {wanted: names.index(plain(name)) for wanted, name in told.items() if name}


def _there_are(header: Row) -> str:
    return f"The columns are {', '.join(name.strip() for name in header.cells)}."
