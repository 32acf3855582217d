"""Staff and client on the same meetings, and what was felt beside what was done."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from vuoro import surveys, wording
from vuoro.model import VuoroError
from vuoro.plots import style
from vuoro.surveys.comparing import MANY
from vuoro.surveys.slopes import BETWEEN
from vuoro.surveys.telling import conduct_label

APART = 0.13
"""Steps of the scale between dots that would lie on each other."""

DOT = 20
LEFT, ABOVE, BELOW, BESIDE = 0.46, 0.5, 0.72, 1.12
SQUARE = 2.5


class NothingToPair(VuoroError):
    """There is no pair of answers, or the scale asks for another figure."""


def bland_altman(
    pairs: surveys.Pairs,
    *,
    label: str = "",
    language: str = "en",
    width: float = style.COLUMN,
    ax: Axes | None = None,
) -> Axes:
    """Staff minus client against the mean of the two, with bias and limits of agreement.

    The solid line is the mean difference, the dashed ones the limits between which 95 % of differences are
    expected; bands at the right edge are their 95 % intervals. Dots that would lie on each other stand side
    by side. Look for what the lines cannot tell: differences that grow with the mean, or dots far outside.

    Parameters
    ----------
    pairs : of :func:`vuoro.surveys.pairs`, on a scale of at least ten different answers
    label : what the item is called; its label in ``items.toml`` if ""
    width : inches; the figure's, where no ``ax`` is given

    Raises
    ------
    NothingToPair
        There is no pair, or the scale has fewer than ten answers: :func:`answer_pairs` shows these.
    """
    if pairs.values < MANY:
        raise NothingToPair(f"{pairs.item!r} has {pairs.values:g} possible answers: draw answer_pairs(...)")
    _refuse_nothing(pairs)
    ax = ax or style.sheet(width, width * 0.86, left=LEFT, right=BESIDE, above=ABOVE, below=BELOW)
    found, rows = surveys.agreement_limits(pairs), pairs.frame
    x, y = _spread(rows["mean"], rows["difference"], apart=0.02 * (pairs.high - pairs.low))
    ax.scatter(x, y, s=DOT, color=style.QUIET, alpha=0.85, linewidths=0, zorder=3)
    ax.axhline(0, color=style.RULE, linewidth=0.7, zorder=0)
    _ = wording.translator(language)
    names = ((found.upper, _("upper limit")), (found.bias, _("mean")), (found.lower, _("lower limit")))
    if found.method:
        for values, name in names:
            _level(ax, values, name, "solid" if values is found.bias else (0, (4, 2)), language)
    _axes_of_difference(ax, pairs, language)
    _head(ax, label or surveys.labels(language).get(pairs.item, pairs.item), _counted(pairs, language))
    return ax


def answer_pairs(
    pairs: surveys.Pairs,
    *,
    label: str = "",
    language: str = "en",
    width: float = style.COLUMN,
    ax: Axes | None = None,
) -> Axes:
    """A dot for each meeting, where staff's answer meets the client's; on the diagonal both say the same.

    Above the diagonal staff answered higher, below it the client. Dots of one place stand side by side, in an
    order that means nothing.

    Raises
    ------
    NothingToPair
        There is no pair.
    """
    _refuse_nothing(pairs)
    ax = ax or style.sheet(width, SQUARE + ABOVE + BELOW, left=LEFT, right=width - LEFT - SQUARE,
                           above=ABOVE, below=BELOW)  # fmt: skip
    step = (pairs.high - pairs.low) / (pairs.values - 1) if isfinite(pairs.values) else 1.0
    levels = np.arange(pairs.low, pairs.high + step / 2, step)
    for level in levels:
        ax.add_patch(_cell(level, step))
    x, y = _spread(pairs.frame["client"], pairs.frame["staff"], apart=APART * step)
    ax.scatter(x, y, s=DOT, color=style.INK, linewidths=0, zorder=3)
    ends = (pairs.low - step / 2, pairs.high + step / 2)
    ax.set(xlim=ends, ylim=ends, xticks=levels, yticks=levels, aspect="equal")
    _ = wording.translator(language)
    _named(ax, _("client’s answer"), _("staff’s answer"), language)
    if (pairs.low, pairs.high) == (0, 1):
        ax.set_xticklabels([_("no"), _("yes")])
        ax.set_yticklabels([_("no"), _("yes")])
    _head(ax, label or surveys.labels(language).get(pairs.item, pairs.item), _counted(pairs, language))
    _foot(ax, _split(pairs, language))
    return ax


def conduct_experience(
    link: surveys.Link,
    *,
    label: str = "",
    language: str = "en",
    width: float = style.COLUMN,
    ax: Axes | None = None,
) -> Axes:
    """What people answered against a measure of the same meetings; a dot for each answer.

    A thin line joins the meetings of one professional, whose slope is the link within. The broad line is the
    link between professionals, over the range of their means; its estimate and interval stand below.

    Raises
    ------
    NothingToPair
        No answer has a measure beside it.
    """
    used = link.table[link.table["reason"] == ""]
    if used.empty:
        raise NothingToPair(f"no answer to {link.item!r} has a value of {link.measure} beside it")
    ax = ax or style.sheet(width, width * 0.92, left=LEFT, right=0.14, above=ABOVE, below=BELOW + 0.25)
    x, y = _spread(used["conduct"], used["experience"], apart=APART, sideways=False)
    for _name, own in used.assign(y=y).groupby("professional"):
        if own["encounter"].nunique() > 1:
            line = own.sort_values("conduct")
            ax.plot(line["conduct"], line["y"], color=style.RULE, linewidth=0.8, zorder=1)
    ax.scatter(x, y, s=DOT, color=style.role_colour("client" if link.side == "client" else "professional"),
               edgecolors=style.INK, linewidths=0.4, zorder=3)  # fmt: skip
    _trend(ax, link, used)
    _ = wording.translator(language)
    _named(ax, conduct_label(link.measure, link.part, language), _("answer"), language)
    ax.yaxis.set_major_locator(MaxNLocator(nbins=11, integer=True))
    ngettext = wording.counter(language)
    count = ngettext("%(num)s answer", "%(num)s answers", len(used)) % {"num": len(used)}
    _head(ax, label or surveys.labels(language).get(link.item, link.item), count)
    _foot(ax, _slopes(link, language))
    return ax


def _refuse_nothing(pairs: surveys.Pairs) -> None:
    if pairs.frame.empty:
        raise NothingToPair(f"no meeting has an answer to {pairs.item!r} from each side")


def _spread(
    x: pd.Series, y: pd.Series, *, apart: float, sideways: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Places of dots, those that would lie on each other in a small block; the same each time."""
    place = pd.DataFrame({"x": x, "y": y})
    at = place.groupby(["x", "y"]).cumcount().to_numpy()
    size = place.groupby(["x", "y"])["x"].transform("size").to_numpy()
    columns = np.ceil(np.sqrt(size)) if sideways else np.ones(len(size))
    rows = np.ceil(size / columns)
    right, up = at % columns - (columns - 1) / 2, at // columns - (rows - 1) / 2
    return x.to_numpy() + apart * right, y.to_numpy() + apart * up


