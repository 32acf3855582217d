"""One encounter from the files of its speakers, each recorded and transcribed on their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from vuoro import symbols
from vuoro.formats.conventions import convention_of
from vuoro.formats.files import Options
from vuoro.formats.folders.gathering import Group
from vuoro.formats.roles import speaker_part
from vuoro.model import NOTHING, Encounter, Participant, Problem, Source, Turn


class _Placed(NamedTuple):
    """A turn of the file of that number, and the time at which it belongs among the others."""

    at: float
    file: int
    turn: Turn


def join(group: Group, apart: Sequence[Encounter]) -> list[Encounter]:
    """The files of a group as one encounter, turns in order of their start times.

    Where a file holds several speakers, or none, the files stay apart. ``meta["file"]`` of a
    participant is the file that holds their turns, to which the turns' lines refer.
    """
    if len(apart) != len(group.files) or any(len(one.participants) != 1 for one in apart):
        return list(apart)
    apart = _in_one_convention(apart)
    speakers = _speakers(group, apart)
    placed = sorted(
        (one for number, encounter in enumerate(apart) for one in _placed(number, encounter.turns)),
        key=lambda one: (one.at, one.file),
    )
    ids = {(one.file, one.turn.id): f"t{place:04d}" for place, one in enumerate(placed, 1)}
    return [
        Encounter(
            id=group.name,
            turns=tuple(
                replace(one.turn, id=ids[one.file, one.turn.id], speaker=speakers[one.file].id)
                for one in placed
            ),
            language=apart[0].language,
            participants=tuple(speakers),
            problems=tuple(
                _of_the_whole(problem, number, ids)
                for number, encounter in enumerate(apart)
                for problem in encounter.problems
            ),
            source=_source(apart),
            meta=_meta(group, apart),
        )
    ]


def _in_one_convention(apart: Sequence[Encounter]) -> Sequence[Encounter]:
    """All files read alike: what one speaker's talk leaves open, everybody's together may tell."""
    conventions = {encounter.source.convention for encounter in apart if encounter.turns}
    if len(conventions) < 2:
        return apart
    convention = convention_of([turn.raw for encounter in apart for turn in encounter.turns], Options())
    return [
        replace(
            encounter,
            turns=tuple(_reread(turn, convention) for turn in encounter.turns),
            source=replace(encounter.source, convention=convention),
        )
        for encounter in apart
    ]


def _reread(turn: Turn, convention: str) -> Turn:
    reading = symbols.read(turn.raw, convention)
    return replace(turn, text=reading.text, marks=reading.marks, pieces=reading.pieces)


def _speakers(group: Group, apart: Sequence[Encounter]) -> list[Participant]:
    """Everybody by the name of their tier, or where tiers are called alike, by that of their file."""
    people = [encounter.participants[0] for encounter in apart]
    parts = [speaker_part(path) for path in group.files]
    alike = len({person.id.casefold() for person in people}) < len(people)
    return [
        replace(person, id=part if alike else person.id, meta={"file": path.name, "role": part})
        for person, part, path in zip(people, parts, group.files, strict=True)
    ]


def _placed(number: int, turns: Sequence[Turn]) -> list[_Placed]:
    """A turn without times stays behind the one before it."""
    placed, at = [], 0.0
    for turn in turns:
        at = at if turn.start is None else turn.start
        placed.append(_Placed(at, number, turn))
    return placed


def _of_the_whole(problem: Problem, number: int, ids: Mapping[tuple[int, str], str]) -> Problem:
    return replace(problem, turn=ids[number, problem.turn]) if problem.turn else problem


def _source(apart: Sequence[Encounter]) -> Source:
    sources = [encounter.source for encounter in apart]
    return replace(
        sources[0],
        files=tuple(name for source in sources for name in source.files),
        sha256=tuple(digest for source in sources for digest in source.sha256),
    )


def _meta(group: Group, apart: Sequence[Encounter]) -> Mapping[str, Any]:
    points = {
        f"{speaker_part(path)}: {name}": labels
        for path, encounter in zip(group.files, apart, strict=True)
        for name, labels in encounter.meta.get("points", NOTHING).items()
    }
    return {"points": points} if points else NOTHING
