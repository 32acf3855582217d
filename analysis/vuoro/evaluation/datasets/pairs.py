"""Adjacency pairs of MRDA: whether a suggestion is linked to what its annotators say answers it.

The ``.dadb`` files give utterances with word times, dialogue acts, and the pairs they are part of:
``7a`` is answered by ``7b``. An act and a pair may have several parts, as in ``220b.230a``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from vuoro import sequences
from vuoro.evaluation.datasets.tasks import found
from vuoro.model import Annotation, Encounter, Participant, Turn, record

SUGGESTION = re.compile(r"\bcs\b")
RECEIVED = {"aa": "accept", "ar": "reject", "am": "hedged_accept"}
_PART = re.compile(r"(\d+)([ab])")
START, END, WORDS, ACT, SPEAKER, PAIRS = 0, 1, 4, 5, 7, 9


@record
class Pairs:
    """Suggestions that others answer, and where our linking puts the answer.

    ``answered`` suggestions begin a pair that somebody else ends; ``linked`` have a response by our
    linking at all, and ``same`` one that is a turn which ends the pair.
    """

    meetings: int
    answered: int
    linked: int
    same: int


@record
class _Said:
    turn: Turn
    act: str
    pairs: tuple[tuple[str, str], ...]


def pairs(folder: Path) -> Pairs:
    """The pairs of every ``.dadb`` file below the folder, given the moves that its acts stand for."""
    files = found(folder, "*.dadb")
    counts = [count for path in files for count in _counted(path)]
    return Pairs(
        meetings=len(files),
        answered=len(counts),
        linked=sum(linked for linked, _ in counts),
        same=sum(same for _, same in counts),
    )


def _counted(path: Path) -> Iterator[tuple[bool, bool]]:
    """For each answered suggestion: whether it is linked, and whether to the same turn."""
    said = list(_utterances(path))
    ends: dict[str, list[_Said]] = {}
    for one in said:
        for number, part in one.pairs:
            if part == "b":
                ends.setdefault(number, []).append(one)
    for speaker in dict.fromkeys(one.turn.speaker for one in said):
        links = _links(path.stem, said, speaker)
        for one in said:
            theirs = {
                end.turn.id
                for number, part in one.pairs
                if part == "a"
                for end in ends.get(number, ())
                if end.turn.speaker != speaker
            }
            if one.turn.speaker == speaker and SUGGESTION.search(one.act) and theirs:
                response = links.get(one.turn.id, "")
                yield bool(response), response in theirs


def _utterances(path: Path) -> Iterator[_Said]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) > PAIRS]
    rows.sort(key=lambda row: float(row[START]))
    for at, row in enumerate(rows, 1):
        words = " ".join(word.rpartition("+")[2] for word in row[WORDS].split("|")).replace("_", "")
        if words.strip():
            turn = Turn(
                id=f"t{at:04d}",
                speaker=row[SPEAKER],
                raw=words,
                text=words,
                start=float(row[START]),
                end=float(row[END]),
            )
            parts = tuple((number, part) for number, part in _PART.findall(row[PAIRS]))
            yield _Said(turn=turn, act=row[ACT], pairs=parts)


def _links(name: str, said: list[_Said], speaker: str) -> dict[str, str]:
    """Suggestion to the turn that decided its outcome, where one person's suggestions meet all others."""
    everybody = dict.fromkeys(one.turn.speaker for one in said)
    people = tuple(
        Participant(id=who, role="professional" if who == speaker else "client") for who in everybody
    )
    meeting = Encounter(id=name, turns=tuple(one.turn for one in said), language="en", participants=people)
    moves = [
        Annotation(encounter=name, turn=one.turn.id, code=code, coder="mrda", start=0, stop=len(one.turn.raw))
        for one in said
        for code in _codes(one)
        if code != "propose" or one.turn.speaker == speaker
    ]
    links = sequences.link(meeting, moves, coder="mrda")
    return {
        turn: link.response_turn
        for link in links
        if link.type == "S4"
        for turn in _package(meeting, link.first_turn, link.response_turn, said, speaker)
    }


def _package(meeting: Encounter, first: str, response: str, said: list[_Said], speaker: str) -> Iterator[str]:
    """Suggestions one after another are received together: all from the first to the response."""
    ids = [turn.id for turn in meeting.turns]
    last = ids.index(response) if response else ids.index(first) + 1
    for one in said[ids.index(first) : last]:
        if one.turn.speaker == speaker and SUGGESTION.search(one.act):
            yield one.turn.id


def _codes(one: _Said) -> Iterator[str]:
    if SUGGESTION.search(one.act):
        yield "propose"
    for act, code in RECEIVED.items():
        if re.search(rf"\b{act}\b", one.act):
            yield code