def _cell(level: float, step: float) -> Rectangle:
    """A cell of the diagonal, where both answered the same."""
    return Rectangle(
        (level - step / 2, level - step / 2), step, step, color=style.SILENCE, linewidth=0, zorder=0
    )


def _level(ax: Axes, values: tuple[float, float, float], name: str, dashes: object, language: str) -> None:
    value, low, high = values
    ax.axhline(value, color=style.INK, linewidth=1.1, linestyle=dashes, zorder=2)
    ax.axhspan(low, high, xmin=0.965, color=style.RULE, linewidth=0, zorder=1)
    text = f"{name} {_signed(value, language)}\n[{_signed(low, language)}; {_signed(high, language)}]"
    ax.annotate(text, (1, value), xytext=(4, 0), xycoords=("axes fraction", "data"),
                textcoords="offset points", fontsize=style.SMALL, color=style.INK, va="center", annotation_clip=False)  # fmt: skip


def _axes_of_difference(ax: Axes, pairs: surveys.Pairs, language: str) -> None:
    _ = wording.translator(language)
    _named(ax, _("mean of staff’s and client’s answer"), _("staff − client"), language)
    most = max(abs(value) for value in ax.get_ylim())
    ax.set_ylim(-most, most)
    ax.yaxis.set_major_formatter(lambda value, _at: _signed(value, language, "{:+g}"))


