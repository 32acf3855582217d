"""One coder at one encounter: what is done is checked, brought to the disk, and then counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import RLock
from typing import Any
from uuid import uuid4

from vuoro.codebooks import Codebook
from vuoro.model import Annotation, Decision, Encounter, Problem, Sequence
from vuoro.project import events, presence
from vuoro.project.completing import completed, known_attributes
from vuoro.project.events import Event
from vuoro.project.folding import Course, State
from vuoro.project.history import Step, history
from vuoro.project.keys import suggestion_key
from vuoro.project.log import Log
from vuoro.project.names import coder_name, file_stem
from vuoro.project.owing import owed
from vuoro.project.placing import Placed, place, turns_of
from vuoro.project.presence import Session
from vuoro.project.rules import NotAllowed, Table, check

LOGS = "coders"
"""The folder of the logs in a project."""

CHANGING: Mapping[type, str] = {Annotation: "change", Sequence: "relink", Decision: "redecide"}
"""What the event is called that changes one of them."""


class Desk:
    """A coder's work on one encounter.

    Parameters
    ----------
    encounter : what is coded
    coder : who codes; the log is ``coders/NAME.jsonl`` in the project's folder
    folder : the project's folder
    codebook : what may be said of a turn

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from vuoro import codebooks
    >>> from vuoro.model import Turn
    >>> visit = Encounter(id="g1", turns=(Turn(id="t1", speaker="D", raw="Shall we?", text="Shall we?"),))
    >>> with TemporaryDirectory() as folder:
    ...     desk = Desk(visit, "aino", Path(folder), codebooks.load("participation"))
    ...     state = desk.do({"id": "e1", "do": "annotate", "turn": "t1", "code": "propose"})
    ...     [(one.code, one.start, one.stop) for one in state.annotations.values()]
    ...     desk.undo().annotations
    [('propose', 0, 9)]
    {}
    """

    def __init__(self, encounter: Encounter, coder: str, folder: Path, codebook: Codebook) -> None:
        self.encounter = encounter
        self.coder = coder_name(coder)
        self.folder = folder
        self.codebook = codebook
        self.turns = {turn.id: turn for turn in encounter.turns}
        self._order = {turn.id: at for at, turn in enumerate(encounter.turns)}
        self._lock = RLock()
        self._told_astray: tuple[str, ...] | None = None
        self._course: Course
        self._log = Log(folder / LOGS / f"{file_stem(self.coder)}.jsonl", self.coder)
        self._presence = presence.enter(folder, self.coder)
        self._fold()

    @property
    def state(self) -> State:
        """What stands now, as far as this desk has heard; :meth:`follow` hears what other sessions did."""
        return self._state

    def do(self, event: Mapping[str, Any]) -> State:
        """Check an event, bring it to the disk, and tell what stands then.

        Only ``do`` and what it needs must be there. The desk adds who, where and when; ``id`` may be
        given, so that an event that is sent twice is done once. Without ``start`` and ``stop`` a judgement is
        about the whole turn; offsets are characters of the turn's ``raw``.

        Raises
        ------
        NotAllowed
            It does not fit the transcript, the codebook or what was done before.
        BadEvent
            It is no event.
        NotSaved
            The disk did not take it; send it again under the same id.
        """
        with self._lock:
            self.follow()
            if str(event.get("id")) in self._log.events:
                self._log.sync()  # it may be there and not on the disk, if the disk refused it the first time
                return self._state
            whole = events.checked(self._completed(event))
            check(whole, self._table())
            self._hear(self._log.append(whole))
            presence.stay(self._presence)
            return self._state

    def undo(self, *, id: str = "") -> State:
        """Undo what was done last at this encounter; ``id`` is that of the undoing itself."""
        return self._turned("undo", self._state.undoable, id)

    def redo(self, *, id: str = "") -> State:
        """Do again what was undone last, if nothing was done since."""
        return self._turned("redo", self._state.redoable, id)

    def follow(self) -> State:
        """Hear what other sessions of this coder have done since."""
        with self._lock:
            self._hear(self._log.follow())
            return self._state

    def others(self) -> list[Session]:
        """Other sessions of this coder that are at work now."""
        return presence.others(self.folder, self.coder)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Lines of the log that are no events."""
        return tuple(self._log.problems)

    @property
    def notices(self) -> tuple[str, ...]:
        """What was mended, and who else works under this name, as sentences."""
        torn = (one.message for one in self._log.problems if one.rule == "torn-line")
        return (*self._log.notices, *torn, *self._astray(), *(one.told() for one in self.others()))

    def _astray(self) -> tuple[str, ...]:
        """What stood elsewhere when all was folded; what is done at this desk stands where it is done."""
        if self._told_astray is None:
            placed = self.placing()
            moved = _many(len(placed.moved), "stands elsewhere", "stand elsewhere")
            lost = _many(len(placed.lost), "has lost its place", "have lost their places")
            told = [f"{moved}; reanchor() takes it over"] if placed.moved else []
            self._told_astray = (*told, *([lost] if placed.lost else []))
        return self._told_astray

    @property
    def events(self) -> list[Event]:
        """Everything that was done at this encounter, in order."""
        return sorted(self._log.of(self.encounter.id), key=events.order)

    def pending(self, suggestions: Iterable[Annotation]) -> dict[str, Annotation]:
        """Suggestions that the coder has neither accepted nor rejected nor coded already, by key."""
        state = self._state
        coded = {(a.turn, a.code, a.start, a.stop) for a in state.annotations.values()}
        by_key = {suggestion_key(one): one for one in suggestions if one.encounter == self.encounter.id}
        return {
            key: one
            for key, one in by_key.items()
            if key not in state.accepted
            and key not in state.rejected
            and (one.turn, one.code, one.start, one.stop) not in coded
        }

    def accept(self, suggested: Annotation, **changed: Any) -> State:
        """Take a suggestion over as one's own, with what is ``changed`` about it."""
        attributes = known_attributes(suggested, self._table())
        told = {
            "do": "accept", "of": suggestion_key(suggested), "suggested_by": suggested.coder,
            "turn": suggested.turn, "code": suggested.code, "start": suggested.start, "stop": suggested.stop,
            "attributes": attributes,
        }  # fmt: skip
        return self.do({**told, **changed})

    def reject(self, suggested: Annotation | Sequence | Decision) -> State:
        """Turn a suggestion down; it is not shown again."""
        return self.do({"do": "reject", "of": suggestion_key(suggested)})

    def placing(self) -> Placed:
        """Where the codings stand in the transcript as it is now, if it was changed since."""
        return place(self._state, self.encounter)

    def reanchor(self) -> State:
        """Take over where the codings stand in a transcript that was changed; what is lost stays as it is.

        Each move is an event of the coder, so that history shows it and undo takes it back.
        """
        placed = self.placing()
        for id in placed.moved:
            now = placed.annotations.get(id) or placed.sequences.get(id) or placed.decisions[id]
            names = ("turn", "start", "stop") if isinstance(now, Annotation) else turns_of(now)
            fields = {name: getattr(now, name) for name in names if getattr(now, name) != ""}
            self.do({"do": CHANGING[type(now)], "of": id, "fields": fields})
        self._told_astray = None
        return self._state

    def owed(self) -> list[Sequence]:
        """The S4 sequences whose doubt has no S5 yet; they are to be coded before one finishes."""
        return owed(self._state, self.encounter)

    def history(self, id: str) -> list[Step]:
        """What became of something that was coded, from its making on: who, when, from what to what."""
        return history(self.events, id)

    def close(self) -> None:
        """Give the files back; what was done is saved already."""
        self._log.close()

    def _completed(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The event with who, where and when, and with the words that it is about."""
        for name, own in (("coder", self.coder), ("encounter", self.encounter.id)):
            if event.get(name, own) != own:
                raise NotAllowed(
                    f"this is the desk of {self.coder} at {self.encounter.id}, not of {event[name]!r}"
                )
        always = {
            "id": event.get("id") or uuid4().hex, "at": events.now(after=self._log.latest),
            "session": presence.session(), "coder": self.coder, "encounter": self.encounter.id,
        }  # fmt: skip
        told = {name: value for name, value in event.items() if name not in always}
        return completed({**always, "do": told.pop("do", ""), **told}, self._table())

    def _turned(self, do: str, target: str, id: str) -> State:
        if not target:
            raise NotAllowed(f"there is nothing to {do} at encounter {self.encounter.id!r}")
        return self.do({"do": do, "of": target, **({"id": id} if id else {})})

    def _table(self) -> Table:
        return Table(
            encounter=self.encounter,
            turns=self.turns,
            order=self._order,
            codebook=self.codebook,
            state=self._state,
            events=self._log.events,
        )

    def _hear(self, found: Iterable[Event]) -> None:
        """Let what is new act; many events, or a log that git has replaced, are folded from the first."""
        mine = [event for event in found if event["encounter"] == self.encounter.id]
        self._told += len(mine)
        if not mine and self._told == len(self._log.of(self.encounter.id)):
            return
        if len(mine) > 1 or self._told != len(self._log.of(self.encounter.id)):
            self._fold()
            return
        self._course.hear(mine[0])
        self._state = self._course.state()

    def _fold(self) -> None:
        told = self._log.of(self.encounter.id)
        self._told = len(told)
        self._told_astray = None
        self._course = Course(told)
        self._state = self._course.state()


def _many(number: int, one: str, several: str) -> str:
    what = f"1 coding {one}" if number == 1 else f"{number} codings {several}"
    return f"the transcript was changed: {what} now"
