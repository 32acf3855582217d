"""AnnoMI: motivational interviewing, every utterance of the therapist labelled by experts.

Wu, Balloccu, Kumar, Helaoui, Recupero & Riboni 2023. The subtypes are not reliable between experts
and are not scored.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vuoro import formats
from vuoro.evaluation.datasets.tasks import Task, found, label, labels_of
from vuoro.model import Annotation, Encounter

COLUMNS = {
    "encounter": "transcript_id",
    "turn": "utterance_id",
    "speaker": "interlocutor",
    "text": "utterance_text",
    "start": "timestamp",
}
ROLES = {"therapist": "professional", "client": "client"}
MAIN = "main_therapist_behaviour"


def annomi(folder: Path) -> tuple[Task, Task]:
    """Two tasks: which labels a therapist's utterance has, and which of four is its main one.

    Of an utterance that several experts labelled, the first one's labels are read.
    """
    path = found(folder, "AnnoMI-full.csv", "AnnoMI*.csv")[0]
    encounters = tuple(formats.read_corpus(path, columns=COLUMNS, roles=ROLES, language="en"))
    labels = labels_of("annomi")
    therapist = [(e, turn) for e in encounters for turn in e.turns if e.role(turn.speaker) == "professional"]
    places = frozenset((encounter.id, turn.id) for encounter, turn in therapist)
    any_of = [
        label(encounter, turn, name)
        for encounter, turn in therapist
        for name in labels
        if turn.tiers.get(f"{name}_exists") == "True"
    ]
    main = [label(encounter, turn, turn.tiers[MAIN]) for encounter, turn in therapist if MAIN in turn.tiers]
    return (
        _task("annomi", encounters, any_of, labels, places),
        _task("annomi_main", encounters, main, labels, places, single=True),
    )


def _task(
    id: str,
    encounters: tuple[Encounter, ...],
    gold: list[Annotation],
    labels: Mapping[str, tuple[str, ...]],
    places: frozenset[tuple[str, str]],
    **more: Any,
) -> Task:
    return Task(id=id, encounters=encounters, gold=tuple(gold), labels=labels, places=places, **more)
