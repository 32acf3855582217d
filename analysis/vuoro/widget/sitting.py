"""One coder at work on one encounter: everything that the annotator can do, as Python methods.

The browser's messages end in the same methods as a notebook's calls. What may be done, and what it comes to,
is decided by :class:`vuoro.project.Desk`; what a page shows of it, by :mod:`vuoro.widget.shown`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from vuoro import annotations as tables
from vuoro import wording
from vuoro.model import Annotation, Decision, Encounter, Sequence, Turn, VuoroError
from vuoro.project import Desk, Step, suggestion_key
from vuoro.widget import finding
from vuoro.widget.shown import Shown
from vuoro.widget.sounds import Recording

if TYPE_CHECKING:
    import pandas as pd

    from vuoro.project import State


class NoSuchPlace(VuoroError):
    """A turn, or a suggestion at a turn, that is not there; the message says what is."""


class Sitting:
    """A desk with what is shown on it: suggestions, other coders' moves, and a language to speak.

    Turns are named by their id or by their number (``14`` for ``t0014``). Every method that changes something
    returns what it made or changed, once that is on the disk.

    Parameters
    ----------
    desk : where what is done is checked and saved
    suggestions : what machines found; those that were decided on are not shown again
    others : other coders' moves, to be seen and not touched
    language : sv, fi or en, for texts and the names of codes
    blind : nothing of machines and other coders is shown
    linking : rules suggest sequences and decisions that follow from moves; never to a blind coder
    sound : the recording of the encounter, where there is one
    """

    surface = "annotator"

    def __init__(
        self,
        desk: Desk,
        *,
        suggestions: Iterable[Annotation] = (),
        others: Iterable[Annotation] = (),
        language: str = "en",
        blind: bool = False,
        linking: bool = True,
        sound: Recording | None = None,
    ) -> None:
        wording.translator(language)  # a language that there is not is told at once
        self.desk = desk
        self.blind = blind
        self.linking = linking and not blind
        self.speech = language
        self.sound = sound
        self.listeners: list[Callable[[dict[str, Any]], None]] = []
        self.lock = RLock()
        self.shown = Shown(desk, () if blind else suggestions, () if blind else others, language)

    def __repr__(self) -> str:
        return f"Annotator({self.encounter.id!r}, coder={self.desk.coder!r}, {self.shown.progress()})"

    # What stands

    @property
    def encounter(self) -> Encounter:
        """The encounter that is coded."""
        return self.desk.encounter

    @property
    def title(self) -> str:
        """What the page is called."""
        return self.encounter.id

    @property
    def moves(self) -> list[Annotation]:
        """The coder's own moves, in the order of the talk."""
        found = (one for one in self.desk.state.annotations.values() if one.turn in self.shown.rows)
        return sorted(found, key=lambda one: (self.shown.rows[one.turn], one.start, one.stop, one.code))

    @property
    def sequences(self) -> list[Sequence]:
        """The coder's own sequences, in the order of the talk."""
        found = (one for one in self.desk.state.sequences.values() if self.shown.stands(one))
        return sorted(found, key=lambda one: (self.shown.rows[one.first_turn], int(one.type[1:])))

    @property
    def decisions(self) -> list[Decision]:
        """The coder's own decisions, in the order of the talk."""
        found = (one for one in self.desk.state.decisions.values() if self.shown.stands(one))
        return sorted(found, key=lambda one: (self.shown.rows[one.first_turn], one.topic))

    @property
    def decided_on(self) -> frozenset[str]:
        """The keys of suggestions that the coder has accepted or turned down."""
        state = self.desk.state
        return state.rejected | state.accepted.keys()

    def is_open(self, suggested: Sequence) -> bool:
        """Whether a sequence is still to be decided on: not linked, not turned down, and its turns have been seen."""
        state, rows = self.desk.state, self.shown.rows
        linked = {(one.type, one.first_turn) for one in state.sequences.values()}
        if (suggested.type, suggested.first_turn) in linked or suggestion_key(suggested) in self.decided_on:
            return False
        turns = self.encounter.turns[rows[suggested.first_turn] : rows[suggested.last_turn] + 2]
        return all(turn.id in state.seen for turn in turns)

    def suggestions(self, turn: str | int | None = None) -> list[Annotation]:
        """What machines suggest and nobody has decided on yet, at a turn or everywhere."""
        return list(self.shown.pending(None if turn is None else [self._turn(turn).id]).values())

    def frame(self) -> pd.DataFrame:
        """The coder's own moves, as :func:`vuoro.annotations.annotation_rows` tells them."""
        rows = tables.annotation_rows(self.moves, [self.encounter])
        return tables.frame(rows, tables.ANNOTATION_COLUMNS)

    def history(self, move: Annotation | Sequence | Decision | str) -> list[Step]:
        """What became of a move, a sequence or a decision, step by step; it may be named by its id."""
        return self.desk.history(move if isinstance(move, str) else self.id_of(move))

    def find(self, wanted: str) -> list[Turn]:
        """The turns that hold what is wanted, as :func:`vuoro.widget.finding.found` reads it."""
        return [self.encounter.turns[row] for row in self.rows_found(wanted)]

    def rows_found(self, wanted: str) -> list[int]:
        """As :meth:`find`, as rows counted from 0."""
        return finding.found(
            wanted, self.encounter, self.desk.codebook, self.moves, self.sequences, self.decisions
        )

    def row(self, turn: str) -> int:
        """Where a turn stands, counted from 0."""
        return self.shown.rows[self._turn(turn).id]

    def id_of(self, thing: Annotation | Sequence | Decision) -> str:
        """The id of a move, a sequence or a decision of one's own: that of the event that made it."""
        state = self.desk.state
        for id, one in (*state.annotations.items(), *state.sequences.items(), *state.decisions.items()):
            if one == thing:
                return id
        raise NoSuchPlace(
            f"{self.desk.coder} has coded no such thing; take one of .moves, .sequences or .decisions"
        )

    # What can be done

    def annotate(self, turn: str | int, code: str, *, words: str = "", **fields: Any) -> Annotation:
        """Give a turn, or some of its words, a code.

        ``words`` are looked for in the turn as transcribed; ``start`` and ``stop`` say the same by offsets.
        ``attributes``, ``confidence`` (1 unsure to 3 sure) and ``note`` may be given.
        """
        there = self._turn(turn)
        if words:
            at = there.raw.find(words)
            if at < 0:
                raise NoSuchPlace(f"turn {there.id!r} has no words {words!r}; it is: {there.raw}")
            fields = {**fields, "start": at, "stop": at + len(words)}
        return self._made({"do": "annotate", "turn": there.id, "code": code, **fields})

    def accept(self, turn: str | int, code: str = "", **changed: Any) -> Annotation:
        """Take over the suggestion at a turn: the one with that code, or the only one."""
        found = self._suggestion(turn, code)
        with self._telling():
            before = self.desk.state.annotations.keys()
            made = self.desk.accept(found, **changed).annotations
        return next(one for id, one in made.items() if id not in before)

    def reject(self, turn: str | int, code: str = "") -> None:
        """Turn down the suggestion at a turn: the one with that code, or the only one."""
        found = self._suggestion(turn, code)
        with self._telling():
            self.desk.reject(found)

    def change(self, move: Annotation, **fields: Any) -> Annotation:
        """Change a move of one's own: its code, words, attributes, confidence or note."""
        id = self.id_of(move)
        return self.do({"do": "change", "of": id, "fields": fields}).annotations[id]

    def remove(self, move: Annotation) -> None:
        """Take a move of one's own away; the log keeps what it was."""
        self.do({"do": "remove", "of": self.id_of(move)})

    def memo(self, turn: str | int, text: str) -> None:
        """Write a memo on a turn; an empty one takes it away."""
        self.do({"do": "memo", "turn": self._turn(turn).id, "text": text})

    def link(
        self,
        type: str,
        first: str | int,
        last: str | int,
        outcome: str,
        *,
        response: str | int = "",
        **fields: Any,
    ) -> Sequence:
        """Link a sequence from its first turn to its last; without ``response`` the last turn is the response."""
        one, end = self._turn(first), self._turn(last)
        answer = self._turn(response) if response else end
        told = {
            "type": type, "first_turn": one.id, "last_turn": end.id, "outcome": outcome,
            "response_turn": "" if answer is one else answer.id,
        }  # fmt: skip
        return self._made({"do": "link", **told, **fields})

    def relink(self, sequence: Sequence, **fields: Any) -> Sequence:
        """Change a sequence of one's own: its outcome, its turns, its attributes."""
        id = self.id_of(sequence)
        return self.do({"do": "relink", "of": id, "fields": fields}).sequences[id]

    def unlink(self, sequence: Sequence) -> None:
        """Take a sequence of one's own away."""
        self.do({"do": "unlink", "of": self.id_of(sequence)})

    def decide(self, first: str | int, last: str | int, outcome: str, **fields: Any) -> Decision:
        """Say that something is decided between two turns, and what came of it.

        ``topic``, ``type``, ``options_named``, ``features`` (b1 to b9: y, n or ""), ``commitment`` (how many of
        who, what and when were stated), origins and ``goal_owner`` may be given, as
        :func:`vuoro.project.decision_fields` lists them.
        """
        told = {"first_turn": self._turn(first).id, "last_turn": self._turn(last).id, "outcome": outcome}
        return self._made({"do": "decide", **told, **fields})

    def redecide(self, decision: Decision, **fields: Any) -> Decision:
        """Change a decision of one's own: its outcome, its turns, any of its fields."""
        id = self.id_of(decision)
        return self.do({"do": "redecide", "of": id, "fields": fields}).decisions[id]

    def undecide(self, decision: Decision) -> None:
        """Take a decision of one's own away."""
        self.do({"do": "undecide", "of": self.id_of(decision)})

    def see(self, *turns: str | int) -> None:
        """Say that turns were looked at."""
        self.do({"do": "see", "turns": [self._turn(turn).id for turn in turns]})

    def undo(self) -> None:
        """Undo what was done last."""
        with self._telling():
            self.desk.undo()

    def redo(self) -> None:
        """Do again what was undone last."""
        with self._telling():
            self.desk.redo()

    def finish(self) -> None:
        """Say that the encounter is coded; nothing can be changed until it is reopened."""
        self.do({"do": "finish"})

    def reopen(self) -> None:
        """Go on coding."""
        self.do({"do": "reopen"})

    def do(self, event: Mapping[str, Any]) -> State:
        """Have the desk do something, and tell every page that is open on it."""
        with self._telling():
            return self.desk.do(event)

    # Small change

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """What is done inside is told to every page that is open."""
        with self.lock:
            yield
            if self.listeners:
                change = self.shown.changes()
                for tell in self.listeners:
                    tell(change)

    def _made(self, event: Mapping[str, Any]) -> Any:
        id = uuid4().hex
        state = self.do({**event, "id": id})
        return state.annotations.get(id) or state.sequences.get(id) or state.decisions[id]

    def _turn(self, named: str | int) -> Turn:
        """A turn by its id or its number."""
        if named in self.shown.rows:
            return self.encounter.turns[self.shown.rows[str(named)]]
        for turn in self.encounter:
            if wording.turn_number(turn.id) == str(named):
                return turn
        raise NoSuchPlace(
            f"encounter {self.encounter.id!r} has no turn {named!r}; it has {len(self.encounter)} turns"
        )

    def _suggestion(self, turn: str | int, code: str) -> Annotation:
        there = self.suggestions(turn)
        found = [one for one in there if code in ("", one.code)]
        if len(found) == 1:
            return found[0]
        said = ", ".join(one.code for one in there) or "no suggestion that is left"
        raise NoSuchPlace(f"turn {self._turn(turn).id!r} has {said}; say the turn and code of one of them")
