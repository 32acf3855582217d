"""Timing: how soon the next speaker begins, and where a speaker falls silent.

All of it needs onsets and offsets of turns. Silence norms differ between languages, settings
and channels: compare within one encounter, or within one language and setting.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from vuoro.measures.answers import Answer, proportion, quantiles, rate, share, tally
from vuoro.measures.declare import measure
from vuoro.measures.frames import NOTICEABLE, floor_table, positions
from vuoro.measures.onsets import FLOOR, SIDE_ROLES, by_onset, changes, floor_transfers, inside
from vuoro.measures.talk import Talk
from vuoro.model import Encounter

NUMBERS = ["encounter", "fto"]  # without their places, which would be every turn
QUARTILES = {"": 0.5, "q25": 0.25, "q75": 0.75}
EVERY_CHANGE = {"every_change": 0.5, "every_change:q25": 0.25, "every_change:q75": 0.75}


@measure("T1")
def floor_transfer_offset(talk: Talk) -> list[Answer]:
    """How long after a speaker's offset the next one begins, in ms; negative where they overlap.

    The headline is the median over floor transfers: continuers take no floor, and neither does
    a turn that begins and ends inside another's. Both are left out and counted in the parts
    `excluded_continuers` and `excluded_inside`, and changes next to a turn without times in
    `excluded_untimed`. Part `every_change` takes every change of speaker instead.

    In 45 mock consultations in English (PriMock57) the median is 215 ms, and 36 % overlap.

    References
    ----------
    Heldner & Edlund 2010 (we read their method in pympi). Levinson & Torreira 2015: gaps are of the order
    of 200 ms.
    """
    in_order = by_onset(talk.turns, "continuer")
    continuer = in_order["continuer"].to_numpy()
    within = inside(in_order, ~continuer)
    transfers = floor_transfers(in_order[FLOOR][~continuer & ~within])
    timed = transfers[transfers["fto"].notna()]
    every = floor_transfers(in_order)
    every = every[every["fto"].notna()]
    return [
        *quantiles(talk, timed[NUMBERS], "fto", QUARTILES, nothing="no_transfer"),
        *_shares(talk, timed),
        tally(talk, timed[NUMBERS], "n_transitions"),
        tally(talk, in_order[["encounter"]][continuer], "excluded_continuers"),
        tally(talk, in_order[["encounter", "row"]][within & ~continuer], "excluded_inside"),
        tally(talk, transfers[NUMBERS][transfers["fto"].isna()], "excluded_untimed"),
        *quantiles(talk, every[NUMBERS], "fto", EVERY_CHANGE, nothing="no_transfer"),
    ]


@measure("T2")
def pause_rate(talk: Talk) -> list[Answer]:
    """Silences of at least 0.2 s inside one side's own talk, per minute of its speech.

    They are the gaps between one speaker's neighbouring turns, from the times, and the pauses that
    the transcriber timed between the words of a turn. A timed pause at the edge of a turn is not
    added: it is the gap itself, heard once more. Part `excluded_untimed` counts the turns without times.
    """
    return [
        *(
            rate(
                talk, silences, talk.said(side, talk.turns["seconds"]) / 60, role, per=1, nothing="no_speech"
            )
            for side, role, silences in _silences(talk)
        ),
        tally(talk, talk.turns[["encounter"]][talk.turns["seconds"].isna()], "excluded_untimed"),
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


def transfers(encounters: Iterable[Encounter]) -> pd.DataFrame:
    """Every change of speaker, and how soon: `encounter`, `turn`, `speaker` (the next one), `fto` in ms.

    Turns are taken by onset. `fto` is the onset less the latest offset of the speaker before, below 0
    in overlap, and NaN where times are missing. Continuers are changes too: T1 leaves them out.

    Raises
    ------
    DoubleEncounter

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> said = [("A", 0.0, 1.5), ("B", 1.7, 3.0), ("A", 2.9, 4.0)]
    >>> visit = Encounter(id="visit", turns=tuple(
    ...     Turn(id=f"t{n}", speaker=who, raw="", text="", start=start, end=end)
    ...     for n, (who, start, end) in enumerate(said)))
    >>> transfers([visit])[["turn", "speaker", "fto"]]
      turn speaker    fto
    0   t1       B  200.0
    1   t2       A -100.0
    """
    encounters = list(encounters)
    floor = floor_table(encounters)
    changed = floor_transfers(by_onset(floor))
    ids = np.array([turn.id for encounter in encounters for turn in encounter.turns], dtype=object)
    rows = changed["row"].to_numpy()
    columns = {
        "encounter": changed["encounter"].array,
        "turn": ids[rows],
        "speaker": floor["speaker"].array.take(rows),
        "fto": changed["fto"].to_numpy(),
    }
    return pd.DataFrame(columns, copy=False)


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
    talk = in_order[~inside(in_order, np.ones(len(in_order), dtype=bool))]
    seconds = (talk["start"] - talk["end"].shift()).round(3)
    goes_on = ~changes(positions(talk), talk["speaker"].cat.codes.to_numpy())
    silent = goes_on & (seconds >= NOTICEABLE).to_numpy()
    return talk.assign(seconds=seconds, heard=False)[silent]


def _heard(in_order: pd.DataFrame) -> pd.DataFrame:
    """Silences that the transcriber timed inside a turn which has times."""
    paused = in_order[(in_order["pauses"] > 0) & in_order["end"].notna()]
    each = paused.assign(seconds=paused["paused"] / paused["pauses"], heard=True)
    return each.loc[each.index.repeat(each["pauses"])]
