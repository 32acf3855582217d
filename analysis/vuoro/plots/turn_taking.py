"""How soon the next one speaks: the distribution of floor transfer offsets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import blended_transform_factory

from vuoro import wording
from vuoro.measures.declare import MEASURES
from vuoro.measures.frames import positions
from vuoro.measures.onsets import by_onset, floor_transfers
from vuoro.measures.talk import Talk, hear
from vuoro.model import ROLES, UNKNOWN, Encounter, VuoroError, record
from vuoro.plots import style

FROM, TO, BIN = -2000.0, 3000.0, 100.0
"""Milliseconds. Bins of 0.1 s have edges at 0, 0.2 and 0.7 s, so no bar straddles two bands."""

BANDS = {"< 0": (-np.inf, 0), "0–0.2": (0, 200), "0.2–0.7": (200, 700.5), "> 0.7": (700.5, np.inf)}
"""Those of measure T1, where 0.7 s belongs below; offsets are whole milliseconds."""

CONTINUERS = "continuers"
BARS_FROM, FRACTION_BELOW = 20, 5
COLUMNS = ((0.0, "left"), (0.36, "center"), (0.66, "center"), (1.0, "right"))
TALLEST = 0.52
ROW_INCHES, ABOVE, BELOW, LEFT = 0.92, 0.08, 0.94, 0.42
TICKS = (10, 20, 30, 50, 100)
DOTTED = (0, (1, 2))


class NothingTimed(VuoroError):
    """In none of the encounters can be told how soon the next one spoke."""


@record
class Row:
    """The offsets, in ms, at which people of one role took the floor, or passed it by with a continuer."""

    role: str
    offsets: np.ndarray

    def heights(self) -> np.ndarray:
        """Per cent of the transfers in each bin."""
        counts, _ = np.histogram(self.offsets, np.arange(FROM, TO + BIN, BIN))
        return 100 * counts / len(self.offsets)

    def share(self, band: str) -> str:
        """How many of the transfers are in a band; of fewer than five, a percentage would say too much."""
        low, high = BANDS[band]
        some, all_ = int(np.sum((self.offsets >= low) & (self.offsets < high))), len(self.offsets)
        return f"{some}/{all_}" if all_ < FRACTION_BELOW else f"{100 * some / all_:.0f} %"

    @property
    def few(self) -> bool:
        """Whether each transfer is drawn by itself, since bars would make a shape of chance."""
        return len(self.offsets) < BARS_FROM


def turn_taking(
    encounters: Encounter | Iterable[Encounter], *, language: str = "en", ax: Axes | None = None
) -> Axes:
    """How soon whoever takes the floor begins after the other has ended, by role; below 0 they overlap.

    Each row is a histogram, in per cent of the row's transfers; fewer than twenty are drawn one by one.
    The triangle is the median, and the line above tells the share of transfers in each band of seconds.
    Continuers take no floor and stand in a row of their own. Encounters without times, or with times in
    whole seconds only, are left out, and their number is told. Compare within one language and setting.

    Parameters
    ----------
    encounters : one or many; many are put together, transfer by transfer
    ax : Axes to draw on; a figure one column wide is made if None

    Raises
    ------
    NothingTimed
        None of the encounters has times that are fine enough.

    References
    ----------
    Heldner & Edlund 2010; Levinson & Torreira 2015.

    Examples
    --------
    >>> from vuoro.model import Participant, Turn
    >>> people = (Participant(id="A", role="professional"), Participant(id="B", role="client"))
    >>> visit = Encounter(id="visit", language="en", participants=people, turns=(
    ...     Turn(id="t1", speaker="A", raw="How are you?", text="How are you?", start=0.0, end=1.1),
    ...     Turn(id="t2", speaker="B", raw="Not well.", text="Not well.", start=1.35, end=2.0)))
    >>> [text.get_text() for text in turn_taking(visit).texts[:2]]
    ['client', 'n = 1, median 250 ms']
    """
    encounters = [encounters] if isinstance(encounters, Encounter) else list(encounters)
    talk = hear(encounters)
    fine = _fine(talk)
    rows = list(rows_of(talk.turns[fine[positions(talk.turns)]]))
    if not rows:
        raise NothingTimed(
            f"none of {len(encounters)} encounters has turns with times finer than whole seconds and a change of "
            "speaker; turn-taking can only be drawn from transcripts with times"
        )
    if ax is None:
        height = ROW_INCHES * len(rows) + ABOVE + BELOW
        ax = style.sheet(style.COLUMN, height, left=LEFT, right=0.1, above=ABOVE, below=BELOW)
    scale = TALLEST / max((row.heights().max() for row in rows if not row.few), default=100)
    _prepare(ax, len(rows), language)
    for at, row in enumerate(rows):
        _draw(ax, len(rows) - 1 - at, row, scale, language)
    _tell(ax, rows, int(fine.sum()), int((~fine).sum()), language)
    return ax


def _fine(talk: Talk) -> np.ndarray:
    """Which of the encounters have times that are fine enough."""
    # Roles are not needed to see who is quick: a speaker whose role is unknown has a row of their own.
    needs = [need for need in MEASURES["T1"].declaration.needs if need != "roles"]
    return talk.lacks(*needs) == 0


def rows_of(turns: pd.DataFrame) -> Iterator[Row]:
    """A row for each role that takes the floor, and one for continuers."""
    transfers, continuers = _offsets(turns)
    for role in (*ROLES, UNKNOWN):
        if len(offsets := transfers.loc[transfers["role"] == role, "fto"].to_numpy()):
            yield Row(role=role, offsets=offsets)
    if len(continuers):
        yield Row(role=CONTINUERS, offsets=continuers["fto"].to_numpy())


def _offsets(turns: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The floor transfers that measure T1 counts, and apart from them the continuers."""
    in_order = by_onset(turns, "continuer", "role")
    floor = in_order[~in_order["continuer"]]
    latest = floor.groupby("encounter", observed=True)["end"].cummax()
    before = latest.groupby(floor["encounter"], observed=True).shift()
    transfers = floor_transfers(floor[~(floor["end"] <= before)]).dropna()
    every = floor_transfers(in_order).dropna()
    return transfers.join(in_order["role"]), every[in_order.loc[every.index, "continuer"]]


