"""How soon the other responds to a move that makes a response due, and how often late.

The response to a move is the next turn, by onset, and only if it is the other side's. What is said
while the move's turn still goes on, and ends before it, is no response. A speaker who
makes a second such move in the same turn is answered on the last.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from vuoro.measures.answers import Answer, amount, proportion, quantiles, tally
from vuoro.measures.declare import measure
from vuoro.measures.frames import positions
from vuoro.measures.onsets import SIDE_ROLES, Where, by_onset, inside
from vuoro.measures.talk import Numbers, Talk

BASELINE = "ask_info"
ENOUGH = 10  # answers to information questions, to know how soon this client usually answers
USUAL = 0.9
LATE = 700.0  # ms, where they are fewer

# Announcements make no acceptance due, but are often answered, and how soon is worth comparing.
FIRST_PAIR_PARTS = (
    "invite_open", "invite_view", BASELINE, "confirm_question", "check_understanding", "announce_decision",
    "propose", "list_options", "probe_proposal", "explore_doubt", "solicit_feedback",
)  # fmt: skip
LEFT_OUT = ("superseded", "inside", "unanswered", "untimed")


@measure("T3")
def response_latency(talk: Talk) -> list[Answer]:
    """Median offset, in ms, between a move that makes a response due and the other side's response.

    A part is a code and who responds (`ask_info:client`). A token such as *yes* or *mm* is a response
    here, since after a question it is an answer. Compare the types within the encounter, not
    encounters. Moves without a latency are counted by who should have responded, `excluded_superseded`
    (the speaker went on to another such move), `excluded_inside` (the whole turn was said during
    another's), `excluded_unanswered` (the other side did not speak next), `excluded_untimed`.

    References
    ----------
    Kendrick & Torreira 2015.
    """
    moves = responses(talk)
    timed = moves[moves["excluded"] == ""]
    return [
        answer
        for side, role in SIDE_ROLES
        for answer in (
            *(
                quantiles(
                    talk,
                    timed[(timed["by"] == side) & (timed["code"] == code)],
                    "fto",
                    {f"{code}:{role}": 0.5},
                    nothing="no_response_slot",
                )[0]
                for code in FIRST_PAIR_PARTS
            ),
            *(
                tally(
                    talk, moves[(moves["by"] == side) & (moves["excluded"] == why)], f"excluded_{why}:{role}"
                )
                for why in LEFT_OUT
            ),
        )
    ]


@measure("T4")
def delay_rate(talk: Talk) -> list[Answer]:
    """How many of the client's responses come later than this client usually answers, 0 to 1.

    Late is later than nine in ten of the client's own answers to information questions, or, where
    these are fewer than ten, later than 0.7 s. Part `threshold` is that limit in ms, and its
    denominator the answers it rests on. These answers are the yardstick, so the responses
    counted are those to all other moves of :data:`FIRST_PAIR_PARTS`, timed as in T3.

    References
    ----------
    Kendrick & Torreira 2015: after 0.7 to 0.8 s dispreferred responses outnumber preferred ones.
    """
    moves = responses(talk)
    own = moves[(moves["excluded"] == "") & (moves["by"] == "C")]
    asked = own["code"] == BASELINE
    limit = _usual(talk, own[asked])
    rest = own[~asked]
    late = rest[rest["fto"].to_numpy() > limit[positions(rest)]]
    return [
        proportion(talk, late, rest, nothing="no_response_slot"),
        amount(limit, "threshold", denominator=talk.count(own[asked])),
    ]


def responses(talk: Talk) -> pd.DataFrame:
    """The moves that make a response due: `by` which side, its `fto` in ms, or why it is `excluded`.

    Columns: `encounter`, `row` (of the move's turn), `code`, `by`, `fto`, `excluded` ("" or one of
    :data:`LEFT_OUT`).
    """
    moves = talk.made(*FIRST_PAIR_PARTS)[["encounter", "row", "code", "side", "start"]]
    moves = moves[moves["side"].isin(("P", "C"))]
    in_order = by_onset(talk.turns, "side")
    floor = in_order[~inside(in_order, np.ones(len(in_order), dtype=bool))]
    place = np.full(len(in_order), -1)
    place[floor["row"].to_numpy()] = np.arange(len(floor))
    here = place[moves["row"].to_numpy()]
    after = floor[["encounter", "side", "start"]].iloc[np.minimum(here + 1, len(floor) - 1)]
    by = np.where(moves["side"] == "P", "C", "P")
    answered = (
        (positions(after) == positions(moves)) & (np.asarray(after["side"]) == by) & (here + 1 < len(floor))
    )
    fto = np.rint((after["start"].to_numpy() - floor["end"].to_numpy()[here]) * 1000)
    excluded = np.select(
        [_superseded(moves), here < 0, ~answered, np.isnan(fto)],
        ["superseded", "inside", "unanswered", "untimed"],
        "",
    )
    return moves.assign(by=by, fto=fto, excluded=excluded)


def _superseded(moves: pd.DataFrame) -> Where:
    """Moves after which their speaker made another in the same turn."""
    return (moves["start"] < moves.groupby("row")["start"].transform("max")).to_numpy()


def _usual(talk: Talk, answers: pd.DataFrame) -> Numbers:
    """How late this client's answers to information questions usually are at most, in ms."""
    (usual,) = quantiles(talk, answers, "fto", {"": USUAL}, nothing="no_response_slot")
    return np.where(talk.count(answers) >= ENOUGH, usual.value, LATE)
