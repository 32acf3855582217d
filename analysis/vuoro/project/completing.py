"""What an event leaves to be understood: the whole turn, the words it is about, the codebook in use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vuoro.model import Annotation
from vuoro.project.placing import QUOTED
from vuoro.project.rules import Table, fits


def completed(event: dict[str, Any], table: Table) -> dict[str, Any]:
    """The event with all that its coder need not say.

    A judgement quotes its words, and a sequence or a decision the beginning of its first turn, so that they can be found in
    a transcript that was changed since.
    """
    do, fields = event["do"], event.get("fields")
    if do in ("annotate", "accept"):
        return _judged(event, table)
    if do == "look":
        return {**event, **_version(event, table)}
    if do in ("link", "decide"):
        return {**event, **_quoted_turn(event, table)}
    if do in ("relink", "redecide") and isinstance(fields, Mapping):
        return {**event, "fields": {**fields, **_quoted_turn(fields, table)}}
    if do == "change" and isinstance(fields, Mapping):
        return {**event, "fields": _changed(event, fields, table)}
    return event


def _version(event: Mapping[str, Any], table: Table) -> dict[str, str]:
    """The codebook with which a move was looked at again; none where it has no such code any more."""
    before = table.state.annotations.get(event.get("of", ""))
    return {"codebook": table.codebook.id} if before and before.code not in table.codebook.retired else {}


def _judged(event: dict[str, Any], table: Table) -> dict[str, Any]:
    turn = table.turns.get(event.get("turn", ""))
    whole = {} if turn is None else {"start": 0, "stop": len(turn.raw)}
    told = {**whole, "codebook": table.codebook.id, **event}
    return {**told, **_quoted(told, table)}


def _quoted(place: Mapping[str, Any], table: Table) -> dict[str, str]:
    turn, start, stop = table.turns.get(place.get("turn", "")), place.get("start"), place.get("stop")
    if turn is None or not isinstance(start, int) or not isinstance(stop, int):
        return {}  # what is wrong with it is for the rules to say
    return {"quote": turn.raw[max(0, start) : max(0, stop)]}


def _quoted_turn(linked: Mapping[str, Any], table: Table) -> dict[str, str]:
    turn = table.turns.get(linked.get("first_turn", ""))
    return {} if turn is None else {"quote": turn.raw[:QUOTED]}


def _changed(event: Mapping[str, Any], fields: Mapping[str, Any], table: Table) -> dict[str, Any]:
    """The attributes of another code do not stay; other words are quoted anew."""
    before = table.state.annotations.get(event.get("of", ""))
    told = dict(fields)
    if before is None:
        return told
    if told.get("code", before.code) != before.code:
        told = {"attributes": {}, "codebook": table.codebook.id, **told}
    if told.keys() & {"turn", "start", "stop"}:
        place = {name: told.get(name, getattr(before, name)) for name in ("turn", "start", "stop")}
        told |= _quoted(place, table)
    return told


def known_attributes(suggested: Annotation, table: Table) -> dict[str, Any]:
    """The attributes of a suggestion that the codebook has; a machine may say more than that."""
    known = {code.id: code.attributes for code in table.codebook.codes}.get(suggested.code, {})
    return {
        name: value
        for name, value in suggested.attributes.items()
        if name in known and fits(value, known[name], table.turns)
    }
