"""Sequences as brackets below a strip, from the first turn to the last, with the outcome."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.path import Path

from vuoro import codebooks, wording
from vuoro.model import Sequence, record
from vuoro.plots import layout, style
from vuoro.plots.layout import ACROSS, Bar, Strip

LEVEL = 0.72
BEND = 0.04 / ACROSS
BESIDE = 0.05 / ACROSS


@record
class Bracket:
    """The part of a sequence that falls in one strip; open at the side where it goes on."""

    left: float
    right: float
    opens: bool
    closes: bool
    label: str
    label_first: bool
    colour: str
    suggested: bool
    level: int = 0
    y: float = 0.0

    def stretch(self) -> tuple[float, float]:
        """What the bracket and its label take up, from 0 to 1 across the strip."""
        room = _length(self.label) + 2 * BESIDE if self.label else BESIDE
        return (self.left - room, self.right) if self.label_first else (self.left, self.right + room)


def in_strip(sequences: Iterable[Sequence], bars: Many[Bar], strip: Strip, language: str) -> list[Bracket]:
    """Brackets with levels such that no two touch."""
    by_turn = {bar.turn.id: bar for bar in bars}
    pieces = []
    for sequence in sequences:
        first, last = by_turn.get(sequence.first_turn), by_turn.get(sequence.last_turn)
        if first is not None and last is not None:
            pieces += _piece(sequence, first, last, strip, language)
    pieces.sort(key=lambda piece: (piece.stretch()[0], piece.right))
    levels = layout.levels(piece.stretch() for piece in pieces)
    return [replace(piece, level=level) for piece, level in zip(pieces, levels, strict=True)]


def _piece(sequence: Sequence, first: Bar, last: Bar, strip: Strip, language: str) -> list[Bracket]:
    start = (first.start + first.stop) / 2
    stop = max(start, (last.start + last.stop) / 2)
    if stop < strip.start or start >= strip.stop:
        return []
    length = strip.stop - strip.start
    opens, closes = strip.has(start), strip.has(stop)
    left = (start - strip.start) / length if opens else 0.0
    # A move and its answer in one breath would otherwise be a dot.
    right = max((stop - strip.start) / length, left + 2 * BEND) if closes else 1.0
    label = f"{sequence.type} → {wording.name('outcome', sequence.outcome, language)}" if closes else ""
    return [
        Bracket(
            left=left, right=right, opens=opens, closes=closes, label=label,
            label_first=right + _length(label) + BESIDE > 1, colour=_colour(sequence),
            suggested=sequence.status == "suggested",
        )
    ]  # fmt: skip


def _length(label: str) -> float:
    """How long a label is, from 0 to 1 across the strip."""
    return style.measured(label) / ACROSS


def _colour(sequence: Sequence) -> str:
    way = codebooks.load("participation").ways_by_code.get(sequence.code)
    return style.WAYS[way].colour if way is not None and way in style.WAYS else style.QUIET


def height(brackets: Iterable[Bracket]) -> float:
    return max((bracket.level + 1 for bracket in brackets), default=0) * LEVEL


def placed(bracket: Bracket, top: float) -> Bracket:
    return replace(bracket, y=top - (bracket.level + 0.5) * LEVEL)


def draw(ax: Axes, brackets: Many[Bracket]) -> None:
    looks: dict[tuple[str, bool], list[Path]] = {}
    for bracket in brackets:
        looks.setdefault((bracket.colour, bracket.suggested), []).append(_path(bracket))
    for (colour, suggested), paths in looks.items():
        dashes = (0, (3, 1.6)) if suggested else "solid"
        style.shape(ax, paths, fill=False, edgecolor=colour, linewidth=1.2, linestyle=dashes, zorder=1.5)
    for bracket in brackets:
        if bracket.label:
            at = bracket.left - BESIDE if bracket.label_first else bracket.right + BESIDE
            ax.text(at, bracket.y, bracket.label, fontsize=style.SMALL, color=style.INK, va="center", parse_math=False,
                    ha="right" if bracket.label_first else "left")  # fmt: skip


def _path(bracket: Bracket) -> Path:
    """Down from the first turn, along, and up to the last, with round corners."""
    up, y = bracket.y + LEVEL * 0.42, bracket.y
    bend = BEND if bracket.right - bracket.left >= 2 * BEND else 0.0
    points: list[tuple[float, float]] = []
    codes: list[Any] = []  # matplotlib's own numbers
    if bracket.opens:
        points += [(bracket.left, up), (bracket.left, y), (bracket.left + bend, y)]
        codes += [Path.MOVETO, Path.CURVE3, Path.CURVE3]
    else:
        points.append((bracket.left, y))
        codes.append(Path.MOVETO)
    points.append((bracket.right - (bend if bracket.closes else 0), y))
    codes.append(Path.LINETO)
    if bracket.closes:
        points += [(bracket.right, y), (bracket.right, up)]
        codes += [Path.CURVE3, Path.CURVE3]
    return Path(points, codes)
