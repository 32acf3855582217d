"""A place where coders differ, as plain JSON: in a list, with the talk around it, and how it is settled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vuoro import wording
from vuoro.model import Annotation, Sequence
from vuoro.project import Coding, Disagreement
from vuoro.project.folding import RESERVED
from vuoro.project.rules import OTHER

if TYPE_CHECKING:
    from vuoro.widget.settling import Settling


def line(settling: Settling, place: Disagreement) -> dict[str, Any]:
    """A place in the list: where it is, what hangs on it, and what each coder says."""
    by = {one.coder: one for one in place.codings}
    return {
        "id": place.place,
        "encounter": place.encounter,
        "turn": wording.turn_number(place.turn),
        "line": place.line,
        "speaker": place.speaker,
        "type": place.type,
        "label": wording.name("sequence", place.type, settling.speech) if place.type else "",
        "words": place.words,
        "cost": round(place.cost, 2),
        "measures": list(place.measures),
        "sequences": place.sequences,
        "codings": [_coding(settling, place, by[name]) for name in settling.coders(place)],
    }


def _coding(settling: Settling, place: Disagreement, coding: Coding) -> dict[str, Any]:
    """What one coder says: the judgements, or that there is nothing to code."""
    return {
        "coder": settling.shown_name(place, coding.coder),
        "memo": coding.memo,
        "judgements": [_judged(settling, place, one) for one in coding.judgements],
        "told": [named(settling, place, one) for one in coding.told],
    }


def named(settling: Settling, place: Disagreement, told: str) -> dict[str, Any]:
    """A code or an outcome with its name, and the way that colours it."""
    if place.type:
        label = wording.name("outcome", told, settling.speech) if told != OTHER else _none(settling, place)
        return {"id": told, "label": label, "way": 0}
    label = (
        settling.codebook.labels(settling.speech).get(told, told) if told != OTHER else _none(settling, place)
    )
    return {"id": told, "label": label, "way": settling.codebook.ways_by_code.get(told, 0)}


def _none(settling: Settling, place: Disagreement) -> str:
    _ = wording.translator(settling.speech)
    return _("no sequence") if place.type else _("no code of the codebook")


def _judged(settling: Settling, place: Disagreement, one: Annotation | Sequence) -> dict[str, Any]:
    told = one.code if isinstance(one, Annotation) else one.outcome
    judged: dict[str, Any] = {
        **named(settling, place, told),
        "attributes": {name: value for name, value in one.attributes.items() if name not in RESERVED},
        "confidence": one.attributes.get("confidence"),
        "note": one.note,
    }
    if isinstance(one, Annotation):
        return {
            **judged,
            "span": None if (one.start, one.stop) == (0, len(place.words)) else (one.start, one.stop),
        }
    last, answer = (wording.turn_number(turn) for turn in (one.last_turn, one.response_turn))
    return {**judged, "last": last, "response": answer}


def around(settling: Settling, place: Disagreement, reach: int) -> list[dict[str, Any]]:
    """The talk around a place, ``reach`` turns each way; a sequence is shown to its last turn."""
    talk = settling.talks[place.encounter]
    rows = {turn.id: row for row, turn in enumerate(talk.turns)}
    here = rows[place.turn]
    ends = [
        rows[one.last_turn]
        for coding in place.codings
        for one in coding.judgements
        if isinstance(one, Sequence)
    ]
    last = max([here, *ends])
    roles = talk.roles()
    speakers = list(roles)
    return [
        {
            "number": wording.turn_number(turn.id),
            "speaker": turn.speaker,
            "role": wording.name("role", roles[turn.speaker], settling.speech),
            "tone": speakers.index(turn.speaker),
            "raw": turn.raw,
            "here": here <= row <= last if place.type else row == here,
            "begins": row == here,
        }
        for row, turn in enumerate(talk.turns)
        if here - reach <= row <= last + reach
    ]


def settled(settling: Settling, place: Disagreement) -> dict[str, Any] | None:
    """How a place is settled; None where it is open."""
    event = settling.settling.settlement(place)
    if event is None:
        return None
    return {
        "choice": settling.shown_name(place, event["choice"]),
        "codings": [_told(settling, place, one) for one in event["codings"]],
        "note": event.get("note", ""),
        "at": event["at"],
    }


def _told(settling: Settling, place: Disagreement, coding: Mapping[str, Any]) -> dict[str, Any]:
    told = coding["outcome" if place.type else "code"]
    return {
        **named(settling, place, told),
        "attributes": dict(coding.get("attributes", {})),
        "note": coding.get("note", ""),
    }
