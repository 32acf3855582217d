"""From events to what stands now: the state of one coder's work on one encounter is the fold of the events.

Events are told in the order of their time and id, whatever their order in the file, so that two copies of
a log that git has merged line by line give one state. An event that has nothing to act on any more (a
change of what another session removed) changes nothing, and no event can make the fold fail.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from vuoro.project.acts import UNDOABLE, Folding, State
from vuoro.project.changing import RESERVED
from vuoro.project.events import Event, order

__all__ = ["RESERVED", "UNDOABLE", "Course", "Folding", "State", "fold"]

APART, KEPT = 64, 8
"""How many events lie between foldings that are kept, and how many of the last of these are."""


def fold(events: Iterable[Event]) -> State:
    """What the events of one coder and one encounter come to.

    Examples
    --------
    >>> def event(number, do, **fields):
    ...     return {"id": f"e{number}", "at": f"2026-05-04T09:30:0{number}.000000Z", "session": "s",
    ...             "coder": "aino", "encounter": "g1", "do": do, **fields}
    >>> told = [event(1, "annotate", turn="t1", code="propose", start=0, stop=9),
    ...         event(2, "change", of="e1", fields={"code": "list_options"}),
    ...         event(3, "undo", of="e2")]
    >>> fold(told).annotations["e1"].code, fold(told[:2]).annotations["e1"].code
    ('propose', 'list_options')
    """
    return Course(events).state()


class Course:
    """Events in their order and what they come to; one more costs little, even one that undoes.

    Foldings of how it stood some events ago are kept, so that what is undone, or arrives late from another
    session, makes only the last part of the events be told again.
    """

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._told = sorted(events, key=order)
        self._last_words = {one["of"]: one["do"] for one in self._told if one["do"] in ("undo", "redo")}
        self._kept: list[tuple[int, Folding]] = []
        self._made, self._at = Folding(), 0
        self._tell()

    def hear(self, event: Event) -> None:
        """Let one more event act, wherever in the order it belongs."""
        at = bisect_right(self._told, order(event), key=order)
        self._told.insert(at, event)
        if event["do"] in ("undo", "redo"):
            at = min(at, self._switch(event["of"]))
        if at < self._at:
            self._go_back(at)
        self._tell()

    def state(self) -> State:
        """What stands now; it does not change any more."""
        undone = frozenset(id for id, do in self._last_words.items() if do == "undo")
        return self._made.state(undone)

    def _switch(self, target: str) -> int:
        """Take the last word on an event, and say where the event stands."""
        words = [one["do"] for one in self._told if one["do"] in ("undo", "redo") and one["of"] == target]
        self._last_words[target] = words[-1]
        back = range(len(self._told) - 1, -1, -1)
        return next((at for at in back if self._told[at]["id"] == target), len(self._told))

    def _go_back(self, at: int) -> None:
        """To the latest folding that was made before an event."""
        while self._kept and self._kept[-1][0] > at:
            self._kept.pop()
        self._at, made = self._kept[-1] if self._kept else (0, Folding())
        self._made = made.copy()

    def _tell(self) -> None:
        """Tell what has not been told, and keep some of the last foldings on the way."""
        end = len(self._told)
        while self._at < end:
            if self._at % APART == 0 and end - self._at <= APART * KEPT:
                self._kept = [*self._kept[-KEPT:], (self._at, self._made.copy())]
            event = self._told[self._at]
            self._made.take(event, counts=self._last_words.get(event["id"]) != "undo")
            self._at += 1
