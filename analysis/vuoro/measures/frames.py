"""The talk as one table of turns, the same for every measure.

A table for a thousand encounters is built as fast as for one: a column at a time, and no
measure ever loops over encounters. Rows stand in the order of the transcripts.
"""

from __future__ import annotations

from collections.abc import Sequence as Many
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vuoro.language.counts import count_words, has_words_of_tokens, is_continuer
from vuoro.model import ROLES, UNKNOWN, Encounter, Turn, VuoroError

SIDES = ("P", "C", "other")
SIDE_OF = {"professional": "P", "other_professional": "P", "client": "C", "companion": "C"}

NOTICEABLE = 0.2  # seconds; a silence within a speaker's talk shorter than this is articulation
LONG = 0.5  # seconds; a silence longer than this is not speech time

TALK = 1 << 24  # more than the words of any turn, and quick to add up

Codes = npt.NDArray[Any]


class DoubleEncounter(VuoroError):
    """Two encounters have one id, so that nobody could say which of them was annotated."""


def positions(table: pd.DataFrame) -> Codes:
    """The place of each row's encounter among the encounters, counted from 0."""
    codes: Codes = table["encounter"].array.codes  # without an accessor, which costs more than the rest
    return codes


def among(column: pd.Series, names: Many[str]) -> npt.NDArray[np.bool_]:
    """Where a column of categories holds one of these names; pandas asks ten times as long.

    Examples
    --------
    >>> among(pd.Series(["propose", "agree", None], dtype="category"), ["agree"])
    array([False,  True, False])
    """
    held = column.array
    wanted = np.array([*(name in names for name in held.categories), False])  # the last where nothing is held
    return wanted[held.codes]


def turn_table(encounters: Many[Encounter]) -> pd.DataFrame:
    """All turns of all encounters, a row each.

    Columns: `encounter`, `turn` (its id), `seq` (its place in the encounter, from 0), `speaker`,
    `role`, `side` (P the professional's, C the client's, other), `words`, `continuer` (it only
    passes the opportunity to speak), `start` and `end` in seconds, `seconds` of speech (without
    pauses longer than 0.5 s), and of the pauses of at least 0.2 s that the transcriber timed between
    words, how many (`pauses`) and how long (`paused`). Times are NaN where there are none.

    Raises
    ------
    DoubleEncounter
        where two encounters have the same id.

    Examples
    --------
    >>> from vuoro.model import Encounter, Participant, Turn
    >>> visit = Encounter(id="visit", language="en", participants=(Participant(id="D", role="professional"),),
    ...     turns=(Turn(id="t1", speaker="D", raw="How have you been?", text="How have you been?"),
    ...            Turn(id="t2", speaker="P", raw="Mm.", text="Mm.")))
    >>> turn_table([visit])[["turn", "speaker", "role", "side", "words", "continuer"]]
      turn speaker          role   side  words  continuer
    0   t1       D  professional      P      4      False
    1   t2       P       unknown  other      1       True
    """
    turns = list(chain.from_iterable(encounter.turns for encounter in encounters))
    floor = floor_table(encounters)
    at, speaker = positions(floor), floor["speaker"].cat
    role = _roles(encounters, at, speaker.codes.to_numpy(), speaker.categories)
    start, end = floor["start"].to_numpy(), floor["end"].to_numpy()
    pauses = _pauses(turns)
    columns = {
        "encounter": floor["encounter"],
        "turn": pd.Series([turn.id for turn in turns], dtype=object),
        "seq": (np.arange(len(turns)) - np.searchsorted(at, np.arange(len(encounters)))[at]).astype(np.int32),
        "speaker": floor["speaker"],
        "role": pd.Categorical.from_codes(role, categories=_ROLES),
        "side": pd.Categorical.from_codes(_SIDE_CODES[role], categories=SIDES),
        **_words(encounters, turns, at),
        "start": start,
        "end": end,
        "seconds": np.maximum(end - start - pauses.pop("long"), 0),
        **pauses,
    }
    return pd.DataFrame(columns, copy=False)


def floor_table(encounters: Many[Encounter]) -> pd.DataFrame:
    """Who speaks when, without what is said: `encounter`, `speaker`, `start` and `end` of every turn.

    Raises
    ------
    DoubleEncounter
    """
    turns = list(chain.from_iterable(encounter.turns for encounter in encounters))
    sizes = np.array([len(encounter) for encounter in encounters], dtype=np.int64)
    at = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    speaker, names = pd.factorize(np.array([turn.speaker for turn in turns], dtype=object))
    columns = {
        "encounter": pd.Categorical.from_codes(at, categories=_ids(encounters)),
        "speaker": pd.Categorical.from_codes(speaker.astype(np.int32), categories=list(names)),
        "start": np.array([turn.start for turn in turns], dtype=np.float64),
        "end": np.array([turn.end for turn in turns], dtype=np.float64),
    }
    return pd.DataFrame(columns, copy=False)


