"""Settling what coders differ in: a desk for the adjudicator, and the gold layer that comes of it.

What is settled goes into the adjudicator's own log, with what it was settled between; the coders' logs are
not touched. Where a coder thinks anew afterwards, the place is open again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from vuoro.model import Annotation, Sequence, VuoroError
from vuoro.project import folder as rooms
from vuoro.project.coding import coders as everybody
from vuoro.project.coding import log_of
from vuoro.project.desk import Desk
from vuoro.project.differences import Compared, Disagreement, compared, of_encounter
from vuoro.project.events import Event, order
from vuoro.project.folder import Project
from vuoro.project.folding import fold
from vuoro.project.gilding import Gold, layer
from vuoro.project.names import coder_name
from vuoro.project.rules import OTHER, NotAllowed

if TYPE_CHECKING:
    import pandas as pd

PLAIN = ("turn", "code", "start", "stop", "attributes", "note", "codebook")
LINK = ("type", "first_turn", "last_turn", "outcome", "code", "response_turn", "gap", "attributes", "note")


class NoSuchPlace(VuoroError):
    """Nothing is to be settled at a place of that key."""


class Adjudication:
    """What is to be settled between the coders of a project, and what is.

    ``open`` and ``all`` are the places, those on which most hangs first; ``compared`` are the encounters with
    what each coder says of them. :func:`adjudicate` makes one.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> from vuoro import project
    >>> with TemporaryDirectory() as folder:
    ...     talk = Path(folder, "visit.csv")
    ...     _ = talk.write_text("turn,speaker,text\\nt1,D,Shall we?\\n", encoding="utf-8")
    ...     study = project.create(Path(folder, "study"))
    ...     _ = project.add(study, talk)
    ...     for coder, code in (("aino", "propose"), ("bo", "invite_view")):
    ...         desk = project.open_desk(study, "visit", coder)
    ...         _ = desk.do({"do": "annotate", "turn": "t1", "code": code})
    ...         _ = desk.do({"do": "finish"})
    ...     settling = adjudicate(study, by="chief")
    ...     settling.open[0].between
    ...     settling.choose(settling.open[0], "aino", note="an action is put forward")
    ...     settling
    ...     [one.code for one in settling.gold().annotations]
    {'aino': ['propose'], 'bo': ['invite_view']}
    Adjudication by chief: 0 open, 1 settled, in 1 encounter
    ['propose']
    """

    def __init__(
        self, project: Project, by: str, coders: Iterable[str] | None = None, *, unfinished: bool = False
    ) -> None:
        self.project = project
        self.by = coder_name(by)
        self._names = None if coders is None else tuple(coders)
        self._unfinished = unfinished
        self._desks: dict[str, Desk] = {}
        self._codebook = rooms.codebook(project)
        self.reread()

    def __repr__(self) -> str:
        settled = len(self.all) - len(self.open)
        many = "" if len(self.compared) == 1 else "s"
        return (
            f"Adjudication by {self.by}: {len(self.open)} open, {settled} settled, "
            f"in {len(self.compared)} encounter{many}"
        )

    def _repr_html_(self) -> str:
        return f"<p>{self!r}</p>{self.frame().to_html(escape=True)}"

    def reread(self) -> None:
        """Look at the coders' logs anew."""
        self.compared: list[Compared] = compared(self.project, self._names, unfinished=self._unfinished)
        found = [one for some in self.compared for one in of_encounter(some)]
        self.all = sorted(found, key=lambda one: -one.cost)

    @property
    def open(self) -> list[Disagreement]:
        """What is not settled, that on which most hangs first."""
        return [one for one in self.all if self.settlement(one) is None]

    def settlement(self, place: Disagreement) -> Event | None:
        """How a place was settled; None where it was not, or a coder has thought anew since."""
        event = self._desk(place.encounter).state.settled.get(place.place)
        return event if event is not None and event["between"] == place.between else None

    def choose(self, place: Disagreement | str, coder: str, *, note: str = "", id: str = "") -> None:
        """Settle a place as one of the coders has it; what is sent twice under one ``id`` is done once.

        Raises
        ------
        NotAllowed
            That coder has said nothing about it.
        NoSuchPlace
            There is nothing to settle.
        """
        chosen = self._place(place)
        coding = next((one for one in chosen.codings if one.coder == coder), None)
        if coding is None:
            there = ", ".join(one.coder for one in chosen.codings)
            raise NotAllowed(f"{coder!r} has said nothing about this place; who has: {there}")
        self._settle(chosen, coder, [_plain(one) for one in coding.judgements], note, id)

    def write(self, place: Disagreement | str, *, note: str = "", id: str = "", **third: Any) -> None:
        """Settle a place as nobody had it: ``code="accept"`` for a turn, ``outcome="doubt"`` for a sequence.

        Nothing but a place and a note says that there is no code here, or no sequence. A turn's code stands
        for the whole turn where ``start`` and ``stop`` are not told; what is not told of a sequence is as the
        first coder has it.
        """
        chosen = self._place(place)
        self._settle(chosen, "", [self._third(chosen, third)] if third else [], note, id)

    def amend(
        self, place: Disagreement | str, *, at: int = 0, note: str | None = None, id: str = "", **fields: Any
    ) -> None:
        """Settle a place anew as it is settled, but for the note, or for ``fields`` of its coding number ``at``.

        Raises :class:`NotAllowed` where it is not settled, or has no such coding.
        """
        chosen = self._place(place)
        event = self.settlement(chosen)
        if event is None:
            raise NotAllowed("this place is not settled, so there is nothing to amend")
        codings = [dict(one) for one in event["codings"]]
        if fields:
            if not 0 <= at < len(codings):
                raise NotAllowed(
                    f"this place is settled with {len(codings)} codings; there is no number {at}"
                )
            codings[at] = {name: value for name, value in {**codings[at], **fields}.items() if value != {}}
        self._settle(chosen, event["choice"], codings, event.get("note", "") if note is None else note, id)

    def undo(self, *, id: str = "") -> None:
        """Take the last settlement back."""
        told = [
            one
            for one in self._told("adjudicate")
            if one["id"] not in self._desk(one["encounter"]).state.undone
        ]
        if not told:
            raise NotAllowed("nothing is settled, so there is nothing to undo")
        self._turn_back("undo", max(told, key=order), id)

    def redo(self, *, id: str = "") -> None:
        """Settle again what was taken back last, if nothing else was settled in its encounter since."""
        states = {some.encounter.id: self._desk(some.encounter.id).state for some in self.compared}
        settled = {event["id"]: event for event in self._told("adjudicate")}
        back = [one for one in self._told("undo") if one["of"] in settled]
        ready = [one for one in back if states[one["encounter"]].redoable == one["of"]]
        if not ready:
            raise NotAllowed("nothing was taken back, so there is nothing to do again")
        self._turn_back("redo", settled[max(ready, key=order)["of"]], id)

    def _turn_back(self, do: str, event: Event, id: str) -> None:
        # What comes to be undone depends on when it is asked: a second sending must not undo more.
        if not any(one["id"] == id for one in self._told(do)):
            told = {"do": do, "of": event["id"], **({"id": id} if id else {})}
            self._desk(event["encounter"]).do(told)

    def _told(self, do: str) -> list[Event]:
        events = (event for some in self.compared for event in self._desk(some.encounter.id).events)
        return [event for event in events if event["do"] == do]

    def gold(self) -> Gold:
        """What all coders agree on, and what is settled; what is open is in neither."""
        settled = {one.place: event for one in self.all if (event := self.settlement(one)) is not None}
        return layer(self.compared, self.all, settled)

    def frame(self) -> pd.DataFrame:
        """A row for each place, the costliest first: the words, what each coder says with memos, how settled."""
        import pandas as pd

        return pd.DataFrame([self.row(one) for one in self.all])

    def row(self, one: Disagreement) -> dict[str, Any]:
        """A place as plain values, as in :meth:`frame`."""
        settled = self.settlement(one)
        row: dict[str, Any] = {
            "encounter": one.encounter, "line": one.line, "turn": one.turn, "speaker": one.speaker,
            "type": one.type or "move", "words": one.words, "cost": one.cost,
        }  # fmt: skip
        for coding in one.codings:
            row[coding.coder] = ", ".join(coding.told)
            row[f"{coding.coder}: memo"] = _said(coding.memo, coding.judgements)
        row["settled"] = "" if settled is None else ", ".join(_told(settled["codings"], one)) or OTHER
        row["for"] = "" if settled is None else settled["choice"] or "neither"
        row["note"] = "" if settled is None else settled.get("note", "")
        return row

    def _desk(self, encounter: str) -> Desk:
        if encounter not in self._desks:
            talk = next(some.encounter for some in self.compared if some.encounter.id == encounter)
            self._desks[encounter] = Desk(talk, self.by, self.project.folder, self._codebook)
        return self._desks[encounter]

    def _place(self, place: Disagreement | str) -> Disagreement:
        key = place if isinstance(place, str) else place.place
        found = next((one for one in self.all if one.place == key), None)
        if found is None:
            raise NoSuchPlace(f"nothing is to be settled at {key!r}; reread() looks at the logs anew")
        return found

    def _third(self, place: Disagreement, told: Mapping[str, Any]) -> dict[str, Any]:
        if place.type:
            seen = next(one for coding in place.codings for one in coding.judgements)
            return {**_plain(seen), **told}
        whole = {"turn": place.turn, "start": 0, "stop": len(place.words), "codebook": self._codebook.id}
        return {**whole, **told}

    def _settle(
        self, place: Disagreement, choice: str, codings: list[dict[str, Any]], note: str, id: str
    ) -> None:
        self._desk(place.encounter).do(
            {
                **({"id": id} if id else {}), "do": "adjudicate", "of": place.place, "turn": place.turn, "type": place.type,
                "choice": choice, "codings": codings, "between": place.between, "note": note,
            }
        )  # fmt: skip


