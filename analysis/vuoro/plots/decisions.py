"""The decisions of an encounter: what there was opportunity for, what the client's part was, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Many
from typing import Any

from matplotlib.axes import Axes

from vuoro import wording
from vuoro.model import Decision, VuoroError
from vuoro.plots import style

OPPORTUNITY = ("b1", "b2", "b3", "b4", "b5")
INFLUENCE = ("b6", "b7", "b8", "b9")
"""The nine features of a decision (D8)."""

ROW, HEADINGS, ABOVE, BELOW, MARGIN = 0.34, 1.42, 0.2, 0.4, 0.14
STEP, APART = 0.23, 0.2
OUTCOME = 1.9


class SeveralEncounters(VuoroError):
    """The figure shows the decisions of one encounter."""


def decisions(
    found: Iterable[Decision], *, language: str = "en", width: float = style.PAGE, ax: Axes | None = None
) -> Axes:
    """Every decision as a row: who put it first, its nine features, and its outcome.

    A filled dot is yes, an open one no, a dash not applicable (no client contribution that could
    have been built on), and an empty place is not coded. Opportunity stands apart from influence, and
    neither is summed. Many decisions of a service are not open to negotiation: read the rows with the
    talk at hand, at the turns that each names.

    Parameters
    ----------
    found : decisions of one encounter, by one coder; rejected ones are left out
    width : inches; two columns at least, for all to be read
    ax : Axes to draw on; a figure of fitting height is made if None

    Raises
    ------
    SeveralEncounters
        There are decisions of several encounters, or none.

    References
    ----------
    After Collins, Drew, Watt & Entwistle 2005 and Elwyn et al. 2013; the nine features are our own.

    Examples
    --------
    >>> made = Decision(encounter="visit", first_turn="t0003", last_turn="t0008", outcome="joint_decision", coder="aino",
    ...     topic="Shall we try the group?", origin_of_first_proposal="professional",
    ...     features={"b1": "y", "b2": "n", "b6": "n", "b7": "", "b8": ""})
    >>> [text.get_text() for text in decisions([made]).texts][-4:-1]
    ['Shall we try the group?', 'turns 3–8, first put by: professional', 'decided together']
    """
    rows = [decision for decision in found if decision.status != "rejected"]
    encounters = {decision.encounter for decision in rows}
    if len(encounters) != 1:
        raise SeveralEncounters(
            f"a figure of decisions shows one encounter, and these {len(rows)} are of {len(encounters)}. "
            "Choose: [one for one in decisions if one.encounter == name]"
        )
    if ax is None:
        height = HEADINGS + ABOVE + BELOW + ROW * len(rows)
        ax = style.sheet(width, height, left=MARGIN, right=MARGIN, above=HEADINGS + ABOVE, below=BELOW)
    style.plain(ax, axis="")
    room = style.inches(ax)[0]
    ax.set_xlim(0, room)
    ax.set_ylim(len(rows), 0)
    places = _places(room)
    _draw_headings(ax, places, language)
    for at, decision in enumerate(rows):
        _draw(ax, at + 0.5, decision, places, language)
    _tell(ax, rows, language)
    return ax


def _places(room: float) -> dict[str, float]:
    """Where each feature's column stands: the two groups apart from one another."""
    first = room - OUTCOME - APART - STEP * (len(OPPORTUNITY) + len(INFLUENCE)) - APART / 2
    places = {name: first + STEP * (at + 0.5) for at, name in enumerate(OPPORTUNITY)}
    then = first + STEP * len(OPPORTUNITY) + APART
    return places | {name: then + STEP * (at + 0.5) for at, name in enumerate(INFLUENCE)}


