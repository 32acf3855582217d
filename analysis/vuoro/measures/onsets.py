"""Turns in the order in which they begin: who changes with whom, who goes on, who falls inside.

Everything that is timed is worked out here, over the turns of all encounters at once. Times are
seconds in tables, offsets whole milliseconds. An encounter's turns never meet another's.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from vuoro.measures.frames import Codes, positions

FLOOR = ["encounter", "row", "speaker", "start", "end"]
SIDE_ROLES = (("P", "professional"), ("C", "client"))

Places = npt.NDArray[np.int64]
Where = npt.NDArray[np.bool_]


def by_onset(turns: pd.DataFrame, *more: str) -> pd.DataFrame:
    """The turns of each encounter by onset: their place in the turn table in `row`, who, when, and `more`.

    A turn without times stays behind the turn that it follows in the transcript.
    """
    turns = turns.assign(row=np.arange(len(turns), dtype=np.int32))[[*FLOOR, *more]]
    starts, at = turns["start"], positions(turns)
    if starts.isna().any():
        starts = starts.groupby(at).ffill().fillna(-np.inf)
    onset = starts.to_numpy()
    if np.all((onset[1:] >= onset[:-1]) | (at[1:] > at[:-1])):
        return turns
    return turns.iloc[np.lexsort((onset, at))]


def floor_transfers(in_order: pd.DataFrame) -> pd.DataFrame:
    """Every change of speaker: `encounter`, `row` of the turn that takes the floor, `fto` in ms.

    The offset is the latest one of the previous speaker's run of turns. `fto` is NaN where the
    times of either are missing.

    Examples
    --------
    >>> visit = pd.DataFrame({"encounter": pd.Categorical(["visit"] * 4), "row": [0, 1, 2, 3],
    ...     "speaker": pd.Categorical(list("AABA")), "start": [0.0, 1.5, 2.2, 2.9], "end": [1.4, 2.0, 3.0, 4.0]})
    >>> floor_transfers(visit)[["row", "fto"]]
       row    fto
    2    2  200.0
    3    3 -100.0
    """
    at, speaker = positions(in_order), in_order["speaker"].cat.codes.to_numpy()
    begins = np.flatnonzero(changes(at, speaker))
    if not len(begins):
        return in_order[["encounter", "row"]].assign(fto=np.nan)
    runs = in_order[["encounter", "row", "start"]].iloc[begins]
    latest = np.maximum.reduceat(in_order["end"].to_numpy(), begins)
    # Whole milliseconds: 1.2 - 1.0 must not fall below the limit of 0.2 s.
    offset = np.rint((runs["start"].to_numpy()[1:] - latest[:-1]) * 1000)
    follows = at[begins][1:] == at[begins][:-1]
    return runs[["encounter", "row"]].iloc[1:][follows].assign(fto=offset[follows])


def changes(*columns: Codes) -> Where:
    """Where any of the columns differs from the row before, and at the first row."""
    changed = np.zeros(len(columns[0]), dtype=bool)
    changed[:1] = True
    for column in columns:
        changed[1:] |= column[1:] != column[:-1]
    return changed


def latest_before(in_order: pd.DataFrame, counts: Where) -> npt.NDArray[np.float64]:
    """For each turn the latest offset of the turns that count and began before it; -inf where none did.

    Examples
    --------
    >>> visit = pd.DataFrame({"encounter": pd.Categorical(["visit"] * 3), "end": [4.0, 2.0, 5.0]})
    >>> latest_before(visit, np.array([True, True, True]))
    array([-inf,   4.,   4.])
    """
    at = positions(in_order)
    latest = in_order["end"].where(counts).fillna(-np.inf).groupby(at).cummax().to_numpy()
    before = np.r_[-np.inf, latest[:-1]][: len(latest)]
    before[changes(at)] = -np.inf
    return before


def inside(in_order: pd.DataFrame, counts: Where) -> Where:
    """Turns that end before talk ends which began before them: they take no floor and leave none.

    Only turns that count can have another inside; without those inside, offsets only move on.
    """
    return in_order["end"].to_numpy() <= latest_before(in_order, counts)


def going_on(in_order: pd.DataFrame, counts: Where) -> Places:
    """For each turn the place of the turn that counts, began before it and ends last; -1 where there is none.

    It is the turn that is still going on, unless it has ended by then.

    Examples
    --------
    >>> visit = pd.DataFrame({"encounter": pd.Categorical(["visit"] * 4), "end": [4.0, 2.0, 5.0, 6.0]})
    >>> going_on(visit, np.array([True, True, True, True]))
    array([-1,  0,  0,  2])
    """
    end = in_order["end"].to_numpy()
    # A turn that ends later than all before it is the one that goes on from here.
    longest = counts & (end > latest_before(in_order, counts))
    place = np.maximum.accumulate(np.where(longest, np.arange(len(end)), -1))
    before = np.r_[-1, place[:-1]][: len(place)]
    at = positions(in_order)
    return np.where((before >= 0) & (at[before] == at), before, -1)
