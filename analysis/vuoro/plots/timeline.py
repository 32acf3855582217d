"""An encounter over time: who speaks when, which moves are made, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.path import Path
from matplotlib.transforms import blended_transform_factory

from vuoro import wording
from vuoro.model import Annotation, Encounter, Sequence, record
from vuoro.plots import arcs, digits, keys, layout, marks, style
from vuoro.plots.layout import Bar, Strip

LEFT, RIGHT, ABOVE = 1.0, 0.22, 0.58
BELOW = {True: 0.75, False: 0.4}
INCHES_PER_UNIT = 0.195
BAR, LANE_GAP, TICKS, STRIP_GAP = 0.9, 0.3, 0.75, 0.7
SILENCE_FROM = 1.0
SILENCE_LABEL_FROM = 3.0
NUMBER_ROOM = 0.055 / layout.ACROSS


@record
class Row:
    """A strip with its place on the sheet: ``lanes`` are the lower edges of each speaker's bars."""

    strip: Strip
    scale: float
    lanes: dict[str, float]
    bottom: float

    def across(self, at: float) -> float:
        """Where a point of the axis falls, from 0 at the left edge to 1 at the right."""
        return (at - self.strip.start) / (self.strip.stop - self.strip.start)


def timeline(
    encounter: Encounter,
    annotations: Iterable[Annotation] = (),
    sequences: Iterable[Sequence] = (),
    *,
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """The turns of an encounter along time, with moves above the lanes and sequences below.

    Along the axis are seconds, or words where the transcript has no times. A long encounter
    is cut into strips, read from the top. A move is drawn where its unit stands in the turn:
    filled if a person has confirmed it, hollow if it is a machine's suggestion. Rejected
    suggestions are left out. A sequence is a bracket from its first turn to its last, with
    what became of it.

    Parameters
    ----------
    annotations, sequences : those of other encounters are left out
    language : "sv", "fi" or "en"
    ax : Axes to draw on; a figure of fitting size is made if None

    Returns
    -------
    Axes
        ``.figure`` is the figure, to save with :func:`vuoro.plots.save`.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> visit = Encounter(id="visit", turns=(Turn(id="t1", speaker="A", raw="Hi.", text="Hi."),))
    >>> timeline(visit, language="sv").get_title(loc="left")
    'visit: turer, drag och sekvenser'
    """
    placed = marks.of_encounter(annotations, encounter)
    linked = [sequence for sequence in sequences if sequence.encounter == encounter.id]
    unit, bars = layout.bars(encounter)
    rows, moves, brackets = _stack(encounter, unit, bars, placed, linked, language)
    if ax is None:
        ax = _sheet(-rows[-1].bottom, BELOW[bool(placed or linked)])
    _prepare(ax, rows)
    for row in rows:
        _draw_scale(ax, row, bars, unit)
        if unit == layout.SECONDS:
            _draw_silences(ax, row, bars)
            _draw_overlaps(ax, row, bars)
    _draw_bars(ax, rows, bars, encounter)
    if unit == layout.SECONDS:
        _draw_numbers(ax, rows, bars)
    _draw_names(ax, rows, encounter, language)
    marks.draw(ax, moves)
    arcs.draw(ax, brackets)
    keys.describe(ax, encounter, placed, linked, unit, language)
    return ax


def _stack(
    encounter: Encounter,
    unit: str,
    bars: Many[Bar],
    placed: Many[Annotation],
    linked: Many[Sequence],
    language: str,
) -> tuple[list[Row], list[marks.Spot], list[arcs.Bracket]]:
    """Strips from top to bottom, each as tall as its marks and brackets need."""
    rows: list[Row] = []
    moves: list[marks.Spot] = []
    brackets: list[arcs.Bracket] = []
    speakers = list(
        dict.fromkeys([person.id for person in encounter.participants if _talks(person.id, bars)])
    )
    speakers += [bar.turn.speaker for bar in bars if bar.turn.speaker not in speakers]
    speakers = list(dict.fromkeys(speakers)) or [""]
    top = 0.0
    for strip in layout.strips(bars, unit):
        spots = marks.in_strip(placed, bars, strip)
        pieces = arcs.in_strip(linked, bars, strip, language)
        scale = at = top - TICKS
        lanes: dict[str, float] = {}
        for speaker in speakers:
            at -= marks.height(spots, speaker) + BAR
            lanes[speaker] = at
            at -= LANE_GAP
        bottom = at - arcs.height(pieces)
        moves += [marks.placed(spot, lanes[spot.speaker] + BAR) for spot in spots]
        brackets += [arcs.placed(piece, at + LANE_GAP / 2) for piece in pieces]
        rows.append(Row(strip=strip, scale=scale, lanes=lanes, bottom=bottom))
        top = bottom - STRIP_GAP
    return rows, moves, brackets


def _talks(speaker: str, bars: Many[Bar]) -> bool:
    return any(bar.turn.speaker == speaker for bar in bars)


def _sheet(units: float, below: float) -> Axes:
    height = units * INCHES_PER_UNIT + ABOVE + below
    return style.sheet(layout.ACROSS + LEFT + RIGHT, height, left=LEFT, right=RIGHT, above=ABOVE, below=below)


def _prepare(ax: Axes, rows: Many[Row]) -> None:
    ax.set_xlim(0, 1)
    ax.set_ylim(rows[-1].bottom, 0)
    ax.set_xticks([])
    ax.set_yticks([])
    for side in ax.spines.values():
        side.set_visible(False)


def _draw_silences(ax: Axes, row: Row, bars: Many[Bar]) -> None:
    """Silences run through all lanes, since they belong to everybody."""
    low, high = min(row.lanes.values()), row.scale
    quiet = [span for pause in layout.silences(bars, SILENCE_FROM) if (span := row.strip.clip(*pause))]
    style.shape(
        ax, [_box(row, *span, low, high) for span in quiet], facecolor=style.SILENCE, linewidth=0, zorder=0.5
    )
    for start, stop in quiet:
        if stop - start >= SILENCE_LABEL_FROM:
            ax.text(row.across((start + stop) / 2), low + 0.05, f"{stop - start:.0f} s", fontsize=6,
                    color=style.QUIET, ha="center", va="bottom")  # fmt: skip


def _draw_overlaps(ax: Axes, row: Row, bars: Many[Bar]) -> None:
    """Darker where two speak at once: on their bars, and palely between them."""
    on_bars, between = [], []
    for start, stop, speakers in layout.overlaps(bars):
        if span := row.strip.clip(start, stop):
            lower, upper = sorted(row.lanes[speaker] for speaker in speakers)
            on_bars += [_box(row, *span, lane, lane + BAR) for lane in (lower, upper)]
            between.append(_box(row, *span, lower + BAR, upper))
    style.shape(ax, between, facecolor=style.OVERLAP, alpha=0.09, linewidth=0, zorder=0.6)
    style.shape(ax, on_bars, facecolor=style.OVERLAP, alpha=0.35, linewidth=0, zorder=2.5)


def _box(row: Row, start: float, stop: float, low: float, high: float) -> Path:
    return style.box(row.across(start), row.across(stop), low, high)


def _draw_bars(ax: Axes, rows: Many[Row], bars: Many[Bar], encounter: Encounter) -> None:
    roles = encounter.roles()
    boxes: dict[str, list[Path]] = {}
    for row in rows:
        for bar in bars:
            if span := row.strip.clip(bar.start, bar.stop):
                low = row.lanes[bar.turn.speaker]
                colour = style.role_colour(roles[bar.turn.speaker])
                boxes.setdefault(colour, []).append(_box(row, *span, low, low + BAR))
    for colour, alike in boxes.items():
        # The paper-coloured edge keeps two turns of one speaker apart.
        style.shape(ax, alike, facecolor=colour, edgecolor=style.PAPER, linewidth=0.5, zorder=2)


def _draw_numbers(ax: Axes, rows: Many[Row], bars: Many[Bar]) -> None:
    """The turn's number on its bar where there is room, to find the turn in the transcript."""
    labels = []
    for row in rows:
        for bar in bars:
            span = row.strip.clip(bar.start, bar.stop)
            label = wording.turn_number(bar.turn.id)
            if span and row.across(span[1]) - row.across(span[0]) >= NUMBER_ROOM * (1 + len(label)):
                labels.append(
                    (row.across(span[0]) + NUMBER_ROOM / 3, row.lanes[bar.turn.speaker] + 0.14, label)
                )
    digits.draw(ax, labels, style.PAPER)


def _draw_names(ax: Axes, rows: Many[Row], encounter: Encounter, language: str) -> None:
    roles = encounter.roles()
    beside = blended_transform_factory(ax.transAxes, ax.transData)
    for row in rows:
        for speaker, low in row.lanes.items():
            role = wording.name("role", roles.get(speaker, "unknown"), language)
            middle = low + BAR / 2
            ax.text(-0.008, middle + 0.05, _short(speaker), transform=beside, ha="right", va="bottom",
                    fontsize=style.TEXT, fontweight="bold", color=style.INK, parse_math=False)  # fmt: skip
            size = style.fitted(role, LEFT - 0.1, style.SMALL)
            ax.text(-0.008, middle, role, transform=beside, ha="right", va="top", fontsize=size,
                    color=style.QUIET)  # fmt: skip


def _short(label: str, limit: int = 13) -> str:
    return label if len(label) <= limit else label[: limit - 1] + "…"


def _draw_scale(ax: Axes, row: Row, bars: Many[Bar], unit: str) -> None:
    """Times, or turns where there are no times; above each strip its own, with hair lines down the lanes."""
    ticks = _times(row.strip) if unit == layout.SECONDS else _turns(row, bars)
    low = min(row.lanes.values())
    hairs = [[(row.across(at), row.scale), (row.across(at), low)] for at, _ in ticks]
    lanes = [[(0, y), (1, y)] for y in (row.scale, *row.lanes.values())]
    ax.add_collection(LineCollection(hairs, colors=style.RULE, linewidths=0.5, alpha=0.6, zorder=0.7))
    ax.add_collection(LineCollection(lanes, colors=style.RULE, linewidths=0.7, zorder=1))
    for at, label in ticks:
        ax.text(row.across(at), row.scale + 0.1, label, fontsize=style.SMALL, color=style.QUIET, ha="center",
                va="bottom", parse_math=False)  # fmt: skip


def _times(strip: Strip) -> list[tuple[float, str]]:
    step = step_of(strip.stop - strip.start)
    first = int(-(-strip.start // step) * step)
    return [(at, clock(at)) for at in range(first, int(strip.stop) + 1, step)]


def step_of(length: float, most: int = 10) -> int:
    """How many seconds lie between two marks of time, for at most about ten along a stretch."""
    return next((step for step in (10, 20, 30, 60, 120, 300, 600) if length / step <= most), 1200)


def clock(seconds: float) -> str:
    """A time as minutes and seconds.

    Examples
    --------
    >>> clock(61.5)
    '1:01'
    """
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _turns(row: Row, bars: Many[Bar], room: float = 0.4 / layout.ACROSS) -> list[tuple[float, str]]:
    ticks: list[tuple[float, str]] = []
    free_from = 0.0
    for bar in bars:
        if row.strip.has(bar.start) and row.across(bar.start) >= free_from:
            ticks.append((bar.start, _short(wording.turn_number(bar.turn.id), 8)))
            free_from = row.across(bar.start) + room
    return ticks
