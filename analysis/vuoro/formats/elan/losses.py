"""What ELAN's files cannot hold of an encounter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from vuoro.formats import unheld
from vuoro.formats.elan.frame import is_json, is_vocabularies
from vuoro.formats.tiers.timeslots import exact, milliseconds
from vuoro.formats.unheld import loss
from vuoro.model import Encounter, Problem


def losses_of(
    encounter: Encounter, ids: list[str], called: Mapping[str, str], beside: Mapping[str, object]
) -> Iterator[Problem]:
    """The losses, given the ids of turns, the names of speakers, and what else stands there."""
    renamed = [turn.id for id, turn in zip(ids, encounter.turns, strict=True) if id != turn.id]
    if renamed:
        message = f"{len(renamed)} ids of turns cannot be ELAN's; these turns got others."
        yield loss(encounter, renamed[0], message, rule="id", turn=renamed[0])
    for speaker, name in called.items():
        if speaker != name:
            yield loss(encounter, speaker, f"the speaker is called {name!r} in the file.", rule="speaker")
    yield from _time_losses(encounter)
    yield from unheld.characters(encounter, xml=True)
    yield from unheld.marks(encounter)
    yield from unheld.moves(encounter)
    yield from unheld.sequences(encounter)
    strange = [person for person in encounter.participants if not is_json(person)]
    yield from unheld.people(replace(encounter, participants=tuple(strange)), roles=False)
    held = [name for name, value in encounter.meta.items() if isinstance(value, str)]
    held += ["media", "descriptors", *(["tiers"] if beside else [])]
    held += ["vocabularies"] if is_vocabularies(encounter.meta.get("vocabularies")) else []
    yield from unheld.meta(encounter, held)


def _time_losses(encounter: Encounter) -> Iterator[Problem]:
    at, early = 0.0, []
    for turn in encounter.turns:
        start, end = milliseconds(turn.start, turn.end)
        if (start is None) != (turn.start is None) or (end is None) != (turn.end is None):
            message = "ELAN has no such times; kept without."
            yield loss(encounter, turn.raw, message, rule="time", turn=turn.id)
        if start is not None and start < at:
            early.append(turn)
        at = max(at, start or 0)
    if early:
        message = f"ELAN orders turns by time; {len(early)} turns begin before one that they follow."
        yield loss(encounter, early[0].raw, message, rule="order", turn=early[0].id)
    fine = sum(not exact(turn.start, turn.end) for turn in encounter.turns)
    if fine:
        message = f"the times of {fine} turns are finer than a millisecond; they were rounded."
        yield loss(encounter, f"{fine} turns", message, rule="precision")
