"""How well sequences follow from moves, on folders that hold a talk with its coding.

``vuoro evaluate corpora --sequences`` links the sequences anew from the adjudicated moves and compares
them with the adjudicated sequences, and beside that two coders with one another, as far as the folders
hold their files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from vuoro import annotations as tables
from vuoro import formats
from vuoro.evaluation import linking
from vuoro.model import Encounter, Sequence, VuoroError

GOLD = "gold"
CODERS = ("coder_a", "coder_b")


class NothingCoded(VuoroError):
    """None of the folders holds moves and sequences of the reference."""


def compare(folders: Iterable[str | Path]) -> dict[str, pd.DataFrame]:
    """The tables ``linker`` (against the reference), ``differences`` and ``coders`` (a against b).

    Each is as :func:`vuoro.evaluation.linking.agreement` or :func:`~vuoro.evaluation.linking.differences`
    has it; ``coders`` is over the folders in which both have linked, and is left out where none has.

    Raises
    ------
    NothingCoded
        No folder holds ``gold.csv`` and ``gold_sequences.csv``.
    """
    places = [Path(folder) for folder in folders]
    gold = [folder for folder in places if _has(folder, GOLD) and (folder / f"{GOLD}.csv").is_file()]
    if not gold:
        raise NothingCoded("no folder holds gold.csv and gold_sequences.csv; name folders of a coded corpus")
    reference = [one for folder in gold for one in _told(folder, GOLD)]
    linked = [one for folder in gold for one in _relinked(folder)]
    found = {
        "linker": linking.agreement(reference, linked),
        "differences": linking.differences(reference, linked),
    }
    both = [folder for folder in places if all(_has(folder, coder) for coder in CODERS)]
    if both:
        one, other = ([sequence for folder in both for sequence in _told(folder, coder)] for coder in CODERS)
        found["coders"] = linking.agreement(one, other)
    return found


def _has(folder: Path, coder: str) -> bool:
    return (folder / f"{coder}_sequences.csv").is_file()


def _told(folder: Path, coder: str) -> list[Sequence]:
    return tables.read_sequences(folder / f"{coder}_sequences.csv")


def _relinked(folder: Path) -> list[Sequence]:
    encounters = list(_encounters(folder))
    moves = tables.read_annotations(folder / f"{GOLD}.csv", encounters)
    return linking.relink(encounters, moves, GOLD)


def _encounters(folder: Path) -> Iterator[Encounter]:
    for group in formats.gather([folder]):
        yield from formats.read_group(group)
