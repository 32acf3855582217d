"""Ratings as authors print them, and tiny encounters."""

from __future__ import annotations

import numpy as np
import pytest

from vuoro.model import Annotation, Encounter, Turn

KRIPPENDORFF = """
A  1 2 3 3 2 1 4 1 2 . . .
B  1 2 3 3 2 2 4 1 2 5 . 3
C  . 3 3 3 2 3 4 2 2 5 1 .
D  1 2 3 3 2 4 4 1 2 5 1 .
"""
"""Four coders, twelve units, values missing: Krippendorff (2011), part C; Gwet (2014) uses it too."""


@pytest.fixture
def reliability_data():
    """Units × coders, values from 0, -1 missing."""
    rows = [line.split()[1:] for line in KRIPPENDORFF.split("\n") if line]
    return np.array([[int(cell) - 1 if cell != "." else -1 for cell in row] for row in rows]).T


@pytest.fixture
def visit():
    return make("v")


def make(id, turns=6, language="en"):
    words = "so you waited. would you like to try the mornings?"
    return Encounter(
        id=id,
        language=language,
        turns=tuple(Turn(id=f"t{n}", speaker="D", raw=words, text=words, line=n + 1) for n in range(turns)),
    )


@pytest.fixture
def encounters():
    return [make(f"e{n}") for n in range(6)]


@pytest.fixture
def say():
    """Annotations of whole turns out of ``"t0:propose t1:accept"``, in one encounter or several."""

    def said(coder, marks, ids=("v",), **more):
        pairs = [mark.split(":") for mark in marks.split()]
        return [
            Annotation(encounter=id, turn=turn, code=code, coder=coder, **{"start": 0, "stop": 50, **more})
            for id in ids
            for turn, code in pairs
        ]

    return said
