"""Move cards: a toolbox of the twenty moves, the chosen way first."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from vuoro import codebooks, wording
from vuoro.codebooks import Code, Example
from vuoro.model import record
from vuoro.teaching.excerpts import Excerpt, excerpt
from vuoro.teaching.packs import Pack, Page, part, show
from vuoro.wording import N_

HEARD = 2
"""Examples from encounters on a card; more are in the gallery."""


@record
class Card:
    """One move for people who meet clients. ``research`` is "" where nothing was checked; ``heard`` are real places."""

    code: str
    way: int
    label: str
    what: str
    does: str
    is_not: str
    research: str
    source: str
    examples: tuple[Example, ...]
    near_misses: tuple[tuple[Example, str], ...]
    heard: tuple[Excerpt, ...]


@part("cards", title=N_("Toolbox"), order=30)
def cards(pack: Pack) -> Iterable[Page]:
    """The cards of all moves on one page, those of the theme's way first."""
    _ = wording.translator(pack.language)
    title = _("Move cards")
    made = sorted(_cards(pack), key=lambda card: (card.way != pack.way, card.way))
    html = show(
        pack,
        "cards.html.j2",
        title=title,
        cards=made,
        ways=codebooks.load("participation").way_names(pack.language),
    )
    what = _("What each of the twenty moves is, what it makes possible, and what it is not.")
    yield Page(file="cards.html", title=title, what=what, html=html)


def _cards(pack: Pack) -> Iterator[Card]:
    language = pack.language
    book = codebooks.load("participation")
    labels = book.labels(language)
    for code in book.codes:
        said = _texts()[code.id]
        yield Card(
            code=code.id,
            way=code.way,
            label=code.labels[language],
            what=said["what"][language],
            does=said["does"][language],
            is_not=said["not"][language],
            research=said.get("research", {}).get(language, ""),
            source=said.get("source", ""),
            examples=tuple(example for example in code.examples[language] if not example.attributes),
            near_misses=tuple((miss, labels.get(miss.code, "")) for miss in _misses(code, language)),
            heard=tuple(_heard(pack, code.id)),
        )


def _misses(code: Code, language: str) -> tuple[Example, ...]:
    return code.near_misses.get(language, ())


def _heard(pack: Pack, code: str) -> Iterator[Excerpt]:
    """Places in talk of the pack's language where all coders heard the move, with the turns around."""
    found = [
        move
        for move in pack.material.settled
        if move.code == code
        and pack.material.share(move) == 1
        and pack.material.encounter(move.encounter).language == pack.language
    ]
    for move in _spread(found)[:HEARD]:
        at = pack.material.place(move.encounter, move.turn)
        yield excerpt(
            pack.material, move.encounter, at - 1, at + 1, meant={move.turn: (move.start, move.stop)}
        )


def _spread(moves: list[Any]) -> list[Any]:
    """From different encounters first, so that two examples are not of one meeting."""
    seen: dict[str, int] = {}
    ranked = []
    for move in moves:
        seen[move.encounter] = seen.get(move.encounter, 0) + 1
        ranked.append((seen[move.encounter], move))
    return [move for _, move in sorted(ranked, key=lambda pair: pair[0])]


def about(code: str, language: str) -> tuple[str, str, str]:
    """What a move makes possible, what research says of it ("" where nothing was checked), and whose research.

    Examples
    --------
    >>> about("confirm_question", "en")[2]
    'Thompson, Howes & McCabe 2016'
    """
    said = _texts()[code]
    return said["does"][language], said.get("research", {}).get(language, ""), said.get("source", "")


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads((files("vuoro.teaching") / "cards.toml").read_text(encoding="utf-8"))
