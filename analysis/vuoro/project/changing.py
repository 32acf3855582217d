"""What acts have in common: what an event tells of a record, and what it changes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vuoro.model import NOTHING
from vuoro.project.events import Event

if TYPE_CHECKING:
    from vuoro.project.acts import Folding

RESERVED = ("confidence", "suggested_by")
"""Attributes that a log adds to those of the codebook: how sure the coder was (1 to 3), and which machine
had suggested what the coder accepted."""


def keep_quote(made: Folding, id: str, told: Mapping[str, Any]) -> None:
    """Keep the words that a coding was about when it was made."""
    if "quote" in told:
        made.quotes[id] = told["quote"]


def attributes_told(event: Event, told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Attributes of the codebook that are told, with what the log adds to them."""
    own = {name: value for name, value in told.items() if name not in RESERVED}
    added = {name: event[name] for name in RESERVED if event.get(name)}
    return {**own, **added} or NOTHING


def changed(before: Any, fields: Mapping[str, Any], names: Iterable[str]) -> Any:
    """A record with those of its fields that an event tells anew; what it was accepted from stays."""
    told = {name: fields[name] for name in names if name in fields}
    if "attributes" in fields or "confidence" in fields:
        kept = {name: before.attributes[name] for name in RESERVED if name in before.attributes}
        own = {name: value for name, value in before.attributes.items() if name not in RESERVED}
        told["attributes"] = attributes_told(
            {**kept, **{name: fields[name] for name in ("confidence",) if name in fields}},
            fields.get("attributes", own),
        )
    return replace(before, **told)


def forget_accepted(made: Folding, id: str) -> None:
    """A suggestion that was accepted and then removed has been turned down."""
    for key in [key for key, became in made.accepted.items() if became == id]:
        del made.accepted[key]
        made.rejected.add(key)
