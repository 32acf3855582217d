"""What exercises say of a move: its name, its way, and what its card tells."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from vuoro import codebooks
from vuoro.model import Annotation


def label(code: str, language: str) -> str:
    """What a move is called inside a sentence.

    Examples
    --------
    >>> label("propose", "fi")
    'ehdotus'
    """
    name = codebooks.load("participation").labels(language)[code].partition(" (")[0]
    return name[:1].lower() + name[1:]


def way(code: str) -> int:
    """Which of the five ways a move belongs to."""
    return codebooks.load("participation").ways_by_code[code]


def makes_possible(code: str, language: str) -> str:
    """What a move makes possible next, as its card has it."""
    return _cards()[code]["does"][language]


def sources(code: str) -> tuple[str, ...]:
    """What the card of a move rests on, where that was checked."""
    source = _cards()[code].get("source", "")
    return (source,) if source else ()


def from_elsewhere(move: Annotation | None) -> bool:
    """Whether it is a confirmation question that rests on papers or a guess: a poor example of one."""
    if move is None or move.code != "confirm_question":
        return False
    return move.attributes.get("basis", "client_talk") != "client_talk"


@cache
def _cards() -> dict[str, Any]:
    path = files("vuoro.teaching") / "cards.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