def _prepare(ax: Axes, rows: int, language: str) -> None:
    style.plain(ax)
    ax.set_xlim(FROM, TO)
    ax.set_ylim(-0.12, rows - 0.02)
    ax.set_xticks(np.arange(FROM, TO + 1, 1000))
    ax.xaxis.set_major_formatter(lambda value, _: _seconds(value, language))


def _seconds(milliseconds: float, language: str) -> str:
    return wording.decimals(f"{milliseconds / 1000:g}".replace("-", "−"), language)


def _draw(ax: Axes, base: float, row: Row, scale: float, language: str) -> None:
    apart = row.role == CONTINUERS
    look: dict[str, Any] = {"edgecolor": style.OTHER_ROLE, "facecolor": style.PAPER} if apart else {
        "edgecolor": style.PAPER, "facecolor": style.role_colour(row.role)}  # fmt: skip
    ax.plot([FROM, TO], [base, base], color=style.RULE, linewidth=0.8, zorder=1)
    for limit, dashes in ((0, "solid"), (200, DOTTED), (700, DOTTED)):
        ax.vlines(limit, base, base + TALLEST, color=style.RULE, linewidth=0.6, linestyle=dashes, zorder=0)
    if row.few:
        _draw_each(ax, base, row)
    else:
        edges = np.arange(FROM, TO, BIN)
        ax.bar(edges, row.heights() * scale, BIN, base, align="edge", linewidth=0.4, zorder=2, **look)
        _scale(ax, base, scale)
    middle = float(np.median(row.offsets))
    at = min(max(middle, FROM), TO)
    ax.plot(at, base - 0.015, marker=6, markersize=5, color=style.INK, zorder=3, clip_on=False)
    _label(ax, base + TALLEST, row, middle, language)


def _draw_each(ax: Axes, base: float, row: Row) -> None:
    inside = row.offsets[(row.offsets >= FROM) & (row.offsets < TO)]
    colour = style.OTHER_ROLE if row.role == CONTINUERS else style.role_colour(row.role)
    ax.vlines(inside, base, base + TALLEST / 3, color=colour, linewidth=1.4, zorder=2)


def _scale(ax: Axes, base: float, scale: float) -> None:
    """How high a round number of per cent is, at the left of each row."""
    per_cent = max((tick for tick in TICKS if tick * scale <= TALLEST), default=5)
    beside = blended_transform_factory(ax.transAxes, ax.transData)
    ax.plot([-0.012, -0.012], [base, base + per_cent * scale], color=style.QUIET, linewidth=0.8, transform=beside,
            clip_on=False, solid_capstyle="butt")  # fmt: skip
    ax.text(-0.03, base + per_cent * scale / 2, f"{per_cent} %", transform=beside, ha="right", va="center",
            fontsize=style.SMALL, color=style.QUIET)  # fmt: skip


def _label(ax: Axes, top: float, row: Row, middle: float, language: str) -> None:
    _ = wording.translator(language)
    name = _("continuers") if row.role == CONTINUERS else wording.name("role", row.role, language)
    shown = {"n": len(row.offsets), "median": f"{middle:.0f}".replace("-", "−")}
    told = _("n = %(n)s, median %(median)s ms") % shown
    line: dict[str, Any] = {
        "va": "bottom",
        "transform": blended_transform_factory(ax.transAxes, ax.transData),
        "zorder": 4,
    }
    ax.text(0.0, top + 0.23, name, fontsize=style.TEXT, fontweight="bold", color=style.INK, **line)
    ax.text(1.0, top + 0.23, told, fontsize=style.TEXT, color=style.INK, ha="right", **line)
    for (at, side), band in zip(COLUMNS, BANDS, strict=True):
        ax.text(at, top + 0.08, wording.decimals(f"{band} s: {row.share(band)}", language), color=style.QUIET,
                fontsize=style.SMALL, ha=side, **line)  # fmt: skip


def _tell(ax: Axes, rows: list[Row], used: int, left_out: int, language: str) -> None:
    _, ngettext = wording.translator(language), wording.counter(language)
    ax.set_xlabel(
        _("Floor transfer offset, seconds (below 0: overlap)"), fontsize=style.TEXT, color=style.INK
    )
    notes = [ngettext("%(num)s encounter", "%(num)s encounters", used) % {"num": used}]
    if left_out:
        notes.append(_("%(n)s left out: no times, or whole seconds") % {"n": left_out})
    if outside := sum(int(np.sum((row.offsets < FROM) | (row.offsets >= TO))) for row in rows):
        notes.append(_("beyond the axis: %(n)s") % {"n": outside})
    ax.annotate("\n".join(notes), (0, 0), xytext=(-LEFT * 72 + 6, -38), xycoords="axes fraction", va="top",
                textcoords="offset points", fontsize=style.SMALL, color=style.QUIET)  # fmt: skip