def _draw_headings(ax: Axes, places: Mapping[str, float], language: str) -> None:
    for aspect, names in (("opportunity", OPPORTUNITY), ("influence", INFLUENCE)):
        columns = [places[name] for name in names]
        left, right = columns[0] - STEP / 2, columns[-1] + STEP / 2
        ax.plot([left, right], [0, 0], color=style.QUIET, linewidth=0.8, clip_on=False)
        ax.annotate(wording.name("aspect", aspect, language), ((left + right) / 2, 0), annotation_clip=False,
                    xytext=(0, 72 * HEADINGS), textcoords="offset points", ha="center", va="bottom",
                    fontsize=style.TEXT, fontweight="bold", color=style.INK)  # fmt: skip
        for name in names:
            label = wording.name("feature", name, language)
            size = style.fitted(label, HEADINGS - 0.12, style.SMALL)
            ax.annotate(label, (places[name], 0), xytext=(0, 4), textcoords="offset points", rotation=90,
                        ha="center", va="bottom", fontsize=size, color=style.INK, annotation_clip=False)  # fmt: skip


def _draw(ax: Axes, y: float, decision: Decision, places: Mapping[str, float], language: str) -> None:
    room = ax.get_xlim()[1]
    ax.plot([0, room], [y + 0.5, y + 0.5], color=style.RULE, linewidth=0.5, clip_on=False)
    for name, x in places.items():
        _draw_feature(ax, x, y, decision.features.get(name, "?"))
    wide = min(places.values()) - STEP
    text: dict[str, Any] = {"va": "center", "parse_math": False}
    ax.text(0, y - 0.16, _cut(decision.topic or "–", wide), fontsize=style.TEXT, color=style.INK, **text)
    where = _where(decision, language)
    ax.text(0, y + 0.2, where, fontsize=style.fitted(where, wide, style.SMALL), color=style.QUIET, **text)
    outcome = wording.name("decision", decision.outcome, language)
    ax.text(room - OUTCOME, y, outcome, fontsize=style.fitted(outcome, OUTCOME), color=style.INK, **text)


def _draw_feature(ax: Axes, x: float, y: float, told: str) -> None:
    if told == "":
        ax.plot([x - 0.04, x + 0.04], [y, y], color=style.QUIET, linewidth=1.0)
    elif told in ("y", "n"):
        ax.plot(x, y, marker="o", markersize=5.5, markeredgecolor=style.INK, markeredgewidth=1.0,
                markerfacecolor=style.INK if told == "y" else style.PAPER)  # fmt: skip


def _cut(topic: str, width: float) -> str:
    """The beginning of a topic that fits; cut, since shrunk to a line it could not be read."""
    topic = " ".join(topic.split())
    if style.measured(topic, style.TEXT) <= width:
        return topic
    kept = topic
    while kept and style.measured(kept + "…", style.TEXT) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _where(decision: Decision, language: str) -> str:
    _ = wording.translator(language)
    first, last = wording.turn_number(decision.first_turn), wording.turn_number(decision.last_turn)
    one = first == last
    where = (_("turn %(first)s") if one else _("turns %(first)s–%(last)s")) % {"first": first, "last": last}
    if not (who := decision.origin_of_first_proposal):
        return where
    put = _("first put by: %(who)s") % {"who": _origin(who, language)}
    return f"{where}, {put}"


def _origin(who: str, language: str) -> str:
    return wording.name("origin" if who in wording.NAMES["origin"] else "role", who, language)


def _tell(ax: Axes, rows: Many[Decision], language: str) -> None:
    _ = wording.translator(language)
    told = _("Filled: yes. Open: no. Dash: not applicable. Empty: not coded.")
    coders = _("Coder: %(coders)s") % {"coders": ", ".join(sorted({row.coder for row in rows}))}
    if any(row.status == "suggested" for row in rows):
        coders = f"{_('Machine suggestions, not confirmed by a person')}. {coders}"
    ax.annotate(f"{told}\n{coders}", (0, 0), xytext=(0, -7), xycoords="axes fraction", textcoords="offset points",
                va="top", fontsize=style.SMALL, color=style.QUIET, parse_math=False)  # fmt: skip
