"""How often a coder is right, code by code: a dot for F1, a line for its interval."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from vuoro import codebooks
from vuoro.plots import style

LOOKS = ((style.INK, "o"), (style.QUIET, "s"), ("#9a7452", "^"), ("#7b879a", "D"))
"""Shape tells the groups apart, and muted tones help: strong colour is kept for the five ways."""

ROW = 0.34
"""Inches a code."""


def scores(groups: Mapping[str, pd.DataFrame], *, language: str = "en") -> Figure:
    """F1 of every code in each group, with its 95 % interval where one was computed.

    Parameters
    ----------
    groups : what is compared (languages, coders; up to four) to the ``scores`` of an evaluation
    language : of the codes' names

    A code without a dot in a group is one that the reference never has there.

    Examples
    --------
    >>> table = pd.DataFrame({"f1": [0.5], "low": [0.4], "high": [0.6]}, index=["propose"])
    >>> [text.get_text() for text in scores({"sv": table}).axes[0].get_yticklabels()]
    ['Proposal']
    """
    labels = codebooks.load("participation").labels(language)
    codes = [code for code in labels if any(code in table.index for table in groups.values())]
    figure = style.blank(7.2, 1.1 + ROW * len(codes))
    ax = figure.add_subplot()
    step = 0.6 / max(1, len(groups))
    for at, (name, table) in enumerate(groups.items()):
        _group(ax, table.reindex(codes), (at - (len(groups) - 1) / 2) * step, name, *LOOKS[at])
    _frame(ax, [labels[code] for code in codes])
    figure.tight_layout()
    return figure


def _group(ax: Axes, table: pd.DataFrame, shift: float, name: str, colour: str, marker: str) -> None:
    rows = [row + shift for row in range(len(table))]
    ax.hlines(rows, table["low"], table["high"], color=colour, linewidth=1.1)
    ax.scatter(table["f1"], rows, s=22, color=colour, marker=marker, label=name, zorder=3)


def _frame(ax: Axes, names: list[str]) -> None:
    ax.set_yticks(range(len(names)), names, fontsize=8, color=style.INK, parse_math=False)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlim(-0.02, 1.02)
    ax.set_xlabel("F1", fontsize=9, color=style.INK)
    ax.tick_params(axis="x", labelsize=8, labelcolor=style.QUIET)
    ax.tick_params(axis="both", length=0)
    ax.grid(axis="x", color=style.RULE, linewidth=0.5)
    ax.set_axisbelow(True)
    ax.spines[:].set_visible(False)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, fontsize=8, borderaxespad=0.2)
