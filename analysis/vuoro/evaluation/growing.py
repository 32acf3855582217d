"""``docs/learning.md``: what practice talk adds to a coder, told by the scores of the talk that nobody had read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Many
from math import nan
from typing import Any

from vuoro import codebooks
from vuoro.evaluation.markdown import share, table
from vuoro.evaluation.scoring import MACRO

LANGUAGES = {"sv": "Swedish", "fi": "Finnish", "en": "English"}

Scores = Mapping[str, Mapping[str, Mapping[str, float]]]
"""Language to code to what an evaluation says of it."""


def page(points: Many[Mapping[str, Any]], by_rules: Scores) -> str:
    """The page as Markdown.

    Parameters
    ----------
    points : of the curve, from the least practice talk to the most; each with ``excerpts``, ``turns`` and
        ``scores``
    by_rules : what the rules alone reach
    """
    parts = [*_head(points), _curve(points, by_rules), *_between(), _codes(points, by_rules)]
    return "\n\n".join(parts) + "\n"


def _head(points: Many[Mapping[str, Any]]) -> Iterator[str]:
    yield "# What practice talk adds"
    yield "Written by `python -m vuoro.cli.defaults corpora docs/learning.md`; do not edit it by hand."
    yield (
        "The coders that ship with the package learn from our invented encounters and from practice talk: "
        f"{points[-1]['excerpts']} invented excerpts, each coded by its own writer, a language model "
        "(`vuoro/learning/drills/README.md`). Here they have learned from six of our ten scenarios, with "
        "more and more of the practice talk beside them, and are tried on the four others (g4, g8, g9, g10), "
        "which neither the authors of the rules nor the writers of the practice talk had read. Scores are F1 "
        "per turn. All of this is invented talk by one language model: on your own talk, expect less, and "
        "try it (`vuoro evaluate`)."
    )
    yield "## The more practice talk"


def _curve(points: Many[Mapping[str, Any]], by_rules: Scores) -> str:
    rows = [["rules alone", "", *(share(by_rules[language][MACRO]["f1"]) for language in LANGUAGES)]]
    for point in points:
        macro = [share(point["scores"][language][MACRO]["f1"]) for language in LANGUAGES]
        rows.append([f"{point['excerpts']} excerpts", f"{point['turns']:,}", *macro])
    return table(["practice talk", "turns learned from", *LANGUAGES.values()], rows)


def _between() -> Iterator[str]:
    yield (
        "Macro-F1: the mean over the codes that the reference has, however rare. With few cases of a code, "
        "one turn more or less moves its F1 by a tenth."
    )
    yield "## Code by code"
    yield "In each language: rules alone, learned without practice talk, learned with all of it."


def _codes(points: Many[Mapping[str, Any]], by_rules: Scores) -> str:
    three = (by_rules, points[0]["scores"], points[-1]["scores"])
    book = [code.id for code in codebooks.load("participation").codes]
    rows = []
    for code in (*book, MACRO):
        cells = [share(one[lang].get(code, {}).get("f1", nan)) for lang in LANGUAGES for one in three]
        rows.append([f"`{code}`" if code != MACRO else code, *cells])
    heads = [
        f"{name}: {what}"
        for name in LANGUAGES.values()
        for what in ("rules", "without practice", "with practice")
    ]
    return table(["code", *heads], rows)