def _trend(ax: Axes, link: surveys.Link, used: pd.DataFrame) -> None:
    """The slope between professionals, through the mean of all."""
    for row in link.terms.to_dict("records"):
        if row["term"] == BETWEEN:
            ends = np.array([used["between"].min(), used["between"].max()])
            line = used["experience"].mean() + row["estimate"] / link.step * (ends - used["between"].mean())
            ax.plot(ends, line, color=style.INK, linewidth=1.6, zorder=2)


def _named(ax: Axes, across: str, upward: str, language: str) -> None:
    for name in ("top", "right"):
        ax.spines[name].set_visible(False)
    for name in ("left", "bottom"):
        ax.spines[name].set_color(style.RULE)
    ax.tick_params(colors=style.QUIET, labelsize=style.SMALL, length=2.5, width=0.6)
    wide = style.inches(ax)[0] + LEFT
    ax.set_xlabel(style.wrapped(across, wide), fontsize=style.SMALL, color=style.INK, labelpad=2)
    ax.set_ylabel(upward, fontsize=style.SMALL, color=style.INK, labelpad=2)
    ax.xaxis.set_major_formatter(lambda value, _at: wording.decimals(f"{value:g}", language))
    ax.yaxis.set_major_formatter(lambda value, _at: wording.decimals(f"{value:g}", language))


def _head(ax: Axes, title: str, count: str) -> None:
    looks: tuple[tuple[str, int, dict[str, Any]], ...] = ((title, 17, {"fontweight": "bold", "fontsize": style.TEXT, "color": style.INK}),
                           (count, 6, {"fontsize": style.SMALL, "color": style.QUIET}))  # fmt: skip
    for text, up, look in looks:
        ax.annotate(text, (0, 1), xytext=(0, up), xycoords="axes fraction", textcoords="offset points",
                    parse_math=False, **look)  # fmt: skip


def _foot(ax: Axes, lines: Iterator[str]) -> None:
    wide = style.inches(ax)[0]
    text = "\n".join(style.wrapped(line, wide) for line in lines)
    ax.annotate(text, (0, 0), xytext=(0, -31), xycoords="axes fraction", textcoords="offset points",
                fontsize=style.SMALL, color=style.QUIET, va="top", parse_math=False)  # fmt: skip


def _counted(pairs: surveys.Pairs, language: str) -> str:
    ngettext = wording.counter(language)
    size, alone = len(pairs.frame), len(pairs.alone)
    told = ngettext("%(num)s encounter answered by both", "%(num)s encounters answered by both", size)
    without = ngettext("%(num)s without a pair", "%(num)s without a pair", alone) % {"num": alone}
    told = told % {"num": size}
    return f"{told}; {without}" if alone else told


def _split(pairs: surveys.Pairs, language: str) -> Iterator[str]:
    _ = wording.translator(language)
    difference = pairs.frame["difference"]
    numbers = {"staff": int((difference > 0).sum()), "alike": int((difference == 0).sum()),
               "client": int((difference < 0).sum())}  # fmt: skip
    yield _("Staff higher: %(staff)s. Alike: %(alike)s. Client higher: %(client)s.") % numbers


def _slopes(link: surveys.Link, language: str) -> Iterator[str]:
    _ = wording.translator(language)
    if len(link.terms):
        yield _("Where it is %(step)s higher, answers differ by") % {
            "step": wording.decimals(f"{link.step:g}", language)
        }
    for row in link.terms.to_dict("records"):
        name = {"between": _("between professionals"), "within": _("within professionals")}.get(row["term"])
        if name:
            value, low, high = (_signed(row[key], language) for key in ("estimate", "low", "high"))
            yield f"{value} [{low}; {high}] {name}"
    yield _("A link is no cause.")


def _signed(value: float, language: str, form: str = "{:+.1f}") -> str:
    shown = form.format(value).replace("-", "−")
    return wording.decimals("0" if value == 0 else shown, language)
