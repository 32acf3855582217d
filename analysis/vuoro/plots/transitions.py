"""What follows what: the moves of either side, and those that the other side answers with more than by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from vuoro import codebooks, wording
from vuoro.model import VuoroError, record
from vuoro.plots import style

if TYPE_CHECKING:
    import pandas as pd

SIDES = ("professional", "client")
BY_CHANCE = 1.96
"""An adjusted residual beyond this is one of twenty cells by chance."""
FEWEST = 3
SURELY = 0.05

LABEL_SHARE, NODE_INCHES = 0.33, 0.3
ABOVE, BELOW, MARGIN = 0.3, 0.56, 0.08
THINNEST, THICKEST = 0.8, 4.5


class NoTransitions(VuoroError):
    """There is no such column in the table of transitions, or nothing in it."""


@record
class Node:
    """The moves of one kind by one side, at the left or at the right."""

    side: str
    code: str
    count: int
    y: float = 0.0


@record
class Edge:
    """A move of one side and what the other side did next, more often than independence would have it."""

    given: Node
    then: Node
    count: int
    residual: float
    sure: bool


def transitions(
    table: pd.DataFrame,
    *,
    residual: str = "residual_within",
    least: float = BY_CHANCE,
    fewest: int = FEWEST,
    language: str = "en",
    width: float = style.PAGE,
    ax: Axes | None = None,
) -> Axes:
    """The network of moves: professional's at the left, client's at the right, and what followed what.

    An arrow leads from a move to the next coded move of the other side where that came more often
    than if moves were independent. The thicker, the more often; in the tone of whose move came
    first. Dotted: too few were expected for the residual to be trusted, and shuffling did not
    confirm it. What came more seldom than by chance, and all that is near chance, is in
    :func:`transition_table`.

    Parameters
    ----------
    table : of :func:`vuoro.measures.adjacency.transitions`; needs `by`, `given`, `then`, `count` and a residual
    residual : the column of the residual; "residual_within" compares moves of one encounter only
    least, fewest : an arrow is drawn from this residual and this many transitions
    width : inches, one column (``style.COLUMN``) or two
    ax : Axes to draw on, tall enough; a figure of fitting height is made if None

    Raises
    ------
    NoTransitions
        The table is empty, or has no such residual.

    References
    ----------
    Bakeman & Quera 2011.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"by": ["professional", "client"], "given": ["invite_view", "propose"],
    ...     "then": ["express_view", "probe_proposal"], "count": [9, 4], "residual": [3.1, 0.4]})
    >>> ax = transitions(table, residual="residual")
    >>> [text.get_text() for text in ax.texts[3::2]], len(ax.patches)
    (['Inviting a view 9', 'Follow-up question on a proposal 0', 'Own view, experience or wish 0', 'Proposal 4'], 1)
    """
    edges, nodes = _network(checked(table, residual), residual, least, fewest)
    if ax is None:
        rows = max(sum(node.side == side for node in nodes) for side in SIDES)
        # Labels take more lines in a narrow figure.
        height = NODE_INCHES * max(rows, 2) * (1.25 if width < style.PAGE / 1.5 else 1) + ABOVE + BELOW
        ax = style.sheet(width, height, left=MARGIN, right=MARGIN, above=ABOVE, below=BELOW)
    style.plain(ax, axis="")
    ax.set_xlim(0, 1)
    ax.set_ylim(1, 0)
    _draw_edges(ax, edges)
    _draw_nodes(ax, nodes, language)
    _tell(ax, edges, language)
    return ax


def checked(table: pd.DataFrame, residual: str) -> pd.DataFrame:
    """The table, if it has that residual.

    Raises
    ------
    NoTransitions
    """
    if residual not in table or not table[residual].notna().any():
        known = [name for name in table if str(name).startswith("residual") and table[name].notna().any()]
        raise NoTransitions(
            f"no values in {residual!r} among {len(table)} transitions. "
            + (f"Choose residual={known[0]!r}" if known else "Were both sides coded, and are roles known?")
        )
    return table


def _network(table: pd.DataFrame, residual: str, least: float, fewest: int) -> tuple[list[Edge], list[Node]]:
    """The arrows, and every code of either side in the order of the codebook."""
    nodes = {(node.side, node.code): node for side in SIDES for node in _nodes(table, side)}
    edges = []
    for row in table.to_dict("records"):
        if row["count"] < fewest or not row[residual] >= least:
            continue
        other = SIDES[1 - SIDES.index(row["by"])]
        sure = not row.get("sparse", False) or row.get("p_shuffled", 1.0) <= SURELY
        edges.append(
            Edge(given=nodes[row["by"], row["given"]], then=nodes[other, row["then"]], count=int(row["count"]),
                 residual=float(row[residual]), sure=sure)
        )  # fmt: skip
    return sorted(edges, key=lambda edge: edge.count, reverse=True), list(nodes.values())


def _nodes(table: pd.DataFrame, side: str) -> list[Node]:
    given = table[table["by"] == side].groupby("given")["count"].sum()
    codes = {*given.index, *table.loc[table["by"] != side, "then"]}
    ordered = in_order(codes)
    return [
        Node(side=side, code=code, count=int(given.get(code, 0)), y=(at + 0.5) / len(ordered))
        for at, code in enumerate(ordered)
    ]


def in_order(codes: set[str]) -> list[str]:
    """Codes as the codebook has them, way by way; a project's own behind."""
    known = list(codebooks.load("participation").ways_by_code)
    return [code for code in known if code in codes] + sorted(codes - set(known))


