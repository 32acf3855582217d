"""Where codings stand in a transcript that was changed after they were made: at their words.

An annotation quotes the words that it is about. Where other words stand at its place now, it is moved to
where its words are: in its own turn, or in the one turn nearby that has them. An annotation whose words are
nowhere, and a sequence or a decision one of whose turns is gone, is told and not counted; nothing of it is lost, for the
log keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any, TypeVar

from vuoro.formats.webannotation.anchoring import Selected, stand
from vuoro.model import NOTHING, Annotation, Decision, Encounter, Problem, Sequence, Turn, record
from vuoro.project.folding import State

NEAR = 30
"""How many turns before and after its own the words of an annotation are looked for."""

QUOTED = 200
"""Characters of its first turn that a sequence quotes."""

ALIKE = 0.6
"""How alike, 0 to 1, a turn must be to what a sequence quotes of it to be the same turn, edited."""

TELLING = 12
"""Characters. Shorter words stand in many turns, and are looked for in their own turn only."""


Spanning = TypeVar("Spanning", bound=Sequence | Decision)


@record
class Placed:
    """What was coded by id, in the order of the talk; ``moved`` are the ids of what was moved."""

    annotations: Mapping[str, Annotation]
    sequences: Mapping[str, Sequence]
    decisions: Mapping[str, Decision] = NOTHING
    moved: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def place(state: State, encounter: Encounter) -> Placed:
    """The annotations, sequences and decisions of a state where they stand in the talk as it is now.

    Examples
    --------
    >>> visit = Encounter(id="v", turns=(Turn(id="t1", speaker="D", raw="So, shall we?", text=""),))
    >>> was = Annotation(encounter="v", turn="t1", code="propose", coder="aino", start=0, stop=9)
    >>> found = place(State(annotations={"e1": was}, quotes={"e1": "shall we?"}), visit)
    >>> (found.annotations["e1"].start, found.annotations["e1"].stop), found.problems[0].rule
    ((4, 13), 'moved-annotation')
    """
    talk = _Talk(encounter)
    found: dict[str, Annotation | None] = {
        id: talk.annotation(one, state.quotes.get(id)) for id, one in state.annotations.items()
    }
    for id, one in state.annotations.items():
        if found[id] is None:
            found[id] = talk.like_its_neighbours(one, state.quotes.get(id, ""))
    spans: dict[str, Sequence | Decision] = {**state.sequences, **state.decisions}
    linked = {id: talk.span(one, state.quotes.get(id, "")) for id, one in spans.items()}
    problems = [
        _told(one, found[id], state.quotes.get(id, ""))
        for id, one in state.annotations.items()
        if found[id] != one
    ]
    problems += [_relinked(one, linked[id]) for id, one in spans.items() if linked[id] != one]
    before = {**state.annotations, **spans}
    now = {**found, **linked}
    annotations = {id: one for id, one in found.items() if one is not None}
    standing = {id: one for id, one in linked.items() if one is not None}
    in_order = dict(sorted(standing.items(), key=lambda item: talk.order[item[1].first_turn]))
    return Placed(
        annotations=dict(sorted(annotations.items(), key=lambda item: talk.at(item[1]))),
        sequences={id: one for id, one in in_order.items() if isinstance(one, Sequence)},
        decisions={id: one for id, one in in_order.items() if isinstance(one, Decision)},
        moved=tuple(id for id, one in before.items() if now[id] is not None and now[id] != one),
        lost=tuple(id for id in before if now[id] is None),
        problems=tuple(problems),
    )


class _Talk:
    """The turns of an encounter, and by how many turns what is found so far has moved."""

    def __init__(self, encounter: Encounter) -> None:
        self.turns = encounter.turns
        self.order = {turn.id: at for at, turn in enumerate(encounter.turns)}
        self.shifts: dict[int, int] = {}

    def at(self, one: Annotation) -> tuple[int, int, int]:
        return self.order[one.turn], one.start, one.stop

    def annotation(self, one: Annotation, quote: str | None) -> Annotation | None:
        """Where an annotation stands: in its own turn, or in the one nearby that has its words."""
        at = self.order.get(one.turn)
        if at is not None and (here := _in_turn(one, quote, self.turns[at])):
            self.shifts[at] = 0
            return here
        if quote is None or len(quote) < TELLING:
            return None
        having = [turn for turn in self._near(at) if quote in turn.raw]
        if len(having) != 1:
            return None
        if at is not None:
            self.shifts[at] = self.order[having[0].id] - at
        return _in_turn(replace(one, start=-1), quote, having[0])

    def like_its_neighbours(self, one: Annotation, quote: str) -> Annotation | None:
        """Where an annotation of few words stands, if it went the way of the one nearest to it."""
        turn = self._shifted(one.turn)
        return _in_turn(one, quote, turn) if quote and turn is not None else None

    def span(self, one: Spanning, quote: str) -> Spanning | None:
        """Where a sequence or a decision stands: all of its turns have moved as its first turn has."""
        ids = {name: getattr(one, name) for name in turns_of(one)}
        if not all(id in self.order for id in ids.values() if id):
            return None
        by = self._moved_by(self.order[one.first_turn], quote)
        if by is None:
            return None
        places = {name: self.order[id] + by for name, id in ids.items() if id}
        if not all(0 <= at < len(self.turns) for at in places.values()):
            return None
        now: dict[str, Any] = {name: self.turns[at].id for name, at in places.items()}
        return replace(one, **now) if by else one

    def _moved_by(self, at: int, quote: str) -> int | None:
        """By how many turns the turn went that began with some words; None where nothing like it is there."""
        if not quote or self.turns[at].raw[:QUOTED] == quote:
            return 0
        having = [turn for turn in self._near(at) if turn.raw[:QUOTED] == quote]
        shifted = self._shifted(self.turns[at].id)
        if shifted in having or len(having) == 1:
            return self.order[(shifted if shifted in having else having[0]).id] - at
        return 0 if SequenceMatcher(None, self.turns[at].raw[:QUOTED], quote).ratio() >= ALIKE else None

    def _near(self, at: int | None) -> tuple[Turn, ...]:
        return self.turns if at is None else self.turns[max(0, at - NEAR) : at + NEAR + 1]

    def _shifted(self, id: str) -> Turn | None:
        at = self.order.get(id)
        if at is None or not self.shifts:
            return None
        by = self.shifts[min(self.shifts, key=lambda other: abs(other - at))]
        return self.turns[at + by] if 0 <= at + by < len(self.turns) else None


def _in_turn(one: Annotation, quote: str | None, turn: Turn) -> Annotation | None:
    start, stop = stand(turn.raw, Selected(one.start, one.stop, quote))
    if (start, stop) == (-1, -1):
        return None
    same = (turn.id, start, stop) == (one.turn, one.start, one.stop)
    return one if same else replace(one, turn=turn.id, start=start, stop=stop)


def turns_of(one: Sequence | Decision) -> tuple[str, str, str]:
    """The names of the fields that hold its turns."""
    return "first_turn", "last_turn", "response_turn" if isinstance(one, Sequence) else "sealed_turn"


def _told(one: Annotation, found: Annotation | None, quote: str) -> Problem:
    words = f"{quote[:60]!r}" if quote else "its words"
    what = f"{one.code} of {one.coder} in turn {one.turn!r} of {one.encounter!r}"
    if found is None:
        message = (
            f"{what}: {words} are not there any more. It is kept in the log and not counted; code it anew."
        )
        return Problem(line=None, text=quote, message=message, rule="lost-annotation", turn=one.turn)
    message = (
        f"{what}: {words} stand in turn {found.turn!r} now, from {found.start} to {found.stop}; it was moved."
    )
    return Problem(line=None, text=quote, message=message, rule="moved-annotation", turn=found.turn)


def _relinked(one: Sequence | Decision, found: Sequence | Decision | None) -> Problem:
    kind, label = ("sequence", one.type) if isinstance(one, Sequence) else ("decision", "decision")
    what = f"{label} of {one.coder} in {one.encounter!r}, turns {one.first_turn} to {one.last_turn}"
    if found is None:
        message = f"{what}: they are not there any more. It is kept in the log and not counted; code it anew."
        return Problem(line=None, text="", message=message, rule=f"lost-{kind}", turn=one.first_turn)
    message = f"{what}: these are {found.first_turn} to {found.last_turn} now; it was moved."
    return Problem(line=None, text="", message=message, rule=f"moved-{kind}", turn=found.first_turn)
