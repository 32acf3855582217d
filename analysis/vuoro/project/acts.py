"""What each kind of event does to a state. An event that has nothing to act on any more does nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from vuoro.model import NOTHING, Annotation, Decision, Sequence, record
from vuoro.project.changing import attributes_told, changed, forget_accepted, keep_quote
from vuoro.project.events import Event
from vuoro.project.spans import decide, link, redecide, relink, undecide, unlink

UNDOABLE = frozenset(
    (
        "annotate", "change", "remove", "accept", "reject", "link", "relink", "unlink", "memo", "finish",
        "reopen", "adjudicate", "decide", "redecide", "undecide", "look",
    )
)  # fmt: skip
"""What can be undone: all but having seen a turn, and undoing itself."""


@record
class State:
    """What a coder says of one encounter, now.

    ``annotations``, ``sequences`` and ``decisions`` are by id, the id of the event that made them; ``quotes``
    are the words that an annotation was about when it was made, or with which the first turn of a sequence
    or a decision began. ``accepted`` maps the keys of suggestions to what they became, ``rejected`` holds the
    keys of those that the coder turned down. ``looked`` are those that the coder looked at again and left as
    they were, and when last. ``memos`` are by turn, "" for the encounter. ``settled`` are the
    adjudications, by the place they settle. ``undone`` are the events that do not count, and ``undoable``
    and ``redoable`` those that undo and redo would act on, "" where there is none.
    """

    annotations: Mapping[str, Annotation] = NOTHING
    sequences: Mapping[str, Sequence] = NOTHING
    decisions: Mapping[str, Decision] = NOTHING
    quotes: Mapping[str, str] = NOTHING
    accepted: Mapping[str, str] = NOTHING
    rejected: frozenset[str] = frozenset()
    looked: Mapping[str, str] = NOTHING
    memos: Mapping[str, str] = NOTHING
    seen: frozenset[str] = frozenset()
    finished: bool = False
    settled: Mapping[str, Event] = NOTHING
    undone: frozenset[str] = frozenset()
    undoable: str = ""
    redoable: str = ""


class Folding:
    """A state in the making: takes one event after another."""

    def __init__(self) -> None:
        self.annotations: dict[str, Annotation] = {}
        self.sequences: dict[str, Sequence] = {}
        self.decisions: dict[str, Decision] = {}
        self.quotes: dict[str, str] = {}
        self.accepted: dict[str, str] = {}
        self.rejected: set[str] = set()
        self.looked: dict[str, str] = {}
        self.memos: dict[str, str] = {}
        self.seen: set[str] = set()
        self.finished = False
        self.settled: dict[str, Event] = {}
        self.places: dict[tuple[Any, ...], str] = {}
        self.done: dict[str, None] = {}
        self.undone: dict[str, None] = {}

    def take(self, event: Event, *, counts: bool = True) -> None:
        """Let the next event act; one that does not count, as it is undone further on, was done once."""
        if event["do"] in ("undo", "redo"):
            _turn_back(self, event)
            return
        if event["do"] in UNDOABLE:
            self.done[event["id"]] = None
            self.undone.clear()
        if counts:
            ACTS[event["do"]](self, event)

    def copy(self) -> Folding:
        """The same, which goes its own way from here."""
        made = Folding()
        for name, value in vars(self).items():
            setattr(made, name, value if isinstance(value, bool) else value.copy())
        return made

    def state(self, undone: frozenset[str]) -> State:
        """What stands now; ``undone`` are the events that do not count."""
        return State(
            annotations=dict(self.annotations),
            sequences=dict(self.sequences),
            decisions=dict(self.decisions),
            quotes=dict(self.quotes),
            accepted=dict(self.accepted),
            rejected=frozenset(self.rejected - self.accepted.keys()),
            looked=dict(self.looked),
            memos=dict(self.memos),
            seen=frozenset(self.seen),
            finished=self.finished,
            settled=dict(self.settled),
            undone=undone,
            undoable=next(reversed(self.done), ""),
            redoable=next(reversed(self.undone), ""),
        )


def _turn_back(made: Folding, event: Event) -> None:
    here, there = (made.done, made.undone) if event["do"] == "undo" else (made.undone, made.done)
    if event["of"] in here or event["of"] in there:
        here.pop(event["of"], None)
        there.pop(event["of"], None)
        there[event["of"]] = None


def _annotate(made: Folding, event: Event) -> None:
    made_of = _annotation(event)
    place = _place(made_of)
    if place not in made.places:
        made.places[place] = event["id"]
        made.annotations[event["id"]] = made_of
        keep_quote(made, event["id"], event)


def _accept(made: Folding, event: Event) -> None:
    if event["of"] not in made.accepted:
        _annotate(made, event)
        made.accepted[event["of"]] = made.places[_place(_annotation(event))]


def _annotation(event: Event) -> Annotation:
    return Annotation(
        encounter=event["encounter"],
        turn=event["turn"],
        code=event["code"],
        coder=event["coder"],
        start=event.get("start", 0),
        stop=event.get("stop", 0),
        attributes=attributes_told(event, event.get("attributes", NOTHING)),
        note=event.get("note", ""),
        codebook=event.get("codebook", ""),
    )


def _place(one: Annotation) -> tuple[Any, ...]:
    """Nobody says one thing twice of the same words, though two sessions may have written it."""
    return one.turn, one.code, one.start, one.stop


def _change(made: Folding, event: Event) -> None:
    before = made.annotations.get(event["of"])
    if before is None:
        return
    after = changed(before, event["fields"], ("turn", "code", "start", "stop", "note", "codebook"))
    if made.places.get(_place(after), event["of"]) == event["of"]:
        del made.places[_place(before)]
        made.places[_place(after)] = event["of"]
        made.annotations[event["of"]] = after
        keep_quote(made, event["of"], event["fields"])


def _remove(made: Folding, event: Event) -> None:
    gone = made.annotations.pop(event["of"], None)
    if gone is not None:
        made.quotes.pop(event["of"], None)
        del made.places[_place(gone)]
        forget_accepted(made, event["of"])


def _reject(made: Folding, event: Event) -> None:
    made.rejected.add(event["of"])


def _look(made: Folding, event: Event) -> None:
    """What was looked at again and stands is of the codebook that it was looked at with."""
    if event["of"] in made.annotations and "codebook" in event:
        before = made.annotations[event["of"]]
        made.annotations[event["of"]] = replace(before, codebook=event["codebook"])
    if any(event["of"] in kept for kept in (made.annotations, made.sequences, made.decisions)):
        made.looked[event["of"]] = event["at"]


def _memo(made: Folding, event: Event) -> None:
    made.memos.pop(event["turn"], None)
    if event["text"]:
        made.memos[event["turn"]] = event["text"]


def _see(made: Folding, event: Event) -> None:
    made.seen.update(event["turns"])


def _finish(made: Folding, event: Event) -> None:
    made.finished = True


def _reopen(made: Folding, event: Event) -> None:
    made.finished = False


def _adjudicate(made: Folding, event: Event) -> None:
    made.settled[event["of"]] = event


ACTS: Mapping[str, Callable[[Folding, Event], None]] = {
    "annotate": _annotate, "change": _change, "remove": _remove, "accept": _accept, "reject": _reject,
    "link": link, "relink": relink, "unlink": unlink, "memo": _memo, "see": _see, "finish": _finish,
    "reopen": _reopen, "adjudicate": _adjudicate, "decide": decide, "redecide": redecide, "undecide": undecide,
    "look": _look,
}  # fmt: skip
"""What each kind of event does to a state."""
