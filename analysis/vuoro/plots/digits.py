"""Turn numbers on bars. As shapes, a hundred of them cost less to draw than ten texts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, IdentityTransform

POINTS = 5.5
ADVANCE = 0.64
"""How wide a figure is in our font, in ems; other signs are set as if they were as wide."""


def draw(ax: Axes, labels: Iterable[tuple[float, float, str]], colour: str) -> None:
    """Labels at (x, y): one collection for each sign at each place in a label, however many labels."""
    places: dict[tuple[str, int], list[tuple[float, float]]] = {}
    for x, y, label in labels:
        for number, sign in enumerate(label):
            places.setdefault((sign, number), []).append((x, y))
    for (sign, number), offsets in sorted(places.items()):
        shape = _shape(sign).transformed(Affine2D().translate(number * ADVANCE, 0))
        ax.add_collection(
            PathCollection(
                [shape], sizes=(POINTS**2,), offsets=offsets, offset_transform=ax.transData,
                transform=IdentityTransform(), facecolors=colour, linewidths=0, zorder=3,
            ),
            autolim=False,
        )  # fmt: skip


@cache
def _shape(sign: str) -> Path:
    outline = TextPath((0, 0), sign, size=1, prop=FontProperties(family="DejaVu Sans"))
    return Path(outline.vertices, outline.codes)
