"""The tables of signs, one a convention, as they stand in the ``.toml`` files beside this one."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from vuoro.model import VuoroError, record

WHITE = "".join(
    character for character in map(chr, range(0x3001)) if character.isspace() and character != " "
)

NEVER = r"(?!)"

CONVENTIONS = ("jefferson", "gat2", "chat", "plain")


class UnknownConvention(VuoroError):
    """Talk can be read as Jefferson, GAT 2, CHAT or plain orthography, and this is none of them."""


@record
class Sign:
    """A row of a table: something a transcriber writes that is not a word.

    ``gap``: it parts words. ``nested``: it may stand within its like. ``lower``: the words
    it keeps become lower case. ``telling``: nobody writes it in ordinary prose.
    ``seconds``: how long a pause is that the sign only estimates.
    """

    kind: str
    signs: frozenset[str]
    pattern: re.Pattern[str]
    example: tuple[str, str]
    source: str
    keeps: bool
    valued: bool
    gap: bool = False
    nested: bool = False
    lower: bool = False
    telling: bool = False
    seconds: float | None = None


@record
class Table:
    """A convention: its signs in the order in which they are read.

    ``characters`` are all that may be part of a sign. ``plain_turn`` matches a turn whose only
    signs are at its end, and ``ending`` that end; ``endings`` are the kinds of its signs.
    ``hidden`` are signs made of letters, which ``plain_turn`` would take for words; where
    capitals may be shouting, ``shouts`` is true.
    """

    signs: tuple[Sign, ...]
    characters: frozenset[str]
    plain_turn: re.Pattern[str]
    ending: re.Pattern[str]
    endings: tuple[str, ...]
    hidden: tuple[str, ...]
    shouts: bool


@cache
def table(convention: str) -> Table:
    """The table of a convention; UnknownConvention if there is none.

    Examples
    --------
    >>> table("plain").signs[2].example
    ('Yes. ((nods)) Well.', 'Yes. Well.')
    """
    if convention not in CONVENTIONS:
        raise UnknownConvention(
            f"no transcription convention called {convention!r}. Known: {', '.join(CONVENTIONS)}"
        )
    data = tomllib.loads(files(__package__).joinpath(f"{convention}.toml").read_text(encoding="utf-8"))
    words = {name: data.get(name, "").split() for name in ("acronyms", "endings")}
    signs = tuple(_sign(row, words) for row in data["sign"])
    characters = frozenset().union(*(sign.signs for sign in signs))
    ending = re.compile(data.get("plain_ending", NEVER))
    return Table(
        signs=signs,
        characters=characters,
        plain_turn=re.compile(_plain_words(characters) + ending.pattern),
        ending=ending,
        endings=tuple(ending.groupindex),
        hidden=tuple(data.get("hidden", ())),
        shouts=any(sign.lower for sign in signs),
    )


@lru_cache(maxsize=4096)
def signs_with(convention: str, characters: frozenset[str]) -> tuple[Sign, ...]:
    """The signs worth looking for in a turn that holds these characters."""
    return tuple(sign for sign in table(convention).signs if not sign.signs.isdisjoint(characters))


def _sign(row: dict[str, Any], words: dict[str, list[str]]) -> Sign:
    pattern = row.pop("pattern")
    for name, listed in words.items():
        pattern = pattern.replace(f"<{name}>", "|".join(listed))
    compiled = re.compile(pattern, re.DOTALL)
    return Sign(
        signs=frozenset(row.pop("signs")),
        pattern=compiled,
        keeps="keep" in compiled.groupindex,
        valued="value" in compiled.groupindex,
        example=tuple(row.pop("example")),
        **row,
    )


def _plain_words(characters: frozenset[str]) -> str:
    """Words in lines that do not begin with a space, and no sign among them.

    Possessive, so that the first sign of another turn ends the attempt: that turn is not plain.
    """
    signs = "".join(sorted(character for character in characters if not re.match("[A-Za-z]", character)))
    words = f"[^\\0{re.escape(signs + WHITE)}]++"
    return rf"(?P<words>(?:(?! ){words}(?:(?<! )\n\t(?! ){words})*+)?+)"
