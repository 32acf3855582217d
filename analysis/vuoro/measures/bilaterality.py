"""Bilaterality (D8) and involvement (D9): nine features of each decision, in two sub-indices.

What the professional opened (b1 to b5) and what the client came to shape (b6 to b9) are two numbers, never
one. The features are ours, after the qualitative analysis of Collins et al. 2005; before the numbers are
used, show how reliably b1, b7 and b8 were coded.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many

import numpy as np
import pandas as pd

from vuoro.measures.answers import Answer, outcomes, proportion, reason_where, share
from vuoro.measures.declare import measure
from vuoro.measures.frames import Codes
from vuoro.measures.tables import FEATURES
from vuoro.measures.talk import Talk, hear
from vuoro.model import Decision, Encounter

OPPORTUNITY, INFLUENCE = FEATURES[:5], FEATURES[5:]
NEEDS_CONTRIBUTION = ("b7", "b8")
LEVELS = tuple(f"level_{level}" for level in range(5))
SHARED = ("client", "companion", "joint")


@measure("D8")
def bilaterality(talk: Talk) -> list[Answer]:
    """Features of the decisions that were there, of those that could have been: two shares, 0 to 1 each.

    `B_opp` is of b1 to b5 (the decision point was made visible, the client's view was sought before, options
    or the freedom to decline, grounds, the preference was sought); `B_inf` of b6 to b9 (the client
    contributed, the next turn built on it, the decision was adapted to it, closed without hedging or left
    open by agreement). b7 and b8 do not apply where the client contributed nothing. Over several decisions
    both are ratios of sums; :func:`bilateral` has each decision by itself. Parts `b1` to `b9` are the
    share of decisions with each feature.

    References
    ----------
    Collins, Drew, Watt & Entwistle 2005; Elwyn et al. 2013.
    """
    told, uncoded = _told(talk)
    answers = []
    for name, features in (("B_opp", OPPORTUNITY), ("B_inf", INFLUENCE)):
        counted = told.assign(seen=_seen(told, features), could=_could(told, features))
        seen, could = talk.total(counted, "seen"), talk.total(counted, "could")
        rows = told["row"].to_numpy()[counted["seen"].to_numpy() > 0]
        answers.append(share(seen, could, name, nothing="no_decision", rows=rows))
    for feature in FEATURES:
        known = told[(told[feature] != "").to_numpy()]
        hits = known[(known[feature] == "y").to_numpy()]
        answers.append(proportion(talk, hits, known, feature, nothing="no_decision"))
    return [answer.unless(uncoded) for answer in answers]


@measure("D9")
def involvement_level(talk: Talk) -> list[Answer]:
    """How far the client was part of each decision, on five levels: their shares, which sum to 1. No mean.

    `level_0` the decision came without grounds, `level_1` with grounds, `level_2` the client's view was
    sought, `level_3` the client contributed and it was treated, `level_4` the adopted option was the
    client's or jointly built. Each decision stands on the highest level that fits. Overlaps with D8: do
    not put both into one model.
    """
    told, uncoded = _told(talk)
    levels = np.array(LEVELS, dtype=object)[_levels(told)]
    answers = outcomes(talk, told.assign(outcome=levels), LEVELS, nothing="no_decision")
    return [answer.unless(uncoded) for answer in answers]


def bilateral(
    encounters: Iterable[Encounter], decisions: Iterable[Decision], *, coders: Many[str] | None = None
) -> pd.DataFrame:
    """Each decision by itself: `encounter`, `topic`, the first `turn`, and k of n features on either side.

    Columns `B_opp_k`, `B_opp_n`, `B_opp`, `B_inf_k`, `B_inf_n`, `B_inf`, and `level` 0 to 4. Decisions
    whose features nobody coded are left out.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> visit = Encounter(id="visit", turns=(Turn(id="t1", speaker="A", raw="Shall we?", text="Shall we?"),))
    >>> made = Decision(encounter="visit", first_turn="t1", last_turn="t1", outcome="dropped", coder="aino",
    ...                 topic="the group", features={"b1": "y", "b2": "n", "b4": "y", "b6": "n", "b9": "n"})
    >>> bilateral([visit], [made])[["topic", "B_opp_k", "B_opp_n", "B_inf_k", "B_inf_n", "level"]]
           topic  B_opp_k  B_opp_n  B_inf_k  B_inf_n  level
    0  the group        2        3        0        2      1
    """
    talk = hear(encounters, coders=coders, decisions=decisions)
    told, _ = _told(talk)
    columns = {
        "encounter": told["encounter"].astype(str).to_numpy(),
        "topic": [talk.decided[id].topic for id in told["id"]],
        "turn": talk.turns["turn"].to_numpy()[told["row"].to_numpy()],
    }
    for name, features in (("B_opp", OPPORTUNITY), ("B_inf", INFLUENCE)):
        k, n = _seen(told, features), _could(told, features)
        columns |= {f"{name}_k": k, f"{name}_n": n, name: k / np.where(n > 0, n, np.nan)}
    return pd.DataFrame({**columns, "level": _levels(told)})


def _told(talk: Talk) -> tuple[pd.DataFrame, Codes]:
    """The decisions whose features were coded, with b7 and b8 only where they apply; and why there are none."""
    decided = talk.decisions
    coded = np.logical_or.reduce([(decided[name] != "").to_numpy() for name in FEATURES])
    told = decided[coded]
    nothing_given = (told["b6"] == "n").to_numpy()
    applied = {name: np.where(nothing_given, "", told[name].astype(str)) for name in NEEDS_CONTRIBUTION}
    told = told.assign(**applied)
    return told, reason_where((talk.count(decided) > 0) & (talk.count(told) == 0), "attribute_not_coded")


def _seen(told: pd.DataFrame, features: Many[str]) -> Codes:
    return (told[list(features)] == "y").to_numpy().sum(axis=1)


def _could(told: pd.DataFrame, features: Many[str]) -> Codes:
    return (told[list(features)] != "").to_numpy().sum(axis=1)


def _levels(told: pd.DataFrame) -> Codes:
    yes = {name: (told[name] == "y").to_numpy() for name in FEATURES}
    reached = [
        told["origin_of_adopted_option"].isin(SHARED).to_numpy(),
        yes["b6"] & (yes["b7"] | yes["b8"]),
        yes["b2"] | yes["b5"],
        yes["b4"],
    ]
    return np.select(reached, [4, 3, 2, 1], 0)
