"""What a format cannot hold of an encounter, told when it is written: no loss is silent."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from vuoro.model import UNKNOWN, Encounter, Problem

_NO_XML = re.compile("[\0-\b\v\f\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_UTF8 = re.compile("[\0\ud800-\udfff]")


def loss(
    encounter: Encounter, about: str, message: str, *, rule: str = "", turn: str | None = None
) -> Problem:
    """A Problem of rule ``not-written`` (``not-written-rule``) at a turn, or at the whole encounter."""
    line = next((one.line for one in encounter.turns if one.id == turn), None) if turn is not None else None
    name = f"not-written-{rule}" if rule else "not-written"
    return Problem(line=line, text=about, message=message, rule=name, turn=turn, file=encounter.id)


def in_xml(text: str) -> str:
    """The text with a replacement character for each that XML cannot hold.

    Examples
    --------
    >>> in_xml("so\\x15 (0.5)\\n")
    'so\ufffd (0.5)\\n'
    """
    return _NO_XML.sub("\ufffd", text)


def in_utf8(text: str) -> str:
    """The text with a replacement character for each that no text file can hold."""
    return _NO_UTF8.sub("\ufffd", text)


def characters(encounter: Encounter, *, xml: bool) -> Iterator[Problem]:
    """Turns with characters that must be replaced."""
    for turn in encounter.turns:
        if (in_xml if xml else in_utf8)(turn.raw) != turn.raw:
            message = "it holds control characters that the format cannot; each stands as \ufffd."
            yield loss(encounter, turn.raw, message, rule="character", turn=turn.id)


def sequences(encounter: Encounter) -> Iterator[Problem]:
    if encounter.sequences:
        message = "the format has no place for sequences. Export them as JSON or CSV."
        yield loss(encounter, f"{len(encounter.sequences)} sequences", message, rule="sequence")


def moves(encounter: Encounter) -> Iterator[Problem]:
    """Moves of turns that the encounter does not have."""
    known = {turn.id for turn in encounter.turns}
    for move in encounter.annotations:
        if move.turn not in known:
            message = f"it is about turn {move.turn!r}, which this encounter does not have."
            yield loss(encounter, move.code, message, rule="annotation")


def meta(encounter: Encounter, held: Collection[str]) -> Iterator[Problem]:
    """What is known of the encounter beyond ``held``."""
    left = [name for name in encounter.meta if name not in held]
    if left:
        yield loss(encounter, ", ".join(left), "the format has no place for this.", rule="meta")


def people(encounter: Encounter, *, roles: bool) -> Iterator[Problem]:
    """What is known of people; with ``roles``, of which the format holds no role and no name either."""
    for person in encounter.participants:
        left = [name for name in person.meta if person.meta[name] not in ("", None)]
        if roles:
            left += [name for name in ("role", "name") if getattr(person, name) not in (UNKNOWN, None)]
        if left:
            message = f"the format has no place for what is known of {person.id!r}."
            yield loss(encounter, ", ".join(dict.fromkeys(left)), message, rule="participant")


def marks(encounter: Encounter) -> Iterator[Problem]:
    """Marks that stand beside the talk and not in it, as the remarks of Transcriber do."""
    for turn in encounter.turns:
        beside = sum(1 for mark in turn.marks if mark.start == mark.stop)
        if beside:
            message = f"{beside} remarks that stand beside the words, not among them."
            yield loss(encounter, turn.raw, message, rule="mark", turn=turn.id)


def speakers(encounter: Encounter) -> list[str]:
    """Everybody who is declared or speaks, in the order in which the encounter names them."""
    declared = (person.id for person in encounter.participants)
    return list(dict.fromkeys([*declared, *(turn.speaker for turn in encounter.turns)]))
