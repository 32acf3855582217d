"""How far coders agree, code by code: a dot and its interval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from vuoro import codebooks, wording
from vuoro.model import VuoroError
from vuoro.plots import style
from vuoro.wording import N_

if TYPE_CHECKING:
    import pandas as pd

INCHES_PER_CODE = 0.22
ABOVE, BELOW = 0.68, 0.95
PLOT_FROM, PLOT_TO, UNITS_AT = 0.40, 0.78, 0.985
CONVENTIONS = (0.667, 0.80)

NAMES: Mapping[str, str] = {
    "observed": N_("Observed agreement (1: always the same)"),
    "kappa": N_("Cohen’s kappa (0: as chance would have it, 1: always the same)"),
    "fleiss": N_("Fleiss’ kappa (0: as chance would have it, 1: always the same)"),
    "alpha": N_("Krippendorff’s alpha (0: as chance would have it, 1: always the same)"),
    "ac1": N_("Gwet’s AC1 (0: as chance would have it, 1: always the same)"),
    "positive": N_("Positive agreement (1: whenever one gives the code, so does the other)"),
}


class NotOneComparison(VuoroError):
    """A figure shows one coefficient of one group of coders, a row for each code."""


def agreement(frame: pd.DataFrame, *, coefficient: str = "alpha", language: str = "en") -> Figure:
    """One coefficient for each code, with its interval where there is one.

    Parameters
    ----------
    frame : ``coefficients`` of :func:`vuoro.agreement.agree`; of its rows those for all languages are drawn,
        unless it has only those of one
    coefficient : observed, kappa, fleiss, alpha, ac1 or positive

    Raises
    ------
    NotOneComparison
        There is no row for that coefficient, or there are several for one code: choose by `coders` first.
    """
    rows = _chosen(frame, coefficient)
    units = {row["code"]: row for row in _rows(frame, "prevalence")}
    figure = style.blank(style.PAGE, ABOVE + BELOW + INCHES_PER_CODE * len(rows))
    height = figure.get_size_inches()[1]
    ax = figure.add_axes((PLOT_FROM, BELOW / height, PLOT_TO - PLOT_FROM, 1 - (ABOVE + BELOW) / height))
    _frame(ax, rows, coefficient, language)
    for y, row in enumerate(rows):
        _draw(ax, y, row, units.get(row["code"]), language)
    _tell(figure, rows[0]["coders"], coefficient in ("alpha", "kappa"), language)
    return figure


def _chosen(frame: pd.DataFrame, coefficient: str) -> list[dict[Any, Any]]:
    if coefficient not in NAMES:
        raise NotOneComparison(f"no figure of {coefficient!r}; choose one of {', '.join(NAMES)}")
    rows = _rows(frame, coefficient)
    if not rows or len(rows) > len({row["code"] for row in rows}):
        raise NotOneComparison(
            f"{len(rows)} rows for {coefficient}, and a figure takes one for each code: "
            "choose a pair of coders, frame[frame.coders == ...]"
        )
    ways = codebooks.load("participation").ways_by_code
    # The overall value first, then the codes as the codebook has them, way by way.
    order = {code: at for at, code in enumerate(ways)}
    return sorted(rows, key=lambda row: (row["code"] != "all", order.get(row["code"], len(order))))


def _rows(frame: pd.DataFrame, coefficient: str) -> list[dict[Any, Any]]:
    languages = set(frame["language"])
    language = "all" if "all" in languages else next(iter(languages), "all")
    chosen = frame[(frame["coefficient"] == coefficient) & (frame["language"] == language)]
    return chosen.to_dict("records")


def _frame(ax: Axes, rows: list[dict[Any, Any]], coefficient: str, language: str) -> None:
    lows = [value for row in rows for value in (row["value"], row["low"]) if value == value]
    ax.set_xlim(min([0.0, *lows]) - 0.02, 1.02)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_yticks([])
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(style.RULE)
    ax.tick_params(colors=style.QUIET, labelsize=style.SMALL, length=3)
    ax.xaxis.set_major_formatter(lambda value, _: wording.decimals(f"{value:.1f}", language))
    ax.set_xlabel(wording.translator(language)(NAMES[coefficient]), fontsize=style.TEXT, color=style.INK)
    if coefficient in ("alpha", "kappa"):
        for at in CONVENTIONS:
            ax.axvline(at, color=style.QUIET, linewidth=0.7, linestyle=(0, (1, 3)), zorder=0)


def _draw(ax: Axes, y: int, row: Mapping[Any, Any], units: Mapping[Any, Any] | None, language: str) -> None:
    code = row["code"]
    codebook = codebooks.load("participation")
    look = style.WAYS.get(codebook.ways_by_code.get(code, 0))
    _ = wording.translator(language)
    label = _("all codes") if code == "all" else codebook.labels(language).get(code, code)
    axes = ax.get_yaxis_transform()
    name: dict[str, Any] = {
        "fontsize": style.TEXT,
        "color": style.INK,
        "va": "center",
        "parse_math": False,
        "transform": axes,
    }
    weight = "bold" if code == "all" else "normal"
    size = style.fitted(label, (PLOT_FROM - 0.03) * style.PAGE, weight=weight)
    ax.text(-0.03, y, label, ha="right", fontweight=weight, **{**name, "fontsize": size})
    if row["value"] != row["value"]:
        ax.text(
            0.01, y, _("not defined: nothing varies"), fontstyle="italic", **{**name, "color": style.QUIET}
        )
        return
    ax.plot([row["low"], row["high"]], [y, y], color=style.QUIET, linewidth=1.8, solid_capstyle="butt")
    ax.plot(row["value"], y, marker=look.marker if look else "o", markersize=5, markeredgewidth=0.8,
            markeredgecolor=style.INK, markerfacecolor=look.colour if look else style.INK)  # fmt: skip
    ax.text(1.05, y, _shown(row, language), **name)
    if units:
        ax.text(_beside(UNITS_AT), y, f"{units['value'] * units['units']:.0f}", ha="right", **name)


def _shown(row: Mapping[Any, Any], language: str) -> str:
    value, low, high = (f"{row[name]:.2f}" for name in ("value", "low", "high"))
    shown = value if row["low"] != row["low"] else f"{value} [{low}; {high}]"
    return wording.decimals(shown, language)


def _beside(at: float) -> float:
    """A place across the figure, as a share of the width of the plot."""
    return (at - PLOT_FROM) / (PLOT_TO - PLOT_FROM)


def _tell(figure: Figure, coders: str, conventions: bool, language: str) -> None:
    _ = wording.translator(language)
    height = figure.get_size_inches()[1]
    title = _("%(coders)s: agreement, code by code") % {"coders": coders}
    figure.text(0.03, 1 - 0.2 / height, title, fontsize=9, fontweight="bold", color=style.INK, va="center",
                parse_math=False)  # fmt: skip
    figure.text(
        UNITS_AT,
        1 - 0.5 / height,
        _("units with the code"),
        fontsize=style.SMALL,
        color=style.QUIET,
        ha="right",
    )
    lines = [
        _(
            "Bars: intervals of 95 per cent from drawing whole encounters again. No bar: too few encounters. Colour and shape: the five ways."
        )
    ]
    if conventions:
        lines.append(
            _(
                "Dotted lines: from .667 tentative, from .80 firm conclusions; a convention of Krippendorff’s (2018)."
            )
        )
    told = "\n".join(style.wrapped(wording.decimals(line, language), 0.95 * style.PAGE) for line in lines)
    figure.text(0.03, 0.45 / height, told, fontsize=style.SMALL, color=style.QUIET, va="top")
