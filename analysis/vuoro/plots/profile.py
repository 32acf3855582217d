"""The profile: five panels, one for each way, that are never added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Many
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from vuoro import codebooks, wording
from vuoro.model import MACHINES, VuoroError
from vuoro.plots import style
from vuoro.plots.indicators import Line, bands_of, panel

LINE, BETWEEN, ABOVE, BELOW, MARGIN = 0.168, 0.29, 0.36, 0.62, 0.16
INDENT, SCALE_FROM, SCALE_TO, VALUE_AT = 0.012, 0.56, 0.735, 0.78


class NotOneEncounter(VuoroError):
    """A profile shows one encounter; a mean of profiles would hide what each was like."""


def profile(
    frame: pd.DataFrame,
    *,
    people: pd.DataFrame | None = None,
    reference: pd.DataFrame | None = None,
    language: str = "en",
    coders: Iterable[str] = (),
    reliability: str = "",
    axes: Many[Axes] | None = None,
) -> Figure:
    """The five ways of one encounter: what there was opportunity for, and apart from it what came of it.

    A filled dot is what was seen, with its interval where there is one. An open dot at the
    left end was not seen although there was occasion. Without occasion there is no dot at
    all. Every line has its own scale, written at its end; lines are not to be compared,
    summed or ranked. What people said of the meeting stands apart, as squares.

    Parameters
    ----------
    frame : of :func:`vuoro.measures.profile`, rows of one encounter, made in the same language
    people : of :func:`vuoro.surveys.people`; rows of other encounters are left out
    reference : of :func:`vuoro.estimates.reference`, rows of one kind of encounter: what is usual, as a band
        from `p10` to `p90`. Of fewer than thirty `encounters` there is no band.
    coders : whose annotations were counted, for the line printed at the bottom
    reliability : how far coders agree, as it is to be printed there ("alpha .81")
    axes : five Axes of one figure; a figure two columns wide is made if None

    Raises
    ------
    NotOneEncounter
        if the frame has rows of several encounters, or of none.
    SeveralKinds
        if the reference is of several kinds of encounters.

    Examples
    --------
    >>> from vuoro import measures
    >>> from vuoro.model import Annotation, Encounter, Participant, Turn
    >>> visit = Encounter(id="visit", language="en", turns=(
    ...     Turn(id="t1", speaker="A", raw="Shall we ring them?", text="Shall we ring them?"),),
    ...     participants=(Participant(id="A", role="professional"), Participant(id="B", role="client")))
    >>> ask = Annotation(encounter="visit", turn="t1", code="propose", coder="aino", start=0, stop=19)
    >>> figure = profile(measures.profile(measures.measure([visit], [ask])), coders=["aino"])
    >>> figure.texts[1].get_text()  # doctest: +NORMALIZE_WHITESPACE
    'Conduct in this recording; coded by aino; reliability: not stated; says nothing of what was felt.'
    """
    encounters = list(dict.fromkeys(frame["encounter"]))
    if len(encounters) != 1:
        raise NotOneEncounter(
            f"a profile shows one encounter and this frame has {len(encounters)}. "
            "Choose one: profile(frame[frame.encounter == name])"
        )
    rows = frame.to_dict("records") + _said(people, encounters[0])
    bands = bands_of(reference)
    panels = {way: panel([row for row in rows if row["way"] == way], language, bands) for way in style.WAYS}
    axes = list(axes) if axes is not None else _sheet([len(lines) for lines in panels.values()])
    names = codebooks.load("participation").way_names(language)
    for ax, (way, lines) in zip(axes, panels.items(), strict=True):
        _draw_panel(ax, way, names[way], lines)
    figure = axes[0].get_figure(root=True)
    assert figure is not None
    told = printed_line(tuple(coders), reliability, language)
    _caption(figure, encounters[0], told, [line for lines in panels.values() for line in lines], language)
    return figure


def _said(people: pd.DataFrame | None, encounter: str) -> list[Mapping[Any, Any]]:
    if people is None:
        return []
    return list(people[people["encounter"] == encounter].to_dict("records"))


def _sheet(sizes: Many[int]) -> list[Axes]:
    """Five panels under one another, each as tall as it has lines."""
    width, height = style.PAGE, ABOVE + BELOW + sum(sizes) * LINE + BETWEEN * len(sizes)
    figure = style.blank(width, height)
    axes, top = [], height - ABOVE
    for size in sizes:
        top -= BETWEEN + size * LINE
        axes.append(
            figure.add_axes((MARGIN / width, top / height, 1 - 2 * MARGIN / width, size * LINE / height))
        )
    return axes


def _draw_panel(ax: Axes, way: int, name: str, lines: Many[Line]) -> None:
    ax.set_xlim(0, 1)
    ax.set_ylim(len(lines), 0)
    ax.set_axis_off()
    look = style.WAYS[way]
    ax.annotate(
        look.letter, (0, 1), xytext=(1, 4.5), xycoords="axes fraction", textcoords="offset points",
        fontsize=style.SMALL, fontweight="bold", color=look.on_colour,
        bbox={"boxstyle": "round,pad=0.2", "facecolor": look.colour, "edgecolor": "none"},
    )  # fmt: skip
    ax.annotate(
        name, (0, 1), xytext=(20, 4), xycoords="axes fraction", textcoords="offset points",
        fontsize=style.TEXT + 0.5, fontweight="bold", color=style.INK,
    )  # fmt: skip
    ax.plot([0, 1], [0, 0], color=style.RULE, linewidth=0.6, clip_on=False)
    for number, line in enumerate(lines):
        _draw_line(ax, number + 0.5, line)


def _draw_line(ax: Axes, y: float, line: Line) -> None:
    room = (SCALE_FROM - INDENT * (line.indent + 1)) * style.inches(ax)[0]
    size = style.SMALL if line.heading else style.fitted(line.label, room)
    ax.text(0 if line.heading else INDENT * line.indent, y, line.label, fontsize=size, va="center",
            color=style.QUIET if line.heading else style.INK, parse_math=False)  # fmt: skip
    if line.heading:
        return
    if line.state in ("seen", "not_seen"):
        if line.end_label:
            _draw_scale(ax, y, line)
        ax.text(VALUE_AT, y, line.show, fontsize=style.TEXT, color=style.INK, va="center", parse_math=False)
        return
    at = VALUE_AT if line.state == "no_occasion" else SCALE_FROM
    size = style.fitted(line.show, (1 - at) * style.inches(ax)[0], style.SMALL)
    ax.text(
        at, y, line.show, fontsize=size, color=style.QUIET, va="center", fontstyle="italic", parse_math=False
    )
    if line.state == "no_occasion":
        ax.plot([SCALE_FROM, SCALE_TO], [y, y], color=style.RULE, linewidth=0.9, linestyle=(0, (1, 3)))


def _draw_scale(ax: Axes, y: float, line: Line) -> None:
    if line.band:
        ax.add_patch(Rectangle((_x(line.band[0], line), y - 0.36), _x(line.band[1], line) - _x(line.band[0], line), 0.72,
                               facecolor=style.SILENCE, linewidth=0, zorder=0))  # fmt: skip
    ax.plot([SCALE_FROM, SCALE_TO], [y, y], color=style.RULE, linewidth=0.7, marker="|", markersize=4)
    ends: dict[str, Any] = {"fontsize": style.SMALL - 0.5, "color": style.QUIET, "va": "center"}
    ax.text(SCALE_TO + 0.012, y, line.end_label, **ends)
    ax.text(SCALE_FROM - 0.012, y, line.start_label, ha="right", **ends)
    if line.low is not None and line.high is not None:
        ax.plot([_x(line.low, line), _x(line.high, line)], [y, y], color=style.QUIET, linewidth=1.8,
                solid_capstyle="butt")  # fmt: skip
    filled = line.state == "seen" and not line.answer
    ax.plot(_x(line.value, line), y, marker="s" if line.answer else "o", markersize=4.6 if line.answer else 5,
            markeredgewidth=1.1, markeredgecolor=style.INK, clip_on=False,
            markerfacecolor=style.INK if filled else style.PAPER)  # fmt: skip


def _x(value: float, line: Line) -> float:
    along = (value - line.start) / (line.end - line.start)
    return SCALE_FROM + min(1.0, max(0.0, along)) * (SCALE_TO - SCALE_FROM)


def printed_line(coders: Many[str], reliability: str, language: str) -> str:
    """Whose coding the profile rests on, how far coders agree, and what it cannot say (C.8 f).

    Examples
    --------
    >>> printed_line(["aino", "bo"], "alpha .81", "en")
    'Conduct in this recording; coded by aino, bo; reliability: alpha .81; says nothing of what was felt.'
    """
    _ = wording.translator(language)
    if all(coder.startswith(MACHINES) for coder in coders):
        return wording.printed_line(coders, language)
    told = _(
        "Conduct in this recording; coded by %(coders)s; reliability: %(reliability)s; says nothing of what was felt."
    )
    return told % {"coders": ", ".join(coders), "reliability": reliability or _("not stated")}


def _caption(figure: Figure, encounter: str, told: str, lines: Many[Line], language: str) -> None:
    _ = wording.translator(language)
    width, height = figure.get_size_inches()
    title = _("%(encounter)s: profile of the five ways") % {"encounter": encounter}
    left = MARGIN / width
    figure.text(left, 1 - 0.2 / height, title, fontsize=9, fontweight="bold", color=style.INK, va="center",
                parse_math=False)  # fmt: skip
    figure.text(left, 0.5 / height, told, fontsize=style.fitted(told, width - 2 * MARGIN, style.SMALL), va="top",
                color=style.QUIET, parse_math=False)  # fmt: skip
    key = _("Filled dot: seen. Open dot: not seen, though there was occasion. No dot: no occasion. "
            "Bars: intervals of 95 per cent, if these moments were a sample of similar moments.")  # fmt: skip
    if any(line.answer for line in lines):
        key += " " + _("Squares: answers, on the scale on which they were asked for.")
    if any(line.band for line in lines):
        key += " " + _(
            "Pale bands: what is usual in encounters of the same kind, from the 10th to the 90th percentile."
        )
    figure.text(left, 0.37 / height, style.wrapped(key, width - 2 * MARGIN), fontsize=style.SMALL, va="top",
                color=style.QUIET)  # fmt: skip