def adjudicate(
    project: Project | str,
    *,
    by: str = "adjudicator",
    coders: Iterable[str] | None = None,
    unfinished: bool = False,
) -> Adjudication:
    """Settle what the coders of a project differ in.

    Parameters
    ----------
    project : a project, or its folder
    by : who settles; it goes into this person's own log, who may be one of the coders
    coders : between whom; without it all who have finished an encounter
    unfinished : compare also encounters that were begun and not finished

    Raises
    ------
    NothingToSettle
        No two coders have finished the same encounter.
    """
    opened = project if isinstance(project, Project) else rooms.open_project(project)
    return Adjudication(opened, by, coders, unfinished=unfinished)


def gold(project: Project | str, *, by: str = "", unfinished: bool = False) -> Gold:
    """The gold layer of a project: what coders agree on, and what ``by`` has settled.

    Without ``by`` it is the one person who has settled anything; where nobody has, it is what coders agree
    on, and where several have, :class:`NotAllowed`.
    """
    opened = project if isinstance(project, Project) else rooms.open_project(project)
    names = everybody(opened)
    who = [by] if by else [name for name in names if _has_settled(opened, name)]
    if len(who) > 1:
        raise NotAllowed(f"who settles? Say by=NAME; who has settled something: {', '.join(who)}")
    # Whoever has settled nothing adds nothing to what coders agree on.
    return adjudicate(opened, by=(*who, *names, "nobody")[0], unfinished=unfinished).gold()


def _has_settled(project: Project, name: str) -> bool:
    log = log_of(project, name)
    return any(fold(log.of(encounter)).settled for encounter in log.encounters())


def _plain(judged: Annotation | Sequence) -> dict[str, Any]:
    names = PLAIN if isinstance(judged, Annotation) else LINK
    told = {name: getattr(judged, name) for name in names}
    return {
        name: dict(value) if name == "attributes" else value
        for name, value in told.items()
        if value not in ("", None)
    }


def _told(codings: Iterable[Mapping[str, Any]], place: Disagreement) -> list[str]:
    return [one["outcome" if place.type else "code"] for one in codings]


def _said(memo: str, judged: Iterable[Annotation | Sequence]) -> str:
    return "; ".join(text for text in (memo, *(one.note for one in judged)) if text)
