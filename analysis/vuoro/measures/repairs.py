"""Repair (W2): who asks again, and whether the trouble is mended.

Repair is work for understanding and no error score. That a client never asks again in talk full of
terms is a question mark, not a good sign.
"""

from __future__ import annotations

import numpy as np

from vuoro.measures.answers import Answer, outcomes, rate
from vuoro.measures.declare import measure
from vuoro.measures.frames import positions
from vuoro.measures.talk import Talk

SOLUTIONS = ("resolved", "abandoned", "reinitiated")
SIDES = (("P", "professional"), ("C", "client"))


@measure("U8")
def repair_rate(talk: Talk) -> list[Answer]:
    """Initiations of repair by either side in 100 turns of the encounter, and how they ended.

    The rates are per 100 turns of all speakers together. The shares of `resolved`, `abandoned` and
    `reinitiated`, whoever began, sum to 1.

    References
    ----------
    Schegloff, Jefferson & Sacks 1977; Dingemanse et al. 2015 (abstract checked: about once in 1.4
    minutes of informal talk in any of 12 languages; that is talk among peers, not a service).
    """
    turns = np.bincount(positions(talk.turns), minlength=len(talk)).astype(float)
    begun = [(talk.marked("repair_initiation", side=side), role) for side, role in SIDES]
    ended = outcomes(talk, talk.opened("S9"), SOLUTIONS, nothing="no_repair")
    unlinked = talk.unlinked("S9", "repair_initiation")
    return [
        *(rate(talk, marks, turns, role, per=100, nothing="no_turns") for marks, role in begun),
        *(answer.unless(unlinked) for answer in ended),
    ]
