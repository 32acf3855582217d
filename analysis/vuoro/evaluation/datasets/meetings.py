"""MRDA: research meetings, every utterance with its dialogue act.

Shriberg, Dhillon, Bhagat, Ang & Carvey 2004. A line is ``speaker|text|basic|general|full``, one
utterance. All who speak are colleagues: nobody is the client, and nobody serves the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Many
from pathlib import Path

from vuoro.evaluation.datasets.tasks import Places, Task, found, label, labels_of
from vuoro.model import Annotation, Encounter, Participant, Source, Turn

ACTS = {"bu": "check", "bs": "check", "cs": "suggestion"}
RESPONSES = {"aa": "accept", "ar": "reject"}
ROLE = "other_professional"
REACH = 6
"""Utterances after a suggestion among which its reception is looked for."""


def mrda(folder: Path) -> tuple[Task, Task]:
    """Two tasks: checks and suggestions anywhere, and what others say right after a suggestion."""
    files = [path for path in found(folder, "mrda/*/*.txt", "B*.txt") if path.name[0] == "B"]
    said = {path.stem: _lines(path) for path in files}
    meetings = tuple(_meeting(path, said[path.stem]) for path in files)
    return (
        _task("mrda", meetings, said, ACTS, None),
        _task("mrda_responses", meetings, said, RESPONSES, _after_suggestions(said)),
    )


Line = tuple[str, str, str]
"""Speaker, words, dialogue act."""


def _lines(path: Path) -> list[Line]:
    cells = (line.split("|") for line in path.read_text("utf-8", errors="replace").splitlines())
    return [(row[0], row[1], row[-1]) for row in cells if len(row) >= 3 and row[1].strip()]


def _task(
    id: str,
    meetings: Many[Encounter],
    said: Mapping[str, list[Line]],
    acts: Mapping[str, str],
    places: Places | None,
) -> Task:
    gold = tuple(one for e in meetings for one in _gold(e, said[e.id], acts, places))
    return Task(id=id, encounters=tuple(meetings), gold=gold, labels=labels_of(id), places=places)


def _meeting(path: Path, lines: list[Line]) -> Encounter:
    turns = tuple(
        Turn(id=_id(at), speaker=speaker, raw=words, text=words, line=at)
        for at, (speaker, words, _) in enumerate(lines, 1)
    )
    people = tuple(Participant(id=who, role=ROLE) for who in dict.fromkeys(turn.speaker for turn in turns))
    source = Source(files=(path.name,))
    return Encounter(id=path.stem, turns=turns, language="en", participants=people, source=source)


def _id(at: int) -> str:
    return f"t{at:04d}"


def _gold(
    encounter: Encounter, lines: list[Line], acts: Mapping[str, str], places: Places | None
) -> Iterator[Annotation]:
    for turn, (_, _, act) in zip(encounter.turns, lines, strict=True):
        if act in acts and (places is None or (encounter.id, turn.id) in places):
            yield label(encounter, turn, acts[act])


def _after_suggestions(said: Mapping[str, list[Line]]) -> Places:
    """What others say within a few utterances of a suggestion."""
    return frozenset(
        (name, _id(later + 1))
        for name, lines in said.items()
        for at, (speaker, _, act) in enumerate(lines)
        if act == "cs"
        for later in range(at + 1, min(at + 1 + REACH, len(lines)))
        if lines[later][0] != speaker
    )
