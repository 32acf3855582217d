"""What follows what, as a table: every pair of moves with its count, and how far that is from chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Rectangle

from vuoro import codebooks, wording
from vuoro.plots import style
from vuoro.plots.transitions import BY_CHANCE, SIDES, checked, in_order

if TYPE_CHECKING:
    import pandas as pd

MORE, FEWER, STRONGEST = "#6f8fb5", "#d0ac62", 5.0
"""Muted tones that no kind of colour vision mixes up; the sign is printed as well."""

LEFT_SHARE, ROW, COLUMN_LABELS, MARGIN, BELOW = 0.3, 0.27, 1.35, 0.08, 0.52


def transition_table(
    table: pd.DataFrame,
    by: str = "professional",
    *,
    residual: str = "residual_within",
    language: str = "en",
    width: float = style.PAGE,
    ax: Axes | None = None,
) -> Axes:
    """The moves of one side, down, by what the other side did next, across.

    Every cell tells how often; a cell is tinted, and its adjusted residual printed, where that was more
    (+) or less (−) often than one in twenty cells is by chance. In brackets: too few were expected for
    the residual to be trusted. Pairs that cannot occur are left blank.

    Parameters
    ----------
    table : of :func:`vuoro.measures.adjacency.transitions`; needs `by`, `given`, `then`, `count` and a residual
    by : whose moves come first, professional or client
    residual : the column of the residual; "residual_within" compares moves of one encounter only
    width : inches
    ax : Axes to draw on; a figure of fitting height is made if None

    Raises
    ------
    NoTransitions
        The table is empty, or has no such residual.

    References
    ----------
    Haberman 1973; Bakeman & Quera 2011.

    Examples
    --------
    >>> import pandas as pd
    >>> pairs = pd.DataFrame({"by": "client", "given": ["propose", "accept"], "then": "probe_proposal",
    ...     "count": [9, 1], "residual": [3.1, -3.1]})
    >>> [text.get_text() for text in transition_table(pairs, "client", residual="residual").texts][:4]
    ['9', '+3.1', '1', '−3.1']
    """
    cells = checked(table[table["by"] == by], residual)
    rows, columns = in_order({*cells["given"]}), in_order({*cells["then"]})
    if ax is None:
        height = COLUMN_LABELS + ROW * len(rows) + BELOW
        ax = style.sheet(
            width, height, left=LEFT_SHARE * width, right=MARGIN, above=COLUMN_LABELS, below=BELOW
        )
    style.plain(ax, axis="")
    ax.set_xlim(0, len(columns))
    ax.set_ylim(len(rows), 0)
    for cell in cells.to_dict("records"):
        _draw(ax, columns.index(cell["then"]), rows.index(cell["given"]), cell, cell[residual], language)
    _name(ax, rows, columns, by, language)
    return ax


def _draw(ax: Axes, x: int, y: int, cell: dict[Any, Any], residual: float, language: str) -> None:
    beyond = abs(residual) > BY_CHANCE
    ax.add_patch(Rectangle((x, y), 1, 1, facecolor=_tint(residual) if beyond else style.PAPER,
                           edgecolor=style.RULE, linewidth=0.4))  # fmt: skip
    ink: dict[str, Any] = {"fontsize": style.SMALL, "va": "center", "zorder": 2}
    ax.text(x + 0.5, y + (0.3 if beyond else 0.5), f"{cell['count']}", ha="center",
            color=style.INK if cell["count"] else style.QUIET, **ink)  # fmt: skip
    if beyond:
        shown = wording.decimals(f"{residual:+.1f}".replace("-", "−"), language)
        shown = f"({shown})" if cell.get("sparse", False) else shown
        ax.text(
            x + 0.5, y + 0.72, shown, ha="center", color=style.INK, **{**ink, "fontsize": style.SMALL - 0.5}
        )


def _tint(residual: float) -> str:
    """Nearer to paper, the nearer to chance."""
    strength = min(1.0, abs(residual) / STRONGEST)
    colour, paper = to_rgb(MORE if residual > 0 else FEWER), to_rgb(style.PAPER)
    mixed = [back + strength * (front - back) for front, back in zip(colour, paper, strict=True)]
    return to_hex((mixed[0], mixed[1], mixed[2]))


def _name(ax: Axes, rows: list[str], columns: list[str], by: str, language: str) -> None:
    _ = wording.translator(language)
    labels = codebooks.load("participation").labels(language)
    text: dict[str, Any] = {
        "fontsize": style.SMALL,
        "color": style.INK,
        "parse_math": False,
        "annotation_clip": False,
    }
    beside = LEFT_SHARE / (1 - LEFT_SHARE) * style.inches(ax)[0] - 0.1
    for at, code in enumerate(rows):
        label = style.wrapped(labels.get(code, code), beside)
        ax.annotate(label, (0, at + 0.5), xytext=(-4, 0), textcoords="offset points", ha="right", va="center",
                    linespacing=0.9, **text)  # fmt: skip
    for at, code in enumerate(columns):
        label = style.wrapped(labels.get(code, code), COLUMN_LABELS - 0.1)
        ax.annotate(label, (at + 0.5, 0), xytext=(0, 4), textcoords="offset points", ha="center", va="bottom",
                    rotation=90, linespacing=0.9, **text)  # fmt: skip
    _tell(ax, by, language)


def _tell(ax: Axes, by: str, language: str) -> None:
    _ = wording.translator(language)
    other = SIDES[1 - SIDES.index(by)]
    sides = {"by": wording.name("role", by, language), "other": wording.name("role", other, language)}
    lines = [
        _("Down: %(by)s; across: what came next from the other side, %(other)s.") % sides,
        _("Tinted: adjusted residual beyond ±1.96; in brackets where fewer than five were expected."),
    ]
    at = -LEFT_SHARE / (1 - LEFT_SHARE) * style.inches(ax)[0] * 72 + 6
    ax.annotate(wording.decimals("\n".join(lines), language), (0, 0), xytext=(at, -8), xycoords="axes fraction",
                textcoords="offset points", va="top", fontsize=style.SMALL, color=style.QUIET)  # fmt: skip
