"""How figures look. Strong colour means one of the five ways, and nothing else does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextToPath

from vuoro.model import record

INK = "#1f2328"
QUIET = "#5c636b"
RULE = "#c9cdd2"
PAPER = "#ffffff"
SILENCE = "#ece9e1"
OVERLAP = "#1f2328"

COLUMN, PAGE = 3.54, 7.48
"""Inches: 90 and 190 mm, one column and two of most journals. What is drawn at the size at which it
is printed can be read when it is."""

TEXT, SMALL = 7.5, 6.5
"""Points: what a figure says, and what it says beside."""


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


def sheet(width: float, height: float, *, left: float, right: float, above: float, below: float) -> Axes:
    """Axes on a new figure of that many inches, with margins in inches, so that type keeps its place."""
    figure = blank(width, height)
    size = ((width - left - right) / width, (height - above - below) / height)
    return figure.add_axes((left / width, below / height, *size))


def plain(ax: Axes, *, axis: str = "x") -> None:
    """Nothing but the one axis along which values are read, in small quiet type ("" for none)."""
    keep = {"x": "bottom", "y": "left"}.get(axis, "")
    for name, spine in ax.spines.items():
        spine.set_visible(name == keep)
        spine.set_color(RULE)
    ax.tick_params(colors=QUIET, labelsize=SMALL, length=2.5, width=0.6)
    if axis != "x":
        ax.set_xticks([])
    if axis != "y":
        ax.set_yticks([])


@lru_cache(maxsize=4096)
def measured(text: str, size: float = SMALL, weight: str = "normal") -> float:
    """How wide a text is in inches, so that room is made for it before anything is drawn."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return TextToPath().get_text_width_height_descent(text, font, ismath=False)[0] / 72


def fitted(text: str, width: float, size: float = TEXT, weight: str = "normal") -> float:
    """The size at which a text takes no more than that many inches: smaller is better than cut off."""
    return size * min(1.0, width / max(measured(text, size, weight), 1e-9))


def wrapped(text: str, width: float, size: float = SMALL) -> str:
    """A text in lines of at most that many inches."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        lines[-1:] = [longer] if not lines[-1] or measured(longer, size) <= width else [lines[-1], word]
    return "\n".join(lines)


def inches(ax: Axes) -> tuple[float, float]:
    """How wide and how tall Axes are on paper."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    width, height = figure.get_size_inches()
    box = ax.get_position()
    return float(box.width * width), float(box.height * height)


def face() -> str:
    """The typeface in which figures are written here; a matplotlibrc may have changed it."""
    return str(get_font(findfont(FontProperties())).family_name)


def not_drawn(signs: str) -> str:
    """Those of some signs that this typeface lacks and would draw as empty boxes.

    Examples
    --------
    >>> not_drawn("↑° å")
    ''
    """
    font = get_font(findfont(FontProperties()))
    return "".join(sign for sign in signs if not font.get_char_index(ord(sign)))
