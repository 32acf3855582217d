"""The decision tree for coders: the codebook's questions in three languages, from ``tree.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def questions(language: str, codes: Collection[str]) -> list[Mapping[str, Any]]:
    """The questions in a language; an answer whose code the codebook does not have is left out.

    Examples
    --------
    >>> first = questions("fi", ["solicit_feedback"])[0]
    >>> first["question"]
    'Puhuuko yksikkö itse tapaamisesta tai siitä, miten keskustelette?'
    >>> first["answers"]
    [{'code': 'solicit_feedback', 'answer': 'Se kysyy tapaamisesta'}]
    """
    asked = [
        {
            "question": one[language],
            "answers": [
                {"code": answer["code"], "answer": answer[language]}
                for answer in one["answers"]
                if answer["code"] in codes
            ],
        }
        for one in _table()
    ]
    return [one for one in asked if one["answers"]]


@cache
def _table() -> list[dict[str, Any]]:
    return tomllib.loads((files("vuoro.widget") / "tree.toml").read_text(encoding="utf-8"))["question"]
