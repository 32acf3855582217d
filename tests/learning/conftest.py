"""Tiny talk of which each encounter says the same few things in other words."""

from __future__ import annotations

import numpy as np
import pytest

from vuoro.model import Annotation, Encounter, Participant, Turn

SAID = {
    "question": ("do you sleep at night", "where does it hurt", "how long has it been", "what do you eat"),
    "reflection": ("so it scares you", "it feels heavy", "you sound worn out", "it has been hard for you"),
    "": ("okay", "mm", "let me see", "thank you"),
}
ANSWERS = ("yes", "in my back", "since may", "i do not know")
OBJECTS = ("today", "this week", "again", "then", "still", "now")


def talk(id, rng, turns=24, language="en"):
    """An encounter, and its annotations by aino."""
    spoken, given = [], []
    for n in range(turns):
        code = (*SAID, "")[rng.integers(4)] if n % 2 == 0 else ""
        said = SAID[code] if n % 2 == 0 else ANSWERS
        text = f"{said[rng.integers(4)]} {OBJECTS[rng.integers(6)]}"
        spoken.append(Turn(id=f"t{n}", speaker="DP"[n % 2], raw=text, text=text))
        if code:
            given.append(
                Annotation(encounter=id, turn=f"t{n}", code=code, coder="aino", start=0, stop=len(text))
            )
    people = (Participant(id="D", role="professional"), Participant(id="P", role="client"))
    return Encounter(id=id, turns=tuple(spoken), language=language, participants=people), given


@pytest.fixture(scope="session")
def coded():
    """Eight encounters and what aino said of them."""
    rng = np.random.default_rng(7)
    made = [talk(f"v{n}", rng) for n in range(8)]
    return [encounter for encounter, _ in made], [a for _, given in made for a in given]


@pytest.fixture(scope="session")
def coder(coded):
    from vuoro import learning

    return learning.train(*coded, name="toy")
