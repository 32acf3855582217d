"""Inviting (W1): who is asked for their own matters, and what came of it.

A question rate by itself says little: the type of service drives it, and general inquiries at
the opening do something else than requests for confirmation. Opportunity and uptake are two numbers.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from vuoro.measures.answers import (
    Answer,
    amount,
    divided,
    outcomes,
    proportion,
    quantiles,
    rate,
    reason_where,
)
from vuoro.measures.declare import measure
from vuoro.measures.frames import positions
from vuoro.measures.talk import Numbers, Talk

INVITATIONS = ("invite_open", "invite_view")
QUESTIONS = (*INVITATIONS, "ask_info", "confirm_question", "check_understanding", "probe_proposal")
UPTAKES = ("extended", "minimal", "declined", "deflected", "no_uptake")
PHASES = ("opening", "middle", "closing")


@measure("Q1")
def questions(talk: Talk) -> list[Answer]:
    """The professional's questions of each type per 10 minutes; a part is a code."""
    return [
        rate(talk, talk.made(code, side="P"), talk.minutes, code, per=10, nothing="no_times")
        for code in QUESTIONS
    ]


@measure("Q1w")
def questions_by_words(talk: Talk) -> list[Answer]:
    """The professional's questions of each type per 100 words of their own, for talk without times."""
    words = talk.said("P")
    return [
        rate(talk, talk.made(code, side="P"), words, code, per=100, nothing="no_professional_talk")
        for code in QUESTIONS
    ]


@measure("Q2")
def open_share(talk: Talk) -> list[Answer]:
    """Invitations among the professional's invitations and information questions, 0 to 1.

    The binary of open and closed is too coarse to stand alone: show what followed (Q4) beside it.

    References
    ----------
    Thompson, Howes & McCabe 2016 distinguish types of questions.
    """
    invitations = talk.made(*INVITATIONS, side="P")
    asked = talk.made(*INVITATIONS, "ask_info", side="P")
    return [proportion(talk, invitations, asked, nothing="no_question")]


@measure("Q3")
def invitation_rate(talk: Talk) -> list[Answer]:
    """The professional's invitations per 10 minutes, in all and in each third of the encounter.

    The thirds (`opening`, `middle`, `closing`) are of the time, not phases of the activity.

    References
    ----------
    Heritage & Robinson 2006; Robinson & Heritage 2006.
    """
    invitations = talk.made(*INVITATIONS, side="P")
    third = phases(talk)[invitations["row"]]
    return [rate(talk, invitations, talk.minutes, per=10, nothing="no_times")] + [
        rate(talk, invitations[third == phase], talk.minutes / 3, phase, per=10, nothing="no_times")
        for phase in PHASES
    ]


@measure("Q3w")
def invitation_rate_by_words(talk: Talk) -> list[Answer]:
    """The professional's invitations per 100 words of their own, in all and in each third.

    For talk without times; there the thirds are of the words.
    """
    invitations, nothing = talk.made(*INVITATIONS, side="P"), "no_professional_talk"
    own, third = (talk.turns["side"] == "P").to_numpy(), phases(talk)
    answers = [rate(talk, invitations, talk.said("P"), per=100, nothing=nothing)]
    for phase in PHASES:
        asked = invitations[third[invitations["row"]] == phase]
        words = talk.total(talk.turns[["encounter", "words"]][own & (third == phase)], "words")
        answers.append(rate(talk, asked, words, phase, per=100, nothing=nothing))
    return answers


@measure("Q4")
def uptake(talk: Talk) -> list[Answer]:
    """How the invitations that were not withdrawn were taken up; the shares sum to 1.

    `extended` is the uptake rate. `declined` and `deflected` are answers too, not failures.
    """
    opened = talk.opened("S1", side="P")
    answers = outcomes(talk, opened, UPTAKES, nothing="no_invitation")
    unlinked = talk.unlinked("S1", *INVITATIONS, side="P")
    return [answer.unless(unlinked) for answer in answers]


