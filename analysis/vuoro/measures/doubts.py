"""Doubts (D12): whether the client's doubts, hedges and refusals are picked up.

Not every doubt wants exploring: to counter a factual error may be right. Doubts that were said in so many
words are coded more reliably than those that a hedge or a silence may hide, so there are two numbers.
"""

from __future__ import annotations

import pandas as pd

from vuoro.measures.answers import Answer, outcomes, proportion
from vuoro.measures.declare import measure
from vuoro.measures.talk import Talk

PICKUPS = ("explored", "acknowledged", "countered", "repeated", "bypassed", "decision_reopened")
PICKED_UP = ("explored", "acknowledged", "decision_reopened")

VOICED = ("express_doubt", "hedged_accept", "reject")
"""The moves that open an S5; where a response was withheld, the action itself does."""

CLIENT_SIDE = ("", "client", "companion")


@measure("D12a")
def explicit_doubts(talk: Talk) -> list[Answer]:
    """The client's doubts said in words that were explored, acknowledged or reopened the decision, 0 to 1.

    References
    ----------
    After *provides space* of VR-CoDES (Del Piccolo et al. 2011), which could not be looked up.
    """
    doubts = clients_doubts(talk)
    explicit = doubts[(triggers(doubts) == "express_doubt").to_numpy()]
    unlinked = talk.unlinked("S5", "express_doubt", side="C")
    return [_picked_up(talk, explicit).unless(unlinked)]


@measure("D12b")
def all_doubts(talk: Talk) -> list[Answer]:
    """The same with hedged agreements, refusals and withheld responses of the client's, 0 to 1."""
    unlinked = talk.unlinked("S5", *VOICED, side="C")
    return [_picked_up(talk, clients_doubts(talk)).unless(unlinked)]


@measure("D12c")
def doubt_profile(talk: Talk) -> list[Answer]:
    """What became of the client's doubts, of whatever kind; the six shares sum to 1.

    References
    ----------
    Stivers & Timmermans 2020 on resistance and how it is met.
    """
    answers = outcomes(talk, clients_doubts(talk), PICKUPS, nothing="no_doubt")
    unlinked = talk.unlinked("S5", *VOICED, side="C")
    return [answer.unless(unlinked) for answer in answers]


def clients_doubts(talk: Talk) -> pd.DataFrame:
    """The S5 of the client side. A withheld response can stand at a turn of the professional's own."""
    doubts = talk.opened("S5")
    withheld = ~triggers(doubts).isin(VOICED) & (doubts["side"] == "P")
    own = doubts["by"].isin(CLIENT_SIDE) & ((doubts["side"] == "C") | withheld)
    return doubts[own.to_numpy()]


def triggers(doubts: pd.DataFrame) -> pd.Series:
    """What opened each S5: as a coder said, or else the code of the move at which it was linked."""
    told = doubts["trigger"].astype(str)
    return told.where(told != "", doubts["code"].astype(str))


def _picked_up(talk: Talk, doubts: pd.DataFrame) -> Answer:
    ended = doubts[doubts["outcome"].isin(PICKUPS).to_numpy()]
    hits = ended[ended["outcome"].isin(PICKED_UP).to_numpy()]
    return proportion(talk, hits, ended, nothing="no_doubt")
