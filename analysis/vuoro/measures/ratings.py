"""Ratings of an encounter as a whole, by people who saw or heard all of it: OPTION-5 (D14).

They are not made of codes. A user brings them as a table, :func:`rated` puts them with the encounters,
and from then on the measure finds them there.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from vuoro.model import Encounter, VuoroError

KEY = "option5"
ITEMS = tuple(f"item{number}" for number in range(1, 6))
HIGHEST = 4


class BadRatings(VuoroError):
    """A table of ratings that lacks a column, an encounter, or a rating from 0 to 4."""


def rated(encounters: Iterable[Encounter], table: pd.DataFrame) -> list[Encounter]:
    """The encounters with their OPTION-5 ratings, for the measure D14.

    Parameters
    ----------
    table : a row an encounter and rater, with the columns `encounter`, `item1` to `item5` (whole numbers
        from 0 to 4) and, where there are several raters, `rater`

    Raises
    ------
    BadRatings

    Examples
    --------
    >>> from vuoro.model import Encounter
    >>> table = pd.DataFrame({"encounter": ["visit"], "item1": [1], "item2": [0], "item3": [2], "item4": [1],
    ...                       "item5": [0]})
    >>> rated([Encounter(id="visit", turns=())], table)[0].meta["option5"]
    ((1, 0, 2, 1, 0),)
    """
    encounters = list(encounters)
    missing = [name for name in ("encounter", *ITEMS) if name not in table]
    if missing:
        raise BadRatings(f"the table of ratings has no column {', '.join(missing)}")
    given: dict[str, list[tuple[int, ...]]] = {}
    rows: list[Any] = table.to_dict("records")
    for at, row in enumerate(rows, 1):
        given.setdefault(str(row["encounter"]), []).append(_items(at, row))
    _refuse_twice(table)
    strangers = set(given) - {encounter.id for encounter in encounters}
    if strangers:
        raise BadRatings(
            f"the table rates {', '.join(sorted(strangers))}, which is none of the encounters; check the ids"
        )
    return [
        replace(one, meta={**one.meta, KEY: tuple(given[one.id])}) if one.id in given else one
        for one in encounters
    ]


def ratings(encounters: Many[Encounter]) -> dict[str, Any]:
    """Two columns: the ratings of each encounter, an array of raters by items, and whether there are any."""
    each = [np.array(_given(encounter), dtype=float).reshape(-1, len(ITEMS)) for encounter in encounters]
    return {
        "ratings": pd.Series(each, dtype=object),
        "rated": np.array([len(one) > 0 for one in each], dtype=bool),
    }


def _given(encounter: Encounter) -> tuple[tuple[int, ...], ...]:
    """What :func:`rated` put there; a line of that name in the file's own header is no rating."""
    given = encounter.meta.get(KEY, ())
    return given if isinstance(given, tuple) else ()


def _items(at: int, row: dict[str, Any]) -> tuple[int, ...]:
    for name in ITEMS:
        if row[name] not in range(HIGHEST + 1):
            raise BadRatings(
                f"row {at} of the table of ratings: {name} of {row['encounter']} is {row[name]!r}, not 0, 1, 2, 3 "
                "or 4. An encounter without all five items has no OPTION-5; leave its row out"
            )
    return tuple(int(row[name]) for name in ITEMS)


def _refuse_twice(table: pd.DataFrame) -> None:
    who = ["encounter", "rater"] if "rater" in table else ["encounter"]
    twice = table[table.duplicated(who)]
    if len(twice):
        one = ", ".join(map(str, twice.iloc[0][who]))
        raise BadRatings(f"{one} is in the table of ratings twice; add a column rater, or leave one row out")
