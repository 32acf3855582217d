"""Our own invented encounters, coded twice and adjudicated; and how each of them is written."""

from __future__ import annotations

import re
from pathlib import Path

from vuoro import annotations as tables
from vuoro import formats
from vuoro.evaluation.datasets.tasks import Task, found
from vuoro.model import Annotation, Encounter, record

WRITINGS = ("signs", "punctuated", "bare")
_FINAL = re.compile(r"[.?!…][\"'”»)]*\s*$")


@record
class Ours:
    """The corpora: the task with the adjudicated coding, and what the two coders said on their own."""

    task: Task
    first: tuple[Annotation, ...]
    second: tuple[Annotation, ...]


def ours(folder: Path) -> Ours:
    """Every encounter below the folder that has a ``gold.csv`` beside it."""
    beside = sorted({path.parent for path in found(folder, "gold.csv")})
    encounters = tuple(formats.read_corpus(beside))
    coded = (_coded(beside, name, encounters) for name in ("gold.csv", "coder_a.csv", "coder_b.csv"))
    gold, first, second = coded
    return Ours(task=Task(id="ours", encounters=encounters, gold=gold), first=first, second=second)


def _coded(folders: list[Path], name: str, encounters: tuple[Encounter, ...]) -> tuple[Annotation, ...]:
    paths = [folder / name for folder in folders if (folder / name).is_file()]
    return tuple(one for path in paths for one in tables.read_annotations(path, encounters))


def writing(encounter: Encounter) -> str:
    """How talk is written: with transcription "signs", "punctuated", or "bare" as recognisers leave it.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> writing(Encounter(id="v", turns=(Turn(id="t1", speaker="A", raw="Hi.", text="Hi."),)))
    'punctuated'
    """
    turns = encounter.turns
    if sum(len(turn.marks) for turn in turns) >= len(turns):
        return "signs"
    ended = sum(bool(_FINAL.search(turn.text)) for turn in turns)
    return "punctuated" if 2 * ended >= len(turns) else "bare"
