"""What events about sequences and decisions do to a state: what stands between two turns, and not at one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from vuoro.model import NOTHING, Decision, Sequence
from vuoro.project.changing import attributes_told, changed, forget_accepted, keep_quote
from vuoro.project.events import Event

if TYPE_CHECKING:
    from vuoro.project.acts import Folding

SEQUENCE = ("type", "first_turn", "last_turn", "outcome", "code", "response_turn", "gap", "note")
"""What an event may tell anew of a sequence."""

DECISION = (
    "first_turn", "last_turn", "outcome", "topic", "type", "options_named", "origin_of_first_proposal",
    "origin_of_adopted_option", "goal_owner", "features", "commitment", "sealed_turn", "note",
)  # fmt: skip
"""What an event tells of a decision; its moves and its times are in the transcript and the other codings."""


def link(made: Folding, event: Event) -> None:
    """A new sequence; one that stands already, or was accepted before, is not there twice."""
    one = Sequence(
        **{
            name: event[name] for name in ("encounter", "type", "first_turn", "last_turn", "outcome", "coder")
        },
        code=event.get("code", ""),
        response_turn=event.get("response_turn", ""),
        gap=event.get("gap"),
        attributes=attributes_told(event, event.get("attributes", NOTHING)),
        note=event.get("note", ""),
    )
    _add(made, made.sequences, _link_place(one), one, event)


def _link_place(one: Sequence) -> tuple[Any, ...]:
    return "link", one.type, one.first_turn, one.last_turn, one.code, one.response_turn, one.outcome


def relink(made: Folding, event: Event) -> None:
    """A sequence with what is told anew."""
    _retell(made, made.sequences, _link_place, event, SEQUENCE)


def unlink(made: Folding, event: Event) -> None:
    """A sequence that is not there any more."""
    _drop(made, made.sequences, _link_place, event)


def decide(made: Folding, event: Event) -> None:
    """A new decision, likewise."""
    told = {name: event[name] for name in DECISION if name in event}
    one = Decision(
        encounter=event["encounter"],
        coder=event["coder"],
        attributes=attributes_told(event, event.get("attributes", NOTHING)),
        **told,
    )
    _add(made, made.decisions, _decision_place(one), one, event)


def _decision_place(one: Decision) -> tuple[Any, ...]:
    """Two decisions may fall in the same turns; they are about two things, or are of two types."""
    return "decide", one.first_turn, one.last_turn, one.topic, one.type, one.outcome


def redecide(made: Folding, event: Event) -> None:
    """A decision with what is told anew."""
    _retell(made, made.decisions, _decision_place, event, DECISION)


def undecide(made: Folding, event: Event) -> None:
    """A decision that is not there any more."""
    _drop(made, made.decisions, _decision_place, event)


def _add(made: Folding, kept: dict[str, Any], place: tuple[Any, ...], one: Any, event: Event) -> None:
    if place not in made.places and event.get("of") not in made.accepted:
        made.places[place] = event["id"]
        kept[event["id"]] = one
        keep_quote(made, event["id"], event)
        if event.get("of"):
            made.accepted[event["of"]] = event["id"]


def _retell(
    made: Folding, kept: dict[str, Any], place: Callable[[Any], Any], event: Event, names: Iterable[str]
) -> None:
    """The record told anew, unless it is gone or would stand where another one stands."""
    id, before = event["of"], kept.get(event["of"])
    if before is None:
        return
    after = changed(before, event["fields"], names)
    if made.places.get(place(after), id) == id:
        del made.places[place(before)]
        made.places[place(after)] = id
        kept[id] = after
        keep_quote(made, id, event["fields"])


def _drop(made: Folding, kept: dict[str, Any], place: Callable[[Any], Any], event: Event) -> None:
    gone = kept.pop(event["of"], None)
    if gone is not None:
        made.quotes.pop(event["of"], None)
        del made.places[place(gone)]
        forget_accepted(made, event["of"])
