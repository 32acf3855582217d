"""Listening and shared understanding (W2): what is offered for confirmation, and how tellings are received.

That nothing is ever disconfirmed can be precise listening or acquiescence; the numbers cannot tell.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from vuoro.measures import intervals
from vuoro.measures.answers import Answer, amount, divided, outcomes, proportion, rate, reason_where
from vuoro.measures.declare import measure
from vuoro.measures.invitations import QUESTIONS
from vuoro.measures.talk import Talk

CONFIRMATIONS = ("confirmed", "expanded", "qualified", "disconfirmed", "no_uptake")
CORRECTIONS = ("qualified", "disconfirmed")

RECEIPTS = ("taken_up", "acknowledged_only", "agenda_return", "reinterpreted", "advised")

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
        for part, moves in confirmations(talk).items()
    ]


@measure("U1w")
def confirmation_rate_by_words(talk: Talk) -> list[Answer]:
    """The professional's confirmation questions per 100 words of their own, for talk without times."""
    words = talk.said("P")
    return [
        rate(talk, moves, words, part, per=100, nothing="no_professional_talk")
        for part, moves in confirmations(talk).items()
    ]


@measure("U2")
def confirmation_share(talk: Talk) -> list[Answer]:
    """Strict confirmation questions among all of the professional's questions, 0 to 1.

    Its link with alliance is a correlation, from psychiatry; it may index rapport, not cause it.

    References
    ----------
    Thompson, Howes & McCabe 2016 (abstract checked: 134 consultations, alliance rated by psychiatrists).
    """
    asked = talk.made(*QUESTIONS, side="P")
    return [proportion(talk, confirmations(talk)["strict"], asked, nothing="no_question")]


@measure("U3")
def confirmation_profile(talk: Talk) -> list[Answer]:
    """What became of the professional's confirmation questions; the five shares sum to 1.

    `expanded`: it opened talk. `room_to_correct` is `qualified` and `disconfirmed` together.

    References
    ----------
    Heritage & Watson 1979; Antaki 2008 (neither was seen; the shares are ours).
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


@measure("U4")
def corrections_taken(talk: Talk) -> list[Answer]:
    """Of the statements that the client corrected, wholly or in part, those whose correction was taken, 0 to 1.

    Rests on the coders' `correction_taken`. A blank counts as no where the same coder noted it anywhere
    in the study (in the encounters that are measured together, and wherever else ``study`` says so):
    coders note it where it was taken, and encounters in which nothing was taken must not drop out. Of a
    coder who noted it nowhere there is no number. Few cases: read the fraction.
    """
    opened = talk.opened("S2", side="P")
    corrected = opened[opened["outcome"].isin(CORRECTIONS).to_numpy()]
    taken = corrected[(corrected["correction_taken"] == "y").to_numpy()]
    answer = proportion(talk, taken, corrected, nothing="nothing_corrected")
    noted = talk.count(corrected[(corrected["correction_taken"] != "").to_numpy()]) > 0
    coders = talk.encounters["coders"]
    noting = {name for names in coders[noted] for name in names.split(", ")} | talk.study.noting
    silent = np.array([noting.isdisjoint(names.split(", ")) for names in coders], dtype=bool)
    uncoded = reason_where((talk.count(corrected) > 0) & silent, "attribute_not_coded")
    return [answer.unless(uncoded).unless(talk.unlinked("S2", "confirm_question", side="P"))]


@measure("U5")
def reflection_question_ratio(talk: Talk) -> list[Answer]:
    """Strict confirmation questions and received feelings for each other question of the professional's.

    1 means as many as all other questions (Q1). The interval is Wilson's for the share of the former
    among both, as odds. Not to be read against MITI unless the encounter is motivational
    interviewing: there the manual's thresholds are 1:1 (fair) and 2:1 (good), by expert opinion, and
    a reflection is not what is counted here.

    References
    ----------
    Moyers et al., MITI 4.2.1. The thresholds were seen in a published table that cites the manual
    (PMC9461167, table 3), not in the manual itself.
    """
    strict = confirmations(talk)["strict"]
    received = talk.made("receive_feeling", side="P")
    reflections = talk.count(strict) + talk.count(received)
    others = talk.count(talk.made(*QUESTIONS, side="P")) - talk.count(strict)
    low, high = intervals.wilson(reflections, np.where(others > 0, reflections + others, 0))
    return [
        amount(
            divided(reflections, others),
            numerator=reflections,
            denominator=others,
            limits=(divided(low, 1 - low), divided(high, 1 - high)),
            interval="wilson",
            nothing=reason_where(others == 0, "no_question"),
            rows=np.r_[strict["row"], received["row"]],
        )
    ]


@measure("U6")
def receipt_profile(talk: Talk) -> list[Answer]:
    """How the professional received what the client told unasked; the five shares sum to 1.

    `taken_up`: asked on, formulated or received; `agenda_return`: the next question on the list;
    `reinterpreted`: an expert's reading of it; `advised`.

    References
    ----------
    Savander, Voutilainen, Hintikka & Peräkylä 2024, whose abstract (checked) names a new agenda
    question, a follow-up question, an expert interpretation and advice among five trajectories.
    """
    opened = talk.opened("S10", side="C")
    answers = outcomes(talk, opened, RECEIPTS, nothing="nothing_told_unasked")
    told = talk.made("express_view", side="C")
    unasked = talk.count(told[(told["volunteered"] == "y").to_numpy()])
    unlinked = reason_where((unasked > 0) & (talk.count(opened) == 0), "not_linked")
    return [answer.unless(unlinked) for answer in answers]


def confirmations(talk: Talk) -> dict[str, pd.DataFrame]:
    """The professional's confirmation questions that no paper gave, in all ("") and by statements alone."""
    made = talk.made("confirm_question", side="P")
    own = made[made["basis"] != FROM_RECORDS]
    return {"": own, "strict": own[own["form"] != "tag"]}
