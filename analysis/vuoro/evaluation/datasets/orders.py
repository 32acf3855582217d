"""MEDIQA-OE: orders in PriMock57 consultations, with the numbers of the sentences they were found in.

The numbers count the sentences of a tokeniser whose model is not part of this package, and run a
few ahead of or behind ours. An order is therefore looked for around its number, where the doctor
names what was ordered; numbers around which nobody does are left out, and so are those that stand
for the reasons of an order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from vuoro import formats
from vuoro.evaluation.datasets.tasks import Task, found, label, labels_of
from vuoro.model import Annotation, Encounter, Turn

BEFORE, AFTER = 4, 25
"""Sentences around a number. Ours are split more often than theirs, so the right one mostly comes later."""

CONTENT = 5
"""Letters from which on a word mostly tells what is talked about."""

_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def orders(folder: Path) -> Task:
    """Which of the doctor's turns put forward or settle what was ordered."""
    listed = json.loads(found(folder, "mediqa-oe/*.json", "orders*.json")[0].read_text("utf-8"))
    grids = [path.parent for path in found(folder, "primock57/*.TextGrid", "day*_consultation*.TextGrid")]
    by_id = {_short(e.id): e for e in formats.read_corpus(grids[0], language="en")}
    ordered = [entry for part in listed.values() for entry in part if entry["id"] in by_id]
    encounters = tuple(by_id[entry["id"]] for entry in ordered)
    gold = [one for entry in ordered for one in _gold(by_id[entry["id"]], entry)]
    places = frozenset(
        (e.id, turn.id) for e in encounters for turn in e.turns if e.role(turn.speaker) == "professional"
    )
    return Task(
        id="orders", encounters=encounters, gold=tuple(gold), labels=labels_of("orders"), places=places
    )


def _short(id: str) -> str:
    """Their name of a consultation.

    Examples
    --------
    >>> _short("day1_consultation02")
    'primock57_1_2'
    """
    numbers = re.findall(r"\d+", id)
    return "_".join(["primock57", *(str(int(number)) for number in numbers)])


def _gold(encounter: Encounter, entry: Mapping[str, Any]) -> Iterator[Annotation]:
    said = [
        (turn, words) for turn in encounter.turns for words in _SENTENCE.split(turn.text) if words.strip()
    ]
    turns: dict[str, Turn] = {}
    for order in entry["expected_orders"]:
        wanted = _content(order["description"] or "")
        for number in order["provenance"]:
            near = said[max(0, number - 1 - BEFORE) : number + AFTER]
            shared = [
                (len(wanted & _content(words)), turn) for turn, words in near if _by_doctor(encounter, turn)
            ]
            best = max((count for count, _ in shared), default=0)
            turns.update({turn.id: turn for count, turn in shared if best and count == best})
    yield from (label(encounter, turn, "order") for turn in turns.values())


def _by_doctor(encounter: Encounter, turn: Turn) -> bool:
    return encounter.role(turn.speaker) == "professional"


def _content(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= CONTENT}
