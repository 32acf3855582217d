"""Timing: how soon the next speaker begins, and where a speaker falls silent.

All of it needs onsets and offsets of turns. Silence norms differ between languages, settings
and channels: compare within one encounter, or within one language and setting.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from vuoro.measures.answers import Answer, proportion, quantiles, rate, share, tally
from vuoro.measures.declare import measure
from vuoro.measures.frames import NOTICEABLE, Codes, positions
from vuoro.measures.talk import Talk

FLOOR = ["encounter", "row", "speaker", "start", "end"]
SIDE_ROLES = (("P", "professional"), ("C", "client"))
NUMBERS = ["encounter", "fto"]  # without their places, which would be every turn
QUARTILES = {"": 0.5, "q25": 0.25, "q75": 0.75}
EVERY_CHANGE = {"every_change": 0.5, "every_change:q25": 0.25, "every_change:q75": 0.75}

# Announcements make no acceptance due, but are often answered, and how soon is worth comparing.
FIRST_PAIR_PARTS = (
    "invite_open", "invite_view", "ask_info", "confirm_question", "check_understanding", "announce_decision",
    "propose", "list_options", "probe_proposal", "explore_doubt", "solicit_feedback",
)  # fmt: skip


@measure("T1")
def floor_transfer_offset(talk: Talk) -> list[Answer]:
    """How long after a speaker's offset the next one begins, in ms; negative where they overlap.

    The headline is the median over floor transfers: continuers take no floor, and neither does
    a turn that begins and ends inside another's. Both are left out and counted in the parts
    `excluded_continuers` and `excluded_inside`, and changes next to a turn without times in
    `excluded_untimed`. Part `every_change` takes every change of speaker instead.

    References
    ----------
    Heldner & Edlund 2010. Levinson & Torreira 2015: around 200 ms is usual across languages.
    """
    in_order = by_onset(talk.turns, "continuer")
    continuer = in_order["continuer"].to_numpy()
    inside = _inside(in_order, ~continuer)
    transfers = floor_transfers(in_order[FLOOR][~continuer & ~inside])
    timed = transfers[transfers["fto"].notna()]
    every = floor_transfers(in_order)
    every = every[every["fto"].notna()]
    return [
        *quantiles(talk, timed[NUMBERS], "fto", QUARTILES, nothing="no_transfer"),
        *_shares(talk, timed),
        tally(talk, timed[NUMBERS], "n_transitions"),
        tally(talk, in_order[["encounter"]][continuer], "excluded_continuers"),
        tally(talk, in_order[["encounter", "row"]][inside & ~continuer], "excluded_inside"),
        tally(talk, transfers[NUMBERS][transfers["fto"].isna()], "excluded_untimed"),
        *quantiles(talk, every[NUMBERS], "fto", EVERY_CHANGE, nothing="no_transfer"),
    ]


@measure("T2")
def pause_rate(talk: Talk) -> list[Answer]:
    """Silences of at least 0.2 s inside one side's own talk, per minute of its speech.

    They are the gaps between one speaker's neighbouring turns, from the times, and the pauses that
    the transcriber timed between the words of a turn. A timed pause at the edge of a turn is not
    added: it is the gap itself, heard once more.
    """
    return [
        rate(talk, silences, talk.said(side, talk.turns["seconds"]) / 60, role, per=1, nothing="no_speech")
        for side, role, silences in _silences(talk)
    ]


@measure("T2s")
def pause_share(talk: Talk) -> list[Answer]:
    """How much of one side's talk is silence of at least 0.2 s, 0 to 1; the silences as in T2."""
    answers = []
    for side, role, silences in _silences(talk):
        between = talk.total(silences[~silences["heard"]], "seconds")
        lasted = talk.said(side, talk.turns["end"] - talk.turns["start"]) + between
        answers.append(share(talk.total(silences, "seconds"), lasted, role, nothing="no_speech"))
    return answers


@measure("T3")
def response_latency(talk: Talk) -> list[Answer]:
    """Median offset, in ms, between a move that calls for a response and the other side's next turn.

    A part is a code and who responds (`ask_info:client`). Where the same side goes on first,
    there is no latency to measure. Compare the types within the encounter, not encounters.
    """
    responses = _responses(talk)
    by = {role: responses[responses["by"] == side] for side, role in SIDE_ROLES}
    return [
        answer
        for role, own in by.items()
        for code in FIRST_PAIR_PARTS
        for answer in quantiles(
            talk,
            own[own["code"] == code],
            "fto",
            {f"{code}:{role}": 0.5},
            nothing="no_response_slot",
        )
    ]


