"""Moves as small marks above the lane of whoever makes them."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many
from dataclasses import replace

from matplotlib.axes import Axes

from vuoro import codebooks
from vuoro.model import Annotation, Encounter, record
from vuoro.plots import layout, style
from vuoro.plots.layout import ACROSS, Bar, Strip

LEVEL = 0.78
MOST_LEVELS = 3
ROOM = 0.125 / ACROSS
SIZE = 56.0


@record
class Spot:
    """One move on the sheet: across from 0 to 1, its level above the lane, then its height."""

    speaker: str
    way: int
    suggested: bool
    x: float
    level: int
    y: float = 0.0


def of_encounter(annotations: Iterable[Annotation], encounter: Encounter) -> list[Annotation]:
    """The annotations to draw: of this encounter, one of the five ways, and not rejected."""
    ways = codebooks.load("participation").ways_by_code
    return [
        annotation
        for annotation in annotations
        if annotation.encounter == encounter.id
        and annotation.status != "rejected"
        and ways.get(annotation.code) in style.WAYS
    ]


def in_strip(annotations: Many[Annotation], bars: Many[Bar], strip: Strip) -> list[Spot]:
    ways = codebooks.load("participation").ways_by_code
    by_turn = {bar.turn.id: bar for bar in bars}
    length = strip.stop - strip.start
    spots: dict[str, list[Spot]] = {}
    for annotation in annotations:
        bar = by_turn.get(annotation.turn)
        if bar is None or not strip.has(at := bar.at(annotation.start)):
            continue
        spot = Spot(
            speaker=bar.turn.speaker,
            way=ways[annotation.code],
            suggested=annotation.status == "suggested",
            x=(at - strip.start) / length,
            level=0,
        )
        spots.setdefault(spot.speaker, []).append(spot)
    return [spot for theirs in spots.values() for spot in _stacked(theirs)]


def _stacked(spots: list[Spot]) -> list[Spot]:
    spots = sorted(spots, key=lambda spot: (spot.x, spot.way))
    levels = layout.levels((spot.x - ROOM / 2, spot.x + ROOM / 2) for spot in spots)
    return [
        replace(spot, level=min(level, MOST_LEVELS - 1)) for spot, level in zip(spots, levels, strict=True)
    ]


def height(spots: Iterable[Spot], speaker: str) -> float:
    """How much room the marks of one speaker need above the lane."""
    tallest = max((spot.level + 1 for spot in spots if spot.speaker == speaker), default=0)
    return tallest * LEVEL + 0.1


def placed(spot: Spot, lane_top: float) -> Spot:
    return replace(spot, y=lane_top + (spot.level + 0.55) * LEVEL)


def draw(ax: Axes, spots: Iterable[Spot]) -> None:
    """One collection for each way and status, and one for the figures in them."""
    kinds: dict[tuple[int, bool], list[Spot]] = {}
    for spot in spots:
        kinds.setdefault((spot.way, spot.suggested), []).append(spot)
    for (way, suggested), alike in sorted(kinds.items()):
        x, y = [spot.x for spot in alike], [spot.y for spot in alike]
        _draw_alike(ax, x, y, way, suggested=suggested)


def _draw_alike(ax: Axes, x: Many[float], y: Many[float], way: int, *, suggested: bool) -> None:
    look = style.WAYS[way]
    ax.scatter(
        x, y, s=SIZE * look.scale, marker=look.marker, zorder=4, clip_on=False,
        facecolors=style.PAPER if suggested else look.colour, edgecolors=look.colour if suggested else style.INK,
        linewidths=1.3 if suggested else 0.5, linestyles=(0, (2.2, 1.1)) if suggested else "solid",
    )  # fmt: skip
    ax.scatter(
        x, [at - look.sink for at in y], s=SIZE * 0.34, marker=f"${way}$", zorder=5, linewidths=0.2, clip_on=False,
        color=style.INK if suggested else look.on_colour,
    )  # fmt: skip
