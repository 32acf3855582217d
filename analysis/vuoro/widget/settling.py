"""Settling what coders differ in, as a page shows it: what it asks, and what it is answered.

The rules are those of :class:`vuoro.project.Adjudication`. A message is a JSON object, as in
:mod:`vuoro.widget.messages`; a decision has an ``id``, which its event in the log gets, so that one that is
sent twice is done once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from threading import RLock
from typing import Any

from vuoro import wording
from vuoro.codebooks.attributes import terms
from vuoro.model import Annotation
from vuoro.project import Adjudication, Disagreement, NotSaved, codebook
from vuoro.project.events import Event
from vuoro.widget import drawing, places, texts

Message = Mapping[str, Any]
Reply = dict[str, Any]


class Settling:
    """An adjudication with a language to speak, and coders who have names or none.

    ``blind`` hides who the coders are: they are numbered anew at every place, in an order that says nothing.
    """

    surface = "adjudicator"
    sound = None

    def __init__(self, settling: Adjudication, *, language: str = "en", blind: bool = False) -> None:
        wording.translator(language)  # a language that there is not is told at once
        self.settling = settling
        self.speech = language
        self.blind = blind
        self.lock = RLock()
        self.codebook = codebook(settling.project)
        self.talks = {some.encounter.id: some.encounter for some in settling.compared}

    @property
    def title(self) -> str:
        """What the page is called."""
        return self.settling.project.folder.resolve().name

    def place(self, key: str) -> Disagreement:
        """The place of that key; KeyError where there is none."""
        return next(one for one in self.settling.all if one.place == key)

    def coders(self, place: Disagreement) -> list[str]:
        """Who has coded it, in the order of their numbers on the page."""
        names = [one.coder for one in place.codings]
        return (
            sorted(names, key=lambda name: sha256(f"{place.place}{name}".encode()).digest())
            if self.blind
            else names
        )

    def shown_name(self, place: Disagreement, coder: str) -> str:
        """What a coder is called on the page."""
        if not self.blind or not coder:
            return coder
        number = self.coders(place).index(coder) + 1 if coder in self.coders(place) else "?"
        return wording.translator(self.speech)("Coder %(n)s") % {"n": number}


def answer(settling: Settling, message: Message) -> Reply:
    """The answer to a message of the page; what cannot be understood or done is answered too."""
    from vuoro.widget.messages import answered

    return answered(settling.lock, ASKED, _decided, settling, message)


def opened(settling: Settling, message: Message) -> Reply:
    """Everything that the page needs to begin."""
    speech = settling.speech
    return {
        "shelf": _shelf(settling),
        "title": settling.title,
        "by": settling.settling.by,
        "blind": settling.blind,
        "language": speech,
        "codes": drawing.codes(settling.codebook, speech),
        "types": drawing.types(speech),
        "terms": terms(speech),
        "words": texts.texts(speech, texts.SETTLING_TEXTS),
        "keys": texts.keys(speech, texts.SETTLING_KEYS),
        "groups": texts.groups(speech, texts.SETTLING_GROUPS),
        "places": [places.line(settling, one) for one in settling.settling.all],
        "settled": {
            one.place: settled for one in settling.settling.all if (settled := places.settled(settling, one))
        },
        "counts": counts(settling),
    }


def _shelf(settling: Settling) -> str:
    place = f"{settling.settling.project.folder.resolve()}\nadjudicate\n{settling.settling.by}"
    return sha256(place.encode()).hexdigest()[:20]


def counts(settling: Settling) -> dict[str, Any]:
    """How many places there are, how many are settled, and that in a sentence."""
    _ = wording.translator(settling.speech)
    all_, left = len(settling.settling.all), len(settling.settling.open)
    told = _("%(done)s of %(all)s places settled") % {"done": all_ - left, "all": all_}
    return {"all": all_, "done": all_ - left, "told": told}


def _look(settling: Settling, message: Message) -> Reply:
    return {"place": places.around(settling, settling.place(message["of"]), int(message["around"]))}


def _decided(settling: Settling, message: Message) -> Reply:
    """Has a decision brought to the disk, and says how the places stand that it is about.

    A decision that the disk did not take is not refused: the page keeps it and sends it again.
    """
    before = {one.place: settling.settling.settlement(one) for one in settling.settling.all}
    try:
        DECIDED[message["do"]](settling, message)
    except NotSaved as error:
        return {"tell": "trouble", "why": str(error)}
    changed = [
        one for one in settling.settling.all if settling.settling.settlement(one) is not before[one.place]
    ]
    found = {one.place: places.settled(settling, one) for one in changed}
    where = {"goto": changed[0].place} if changed and message["do"] in ("undo", "redo") else {}
    said = _said(settling, message, before)
    return {
        "tell": "done",
        "id": message["id"],
        "settled": found,
        "counts": counts(settling),
        "said": said,
        **where,
    }


def _choose(settling: Settling, wish: Message) -> None:
    place = settling.place(wish["of"])
    coder = settling.coders(place)[int(wish["coder"])]
    settling.settling.choose(place, coder, note=wish.get("note", ""), id=wish["id"])


def _write(settling: Settling, wish: Message) -> None:
    """Another code, or none: at the words that all coders have marked, where they marked the same."""
    place = settling.place(wish["of"])
    third = dict(wish.get("third", {}))
    marks = [one for coding in place.codings for one in coding.judgements if isinstance(one, Annotation)]
    spans = {(one.start, one.stop) for one in marks}
    if third and len(spans) == 1:
        third["start"], third["stop"] = spans.pop()
    settling.settling.write(place, note=wish.get("note", ""), id=wish["id"], **third)


def _amend(settling: Settling, wish: Message) -> None:
    fields = {"attributes": wish["attributes"]} if "attributes" in wish else {}
    note = wish.get("note")
    settling.settling.amend(wish["of"], at=int(wish.get("at", 0)), note=note, id=wish["id"], **fields)


def _said(settling: Settling, wish: Message, before: Mapping[str, Event | None]) -> str:
    """What has been done, for those who hear the page."""
    _ = wording.translator(settling.speech)
    if wish["do"] in ("undo", "redo"):
        return _("Undone.") if wish["do"] == "undo" else _("Done again.")
    with suppress(StopIteration):
        place = settling.place(wish["of"])
        told = places.settled(settling, place)
        what = ", ".join(one["label"] for one in told["codings"]) if told else ""
        turn = wording.turn_number(place.turn)
        return _("Turn %(n)s: %(code)s") % {"n": turn, "code": what or _("no code of the codebook")}
    return ""


DECIDED: Mapping[str, Callable[[Settling, Message], None]] = {
    "choose": _choose,
    "write": _write,
    "amend": _amend,
    "undo": lambda settling, wish: settling.settling.undo(id=wish["id"]),
    "redo": lambda settling, wish: settling.settling.redo(id=wish["id"]),
}
ASKED: Mapping[str, Callable[[Settling, Message], Reply]] = {"open": opened, "look": _look}
