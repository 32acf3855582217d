"""Deciding together (W4), and asking about the meeting (W5): whose proposals, and what became of them.

Announcing is not a fault: many decisions of a service are not open to negotiation. Neither is
asking on, which can be the responsible thing. A hedged agreement is a place to look, not a verdict.
"""

from __future__ import annotations

import pandas as pd

from vuoro.measures import intervals
from vuoro.measures.answers import Answer, amount, outcomes, proportion, reason_where, tally
from vuoro.measures.declare import measure
from vuoro.measures.talk import Talk

RECEPTIONS = (
    "developed", "probed", "accepted", "acknowledged_only", "deferred",
    "rejected_with_grounds", "rejected_without_grounds", "ignored",
)  # fmt: skip
RESPONSES = (
    "accept_elaborated", "accept_plain", "hedged", "doubt", "counter", "reject", "question", "no_response",
)  # fmt: skip
ACCEPTANCES = ("accept_elaborated", "accept_plain", "hedged")
ACCEPTANCE_DUE = ("propose", "list_options")
PUT_FORWARD = ("announce_decision", *ACCEPTANCE_DUE)


@measure("D1")
def proposal_origin(talk: Talk) -> list[Answer]:
    """The client side's proposals among all proposals and options about the service, 0 to 1.

    References
    ----------
    Stevanovic 2012.
    """
    proposals = _distal(talk.made("propose", "list_options"))
    own = proposals[(proposals["code"] == "propose") & (proposals["side"] == "C")]
    return [proportion(talk, own, proposals, nothing="no_proposal")]


@measure("D3")
def reception(talk: Talk) -> list[Answer]:
    """How the client's proposals were first received; the eight shares sum to 1.

    Part `develop_probe` is the log-odds of developing against asking on, ln[(d + ½) / (p + ½)].

    References
    ----------
    Stevanovic et al. 2020 (180 client proposals, qualitative).
    """
    opened = talk.opened("S3", side="C")
    answers = [
        *outcomes(talk, opened, RECEPTIONS, nothing="no_client_proposal"),
        _develop_probe(talk, opened),
    ]
    unlinked = talk.unlinked("S3", "propose", side="C")
    return [answer.unless(unlinked) for answer in answers]


@measure("D4")
def announcements(talk: Talk) -> list[Answer]:
    """Announcements among what the professional put forward about the service, 0 to 1.

    Part `open_forms` is the rest, proposals and options: forms that ask for the client's acceptance.

    References
    ----------
    Stivers et al. 2018; Stevanovic & Peräkylä 2012.
    """
    forward = _distal(talk.made(*PUT_FORWARD, side="P"))
    announced = (forward["code"] == "announce_decision").to_numpy()
    return [
        proportion(talk, forward[announced], forward, nothing="nothing_put_forward"),
        proportion(talk, forward[~announced], forward, "open_forms", nothing="nothing_put_forward"),
    ]


@measure("D10")
def responses(talk: Talk) -> list[Answer]:
    """How the client responded to what the professional put forward; the eight shares sum to 1.

    Also for each form apart (`propose:hedged`). An announcement makes no acceptance due, so that
    one that got no response is not counted.

    References
    ----------
    Stevanovic et al. 2020.
    """
    opened = _due(talk.opened("S4", side="P"))
    answers = outcomes(talk, opened, RESPONSES, nothing="nothing_to_respond_to")
    for form in PUT_FORWARD:
        own = opened[opened["code"] == form]
        has = talk.count(own) > 0
        by_form = outcomes(talk, own, RESPONSES, prefix=f"{form}:", nothing="nothing_to_respond_to")
        answers += [answer.where(has) for answer in by_form]
    unlinked = talk.unlinked("S4", *ACCEPTANCE_DUE, side="P")
    return [answer.unless(unlinked) for answer in answers]


@measure("D11")
def hedged_share(talk: Talk) -> list[Answer]:
    """Hedged agreements among the client's agreements, 0 to 1: a list of places to look.

    References
    ----------
    Heritage & Sefi 1992; Stivers 2005.
    """
    opened = talk.opened("S4", side="P")
    agreed = opened[opened["outcome"].isin(ACCEPTANCES)]
    hedged = agreed[agreed["outcome"] == "hedged"]
    unlinked = talk.unlinked("S4", *ACCEPTANCE_DUE, side="P")
    return [proportion(talk, hedged, agreed, nothing="no_agreement").unless(unlinked)]


@measure("W5a")
def feedback_asked(talk: Talk) -> list[Answer]:
    """How often the professional asked the client about the meeting itself."""
    asked = talk.made("solicit_feedback", side="P")
    return [tally(talk, asked[asked["kind"] != "own_reflection"])]


def _distal(moves: pd.DataFrame) -> pd.DataFrame:
    """Without proposals about the conversation itself, such as a break."""
    return moves[moves["scope"] != "interaction"]


def _due(opened: pd.DataFrame) -> pd.DataFrame:
    silent = (opened["code"] == "announce_decision") & (opened["outcome"] == "no_response")
    return opened[~silent.to_numpy()]


def _develop_probe(talk: Talk, opened: pd.DataFrame) -> Answer:
    developed, probed = (talk.count(opened[opened["outcome"] == how]) for how in RECEPTIONS[:2])
    value, low, high = intervals.log_odds(developed, probed)
    return amount(
        value,
        "develop_probe",
        numerator=developed,
        denominator=probed,
        limits=(low, high),
        interval="adjusted-log",
        nothing=reason_where(developed + probed == 0, "neither_developed_nor_probed"),
        rows=opened.loc[opened["outcome"].isin(RECEPTIONS[:2]).to_numpy(), "row"].to_numpy(),
    )
