"""Who has the words as the talk goes on: a strip to stand under a timeline."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from vuoro import wording
from vuoro.measures.floor import balance_over_time
from vuoro.measures.frames import SIDE_OF
from vuoro.model import Encounter, VuoroError
from vuoro.plots import style
from vuoro.plots.timeline import clock, step_of

HEIGHT, LEFT, NARROW_LEFT, RIGHT, ABOVE, BELOW = 1.15, 1.0, 0.42, 0.22, 0.2, 0.36


class OneSided(VuoroError):
    """Nobody speaks of whom it is known that they are a client, or a professional."""


def balance(
    encounter: Encounter, *, language: str = "en", width: float = style.PAGE, ax: Axes | None = None
) -> Axes:
    """The client's share of the words of client and professional, in moving windows.

    Windows are two minutes, or 200 words where the transcript has no times, and overlap by half: each
    dot is one, at its middle. Below the line are the client's words, above it the professional's; the
    hair line is at one half, which is no goal. The same total can hide different dynamics.

    Parameters
    ----------
    width : inches, one column (``style.COLUMN``) or two
    ax : Axes to draw on; a figure is made if None

    Raises
    ------
    OneSided
        The roles of the speakers are not known.

    References
    ----------
    Zhang, Zhang & Danescu-Niculescu-Mizil 2025.

    Examples
    --------
    >>> from vuoro.model import Participant, Turn
    >>> people = (Participant(id="A", role="professional"), Participant(id="B", role="client"))
    >>> visit = Encounter(id="visit", language="en", participants=people, turns=(
    ...     Turn(id="t1", speaker="A", raw="so " * 150, text="so " * 150),
    ...     Turn(id="t2", speaker="B", raw="and " * 150, text="and " * 150)))
    >>> balance(visit, language="sv").get_title(loc="left")
    'Klientens andel av orden, i fönster om 200 ord'
    """
    windows = balance_over_time(encounter)
    if not windows["share"].notna().any():
        raise OneSided(
            f"{encounter.id}: no turn is by a client or a professional; tell the roles of the speakers first"
        )
    if ax is None:
        left = NARROW_LEFT if width < style.PAGE / 1.5 else LEFT
        ax = style.sheet(width, HEIGHT, left=left, right=RIGHT, above=ABOVE, below=BELOW)
    timed = bool((windows["unit"] == "seconds").all())
    first = _first_onset(encounter) if timed else 0.0
    middle = first + ((windows["start"] + windows["end"]) / 2).to_numpy()
    share = 100 * windows["share"].to_numpy()
    _draw(ax, middle, share, first, windows["end"].iloc[-1])
    _describe(ax, timed, language)
    _name_sides(ax, middle, share, language)
    return ax


def _first_onset(encounter: Encounter) -> float:
    """Where windows are counted from: the first onset of either side, in seconds of the recording."""
    roles = encounter.roles()
    return min(
        turn.start for turn in encounter.turns if turn.start is not None and roles[turn.speaker] in SIDE_OF
    )


def _draw(ax: Axes, x: np.ndarray, share: np.ndarray, first: float, length: float) -> None:
    # Up to either end the nearest window is the best that is known.
    along, height = np.r_[first, x, first + length], np.r_[share[0], share, share[-1]]
    ax.fill_between(along, height, 0, color=style.role_colour("client"), alpha=0.55, linewidth=0)
    ax.fill_between(along, height, 100, color=style.role_colour("professional"), alpha=0.55, linewidth=0)
    ax.axhline(50, color=style.PAPER, linewidth=0.6)
    ax.plot(along, height, color=style.INK, linewidth=1.1)
    ax.plot(x, share, "o", markersize=2.8, color=style.INK, clip_on=False, zorder=3)
    ax.set_xlim(first, first + length)


def _describe(ax: Axes, timed: bool, language: str) -> None:
    _ = wording.translator(language)
    style.plain(ax)
    ax.set_ylim(0, 100)
    ax.set_yticks([0, 50, 100], ["0 %", "50 %", "100 %"])
    by_minutes = _("Client’s share of the words, in windows of 2 minutes")
    title = by_minutes if timed else _("Client’s share of the words, in windows of 200 words")
    ax.set_title(title, loc="left", fontsize=style.TEXT, color=style.INK, pad=4)
    first, last = ax.get_xlim()
    step = (
        step_of(last - first)
        if timed
        else next((n for n in (100, 200, 500) if (last - first) / n <= 10), 1000)
    )
    ticks = np.arange(-(-first // step) * step, last + 1e-9, step)
    ax.set_xticks(ticks, [clock(at) if timed else f"{at:.0f}" for at in ticks])
    if not timed:
        ax.set_xlabel(_("words since the beginning"), fontsize=style.SMALL, color=style.QUIET)


def _name_sides(ax: Axes, x: np.ndarray, share: np.ndarray, language: str) -> None:
    """Each side is named where it has most of the words, since there is room."""
    first, last = ax.get_xlim()
    for role, at, y, edge in (
        ("client", np.nanargmax(share), 6, "bottom"), ("professional", np.nanargmin(share), 94, "top")
    ):  # fmt: skip
        place = (x[at] - first) / (last - first)
        side = "left" if place < 0.15 else "right" if place > 0.85 else "center"
        ax.text(x[at], y, wording.name("role", role, language), ha=side, va=edge, fontsize=style.SMALL,
                color=style.INK)  # fmt: skip
