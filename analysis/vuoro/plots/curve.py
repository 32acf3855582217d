"""A learning curve: what more coded talk is worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from matplotlib.figure import Figure

from vuoro.plots.style import INK, QUIET, RULE


def learning_curve(points: Iterable[Mapping[str, Any]]) -> Figure:
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
    figure = Figure(figsize=(5, 3.2), layout="constrained")
    axes = figure.subplots()
    axes.plot([p["turns"] for p in points], [p["f1"] for p in points], color=INK, marker="o", markersize=4)
    for point in points:
        axes.annotate(
            f"{point['f1']:.2f}", (point["turns"], point["f1"]), xytext=(0, 7),
            textcoords="offset points", ha="center", fontsize=8, color=QUIET,
        )  # fmt: skip
    axes.set(xlabel="turns learned from", ylabel="F1, all codes pooled", ylim=(0, 1))
    axes.set_xlim(left=0)
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    return figure