def _draw_edges(ax: Axes, edges: list[Edge]) -> None:
    most = max((edge.count for edge in edges), default=1)
    for edge in edges:
        forth = edge.given.side == SIDES[0]
        ends = [(LABEL_SHARE, edge.given.y), (1 - LABEL_SHARE, edge.then.y)]
        if not forth:
            ends = [(1 - LABEL_SHARE, edge.given.y), (LABEL_SHARE, edge.then.y)]
        arrow = FancyArrowPatch(
            *ends, arrowstyle="-|>", mutation_scale=8, shrinkA=7, shrinkB=7,
            # All bend to their left, so that there and back are two lines.
            connectionstyle="arc3,rad=0.1", color=style.role_colour(edge.given.side),
            linewidth=THINNEST + (THICKEST - THINNEST) * edge.count / most, alpha=0.85, zorder=1,
            linestyle="solid" if edge.sure else (0, (1, 1)),
        )  # fmt: skip
        ax.add_patch(arrow)


def _draw_nodes(ax: Axes, nodes: list[Node], language: str) -> None:
    codebook = codebooks.load("participation")
    ways, labels = codebook.ways_by_code, codebook.labels(language)
    room = style.inches(ax)[0] * LABEL_SHARE - 0.16
    for side, x, edge in ((SIDES[0], LABEL_SHARE, "right"), (SIDES[1], 1 - LABEL_SHARE, "left")):
        ax.text(x, 0, wording.name("role", side, language), ha=edge, va="bottom", fontsize=style.TEXT,
                fontweight="bold", color=style.role_colour(side))  # fmt: skip
    for node in nodes:
        left = node.side == SIDES[0]
        x = LABEL_SHARE if left else 1 - LABEL_SHARE
        look = style.WAYS.get(ways.get(node.code, 0))
        ax.scatter([x], [node.y], s=88 * (look.scale if look else 1), marker=look.marker if look else "o", zorder=3,
                   color=look.colour if look else style.OTHER_ROLE, edgecolors=style.INK, linewidths=0.5)  # fmt: skip
        if look:
            ax.annotate(look.letter[1:], (x, node.y), xytext=(0, -10 * look.sink), textcoords="offset points", zorder=4,
                        ha="center", va="center_baseline", fontsize=style.SMALL, color=look.on_colour)  # fmt: skip
        label = style.wrapped(f"{labels.get(node.code, node.code)} {node.count}", room, style.SMALL)
        ax.annotate(label, (x, node.y), xytext=(-8 if left else 8, 0), textcoords="offset points", va="center",
                    ha="right" if left else "left", fontsize=style.SMALL, color=style.INK, parse_math=False,
                    linespacing=0.95)  # fmt: skip


def _tell(ax: Axes, edges: list[Edge], language: str) -> None:
    _ = wording.translator(language)
    told = _("Arrows: what the other side did next more often than by chance; the thicker, the more often (at most %(n)s times). Numbers: moves that were followed by one of the other side’s.")  # fmt: skip
    told %= {"n": max((edge.count for edge in edges), default=0)}
    if any(not edge.sure for edge in edges):
        told += " " + _("Dotted: too few for certainty.")
    if not edges:
        told = _("Nothing follows anything more often than by chance.")
    ax.annotate(style.wrapped(told, style.inches(ax)[0]), (0, 0), xytext=(0, -8), xycoords="axes fraction", va="top",
                textcoords="offset points", fontsize=style.SMALL, color=style.QUIET)  # fmt: skip
