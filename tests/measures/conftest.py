"""A visit of ten turns that can be worked out on paper, coded and linked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from vuoro import measures
from vuoro.model import Annotation, Encounter, Mark, Participant, Sequence, Turn

PEOPLE = (Participant(id="D", role="professional"), Participant(id="P", role="client"))

ROWS = (
    ("t01", "D", 40, 0.0, 10.0),
    ("t02", "P", 100, 10.4, 40.0),  # with a pause of 0.6 s in it
    ("t03", "D", 0, 20.0, 20.4),  # a continuer, inside t02
    ("t04", "D", 20, 40.3, 46.0),
    ("t05", "P", 10, 45.9, 50.0),
    ("t06", "D", 50, 51.0, 65.0),
    ("t07", "P", 30, 65.2, 75.0),
    ("t08", "P", 20, 75.8, 80.0),
    ("t09", "D", 60, 80.2, 95.0),
    ("t10", "P", 15, 96.0, 100.0),
)

CODES = (
    ("t01", "invite_open", 0, {}),
    ("t02", "express_view", 0, {"volunteered": "y"}),
    ("t04", "confirm_question", 0, {"basis": "client_talk", "form": "so_prefaced"}),
    ("t06", "ask_info", 0, {}),
    ("t06", "propose", 20, {"scope": "distal"}),
    ("t07", "propose", 0, {}),
    ("t08", "express_view", 0, {}),
    ("t09", "share_power", 0, {"kind": "right", "supported": True}),
    ("t09", "announce_decision", 30, {"responsibility_shift": "n"}),
    ("t10", "hedged_accept", 0, {}),
)

LINKS = (
    ("S1", "t01", "extended", "invite_open"),
    ("S2", "t04", "expanded", "confirm_question"),
    ("S3", "t07", "developed", "propose"),
    ("S4", "t06", "counter", "propose"),
    ("S4", "t09", "hedged", "announce_decision"),
)


@pytest.fixture
def visit() -> Encounter:
    """346 words in 100 seconds between a doctor (D) and a patient (P)."""
    return Encounter(id="visit", language="en", participants=PEOPLE, turns=tuple(_turn(*row) for row in ROWS))


@pytest.fixture
def untimed(visit: Encounter) -> Encounter:
    """The same visit without times."""
    return replace(visit, turns=tuple(replace(turn, start=None, end=None) for turn in visit.turns))


@pytest.fixture
def codes() -> list[Annotation]:
    """What aino coded in the visit."""
    return [
        Annotation(
            encounter="visit", turn=turn, code=code, coder="aino", start=start, stop=40, attributes=attributes
        )
        for turn, code, start, attributes in CODES
    ]


@pytest.fixture
def links() -> list[Sequence]:
    """The sequences that aino's codes form."""
    return [
        Sequence(
            encounter="visit",
            type=type,
            first_turn=turn,
            last_turn=turn,
            outcome=outcome,
            code=code,
            coder="aino",
        )
        for type, turn, outcome, code in LINKS
    ]


@pytest.fixture
def numbers() -> Callable[..., dict[Any, Any]]:
    """Measure, and answer with part -> (numerator, denominator, value), or the reason why not."""

    def measured(name: str, encounters: Iterable[Encounter], *coding: Any, **options: Any) -> dict[Any, Any]:
        frame = measures.measure(encounters, *coding, names=[name], **options)
        return {
            row["part"]: Close(row[name] for name in ("numerator", "denominator", "value"))
            if row["state"] == "computed"
            else (row["state"], row["reason"])
            for row in frame.to_dict("records")
        }

    return measured


class Close(tuple):
    """Numbers that equal others within a thousandth; no number equals no number."""

    __hash__ = None

    def __eq__(self, other: object) -> bool:
        return tuple(self) == pytest.approx(tuple(other), rel=1e-3, abs=1e-9, nan_ok=True)

    def __ne__(self, other: object) -> bool:
        return not self == other


def _turn(id: str, speaker: str, words: int, start: float, end: float) -> Turn:
    text = " ".join(["work"] * words) or "mm"
    if id != "t02":
        return Turn(id=id, speaker=speaker, raw=text, text=text, start=start, end=end)
    raw = "work (0.6)" + text[4:]
    return Turn(
        id=id, speaker=speaker, raw=raw, text=text, start=start, end=end,
        marks=(Mark(kind="pause", start=5, stop=10, value=0.6),), pieces=((0, 0, 4), (4, 10, len(text) - 4)),
    )  # fmt: skip
