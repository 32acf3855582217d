"""Coordination (A1): whether speakers take over each other's function words.

A reply is a turn right after another speaker's. Someone coordinates on a class of words as far as it is
more often in replies to turns that have it than in replies at large. The tally is ConvoKit's, with word
lists of our own; who adjusts to whom may tell of power (Echoes of Power), and may tell of the topic.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vuoro.language.markers import Marked, markers
from vuoro.measures.answers import Answer, amount
from vuoro.measures.declare import measure, reason_code
from vuoro.measures.frames import SIDE_OF, Codes, positions
from vuoro.measures.talk import Numbers, Talk, hear
from vuoro.model import Encounter, VuoroError

THRESHOLD = 3  # as in ConvoKit: how often a class must have been there to be taken over
ENOUGH = 50  # replies of one side to the other, below which the score is not steady [D]

FUNCTION_WORDS = ("en", "sv")
CLITICS = ("fi",)

SIDES = (("P", "C", "professional"), ("C", "P", "client"))

Flags = npt.NDArray[np.bool_]


class MixedLanguages(VuoroError):
    """Talk in several languages cannot be put into one tally: the classes are not the same."""


@measure("A1")
def coordination(talk: Talk) -> list[Answer]:
    """How much likelier a function word is in a reply when the turn before had one of its class, −1 to 1.

    P(class in reply | class in the turn before) − P(class in reply), for the part `professional` in
    the professional's replies to the client, for `client` the other way round. The mean over the
    classes that were there to be taken over at least three times, then over speakers (aggregate 3);
    part `agg1` takes only speakers with all classes, and `agg2` fills in the classes that a speaker
    lacks with the mean of the others of that side. English and Swedish; for Finnish there is A1f.

    References
    ----------
    Danescu-Niculescu-Mizil, Lee, Pang & Kleinberg 2012. Scores equal those of ConvoKit's `Coordination`
    with the same lists (its source was read, and `make bench` compares them).
    """
    return _answers(talk, FUNCTION_WORDS)


@measure("A1f")
def finnish_coordination(talk: Talk) -> list[Answer]:
    """How much likelier a function word or clitic is in a reply when the turn before had one, −1 to 1.

    Otherwise as A1, but of Finnish, where endings and clitics do much of what words do in English: a
    measure of its own, not to be compared with that of other languages.
    """
    return _answers(talk, CLITICS)


def coordinated(
    encounters: Iterable[Encounter],
    *,
    replying: str = "professional",
    to: str = "client",
    threshold: int = THRESHOLD,
) -> pd.DataFrame:
    """How much each speaker of one side coordinates to the other side, a row each and class of words.

    Parameters
    ----------
    replying, to : the roles of those who reply and of those who are replied to; companions stand with clients
    threshold : how often a class must have been in the turns replied to

    Returns
    -------
    DataFrame
        `encounter`, `speaker`, `marker`, `replies`, `used` (replies with the class), `prompted` (turns replied
        to with it), `echoed` (both) and `value` = echoed / prompted − used / replies, NaN under the threshold.

    Raises
    ------
    MixedLanguages

    Examples
    --------
    >>> from vuoro.model import Participant, Turn
    >>> said = ["The cat?", "The dog.", "Cats?", "Dogs.", "A cat?", "A dog, yes."]
    >>> visit = Encounter(id="visit", language="en", turns=tuple(
    ...     Turn(id=f"t{n}", speaker="AB"[n % 2], raw=text, text=text) for n, text in enumerate(said)),
    ...     participants=(Participant(id="A", role="client"), Participant(id="B", role="professional")))
    >>> coordinated([visit], threshold=2).loc[0, ["marker", "replies", "used", "prompted", "echoed", "value"]]
    marker       article
    replies            3
    used               2
    prompted           2
    echoed             2
    value       0.333333
    Name: 0, dtype: object
    """
    talk = hear(encounters)
    languages = set(talk.encounters["language"])
    if len(languages) > 1:
        raise MixedLanguages(
            f"the encounters are in {', '.join(sorted(languages))}: give those of one language at a time"
        )
    names = list(markers(languages.pop())) if languages else []
    marked = _marked(talk, len(names), np.ones(len(talk), dtype=bool))
    found = _tally(talk, marked, SIDE_OF[replying], SIDE_OF[to])
    speakers, width = len(found["replies"]), len(names)
    columns: dict[str, Any] = {
        "encounter": np.repeat(talk.turns["encounter"].astype(str).to_numpy()[found["row"]], width),
        "speaker": np.repeat(talk.turns["speaker"].astype(str).to_numpy()[found["row"]], width),
        "marker": np.tile(np.array(names, dtype=object), speakers),
        "replies": np.repeat(found["replies"], width),
        **{name: found[name].ravel() for name in ("used", "prompted", "echoed")},
        "value": _scores(found, threshold).ravel(),
    }
    return pd.DataFrame(columns)


def aggregated(table: pd.DataFrame) -> dict[str, float]:
    """The aggregates of ConvoKit over all speakers of a table of :func:`coordinated`; NaN where there is none.

    Examples
    --------
    >>> table = pd.DataFrame({"encounter": ["v"] * 4, "speaker": list("AABB"), "marker": ["x", "y"] * 2,
    ...                       "value": [0.2, 0.4, 0.1, np.nan]})
    >>> {name: round(value, 3) for name, value in aggregated(table).items()}
    {'agg1': 0.3, 'agg2': 0.275, 'agg3': 0.2}
    """
    width = max(table["marker"].nunique(), 1)
    scores = table["value"].to_numpy(dtype=float).reshape(-1, width)
    together = np.zeros(len(scores), dtype=np.int64)
    return {name: float(values[0]) for name, values in _aggregates(scores, together, 1).items()}


def _answers(talk: Talk, languages: tuple[str, ...]) -> list[Answer]:
    ours = talk.encounters["language"].isin(languages).to_numpy()
    width = max((len(markers(language)) for language in languages), default=0)
    marked = _marked(talk, width, ours)
    answers = []
    for side, other, role in SIDES:
        found = _tally(talk, marked, side, other)
        at = positions(talk.turns)[found["row"]]
        replies = np.bincount(at, found["replies"], minlength=len(talk))
        against = np.where(replies < ENOUGH, reason_code("few_replies"), 0)
        against = np.where(ours, against, reason_code("not_this_language"))
        means = _aggregates(_scores(found, THRESHOLD), at, len(talk))
        for name, part in (("agg3", role), ("agg1", f"{role}:agg1"), ("agg2", f"{role}:agg2")):
            rare = np.where(np.isnan(means[name]), reason_code("rare_words"), 0)
            nothing = np.where(against > 0, against, rare)
            answers.append(amount(means[name], part, denominator=replies, nothing=nothing))
    return answers


def _marked(talk: Talk, width: int, ours: Flags) -> Flags:
    """For each turn which classes of words are in it; none in encounters that are not ours."""
    languages, at = talk.encounters["language"].to_numpy(), positions(talk.turns)
    within = {language: Marked(language).within for language in set(languages[ours])}
    bits = np.zeros(len(at), dtype=np.int64)
    for row in np.flatnonzero(ours[at]):
        bits[row] = within[languages[at[row]]](talk.texts[row])
    return (bits[:, None] >> np.arange(width) & 1).astype(bool)


def _tally(talk: Talk, marked: Flags, side: str, other: str) -> dict[str, Codes]:
    """Counts for each speaker of one side who replies to the other: `row` is some turn of theirs."""
    at, speaker = positions(talk.turns).astype(np.int64), talk.turns["speaker"].cat.codes.to_numpy()
    sides = np.asarray(talk.turns["side"])
    replies = (sides[1:] == side) & (sides[:-1] == other) & (at[1:] == at[:-1])
    reply = 1 + np.flatnonzero(replies & (speaker[1:] != speaker[:-1]))
    group, who = pd.factorize(at[reply] << 32 | speaker[reply])
    used, prompted = marked[reply], marked[reply - 1]

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


def _scores(found: dict[str, Codes], threshold: int) -> Numbers:
    enough = found["prompted"] >= max(threshold, 1)
    echoed = np.divide(found["echoed"], found["prompted"], out=np.full(enough.shape, np.nan), where=enough)
    return echoed - found["used"] / found["replies"][:, None]


def _aggregates(scores: Numbers, at: Codes, n: int) -> dict[str, Numbers]:
    """Means over the speakers of each place: of those with all classes, with gaps filled, and without them."""
    there = ~np.isnan(scores)
    some, whole = there.any(axis=1), there.all(axis=1) & (scores.shape[1] > 0)
    sums, counts = np.zeros((n, scores.shape[1])), np.zeros((n, scores.shape[1]))
    np.add.at(sums, at, np.nan_to_num(scores))
    np.add.at(counts, at, there)
    of_class = np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0)
    filled = np.where(there, scores, of_class[at])
    own = np.nansum(scores, axis=1) / np.maximum(there.sum(axis=1), 1)

    def mean(values: Numbers, of: Flags) -> Numbers:
        number = np.bincount(at[of], minlength=n)
        total = np.bincount(at[of], values[of], minlength=n)
        return np.divide(total, number, out=np.full(n, np.nan), where=number > 0)

    return {"agg1": mean(own, whole), "agg2": mean(filled.mean(axis=1), some), "agg3": mean(own, some)}
