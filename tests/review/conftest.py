"""A tiny meeting, invented, and what was found in it; and a reader of pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pandas as pd
import pytest

from vuoro import review
from vuoro.model import Annotation, Encounter, Mark, Participant, Problem, Sequence, Source, Turn

NAN = float("nan")


@dataclass
class Page(HTMLParser):
    """A page as a browser would take it apart: tags with their attributes, and the text."""

    source: str
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.source)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data):
        if self.tags and self.tags[-1][0] not in ("script", "style"):
            self.said.append(data)

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [
            attributes
            for name, attributes in self.tags
            if name == tag and all(value in attributes.get(key, "").split() for key, value in wanted.items())
        ]

    @property
    def text(self) -> str:
        return re.sub(r"\s+(?=[,.:])", "", " ".join(" ".join(self.said).split()))


@pytest.fixture
def meeting() -> Encounter:
    raw = "Hur har du (0.5) haft det?"
    return Encounter(
        id="möte",
        language="sv",
        participants=(Participant(id="H", role="professional"), Participant(id="K", role="client")),
        turns=(
            Turn(id="t0001", speaker="H", raw=raw, text="Hur har du haft det?", start=0.0, end=2.0,
                 marks=(Mark(kind="pause", start=11, stop=16, value=0.5),), pieces=((0, 0, 11), (11, 17, 9))),
            Turn(id="t0002", speaker="K", raw="Jo tack.", text="Jo tack.", start=62.5, end=64.0),
            Turn(id="t0003", speaker="H", raw="Så du sover.", text="Så du sover.", start=65.0, end=66.0),
        ),
        problems=(
            Problem(line=4, text="K Nå", message="no colon after the speaker; write K:", file="möte.txt"),
            Problem(line=2, text="(0.5", message="a pause that is not closed", rule="open-sign", turn="t0002"),
        ),
        source=Source(files=("möte.txt",), format="jefferson", convention="jefferson", sha256=("ab12",)),
    )  # fmt: skip


@pytest.fixture
def moves() -> list[Annotation]:
    return [
        Annotation(encounter="möte", turn="t0001", code="invite_view", coder="detector:rules", start=0, stop=26,
                   status="suggested", score=0.8, cue="sv.invite_view:hur har {you}", evidence=(4, 20)),
        Annotation(encounter="möte", turn="t0003", code="confirm_question", coder="aino", start=0, stop=12,
                   note="utan frågeform"),
        Annotation(encounter="möte", turn="t0002", code="accept", coder="detector:rules", start=0, stop=8,
                   status="rejected"),
    ]  # fmt: skip


@pytest.fixture
def links() -> list[Sequence]:
    return [
        Sequence(encounter="möte", type="S1", first_turn="t0001", last_turn="t0002", outcome="minimal",
                 coder="detector:rules", code="invite_view", response_turn="t0002", gap=0.4, status="suggested"),
    ]  # fmt: skip


@pytest.fixture
def measured() -> pd.DataFrame:
    rows = [
        ("Q4", "extended", 0, 1, 0.0, 0.0, 0.79, "computed", "", "detector:rules", "suggested"),
        ("D1", "", 0, 0, NAN, NAN, NAN, "no_occasion", "nobody put anything forward", "detector:rules", ""),
        ("F1", "", 2, 8, 0.25, NAN, NAN, "computed", "", "", ""),
    ]
    columns = [
        "measure",
        "part",
        "numerator",
        "denominator",
        "value",
        "low",
        "high",
        "state",
        "reason",
        "coders",
        "statuses",
    ]
    return pd.DataFrame(rows, columns=columns).assign(encounter="möte", interval="")


@pytest.fixture
def profiled() -> pd.DataFrame:
    rows = [
        (1, "uptake", "Q4", "extended", "not_seen", 0, 1, 0.0, 0.0, 0.79, "andel", "0/1", ""),
        (3, "description", "F1", "", "seen", 2, 8, 0.25, NAN, NAN, "andel", "25 %", ""),
        (
            4,
            "influence",
            "D1",
            "",
            "no_occasion",
            0,
            0,
            NAN,
            NAN,
            NAN,
            "andel",
            "",
            "nobody put anything forward",
        ),
    ]
    columns = [
        "way",
        "aspect",
        "measure",
        "part",
        "state",
        "numerator",
        "denominator",
        "value",
        "low",
        "high",
        "unit",
        "show",
        "reason",
    ]
    return pd.DataFrame(rows, columns=columns).assign(encounter="möte")


@pytest.fixture
def places() -> pd.DataFrame:
    return pd.DataFrame({"encounter": ["möte"], "measure": ["Q4"], "part": ["extended"], "turn": ["t0001"]})


@pytest.fixture
def make(moves, links, measured, profiled, places):
    """A page of any encounter, with the numbers of this one."""

    def make(encounter: Encounter, annotations=None, sequences=None, **options) -> str:
        return review.page(
            encounter,
            moves if annotations is None else annotations,
            links if sequences is None else sequences,
            measured, profiled, places, **options,
        )  # fmt: skip

    return make


@pytest.fixture
def read():
    return Page
