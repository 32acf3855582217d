"""What the tiers of a TextGrid are called, where its turns cannot all be on one tier of their speaker."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from math import isfinite

from vuoro.formats.elan.document import unused
from vuoro.formats.tables.reading import NOBODY
from vuoro.formats.tiers.moves import MOVES
from vuoro.formats.unheld import speakers
from vuoro.model import Encounter, Turn

LAYER = "{}+{}"
"""The name of a further tier of a speaker, from their name and a number from 2."""

_FURTHER = re.compile(r"(.+)\+(?:[2-9]|[1-9]\d{1,3})", re.DOTALL)


def speaker_on(name: str, names: Collection[str]) -> str:
    """Who speaks on a tier, given the names of all tiers.

    Examples
    --------
    >>> speaker_on("DOC+2", ["DOC", "DOC+2"]), speaker_on("B+2", ["DOC", "B+2"])
    ('DOC', 'B+2')
    """
    further = _FURTHER.fullmatch(name)
    return further[1] if further and further[1] in names else name


def coded_tier(name: str, names: Collection[str]) -> str:
    """The tier of talk that a tier of moves is about; "" where the name is none of moves.

    Examples
    --------
    >>> names = ["DOC", "move@DOC", "move@DOC@kaisa", "move@nobody"]
    >>> [coded_tier(name, names) for name in names]
    ['', 'DOC', 'DOC', '']
    """
    if not MOVES.fullmatch(name):
        return ""
    said = name.partition("@")[2]
    ends = [at for at, sign in enumerate(said) if sign == "@"] + [len(said)]
    return next((said[:end] for end in reversed(ends) if said[:end] in names), "")


def tier_names(encounter: Encounter) -> dict[str, str]:
    """A name for the first tier of each speaker: their own, unless it would be read as another's."""
    plain = {speaker: speaker.strip() or NOBODY for speaker in speakers(encounter)}
    known, used = set(plain.values()), set[str]()
    return {
        speaker: unused(f"x-{name}" if _is_another(name, known) else name, used)
        for speaker, name in plain.items()
    }


def _is_another(name: str, names: Collection[str]) -> bool:
    return speaker_on(name, names) != name or bool(coded_tier(name, names))


def fits(turn: Turn) -> bool:
    """Whether a turn has words, a beginning and a later end."""
    return (
        bool(turn.raw.strip())
        and turn.start is not None
        and turn.end is not None
        and isfinite(turn.start)
        and isfinite(turn.end)
        and turn.start < turn.end
    )


def points_of(encounter: Encounter) -> Mapping[str, tuple[tuple[float, str], ...]]:
    """The point tiers that a TextGrid was read with; none where they have another form."""
    kept = encounter.meta.get("points")
    if not isinstance(kept, Mapping) or not all(_is_point(one) for points in kept.values() for one in points):
        return {}
    return kept


def _is_point(kept: object) -> bool:
    if not isinstance(kept, tuple) or len(kept) != 2 or not isinstance(kept[1], str):
        return False
    return isinstance(kept[0], int | float) and isfinite(kept[0])
