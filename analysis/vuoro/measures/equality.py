"""The client as an equal partner (W3): who sets talk going, and whether power is talked about."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vuoro.measures.answers import Answer, proportion, tally
from vuoro.measures.declare import measure, reason_code
from vuoro.measures.frames import Codes, positions
from vuoro.measures.talk import Talk

INITIATING = ("invite_open", "invite_view", "ask_info", "propose", "list_options")
DEVELOPED = 2  # turns of the professional's that make a client's topic one that was talked about [D]
POWER = ("right", "expertise", "jointness", "freedom_to_decline", "task_division")


@measure("E1")
def client_initiative(talk: Talk) -> list[Answer]:
    """The client side's share of the initiating moves of both sides, 0 to 1. Experimental.

    Initiating are invitations, information questions, proposals, options, views that were volunteered,
    and whatever opens a new topic, as far as that was coded.

    References
    ----------
    Linell, Gustavsson & Juvonen 1988 (not seen; their coding is of every turn, on a scale).
    """
    moves = talk.moves
    view = (moves["code"] == "express_view") & (moves["volunteered"] == "y")
    initiating = moves[moves["code"].isin(INITIATING) | view | (moves["new_topic"] == "y")]
    initiating = initiating[initiating["side"].isin(("P", "C"))]
    client = initiating[initiating["side"] == "C"]
    return [proportion(talk, client, initiating, nothing="no_initiative")]


@measure("E2")
def topic_share(talk: Talk) -> list[Answer]:
    """The client side's share of the topics that both sides opened, 0 to 1. Experimental.

    A topic is opened by a move whose `new_topic` is y, and lasts until the next one. In part
    `developed`, the client's topics on which the professional took two turns or more, continuers
    apart. Computed only where new topics were coded (y or n) for both sides: where those of one side
    alone were looked for, a share of them is an artefact. Topics are hard to agree on: double-code.

    References
    ----------
    The two turns are ours.
    """
    topics = _topics(talk)
    topics = topics[topics["side"].isin(("P", "C")).to_numpy()]
    own = topics[(topics["side"] == "C").to_numpy()]
    taken = own[(own["turns"] >= DEVELOPED).to_numpy()]
    against = _one_sided(talk)
    return [
        proportion(talk, own, topics, nothing="no_topic").unless(against),
        proportion(talk, taken, own, "developed", nothing="no_client_topic").unless(against),
    ]


@measure("E8")
def power_talk(talk: Talk) -> list[Answer]:
    """How often the professional spoke of the client's say: a count, never a rate of "empowerment".

    Parts are the kinds (`kind:right`), `supported` (help was offered with the say), and
    `responsibility_shift`: decisions announced so that the professional's own responsibility moved.

    References
    ----------
    Stevanovic & Peräkylä 2012 on the right to decide (abstract checked); the counts are ours.
    """
    said = talk.made("share_power", side="P")
    announced = talk.made("announce_decision", side="P")
    kinds = [tally(talk, said[said["kind"] == kind], f"kind:{kind}") for kind in POWER]
    supported = tally(talk, said[said["supported"] == "y"], "supported")
    shifted = tally(talk, announced[announced["responsibility_shift"] == "y"], "responsibility_shift")
    return [
        tally(talk, said),
        *(answer.unless(talk.uncoded(said, "kind")) for answer in kinds),
        supported.unless(talk.uncoded(said, "supported")),
        shifted.unless(talk.uncoded(announced, "responsibility_shift")),
    ]


def _topics(talk: Talk) -> pd.DataFrame:
    """The moves that open a topic, in order, and how many turns of the professional's it lasts."""
    topics = talk.moves[(talk.moves["new_topic"] == "y").to_numpy()].sort_values("row", kind="stable")
    at, row = positions(topics), topics["row"].to_numpy()
    ends = np.cumsum(np.bincount(positions(talk.turns), minlength=len(talk)))
    following = np.r_[row[1:], 0][: len(row)]
    until = np.where(np.r_[at[1:] == at[:-1], np.zeros(min(len(at), 1), bool)], following, ends[at])
    own = (talk.turns["side"] == "P").to_numpy() & ~talk.turns["continuer"].to_numpy()
    spoken = np.r_[0, np.cumsum(own)]
    return topics.assign(turns=spoken[until] - spoken[np.minimum(row + 1, until)])


def _one_sided(talk: Talk) -> Codes:
    """The reason against a share of topics where nobody coded them, or only on one side."""
    told = talk.moves[(talk.moves["new_topic"] != "").to_numpy()]
    sides = [talk.count(told[(told["side"] == side).to_numpy()]) for side in ("P", "C")]
    nobody, one_sided = (reason_code(id) for id in ("attribute_not_coded", "topics_of_one_side"))
    return np.select([sides[0] + sides[1] == 0, (sides[0] == 0) | (sides[1] == 0)], [nobody, one_sided], 0)
