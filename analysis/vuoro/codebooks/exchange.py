"""A codebook as it travels between tools: a tree of named codes, each with an id that never changes.

REFI-QDA and Web Annotation know a code by a GUID. Ours are made from the code's own id (version
5 of RFC 9562), so that a code has the same one in every export, language and version of the
codebook, and is known again when a tool gives the work back. See :mod:`vuoro.formats.refi`.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid5

from vuoro.codebooks import Code, Codebook
from vuoro.model import LANGUAGES, VuoroError, record

NAMESPACE = UUID("c9be6a39-9263-4e6c-b61a-b24f05c8b5d0")
"""Drawn once. Another one would make every code a stranger to all projects exported so far."""

_MARK = re.compile(r"^vuoro code: (\S+)$", re.MULTILINE)


@record
class Entry:
    """A code or a group of codes: what other tools know of it.

    ``id`` is what our annotations call it, "" where it is not one of ours. Only what is ``codable`` may be
    given to talk; the others are headings for what is ``inside``.
    """

    guid: str
    name: str
    id: str = ""
    description: str = ""
    colour: str = ""
    codable: bool = True
    inside: tuple[Entry, ...] = ()


def guid(kind: str, *names: str) -> str:
    """The GUID of a thing by its kind and names, the same in every run.

    Examples
    --------
    >>> guid("code", "propose")
    'd135d6bd-6ad5-5e45-83f9-a9861023bdd9'
    """
    return str(uuid5(NAMESPACE, json.dumps([kind, *names])))


def entries(codebook: Codebook, language: str = "en") -> tuple[Entry, ...]:
    """The codes under their ways, and the support layer under a heading of its own.

    Names are in that language. Descriptions are the definition, what counts and what does not,
    the sources, and the code's id, by which :func:`meanings` knows a code whose GUID was lost.

    Examples
    --------
    >>> from vuoro.codebooks import load
    >>> tree = entries(load("participation"), "fi")
    >>> tree[0].name, tree[0].codable, tree[0].inside[0].name, tree[0].inside[0].id
    ('Kutsu mukaan', False, 'Avoin kutsu', 'invite_open')
    """
    if language not in LANGUAGES:
        raise VuoroError(f"no names in {language!r}; the codebook has {', '.join(LANGUAGES)}")
    ways = (
        Entry(
            guid=guid("way", str(way)),
            name=names[language],
            colour=_look()["colours"][str(way)],
            codable=False,
            inside=tuple(_entry(code, language) for code in codebook.codes if code.way == way),
        )
        for way, names in codebook.ways.items()
    )
    return (*ways, _support(codebook, language))


def others(codes: Iterable[str]) -> tuple[Entry, ...]:
    """Entries for codes that no codebook of ours has, by the names they have."""
    return tuple(Entry(guid=guid("code", code), name=code, id=code) for code in dict.fromkeys(codes))


def walk(tree: Iterable[Entry]) -> Iterator[Entry]:
    """Every entry, headings before what is under them."""
    for entry in tree:
        yield entry
        yield from walk(entry.inside)


def meanings(tree: Iterable[Entry], codebook: Codebook) -> dict[str, str]:
    """GUID to what we call the code, for a codebook that another tool wrote.

    A code is ours by its GUID, by the id in its description, or by its name in one of the three
    languages. Any other keeps its name; where two have one name, the headings above tell them apart.

    Examples
    --------
    >>> from vuoro.codebooks import load
    >>> foreign = (Entry(guid="a", name="Avoin kutsu"), Entry(guid="b", name="Hope", inside=(
    ...     Entry(guid="c", name="Lost"),)), Entry(guid="d", name="Lost"))
    >>> meanings(foreign, load("participation"))
    {'a': 'invite_open', 'b': 'Hope', 'c': 'Hope > Lost', 'd': 'Lost'}
    """
    tree = tuple(tree)
    ours = {entry.guid: entry.id for entry in walk(entries(codebook)) if entry.codable}
    names = _names(codebook)
    often = Counter(entry.name for entry in walk(tree))
    found: dict[str, str] = {}
    for entry, path in _paths(tree):
        marked = _MARK.search(entry.description)
        told = marked[1] if marked and marked[1] in ours.values() else ""
        own = " > ".join(path) if often[entry.name] > 1 else entry.name
        found[entry.guid] = ours.get(entry.guid.lower()) or told or names.get(_plain(entry.name)) or own
    return found


def _paths(tree: Iterable[Entry], above: tuple[str, ...] = ()) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    for entry in tree:
        path = (*above, entry.name)
        yield entry, path
        yield from _paths(entry.inside, path)


def _entry(code: Code, language: str) -> Entry:
    parts = [
        code.definition,
        f"Include: {code.include}",
        f"Exclude: {code.exclude}",
        f"Sources: {'; '.join(code.sources)}",
        f"vuoro code: {code.id}",
    ]
    return Entry(
        guid=guid("code", code.id),
        name=code.labels[language],
        id=code.id,
        description="\n".join(parts),
        colour=_look()["colours"][str(code.way)],
    )


def _support(codebook: Codebook, language: str) -> Entry:
    colour = _look()["colours"]["support"]
    return Entry(
        guid=guid("way", "support"),
        name=_look()["support"][language],
        colour=colour,
        codable=False,
        inside=tuple(
            Entry(
                guid=guid("code", id),
                name=labels[language],
                id=id,
                description=f"vuoro code: {id}",
                colour=colour,
            )
            for id, labels in codebook.support.items()
        ),
    )


def _names(codebook: Codebook) -> Mapping[str, str]:
    """What a code of ours may be called: its id, and its label in each language."""
    labels = ((codebook.labels(language), language) for language in LANGUAGES)
    named = {_plain(name): id for of, _ in labels for id, name in of.items()}
    return named | {_plain(id): id for id in codebook.labels("en")}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


@cache
def _look() -> Mapping[str, Any]:
    return tomllib.loads((files("vuoro.codebooks") / "exchange.toml").read_text(encoding="utf-8"))
