"""How figures look. Strong colour means one of the five ways, and nothing else does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from vuoro.model import record

INK = "#1f2328"
QUIET = "#5c636b"
RULE = "#c9cdd2"
PAPER = "#ffffff"
SILENCE = "#ece9e1"
OVERLAP = "#1f2328"


@record
class Way:
    """The look of one of the five ways: letter, colour and shape, so that no two rest on colour alone.

    ``scale`` evens out the shapes' sizes and ``sink`` moves the figure to a shape's centre of weight.
    """

    letter: str
    colour: str
    on_colour: str
    marker: str
    scale: float = 1.0
    sink: float = 0.0


WAYS: Mapping[int, Way] = {
    1: Way(letter="W1", colour="#E69F00", on_colour=INK, marker="o"),
    2: Way(letter="W2", colour="#56B4E9", on_colour=INK, marker="s"),
    3: Way(letter="W3", colour="#009E73", on_colour=INK, marker="^", scale=1.7, sink=0.09),
    4: Way(letter="W4", colour="#CC79A7", on_colour=INK, marker="D"),
    5: Way(letter="W5", colour="#0072B2", on_colour=PAPER, marker="h", scale=1.3),
}
"""Okabe and Ito's colours, which people with any kind of colour vision tell apart."""

ROLES: Mapping[str, str] = {
    "professional": "#4f5d73",
    "other_professional": "#7b879a",
    "employer": "#7b879a",
    "client": "#9a7452",
    "companion": "#bd9f84",
    "experience_expert": "#bd9f84",
}
"""Muted tones: cool for those who are there by profession, warm for the client's side."""

OTHER_ROLE = "#8a8d91"


def role_colour(role: str) -> str:
    return ROLES.get(role, OTHER_ROLE)


def shape(ax: Axes, paths: Sequence[Path], **look: Any) -> None:
    """Draws shapes of one look as one shape, which is several times smaller as SVG and faster to draw."""
    if paths:
        # Not add_patch, which would work out limits that we set ourselves.
        ax.add_artist(PathPatch(Path.make_compound_path(*paths), **look))


def box(left: float, right: float, low: float, high: float) -> Path:
    corners = [(left, low), (right, low), (right, high), (left, high), (left, low)]
    return Path(corners, [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY])


def blank(width: float, height: float) -> Figure:
    """An empty figure of that many inches, outside pyplot's list of open figures."""
    return Figure(figsize=(width, height), facecolor=PAPER)
