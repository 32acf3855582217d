"""Overlap: who begins while another still speaks, and what kind of beginning it is.

Most overlap is orderly: it comes where a turn is about to end, or is a *mm* that takes no turn.
Only what comes in the middle of another's turn, and is more than a continuer, may be an
interruption, and whether it was one is for a person to say.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from vuoro.measures.answers import Answer, rate, reason_where, tally
from vuoro.measures.declare import measure
from vuoro.measures.frames import Codes, positions
from vuoro.measures.onsets import SIDE_ROLES, Places, Where, by_onset, going_on, latest_before
from vuoro.measures.talk import Talk
from vuoro.model import MACHINES, Turn

CLASSES = ("terminal", "continuer", "simultaneous_start", "recognitional", "competitive")
LEFT_OUT = ("over_continuer", "touching", "other_roles")
INTERRUPTION = "interruption"

ENDING = 300  # ms; an onset so near the end of a turn is at its end
TOGETHER = 200  # ms; who begin within so much of each other after a silence begin together
TOUCH = 50  # ms; times err by as much, so turns that overlap by less only touch

UNFINISHED = re.compile(r"(?:\w-|[–—…]|--|\.\.\.)[\s.,?!]*$")
"""How the words of a turn end that was cut off or dropped: *wo-*, a dash, or an ellipsis."""

BROKEN_OFF = ("+/", "+...", "+..?")
"""The same as CHAT writes it after the words."""


@measure("T5")
def overlap_types(talk: Talk) -> list[Answer]:
    """How often, per 10 minutes of the encounter, each role begins in overlap, by the kind of onset.

    An onset is in overlap where another's turn is still going on; of several, the one that goes on
    longest counts. Continuers hold no floor, so nobody overlaps them. The first that fits of:

    - `continuer`: who begins only passes the opportunity to speak;
    - `simultaneous_start`: the other began no more than 0.2 s before, in a silence;
    - `terminal`: in the last 0.3 s of the other's turn, or in its last word, which is taken to last as
      long as the words of that turn do on average, since transcripts seldom time words;
    - `competitive`: anything else, in the middle of the other's turn.

    A person's annotation of the code `overlap` on the turn that begins outranks this, by its
    attribute `kind`. `recognitional` onsets (the other's turn can be recognised but is not complete,
    or is completed for them) are told by such annotations only: times do not show them, and where
    nobody has judged an overlap there is no such rate.

    Left out and counted: onsets over a mere continuer (`excluded_over_continuer`), overlaps of less than
    0.05 s, which is what times err by (`excluded_touching`), turns without times
    (`excluded_untimed`), onsets by an interpreter or somebody without a role
    (`excluded_other_roles`), and what a person calls by another name, such as laughter and greetings
    in chorus (`excluded_other_kinds`).

    References
    ----------
    Schegloff 2000: terminal overlaps, continuers, conditional access to the turn and choral talk do not
    compete. Jefferson 1986. Early agreeing onsets are typically affiliative in Finnish: Vatanen 2014.
    """
    onsets = overlap_onsets(talk)
    counted = onsets[onsets["excluded"] == ""]
    kinds = _kinds(talk, counted)
    unjudged = reason_where(talk.count(_judged(talk)) == 0, "overlaps_not_judged")
    against = {"recognitional": unjudged}
    return [
        *(
            rate(
                talk,
                counted[(kinds == kind) & (counted["side"] == side).to_numpy()],
                talk.minutes,
                f"{kind}:{role}",
                per=10,
                nothing="no_times",
            ).unless(against.get(kind, np.zeros_like(unjudged)))
            for kind in CLASSES
            for side, role in SIDE_ROLES
        ),
        *(tally(talk, onsets[onsets["excluded"] == why], f"excluded_{why}") for why in LEFT_OUT),
        tally(talk, counted[~np.isin(kinds, CLASSES)], "excluded_other_kinds"),
        tally(talk, talk.turns[["encounter"]][talk.turns["seconds"].isna()], "excluded_untimed"),
    ]


@measure("T6")
def interruption_rate(talk: Talk) -> list[Answer]:
    """Interruptions that a person has confirmed, per 10 minutes of the other side's speech.

    A part is who came in. The machine only lists candidates, as places of the parts `candidates:client`
    and `candidates:professional`: competitive overlaps (see T5) after which the first speaker stops,
    before the other does, with talk that the transcript shows unfinished (*wo-*, a dash, an
    ellipsis, CHAT's ``+/.`` or ``+...``). A person settles each with an annotation of the code
    `overlap` on the turn that came in: `kind` "interruption" confirms, any other kind denies. A
    person may confirm where the machine had no candidate. While candidates wait (`unconfirmed:client`,
    `unconfirmed:professional`) there is no rate, and where there were none and nothing was confirmed, no
    occasion. Judgements of a machine confirm nothing.

    References
    ----------
    Schegloff 2000; Bilmes 1997: an interruption is a complaint of participants, not an acoustic fact.
    """
    candidates = _candidates(talk)
    marks = _judged(talk)
    confirmed = marks[marks["kind"] == INTERRUPTION]
    waiting = candidates[~candidates["row"].isin(marks["row"])]
    return [
        answer
        for (side, role), (other, _) in zip(SIDE_ROLES, SIDE_ROLES[::-1], strict=True)
        for answer in (
            rate(
                talk,
                _by(confirmed, side),
                talk.said(other, talk.turns["seconds"]) / 60,
                role,
                per=10,
                nothing="no_speech",
            ).unless(_unsettled(talk, _by(candidates, side), _by(waiting, side), _by(confirmed, side))),
            tally(talk, _by(candidates, side), f"candidates:{role}"),
            tally(talk, _by(waiting, side), f"unconfirmed:{role}"),
        )
    ]


def overlap_onsets(talk: Talk) -> pd.DataFrame:
    """Every turn that begins while another speaker's goes on, by onset.

    Columns: `encounter`, `row`, `side`, `over` (the row of the turn that went on), `kind` (one of
    :data:`CLASSES`, as times tell it), `outlasts` (it ends later than the other turn), and `excluded`
    ("" or one of :data:`LEFT_OUT`).
    """
    turns = _in_milliseconds(by_onset(talk.turns, "side", "continuer", "words", "seconds"))
    holder = going_on(turns, ~turns["continuer"].to_numpy())
    anybody = going_on(turns, np.ones(len(turns), dtype=bool))
    overlapped = _overlapped(turns, holder)
    here = np.flatnonzero(overlapped | _overlapped(turns, anybody))
    own = turns.iloc[here]
    over = turns.iloc[np.where(overlapped, holder, anybody)[here]]
    shared = np.minimum(own["end"].to_numpy(), over["end"].to_numpy()) - own["start"].to_numpy()
    sided = own["side"].isin(("P", "C")).to_numpy()
    return own[["encounter", "row", "side"]].assign(
        over=over["row"].to_numpy(),
        kind=_kind(own, over),
        outlasts=own["end"].to_numpy() > over["end"].to_numpy(),
        excluded=np.select([~overlapped[here], shared < TOUCH, ~sided], LEFT_OUT, ""),
    )


def _in_milliseconds(turns: pd.DataFrame) -> pd.DataFrame:
    """The turns that have times, in whole ms, with `in_silence`: it begins while nobody speaks."""
    turns = turns[turns["seconds"].notna()]
    turns = turns.assign(**{name: np.rint(turns[name] * 1000) for name in ("start", "end", "seconds")})
    latest = latest_before(turns, np.ones(len(turns), dtype=bool))
    return turns.assign(in_silence=turns["start"].to_numpy() >= latest)


def _overlapped(turns: pd.DataFrame, over: Places) -> Where:
    """Whether each turn begins before the turn at the place ``over`` ends, and is somebody else's."""
    speaker = turns["speaker"].cat.codes.to_numpy()
    goes_on = turns["start"].to_numpy() < turns["end"].to_numpy()[over]
    return (over >= 0) & (speaker[over] != speaker) & goes_on


def _kind(own: pd.DataFrame, over: pd.DataFrame) -> Codes:
    """What the times tell of turns that begin over others, row by row."""
    onset, words = own["start"].to_numpy(), over["words"].to_numpy()
    together = over["in_silence"].to_numpy() & (onset - over["start"].to_numpy() <= TOGETHER)
    word = np.divide(over["seconds"].to_numpy(), words, out=np.zeros(len(over)), where=words > 0)
    ending = over["end"].to_numpy() - onset <= np.maximum(word, ENDING)
    first_that_fits = [own["continuer"].to_numpy(), together, ending]
    return np.select(first_that_fits, ["continuer", "simultaneous_start", "terminal"], "competitive")


def _judged(talk: Talk) -> pd.DataFrame:
    """What people say of the turns that came in: a row a turn."""
    machines = [
        all(who.startswith(MACHINES) for who in told.split(", ")) for told in talk.encounters["coders"]
    ]
    marks = talk.made("overlap")
    marks = marks[(marks["kind"] != "") & ~np.array(machines, dtype=bool)[positions(marks)]]
    return marks.drop_duplicates("row", keep="last")


def _kinds(talk: Talk, onsets: pd.DataFrame) -> Codes:
    """The kind of each onset, as a person says, or else as its times tell."""
    marks = _judged(talk)
    told = dict(
        zip(marks["row"], marks["kind"].astype(str).replace(INTERRUPTION, "competitive"), strict=True)
    )
    return np.array(
        [told.get(row, kind) for row, kind in zip(onsets["row"], onsets["kind"], strict=True)], dtype=object
    )


def _candidates(talk: Talk) -> pd.DataFrame:
    """The competitive overlaps after which the first speaker stops first, unfinished."""
    onsets = overlap_onsets(talk)
    might = onsets[(onsets["excluded"] == "") & (onsets["kind"] == "competitive") & onsets["outlasts"]]
    return might[np.array([_breaks_off(talk.texts.turn(row)) for row in might["over"]], dtype=bool)]


def _breaks_off(turn: Turn) -> bool:
    """Whether the transcript shows that a turn was left unfinished.

    Examples
    --------
    >>> [_breaks_off(Turn(id="t", speaker="A", raw=said, text=said)) for said in ("so you wai-", "we met in", "I see.")]
    [True, False, False]
    """
    _, words_end = turn.in_raw(0, len(turn.text))
    signs = (mark for mark in turn.marks if mark.stop >= words_end)
    return bool(UNFINISHED.search(turn.text[-8:])) or any(
        mark.kind in ("cut_off", "fragment") or str(mark.value).startswith(BROKEN_OFF) for mark in signs
    )


def _by(table: pd.DataFrame, side: str) -> pd.DataFrame:
    return table[(table["side"] == side).to_numpy()]


def _unsettled(talk: Talk, candidates: pd.DataFrame, waiting: pd.DataFrame, confirmed: pd.DataFrame) -> Codes:
    """The reason against a rate: places wait for a person, or there was no place to look at."""
    nowhere = (talk.count(candidates) == 0) & (talk.count(confirmed) == 0)
    unsettled = reason_where(talk.count(waiting) > 0, "not_confirmed")
    return np.where(nowhere, reason_where(nowhere, "no_broken_off_turn"), unsettled)
