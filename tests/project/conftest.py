"""A small talk, and events about it."""

from __future__ import annotations

from itertools import count

import pytest

from vuoro import codebooks, project
from vuoro.model import Encounter, Participant, Turn

WORDS = (
    "What would you like to take up?",
    "The nights, mostly.",
    "Shall we try shorter days?",
    "Joo, maybe.",
)


@pytest.fixture
def visit():
    """Four turns: an invitation, an answer, a proposal, a hedged agreement."""
    return Encounter(
        id="g1",
        language="en",
        turns=tuple(
            Turn(id=f"t{n}", speaker="DP"[(n + 1) % 2], raw=words, text=words)
            for n, words in enumerate(WORDS, 1)
        ),
        participants=(Participant(id="D", role="professional"), Participant(id="P", role="client")),
    )


@pytest.fixture
def codebook():
    return codebooks.load("participation")


@pytest.fixture
def sit(tmp_path, visit, codebook):
    """Sit down at the visit: ``sit("aino")`` is the desk of aino."""
    return lambda coder="aino": project.Desk(visit, coder, tmp_path, codebook)


@pytest.fixture
def event():
    """Make events of aino at g1, a second apart: ``event("annotate", turn="t1", code="propose")``."""
    numbers = count(1)

    def made(do, **fields):
        n = next(numbers)
        at = f"2026-05-04T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}.000000Z"
        always = {"id": f"e{n}", "at": at, "session": "s1", "coder": "aino", "encounter": "g1"}
        return {**always, "do": do, **fields}

    return made
