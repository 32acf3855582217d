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
FEW = 3

CONVENTIONS = ("jefferson", "gat2", "chat", "plain")


class UnknownConvention(VuoroError):
    """Talk can be read as Jefferson, GAT 2, CHAT or plain orthography, and this is none of them."""


@record
class Sign:
    """A row of a table: something a transcriber writes that is not a word.

    ``gap``: it parts words. ``nested``: it may stand within its like. ``lower``: the words
    it keeps become lower case. ``telling``: nobody writes it in ordinary prose.
    ``seconds``: how long a pause is that the sign only estimates. ``hints``: one of these strings
    stands wherever the sign does; none are given where looking for them would not pay.
    """

    kind: str
    signs: frozenset[str]
    pattern: re.Pattern[str]
    example: tuple[str, str]
    source: str
    keeps: bool
    valued: bool
    hints: tuple[str, ...] = ()
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
    >>> {sign.kind: sign.example for sign in table("plain").signs}["micropause"]
    ('No (.) yes [pause] well.', 'No yes well.')
    """
    if convention not in CONVENTIONS:
        raise UnknownConvention(
            f"no transcription convention called {convention!r}. Known: {', '.join(CONVENTIONS)}"
        )
    data = _data(f"{convention}.toml")
    signs = tuple(_sign(row) for row in data["sign"])
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


@cache
def half_compound() -> str:
    """The pattern of what follows a hyphen that is spelling: *deltids- och heltidsarbete*."""
    return _with_words("<half>")


def _with_words(pattern: str) -> str:
    """A pattern with the lists of ``words.toml`` in the places of their names."""
    for name, listed in _words().items():
        pattern = pattern.replace(f"<{name}>", listed)
    return pattern


@cache
def _words() -> dict[str, str]:
    """What the names in angles stand for; ``half`` comes first, since it names other lists."""
    lists = _data("words.toml")
    half = lists.pop("half")
    return {"half": half, **{name: "|".join(listed.split()) for name, listed in lists.items()}}


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _sign(row: dict[str, Any]) -> Sign:
    compiled = re.compile(_with_words(row.pop("pattern")), re.DOTALL)
    signs = row.pop("signs")
    return Sign(
        signs=frozenset(signs),
        hints=tuple(row.pop("hints", signs if len(signs) <= FEW else ())),
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
