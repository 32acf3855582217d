"""What is asked: our own items in three languages, and the names of others' whose text we may not copy."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from vuoro.model import NOTHING, record

if TYPE_CHECKING:
    import pandas as pd


@record
class Item:
    """One thing that people are asked. ``label``, ``client`` and ``staff`` map sv, fi and en to a text.

    ``client`` and ``staff`` are empty where the text is not ours to give. ``way`` is 1 to 5, or 0.
    ``side`` is the side that is asked, "" where both may be. ``computed`` items are made and never asked.
    """

    id: str
    label: Mapping[str, str]
    scale: str
    way: int = 0
    parallel: bool = False
    computed: bool = False
    side: str = ""
    client: Mapping[str, str] = NOTHING
    staff: Mapping[str, str] = NOTHING
    cues: tuple[tuple[str, ...], ...] = ()
    source: str = ""
    licence: str = ""


@cache
def items() -> Mapping[str, Item]:
    """The items of ``items.toml``, by id, in order."""
    text = files("vuoro.surveys").joinpath("items.toml").read_text(encoding="utf-8")
    return {id: _item(id, fields) for id, fields in tomllib.loads(text)["item"].items()}


def _item(id: str, fields: Mapping[str, Any]) -> Item:
    return Item(id=id, **{**fields, "cues": tuple(tuple(group) for group in fields.get("cues", ()))})


def catalogue(language: str = "en") -> pd.DataFrame:
    """The items, a row each: `item`, `label`, `way`, `scale`, `client`, `staff`, `source`, `licence`.

    `client` and `staff` are the questions, and "" where an instrument's text is not included.

    Examples
    --------
    >>> table = catalogue("fi").set_index("item")
    >>> table.loc["influence", "client"]
    'Se mitä sanoin vaikutti siihen, mitä päätettiin.'
    >>> table.loc["collaborate_1", "client"]
    ''
    """
    import pandas as pd

    known = items().values()
    columns: dict[str, list[Any]] = {
        "item": [one.id for one in known],
        "label": [one.label[language] for one in known],
        "way": [one.way for one in known],
        "scale": [one.scale for one in known],
        "client": [one.client.get(language, "") for one in known],
        "staff": [one.staff.get(language, "") for one in known],
        "source": [one.source for one in known],
        "licence": [one.licence for one in known],
    }
    return pd.DataFrame(columns)


def labels(language: str = "en") -> dict[str, str]:
    """What each item is called, for tables and figures.

    Examples
    --------
    >>> labels("sv")["heard"]
    'Hörd: blev förstådd'
    """
    return {one.id: one.label[language] for one in items().values()}
