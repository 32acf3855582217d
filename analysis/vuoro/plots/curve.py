"""A learning curve: what more coded talk is worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from matplotlib.figure import Figure

from vuoro import wording
from vuoro.plots import style


def learning_curve(points: Iterable[Mapping[str, Any]], *, language: str = "en") -> Figure:
    """F1 over the turns that a coder has learned from; the last piece of the line says what more would bring.

    Parameters
    ----------
    points : rows with `turns` and `f1`, as ``vuoro.learning.training.learning_curve`` makes them

    Examples
    --------
    >>> learning_curve([{"turns": 100, "f1": 0.3}, {"turns": 200, "f1": 0.4}]).axes[0].get_xlabel()
    'turns learned from'
    """
    points = list(points)
    _ = wording.translator(language)
    ax = style.sheet(style.COLUMN, 2.5, left=0.5, right=0.2, above=0.1, below=0.45)
    ax.plot(
        [p["turns"] for p in points], [p["f1"] for p in points], color=style.INK, marker="o", markersize=4
    )
    for point in points:
        ax.annotate(wording.decimals(f"{point['f1']:.2f}", language), (point["turns"], point["f1"]), xytext=(0, 6),
                    textcoords="offset points", ha="center", fontsize=style.SMALL, color=style.QUIET)  # fmt: skip
    text: dict[str, Any] = {"fontsize": style.TEXT, "color": style.INK}
    ax.set_xlabel(_("turns learned from"), **text)
    ax.set_ylabel(_("F1, all codes pooled"), **text)
    ax.tick_params(colors=style.QUIET, labelsize=style.SMALL, length=2.5)
    ax.yaxis.set_major_formatter(lambda value, _: wording.decimals(f"{value:.1f}", language))
    ax.set_ylim(0, 1)
    ax.set_xlim(left=0)
    ax.grid(axis="y", color=style.RULE, linewidth=0.5)
    ax.spines[["top", "right"]].set_visible(False)
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure
