"""The lists of names that are shipped, and those that a user gives."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from vuoro.model import VuoroError
from vuoro.privacy.finding import Name

KINDS = ("woman", "man", "given", "surname", "place")


class BadNames(VuoroError):
    """A list of names that cannot be used; the message names file and line, and says what to do."""


def _rows(table: str) -> Iterator[list[str]]:
    for line in (files(__package__) / table).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def gazetteer() -> tuple[Name, ...]:
    """The names that are common in the three languages, each once.

    Examples
    --------
    >>> [name for name in gazetteer() if name.name in ("Satu", "Mäki")]
    [Name(name='Satu', kind='woman', pseudonym='', stem='', word=True),
     Name(name='Mäki', kind='surname', pseudonym='', stem='Mäe', word=True)]
    """
    found: dict[str, Name] = {}
    rows = [(kind, names.split()) for kind, _, names in _rows("gazetteer.tsv")]
    words = {written.rstrip("*") for _, names in rows for written in names if written.endswith("*")}
    for kind, names in rows:
        for written in names:
            name, _, stem = written.rstrip("*").partition("/")
            found.setdefault(name, Name(name=name, kind=kind, stem=stem, word=written.rstrip("*") in words))
    return tuple(found.values())


@cache
def listed() -> dict[str, Name]:
    """The gazetteer by name in lower case."""
    return {name.name.lower(): name for name in gazetteer()}


def as_name(written: str) -> Name:
    """A name with what the gazetteer knows of how it is inflected."""
    return listed().get(written.lower(), Name(name=written))


@cache
def pool(kind: str, language: str) -> tuple[str, ...]:
    """The pseudonyms of a kind, in the order in which they are given."""
    return tuple(
        name for row in _rows("pseudonyms.tsv") if row[:2] == [kind, language] for name in row[2].split()
    )


@cache
def not_names(kind: str) -> frozenset[str]:
    """Words that are no names, of a class of ``not_names.tsv``."""
    return frozenset(word for row in _rows("not_names.tsv") if row[0] == kind for word in row[2].split())


def read_names(path: str | Path) -> tuple[Name, ...]:
    """A user's list: a CSV whose first line names the columns name, and if wanted kind, pseudonym, stem.

    A file of one name a line, without columns, will do too. Talk has the words of a full name apart, so
    each is a name of its own; of *von Essen* it is the second.

    Raises
    ------
    BadNames
        The file cannot be opened, holds no name, gives a kind that is none, or a pseudonym of fewer or
        more words than the name.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "names.csv")
    ...     _ = path.write_text("name,kind,pseudonym\\nKerttu,woman,Aino\\n")
    ...     read_names(path)
    (Name(name='Kerttu', kind='woman', pseudonym='Aino', stem='', word=False),)
    """
    path = Path(path)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadNames(f"{path}: the names cannot be read: {error}. Give a CSV file in UTF-8.") from None
    lines = text.splitlines()
    has_columns = bool(lines) and "name" in lines[0].lower().replace(";", ",").split(",")
    rows = csv.reader(lines[has_columns:], delimiter=";" if lines and ";" in lines[0] else ",")
    columns = (
        lines[0].lower().replace(";", ",").split(",")
        if has_columns
        else ["name", "kind", "pseudonym", "stem"]
    )
    names = [
        name
        for at, row in enumerate(rows, 1 + has_columns)
        if row and row[0].strip() and not row[0].startswith("#")
        for name in _names(dict(zip(columns, row, strict=False)), f"{path.name}, line {at}")
    ]
    if not names:
        raise BadNames(f"{path.name}: no names in it. Write one a line, or name,kind,pseudonym.")
    return tuple(names)


def _names(cells: dict[str, str], where: str) -> tuple[Name, ...]:
    name, kind, pseudonym, stem = (
        cells.get(key, "").strip() for key in ("name", "kind", "pseudonym", "stem")
    )
    if kind and kind not in KINDS:
        raise BadNames(f"{where}: {kind!r} is no kind of name; the kinds are {', '.join(KINDS)}.")
    if not name:
        raise BadNames(f"{where}: no name. Fill the cell or delete the line.")
    words = [word for word in name.split() if name.islower() or not word.islower()]
    if len(words) == 1:
        return (_name(words[0], kind, pseudonym, stem),)
    given = pseudonym.split() or [""] * len(words)
    if len(given) != len(words):
        raise BadNames(f"{where}: {name!r} needs a pseudonym of {len(words)} words; write one for each.")
    *first, last = (_name(*pair) for pair in zip(words, _kinds(words, kind), given, strict=True))
    return (*first, replace(last, stem=stem or last.stem))


def _kinds(words: list[str], kind: str) -> list[str]:
    """What the words of a full name are, where nothing else is known: the last one is the surname."""
    if kind in ("place", "surname"):
        return [kind] * len(words)
    last = "" if words[-1].lower() in listed() else "surname"
    return [*[kind] * (len(words) - 1), last]


def _name(name: str, kind: str, pseudonym: str, stem: str = "") -> Name:
    known = listed().get(name.lower(), Name(name=name))
    return Name(
        name=name, kind=kind or known.kind, pseudonym=pseudonym, stem=stem or known.stem, word=known.word
    )


def is_role(label: str) -> bool:
    """Whether a label of a speaker says what somebody is, and not who."""
    return label.lower().rstrip("0123456789 _-") in not_names("role")
