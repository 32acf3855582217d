"""Six short visits, coded twice, whose professionals are known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro import sequences
from vuoro.model import Annotation, Encounter, Participant, Turn
from vuoro.report import Made, Study, report

SAID = (
    ("D", "What would you like us to take up today?", "invite_open"),
    ("P", "My sleep, and the pills. I wake at three and then I lie there.", "express_view"),
    ("D", "So you wake at three.", "confirm_question"),
    ("P", "Yes, and then I think about work.", ""),
    ("D", "Shall we try without the pills?", "propose"),
    ("P", "I suppose we could.", "hedged_accept"),
)


def visit(id: str) -> Encounter:
    turns = tuple(
        Turn(id=f"t{n}", speaker=who, raw=text, text=text, start=3.0 * n, end=3.0 * n + 2.61)
        for n, (who, text, _) in enumerate(SAID)
    )
    people = (Participant(id="D", role="professional"), Participant(id="P", role="client"))
    return Encounter(id=id, language="en", participants=people, turns=turns)


def coded(id: str, coder: str, *, missed: str = "") -> list[Annotation]:
    return [
        Annotation(encounter=id, turn=f"t{n}", code=code, coder=coder, start=0, stop=len(text))
        for n, (_, text, code) in enumerate(SAID)
        if code and code != missed
    ]


@pytest.fixture(scope="session")
def study() -> Study:
    talks = [visit(f"v{n}") for n in range(6)]
    own = [a for talk in talks for a in coded(talk.id, "aino")]
    others = [
        a for n, talk in enumerate(talks) for a in coded(talk.id, "bo", missed="propose" if n < 2 else "")
    ]
    links = [s for talk in talks for s in sequences.link(talk, [a for a in own if a.encounter == talk.id])]
    return Study(
        encounters=talks,
        annotations=[*own, *others],
        sequences=links,
        coders=("aino",),
        professionals={f"v{n}": f"p{n}" for n in range(6)},
    )


@pytest.fixture
def invented(study) -> Study:
    return replace(study, encounters=[replace(e, meta={"invented": "yes"}) for e in study.encounters])


@pytest.fixture(scope="session")
def made(study) -> Made:
    """The report of the study as it is, made once."""
    return report(study)
