"""Whom a number is about: one professional, who reads it alone, or an organisation of several.

What one professional did is for that professional and a trainer of their choice. So nothing here
lists professionals or sets them against each other, and a number about a group of people needs
enough of them that none can be told from it.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from vuoro.model import VuoroError

FEWEST_PROFESSIONALS = 5
"""From fewer, what is said of an organisation can be read as said of a person."""
ENCOUNTERS_EACH = 3
"""How many encounters of a professional a comparison of groups needs, to know them from the encounter."""
PREFERABLE = 20
"""Encounters in a group; from fewer it is compared with the advice that they are few."""


class ProfessionalsUnknown(VuoroError):
    """Nobody said whose encounters these are, so nobody can tell whom a number would expose."""


class ListsProfessionals(VuoroError):
    """The question asks for a number for each of several professionals."""


class NoSuchColumn(VuoroError):
    """The frame has no column of that name, or one with gaps."""


def check_columns(frame: pd.DataFrame, *columns: str) -> None:
    """Every column is there, and tells something of every row."""
    for column in columns:
        if column not in frame:
            raise NoSuchColumn(
                f"the frame has no column {column!r}; it has {', '.join(map(str, frame.columns))}. "
                f"Add one with frame.merge(table, on='encounter')"
            )
        if gaps := int(frame[column].isna().sum()):
            raise NoSuchColumn(
                f"column {column!r} is empty in {gaps} of {len(frame)} rows; fill it, or leave these rows out"
            )


def check_professionals(frame: pd.DataFrame, professional: str | None, by: Iterable[str]) -> None:
    """Refuse what would be about persons, or about nobody knows whom."""
    if professional is None:
        return
    if professional not in frame:
        raise ProfessionalsUnknown(
            f"the frame has no column {professional!r}, so it is not known whose encounters these are. "
            f"Add one with frame.merge(table, on='encounter'), name another with professional=, or give "
            f"professional=None where there is nobody to protect (invented or published talk)"
        )
    check_columns(frame, professional)
    if professional in by and frame[professional].nunique() > 1:
        raise ListsProfessionals(
            f"by {professional!r} would give a number for each of {frame[professional].nunique()} "
            f"professionals; give one professional's encounters at a time, to that professional"
        )


def withheld(rows: pd.DataFrame, professional: str | None, whole: pd.DataFrame) -> str:
    """Why a number about these rows may not be given, or "".

    One professional's own encounters are theirs to look at, where the whole frame holds no other's.

    Examples
    --------
    >>> frame = pd.DataFrame({"professional": ["aino", "aino", "bo"]})
    >>> withheld(frame, "professional", frame)
    'withheld: 2 professionals, and a number about an organisation takes 5'
    >>> withheld(frame[:2], "professional", frame[:2]), withheld(frame, None, frame)
    ('', '')
    """
    if professional is None:
        return ""
    number = rows[professional].nunique()
    if number >= FEWEST_PROFESSIONALS or whole[professional].nunique() == 1:
        return ""
    noun = "professional" if number == 1 else "professionals"
    return f"withheld: {number} {noun}, and a number about an organisation takes {FEWEST_PROFESSIONALS}"
