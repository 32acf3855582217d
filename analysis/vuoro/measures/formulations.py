"""Formulations (W2): how much of the client's wording a formulation takes up. Experimental.

Much overlap repeats, little transforms, and neither is better. Words are compared by their stems,
which are not lemmas: *gick* and *gå* stay two words, and so do the parts of a compound.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, repeat

import numpy as np
import pandas as pd

from vuoro.language import stems
from vuoro.language.words import words
from vuoro.measures.answers import Answer, quantiles, reason_where
from vuoro.measures.declare import measure
from vuoro.measures.frames import Codes
from vuoro.measures.talk import Talk
from vuoro.measures.understanding import confirmations

HEARD = 100
"""So many of the client's last words a formulation is compared with."""

QUARTILES = {"": 0.5, "q25": 0.25, "q75": 0.75}


@measure("U9")
def formulation_overlap(talk: Talk) -> list[Answer]:
    """The content words that a formulation shares with the client's last 100 words, by all in either, 0 to 1.

    The median over the professional's confirmation questions, those from records apart, of Jaccard's
    index of the two sets of Snowball stems. A question without content words, or before which the
    client has said none, is left out. Experimental: the index has not been validated against readers,
    and stems merge and part words differently in Swedish, Finnish and English, so that languages
    must not be compared.

    References
    ----------
    Weiste & Peräkylä 2013 part formulations that recycle the client's descriptions from those that
    rephrase them (abstract checked); the index is ours.
    """
    formulations = confirmations(talk)[""]
    known = talk.encounters["language"].isin(stems.SNOWBALL).to_numpy()
    compared = _compared(talk, formulations[known[formulations["encounter"].cat.codes]])
    unknown = reason_where(~known, "other_language")
    answers = quantiles(talk, compared, "overlap", QUARTILES, nothing="no_formulation")
    return [answer.unless(unknown) for answer in answers]


def _compared(talk: Talk, formulations: pd.DataFrame) -> pd.DataFrame:
    """The formulations that can be compared with what the client had said, each with its `overlap`."""
    clients = np.flatnonzero((talk.turns["side"] == "C").to_numpy())
    at = formulations["encounter"].cat.codes.to_numpy()
    row = formulations["row"].to_numpy()
    first = row - talk.turns["seq"].to_numpy()[row]
    languages = talk.encounters["language"].to_numpy()[at]
    before = np.searchsorted(clients, np.c_[first, row])
    spans = zip(row, formulations["start"], formulations["stop"], languages, before, strict=True)
    overlaps = []
    for turn, start, stop, language, (earliest, latest) in spans:
        said = _content(talk.texts.said(turn, start, stop).split(), language)
        heard = _content(_last_spellings(talk, clients[earliest:latest]), language)
        overlaps.append(jaccard(said, heard))
    table = formulations.assign(overlap=np.array(overlaps, dtype=float))
    return table[table["overlap"].notna().to_numpy()]


def jaccard(one: set[str], other: set[str]) -> float:
    """What two sets share by what is in either; NaN where one of them is empty.

    Examples
    --------
    >>> jaccard({"sleep", "night"}, {"night", "work", "pain"})
    0.25
    """
    return len(one & other) / len(one | other) if one and other else np.nan


def _last_spellings(talk: Talk, rows: Codes) -> list[str]:
    """The last spellings of these turns, going back from the end."""
    spoken = (spelling for row in rows[::-1] for spelling in reversed(talk.texts[row].split()))
    return list(islice(spoken, HEARD))


def _content(spellings: list[str], language: str) -> set[str]:
    return set().union(*map(_stems, spellings, repeat(language)))


@lru_cache(maxsize=1 << 16)
def _stems(spelling: str, language: str) -> frozenset[str]:
    return frozenset(stems.content(words(spelling), language))
