"""What the browser is told of an encounter and of what a coder says of it, as plain JSON.

Turns are told by row, counted from 0. Offsets are told twice, in the talk as transcribed (``raw``) and in
its words (``text``), since a turn can be looked at in both ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from vuoro import wording
from vuoro.codebooks import Codebook
from vuoro.model import LANGUAGES, ROLES, Annotation, Decision, Encounter, Sequence, Turn
from vuoro.project import decision_fields, sequence_types
from vuoro.project.folding import RESERVED
from vuoro.project.rules import OTHER
from vuoro.review.transcript import SIGNS
from vuoro.widget.defining import definition
from vuoro.widget.lettering import letters
from vuoro.wording import N_

DECISION = "D"
"""What a decision is called where sequences are called S1 to S10."""

LABELS: Mapping[str, str] = {
    "outcome": N_("What came of it"), "type": N_("What is decided"), "topic": N_("In a few words"),
    "options_named": N_("Options that were named"), "origin_of_first_proposal": N_("First put forward by"),
    "origin_of_adopted_option": N_("The option adopted came from"), "goal_owner": N_("Whose goal it is"),
    "commitment": N_("Stated: who, what, when"), "sealed_turn": N_("Closed at turn"),
}  # fmt: skip
"""The fields of a decision that are asked for one by one, in that order."""

COMMITTED = (N_("none of them"), N_("one of them"), N_("two of them"), N_("all three"))

UNSURE = 0.4
"""A suggestion with a lower score is an uncertain place; so is a move with confidence 1."""


def turns(encounter: Encounter) -> dict[str, list[Any]]:
    """The talk by columns: ten thousand turns are told in half the bytes of as many objects."""
    people = list(encounter.roles())
    at = {speaker: number for number, speaker in enumerate(people)}
    told: dict[str, list[Any]] = {
        "id": [turn.id for turn in encounter],
        "number": [wording.turn_number(turn.id) for turn in encounter],
        "line": _lines(encounter),
        "speaker": [at[turn.speaker] for turn in encounter],
        "start": [turn.start for turn in encounter],
        "end": [turn.end for turn in encounter],
        "raw": [turn.raw for turn in encounter],
        "text": [turn.text for turn in encounter],
        "signs": [[(m.start, m.stop) for m in turn.marks if m.kind in SIGNS] or None for turn in encounter],
    }
    return told


def _lines(encounter: Encounter) -> list[int | None]:
    """The lines of the file on which turns begin; none where the file is not in the order of the talk."""
    lines = [turn.line for turn in encounter]
    known = [line for line in lines if line is not None]
    return lines if known == sorted(known) else [None] * len(lines)


def people(encounter: Encounter, language: str) -> list[dict[str, str]]:
    """Who speaks, in the order of the numbers that :func:`turns` gives them."""
    return [
        {"id": speaker, "role": wording.name("role", role, language)}
        for speaker, role in encounter.roles().items()
    ]


def codes(codebook: Codebook, language: str) -> list[dict[str, Any]]:
    """Everything that may be said of a turn, with letter, way, names, definition and attributes."""
    given = letters(codebook)
    labels = codebook.labels(language) | {OTHER: wording.translator(language)("no code of the codebook")}
    names = [codebook.labels(one) for one in LANGUAGES]
    full = {code.id: code for code in codebook.codes}
    defined = {code.id: definition(code, language) for code in codebook.codes}
    return [
        {
            "id": id,
            "letter": letter,
            "way": full[id].way if id in full else 0,
            "label": labels[id],
            "names": [id, *(known[id] for known in names if id in known)],
            "definition": defined.get(id, ("", ""))[0],
            "definedIn": defined.get(id, ("", ""))[1],
            "attributes": [
                {"name": name, "values": values}
                for name, values in (full[id].attributes if id in full else {}).items()
            ],
        }
        for id, letter in given.items()
    ]


def types(language: str) -> dict[str, Any]:
    """The types of sequences with their outcomes, and of decisions, which stand in the margin as these do."""
    decision = {
        "label": wording.translator(language)("Decision"),
        "outcomes": _named("decision", decision_fields().outcomes, language),
        "attributes": [],
    }
    return {
        id: {
            "label": wording.name("sequence", id, language),
            "outcomes": _named("outcome", kind.outcomes, language),
            "attributes": [{"name": name, "values": values} for name, values in kind.attributes.items()],
        }
        for id, kind in sequence_types().items()
    } | {DECISION: decision}


def _named(kind: str, ids: Iterable[str], language: str) -> list[dict[str, str]]:
    return [{"id": id, "label": wording.name(kind, id, language)} for id in ids]


def form(language: str) -> dict[str, Any]:
    """The fields of a decision in the order in which the page asks for them, and its features."""
    _, known = wording.translator(language), decision_fields()
    origins = [
        *_named("role", [one for one in known.origins if one in ROLES], language),
        *_named("origin", [one for one in known.origins if one not in ROLES], language),
    ]
    owners = [one for one in known.goal_owners if one in ROLES]
    values: Mapping[str, Any] = {
        "outcome": _named("decision", known.outcomes, language),
        "type": _named("decision_type", known.types, language),
        "topic": "text",
        "options_named": "number",
        "origin_of_first_proposal": origins,
        "origin_of_adopted_option": origins,
        "goal_owner": [
            *_named("role", owners, language),
            *_named("origin", [one for one in known.goal_owners if one not in owners], language),
        ],
        "commitment": [{"id": n, "label": _(COMMITTED[n])} for n in range(known.commitment + 1)],
        "sealed_turn": "turn",
    }
    return {
        "fields": [{"name": name, "label": _(LABELS[name]), "values": told} for name, told in values.items()],
        "features": _named("feature", known.features, language),
    }


def mark(id: str, kind: str, one: Annotation, turn: Turn, ways: Mapping[str, int]) -> dict[str, Any]:
    """A move at a turn. ``kind`` is own, ghost (a suggestion) or other (another coder's)."""
    confidence = one.attributes.get("confidence")
    return {
        "id": id,
        "kind": kind,
        "code": one.code,
        "way": ways.get(one.code, 0),
        "coder": one.coder,
        "score": one.score,
        "cue": one.cue,
        "raw": (one.start, one.stop),
        "text": turn.in_text(one.start, one.stop),
        "whole": (one.start, one.stop) == (0, len(turn.raw)),
        "why": {"raw": one.evidence, "text": turn.in_text(*one.evidence)} if one.evidence else None,
        "attributes": {name: value for name, value in one.attributes.items() if name not in RESERVED},
        "confidence": confidence,
        "note": one.note,
        "uncertain": is_uncertain(kind, one),
    }


def is_uncertain(kind: str, one: Annotation) -> bool:
    """Whether a place deserves another look: a suggestion of low score, a move its coder was unsure of."""
    if kind == "ghost":
        return one.score is not None and one.score < UNSURE
    return kind == "own" and one.attributes.get("confidence") == 1


def link(id: str, kind: str, one: Sequence, rows: Mapping[str, int], language: str) -> dict[str, Any]:
    """A sequence between two turns."""
    return {
        "id": id,
        "kind": kind,
        "type": one.type,
        "label": wording.name("sequence", one.type, language),
        "first": rows[one.first_turn],
        "last": rows[one.last_turn],
        "outcome": one.outcome,
        "outcomeLabel": wording.name("outcome", one.outcome, language),
        "attributes": {name: value for name, value in one.attributes.items() if name not in RESERVED},
        "confidence": one.attributes.get("confidence"),
        "note": one.note,
    }


def decision(id: str, kind: str, one: Decision, rows: Mapping[str, int], language: str) -> dict[str, Any]:
    """A decision between two turns, in the form of a sequence, with its fields beside."""
    fields = {name: getattr(one, name) for name in (*LABELS, "note") if name != "sealed_turn"}
    return {
        "id": id,
        "kind": kind,
        "type": DECISION,
        "label": one.topic or wording.translator(language)("Decision"),
        "first": rows[one.first_turn],
        "last": rows[one.last_turn],
        "outcome": one.outcome,
        "outcomeLabel": wording.name("decision", one.outcome, language),
        "fields": {**fields, "features": dict(one.features), "sealed_turn": rows.get(one.sealed_turn)},
        "attributes": {},
        "confidence": one.attributes.get("confidence"),
        "note": one.note,
        "suggestedBy": one.attributes.get("suggested_by", ""),
    }


def in_order(marks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Moves as they stand in the turn; one's own before others' at the same place."""
    kinds = ("own", "ghost", "other")
    return sorted(marks, key=lambda one: (*one["raw"], kinds.index(one["kind"]), one["code"]))
