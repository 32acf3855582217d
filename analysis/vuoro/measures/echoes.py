"""Who takes over whose words, counted: replies, and the classes of words in them and before them.

The counts, thresholds and means are those of ConvoKit's `Coordination` and `CoordinationScore`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vuoro.measures.frames import Codes
from vuoro.measures.talk import Numbers
from vuoro.model import record

Flags = npt.NDArray[np.bool_]


@record
class Turns:
    """For each turn the place of its encounter, a number for who speaks, their side, and the classes in it."""

    at: Codes
    speaker: Codes
    side: Codes
    marked: Flags


def tally(turns: Turns, side: str, other: str) -> dict[str, Codes]:
    """Counts for each speaker of one side who replies to the other: `row` is some turn of theirs."""
    at, speaker, sides = turns.at, turns.speaker, turns.side
    replies = (sides[1:] == side) & (sides[:-1] == other) & (at[1:] == at[:-1])
    reply = 1 + np.flatnonzero(replies & (speaker[1:] != speaker[:-1]))
    group, who = pd.factorize(speaker[reply])
    used, prompted = turns.marked[reply], turns.marked[reply - 1]

    def count(flags: Flags) -> Codes:
        each = [np.bincount(group, column, minlength=len(who)) for column in flags.T]
        return np.array(each, dtype=np.int64).reshape(flags.shape[1], len(who)).T

    row = np.zeros(len(who), dtype=np.int64)
    row[group] = reply
    return {
        "row": row,
        "replies": np.bincount(group, minlength=len(who)),
        "used": count(used),
        "prompted": count(prompted),
        "echoed": count(used & prompted),
    }


def scores(found: dict[str, Codes], threshold: int) -> Numbers:
    """P(class in reply | class before) − P(class in reply); NaN where the class was there too seldom."""
    enough = found["prompted"] >= max(threshold, 1)
    echoed = np.divide(found["echoed"], found["prompted"], out=np.full(enough.shape, np.nan), where=enough)
    return echoed - found["used"] / found["replies"][:, None]


def aggregates(scored: Numbers, at: Codes, n: int) -> dict[str, Numbers]:
    """Means over the speakers of each place: of those with all classes, with gaps filled, and without them."""
    there = ~np.isnan(scored)
    some, whole = there.any(axis=1), np.asarray(there.all(axis=1) & (scored.shape[1] > 0))
    sums, counts = np.zeros((n, scored.shape[1])), np.zeros((n, scored.shape[1]))
    np.add.at(sums, at, np.nan_to_num(scored))
    np.add.at(counts, at, there)
    of_class = np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0)
    filled = np.where(there, scored, of_class[at])
    own = np.nansum(scored, axis=1) / np.maximum(there.sum(axis=1), 1)

    def mean(values: Numbers, of: Any) -> Numbers:
        number = np.bincount(at[of], minlength=n)
        total = np.bincount(at[of], values[of], minlength=n)
        return np.divide(total, number, out=np.full(n, np.nan), where=number > 0)

    return {"agg1": mean(own, whole), "agg2": mean(filled.mean(axis=1), some), "agg3": mean(own, some)}
