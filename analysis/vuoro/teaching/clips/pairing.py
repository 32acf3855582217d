"""Two clips of the same place, designed differently, to be set side by side."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

from vuoro.model import Annotation, Sequence, record
from vuoro.teaching.clips.choosing import Place, placed
from vuoro.teaching.material import Material
from vuoro.teaching.packs import Pack

BEFORE, AFTER = 3, 3
"""Turns of a side before its place and after what became of it."""
LONGEST = 12
"""Turns of a side: two of them stand beside each other."""
LOOKED_AT = 60
"""Places of a side that are compared, so that a thousand encounters take no longer than fifty."""


@record
class Design:
    """A pair to look for: what either side is, its title and what to ask of it, in three languages."""

    name: str
    ways: tuple[int, ...]
    one: Mapping[str, Any]
    other: Mapping[str, Any]
    title: Mapping[str, str]
    ask: Mapping[str, str]


@record
class Side:
    """One clip of a pair: turns ``first`` to ``last`` (places, both in) around a place."""

    place: Place
    first: int
    last: int


@record
class Pair:
    """Two places of one design."""

    design: Design
    one: Side
    other: Side


def pairs(pack: Pack) -> Iterator[Pair]:
    """The pairs of the pack's theme, as far as its material holds them; the same ones each time."""
    for design in designs():
        if pack.way in design.ways and (found := _closest(pack, design)):
            yield Pair(
                design=design, one=_side(pack.material, found[0]), other=_side(pack.material, found[1])
            )


@cache
def designs() -> tuple[Design, ...]:
    """All designs of ``pairs.toml``."""
    path = files("vuoro.teaching") / "clips" / "pairs.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))["pair"]
    return tuple(Design(**{**one, "ways": tuple(one["ways"])}) for one in told)


def _closest(pack: Pack, design: Design) -> tuple[Place, Place] | tuple[()]:
    """The two places most alike in all but their design: language, setting, agreement, and length.

    Both are of one language, that of the pack if possible, and share no line.
    """
    material = pack.material

    def apart(two: tuple[Place, Place]) -> tuple[Any, ...]:
        one, other = (material.encounter(place.move.encounter) for place in two)
        return (
            one.language != pack.language,
            sum(material.share(place.move) < 1 for place in two),
            one.meta.get("setting") != other.meta.get("setting"),
            abs(_length(two[0]) - _length(two[1])) + max(map(_length, two)),
        )

    def of_a_kind(two: tuple[Place, Place]) -> bool:
        one, other = (material.encounter(place.move.encounter) for place in two)
        return one.language == other.language and (
            one.id != other.id or abs(two[0].at - two[1].at) >= LONGEST
        )

    sides = (_places(pack, design.one), _places(pack, design.other))
    return min(filter(of_a_kind, product(*sides)), key=apart, default=())


def _length(place: Place) -> int:
    return abs(place.response - place.at)


def _places(pack: Pack, wanted: Mapping[str, Any]) -> list[Place]:
    """The places of a side that were answered soon enough to be shown, those of the pack's language first."""
    material = pack.material
    moves = {(move.encounter, move.turn, move.code): move for move in reversed(material.settled)}
    found = [
        placed(material, move, sequence)
        for sequence in material.sequences
        if (move := moves.get((sequence.encounter, sequence.first_turn, sequence.code)))
        and _is(wanted, move, sequence)
    ]
    short = [place for place in found if 0 < _length(place) <= LONGEST - BEFORE - AFTER]
    ours = pack.language
    return sorted(short, key=lambda p: material.encounter(p.move.encounter).language != ours)[:LOOKED_AT]


def _is(wanted: Mapping[str, Any], move: Annotation, sequence: Sequence) -> bool:
    return (
        sequence.type == wanted["type"]
        and move.code == wanted.get("code", move.code)
        and sequence.outcome in wanted.get("outcomes", (sequence.outcome,))
        and ("attribute" not in wanted or move.attributes.get(wanted["attribute"]) == wanted["value"])
    )


def _side(material: Material, place: Place) -> Side:
    end = len(material.encounter(place.move.encounter)) - 1
    first = max(0, place.at - BEFORE)
    return Side(place=place, first=first, last=min(end, place.response + AFTER, first + LONGEST - 1))
