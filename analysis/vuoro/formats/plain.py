"""Records as the values that JSON knows, and back: what several formats that hold everything share.

How a field travels is decided by its declared type, so that a field added to a record in
:mod:`vuoro.model` travels from that day on. Fields with their default are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime, time
from functools import cache
from math import isfinite
from typing import Any, NamedTuple, TypeVar

from vuoro.model import (
    NOTHING,
    Annotation,
    Encounter,
    Mark,
    Participant,
    Problem,
    Sequence,
    Source,
    Turn,
    VuoroError,
)

Record = TypeVar("Record")

RECORDS = {
    kind.__name__: kind
    for kind in (Mark, Turn, Participant, Problem, Source, Annotation, Sequence, Encounter)
}


class NotPlain(VuoroError):
    """A value that is not what its field holds; the message says which field and what stood there."""


class Way(NamedTuple):
    """How the values of a type go into JSON and come out of it."""

    there: Callable[[Any], Any]
    back: Callable[[Any], Any]


class Part(NamedTuple):
    """A field of a record: its name, what it is where nobody says (MISSING: somebody must), its way."""

    name: str
    default: Any
    way: Way


def plain(record: Any) -> dict[str, Any]:
    """A record as a dict of plain values, in the order of its fields, without those left as they were.

    Examples
    --------
    >>> plain(Turn(id="t1", speaker="A", raw="hm (.)", text="hm", marks=(Mark(kind="pause", start=3, stop=6),)))
    {'id': 't1', 'speaker': 'A', 'raw': 'hm (.)', 'text': 'hm',
     'marks': [{'kind': 'pause', 'start': 3, 'stop': 6}]}
    """
    held = ((one, getattr(record, one.name)) for one in parts(type(record)).values())
    return {one.name: one.way.there(value) for one, value in held if value != one.default}


def record_of(kind: type[Record], value: Any) -> Record:
    """The record of that kind that :func:`plain` made into a dict.

    Raises
    ------
    NotPlain
        A field is missing, unknown, or holds what it cannot hold.

    Examples
    --------
    >>> record_of(Mark, {"kind": "pause", "start": 3, "stop": 6, "value": 0.5})
    Mark(kind='pause', start=3, stop=6, value=0.5)
    >>> record_of(Mark, {"kind": "pause", "start": "3", "stop": 6})
    Traceback (most recent call last):
        ...
    vuoro.formats.plain.NotPlain: 'start' of mark cannot be '3'
    """
    name, known = kind.__name__.lower(), parts(kind)
    if not isinstance(value, Mapping):
        raise NotPlain(f"{name} cannot be {_short(value)}")
    for field in value:
        if field not in known:
            raise NotPlain(f"{name} has no {field!r}")
    for field, part in known.items():
        if part.default is MISSING and field not in value:
            raise NotPlain(f"{name} needs {field!r}")
    return kind(**{field: _back(known[field], name, one) for field, one in value.items()})


def _back(part: Part, of: str, value: Any) -> Any:
    try:
        return part.way.back(value)
    except (TypeError, ValueError, KeyError, OverflowError):
        raise NotPlain(f"{part.name!r} of {of} cannot be {_short(value)}") from None


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) < 60 else f"{shown[:57]}..."


def parts(kind: type[Any]) -> dict[str, Part]:
    """The fields of a record by name, each with its default and the way it travels."""
    return _parts(kind)  # type: ignore[arg-type] # mypy doubts that a class has a hash


@cache
def _parts(kind: type[Any]) -> dict[str, Part]:
    return {
        one.name: Part(
            name=one.name,
            default=one.default if one.default_factory is MISSING else one.default_factory(),
            way=way(str(one.type)),
        )
        for one in fields(kind)
    }


@cache
def way(type_: str) -> Way:
    """How a field declared with that type travels: ``"float | None"``, ``"tuple[Mark, ...]"``.

    Examples
    --------
    >>> way("tuple[int, int] | None").back([3, 6])
    (3, 6)
    """
    if type_ in WAYS:
        return WAYS[type_]
    if type_.endswith(" | None"):
        inner = way(type_.removesuffix(" | None"))
        return Way(
            lambda value: None if value is None else inner.there(value),
            lambda value: None if value is None else inner.back(value),
        )
    if type_.startswith("tuple[") and type_.endswith(", ...]"):
        each = way(type_.removeprefix("tuple[").removesuffix(", ...]"))
        return Way(
            lambda values: [each.there(one) for one in values],
            lambda values: tuple(each.back(one) for one in _a(list, values)),
        )
    kind = RECORDS[type_]
    return Way(plain, lambda value: record_of(kind, value))


def _a(type_: type[Any] | tuple[type[Any], ...], value: Any) -> Any:
    """The value, if it is of that type and no truth value among the numbers."""
    if not isinstance(value, type_) or isinstance(value, bool):
        raise TypeError
    return value


def _wholes(count: int) -> Way:
    def back(value: Any) -> tuple[int, ...]:
        if len(_a(list, value)) != count:
            raise ValueError
        return tuple(_a(int, one) for one in value)

    return Way(list, back)


# What JSON has no word for is an object of one name that begins with "$".
NAMED: dict[str, tuple[type[Any], Callable[[Any], Any], Callable[[Any], Any]]] = {
    "$tuple": (tuple, lambda value: [anything(one) for one in value], lambda value: tuple(_listed(value))),
    "$datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
    "$date": (date, date.isoformat, date.fromisoformat),
    "$time": (time, time.isoformat, time.fromisoformat),
    "$number": (float, repr, float),
    "$pairs": (
        Mapping,
        lambda value: [[anything(one) for one in pair] for pair in value.items()],
        lambda value: dict(_listed(pair) for pair in _a(list, value)),
    ),
}


def anything(value: Any) -> Any:
    """A value of somebody else's, from ``meta`` or ``attributes``, as JSON can hold it.

    What is none of JSON's values, a tuple, a date or a number without end, becomes its text.

    Examples
    --------
    >>> anything({"tags": ("a", "b"), "on": date(2026, 5, 4), "n": [1, 2.5, None]})
    {'tags': {'$tuple': ['a', 'b']}, 'on': {'$date': '2026-05-04'}, 'n': [1, 2.5, None]}
    """
    if value is None or isinstance(value, bool | int | str) or (isinstance(value, float) and isfinite(value)):
        return value
    if isinstance(value, list):
        return [anything(one) for one in value]
    if isinstance(value, Mapping) and all(isinstance(key, str) and key[:1] != "$" for key in value):
        return {key: anything(one) for key, one in value.items()}
    for name, (kind, there, _) in NAMED.items():
        if isinstance(value, kind):
            return {name: there(value)}
    return str(value)


def is_held(value: Any) -> bool:
    """Does a value come back from :func:`anything` as what it was?"""
    if isinstance(value, Mapping):
        return all(is_held(one) for pair in value.items() for one in pair)
    if isinstance(value, list | tuple):
        return all(map(is_held, value))
    return value is None or isinstance(value, bool | int | float | str | date | time)


def something(value: Any) -> Any:
    """What :func:`anything` was given."""
    if isinstance(value, list):
        return _listed(value)
    if not isinstance(value, dict):
        return value
    name = next(iter(value), "")
    if len(value) == 1 and name in NAMED:
        return NAMED[name][2](value[name])
    return {key: something(one) for key, one in value.items()}


def _listed(value: Iterable[Any]) -> list[Any]:
    return [something(one) for one in _a(list, value)]


def _mapping(value: Any) -> Mapping[str, Any]:
    return something(_a(dict, value)) or NOTHING


def _texts(value: Any) -> Mapping[str, str]:
    return {key: _a(str, one) for key, one in _a(dict, value).items()} or NOTHING


def _number(value: Any) -> float:
    return _a((int, float), something(value))


def _value(value: Any) -> float | str:
    return value if isinstance(value, str) else _number(value)


WAYS: dict[str, Way] = {
    "str": Way(str, lambda value: _a(str, value)),
    "int": Way(int, lambda value: _a(int, value)),
    "float": Way(anything, _number),
    "float | str | None": Way(anything, lambda value: None if value is None else _value(value)),
    "tuple[int, int]": _wholes(2),
    "tuple[int, int, int]": _wholes(3),
    "Mapping[str, str]": Way(dict, _texts),
    "Mapping[str, Any]": Way(anything, _mapping),
}
