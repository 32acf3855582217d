"""The profile: five panels, one for each way, that are never added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Many
from math import isnan
from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from vuoro import codebooks, measures, wording
from vuoro.measures.declare import unit_id
from vuoro.model import VuoroError, record
from vuoro.plots import style

if TYPE_CHECKING:
    import pandas as pd

WIDTH = 10.0
INCHES_PER_LINE = 0.27
LABEL_AT, SCALE_FROM, SCALE_TO, VALUE_AT = 0.0, 0.57, 0.76, 0.80
ASPECTS = ("opportunity", "uptake", "influence", "description")


class NotOneEncounter(VuoroError):
    """A profile shows one encounter; a mean of profiles would hide what each was like."""


@record
class Line:
    """One line of a panel: a heading, or an indicator with its place on a scale of its own."""

    label: str
    heading: bool = False
    state: str = ""
    show: str = ""
    value: float = 0.0
    low: float | None = None
    high: float | None = None
    end: float = 1.0
    end_label: str = ""


def profile(
    frame: pd.DataFrame,
    *,
    language: str = "en",
    coders: Iterable[str] = (),
    axes: Many[Axes] | None = None,
) -> Figure:
    """The five ways of one encounter: what there was opportunity for, and apart from it what came of it.

    A filled dot is what was seen, with its interval where there is one. An open dot at the
    left end was not seen although there was occasion. Without occasion there is no dot at
    all. Every line has its own scale, written at its end; lines are not to be compared,
    summed or ranked.

    Parameters
    ----------
    frame : of :func:`vuoro.measures.profile`, rows of one encounter, made in the same language
    coders : whose annotations were counted, for the line printed at the bottom
    axes : five Axes of one figure; a figure is made if None

    Raises
    ------
    NotOneEncounter
        if the frame has rows of several encounters, or of none.
    """
    encounters = list(dict.fromkeys(frame["encounter"]))
    if len(encounters) != 1:
        raise NotOneEncounter(
            f"a profile shows one encounter and this frame has {len(encounters)}. "
            "Choose one: profile(frame[frame.encounter == name])"
        )
    labels = _labels(language)
    rows = frame.to_dict("records")
    panels = {way: panel([row for row in rows if row["way"] == way], labels, language) for way in style.WAYS}
    axes = list(axes) if axes is not None else _sheet([len(lines) for lines in panels.values()])
    names = codebooks.load("participation").way_names(language)
    for ax, (way, lines) in zip(axes, panels.items(), strict=True):
        _draw_panel(ax, way, names[way], lines)
    figure = axes[0].get_figure(root=True)
    assert figure is not None
    _caption(figure, encounters[0], tuple(coders), language)
    return figure


def panel(rows: Many[Mapping[Any, Any]], labels: Mapping[str, str], language: str) -> list[Line]:
    """The lines of one way: opportunity first, then uptake and influence, each under its heading."""
    lines: list[Line] = []
    for aspect in ASPECTS:
        indicators = [row for row in rows if row["aspect"] == aspect]
        if indicators:
            lines.append(Line(label=wording.name("aspect", aspect, language), heading=True))
            lines += [_line(row, labels, language) for row in indicators]
    return lines or [
        Line(label=wording.translator(language)("Nothing is measured from this talk"), heading=True)
    ]


def _labels(language: str) -> Mapping[str, str]:
    listed = measures.catalogue(language)
    return dict(zip(listed["measure"], listed["label"], strict=True))


def _line(row: Mapping[Any, Any], labels: Mapping[str, str], language: str) -> Line:
    label = labels.get(row["measure"], row["measure"])
    if row["part"]:
        label = f"{label}: {measures.part_label(row['part'], language)}"
    end, end_label = _scale(row, language)
    return Line(
        label=label, state=row["state"], show=_shown(row, language), value=_number(row["value"]) or 0.0,
        low=_number(row["low"]), high=_number(row["high"]), end=end, end_label=end_label,
    )  # fmt: skip


def _shown(row: Mapping[Any, Any], language: str) -> str:
    if row["state"] in ("seen", "not_seen"):
        return str(row["show"])
    _ = wording.translator(language)
    return _("no occasion") if row["state"] == "no_occasion" else _("cannot be computed")


def _number(value: Any) -> float | None:
    return None if value is None or isnan(value) else float(value)


def _scale(row: Mapping[Any, Any], language: str) -> tuple[float, str]:
    """Where a line's scale ends: 1 for a share of moments, the next round number for anything else."""
    if unit_id(row["measure"], row["part"]) == "share":
        return 1.0, "1"
    most = max(_number(row["value"]) or 0.0, _number(row["high"]) or 0.0)
    # A dot at the very end would look like all there can be.
    end = next((e for e in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if e > 1.1 * most), most)
    return float(end), wording.decimals(f"{end:g}", language)


