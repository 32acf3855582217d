"""What a timeline says about itself: title, whose annotations these are, axis, legend."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from vuoro import codebooks, wording
from vuoro.model import Annotation, Encounter, Sequence
from vuoro.plots import layout, style


def describe(
    ax: Axes,
    encounter: Encounter,
    annotations: Many[Annotation],
    sequences: Many[Sequence],
    unit: str,
    language: str,
) -> None:
    _ = wording.translator(language)
    title = _("%(encounter)s: turns, moves and sequences") % {"encounter": encounter.id}
    ax.set_title(title, loc="left", fontsize=9, fontweight="bold", color=style.INK, pad=24, parse_math=False)
    told = f"{whose(annotations, sequences, language)}\n{_axis(encounter, unit, language)}"
    ax.annotate(
        told, (0, 1), xytext=(0, 2), xycoords="axes fraction", textcoords="offset points", fontsize=style.SMALL,
        color=style.QUIET, va="bottom", parse_math=False,
    )  # fmt: skip
    ax.legend(
        handles=_handles(ax, annotations, sequences, unit, language), loc="upper left", bbox_to_anchor=(-0.13, 0),
        bbox_transform=ax.transAxes, borderaxespad=1.6, ncols=3, fontsize=style.SMALL, frameon=False,
        labelcolor=style.INK, handlelength=1.6, columnspacing=1.2, borderpad=0,
    )  # fmt: skip


def whose(annotations: Iterable[Annotation], sequences: Iterable[Sequence], language: str) -> str:
    """Whose annotations are drawn, and whether a person has confirmed them."""
    _ = wording.translator(language)
    things: list[Annotation | Sequence] = [*annotations, *sequences]
    if not things:
        return _("No moves are marked in this encounter")
    coders = _("Coder: %(coders)s") % {"coders": ", ".join(sorted({thing.coder for thing in things}))}
    if any(thing.status == "suggested" for thing in things):
        return f"{_('Machine suggestions, not confirmed by a person')}. {coders}"
    return coders


def _axis(encounter: Encounter, unit: str, language: str) -> str:
    _ = wording.translator(language)
    if unit == layout.WORDS:
        return _("Turn; each turn is as wide as its number of words (the transcript has no times)")
    if any(turn.end is None for turn in encounter.turns):
        return _("Minutes and seconds; a turn without an end time is drawn until the next one begins")
    return _("Minutes and seconds")


def _handles(
    ax: Axes, annotations: Many[Annotation], sequences: Many[Sequence], unit: str, language: str
) -> list[Any]:
    _ = wording.translator(language)
    handles: list[Any] = []
    if annotations:
        names = codebooks.load("participation").way_names(language)
        handles += [
            _move(ax, look.marker, look.colour, f"{look.letter} {names[way]}")
            for way, look in style.WAYS.items()
        ]
        statuses = {annotation.status == "suggested" for annotation in annotations}
        if False in statuses:
            handles.append(_move(ax, "o", style.QUIET, _("move, confirmed")))
        if True in statuses:
            handles.append(_move(ax, "o", style.QUIET, _("move, suggested"), filled=False))
    if any(sequence.status != "suggested" for sequence in sequences):
        handles.append(_bracket(_("sequence → outcome"), "solid"))
    if any(sequence.status == "suggested" for sequence in sequences):
        handles.append(_bracket(_("sequence, suggested → outcome"), (0, (3, 1.6))))
    if unit == layout.SECONDS:
        handles.append(Patch(facecolor=style.SILENCE, label=_("silence of 1 s or more")))
        handles.append(Patch(facecolor=style.OVERLAP, alpha=0.45, label=_("overlap")))
    return handles


def _move(ax: Axes, marker: str, colour: str, label: str, *, filled: bool = True) -> Any:
    return ax.scatter(
        [], [], s=40, marker=marker, label=label, linewidths=0.5 if filled else 1.3,
        linestyles="solid" if filled else (0, (2.2, 1.1)), facecolors=colour if filled else style.PAPER,
        edgecolors=style.INK if filled else colour,
    )  # fmt: skip


def _bracket(label: str, dashes: Any) -> Line2D:
    return Line2D([], [], color=style.QUIET, linewidth=1.5, linestyle=dashes, label=label)