def speaker_table(turns: pd.DataFrame) -> pd.DataFrame:
    """A row for everybody who speaks: `encounter`, `turns`, `words`."""
    at, speaker = positions(turns).astype(np.int64), turns["speaker"].cat.codes.to_numpy()
    group, pairs = pd.factorize(at << 32 | speaker)
    columns = {
        "encounter": pd.Categorical.from_codes(pairs >> 32, dtype=turns["encounter"].dtype),
        "turns": np.bincount(group, minlength=len(pairs)),
        "words": np.bincount(group, turns["words"], minlength=len(pairs)),
    }
    return pd.DataFrame(columns, copy=False)


_ROLES = [*ROLES, UNKNOWN]
_ROLE_CODES = {role: code for code, role in enumerate(_ROLES)}
_SIDE_CODES = np.array([SIDES.index(SIDE_OF.get(role, "other")) for role in _ROLES], dtype=np.int8)


def _ids(encounters: Many[Encounter]) -> list[str]:
    ids = [encounter.id for encounter in encounters]
    if len(set(ids)) < len(ids):
        double = next(id for id in ids if ids.count(id) > 1)
        raise DoubleEncounter(
            f"{ids.count(double)} encounters are called {double!r}; give each an id of its own"
        )
    return ids


def _roles(encounters: Many[Encounter], at: Codes, speaker: Codes, names: Any) -> Codes:
    number = {name: code for code, name in enumerate(names)}
    declared = {
        place << 32 | number[person.id]: _ROLE_CODES.get(person.role, _ROLE_CODES[UNKNOWN])
        for place, encounter in enumerate(encounters)
        for person in encounter.participants
        if person.id in number
    }
    group, pairs = pd.factorize(at.astype(np.int64) << 32 | speaker)
    codes = [declared.get(pair, _ROLE_CODES[UNKNOWN]) for pair in pairs.tolist()]
    return np.array(codes, dtype=np.int8)[group]


class _Spellings(dict[str, int]):
    """How many words each spelling between two spaces is: talk repeats itself, and each is counted once.

    What no token has in it adds :data:`TALK`, so that one sum over a turn tells its words and whether
    it can be a token at all.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, spelling: str) -> int:
        talk = 0 if has_words_of_tokens(spelling, self.language) else TALK
        self[spelling] = count_words(spelling, self.language) + talk
        return self[spelling]


def _words(encounters: Many[Encounter], turns: Many[Turn], at: Codes) -> dict[str, Codes]:
    each = [(encounter.language or "", encounter.turns) for encounter in encounters]
    spellings = {language: _Spellings(language).__getitem__ for language, _ in each}
    told: list[int] = []
    for language, own in each:
        count = spellings[language]
        told += [sum(map(count, turn.text.split())) for turn in own]
    sums = np.array(told, dtype=np.int64)
    continuer = sums < TALK
    maybe = np.flatnonzero(continuer)
    continuer[maybe] = [is_continuer(turns[row].text, each[at[row]][0]) for row in maybe.tolist()]
    return {"words": (sums % TALK).astype(np.int32), "continuer": continuer}


def _pauses(turns: Many[Turn]) -> dict[str, Codes]:
    pauses = np.zeros(len(turns), dtype=np.int32)
    paused, long = np.zeros(len(turns)), np.zeros(len(turns))
    for row in [row for row, turn in enumerate(turns) if turn.marks]:
        seconds = _inner_pauses(turns[row])
        pauses[row] = len(seconds)
        paused[row] = sum(seconds)
        long[row] = sum(value for value in seconds if value > LONG)
    return {"pauses": pauses, "paused": paused, "long": long}


def _inner_pauses(turn: Turn) -> list[float]:
    """Seconds of the noticeable timed pauses that have words of the turn on both sides.

    A pause at the edge of a turn is the silence between two turns, which the times tell better.
    """
    timed = [mark for mark in turn.marks if mark.kind == "pause" and isinstance(mark.value, float | int)]
    if not timed:
        return []
    first, last = turn.in_raw(0, len(turn.text))
    inner = [float(mark.value or 0) for mark in timed if first < mark.start and mark.stop < last]
    return [value for value in inner if value >= NOTICEABLE]
