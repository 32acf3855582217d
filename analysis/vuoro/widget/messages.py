"""What the page asks and what it is answered: the same over JupyterLab's channel and over HTTP on localhost.

A message is a JSON object. Every question has a number ``re``, which its answer repeats; a decision has an
``id``, which its event in the log gets, so that one that is sent twice is done once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import Any

from vuoro import wording
from vuoro.codebooks.attributes import terms
from vuoro.language import cues
from vuoro.model import LANGUAGES, Decision, Encounter, Sequence, Turn, VuoroError
from vuoro.moves.units import units_of
from vuoro.project import Step, suggestion_key
from vuoro.widget import drawing, offering, texts, tree
from vuoro.widget.deciding import Message, Reply, decided
from vuoro.widget.sitting import Sitting


def answer(sitting: Sitting, message: Message) -> Reply:
    """The answer to a message of the page; what cannot be understood or done is answered too."""
    return answered(sitting.lock, ASKED, decided, sitting, message)


def answered(
    lock: AbstractContextManager[Any],
    asked: Mapping[str, Callable[[Any, Message], Reply]],
    decided: Callable[[Any, Message], Reply],
    surface: Any,
    message: Message,
) -> Reply:
    """The answer of any surface: by what is ``asked`` of it, or by what is ``decided``."""
    try:
        with lock:  # pages of one surface may ask at the same time
            if message.get("ask") == "do":
                return decided(surface, message)
            told = asked[message["ask"]](surface, message)
            return {"tell": message["ask"], "re": message.get("re"), **told}
    except (VuoroError, LookupError, TypeError, ValueError, AttributeError, StopIteration) as error:
        why = (
            str(error) if isinstance(error, VuoroError) else f"the page asked for nothing that is: {error!r}"
        )
        return {"tell": "refused", "re": message.get("re"), "id": message.get("id"), "why": why}


def opened(sitting: Sitting, message: Message) -> Reply:
    """Everything that the page needs to begin."""
    encounter, speech, book = sitting.encounter, sitting.speech, sitting.desk.codebook
    codes = drawing.codes(book, speech)
    return {
        "shelf": shelf(sitting),
        "title": encounter.id,
        "coder": sitting.desk.coder,
        "language": speech,
        "blind": sitting.blind,
        "turns": drawing.turns(encounter),
        "people": drawing.people(encounter, speech),
        "codes": codes,
        "types": drawing.types(speech),
        "terms": terms(speech),
        "decision": drawing.form(speech),
        "tree": tree.questions(speech, [code["id"] for code in codes]),
        "words": texts.texts(speech),
        "keys": texts.keys(speech),
        "groups": texts.groups(speech),
        "notices": list(sitting.desk.notices),
        "sound": sitting.sound.about() if sitting.sound else None,
        **sitting.shown.everything(),
    }


def shelf(sitting: Sitting) -> str:
    """Under what name a browser keeps what is not saved yet: the same for this coder, encounter and folder."""
    place = f"{sitting.desk.folder.resolve()}\n{sitting.desk.coder}\n{sitting.encounter.id}"
    return sha256(place.encode()).hexdigest()[:20]


def _find(sitting: Sitting, message: Message) -> Reply:
    return {"rows": sitting.rows_found(message["text"])}


def _units(sitting: Sitting, message: Message) -> Reply:
    turn = sitting.encounter.turn(message["turn"])
    spans = units(turn, sitting.encounter)
    return {"units": spans if message["side"] == "text" else [turn.in_raw(*span) for span in spans]}


def units(turn: Turn, encounter: Encounter) -> list[tuple[int, int]]:
    """Where the units of a turn stand in its words; the whole turn where its language has no table of cues.

    Examples
    --------
    >>> visit = Encounter(id="v", language="en", turns=(
    ...     Turn(id="t1", speaker="D", raw="Right. Shall we try?", text="Right. Shall we try?"),))
    >>> units(visit.turns[0], visit)
    [(0, 6), (7, 20)]
    """
    if encounter.language not in LANGUAGES:
        return [(0, len(turn.text))]
    found = []
    for unit in units_of(turn, cues.load(encounter.language)):
        text = turn.text[unit.start : unit.stop]
        found.append((unit.stop - len(text.lstrip()), unit.start + len(text.rstrip())))
    return found


def _offers(sitting: Sitting, message: Message) -> Reply:
    row = sitting.row(message["turn"])
    return {"offers": offering.offers(sitting.encounter, row, message["code"], sitting.moves, sitting.speech)}


AROUND = 20
"""Turns before and after the coder's for which sequences are suggested."""


def _ghosts(sitting: Sitting, message: Message) -> Reply:
    """Sequences that follow from the coder's own moves, and that the coder has not linked, by row.

    Nothing is suggested of turns that the coder has not seen, where moves are still to come; nor to a coder who is
    to judge unaided.
    """
    at = sitting.row(message["turn"])
    rows = range(max(0, at - AROUND), min(at + AROUND + 1, len(sitting.encounter)))
    found: dict[int, list[Reply]] = {}
    for one in offering.following(sitting.encounter, rows, sitting.moves) if sitting.linking else ():
        if sitting.is_open(one):
            told = drawing.link(suggestion_key(one), "ghost", one, sitting.shown.rows, sitting.speech)
            ids = {
                "turns": [one.first_turn, one.response_turn, one.last_turn],
                "code": one.code,
                "by": one.coder,
            }
            found.setdefault(told["first"], []).append({**told, **ids})
    return {"first": rows.start, "last": rows.stop - 1, "ghosts": found}


def _decision(sitting: Sitting, message: Message) -> Reply:
    """What rules would fill in at a turn; nothing for a coder who is to judge unaided."""
    row = sitting.row(message["turn"])
    found = None
    if sitting.linking:
        found = offering.decision(sitting.encounter, row, sitting.moves, sitting.suggestions())
    if found is None or suggestion_key(found) in sitting.decided_on:
        return {"offer": None}
    told = drawing.decision(suggestion_key(found), "ghost", found, sitting.shown.rows, sitting.speech)
    return {"offer": {**told, "by": found.coder}}


def _history(sitting: Sitting, message: Message) -> Reply:
    return {"lines": [_step(step, sitting) for step in sitting.history(message["of"])]}


def _step(step: Step, sitting: Sitting) -> list[str]:
    """When and by whom, and what there was afterwards."""
    after, became = step.after, ["–"]
    if isinstance(after, Decision):
        became = [wording.name("decision", after.outcome, sitting.speech), after.topic]
    elif isinstance(after, Sequence):
        became = [after.type, wording.name("outcome", after.outcome, sitting.speech)]
    elif after is not None:
        became = [sitting.desk.codebook.labels(sitting.speech).get(after.code, after.code)]
    if after is not None:
        became += [f"{name}: {value}" for name, value in after.attributes.items()] + [after.note]
    return [f"{step.at[:16].replace('T', ' ')} {step.coder}", f"{step.do}: {', '.join(filter(None, became))}"]


ASKED: Mapping[str, Callable[[Sitting, Message], Reply]] = {
    "open": opened, "find": _find, "units": _units, "offers": _offers, "ghosts": _ghosts, "decision": _decision,
    "history": _history,
}  # fmt: skip