def _sheet(sizes: Many[int]) -> list[Axes]:
    """Five panels under one another, each as tall as it has lines."""
    above, below, between = 0.55, 0.62, 0.42
    height = above + below + sum(sizes) * INCHES_PER_LINE + between * len(sizes)
    figure = style.blank(WIDTH, height)
    axes, top = [], height - above
    for size in sizes:
        top -= between + size * INCHES_PER_LINE
        axes.append(figure.add_axes((0.035, top / height, 0.94, size * INCHES_PER_LINE / height)))
    return axes


def _draw_panel(ax: Axes, way: int, name: str, lines: Many[Line]) -> None:
    ax.set_xlim(0, 1)
    ax.set_ylim(len(lines), 0)
    ax.set_axis_off()
    look = style.WAYS[way]
    ax.annotate(
        look.letter, (0, 1), xytext=(0, 7), xycoords="axes fraction", textcoords="offset points", fontsize=8,
        fontweight="bold", color=look.on_colour,
        bbox={"boxstyle": "round,pad=0.25", "facecolor": look.colour, "edgecolor": "none"},
    )  # fmt: skip
    ax.annotate(
        name, (0, 1), xytext=(26, 6), xycoords="axes fraction", textcoords="offset points",
        fontsize=10.5, fontweight="bold", color=style.INK,
    )  # fmt: skip
    ax.plot([0, 1], [0, 0], color=style.RULE, linewidth=0.8, clip_on=False)
    for number, line in enumerate(lines):
        _draw_line(ax, number + 0.5, line)


def _draw_line(ax: Axes, y: float, line: Line) -> None:
    ink = style.QUIET if line.heading else style.INK
    ax.text(LABEL_AT + (0 if line.heading else 0.012), y, line.label, fontsize=7.5 if line.heading else 8.5,
            color=ink, va="center", parse_math=False)  # fmt: skip
    if line.heading:
        return
    if line.state not in ("seen", "not_seen"):
        ax.plot([SCALE_FROM, SCALE_TO], [y, y], color=style.RULE, linewidth=0.9, linestyle=(0, (1, 3)))
        ax.text(VALUE_AT, y, line.show, fontsize=8, color=style.QUIET, va="center", fontstyle="italic")
        return
    ax.plot([SCALE_FROM, SCALE_TO], [y, y], color=style.RULE, linewidth=0.9, marker="|", markersize=4)
    ax.text(SCALE_TO + 0.008, y, line.end_label, fontsize=6.5, color=style.QUIET, va="center")
    if line.low is not None and line.high is not None:
        ax.plot([_x(line.low, line), _x(line.high, line)], [y, y], color=style.QUIET, linewidth=2.2,
                solid_capstyle="butt")  # fmt: skip
    filled = line.state == "seen"
    ax.plot(_x(line.value, line), y, marker="o", markersize=6.5, markeredgewidth=1.4, markeredgecolor=style.INK,
            markerfacecolor=style.INK if filled else style.PAPER)  # fmt: skip
    ax.text(VALUE_AT, y, line.show, fontsize=8.5, color=style.INK, va="center", parse_math=False)


def _x(value: float, line: Line) -> float:
    return SCALE_FROM + min(1.0, max(0.0, value / line.end)) * (SCALE_TO - SCALE_FROM)


def _caption(figure: Figure, encounter: str, coders: Many[str], language: str) -> None:
    _ = wording.translator(language)
    title = _("%(encounter)s: profile of the five ways") % {"encounter": encounter}
    height = figure.get_size_inches()[1]
    figure.text(0.035, 1 - 0.3 / height, title, fontsize=12, fontweight="bold", color=style.INK, va="center",
                parse_math=False)  # fmt: skip
    lines = [
        wording.printed_line(coders, language),
        _("Filled dot: seen. Open dot: not seen, though there was occasion. No dot: no occasion. "
          "Bars: intervals of 95 per cent, if these moments were a sample of similar moments."),
    ]  # fmt: skip
    for number, text in enumerate(lines):
        figure.text(0.035, (0.36 - 0.19 * number) / height, text, fontsize=7.5, color=style.QUIET,
                    va="center", parse_math=False)  # fmt: skip
