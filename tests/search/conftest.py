"""A talk in which a client proposes twice: once it is asked about, once it is passed over."""

from __future__ import annotations

import pytest

from vuoro.model import Annotation, Encounter, Participant, Sequence, Source, Turn

SAID = (
    ("D", "What would help you most?"),
    ("P", "Could I work from home, on Mondays?"),
    ("D", "Mm."),
    ("D", "How would your boss take that?"),
    ("P", "And the medicine, could I halve it?"),
    ("D", "We will book you in for March."),
    ("P", "Okay, March then."),
)
CODES = (
    ("t1", "invite_view"), ("t2", "propose"), ("t4", "probe_proposal"), ("t5", "propose"),
    ("t6", "announce_decision"), ("t7", "accept"),
)  # fmt: skip


@pytest.fixture
def visit() -> Encounter:
    people = (Participant(id="D", role="professional"), Participant(id="P", role="client"))
    turns = tuple(
        Turn(id=f"t{n}", speaker=who, raw=text, text=text, line=n + 2)
        for n, (who, text) in enumerate(SAID, 1)
    )
    return Encounter(
        id="visit", language="en", participants=people, turns=turns, source=Source(files=("visit.txt",))
    )


@pytest.fixture
def moves() -> list[Annotation]:
    return [
        Annotation(encounter="visit", turn=turn, code=code, coder="aino", start=0, stop=4)
        for turn, code in CODES
    ]


@pytest.fixture
def links() -> list[Sequence]:
    return [
        Sequence(
            encounter="visit", type="S3", first_turn=first, last_turn=last, outcome=outcome, coder="aino"
        )
        for first, last, outcome in (("t2", "t4", "probed"), ("t5", "t6", "ignored"))
    ]
