"""What a coder decides on the page: worded as the desk wants it, brought to the disk, and answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from vuoro import wording
from vuoro.project import NotSaved, sequence_types
from vuoro.widget.sitting import NoSuchPlace, Sitting

Message = Mapping[str, Any]
Reply = dict[str, Any]


def decided(sitting: Sitting, message: Message) -> Reply:
    """Has a decision brought to the disk, and says what has become different.

    A decision that the disk did not take is not refused: the page keeps it and sends it again.
    """
    wish = {name: value for name, value in message.items() if name not in ("ask", "re")}
    try:
        WORDED.get(wish["do"], _plainly)(sitting, wish)
    except NotSaved as error:
        return {"tell": "trouble", "why": str(error)}
    change = sitting.shown.changes()
    if wish["do"] in ("undo", "redo"):
        change |= _where(change)
    return {"tell": "done", "id": wish["id"], **change, "said": _said(sitting, wish)}


def _plainly(sitting: Sitting, wish: Message) -> None:
    about_a_turn = wish["do"] in ("annotate", "memo")
    sitting.desk.do({name: value for name, value in wish.items() if name != "turn" or about_a_turn})


def _annotate(sitting: Sitting, wish: Message) -> None:
    told = {name: value for name, value in wish.items() if name not in ("span", "side")}
    sitting.desk.do({**told, **_offsets(sitting, wish["turn"], wish)})


def _change(sitting: Sitting, wish: Message) -> None:
    fields = {name: value for name, value in wish["fields"].items() if name not in ("span", "side")}
    fields |= _offsets(sitting, wish.get("turn", ""), wish["fields"])
    before = sitting.desk.state.annotations.get(wish["of"])
    codes = {code.id: code.attributes for code in sitting.desk.codebook.codes}
    fields = _typed(sitting, fields, codes.get(before.code, {}) if before else {})
    sitting.desk.do({"id": wish["id"], "do": "change", "of": wish["of"], "fields": fields})


def _relink(sitting: Sitting, wish: Message) -> None:
    before = sitting.desk.state.sequences.get(wish["of"])
    fields = _typed(sitting, wish["fields"], sequence_types()[before.type].attributes if before else {})
    sitting.desk.do({"id": wish["id"], "do": "relink", "of": wish["of"], "fields": fields})


def _typed(sitting: Sitting, fields: Message, known: Mapping[str, Any]) -> dict[str, Any]:
    """Fields in which a number that was typed is a number, and a turn that was numbered has its id."""
    typed = dict(fields.get("attributes", {}))
    for name, value in typed.items():
        if known.get(name) == "number" and isinstance(value, str):
            with suppress(ValueError):
                typed[name] = float(value) if "." in value else int(value)
        elif known.get(name) == "turn":
            with suppress(NoSuchPlace):
                typed[name] = sitting.encounter.turns[sitting.row(value)].id
    return {**fields, "attributes": typed} if "attributes" in fields else dict(fields)


def _offsets(sitting: Sitting, turn: str, chosen: Message) -> dict[str, int]:
    """Words that were chosen on the page, as a stretch of the turn as transcribed."""
    if "span" not in chosen:
        return {}
    start, stop = chosen["span"]
    if chosen["side"] == "text":
        start, stop = sitting.encounter.turn(turn).in_raw(start, stop)
    return {"start": start, "stop": stop}


def _accept(sitting: Sitting, wish: Message) -> None:
    """A suggestion, as it is or with another code, whose attributes it cannot have.

    One that the page still had and the machine no longer has is taken over as the page tells it.
    """
    suggested = sitting.shown.suggested(wish["of"])
    if suggested is None:
        sitting.desk.do(wish)
        return
    code = wish.get("code") or suggested.code
    other: dict[str, Any] = {"code": code, "attributes": {}} if code != suggested.code else {}
    sitting.desk.accept(suggested, id=wish["id"], **other)


def _turn_back(sitting: Sitting, wish: Message) -> None:
    # What comes to be undone depends on when it is asked: the second sending must not undo more.
    if not any(event["id"] == wish["id"] for event in sitting.desk.events):
        turn = sitting.desk.undo if wish["do"] == "undo" else sitting.desk.redo
        turn(id=wish["id"])


WORDED: Mapping[str, Callable[[Sitting, Message], None]] = {
    "annotate": _annotate, "change": _change, "relink": _relink, "accept": _accept, "undo": _turn_back, "redo": _turn_back,
}  # fmt: skip
"""Decisions that the page words in its own way; all others are told as the desk wants them."""


def _where(change: Message) -> dict[str, int]:
    """The turn at which something was undone, so that the coder sees it."""
    rows = [*change["marks"], *change["memos"]]
    return {"goto": min(rows)} if rows else {}


def _said(sitting: Sitting, wish: Message) -> str:
    """What has been done, for those who hear the page."""
    _ = wording.translator(sitting.speech)
    known = {"undo": _("Undone."), "redo": _("Done again."), "reject": _("Rejected."), "remove": _("Removed."),
             "unlink": _("Removed."), "undecide": _("Removed."), "decide": _("Decision coded."),
             "look": _("Looked at again: it stands."),
             "redecide": _("Decision changed."), "finish": _("Finished. Reopen it to change anything."), "reopen": _("Open again.")}  # fmt: skip
    sequence = sitting.desk.state.sequences.get(wish["id"])
    owed = sitting.desk.owed() if sequence or wish["do"] == "finish" else []
    if owed and wish["do"] == "finish":
        turn = wording.turn_number(owed[0].last_turn)
        return _("Finished; but what became of the doubt at turn %(n)s is not coded (S5).") % {"n": turn}
    if sequence in owed:
        return _("Linked. What became of the doubt is a sequence of its own (S5): link it too.")
    if sequence:
        return _("Linked.")
    one = sitting.desk.state.annotations.get(wish["id"])
    if one is None:
        return known.get(wish["do"], "")
    label = sitting.desk.codebook.labels(sitting.speech).get(one.code, one.code)
    return _("%(code)s, turn %(n)s") % {"code": label, "n": wording.turn_number(one.turn)}
