"""The floor: who has the words, the time and the turns.

These measures describe. None of them says who *should* speak, and most depend on the phase:
a client who tells has the floor, a professional who explains has it. They need no coding.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from vuoro.measures.answers import Answer, amount, divided, quantiles, reason_where, share, tally
from vuoro.measures.declare import measure
from vuoro.measures.frames import positions, speaker_table
from vuoro.measures.talk import Talk, hear
from vuoro.measures.windows import windows
from vuoro.model import ROLES, UNKNOWN, Encounter


@measure("F1")
def word_share(talk: Talk) -> list[Answer]:
    """The client side's share of the words of client and professional, 0 to 1.

    References
    ----------
    The "verbal dominance" of RIAS, there as a ratio of utterances.

    Examples
    --------
    >>> from vuoro import measures
    >>> from vuoro.model import Participant, Turn
    >>> people = (Participant(id="A", role="professional"), Participant(id="B", role="client"))
    >>> said = [("A", "so " * 200), ("B", "yes " * 100)]
    >>> visit = Encounter(id="visit", language="en", participants=people, turns=tuple(
    ...     Turn(id=f"t{n}", speaker=who, raw=text, text=text) for n, (who, text) in enumerate(said)))
    >>> measures.measure([visit], names=["F1"])[["numerator", "denominator", "value"]].round(2)
       numerator  denominator  value
    0      100.0        300.0   0.33
    """
    client, professional = talk.said("C"), talk.said("P")
    return [share(client, client + professional, nothing="no_words")]


@measure("F2")
def time_share(talk: Talk) -> list[Answer]:
    """The client side's share of speech time, 0 to 1; silences longer than 0.5 s are nobody's.

    Two who speak at once both have the time. To be preferred to words across languages.

    References
    ----------
    Zhang, Zhang & Danescu-Niculescu-Mizil 2025 on sharing talk time.
    """
    seconds = talk.turns["seconds"]
    client, professional = talk.said("C", seconds), talk.said("P", seconds)
    return [share(client, client + professional, nothing="no_speech")]


@measure("F3")
def entropy(talk: Talk) -> list[Answer]:
    """How evenly the words are spread over the k people who speak: 1 evenly, towards 0 one alone.

    H = -sum(p ln p) / ln k. The numerator is -sum(p ln p), the denominator ln k; part `speakers`
    is k. It does not notice who is silent, nor that somebody never speaks.
    """
    speakers = speaker_table(talk.turns)
    k, words = talk.count(speakers), talk.total(speakers, "words")
    p = speakers["words"].to_numpy() / np.maximum(words, 1)[positions(speakers)]
    spread = talk.total(speakers.assign(part=special.entr(p)), "part")
    return [share(spread, np.log(np.maximum(k, 1)), nothing="one_speaker"), amount(k, "speakers")]


@measure("F4")
def gini(talk: Talk) -> list[Answer]:
    """How unevenly the words are spread over the speakers: 0 evenly, 1 one alone.

    The headline is corrected for the number of speakers, G k / (k - 1); for two it is the
    difference of their words by the sum. Part `uncorrected` is G itself.
    """
    speakers = speaker_table(talk.turns)
    speakers = speakers.iloc[np.lexsort((speakers["words"], positions(speakers)))]
    at = positions(speakers)
    k, words = talk.count(speakers), talk.total(speakers, "words")
    rank = np.arange(len(at)) - (np.cumsum(k) - k)[at] + 1
    # The sum of |x_i - x_j| over pairs: in order, x of rank r is the greater one r - 1 times.
    apart = talk.total(speakers.assign(part=(2 * rank - k[at] - 1) * speakers["words"]), "part")
    return [
        share(apart, (k - 1) * words, nothing="one_speaker"),
        share(apart, np.where(k > 1, k, 0) * words, "uncorrected", nothing="one_speaker"),
    ]


@measure("F5")
def turns(talk: Talk) -> list[Answer]:
    """How many turns each role has, continuers left out; with them in part `role:with_continuers`."""
    return [
        answer.where(has)
        for role, has, own in _by_role(talk)
        for answer in (
            tally(talk, own[~own["continuer"]], role),
            tally(talk, own, f"{role}:with_continuers"),
        )
    ]


@measure("F5w")
def words_per_turn(talk: Talk) -> list[Answer]:
    """Median words per turn of each role, and quartiles; continuers left out, or in on request.

    What counts as a continuer drives the number, so both are given.
    """
    return [
        answer.where(has)
        for role, has, own in _by_role(talk)
        for kept, end in ((own[~own["continuer"]], ""), (own, ":with_continuers"))
        for answer in quantiles(
            talk,
            kept,
            "words",
            {f"{role}{end}": 0.5, f"{role}:q25{end}": 0.25, f"{role}:q75{end}": 0.75},
            nothing="no_turns",
        )
    ]


@measure("F6")
def longest_run(talk: Talk) -> list[Answer]:
    """The most words that one side says before the other says more than a continuer.

    A long run of the professional's is a monologue of information; a long run of the client's
    after an invitation is room that was used.
    """
    return [_longest(talk, "P", "C", "professional"), _longest(talk, "C", "P", "client")]


@measure("F7")
def balance(talk: Talk) -> list[Answer]:
    """The client's share of the words in each of the overlapping windows, numbered from 1.

    The same total can hide different dynamics: see :func:`balance_over_time`.

    References
    ----------
    Zhang, Zhang & Danescu-Niculescu-Mizil 2025.
    """
    return [
        share(own["C"], own["C"] + own["P"], str(number), nothing="no_words", at=positions(own))
        for number, own in windows(talk).groupby("window")
    ]


def balance_over_time(encounter: Encounter) -> pd.DataFrame:
    """The client's share of the words in moving windows, a row a window.

    Columns: `window` from 1, `start` and `end`, `unit` (seconds, in windows of 2 minutes; or words,
    in windows of 200, where there are no times), `C` and `P` (the words of either side) and `share`,
    NaN where neither spoke. Windows overlap by half. The words of a turn are spread evenly over it.

    Examples
    --------
    >>> from vuoro.model import Participant, Turn
    >>> people = (Participant(id="A", role="professional"), Participant(id="B", role="client"))
    >>> visit = Encounter(id="visit", language="en", participants=people, turns=(
    ...     Turn(id="t1", speaker="A", raw="so " * 150, text="so " * 150),
    ...     Turn(id="t2", speaker="B", raw="and " * 150, text="and " * 150)))
    >>> balance_over_time(visit)
       window  start    end   unit      C      P  share
    0       1    0.0  200.0  words   50.0  150.0   0.25
    1       2  100.0  300.0  words  150.0   50.0   0.75
    """
    table = windows(hear([encounter])).drop(columns="encounter")
    return table.assign(share=divided(table["C"], table["C"] + table["P"]))


def _by_role(talk: Talk) -> Iterator[tuple[str, npt.NDArray[np.bool_], pd.DataFrame]]:
    """Each role, the encounters that have somebody in it, silent or not, and their turns."""
    turns = talk.turns[["encounter", "words", "continuer"]]
    for role in (*ROLES, UNKNOWN):
        has = np.array([role in roles for roles in talk.encounters["roles"]], dtype=bool)
        if has.any():
            yield role, has, turns[talk.turns["role"] == role]


def _longest(talk: Talk, side: str, other: str, part: str) -> Answer:
    turns, at = talk.turns, positions(talk.turns)
    ends_run = (turns["side"] == other).to_numpy() & ~turns["continuer"].to_numpy()
    own = np.flatnonzero((turns["side"] == side).to_numpy())
    # Both grow from turn to turn, so their sum is new for each run and for each encounter.
    run, first = np.unique((np.cumsum(ends_run) + at)[own], return_inverse=True)
    words = np.bincount(first, turns["words"].to_numpy()[own], minlength=len(run))
    longest = np.full(len(talk), -1.0)
    np.maximum.at(longest, at[own], words[first])
    return amount(
        longest,
        part,
        numerator=np.maximum(longest, 0),
        nothing=reason_where(longest < 0, "no_turns"),
        rows=own[words[first] == longest[at[own]]],
    )
