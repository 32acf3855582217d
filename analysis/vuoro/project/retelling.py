"""A coding that was made elsewhere, retold as an event of a coder's log; and named, where it is spoken of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from vuoro.model import Annotation, Decision, Sequence
from vuoro.project.decision_fields import decision_fields
from vuoro.project.desk import Desk
from vuoro.project.rules import fits
from vuoro.project.sequence_types import sequence_types
from vuoro.project.spans import DECISION
from vuoro.sequences.decisions import BY_RULE, MADE_BY

Told = Annotation | Sequence | Decision

LINK = ("type", "first_turn", "last_turn", "outcome", "code", "response_turn", "gap")
MARK = ("turn", "code", "start", "stop")


def where(one: Told) -> str:
    """The turns that a coding is about, and the words, if it is about some of a turn's."""
    if not isinstance(one, Annotation):
        return f"turns {one.first_turn} to {one.last_turn}"
    return f"turn {one.turn}" if one.stop <= one.start else f"turn {one.turn}, {one.start} to {one.stop}"


def named(one: Told) -> str:
    """What it says, and of what."""
    what = {Annotation: "code", Sequence: "type"}.get(type(one), "")
    return f"{getattr(one, what, 'decision')} in {one.encounter}, {where(one)}"


def turn_of(one: Told) -> str:
    """The turn at which it stands, or begins."""
    return one.turn if isinstance(one, Annotation) else one.first_turn


def is_by_rule(one: Told) -> bool:
    """Whether it is a decision that rules have made of somebody's moves."""
    return isinstance(one, Decision) and one.attributes.get(MADE_BY) == BY_RULE


def event_of(one: Told, desk: Desk) -> dict[str, Any]:
    """The event that tells it at a desk; the same coding has the same id, so that it is received once."""
    if isinstance(one, Sequence):
        type_ = sequence_types().get(one.type)
        told = {"do": "link", **_fields(one, LINK), **_said(one, type_.attributes if type_ else {}, desk)}
    elif isinstance(one, Decision):
        told = {"do": "decide", **_decided(one), **_said(one, decision_fields().attributes, desk)}
    else:
        known = {code.id: code.attributes for code in desk.codebook.codes}.get(one.code, {})
        version = {"codebook": one.codebook} if one.codebook else {}
        told = {"do": "annotate", **_marked(one), **version, **_said(one, known, desk)}
    return {**told, "id": _id(desk, told)}


def _marked(one: Annotation) -> dict[str, Any]:
    return {name: getattr(one, name) for name in MARK}


def _fields(one: Told, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names if getattr(one, name) not in ("", None)}


def _decided(one: Decision) -> dict[str, Any]:
    told = {**_fields(one, DECISION), "features": dict(one.features)}
    return {name: value for name, value in told.items() if name != "note" and value != {}}


def _said(one: Told, known: Mapping[str, Any], desk: Desk) -> dict[str, Any]:
    """Attributes that the codebook has; what else was said goes into the note, where nothing is lost."""
    own = {
        name: value
        for name, value in one.attributes.items()
        if name in known and fits(value, known[name], desk.turns)
    }
    sure = one.attributes.get("confidence")
    other = [f"{name}={value}" for name, value in one.attributes.items() if name not in (*own, "confidence")]
    note = "; ".join(text for text in (one.note, *other) if text)
    told: dict[str, Any] = {"attributes": own} if own else {}
    return told | ({"note": note} if note else {}) | ({"confidence": sure} if sure in (1, 2, 3) else {})


def _id(desk: Desk, told: Mapping[str, Any]) -> str:
    whole = json.dumps([desk.coder, desk.encounter.id, told], sort_keys=True, ensure_ascii=True, default=str)
    return sha256(whole.encode()).hexdigest()[:32]
