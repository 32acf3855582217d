"""What attributes and their values are called in three languages: ``attributes.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

COLUMNS = {"sv": 0, "fi": 1}


def terms(language: str) -> Mapping[str, Mapping[str, str]]:
    """The names of attributes and of values, by id: ``{"names": …, "values": …}``.

    One that a project has added is in neither; like everything in English, it is called what its id says
    (:func:`spoken`).

    Examples
    --------
    >>> terms("fi")["names"]["new_topic"], terms("sv")["values"]["polar"], terms("en")["names"]
    ('uusi aihe', 'ja/nej-fråga', {})
    """
    column = COLUMNS.get(language)
    return {
        part: {} if column is None else {id: names[column] for id, names in told.items()}
        for part, told in _table().items()
    }


def spoken(id: str, language: str, part: str = "names") -> str:
    """What one attribute is called, or with ``part="values"`` one value.

    Examples
    --------
    >>> spoken("new_topic", "sv"), spoken("new_topic", "en"), spoken("wh", "fi", "values"), spoken("of_ours", "fi")
    ('nytt ämne', 'new topic', 'hakukysymys', 'of ours')
    """
    return terms(language)[part].get(id, id.replace("_", " "))


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("vuoro.codebooks") / "attributes.toml").read_text(encoding="utf-8"))
