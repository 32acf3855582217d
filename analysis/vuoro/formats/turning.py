"""From columns of what a file says to its turns, all at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, fields
from functools import cache
from itertools import repeat
from typing import Any

from vuoro import symbols
from vuoro.model import Turn

_DEFAULTS = {field.name: field.default for field in fields(Turn)}


def numbered(count: int) -> list[str]:
    """The ids of so many turns, for a format that has none: ``t0001``, ``t0002`` ...

    Examples
    --------
    >>> numbered(2)
    ['t0001', 't0002']
    """
    first = _first_ids()
    return [*first[:count], *map(_id, range(len(first) + 1, count + 1))]


def _id(number: int) -> str:
    return f"t{number:04d}"


@cache
def _first_ids() -> tuple[str, ...]:
    """Of the ids that nearly every encounter has, there is only one copy."""
    return tuple(map(_id, range(1, 2049)))


def turns_of(raws: Sequence[str], convention: str, **columns: Iterable[Any]) -> tuple[Turn, ...]:
    """A turn for each of ``raws``, with its words and marks; the other columns are named as a turn's fields.

    A frozen record is slow to make: each of its fields is set by a call from Python. Here a field
    is set in all turns by one call, which halves the time that a reader needs for a turn.

    Examples
    --------
    >>> turns = turns_of(["so:: (0.5) you"], "jefferson", id=["t1"], speaker=["A"])
    >>> turns == (Turn(id="t1", speaker="A", raw="so:: (0.5) you", text="so you",
    ...                marks=turns[0].marks, pieces=((0, 0, 2), (3, 11, 3))),)
    True
    """
    texts, marks, pieces = symbols.read_all(raws, convention)
    given = {**columns, "raw": raws, "text": texts, "marks": marks, "pieces": pieces}
    turns = tuple(map(object.__new__, repeat(Turn, len(raws))))
    for name, default in _DEFAULTS.items():
        if name not in given and default is MISSING:
            raise TypeError(f"turns need a column {name!r}")
        column = given.get(name, repeat(default))
        deque(map(getattr(Turn, name).__set__, turns, column), maxlen=0)
    return turns