def by_onset(turns: pd.DataFrame, *more: str) -> pd.DataFrame:
    """The turns of each encounter by onset: their place in the turn table in `row`, who, when, and `more`.

    A turn without times stays behind the turn that it follows in the transcript.
    """
    turns = turns.assign(row=np.arange(len(turns), dtype=np.int32))[[*FLOOR, *more]]
    onset, at = turns["start"], positions(turns)
    if onset.isna().any():
        onset = onset.groupby(at).ffill().fillna(-np.inf)
    onset = onset.to_numpy()
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
    begins = np.flatnonzero(_changes(at, speaker))
    if not len(begins):
        return in_order[["encounter", "row"]].assign(fto=np.nan)
    runs = in_order[["encounter", "row", "start"]].iloc[begins]
    latest = np.maximum.reduceat(in_order["end"].to_numpy(), begins)
    # Whole milliseconds: 1.2 - 1.0 must not fall below the limit of 0.2 s.
    offset = np.rint((runs["start"].to_numpy()[1:] - latest[:-1]) * 1000)
    follows = at[begins][1:] == at[begins][:-1]
    return runs[["encounter", "row"]].iloc[1:][follows].assign(fto=offset[follows])


def _changes(*columns: Codes) -> npt.NDArray[np.bool_]:
    """Where any of the columns differs from the row before, and at the first row."""
    changed = np.zeros(len(columns[0]), dtype=bool)
    changed[:1] = True
    for column in columns:
        changed[1:] |= column[1:] != column[:-1]
    return changed


def _inside(in_order: pd.DataFrame, counts: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Turns that end before talk ends which began before them: they take no floor and leave none.

    Only turns that count can have another inside; without those inside, offsets only move on.
    """
    at = positions(in_order)
    latest = in_order["end"].where(counts).fillna(-np.inf).groupby(at).cummax().to_numpy()
    before = np.r_[-np.inf, latest[:-1]]
    before[_changes(at)] = -np.inf
    return in_order["end"].to_numpy() <= before


def _shares(talk: Talk, timed: pd.DataFrame) -> list[Answer]:
    fto = timed["fto"].to_numpy()
    bands = {
        "below_0": fto < 0,
        "0_to_200": (fto >= 0) & (fto < 200),
        "200_to_700": (fto >= 200) & (fto <= 700),
        "above_700": fto > 700,
    }
    return [proportion(talk, timed[band], timed, part, nothing="no_transfer") for part, band in bands.items()]


def _silences(talk: Talk) -> list[tuple[str, str, pd.DataFrame]]:
    """For each side the silences in its own talk, a row each, with their `seconds`."""
    in_order = by_onset(talk.turns, "side", "pauses", "paused")
    silences = pd.concat([_between(in_order), _heard(in_order)])
    return [(side, role, silences[silences["side"] == side]) for side, role in SIDE_ROLES]


def _between(in_order: pd.DataFrame) -> pd.DataFrame:
    """Silences between two turns of one speaker, while nobody else speaks either."""
    talk = in_order[~_inside(in_order, np.ones(len(in_order), dtype=bool))]
    seconds = (talk["start"] - talk["end"].shift()).round(3)
    goes_on = ~_changes(positions(talk), talk["speaker"].cat.codes.to_numpy())
    silent = goes_on & (seconds >= NOTICEABLE).to_numpy()
    return talk.assign(seconds=seconds, heard=False)[silent]


def _heard(in_order: pd.DataFrame) -> pd.DataFrame:
    """Silences that the transcriber timed inside a turn which has times."""
    paused = in_order[(in_order["pauses"] > 0) & in_order["end"].notna()]
    each = paused.assign(seconds=paused["paused"] / paused["pauses"], heard=True)
    return each.loc[each.index.repeat(each["pauses"])]


def _responses(talk: Talk) -> pd.DataFrame:
    """The moves that the other side answered in the very next turn, `by` whom, with `fto` in ms."""
    in_order = by_onset(talk.turns, "side")
    moves = talk.made(*FIRST_PAIR_PARTS)[["encounter", "row", "code", "side"]]
    place = np.empty(len(in_order), dtype=np.int64)
    place[in_order["row"].to_numpy()] = np.arange(len(in_order))
    here = place[moves["row"].to_numpy()]
    after = in_order[["encounter", "side", "start"]].iloc[np.minimum(here + 1, len(in_order) - 1)]
    fto = np.rint((after["start"].to_numpy() - in_order["end"].to_numpy()[here]) * 1000)
    other = np.asarray(after["side"]) != np.asarray(moves["side"])
    same = positions(after) == positions(moves)
    return moves.assign(fto=fto, by=after["side"].array)[other & same & ~np.isnan(fto)]
