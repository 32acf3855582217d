"""Codebooks: what may be said of a unit of talk, in three languages, as data.

A codebook is a YAML file. This module reads it into records and holds it to its own rules:
every code has its labels in Swedish, Finnish and English, and every example points at a code
that exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from vuoro.model import LANGUAGES, NOTHING, VuoroError, record

OTHER = frozenset({"other", "continuer"})
"""What an example may be instead of a code: nothing the codebook names, or a token of the support layer."""


class NoCodebook(VuoroError):
    """No codebook of that name."""


class BadCodebook(VuoroError):
    """A codebook breaks its own rules; the message names the code and the cure."""


@record
class Example:
    """Something that might be said. ``code`` is the move it is, ``by`` and ``when`` where that matters."""

    text: str
    code: str
    by: str = ""
    when: str = ""
    attributes: Mapping[str, str] = NOTHING


@record
class Code:
    """One move: its name and definition, what counts as it and what does not, and examples.

    ``attributes`` maps the name of an attribute to its values, or to "text", "number" or "turn".
    ``examples`` and ``near_misses`` are by language; a near miss carries the code that it is.
    """

    id: str
    way: int
    labels: Mapping[str, str]
    definition: str
    include: str
    exclude: str
    unit: str
    who: str
    position: str
    attributes: Mapping[str, Any]
    sources: tuple[str, ...]
    examples: Mapping[str, tuple[Example, ...]]
    near_misses: Mapping[str, tuple[Example, ...]]


@record
class Change:
    """What was done to a codebook, and which version that made.

    ``do`` is add, edit, merge, split or retire; ``codes`` are those it was done to, ``into`` those that
    came of it or are used instead, and ``fields`` what was edited.
    """

    version: str
    do: str
    codes: tuple[str, ...]
    into: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    by: str = ""
    why: str = ""
    date: str = ""


@record
class Codebook:
    """The codes, the five ways they belong to, and the support layer.

    ``changes`` tell how it came to be, oldest first, since its first version. ``retired`` are the codes
    that are no longer given, with their labels, since older annotations still have them.

    Examples
    --------
    >>> codebook = load("participation")
    >>> codebook.id, len(codebook.codes)
    ('participation@0.1', 20)
    >>> codebook.code("confirm_question").labels["fi"]
    'Väitelausemuotoinen varmistuskysymys'
    """

    name: str
    version: str
    date: str
    ways: Mapping[int, Mapping[str, str]]
    codes: tuple[Code, ...]
    support: Mapping[str, Mapping[str, str]]
    changes: tuple[Change, ...] = ()
    retired: Mapping[str, Mapping[str, str]] = NOTHING

    @property
    def id(self) -> str:
        """Name and version, as annotations cite them."""
        return f"{self.name}@{self.version}"

    @property
    def ways_by_code(self) -> dict[str, int]:
        """Code to the way, 1 to 5, that it belongs to."""
        return {code.id: code.way for code in self.codes}

    def code(self, id: str) -> Code:
        """The code of that id; KeyError if there is none."""
        for code in self.codes:
            if code.id == id:
                return code
        raise KeyError(f"no code {id!r} in codebook {self.id}")

    def way_names(self, language: str) -> dict[int, str]:
        """Way to its name in a language."""
        return {way: names[language] for way, names in self.ways.items()}

    def labels(self, language: str) -> dict[str, str]:
        """Code to its label in a language, the support layer and retired codes included."""
        beside = {**self.retired, **self.support}
        return {code.id: code.labels[language] for code in self.codes} | {
            id: labels[language] for id, labels in beside.items()
        }


@lru_cache
def load(name: str) -> Codebook:
    """The codebook of that name; "participation" comes with the package.

    Raises
    ------
    NoCodebook
        There is none of that name.
    BadCodebook
        It breaks its own rules.
    """
    path = files("vuoro.codebooks") / f"{name}.yaml"
    if not path.is_file():
        raise NoCodebook(f"no codebook called {name!r}; this package has 'participation'")
    return read(path.read_text(encoding="utf-8"))


def parsed(text: str) -> Any:
    """YAML as plain data; libyaml, where it is there, takes a tenth of the time."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def read(text: str) -> Codebook:
    """A codebook from YAML."""
    data = parsed(text)
    codebook = Codebook(
        name=data["name"],
        version=str(data["version"]),
        date=str(data["date"]),
        ways=data["ways"],
        codes=tuple(_code(entry) for entry in data["codes"]),
        support={entry["id"]: entry["labels"] for entry in data["support"]},
        changes=tuple(_change(entry) for entry in data.get("changes", ())),
        retired={entry["id"]: entry["labels"] for entry in data.get("retired", ())},
    )
    _check(codebook)
    return codebook


def _change(entry: dict[str, Any]) -> Change:
    several = ("codes", "into", "fields")
    told: dict[str, Any] = {
        key: tuple(value) if key in several else str(value) for key, value in entry.items()
    }
    return Change(**told)


def _code(entry: dict[str, Any]) -> Code:
    plain = ("id", "way", "labels", "definition", "include", "exclude", "unit", "who", "position")
    own, others = "positive", "negative"
    return Code(
        **{key: entry[key] for key in plain},
        attributes=entry["attributes"],
        sources=tuple(entry["sources"]),
        examples=_examples(entry, own),
        near_misses=_examples(entry, others),
    )


def _examples(entry: dict[str, Any], kind: str) -> dict[str, tuple[Example, ...]]:
    return {
        language: tuple(_example(example, entry["id"]) for example in kinds[kind])
        for language, kinds in entry["examples"].items()
    }


def _example(written: str | dict[str, Any], code: str) -> Example:
    if isinstance(written, str):
        return Example(text=written, code=code)
    return Example(
        text=written["text"],
        code=written.get("is", code),
        by=written.get("by", ""),
        when=written.get("when", ""),
        attributes=written.get("attributes", NOTHING),
    )


def _check(codebook: Codebook) -> None:
    known = {code.id for code in codebook.codes} | set(codebook.support) | OTHER
    for code in codebook.codes:
        if code.way not in codebook.ways:
            raise BadCodebook(f"{code.id}: way {code.way} is not among {sorted(codebook.ways)}")
        for language in LANGUAGES:
            if not code.labels.get(language) or not code.examples.get(language):
                raise BadCodebook(f"{code.id}: needs a label and examples in {language!r}")
            for example in code.near_misses.get(language, ()):
                if example.code not in known:
                    raise BadCodebook(f"{code.id}: {example.text!r} is said to be {example.code!r}, no code")
