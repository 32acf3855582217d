"""What an invited view led to (W1 and W4): whether it left a trace in the decision that followed.

To be asked and then not heeded can be worse than not to be asked; but a view may also be heeded in
a later meeting, which no transcript shows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from vuoro.measures.answers import Answer, proportion
from vuoro.measures.declare import measure
from vuoro.measures.frames import Codes, positions
from vuoro.measures.talk import Talk

CONCERNED = ("preference", "decision")
"""What an invitation asks about (`focus`) that bears on a decision."""

ANSWERED = ("extended", "minimal")
HEEDED = ("b7", "b8")
"""Features of a decision: the next turn builds on what the client said; the decision is adapted to it."""


@measure("Q7")
def token_invitation(talk: Talk) -> list[Answer]:
    """Of the views that were asked for and given before a decision, those with no link to it, 0 to 1.

    Counted are invitations to a view whose `focus` is preference or decision, which the client
    answered, and after which a decision was made or closed. There is no link where that decision
    neither builds on what the client said (b7) nor was adapted to it (b8). A decision in which
    neither feature was judged, and an invitation after which nothing was decided, are left out.

    References
    ----------
    Ours: an answer to the worry that participation may be for show.
    """
    invited = talk.made("invite_view", side="P")
    concerned = invited[invited["focus"].isin(CONCERNED).to_numpy()]
    opened = talk.opened("S1", side="P")
    answered = opened[
        opened["outcome"].isin(ANSWERED).to_numpy()
        & (opened["code"] == "invite_view").to_numpy()
        & opened["row"].isin(concerned["row"]).to_numpy()
    ]
    before, decision = _next_decision(talk, answered)
    heeded = [(decision[name] == "y").to_numpy() for name in HEEDED]
    judged = [(decision[name] != "").to_numpy() for name in HEEDED]
    known = judged[0] | judged[1]
    token = ~(heeded[0] | heeded[1])
    answer = proportion(talk, before[known & token], before[known], nothing="no_view_before_decision")
    uncoded, unlinked = talk.uncoded(invited, "focus"), talk.unlinked("S1", "invite_view", side="P")
    return [answer.unless(uncoded).unless(unlinked)]


def _next_decision(talk: Talk, opened: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sequences after which a decision ends in their encounter, each with the first that does."""
    decisions = talk.decisions.sort_values("last_row", kind="stable")
    place = np.searchsorted(decisions["last_row"].to_numpy(), opened["row"].to_numpy(), side="right")
    there = place < len(decisions)
    opened, decisions = opened[there], decisions.iloc[place[there]]
    same: Codes = positions(opened) == positions(decisions)
    return opened[same], decisions[same]