@measure("Q5")
def uptake_words(talk: Talk) -> list[Answer]:
    """How many words the client says after an invitation, until the professional says more than a continuer.

    The median of each type, of both together (`invitations`), and for comparison after information
    questions. A question that is followed by another one in its turn is not counted.

    References
    ----------
    Heritage & Robinson 2006.
    """
    return _after(talk, "words")


@measure("Q5s")
def uptake_seconds(talk: Talk) -> list[Answer]:
    """How many seconds the client speaks after an invitation, until the professional says more than a continuer.

    Otherwise as the words of Q5.
    """
    return _after(talk, "seconds")


@measure("Q5r")
def uptake_ratio(talk: Talk) -> list[Answer]:
    """The median of words after invitations by the median after information questions; 1 is as many."""
    medians = {answer.part: answer for answer in _after(talk, "words")}
    invited, asked = medians["invitations"], medians["ask_info"]
    silent = reason_where(asked.value == 0, "no_answer")
    nothing = np.select([invited.reason > 0, asked.reason > 0], [invited.reason, asked.reason], silent)
    return [
        amount(
            divided(invited.value, asked.value),
            numerator=invited.value,
            denominator=asked.value,
            nothing=nothing,
            rows=invited.rows,
        )
    ]


@measure("Q6")
def withdrawals(talk: Talk) -> list[Answer]:
    """Invitations that the professional took back or answered, among all invitations, 0 to 1."""
    opened = talk.opened("S1", side="P")
    ended = opened[opened["outcome"].isin((*UPTAKES, "withdrawn"))]
    taken_back = ended[ended["outcome"] == "withdrawn"]
    unlinked = talk.unlinked("S1", *INVITATIONS, side="P")
    return [proportion(talk, taken_back, ended, nothing="no_invitation").unless(unlinked)]


def phases(talk: Talk) -> pd.Categorical:
    """The third of its encounter in which each turn begins: opening, middle or closing.

    Thirds of the time where the encounter has times, else of the words.
    """
    turns, at = talk.turns, positions(talk.turns)
    words = turns["words"].to_numpy()
    said = np.cumsum(words) - words
    said = said - pd.Series(said).groupby(at).transform("min").to_numpy()
    passed = turns["start"] - turns["start"].groupby(at).transform("min")
    by_words = said / np.maximum(talk.encounters["words"].to_numpy(), 1)[at]
    by_time = passed.to_numpy() / (talk.minutes * 60)[at]
    share = np.where(np.isnan(by_time), by_words, by_time)
    return pd.Categorical.from_codes(np.minimum(share * 3, 2).astype(np.int8), categories=PHASES)


def _after(talk: Talk, column: str) -> list[Answer]:
    asked = _last_in_turn(talk.made(*QUESTIONS, side="P"))
    asked = asked.assign(amount=_room(talk, column)[asked["row"]])
    of = {code: asked[asked["code"] == code] for code in (*INVITATIONS, "ask_info")}
    of["invitations"] = asked[asked["code"].isin(INVITATIONS)]
    return [
        answer
        for part, moves in of.items()
        for answer in quantiles(
            talk,
            moves,
            "amount",
            {part: 0.5},
            nothing="no_question" if part == "ask_info" else "no_invitation",
        )
    ]


def _last_in_turn(moves: pd.DataFrame) -> pd.DataFrame:
    """The question that the turn leaves the other with; an earlier one in the turn was passed over."""
    return moves.sort_values(["row", "start"], kind="stable").drop_duplicates("row", keep="last")


def _room(talk: Talk, column: str) -> Numbers:
    """For each turn what the client says after it, before the professional says more than a continuer."""
    turns, at = talk.turns, positions(talk.turns)
    ends = (turns["side"] == "P").to_numpy() & ~turns["continuer"].to_numpy()
    # Both grow from turn to turn, so their sum is new for each stretch and each encounter.
    stretch = np.cumsum(ends) + at
    client = np.where(turns["side"] == "C", np.nan_to_num(turns[column]), 0)
    return np.bincount(stretch, client)[stretch]
