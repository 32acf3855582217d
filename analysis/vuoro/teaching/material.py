"""What a pack is made of: encounters that may be shown, what was settled of them, and where coders differed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as Many
from functools import cached_property
from pathlib import Path
from typing import Any

from vuoro import annotations as tables
from vuoro.model import MACHINES, NOTHING, Annotation, Encounter, Sequence
from vuoro.moves.support import support

SETTLED = "adjudicated"


class Material:
    """Encounters with their settled codes and sequences, and the codings that led to them.

    ``settled`` are adjudicated annotations, or confirmed ones of the one person who coded; never a
    machine's suggestions. ``codings`` are those of each person on their own. All are in the order of
    the talk. ``recordings`` are the sound files of those encounters that may be heard.
    """

    def __init__(
        self,
        encounters: Iterable[Encounter],
        annotations: Iterable[Annotation] = (),
        sequences: Iterable[Sequence] = (),
        recordings: Mapping[str, Path] = NOTHING,
    ) -> None:
        self.encounters = tuple(encounters)
        self.recordings = recordings
        own = [
            a for a in annotations if not a.coder.startswith(MACHINES) and a.status in ("confirmed", SETTLED)
        ]
        linked = [
            s for s in sequences if not s.coder.startswith(MACHINES) and s.status in ("confirmed", SETTLED)
        ]
        self._of = {encounter.id: encounter for encounter in self.encounters}
        self._at = {e.id: {turn.id: n for n, turn in enumerate(e.turns)} for e in self.encounters}
        self.codings = tuple(self._in_order(a for a in own if a.status != SETTLED))
        self.settled = tuple(self._in_order(_chosen(own)))
        self.sequences = tuple(s for s in _chosen(linked) if self._holds(s))

    def encounter(self, id: str) -> Encounter:
        return self._of[id]

    def place(self, encounter: str, turn: str) -> int:
        """Where a turn stands in its encounter, counted from 0."""
        return self._at[encounter][turn]

    def moves(self, encounter: str) -> tuple[Annotation, ...]:
        """The settled moves of an encounter."""
        return self._moves.get(encounter, ())

    def links(self, encounter: str) -> tuple[Sequence, ...]:
        """The settled sequences of an encounter."""
        return self._links.get(encounter, ())

    def support(self, language: str) -> Iterator[Annotation]:
        """Continuers, repairs and terms in talk of a language; found by rules, which is told where they are used."""
        return (a for e in self.encounters if e.language == language for a in support(e))

    def share(self, move: Annotation) -> float:
        """The share of the people who coded the encounter who gave this code at this place; NaN if nobody else did.

        Examples
        --------
        >>> from vuoro.model import Turn
        >>> visit = Encounter(id="v", turns=(Turn(id="t1", speaker="A", raw="Shall we?", text="Shall we?"),))
        >>> def by(coder, code, status="confirmed"):
        ...     return Annotation(encounter="v", turn="t1", code=code, coder=coder, start=0, stop=9, status=status)
        >>> gold = by("gold", "propose", "adjudicated")
        >>> Material([visit], [by("a", "propose"), by("b", "ask_info"), gold]).share(gold)
        0.5
        """
        coders = self._coders.get(move.encounter, set())
        here = self._codings_by_turn.get((move.encounter, move.turn), ())
        same = {a.coder for a in here if _same_place(a, move) and a.code == move.code}
        return len(same) / len(coders) if coders else float("nan")

    def others(self, move: Annotation) -> tuple[str, ...]:
        """What else people called this place before it was settled."""
        here = self._codings_by_turn.get((move.encounter, move.turn), ())
        return tuple(dict.fromkeys(a.code for a in here if _same_place(a, move) and a.code != move.code))

    def settled_at(self, heard: Annotation) -> str:
        """The settled code of the place where somebody heard something; "" where none was settled there."""
        here = self._settled_by_turn.get((heard.encounter, heard.turn), ())
        return next((a.code for a in here if _same_place(a, heard)), "")

    @cached_property
    def _moves(self) -> dict[str, tuple[Annotation, ...]]:
        return _by_encounter(self.settled)

    @cached_property
    def _links(self) -> dict[str, tuple[Sequence, ...]]:
        return _by_encounter(self.sequences)

    @cached_property
    def _settled_by_turn(self) -> dict[tuple[str, str], list[Annotation]]:
        return _by_turn(self.settled)

    @cached_property
    def _codings_by_turn(self) -> dict[tuple[str, str], list[Annotation]]:
        return _by_turn(self.codings)

    @cached_property
    def _coders(self) -> dict[str, set[str]]:
        coders: dict[str, set[str]] = {}
        for one in self.codings:
            coders.setdefault(one.encounter, set()).add(one.coder)
        return coders

    def _holds(self, sequence: Sequence) -> bool:
        """Whether the turns of a sequence are there: a transcript may have been corrected since."""
        turns = (sequence.first_turn, sequence.last_turn, sequence.response_turn)
        return all(turn in self._at.get(sequence.encounter, {}) for turn in turns if turn)

    def _in_order(self, annotations: Iterable[Annotation]) -> list[Annotation]:
        here = [a for a in annotations if a.turn in self._at.get(a.encounter, {})]
        order = {encounter.id: n for n, encounter in enumerate(self.encounters)}
        return sorted(here, key=lambda a: (order[a.encounter], self._at[a.encounter][a.turn], a.start))


def beside(paths: Many[Path]) -> tuple[list[Path], list[Path]]:
    """The codings and sequences that lie beside transcripts: ``gold.csv``, ``coder_*.csv`` and ``*_sequences.csv``."""
    folders = dict.fromkeys(path.parent for path in paths)
    found = [
        p for folder in folders for name in ("gold*.csv", "coder_*.csv") for p in sorted(folder.glob(name))
    ]
    links = [path for path in found if path.stem.endswith("_sequences")]
    decided = [path for path in found if path.stem.endswith("_decisions")]
    return [path for path in found if path not in (*links, *decided)], links


def read(
    encounters: Iterable[Encounter],
    codings: Iterable[Path],
    sequences: Iterable[Path],
    recordings: Mapping[str, Path] = NOTHING,
) -> Material:
    """Material from tables of annotations and of sequences."""
    encounters = list(encounters)
    here = {encounter.id for encounter in encounters}
    return Material(
        encounters,
        [a for path in codings for a in tables.read_annotations(path, encounters) if a.encounter in here],
        [s for path in sequences for s in tables.read_sequences(path) if s.encounter in here],
        recordings,
    )


def _chosen(judged: Iterable[Annotation | Sequence]) -> list[Any]:
    """In each encounter what was settled, or else the one person's who coded it; nobody's where several did."""
    by: dict[str, dict[str, list[Any]]] = {}
    for one in judged:
        by.setdefault(one.encounter, {}).setdefault(
            SETTLED if one.status == SETTLED else one.coder, []
        ).append(one)
    return [
        one
        for coders in by.values()
        for one in coders.get(SETTLED) or (next(iter(coders.values())) if len(coders) == 1 else [])
    ]


def _by_encounter(judged: Iterable[Any]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for one in judged:
        found.setdefault(one.encounter, []).append(one)
    return {encounter: tuple(some) for encounter, some in found.items()}


def _by_turn(annotations: Iterable[Annotation]) -> dict[tuple[str, str], list[Annotation]]:
    found: dict[tuple[str, str], list[Annotation]] = {}
    for one in annotations:
        found.setdefault((one.encounter, one.turn), []).append(one)
    return found


def _same_place(one: Annotation, other: Annotation) -> bool:
    return (
        (one.encounter, one.turn) == (other.encounter, other.turn)
        and one.start < other.stop
        and other.start < one.stop
    )
