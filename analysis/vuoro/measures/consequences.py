"""Triplet tables (A5): what was done, what the other made of it, and what came of that.

Simple counts with a way back to the lines. They rest on sequences, which were coded with the talk around
them, and so tell a trainer more than lag tables do.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many

import numpy as np
import pandas as pd

from vuoro.measures.tables import FEATURES
from vuoro.measures.talk import Talk, hear
from vuoro.model import Annotation, Decision, Encounter, Sequence

COLUMNS = ("table", "first", "second", "encounter", "turn", "line")

DOUBTED = {"hedged": "hedged_accept", "doubt": "express_doubt", "reject": "reject"}
"""The move that makes an S4 end so; after no_response it is the action itself that is in doubt."""

RECEPTION, PICKUP, INVITATION = "S3 reception × fate", "S4 response × S5 pick-up", "S1 uptake × decision"


def triplets(
    encounters: Iterable[Encounter],
    annotations: Iterable[Annotation] = (),
    sequences: Iterable[Sequence] = (),
    decisions: Iterable[Decision] = (),
    *,
    coders: Many[str] | None = None,
) -> pd.DataFrame:
    """Every triplet with its place, a row each.

    The tables are the reception and the fate of the client's proposals (S3), the client's doubtful
    responses (S4) and whether they were picked up (S5), and the uptake of the professional's
    invitations (S1) with each feature of the next decision (`b1:y`; `b7:NA` where it does not apply).

    Returns
    -------
    DataFrame
        `table`, `first`, `second` ("" where it was not coded or linked), `encounter`, `turn` in which the
        sequence begins and its `line` in the file. Count them with :func:`pandas.crosstab`.

    Raises
    ------
    SeveralCoders, UnknownTurn

    Examples
    --------
    >>> from vuoro.model import Participant, Turn
    >>> visit = Encounter(id="visit", language="en", turns=(
    ...     Turn(id="t1", speaker="B", raw="I could ring them.", text="I could ring them.", line=7),
    ...     Turn(id="t2", speaker="A", raw="Good, tomorrow.", text="Good, tomorrow.", line=8)),
    ...     participants=(Participant(id="A", role="professional"), Participant(id="B", role="client")))
    >>> link = Sequence(encounter="visit", type="S3", first_turn="t1", last_turn="t2", response_turn="t2",
    ...                 outcome="developed", coder="aino", code="propose", attributes={"fate": "adopted"})
    >>> table = triplets([visit], sequences=[link])
    >>> table[["first", "second", "turn", "line"]].to_numpy().tolist()
    [['developed', 'adopted', 't1', 7]]
    >>> int(pd.crosstab(table["first"], table["second"]).loc["developed", "adopted"])
    1
    """
    encounters = list(encounters)
    talk = hear(encounters, annotations, sequences, coders, decisions=decisions)
    found = pd.concat([_fates(talk), _pickups(talk), *_invited(talk)], ignore_index=True)
    lines = np.array([turn.line for encounter in encounters for turn in encounter.turns], dtype=object)
    row = found["row"].to_numpy(dtype=np.int64)
    place = {
        "encounter": talk.turns["encounter"].astype(str).to_numpy()[row],
        "turn": talk.turns["turn"].to_numpy()[row],
        "line": pd.array(lines[row], dtype="Int64"),
    }
    return found.assign(**place)[list(COLUMNS)]


def _fates(talk: Talk) -> pd.DataFrame:
    opened = talk.opened("S3", side="C")
    return _table(RECEPTION, opened["row"], opened["outcome"], opened["fate"])


def _pickups(talk: Talk) -> pd.DataFrame:
    """The doubtful responses, each with the pick-up that was linked at the turn of the response."""
    opened, doubts = talk.opened("S4", side="P"), talk.opened("S5")
    doubtful = opened[opened["outcome"].isin((*DOUBTED, "no_response")).to_numpy()]
    response, last = doubtful["response_row"].to_numpy(), doubtful["last_row"].to_numpy()
    made = doubtful["outcome"].astype(str).map(DOUBTED).fillna(doubtful["code"].astype(str))
    wanted = zip(np.where(response >= 0, response, last).tolist(), made, strict=True)
    keys = zip(doubts["row"].tolist(), doubts["code"].astype(str), strict=True)
    outcome = dict(zip(keys, doubts["outcome"].astype(str), strict=True))
    picked_up = [outcome.get(key, "") for key in wanted]
    return _table(PICKUP, doubtful["row"], doubtful["outcome"], picked_up)


def _invited(talk: Talk) -> list[pd.DataFrame]:
    """The invitations, each with the features of the first decision that was not over before it."""
    opened, decided = talk.opened("S1", side="P"), talk.decisions.sort_values("row", kind="stable")
    at, over = decided["encounter"].astype(str).to_numpy(), decided["last_row"].to_numpy()
    places = zip(opened["encounter"].astype(str), opened["row"], strict=True)
    later = [np.flatnonzero((at == encounter) & (over >= row)) for encounter, row in places]
    has = np.array([len(one) > 0 for one in later], dtype=bool)
    following = decided.iloc[[one[0] for one in later if len(one)]]
    some, tables = opened[has], []
    for name in FEATURES:
        feature = following[name].astype(str).replace("", "NA")
        tables.append(_table(INVITATION, some["row"], some["outcome"], name + ":" + feature))
    return tables


def _table(name: str, row: Iterable[int], first: Iterable[str], second: Iterable[str]) -> pd.DataFrame:
    row = np.asarray(row, dtype=np.int64)
    columns = {"first": np.asarray(first, dtype=object), "second": np.asarray(second, dtype=object)}
    return pd.DataFrame({"table": name, **columns, "row": row}, index=range(len(row)))
