"""Changing a codebook: each change is a new version, and says who made it and why.

The functions take a codebook as YAML and answer with the next version as YAML; nothing is written
to a disk. A code's id is never used for something else, and a retired code keeps its labels, so
that what was coded with it can still be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date as calendar
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from vuoro import codebooks
from vuoro.model import LANGUAGES, VuoroError

FIELDS = (
    "labels",
    "definition",
    "include",
    "exclude",
    "unit",
    "who",
    "position",
    "attributes",
    "sources",
    "examples",
)

Data = dict[str, Any]

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class BadChange(VuoroError):
    """A change that would break the codebook; the message says what and what to do."""


def add(text: str, code: Mapping[str, Any], *, by: str, why: str, date: str = "") -> str:
    """A codebook with one more code, given as an entry of the YAML is: id, way, labels, definition, …

    Examples
    --------
    >>> entry = {"id": "thank", "way": 5, "labels": {"sv": "Tack", "fi": "Kiitos", "en": "Thanks"},
    ...          "definition": "Thanks for taking part.",
    ...          "examples": {"sv": ["Tack ska du ha."], "fi": ["Kiitos sulle."], "en": ["Thank you."]}}
    >>> after = codebooks.read(add(shipped(), entry, by="aino", why="closings"))
    >>> after.id, after.code("thank").labels["fi"], after.changes[-1].do
    ('participation@0.2', 'Kiitos', 'add')
    """

    def adding(data: Data) -> Mapping[str, Any]:
        _add(data, code)
        return {"do": "add", "codes": [code["id"]]}

    return _changed(text, adding, by=by, why=why, date=date)


def edit(text: str, code: str, fields: Mapping[str, Any], *, by: str, why: str, date: str = "") -> str:
    """A codebook in which some fields of a code say something else.

    ``fields`` maps ``definition``, ``include`` …, or a part such as ``labels.sv``, ``attributes.focus``
    or ``examples.fi.positive``, to what is to stand there.

    Examples
    --------
    >>> after = edit(shipped(), "propose", {"labels.sv": "Förslag till åtgärd"}, by="aino", why="clearer")
    >>> codebooks.read(after).code("propose").labels["sv"]
    'Förslag till åtgärd'
    """

    def editing(data: Data) -> Mapping[str, Any]:
        entry = _entry(data, code)
        for field, value in fields.items():
            _set(entry, field, value)
        return {"do": "edit", "codes": [code], "fields": list(fields)}

    return _changed(text, editing, by=by, why=why, date=date)


def merge(text: str, codes: Iterable[str], into: str, *, by: str, why: str, date: str = "") -> str:
    """A codebook in which several codes are one of them; the examples of all are kept.

    Examples
    --------
    >>> after = merge(shipped(), ["accept", "hedged_accept"], "accept", by="aino", why="too few to tell apart")
    >>> codebooks.read(after).changes[-1].into, len(codebooks.read(after).codes)
    (('accept',), 19)
    """
    going = [code for code in dict.fromkeys(codes) if code != into]

    def merging(data: Data) -> Mapping[str, Any]:
        if not going:
            raise BadChange(f"{into} alone cannot be merged; name the codes that it is to take in")
        kept = _entry(data, into)
        for code in going:
            _take_in(kept, _entry(data, code))
            _retire(data, code, into)
        return {"do": "merge", "codes": [*going, into], "into": [into]}

    return _changed(text, merging, by=by, why=why, date=date)


def split(
    text: str, code: str, into: Iterable[Mapping[str, Any]], *, by: str, why: str, date: str = ""
) -> str:
    """A codebook in which a code is replaced by two or more new ones, given as entries."""
    entries = list(into)

    def splitting(data: Data) -> Mapping[str, Any]:
        if len(entries) < 2:
            raise BadChange(f"{code} is split into two or more codes; to rename one, edit its labels")
        _retire(data, code, "")
        for entry in entries:
            _add(data, entry)
        return {"do": "split", "codes": [code], "into": [entry["id"] for entry in entries]}

    return _changed(text, splitting, by=by, why=why, date=date)


def retire(text: str, code: str, *, instead: str = "", by: str, why: str, date: str = "") -> str:
    """A codebook in which a code is no longer given; ``instead`` names the one that is, where there is one."""

    def retiring(data: Data) -> Mapping[str, Any]:
        if instead:
            _entry(data, instead)
        _retire(data, code, instead)
        return {"do": "retire", "codes": [code], "into": [instead] if instead else []}

    return _changed(text, retiring, by=by, why=why, date=date)


def shipped() -> str:
    """The YAML of the codebook that comes with the package."""
    return (files("vuoro.codebooks") / "participation.yaml").read_text(encoding="utf-8")


def _changed(text: str, change: Callable[[Data], Mapping[str, Any]], *, by: str, why: str, date: str) -> str:
    if not by.strip() or not why.strip():
        raise BadChange("a change to a codebook says who made it and why")
    data = codebooks.parsed(text)
    done = change(data)
    data["version"] = _next(str(data["version"]))
    data["date"] = date or calendar.today().isoformat()
    told = {"version": data["version"], **done, "by": by.strip(), "why": why.strip(), "date": data["date"]}
    data["changes"] = [*data.get("changes", []), told]
    made = yaml.dump(data, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=110)
    try:
        codebooks.read(made)
    except (codebooks.BadCodebook, KeyError, TypeError, AttributeError) as error:
        raise BadChange(f"the codebook would not hold together: {error}") from error
    return made


def _next(version: str) -> str:
    """The version after this one: the last number goes up by one."""
    numbers = re.findall(r"\d+", version)
    if not numbers:
        raise BadChange(f"version {version!r} has no number to count on from; call it 0.1")
    return re.sub(r"\d+(?=\D*$)", str(int(numbers[-1]) + 1), version)


def _entry(data: Data, code: str) -> Data:
    known = {entry["id"]: entry for entry in data["codes"]}
    if code not in known:
        close = get_close_matches(code, known, n=1)
        raise BadChange(f"there is no code {code!r}" + (f"; did you mean {close[0]!r}?" if close else ""))
    return known[code]


def _add(data: Data, code: Mapping[str, Any]) -> None:
    missing = [field for field in ("id", "way", "labels", "definition", "examples") if not code.get(field)]
    if missing:
        raise BadChange(f"a new code needs {', '.join(missing)}")
    id = str(code["id"])
    taken = {entry["id"] for part in ("codes", "support", "retired") for entry in data.get(part, [])}
    if id in taken:
        raise BadChange(f"{id} is, or was, another code; choose an id that was never used")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", id):
        raise BadChange(f"{id!r} cannot be an id; use small letters, digits and _")
    empty = dict.fromkeys(("include", "exclude", "unit", "who", "position"), "")
    data["codes"].append(
        {**empty, "attributes": {}, "sources": [], **code, "examples": _examples(code["examples"])}
    )


def _examples(given: Mapping[str, Any]) -> Data:
    """Examples by language, as a plain list of what is meant, or with near misses beside."""
    return {
        language: {"positive": list(some), "negative": []} if isinstance(some, list) else
        {"positive": list(some.get("positive", [])), "negative": list(some.get("negative", []))}
        for language, some in given.items()
    }  # fmt: skip


def _retire(data: Data, code: str, instead: str) -> None:
    """Take a code out; near misses that pointed at it point at what is used instead."""
    entry = _entry(data, code)
    data["codes"].remove(entry)
    gone = {"id": code, "labels": entry["labels"], **({"instead": instead} if instead else {})}
    data["retired"] = [*data.get("retired", []), gone]
    for other in data["codes"]:
        for language in LANGUAGES:
            kept = [_pointed(miss, code, instead) for miss in other["examples"][language]["negative"]]
            other["examples"][language]["negative"] = [miss for miss in kept if miss.get("is") != other["id"]]


def _pointed(miss: Data, code: str, instead: str) -> Data:
    return {**miss, "is": instead or "other"} if miss.get("is") == code else miss


def _take_in(kept: Data, going: Data) -> None:
    for language in LANGUAGES:
        kept["examples"][language]["positive"] += going["examples"][language]["positive"]
        kept["examples"][language]["negative"] += [
            miss for miss in going["examples"][language]["negative"] if miss.get("is") != kept["id"]
        ]


def _set(entry: Data, field: str, value: Any) -> None:
    first, *rest = field.split(".")
    if first not in FIELDS:
        raise BadChange(f"a code has no field {first!r} that can be edited; there are {', '.join(FIELDS)}")
    place, last = entry, first
    for part in rest:
        place, last = place[last], part
        if not isinstance(place, dict):
            raise BadChange(f"{field}: {last!r} is no part of {first}")
    if rest and first in ("labels", "examples") and last not in place:
        raise BadChange(f"{field}: there is no {last!r}; there are {', '.join(place)}")
    place[last] = value


def entries(path: Path) -> Any:
    """A code's entry, or a list of them, from a YAML file."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadChange(f"{path} cannot be read as YAML: {error}") from error


def value(field: str, written: str) -> Any:
    """What a person typed for a field: text as it stands, YAML where the field is not a text.

    Examples
    --------
    >>> value("labels.sv", "Ja: och nej"), value("attributes.focus", "[wish, worry]")
    ('Ja: och nej', ['wish', 'worry'])
    """
    if field.partition(".")[0] not in ("attributes", "sources", "examples"):
        return written
    try:
        return yaml.safe_load(written)
    except yaml.YAMLError as error:
        raise BadChange(f"{field}: {written!r} is not YAML ({error})") from error
