"""A bound for the measures: the same counts and ratios in plain pandas, as short as one would write them.

No intervals, no reasons for what cannot be computed, no record of whose codes were counted;
only columns from encounters, groupby and division. What ours takes beyond this is the price
of those.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

QUESTIONS = (
    "invite_open",
    "invite_view",
    "ask_info",
    "confirm_question",
    "check_understanding",
    "probe_proposal",
)


def tables(encounters: list[Any], annotations: list[Any], sequences: list[Any]) -> tuple[pd.DataFrame, ...]:
    """Turns, moves and sequences as frames, a column at a time."""
    turns = [turn for encounter in encounters for turn in encounter.turns]
    talk = pd.DataFrame(
        {
            "encounter": [encounter.id for encounter in encounters for _ in encounter.turns],
            "turn": [turn.id for turn in turns],
            "speaker": [turn.speaker for turn in turns],
            "words": [len(turn.text.split()) for turn in turns],
            "start": [turn.start for turn in turns],
            "end": [turn.end for turn in turns],
        }
    )
    talk["encounter"] = talk["encounter"].astype("category")
    talk["professional"] = talk["speaker"] == "A"
    talk["continuer"] = talk["words"] < 2
    moves = pd.DataFrame(
        [(a.encounter, a.turn, a.code) for a in annotations], columns=["encounter", "turn", "code"]
    ).merge(talk[["encounter", "turn", "professional"]], on=["encounter", "turn"])
    links = pd.DataFrame(
        [(s.encounter, s.type, s.outcome) for s in sequences], columns=["encounter", "type", "outcome"]
    )
    return talk, moves, links


def measured(talk: pd.DataFrame, moves: pd.DataFrame, links: pd.DataFrame) -> int:
    """Floor, timing, questions, confirmations and decisions of every encounter; how many numbers came out."""
    every = talk["encounter"].cat.categories
    by = talk.groupby("encounter", observed=True)
    words = talk.pivot_table(
        index="encounter", columns="speaker", values="words", aggfunc="sum", observed=True
    )
    shares = words.div(words.sum(axis=1), axis=0)
    out: list[Any] = [
        shares,
        (-(shares * np.log(shares)).sum(axis=1) / np.log(2)),
        (shares["A"] - shares["B"]).abs(),
        talk[~talk["continuer"]]
        .groupby(["encounter", "speaker"], observed=True)["words"]
        .quantile([0.25, 0.5, 0.75]),
        by["words"].rolling(20).sum(),
    ]
    run = (talk["speaker"] != by["speaker"].shift()).cumsum()
    out.append(talk.groupby(["encounter", run], observed=True)["words"].sum().groupby(level=0).max())
    seconds = talk["end"] - talk["start"]
    out.append(seconds.groupby([talk["encounter"], talk["speaker"]], observed=True).sum())
    offset = (talk["start"] - by["end"].shift()).where(talk["speaker"] != by["speaker"].shift())
    out.append(offset.groupby(talk["encounter"], observed=True).quantile([0.25, 0.5, 0.75]))
    bands = pd.cut(offset, [-np.inf, 0, 0.2, 0.7, np.inf])
    out.append(pd.crosstab(talk["encounter"], bands, normalize="index"))
    minutes = by["end"].max() / 60
    counts = moves.groupby(["encounter", "professional", "code"], observed=True).size().unstack(fill_value=0)
    asked = counts.xs(True, level="professional").reindex(every, columns=QUESTIONS, fill_value=0)
    out += [
        asked.div(minutes, axis=0) * 10,
        asked[["invite_open", "invite_view"]].sum(axis=1) / asked.sum(axis=1),
    ]
    forward = counts.reindex(columns=["propose", "list_options", "announce_decision"], fill_value=0)
    out += [forward.div(forward.sum(axis=1), axis=0), asked["confirm_question"] / asked.sum(axis=1)]
    for type in ("S1", "S2", "S3", "S4"):
        fates = links[links["type"] == type]
        out.append(pd.crosstab(fates["encounter"], fates["outcome"], normalize="index").reindex(every))
    return sum(np.size(table) for table in out)
