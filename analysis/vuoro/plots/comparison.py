"""Groups of encounters beside one another: every encounter a dot, and what is estimated for the group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes

from vuoro import measures, wording
from vuoro.measures.declare import unit_id
from vuoro.model import VuoroError, record
from vuoro.plots import layout, style
from vuoro.plots.indicators import named

if TYPE_CHECKING:
    import pandas as pd

FEW = 5
"""With fewer moments than this in an encounter, its value is hardly more than chance."""

NAME_AT, COUNT_AT, ESTIMATE_AT, SWARM_AT, BETWEEN = 0.08, 0.21, 0.37, 0.5, 0.16
DOT, MOST_LEVELS = 0.075, 6
MARGIN, ABOVE, BELOW = 0.18, 0.06, 0.96


class NoComparison(VuoroError):
    """The frames do not tell of one measure in groups."""


@record
class Group:
    """A group: its estimate, and the dots of its encounters, in inches from left and by level."""

    name: str
    estimate: Mapping[Any, Any]
    values: np.ndarray
    few: np.ndarray
    levels: tuple[int, ...] = ()

    @property
    def height(self) -> float:
        return SWARM_AT + DOT * (1 + max(self.levels, default=0)) + BETWEEN


def comparison(
    frame: pd.DataFrame,
    estimates: pd.DataFrame,
    by: str,
    *,
    language: str = "en",
    width: float = style.COLUMN,
    ax: Axes | None = None,
) -> Axes:
    """One measure in several groups: a dot an encounter, and above them the group's estimate and interval.

    Groups stand in the order of ``estimates``; nothing is ranked. A dot is open where the encounter
    had fewer than five moments. An encounter without occasion has no dot, and is counted in words.
    Of a group whose result is withheld, its encounters are not shown either.

    Parameters
    ----------
    frame : of :func:`vuoro.measures.measure`, rows of one measure and part, with the column ``by``
    estimates : of :func:`vuoro.estimates.pooled` for that frame and ``by``; needs ``by``, `value`, `low`, `high`
    by : the column that tells the groups
    width : inches, one column (``style.COLUMN``) or two
    ax : Axes to draw on; a figure of fitting height is made if None

    Raises
    ------
    NoComparison
        There are several measures or parts, or none, or the frames name different groups.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"encounter": ["a", "b", "c"], "measure": "Q4", "part": "extended", "value": [0.5, 0.7, 0.4],
    ...     "denominator": [6.0, 10, 2], "state": "computed", "service": ["day", "day", "night"]})
    >>> found = pd.DataFrame({"service": ["day", "night"], "value": [0.62, 0.4], "low": [0.4, float("nan")],
    ...     "high": [0.8, float("nan")]})
    >>> [text.get_text() for text in comparison(frame, found, "service").texts][:4]
    ['day', '62 % [40–80]', '2 encounters', 'night']
    """
    measure, part = _one(frame, estimates, by)
    room = width - 2 * MARGIN if ax is None else style.inches(ax)[0]
    share = unit_id(measure, part) == "share"
    groups = [_group(frame, row, by, share) for row in estimates.to_dict("records")]
    start, end = _ends(groups, share)
    groups = [_swarmed(group, room / (end - start)) for group in groups]
    height = sum(group.height for group in groups)
    if ax is None:
        ax = style.sheet(width, height + ABOVE + BELOW, left=MARGIN, right=MARGIN, above=ABOVE, below=BELOW)
    _prepare(ax, (start, end), height, share, language)
    top = 0.0
    for group in groups:
        _draw(ax, top, group, share, language)
        top += group.height
    _tell(ax, measure, part, any(group.few.any() for group in groups), language)
    return ax


def _one(frame: pd.DataFrame, estimates: pd.DataFrame, by: str) -> tuple[str, str]:
    for table, name in ((frame, "frame"), (estimates, "estimates")):
        if by not in table:
            raise NoComparison(f"{name}: no column {by!r}, which is to tell the groups")
    pairs = list(dict.fromkeys(zip(frame["measure"], frame["part"], strict=True)))
    if len(pairs) != 1 or estimates[by].duplicated().any():
        raise NoComparison(
            f"a comparison is of one measure and part, and these frames have {len(pairs)}. Choose: "
            'frame[(frame.measure == "Q4") & (frame.part == "extended")], and of the estimates the same'
        )
    if strangers := set(frame[by]) ^ set(estimates[by]):
        raise NoComparison(f"only one of the two frames has {by} {', '.join(sorted(map(repr, strangers)))}")
    return pairs[0]


def _group(frame: pd.DataFrame, estimate: Mapping[Any, Any], by: str, share: bool) -> Group:
    own = frame[(frame[by] == estimate[by]) & (frame["state"] == "computed")].sort_values("value")
    if estimate.get("state") == "withheld":
        # The dots would give away what the estimate keeps back.
        own = own.iloc[:0]
    few = share & (own["denominator"] < FEW).to_numpy()
    return Group(name=str(estimate[by]), estimate=estimate, values=own["value"].to_numpy(float), few=few)


def _ends(groups: list[Group], share: bool) -> tuple[float, float]:
    """Where the scale begins and ends: at 0 and 1 for shares, and around 0 and all values for the rest."""
    if share:
        return 0.0, 1.0
    estimates = [group.estimate[name] for group in groups for name in ("low", "value", "high")]
    shown = np.concatenate([[0.0], estimates, *(group.values for group in groups)])
    return 1.05 * float(np.nanmin(shown)), 1.05 * float(np.nanmax(shown)) or 1.0


def _swarmed(group: Group, inches: float) -> Group:
    """Dots that would touch stand under one another; very many overlap."""
    spans = [(value * inches - DOT / 2, value * inches + DOT / 2) for value in group.values]
    levels = tuple(min(level, MOST_LEVELS - 1) for level in layout.levels(spans))
    return replace(group, levels=levels)


def _prepare(ax: Axes, ends: tuple[float, float], height: float, share: bool, language: str) -> None:
    style.plain(ax)
    ax.set_xlim(ends)
    ax.set_ylim(height, 0)
    ax.xaxis.set_major_formatter(lambda value, _: _number(value, share, language) + (" %" if share else ""))


def _draw(ax: Axes, top: float, group: Group, share: bool, language: str) -> None:
    row, (start, end) = group.estimate, ax.get_xlim()
    line: dict[str, Any] = {"y": top + NAME_AT, "va": "center", "fontsize": style.TEXT, "color": style.INK}
    ax.text(start, s=group.name, fontweight="bold", parse_math=False, **line)
    ax.text(end, s=_shown(row, share, language), ha="right", **line)
    ax.text(start, top + COUNT_AT, _counted(row, group, language), va="center", fontsize=style.SMALL,
            color=style.QUIET)  # fmt: skip
    y = top + ESTIMATE_AT
    ax.plot([start, end], [y, y], color=style.RULE, linewidth=0.6, zorder=0)
    if isfinite(row["low"]):
        ax.hlines(y, row["low"], row["high"], color=style.INK, linewidth=1.6, zorder=2)
    if isfinite(row["value"]):
        ax.plot(row["value"], y, marker="D", markersize=5, color=style.INK, zorder=3, clip_on=False)
    heights = [top + SWARM_AT + DOT * (level + 0.5) for level in group.levels]
    faces = [style.PAPER if few else style.OTHER_ROLE for few in group.few]
    ax.scatter(group.values, heights, s=18, c=faces, edgecolors=style.QUIET, linewidths=0.7, clip_on=False)


def _shown(row: Mapping[Any, Any], share: bool, language: str) -> str:
    """The estimate in words: a fraction where there were fewer than five moments in all."""
    if not isfinite(row["value"]):
        return _state(row, language)
    if share and row.get("denominator", FEW) < FEW:
        return f"{row['numerator']:.0f}/{row['denominator']:.0f}"
    shown = _number(row["value"], share, language) + (" %" if share else "")
    if isfinite(row["low"]):
        shown += f" [{_number(row['low'], share, language)}–{_number(row['high'], share, language)}]"
    return shown


def _state(row: Mapping[Any, Any], language: str) -> str:
    _ = wording.translator(language)
    if row.get("state") == "withheld":
        return _("withheld, to protect people")
    return _("no occasion") if row.get("state") == "no_occasion" else _("cannot be computed")


def _number(value: float, share: bool, language: str) -> str:
    shown = f"{100 * value:.0f}" if share else f"{value:.3g}"
    return wording.decimals(shown.replace("-", "−"), language)


def _counted(row: Mapping[Any, Any], group: Group, language: str) -> str:
    if row.get("state") == "withheld":
        return ""
    _, ngettext = wording.translator(language), wording.counter(language)
    num = len(group.values)
    others = {"no_occasion": _("no occasion: %(n)s"), "not_computable": _("cannot be computed: %(n)s")}
    told = [text % {"n": row[state]} for state, text in others.items() if row.get(state)]
    return "; ".join([ngettext("%(num)s encounter", "%(num)s encounters", num) % {"num": num}, *told])


def _tell(ax: Axes, measure: str, part: str, few: bool, language: str) -> None:
    _ = wording.translator(language)
    room = style.inches(ax)[0]
    ax.set_xlabel(style.wrapped(_label(measure, part, language), room, style.TEXT), fontsize=style.TEXT,
                  color=style.INK, parse_math=False)  # fmt: skip
    key = _("Diamond: the group, with its interval of 95 per cent where one is honest. Dot: an encounter.")
    if few:
        key += " " + _("Open dot: fewer than five moments in it.")
    ax.annotate(style.wrapped(key, room), (0, 0), xytext=(0, -38), xycoords="axes fraction", va="top",
                textcoords="offset points", fontsize=style.SMALL, color=style.QUIET)  # fmt: skip


def _label(measure: str, part: str, language: str) -> str:
    label = named(measure, part, language)
    unit = measures.unit(measure, part, language)
    return label if unit_id(measure, part) == "share" else f"{label}, {unit}"
