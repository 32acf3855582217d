"""What follows what (A3): the lag-1 transitions between the coded moves of the two sides.

A pair is a coded move and the next coded move of the *other* side, however far away. Sequences, which
were coded with the talk around them, tell more than blind adjacency: look at those first.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many

import numpy as np
import pandas as pd

from vuoro.measures.answers import Answer, proportion
from vuoro.measures.contingency import COLUMNS, Pairs, crossed
from vuoro.measures.declare import measure
from vuoro.measures.frames import positions
from vuoro.measures.talk import Talk, hear
from vuoro.model import Annotation, Encounter

CONTRASTS = (
    ("P", "invite_view", "express_view"),
    ("P", "confirm_question", "express_view"),
    ("C", "propose", "develop_proposal"),
    ("C", "express_doubt", "explore_doubt"),
    ("P", "announce_decision", "hedged_accept"),
)
"""Side and code of a move, and the move of the other side that is looked for after it."""

SIDE_NAMES = {"P": "professional", "C": "client"}


@measure("A3")
def followed(talk: Talk) -> list[Answer]:
    """How often a move of one kind was followed by another, as the next coded move of the other side, 0 to 1.

    A part is a pair of codes (`invite_view:express_view`). Moves after which the other side did nothing
    that was coded are left out. :func:`transitions` has the whole table, over encounters.

    References
    ----------
    Bakeman & Quera 2011 (transitional probability).
    """
    pairs = following(talk)
    answers = []
    for side, given, then in CONTRASTS:
        own = pairs[((pairs["side"] == side) & (pairs["given"] == given)).to_numpy()]
        hits = own[(own["then"] == then).to_numpy()]
        answers.append(proportion(talk, hits, own, f"{given}:{then}", nothing="no_next_move"))
    return answers


def transitions(
    encounters: Iterable[Encounter],
    annotations: Iterable[Annotation],
    *,
    coders: Many[str] | None = None,
    zeros: Pairs = (),
    shuffles: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """The transition table of all encounters: what either side did next after each move of the other.

    A row is a pair of codes; ``by`` says whose move came first, and each of the two tables is complete.
    The other columns, and ``zeros``, ``shuffles`` and ``seed``, are those of
    :func:`~vuoro.measures.contingency.crossed`, with encounters for strata. Look at `residual_within` and
    `p_shuffled` first: they compare only moves of one encounter. ``coders`` is as for ``measure``.

    Raises
    ------
    SeveralCoders, UnknownTurn, ImpossibleCount, NoFit

    References
    ----------
    Bakeman & Quera 2011; Allison & Liker 1982. The rule of thumb that a table wants five times as many
    pairs as cells is Bakeman & Quera's and could not be looked up.

    Examples
    --------
    >>> from vuoro.model import Participant, Turn
    >>> people = (Participant(id="A", role="professional"), Participant(id="B", role="client"))
    >>> visit = Encounter(id="visit", language="en", participants=people, turns=tuple(
    ...     Turn(id=f"t{n}", speaker="AB"[n % 2], raw="…", text="…") for n in range(6)))
    >>> codes = ["invite_view", "express_view", "ask_info", "accept", "invite_view", "express_view"]
    >>> moves = [Annotation(encounter="visit", turn=f"t{n}", code=code, coder="aino", start=0, stop=1)
    ...          for n, code in enumerate(codes)]
    >>> table = transitions([visit], moves, shuffles=99)
    >>> table[table["count"] > 0][["by", "given", "then", "count", "expected"]].round(2)
                 by         given          then  count  expected
    0  professional      ask_info        accept      1      0.33
    3  professional   invite_view  express_view      2      1.33
    5        client        accept   invite_view      1      0.50
    6        client  express_view      ask_info      1      0.50
    """
    pairs = following(hear(encounters, annotations, coders=coders))
    tables = [pd.DataFrame(columns=["by", *COLUMNS])]
    for side, role in SIDE_NAMES.items():
        own = pairs[(pairs["side"] == side).to_numpy()]
        if len(own):
            given, then, where = (own[name].astype(str).tolist() for name in ("given", "then", "encounter"))
            table = crossed(given, then, where, zeros=zeros, shuffles=shuffles, seed=seed)
            tables.append(table.assign(by=role))
    return pd.concat(tables[1:] or tables, ignore_index=True)[["by", *COLUMNS]]


def following(talk: Talk) -> pd.DataFrame:
    """Each coded move that the other side followed: `encounter`, `row`, `side`, `given`, `then`, `then_row`.

    Moves of interpreters and others take no part. Of several moves in one turn, the first answers.
    """
    moves = talk.moves[talk.moves["side"].isin(("P", "C")).to_numpy()]
    moves = moves.sort_values(["row", "start"], kind="stable")
    side, at = moves["side"].cat.codes.to_numpy(), positions(moves)
    begins = np.ones(len(moves), dtype=bool)
    begins[1:] = (side[1:] != side[:-1]) | (at[1:] != at[:-1])
    # All moves up to where the speaking side changes are followed by the one that stands there.
    run = np.cumsum(begins)
    first = np.append(np.flatnonzero(begins), len(moves))
    after = first[run] if len(moves) else np.zeros(0, dtype=np.int64)
    same = after < len(moves)
    same[same] = at[after[same]] == at[same]
    answers = moves.iloc[after[same]]
    return pd.DataFrame(
        {
            "encounter": moves["encounter"].array[same],
            "row": moves["row"].to_numpy()[same],
            "side": moves["side"].array[same],
            "given": moves["code"].array[same],
            "then": answers["code"].array,
            "then_row": answers["row"].to_numpy(),
        }
    )
