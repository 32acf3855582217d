"""What became of it: the outcomes of sequences, type by type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Many
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes

from vuoro import wording
from vuoro.model import Sequence, VuoroError, record
from vuoro.plots import style
from vuoro.project import sequence_types
from vuoro.wording import N_

TYPES = ("S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10")

WAYS: Mapping[str, int] = {
    "S1": 1, "S2": 2, "S3": 4, "S4": 4, "S5": 4, "S6": 3, "S7": 3, "S8": 3, "S9": 2, "S10": 2,
}  # fmt: skip
"""The way whose measures count the outcomes of a type."""

FIELDS: Mapping[str, str] = {
    "grounds_given": N_("grounds given"),
    "view_sought": N_("view sought"),
    "client_had_turn": N_("client had a turn"),
    "response_received": N_("response received"),
    "way_forward": N_("way forward offered"),
}
"""What is asked of an uncomfortable decision (S7), which has no outcome; the answers are never summed."""

PERCENT_FROM = 5
MOST_PLACES = 3
HEADING, BAR, LINE, BETWEEN = 0.19, 0.13, 0.125, 0.14
DOT, GAP, LEAD, CODE, BESIDE = 0.095, 0.12, 0.02, 0.3, 0.1
MARGIN, BELOW = 0.16, 0.3


class NoSequences(VuoroError):
    """There is nothing to draw."""


@record
class Part:
    """One outcome: how often it came, its label, and where that stands: inches from the left, and a line.

    ``missing`` is how often a question of S7 was answered with no.
    """

    label: str
    count: int
    missing: int = 0
    x: float = 0.0
    line: int = 0


@record
class Block:
    """One type of sequence with its outcomes."""

    type: str
    count: int
    parts: tuple[Part, ...]

    @property
    def barred(self) -> bool:
        """Whether there are enough for a bar of 100 per cent."""
        return self.count >= PERCENT_FROM and self.type != "S7"

    @property
    def height(self) -> float:
        lines = 1 + max((part.line for part in self.parts), default=0)
        return HEADING + (BAR if self.barred else 0) + lines * LINE + BETWEEN


def outcomes(
    sequences: Iterable[Sequence],
    *,
    types: Iterable[str] | None = None,
    language: str = "en",
    width: float = style.PAGE,
    ax: Axes | None = None,
) -> Axes:
    """How sequences ended: a bar of 100 per cent for each type, or a dot each where there are fewer than five.

    What the outcomes are called stands under the bar, with their counts; where all sequences are of
    one encounter and an outcome is rare, with the numbers of the turns at which they begin. Outcomes
    stand in the order of the codebook, which is no ranking. Of an uncomfortable decision (S7) the
    five questions are answered, each for itself. Colour tells the way to which a type belongs.

    Parameters
    ----------
    sequences : of one coder; rejected ones are left out
    types : what the coder looked for, S1 to S10. Of these, a type without a sequence had no occasion,
        which is said in words. Without it, the types that occur.
    width : inches, one column (``style.COLUMN``) or two
    ax : Axes to draw on, tall enough; a figure of fitting height is made if None

    Raises
    ------
    NoSequences
        There are none, and no types were named.

    Examples
    --------
    >>> ends = ["extended"] * 4 + ["minimal"] * 2
    >>> asked = [Sequence(encounter=f"v{n}", type="S1", first_turn="t1", last_turn="t2", outcome=outcome,
    ...                   coder="aino") for n, outcome in enumerate(ends)]
    >>> [text.get_text() for text in outcomes(asked, types=["S1", "S3"]).texts]  # doctest: +NORMALIZE_WHITESPACE
    ['S1', 'Invitation', 'n = 6', 'extended answer 4', 'short answer 2', 'S3', 'Client’s proposal', 'no occasion']
    """
    kept = [sequence for sequence in sequences if sequence.status != "rejected"]
    wanted = {sequence.type for sequence in kept} if types is None else set(types)
    blocks = [_block(type, kept, language) for type in TYPES if type in wanted]
    if not blocks:
        raise NoSequences("no sequence to draw; link the moves first, or name the types that were looked for")
    room = width - 2 * MARGIN if ax is None else style.inches(ax)[0]
    bar = min((_bar_room(block, room) for block in blocks if block.barred), default=room)
    blocks = [_placed(block, bar, room) for block in blocks]
    height = sum(block.height for block in blocks)
    if ax is None:
        ax = style.sheet(width, height + MARGIN + BELOW, left=MARGIN, right=MARGIN, above=MARGIN, below=BELOW)
    _prepare(ax, room, height, bar if any(block.barred for block in blocks) else 0.0)
    top = 0.0
    for block in blocks:
        _draw(ax, top, block, bar, language)
        top += block.height
    return ax


def _block(type: str, sequences: Many[Sequence], language: str) -> Block:
    one_place = len({sequence.encounter for sequence in sequences}) == 1
    own = [sequence for sequence in sequences if sequence.type == type]
    if type == "S7":
        parts = _answers(own, language)
    else:
        known = sequence_types()[type].outcomes
        strange = sorted({one.outcome for one in own} - set(known))
        found = [outcome for outcome in (*known, *strange) if any(one.outcome == outcome for one in own)]
        parts = [_part([one for one in own if one.outcome == outcome], len(own), one_place, language)
                 for outcome in found]  # fmt: skip
    return Block(type=type, count=len(own), parts=tuple(parts))


def _part(alike: Many[Sequence], of: int, one_place: bool, language: str) -> Part:
    label = f"{wording.name('outcome', alike[0].outcome, language)} {len(alike)}"
    if of < PERCENT_FROM:
        label += f"/{of}"
    if one_place and len(alike) <= MOST_PLACES:
        turns = sorted(one.first_turn for one in alike)
        label += f" ({', '.join(map(wording.turn_number, turns))})"
    return Part(label=label, count=len(alike))


def _answers(adverse: Many[Sequence], language: str) -> list[Part]:
    """For each question about uncomfortable decisions, how often the answer is yes, of those that have one."""
    _, parts = wording.translator(language), []
    for field, label in FIELDS.items():
        told = [str(one.attributes[field]) for one in adverse if one.attributes.get(field)]
        if told:
            yes = sum(answer in ("y", "yes", "True") for answer in told)
            parts.append(Part(label=f"{_(label)} {yes}/{len(told)}", count=yes, missing=len(told) - yes))
    return parts


def _bar_room(block: Block, room: float) -> float:
    """How long a bar may be for each label to begin under its piece and to end on the paper."""
    starts = [sum(part.count for part in block.parts[:at]) / block.count for at in range(len(block.parts))]
    fits = [
        (room - style.measured(part.label) - 3 * LEAD) / start
        for part, start in zip(block.parts, starts, strict=True)
        if start > 0
    ]
    return max(0.5 * room, min([room, *fits]))


def _placed(block: Block, bar: float, room: float) -> Block:
    parts = _under_pieces(block.parts, bar / block.count) if block.barred else _in_line(block.parts, room)
    return replace(block, parts=tuple(parts))


def _under_pieces(parts: Many[Part], inches: float) -> list[Part]:
    """Labels under the left ends of their pieces; one that would run into its neighbour goes a line down.

    From the right, so that the lines that lead down to labels pass to the left of those above.
    """
    placed: list[Part] = []
    for at in reversed(range(len(parts))):
        x = inches * sum(part.count for part in parts[:at])
        end = x + style.measured(parts[at].label) + GAP
        line = max((other.line + 1 for other in placed if other.x < end), default=0)
        placed.insert(0, replace(parts[at], x=x, line=line))
    return placed


def _in_line(parts: Many[Part], room: float) -> list[Part]:
    """Dots and label after dots and label, from line to line."""
    placed, x, line = [], 0.0, 0
    for part in parts:
        length = _dots(part) * DOT + style.measured(part.label)
        if x and x + length > room:
            x, line = 0.0, line + 1
        placed.append(replace(part, x=x, line=line))
        x += length + 2 * GAP
    return placed


def _dots(part: Part) -> int:
    dots = part.count + part.missing
    return dots if dots < PERCENT_FROM else 0


def _prepare(ax: Axes, room: float, height: float, bar: float) -> None:
    style.plain(ax)
    ax.set_xlim(0, room)
    ax.set_ylim(height, 0)
    ax.spines["bottom"].set_visible(False)
    shares = (0, 25, 50, 75, 100) if bar else ()
    ax.set_xticks([bar * share / 100 for share in shares], [f"{share} %" for share in shares])


def _draw(ax: Axes, top: float, block: Block, bar: float, language: str) -> None:
    _head(ax, top + HEADING / 2, block, language)
    look = style.WAYS[WAYS[block.type]]
    if block.barred:
        _draw_bar(ax, top + HEADING, block, bar / block.count, look)
    elif block.parts:
        _draw_dots(ax, top + HEADING, block, look)
    else:
        _ = wording.translator(language)
        nothing = _("the questions about it are not answered") if block.count else _("no occasion")
        ax.text(CODE, top + HEADING + LINE / 2, nothing, va="center", fontsize=style.SMALL, fontstyle="italic",
                color=style.QUIET)  # fmt: skip


def _head(ax: Axes, y: float, block: Block, language: str) -> None:
    name, count = wording.name("sequence", block.type, language), f"n = {block.count}"
    room = ax.get_xlim()[1] - CODE - BESIDE - style.measured(count, style.TEXT)
    size = style.fitted(name, room, weight="bold")
    line: dict[str, Any] = {"y": y, "va": "center", "color": style.INK}
    ax.text(0, s=block.type, fontsize=style.TEXT, fontweight="bold", **line)
    ax.text(CODE, s=name, fontsize=size, fontweight="bold", **line)
    if block.count:
        beyond = CODE + style.measured(name, size, "bold") + BESIDE
        ax.text(beyond, s=count, fontsize=style.TEXT, **{**line, "color": style.QUIET})


def _draw_bar(ax: Axes, top: float, block: Block, inches: float, look: style.Way) -> None:
    for at, part in enumerate(block.parts):
        # Neighbours of two strengths, and paper between them, since a label tells which is which.
        ax.barh(top, inches * part.count, BAR, part.x, align="edge", color=look.colour, edgecolor=style.PAPER,
                alpha=1 if at % 2 == 0 else 0.55, linewidth=0.8, zorder=2)  # fmt: skip
        bottom = top + BAR
        ax.vlines(part.x + LEAD, bottom, bottom + (part.line + 0.8) * LINE, color=style.RULE, linewidth=0.6)
        _write(ax, part.x + 2 * LEAD, bottom + (part.line + 0.55) * LINE, part.label)


def _draw_dots(ax: Axes, top: float, block: Block, look: style.Way) -> None:
    for part in block.parts:
        y = top + (part.line + 0.5) * LINE
        dots = [part.x + (at + 0.5) * DOT for at in range(_dots(part))]
        filled = [look.colour if at < part.count else style.PAPER for at in range(len(dots))]
        ax.scatter(dots, [y] * len(dots), s=24, c=filled, edgecolors=style.INK, linewidths=0.6, clip_on=False)
        _write(ax, part.x + len(dots) * DOT + LEAD, y, part.label)


def _write(ax: Axes, x: float, y: float, label: str) -> None:
    ax.text(x, y, label, fontsize=style.SMALL, color=style.INK, va="center", parse_math=False)
