"""Choice and grounds (D5, D6, D7): was there a choice, was it asked for, and were reasons given.

To list options gives the perception of choice even where one is recommended; to announce with reasons can
be all that the law leaves room for. None of these numbers has a right value.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from vuoro.measures.answers import Answer, proportion, quantiles, reason_where
from vuoro.measures.declare import measure
from vuoro.measures.frames import Codes, positions
from vuoro.measures.talk import Talk
from vuoro.sequences import FIELDS
from vuoro.sequences.features import BEFORE

NEGOTIABLE = ("goal", "means")
PREFERENCES = ("preference", "decision", "")
"""The focus of an invitation that asks what the client would choose; one without a focus counts too."""


@measure("D5")
def grounds_rate(talk: Talk) -> list[Answer]:
    """The professional's announcements and refusals that came with grounds, 0 to 1.

    Where a coder did not say, an explanation in the same turn is taken for grounds. The other five
    parts are of decisions against the client (S7), one by one and never added up: `grounds_given`,
    `view_sought`, `client_had_turn`, `response_received` and `way_forward`.

    References
    ----------
    Angell & Bolden 2015 on accounts for decisions.
    """
    made = talk.made("announce_decision", "reject", side="P")
    explained = np.isin(made["row"], talk.made("explain", side="P")["row"])
    told = made["grounds"].astype(str)
    given = told.isin(("before", "after", "y")) | ((told == "") & explained)
    adverse, unlinked = talk.opened("S7", side="P"), _unlinked(talk)
    answers = [proportion(talk, made[given.to_numpy()], made, nothing="no_announcement")]
    for field in FIELDS:
        known = adverse[(adverse[field] != "").to_numpy()]
        hits = known[(known[field] == "y").to_numpy()]
        answers.append(proportion(talk, hits, known, field, nothing="no_adverse_decision").unless(unlinked))
    return answers


@measure("D6")
def options(talk: Talk) -> list[Answer]:
    """Decisions in which at least two options were named, 0 to 1.

    Part `median` is how many were named; of the professional's lists of options, `no_action` is the share
    in which to do nothing was one, `tilted` that in which one was marked as the better.

    References
    ----------
    Toerien et al. 2018; Reuber et al. 2015.
    """
    decided = talk.decisions
    several = decided[(decided["options_named"] >= 2).to_numpy()]
    named = decided[(decided["options_named"] > 0).to_numpy()]
    return [
        proportion(talk, several, decided, nothing="no_decision"),
        *quantiles(talk, named, "options_named", {"median": 0.5}, nothing="no_decision"),
        _listed(talk, "no_action_included", "no_action"),
        _listed(talk, "tilted", "tilted"),
    ]


@measure("D7")
def preference_sought(talk: Talk) -> list[Answer]:
    """Decisions on goals and means before which the client was asked what they would choose, 0 to 1.

    Counted is an invitation by the professional with the focus preference or decision (or none coded), from
    eight turns before the matter was first put forward until the option was adopted.

    References
    ----------
    Landmark, Ofstad & Svennevig 2017 (abstract read) on hypotheses about preferences ("if you think X we can
    do Y"), which invite and constrain at once and do not count as asking.
    """
    decided = talk.decisions
    typed = decided[(decided["type"] != "").to_numpy()]
    open_ = typed[typed["type"].isin(NEGOTIABLE).to_numpy()]
    sought = open_[_asked_before(talk, open_)]
    uncoded = reason_where((talk.count(decided) > 0) & (talk.count(typed) == 0), "attribute_not_coded")
    return [proportion(talk, sought, open_, nothing="nothing_negotiable").unless(uncoded)]


def _asked_before(talk: Talk, decided: pd.DataFrame) -> Codes:
    invited = talk.made("invite_view", side="P")
    asked = np.sort(invited.loc[invited["focus"].isin(PREFERENCES).to_numpy(), "row"].to_numpy())
    size = np.bincount(positions(talk.turns), minlength=len(talk))
    begins = (np.cumsum(size) - size)[positions(decided)]
    first = np.maximum(decided["row"].to_numpy() - BEFORE, begins)
    sealed = decided["sealed_row"].to_numpy()
    last = np.where(sealed >= 0, sealed, decided["last_row"].to_numpy() + 1)
    return np.searchsorted(asked, last) > np.searchsorted(asked, first)


def _listed(talk: Talk, attribute: str, part: str) -> Answer:
    lists = talk.made("list_options", side="P")
    told = lists[(lists[attribute] != "").to_numpy()]
    hits = told[(told[attribute] == "y").to_numpy()]
    uncoded = reason_where((talk.count(lists) > 0) & (talk.count(told) == 0), "attribute_not_coded")
    return proportion(talk, hits, told, part, nothing="no_list").unless(uncoded)


def _unlinked(talk: Talk) -> Codes:
    """Against the five boxes, where an announcement against the client was coded but not linked."""
    adverse = talk.made("announce_decision", side="P")
    adverse = adverse[(adverse["adverse"] == "y").to_numpy()]
    return reason_where((talk.count(adverse) > 0) & (talk.count(talk.opened("S7")) == 0), "not_linked")
