"""The client as an equal partner (W3): who sets talk going, and whether power is talked about."""

from __future__ import annotations

import pandas as pd

from vuoro.measures.answers import Answer, proportion, reason_where, tally
from vuoro.measures.declare import measure
from vuoro.measures.frames import Codes
from vuoro.measures.talk import Talk

INITIATING = ("invite_open", "invite_view", "ask_info", "propose", "list_options")
POWER = ("right", "expertise", "jointness", "freedom_to_decline", "task_division")


@measure("E1")
def client_initiative(talk: Talk) -> list[Answer]:
    """The client side's share of the initiating moves of both sides, 0 to 1. Experimental.

    Initiating are invitations, information questions, proposals, options, and views that were
    volunteered or open a new topic. Topics as such are not coded yet.

    References
    ----------
    Linell, Gustavsson & Juvonen 1988.
    """
    volunteered = (talk.moves["volunteered"] == "y") | (talk.moves["new_topic"] == "y")
    view = (talk.moves["code"] == "express_view") & volunteered
    initiating = talk.moves[view | talk.moves["code"].isin(INITIATING)]
    initiating = initiating[initiating["side"].isin(("P", "C"))]
    client = initiating[initiating["side"] == "C"]
    return [proportion(talk, client, initiating, nothing="no_initiative")]


@measure("E8")
def power_talk(talk: Talk) -> list[Answer]:
    """How often the professional spoke of the client's say: a count, never a rate of "empowerment".

    Parts are the kinds (`kind:right`), `supported` (help was offered with the say), and
    `responsibility_shift`: decisions announced so that the professional's own responsibility moved.

    References
    ----------
    Stevanovic & Peräkylä 2012.
    """
    said = talk.made("share_power", side="P")
    announced = talk.made("announce_decision", side="P")
    kinds = [tally(talk, said[said["kind"] == kind], f"kind:{kind}") for kind in POWER]
    supported = tally(talk, said[said["supported"] == "y"], "supported")
    shifted = tally(talk, announced[announced["responsibility_shift"] == "y"], "responsibility_shift")
    return [
        tally(talk, said),
        *(answer.unless(_uncoded(talk, said, "kind")) for answer in kinds),
        supported.unless(_uncoded(talk, said, "supported")),
        shifted.unless(_uncoded(talk, announced, "responsibility_shift")),
    ]


def _uncoded(talk: Talk, moves: pd.DataFrame, attribute: str) -> Codes:
    """The reason against a count of details where the moves are there but the detail was not coded."""
    given = talk.count(moves[moves[attribute] != ""])
    return reason_where((talk.count(moves) > 0) & (given == 0), "attribute_not_coded")
