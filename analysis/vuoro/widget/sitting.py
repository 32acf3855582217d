"""One coder at work on one encounter: everything that the annotator can do, as Python methods.

The browser's messages end in the same methods as a notebook's calls. What may be done, and what it comes to,
is decided by :class:`vuoro.project.Desk`; this module says what has become different since the page was last told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from vuoro import annotations as tables
from vuoro import wording
from vuoro.model import Annotation, Encounter, Sequence, Turn, VuoroError
from vuoro.project import Desk, Step, suggestion_key
from vuoro.widget import drawing, finding
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
    sound : the recording of the encounter, where there is one
    """

    def __init__(
        self,
        desk: Desk,
        *,
        suggestions: Iterable[Annotation] = (),
        others: Iterable[Annotation] = (),
        language: str = "en",
        blind: bool = False,
        sound: Recording | None = None,
    ) -> None:
        wording.translator(language)  # a language that there is not is told at once
        self.desk = desk
        self.blind = blind
        self.speech = language
        self.sound = sound
        self.listeners: list[Callable[[dict[str, Any]], None]] = []
        self._lock = RLock()
        self._turns = {turn.id: turn for turn in self.encounter}
        self._rows = {turn.id: row for row, turn in enumerate(self.encounter)}
        self._ways = desk.codebook.ways_by_code
        self._suggested = {} if blind else self._by_turn(suggestions)
        self._keys = {suggestion_key(one): one for found in self._suggested.values() for one in found}
        self._others = {} if blind else self._by_turn(others)
        self._told = desk.state
        self._left: dict[str, int] = {}
        self._pending(self._suggested)

    def __repr__(self) -> str:
        return f"Annotator({self.encounter.id!r}, coder={self.desk.coder!r}, {self.progress()})"

    # What stands

    @property
    def encounter(self) -> Encounter:
        """The encounter that is coded."""
        return self.desk.encounter

    @property
    def moves(self) -> list[Annotation]:
        """The coder's own moves, in the order of the talk."""
        found = (one for one in self.desk.state.annotations.values() if one.turn in self._rows)
        return sorted(found, key=lambda one: (self._rows[one.turn], one.start, one.stop, one.code))

    @property
    def sequences(self) -> list[Sequence]:
        """The coder's own sequences, in the order of the talk."""
        found = (one for one in self.desk.state.sequences.values() if self._stands(one))
        return sorted(found, key=lambda one: (self._rows[one.first_turn], int(one.type[1:])))

    def suggestions(self, turn: str | int | None = None) -> list[Annotation]:
        """What machines suggest and nobody has decided on yet, at a turn or everywhere."""
        return list(self._pending(self._suggested if turn is None else [self._turn(turn).id]).values())

    def frame(self) -> pd.DataFrame:
        """The coder's own moves, as :func:`vuoro.annotations.annotation_rows` tells them."""
        rows = tables.annotation_rows(self.moves, [self.encounter])
        return tables.frame(rows, tables.ANNOTATION_COLUMNS)

    def history(self, move: Annotation | Sequence | str) -> list[Step]:
        """What became of a move or a sequence, step by step; it may be named by its id."""
        return self.desk.history(move if isinstance(move, str) else self.id_of(move))

    def find(self, wanted: str) -> list[Turn]:
        """The turns that hold what is wanted, as :func:`vuoro.widget.finding.found` reads it."""
        return [self.encounter.turns[row] for row in self.rows_found(wanted)]

    def rows_found(self, wanted: str) -> list[int]:
        """As :meth:`find`, as rows counted from 0."""
        return finding.found(wanted, self.encounter, self.desk.codebook, self.moves, self.sequences)

    def row(self, turn: str) -> int:
        """Where a turn stands, counted from 0."""
        return self._rows[self._turn(turn).id]

    def id_of(self, thing: Annotation | Sequence) -> str:
        """The id of a move or a sequence of one's own: that of the event that made it."""
        state = self.desk.state
        kept = state.annotations if isinstance(thing, Annotation) else state.sequences
        for id, one in kept.items():
            if one == thing:
                return id
        raise NoSuchPlace(f"{self.desk.coder} has no such move or sequence; take one of .moves or .sequences")

    def suggested(self, key: str) -> Annotation:
        """The suggestion of that key, decided on or not."""
        if key not in self._keys:
            raise NoSuchPlace("this suggestion is not there any more; code the turn by its letter")
        return self._keys[key]

    def progress(self) -> str:
        """How far the coder has come, in a sentence."""
        _, ngettext = wording.translator(self.speech), wording.counter(self.speech)
        counts = self.counts()
        said = _("%(seen)s of %(turns)s turns seen") % counts
        moves = ngettext("%(num)s move", "%(num)s moves", counts["moves"]) % {"num": counts["moves"]}
        if self.blind:
            return f"{said} · {moves}"
        left = ngettext("%(num)s suggestion left", "%(num)s suggestions left", counts["left"])
        return f"{said} · {left % {'num': counts['left']}} · {moves}"

    def counts(self) -> dict[str, int]:
        """Turns, turns seen, suggestions left, moves."""
        state = self.desk.state
        return {
            "turns": len(self._turns),
            "seen": len(state.seen),
            "left": sum(self._left.values()),
            "moves": len(state.annotations),
        }

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

    # What the page is told

    def everything(self) -> dict[str, Any]:
        """All that stands now, in the form of :meth:`changes`."""
        with self._lock:
            state = self._told = self.desk.state
            coded = {one.turn for one in state.annotations.values() if one.turn in self._rows}
            return {
                "marks": self._marks(coded | self._suggested.keys() | self._others.keys()),
                "memos": {self._rows[turn]: text for turn, text in state.memos.items() if turn in self._rows},
                "seen": sorted(self._rows[turn] for turn in state.seen if turn in self._rows),
                "links": self._links(),
                "counts": {**self.counts(), "told": self.progress(), "finished": state.finished},
            }

    def changes(self) -> dict[str, Any]:
        """What has become different since the page was last told: moves by row, memos, turns seen, sequences."""
        with self._lock:
            old, new = self._told, self.desk.state
            self._told = new
            memos = {turn for turn, _ in old.memos.items() ^ new.memos.items() if turn in self._rows}
            told = {
                "marks": self._marks(self._touched(old, new)),
                "memos": {self._rows[turn]: new.memos.get(turn, "") for turn in memos},
                "seen": sorted(self._rows[turn] for turn in new.seen - old.seen if turn in self._rows),
                "counts": {**self.counts(), "told": self.progress(), "finished": new.finished},
            }
            return told if old.sequences == new.sequences else {**told, "links": self._links()}

    def _touched(self, old: State, new: State) -> set[str]:
        """The turns whose moves or suggestions are no longer what they were."""
        before, after = old.annotations, new.annotations
        changed = [id for id in before.keys() | after.keys() if before.get(id) is not after.get(id)]
        decided = (old.rejected ^ new.rejected) | (old.accepted.keys() ^ new.accepted.keys())
        touched = {there[id].turn for id in changed for there in (before, after) if id in there}
        touched |= {self._keys[key].turn for key in decided if key in self._keys}
        return touched & self._rows.keys()

    def _marks(self, turns: Collection[str]) -> dict[int, list[dict[str, Any]]]:
        """The moves at turns as the page draws them: one's own, suggestions, other coders'."""
        found: dict[str, list[dict[str, Any]]] = {turn: [] for turn in turns}
        for id, one in self.desk.state.annotations.items():
            if one.turn in found:
                found[one.turn].append(drawing.mark(id, "own", one, self._turns[one.turn], self._ways))
        for key, one in self._pending(turns).items():
            found[one.turn].append(drawing.mark(key, "ghost", one, self._turns[one.turn], self._ways))
        for turn in self._others.keys() & found.keys():
            for one in self._others[turn]:
                key = suggestion_key(one)
                found[turn].append(drawing.mark(key, "other", one, self._turns[turn], self._ways))
        return {self._rows[turn]: drawing.in_order(marks) for turn, marks in found.items()}

    def _links(self) -> list[dict[str, Any]]:
        owed = self.desk.owed()
        return [
            {**drawing.link(id, "own", one, self._rows, self.speech), "due": one in owed}
            for id, one in self.desk.state.sequences.items()
            if self._stands(one)
        ]

    def _stands(self, one: Sequence) -> bool:
        """Whether the transcript, which may have changed since, still has the turns of a sequence."""
        return one.first_turn in self._rows and one.last_turn in self._rows

    def _pending(self, turns: Iterable[str]) -> dict[str, Annotation]:
        """Suggestions at turns that nobody has decided on, by key; how many are left is kept up to date."""
        asked = [turn for turn in turns if turn in self._suggested]
        if not asked:
            return {}
        left = self.desk.pending(one for turn in asked for one in self._suggested[turn])
        self._left.update(dict.fromkeys(asked, 0))
        for one in left.values():
            self._left[one.turn] += 1
        return left

    # Small change

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """What is done inside is told to every page that is open."""
        with self._lock:
            yield
            if self.listeners:
                change = self.changes()
                for tell in self.listeners:
                    tell(change)

    def _made(self, event: Mapping[str, Any]) -> Any:
        id = uuid4().hex
        state = self.do({**event, "id": id})
        return state.annotations.get(id) or state.sequences[id]

    def _turn(self, named: str | int) -> Turn:
        """A turn by its id or its number."""
        if named in self._turns:
            return self._turns[str(named)]
        for turn in self.encounter:
            if wording.turn_number(turn.id) == str(named):
                return turn
        raise NoSuchPlace(
            f"encounter {self.encounter.id!r} has no turn {named!r}; it has {len(self._turns)} turns"
        )

    def _suggestion(self, turn: str | int, code: str) -> Annotation:
        there = self.suggestions(turn)
        found = [one for one in there if code in ("", one.code)]
        if len(found) == 1:
            return found[0]
        said = ", ".join(one.code for one in there) or "no suggestion that is left"
        raise NoSuchPlace(f"turn {self._turn(turn).id!r} has {said}; say the turn and code of one of them")

    def _by_turn(self, found: Iterable[Annotation]) -> dict[str, list[Annotation]]:
        """Judgements of this encounter by turn; those of turns that are not there stand nowhere."""
        turns: dict[str, list[Annotation]] = {}
        for one in found:
            if one.encounter == self.encounter.id and one.turn in self._turns:
                turns.setdefault(one.turn, []).append(one)
        return turns
