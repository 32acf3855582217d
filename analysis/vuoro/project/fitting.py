"""What an event is held against: the talk, the codebook, what stands; and what every rule asks of it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from vuoro.codebooks import Codebook
from vuoro.model import Encounter, Turn, record
from vuoro.project.acts import State
from vuoro.project.changing import RESERVED
from vuoro.project.events import BadEvent, Event

OTHER = "other"
"""A turn that was looked at and does nothing that the codebook names."""


class NotAllowed(BadEvent):
    """An event that does not fit the transcript, the codebook, or what was done before."""


@record
class Table:
    """What is on the desk: the talk, the codes, what stands, and all that was done so far, by id."""

    encounter: Encounter
    turns: Mapping[str, Turn]
    order: Mapping[str, int]
    codebook: Codebook
    state: State
    events: Mapping[str, Event]


def span_fits(event: Mapping[str, Any], table: Table) -> None:
    """Refuse a stretch that its turn does not have."""
    turn = turn_of(event["turn"], table)
    start, stop = event["start"], event["stop"]
    if not (0 <= start < stop <= len(turn.raw) or start == stop == 0 == len(turn.raw)):
        raise NotAllowed(
            f"turn {turn.id!r} has {len(turn.raw)} characters; {start} to {stop} is no stretch of it"
        )


def turn_of(id: str, table: Table) -> Turn:
    """The turn of that id; refused where there is none."""
    if id not in table.turns:
        raise NotAllowed(f"encounter {table.encounter.id!r} has no turn {id!r}")
    return table.turns[id]


def code_fits(code: str, table: Table) -> None:
    """Refuse a code that the codebook does not have, or has no more."""
    if code in table.codebook.retired:
        raise NotAllowed(
            f"code {code!r} was retired from codebook {table.codebook.id}; choose one that it has"
        )
    known = (*(one.id for one in table.codebook.codes), *table.codebook.support, OTHER)
    if code not in known:
        raise NotAllowed(f"codebook {table.codebook.id} has no code {code!r}; it has {', '.join(known)}")


def attributes_of(code: str, table: Table) -> Mapping[str, Any]:
    """The attributes that a code may have, with their values."""
    codes = {one.id: one.attributes for one in table.codebook.codes}
    return codes.get(code, {"explained": "text", "term": "text"} if code == "jargon_term" else {})


def attributes_fit(event: Mapping[str, Any], known: Mapping[str, Any], what: str, table: Table) -> None:
    """Refuse attributes, or a confidence, that cannot be; ``what`` is what has them."""
    if event.get("confidence", 1) not in (1, 2, 3):
        raise NotAllowed(f"confidence is 1 (unsure), 2 or 3 (sure), not {event['confidence']}")
    for name, value in event.get("attributes", {}).items():
        if name in RESERVED:
            raise NotAllowed(f"{name!r} is not an attribute; say it beside the attributes")
        if name not in known:
            raise NotAllowed(f"{what} has no attribute {name!r}; it has {', '.join(known) or 'none'}")
        if not fits(value, known[name], table.turns):
            values = ", ".join(known[name]) if isinstance(known[name], list) else f"a {known[name]}"
            raise NotAllowed(f"{name!r} of {what} is {values}, not {value!r}")


def fits(value: Any, values: Any, turns: Container[str]) -> bool:
    """Whether an attribute may have a value; several values of a list are written with commas.

    Examples
    --------
    >>> fits("time,scope", ["means", "time", "scope"], ()), fits("t9", "turn", {"t1"}), fits(2, "number", ())
    (True, False, True)
    """
    if isinstance(values, list):
        return isinstance(value, str) and all(part.strip() in values for part in value.split(","))
    if values == "turn":
        return isinstance(value, str) and value in turns
    if values == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str)


def in_order(event: Mapping[str, Any], middle: str, rule: str, table: Table) -> None:
    """Refuse turns that do not follow one another: the first, the one named ``middle``, the last."""
    turns = [event["first_turn"], event.get(middle) or event["first_turn"], event["last_turn"]]
    places = [table.order[turn_of(id, table).id] for id in turns]
    if places != sorted(places):
        raise NotAllowed(f"{rule}; {', '.join(turns)} do not")


def only(fields: Iterable[str], known: Iterable[str]) -> None:
    """Refuse to change what cannot be changed."""
    for name in fields:
        if name not in known:
            raise NotAllowed(f"{name!r} cannot be changed; what can: {', '.join(known)}")
