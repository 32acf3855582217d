"""Listening and shared understanding (W2): statements offered for confirmation, and their fate.

That nothing is ever disconfirmed can be precise listening or acquiescence; the numbers cannot tell.
"""

from __future__ import annotations

import pandas as pd

from vuoro.measures.answers import Answer, outcomes, proportion, rate
from vuoro.measures.declare import measure
from vuoro.measures.invitations import QUESTIONS
from vuoro.measures.talk import Talk

CONFIRMATIONS = ("confirmed", "expanded", "qualified", "disconfirmed", "no_uptake")
CORRECTIONS = ("qualified", "disconfirmed")

FROM_RECORDS = "record_or_third_party"


@measure("U1")
def confirmation_rate(talk: Talk) -> list[Answer]:
    """The professional's confirmation questions on what the client said or implied, per 10 minutes.

    Those read from records ("it says here …") are left out; in part `strict` also those with a tag,
    so that statements alone remain. Where basis or form was not coded, the question counts.

    References
    ----------
    Thompson, Howes & McCabe 2016.
    """
    return [
        rate(talk, moves, talk.minutes, part, per=10, nothing="no_times")
        for part, moves in _confirmations(talk).items()
    ]


@measure("U1w")
def confirmation_rate_by_words(talk: Talk) -> list[Answer]:
    """The professional's confirmation questions per 100 words of their own, for talk without times."""
    words = talk.said("P")
    return [
        rate(talk, moves, words, part, per=100, nothing="no_professional_talk")
        for part, moves in _confirmations(talk).items()
    ]


@measure("U2")
def confirmation_share(talk: Talk) -> list[Answer]:
    """Strict confirmation questions among all of the professional's questions, 0 to 1.

    Its link with alliance is a correlation, from psychiatry; it may index rapport, not cause it.
    """
    asked = talk.made(*QUESTIONS, side="P")
    return [proportion(talk, _confirmations(talk)["strict"], asked, nothing="no_question")]


@measure("U3")
def confirmation_profile(talk: Talk) -> list[Answer]:
    """What became of the professional's confirmation questions; the five shares sum to 1.

    `expanded`: it opened talk. `room_to_correct` is `qualified` and `disconfirmed` together.

    References
    ----------
    Heritage & Watson 1979; Antaki 2008.
    """
    opened = talk.opened("S2", side="P")
    ended = opened[opened["outcome"].isin(CONFIRMATIONS)]
    corrected = ended[ended["outcome"].isin(CORRECTIONS)]
    answers = [
        *outcomes(talk, opened, CONFIRMATIONS, nothing="no_confirmation"),
        proportion(talk, corrected, ended, "room_to_correct", nothing="no_confirmation"),
    ]
    unlinked = talk.unlinked("S2", "confirm_question", side="P")
    return [answer.unless(unlinked) for answer in answers]


def _confirmations(talk: Talk) -> dict[str, pd.DataFrame]:
    made = talk.made("confirm_question", side="P")
    own = made[made["basis"] != FROM_RECORDS]
    return {"": own, "strict": own[own["form"] != "tag"]}
