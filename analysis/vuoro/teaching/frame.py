"""The wider frame: what an organisation may talk about, look up and tell its clients, beyond the single meeting.

The texts are data, ``frame_*.toml``, in our own words with their sources. Nothing on these pages is scored,
sent or kept.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from vuoro import codebooks
from vuoro.model import LANGUAGES
from vuoro.teaching.packs import Pack, Page, part, show
from vuoro.wording import N_

PAGES = ("house", "worries", "law", "glossary", "evaluation", "feedback")
"""In the order in which a trainer meets them; each is a template and a file of texts."""
ALPHABETS = {"sv": "åäö", "fi": "åäö", "en": ""}
"""Letters after z, in their order."""


@part("frame", title=N_("The wider frame"), order=70)
def frame(pack: Pack) -> Iterable[Page]:
    """The house, the worries, the law, the glossary, questions for evaluation, and what came of it."""
    for name in PAGES:
        said = texts(name, pack.language)
        html = show(
            pack,
            f"frame_{name}.html.j2",
            title=said["title"],
            said=said,
            sources=[_read("sources")[source] for source in said["sources"]],
            moves=codebooks.load("participation").labels(pack.language),
            terms=glossary(pack.language) if name == "glossary" else {},
        )
        yield Page(file=f"{name}.html", title=said["title"], what=said["what"], html=html)


def texts(name: str, language: str) -> dict[str, Any]:
    """The texts of one of ``PAGES`` in one language.

    Examples
    --------
    >>> [floor["id"] for floor in texts("house", "sv")["floors"]]
    ['own_service', 'feedback', 'dialogue', 'co_development', 'co_production', 'strategy']
    >>> texts("law", "en")["countries"][0]["acts"][0]["where"]
    'Sections 2 and 14'
    """
    return _in(language, _read(name))


def glossary(language: str) -> dict[str, list[dict[str, Any]]]:
    """The words by group, in the order of the alphabet: `term`, `means`, and `others` by language.

    Examples
    --------
    >>> word = glossary("fi")["conversation"][-1]
    >>> word["term"], word["others"]
    ('yksimielisyys', {'sv': 'samstämmighet', 'en': 'agreement'})
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for word in _read("glossary")["terms"]:
        others = {other: term for other, term in word["term"].items() if other != language}
        found.setdefault(word["group"], []).append({**_in(language, word), "others": others})
    return {
        group: sorted(words, key=lambda word: _place(word["term"], language))
        for group, words in found.items()
    }


def _place(word: str, language: str) -> list[int]:
    """Where a word stands in the alphabet of a language."""
    last = ALPHABETS[language]
    return [ord("z") + 1 + last.index(letter) if letter in last else ord(letter) for letter in word.lower()]


def _in(language: str, node: Any) -> Any:
    """The same tree with each text in three languages replaced by the one that is asked for."""
    if isinstance(node, list):
        return [_in(language, one) for one in node]
    if not isinstance(node, dict):
        return node
    if set(node) == set(LANGUAGES):
        return node[language]
    return {key: _in(language, one) for key, one in node.items()}


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("vuoro.teaching") / f"frame_{name}.toml").read_text(encoding="utf-8"))
