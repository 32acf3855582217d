"""A tiny consultation, invented, for figures to show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import matplotlib
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from vuoro.model import Annotation, Encounter, Participant, Sequence, Turn


def said(id: str, speaker: str, text: str, start: float | None = None, end: float | None = None) -> Turn:
    return Turn(id=id, speaker=speaker, raw=text, text=text, start=start, end=end)


@pytest.fixture
def visit() -> Encounter:
    return Encounter(
        id="besök",
        language="sv",
        participants=(Participant(id="L", role="professional"), Participant(id="P", role="client")),
        turns=(
            said("t0001", "L", "Vad vill du ta upp i dag?", 0.5, 3.0),
            said("t0002", "P", "Jo det är sömnen, den har varit dålig.", 4.5, 8.0),
            said("t0003", "L", "Så du har legat vaken.", 7.5, 9.0),
            said("t0004", "P", "Ja.", 14.0, 14.5),
        ),
    )


@pytest.fixture
def untimed(visit) -> Encounter:
    return replace(visit, turns=tuple(replace(turn, start=None, end=None) for turn in visit.turns))


@pytest.fixture
def moves() -> list[Annotation]:
    def move(turn: str, code: str, status: str, coder: str) -> Annotation:
        return Annotation(
            encounter="besök", turn=turn, code=code, coder=coder, start=0, stop=9, status=status
        )

    return [
        move("t0001", "invite_open", "confirmed", "aino"),
        move("t0003", "confirm_question", "suggested", "detector:rules"),
        move("t0004", "accept", "rejected", "detector:rules"),
    ]


@pytest.fixture
def links() -> list[Sequence]:
    return [
        Sequence(encounter="besök", type="S1", first_turn="t0001", last_turn="t0002", outcome="minimal",
                 coder="aino", code="invite_open", response_turn="t0002"),
        Sequence(encounter="besök", type="S2", first_turn="t0003", last_turn="t0004", outcome="confirmed",
                 coder="detector:rules", code="confirm_question", response_turn="t0004", status="suggested"),
    ]  # fmt: skip


@pytest.fixture
def illegible() -> Callable[[Figure], list[tuple[str, ...]]]:
    """What cannot be read in a figure: texts that run over its edge, pairs that run into one another, tiny ones."""
    return _illegible


def _illegible(figure: Figure) -> list[tuple[str, ...]]:
    with matplotlib.rc_context({"text.hinting": "no_hinting"}):
        renderer = FigureCanvasAgg(figure).get_renderer()
        figure.draw(renderer)
        hidden = _beyond(figure)
        texts = [
            text
            for text in figure.findobj(Text)
            if text.get_visible() and text.get_text().strip() and id(text) not in hidden
        ]
        boxes = [(text, text.get_window_extent(renderer)) for text in texts]
    paper = figure.bbox
    over = [
        (text.get_text(),)
        for text, box in boxes
        if box.x0 < -0.5 or box.y0 < -0.5 or box.x1 > paper.x1 + 0.5 or box.y1 > paper.y1 + 0.5
    ]
    # A box is a little larger than what is printed in it.
    touching = [
        (one.get_text(), other.get_text())
        for (one, a), (other, b) in combinations(boxes, 2)
        if a.shrunk(0.98, 0.85).overlaps(b.shrunk(0.98, 0.85))
    ]
    tiny = [(text.get_text(),) for text, _ in boxes if text.get_fontsize() < 5.9]
    return over + touching + tiny


def _beyond(figure: Figure) -> set[int]:
    """The labels of ticks beyond the ends of an axis, which are made and never drawn."""
    return {
        id(label)
        for ax in figure.axes
        for axis in (ax.xaxis, ax.yaxis)
        for tick in axis.get_major_ticks()
        for label in (tick.label1, tick.label2)
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    }
