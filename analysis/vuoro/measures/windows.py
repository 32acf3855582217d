"""Moving windows over the talk: of two minutes where there are times, else of 200 words.

Windows overlap by half. The last one may be cut short, but never by more than half.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from vuoro.measures.frames import positions
from vuoro.measures.talk import Numbers, Talk

SECONDS, WORDS = 120.0, 200.0


def windows(talk: Talk) -> pd.DataFrame:
    """The words of either side in each window of each encounter.

    Columns: `encounter`, `window` from 1, `start`, `end`, `unit` (seconds or words), `C`, `P`. The
    words of a turn are spread evenly over it, so they can be fractions of words.
    """
    timed = talk.encounters["timed"].to_numpy()
    spoken = _on_axis(talk)
    span = np.zeros(len(talk))
    np.maximum.at(span, positions(spoken), spoken["finish"].to_numpy())
    size = np.where(timed, SECONDS, WORDS)
    number = np.where(span > 0, np.maximum(np.ceil((span - size) / (size / 2)), 0) + 1, 0).astype(int)
    at = np.repeat(np.arange(len(talk)), number)
    window = np.arange(len(at)) - np.repeat(np.cumsum(number) - number, number)
    start = window * size[at] / 2
    end = np.minimum(start + size[at], span[at])
    # All encounters on one long axis, so that one curve serves every window.
    origin = np.cumsum(span) - span
    said = {side: _curve(spoken[spoken["side"] == side], origin) for side in "CP"}
    return pd.DataFrame(
        {
            "encounter": pd.Categorical.from_codes(at, dtype=talk.turns["encounter"].dtype),
            "window": window + 1,
            "start": start,
            "end": end,
            "unit": np.where(timed[at], "seconds", "words"),
            **{
                side: (by(origin[at] + end) - by(origin[at] + start)).clip(min=0).round(6)
                for side, by in said.items()
            },
        }
    )


def _on_axis(talk: Talk) -> pd.DataFrame:
    """Where the turns of both sides begin and finish: in seconds, or in words, from the first of them."""
    spoken = talk.turns[talk.turns["side"].isin(("P", "C"))]
    at, words = positions(spoken), spoken["words"].to_numpy()
    timed = talk.encounters["timed"].to_numpy()[at]
    after = np.cumsum(words)
    begin = np.where(timed, spoken["start"], after - words)
    finish = np.where(timed, spoken["end"], after)
    zero = pd.Series(begin).groupby(at).transform("min").to_numpy()
    axis = spoken[["encounter", "side", "words"]].assign(begin=begin - zero, finish=finish - zero)
    # What takes no time has no place on the axis; neither has what has no times.
    return axis[finish > begin]


def _curve(spoken: pd.DataFrame, origin: Numbers) -> Callable[[Numbers], Numbers]:
    """The number of words said up to a point of the axis."""
    shift = origin[positions(spoken)]
    begin, finish = spoken["begin"].to_numpy() + shift, spoken["finish"].to_numpy() + shift
    slope = spoken["words"].to_numpy() / (finish - begin)
    bends = np.r_[0.0, begin, finish]
    order = np.argsort(bends, kind="stable")
    bends, steepness = bends[order], np.cumsum(np.r_[0.0, slope, -slope][order])
    height = np.r_[0.0, np.cumsum(steepness[:-1] * np.diff(bends))]
    return lambda points: np.interp(points, bends, height)
