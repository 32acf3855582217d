"""Tiny talks for the rules: D is the professional, P the client, C a companion, I an interpreter."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vuoro import moves
from vuoro.model import Encounter, Participant, Turn

ROLES = {"D": "professional", "P": "client", "C": "companion", "I": "interpreter"}

Talk = Callable[..., Encounter]


def encounter(*lines: str, language: str = "en") -> Encounter:
    """An encounter of lines such as "D: Shall we try it?"."""
    turns = []
    for number, line in enumerate(lines, 1):
        speaker, _, said = line.partition(": ")
        turns.append(Turn(id=f"t{number}", speaker=speaker, raw=said, text=said))
    return Encounter(
        id="visit",
        language=language,
        turns=tuple(turns),
        participants=tuple(Participant(id=speaker, role=role) for speaker, role in ROLES.items()),
    )


@pytest.fixture
def talk() -> Talk:
    return encounter


@pytest.fixture
def last_codes() -> Callable[..., list[str]]:
    """The codes suggested for the last turn of a talk."""

    def codes(*lines: str, language: str = "en") -> list[str]:
        last = f"t{len(lines)}"
        return [a.code for a in moves.suggest(encounter(*lines, language=language)) if a.turn == last]

    return codes
