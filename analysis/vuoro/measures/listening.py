"""Listening that can be heard: continuers while the other tells.

A *mm* or *joo* passes the opportunity to take a turn and leaves the floor with who has it. Nods
do as much, and no transcript of sound has them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from vuoro.measures.answers import Answer, rate, tally
from vuoro.measures.declare import measure
from vuoro.measures.frames import Codes, positions
from vuoro.measures.onsets import SIDE_ROLES, Places, Where, by_onset, changes
from vuoro.measures.talk import Talk
from vuoro.model import Turn
from vuoro.moves.units import CONTOURS, END, FINAL

SHORT, LONG = 4, 20  # words; a turn of fewer is one unit, and one of as many is several
LEFT_OUT = ("answers", "elsewhere")


@measure("T7")
def continuer_rate(talk: Talk) -> list[Answer]:
    """How many continuers a listener gives per 100 words of the other side's turns of several units.

    A part is who listens. A turn goes on here until the other side says more than a continuer. It has
    several units if the transcript has it in several pieces, if a sign for the end of a unit stands
    inside it, or if it has 20 words or more. Only continuers count during which, or after which,
    the other goes on. The rest is counted in `excluded_elsewhere`: a *mm* after a single unit, or one
    that its speaker follows up with a turn. So are tokens after a question mark, in
    `excluded_answers`: there *yes* is an answer.

    References
    ----------
    Schegloff 1982; Gardner 2001.
    """
    turns = by_onset(talk.turns, "side", "continuer", "words")
    turns = turns[turns["side"].isin(("P", "C"))]
    continuer = turns["continuer"].to_numpy()
    floor = turns[~continuer].assign(telling=_tellings(talk, turns[~continuer]))
    after = np.searchsorted(np.flatnonzero(~continuer), np.flatnonzero(continuer))
    tokens = turns[continuer].assign(left_out=_left_out(talk, turns[continuer], floor, after))
    return [answer for side, role in SIDE_ROLES for answer in _heard(talk, tokens, floor, side, role)]


def _heard(talk: Talk, tokens: pd.DataFrame, floor: pd.DataFrame, side: str, role: str) -> list[Answer]:
    own = tokens[(tokens["side"] == side).to_numpy()]
    told = floor[floor["telling"] & (floor["side"] != side).to_numpy()]
    return [
        rate(
            talk, own[own["left_out"] == ""], talk.total(told, "words"), role, per=100, nothing="no_telling"
        ),
        *(tally(talk, own[own["left_out"] == why], f"excluded_{why}:{role}") for why in LEFT_OUT),
    ]


def _left_out(talk: Talk, tokens: pd.DataFrame, floor: pd.DataFrame, after: Places) -> Codes:
    """Why each continuer does not count, "" where it does; ``after`` is the place of the next turn."""
    left_out = np.full(len(tokens), "elsewhere", dtype=object)
    before = _others(tokens, floor, after - 1)
    here = np.flatnonzero(before >= 0)
    told = floor.iloc[before[here]]
    during = tokens["end"].to_numpy()[here] <= told["end"].to_numpy()
    listens = told["telling"].to_numpy() & (during | (_others(tokens, floor, after)[here] >= 0))
    asked = np.array([_asks(talk.texts.turn(row)) for row in told["row"]], dtype=bool) & ~during
    left_out[here] = np.select([~listens, asked], ["elsewhere", "answers"], "")
    return left_out


def _others(tokens: pd.DataFrame, floor: pd.DataFrame, place: Places) -> Places:
    """The places that hold a turn of the other side in the same encounter; -1 elsewhere."""
    others = np.full(len(place), -1)
    there = np.flatnonzero((place >= 0) & (place < len(floor)))
    turns, own = floor.iloc[place[there]], tokens.iloc[there]
    other = (positions(turns) == positions(own)) & (np.asarray(turns["side"]) != np.asarray(own["side"]))
    others[there[other]] = place[there[other]]
    return others


def _tellings(talk: Talk, floor: pd.DataFrame) -> Where:
    """Whether the turn that each row is, or is a piece of, has several units."""
    turn = np.cumsum(changes(positions(floor), floor["side"].cat.codes.to_numpy())) - 1
    pieces, words = np.bincount(turn), np.bincount(turn, floor["words"])
    several = (pieces > 1) | (words >= LONG)
    rows = floor["row"].to_numpy()
    short = np.flatnonzero(~several[turn] & (words[turn] >= SHORT))
    several[turn[short]] = [_parted(talk.texts.turn(row)) for row in rows[short]]
    return several[turn]


def _parted(turn: Turn) -> bool:
    """Whether a sign for the end of a unit stands inside a turn.

    Examples
    --------
    >>> [_parted(Turn(id="t", speaker="A", raw=said, text=said)) for said in ("I fell. It hurt.", "I fell then.")]
    [True, False]
    """
    end = END.search(turn.text)
    if end and end.end() < len(turn.text.rstrip()):
        return True
    _, last = turn.in_raw(0, len(turn.text))
    return any(
        mark.kind in CONTOURS and mark.stop < last and not FINAL.isdisjoint(str(mark.value))
        for mark in turn.marks
    )


def _asks(turn: Turn) -> bool:
    return turn.raw.rstrip().endswith("?")
