"""Checks on the other signs: paired ones in pairs, each of them known, one convention throughout."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from vuoro.checking.finding import Flaw, check_of
from vuoro.model import Encounter, Mark, Turn
from vuoro.symbols.pairing import NEAR, stretches

HABIT = 3
"""How many signs without a partner, and more than those with one, are a way of transcribing."""

_TABLE = tomllib.loads(files(__package__).joinpath("signs.toml").read_text(encoding="utf-8"))
_SIGNED = frozenset(_TABLE["signed"])
_PAIR = {sign: pair for pair in _TABLE["pairs"] for sign in pair}
_ENCLOSING = frozenset(_TABLE["same"]) | _PAIR.keys()
_OTHERWISE = frozenset(_TABLE["otherwise"])
_RUSHED = re.compile(_TABLE["rushed"])
_BROKEN = re.compile(_TABLE["broken"])
_STRANGE = re.compile(rf"[^\w\s\x20-\x7e{re.escape(_TABLE['ordinary'])}]")
_CATEGORIES = frozenset(_TABLE["categories"])


class Lone(NamedTuple):
    """A paired sign without its partner: the number of its turn, the turn, and the mark."""

    place: int
    turn: Turn
    mark: Mark


@check_of("unbalanced-sign")
def unbalanced_sign(encounter: Encounter) -> Iterator[Flaw]:
    """Signs that enclose talk and stand alone in their turn, and in the next ones of their speaker.

    Some transcribers mark only where soft or smiling talk begins: where most of a sign stand
    alone, none is told. Brackets and angles are always told.
    """
    if encounter.source.convention not in _SIGNED:
        return
    alone: dict[str, list[Lone]] = defaultdict(list)
    pairs: Counter[str] = Counter()
    for place, turn in enumerate(encounter.turns):
        for mark in turn.marks:
            sign = _lone_sign(turn.raw, mark, encounter.source.convention)
            if sign:
                alone[sign].append(Lone(place, turn, mark))
            else:
                opening = turn.raw[mark.start : mark.start + 1]
                pairs[_PAIR.get(opening, opening)] += 1
    for sign, marks in alone.items():
        if sign in _TABLE["pairs"] or pairs[sign] >= len(marks) or len(marks) < HABIT:
            yield from (_unbalanced(one) for one in _not_carried_on(marks))


def _lone_sign(raw: str, mark: Mark, convention: str) -> str:
    """The sign, if it encloses talk and has no partner; "" for any other mark."""
    written = raw[mark.start : mark.stop]
    if convention == "gat2" and written == f"<<{mark.value}>":
        return "<>"
    if mark.kind == "overlap":
        return "[]" if convention == "chat" and written in ("[", "]") else ""
    if not written or mark.kind in _OTHERWISE or not _ENCLOSING.issuperset(written):
        return ""
    if mark.kind == "code" and written not in _PAIR:
        return ""
    if convention == "jefferson" and _RUSHED.match(raw, mark.start):
        return ""
    return _PAIR.get(written[0], written[0])


def _not_carried_on(marks: list[Lone]) -> Iterator[Lone]:
    """Without those that a later turn of the same speaker closes."""
    waiting: dict[str, Lone] = {}
    for one in marks:
        before = waiting.pop(one.turn.speaker, None)
        if before is None:
            waiting[one.turn.speaker] = one
        elif not _carries_on(before, one):
            yield before
            waiting[one.turn.speaker] = one
    yield from waiting.values()


def _carries_on(before: Lone, one: Lone) -> bool:
    """Whether a later turn closes what an earlier one has opened; a round bracket shows which it does."""
    signs = before.turn.raw[before.mark.start] + one.turn.raw[one.mark.start]
    return before.place < one.place <= before.place + NEAR and signs not in (")(", "((", "))")


def _unbalanced(one: Lone) -> Flaw:
    sign = one.turn.raw[one.mark.start : one.mark.stop]
    message = f"this {sign} has no partner in its turn."
    return Flaw("unbalanced-sign", one.turn, one.mark.start, one.mark.stop, message)


@check_of("unknown-sign")
def unknown_sign(encounter: Encounter) -> Iterator[Flaw]:
    """Each character that is neither letter nor sign, at its first place."""
    convention = encounter.source.convention
    if convention not in _SIGNED:
        return
    first: dict[str, tuple[Turn, int]] = {}
    counts: Counter[str] = Counter()
    for turn in encounter.turns:
        for found in _STRANGE.finditer(turn.text):
            if unicodedata.category(found[0]) in _CATEGORIES:
                counts[found[0]] += 1
                first.setdefault(found[0], (turn, turn.in_raw(found.start(), found.end())[0]))
    for sign, (turn, at) in first.items():
        often = f" It stands {counts[sign]} times." if counts[sign] > 1 else ""
        message = f"U+{ord(sign):04X} is no sign of the convention {convention!r}.{often}"
        yield Flaw("unknown-sign", turn, at, at + 1, message)


@check_of("broken-letters")
def broken_letters(encounter: Encounter) -> Iterator[Flaw]:
    """The first letters of each turn that were read in a wrong encoding."""
    for turn in encounter.turns:
        found = None if turn.raw.isascii() else _BROKEN.search(turn.raw)
        if found:
            message = "these were one letter or sign, before the file was opened in another encoding."
            yield Flaw("broken-letters", turn, found.start(), found.end(), message)


@check_of("mixed-conventions")
def mixed_conventions(encounter: Encounter) -> Iterator[Flaw]:
    """What is written in two ways: the first place of each but the most frequent."""
    ways: dict[str, dict[str, list[Flaw]]] = defaultdict(lambda: defaultdict(list))
    for place, turn in enumerate(encounter.turns):
        for what, way, start, stop in _ways(place, turn):
            ways[what][way].append(Flaw("mixed-conventions", turn, start, stop, ""))
    for what, written in ways.items():
        _, *others = sorted(written, key=lambda way: -len(written[way]))
        for way in others:
            places = sum(map(len, written.values()))
            message = f"{what} is written with {way} in {len(written[way])} of {places} places."
            yield written[way][0]._replace(message=message)


def _ways(place: int, turn: Turn) -> Iterator[tuple[str, str, int, int]]:
    for mark in turn.marks:
        written = turn.raw[mark.start : mark.stop]
        if mark.kind == "pause" and ("," in written or "." in written):
            yield "the length of a pause", "a comma" if "," in written else "a point", mark.start, mark.stop
        elif mark.kind == "pitch" and written in ("↑", "↓", "^"):
            yield "a step of pitch", "^" if written == "^" else "↑", mark.start, mark.stop
    for one in stretches(place, turn) if turn.marks else ():
        family = "⌈ and ⌊" if one.sign in "⌈⌊" else one.sign if one.sign == "[" else "[>] and [<]"
        yield "overlap", family, one.start, one.start + 1


@check_of("missing-terminator")
def missing_terminator(encounter: Encounter) -> Iterator[Flaw]:
    """CHAT turns without a terminator, where most have one and the file is not in CA mode."""
    if encounter.source.format != "chat" or "CA" in str(encounter.meta.get("Options", "")).split():
        return
    bare = [turn for turn in encounter.turns if not any(mark.kind == "terminator" for mark in turn.marks)]
    for turn in bare if 2 * len(bare) < len(encounter.turns) else ():
        stop = turn.in_raw(0, len(turn.text))[1]
        if turn.text:
            message = "the turn ends without a terminator."
            yield Flaw("missing-terminator", turn, max(0, stop - 1), stop, message)
