"""Coordination (A1): whether speakers take over each other's function words.

A reply is a turn right after another speaker's. Someone coordinates on a class of words as far as it is
more often in replies to turns that have it than in replies at large. The tally is ConvoKit's, with word
lists of our own; who adjusts to whom may tell of power (Echoes of Power), and may tell of the topic.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many
from typing import Any

import numpy as np
import pandas as pd

from vuoro.language.markers import Marked, markers
from vuoro.measures.answers import Answer, amount
from vuoro.measures.declare import measure, reason_code
from vuoro.measures.echoes import Flags, Turns, aggregates, scores, tally
from vuoro.measures.frames import SIDE_OF, Codes, positions
from vuoro.measures.talk import Talk
from vuoro.model import Encounter, VuoroError

THRESHOLD = 3  # as in ConvoKit: how often a class must have been there to be taken over
ENOUGH = 50  # replies of one side to the other, below which the score is not steady [D]

FUNCTION_WORDS = ("en", "sv")
CLITICS = ("fi",)

SIDES = (("P", "C", "professional"), ("C", "P", "client"))


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
    encounters = list(encounters)
    names = list(markers(_language(encounters)))
    turns = _turns(encounters)
    found = tally(turns, SIDE_OF[replying], SIDE_OF[to])
    whose = [(one.id, speaker) for one in encounters for speaker in one.roles()]
    of = [whose[number] for number in turns.speaker[found["row"]]]
    columns: dict[str, Any] = {
        "encounter": np.repeat(np.array([id for id, _ in of], dtype=object), len(names)),
        "speaker": np.repeat(np.array([speaker for _, speaker in of], dtype=object), len(names)),
        "marker": np.tile(np.array(names, dtype=object), len(of)),
        "replies": np.repeat(found["replies"], len(names)),
        **{name: found[name].ravel() for name in ("used", "prompted", "echoed")},
        "value": scores(found, threshold).ravel(),
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
    scored = table["value"].to_numpy(dtype=float).reshape(-1, width)
    together = np.zeros(len(scored), dtype=np.int64)
    return {name: float(values[0]) for name, values in aggregates(scored, together, 1).items()}


def _answers(talk: Talk, languages: tuple[str, ...]) -> list[Answer]:
    ours = talk.encounters["language"].isin(languages).to_numpy()
    width = max((len(markers(language)) for language in languages), default=0)
    at, names = positions(talk.turns), talk.turns["speaker"].cat.codes.to_numpy()
    speaker, _ = pd.factorize(at.astype(np.int64) << 32 | names)
    side_of, marked = np.asarray(talk.turns["side"]), _marked(talk, width, ours)
    turns = Turns(at=at, speaker=speaker, side=side_of, marked=marked)
    answers = []
    for side, other, role in SIDES:
        found = tally(turns, side, other)
        place = at[found["row"]]
        replies = np.bincount(place, found["replies"], minlength=len(talk))
        against = np.where(replies < ENOUGH, reason_code("few_replies"), 0)
        against = np.where(ours, against, reason_code("not_this_language"))
        means = aggregates(scores(found, THRESHOLD), place, len(talk))
        for name, part in (("agg3", role), ("agg1", f"{role}:agg1"), ("agg2", f"{role}:agg2")):
            rare = np.where(np.isnan(means[name]), reason_code("rare_words"), 0)
            nothing = np.where(against > 0, against, rare)
            answers.append(amount(means[name], part, denominator=replies, nothing=nothing))
    return answers


def _marked(talk: Talk, width: int, ours: Flags) -> Flags:
    """For each turn which classes of words are in it; none in encounters that are not ours."""
    languages, at = talk.encounters["language"].to_numpy(), positions(talk.turns)
    within = {language: Marked(language).within for language in set(languages[ours])}
    rows = np.flatnonzero(ours[at])
    said = zip(languages[at[rows]].tolist(), map(talk.texts.__getitem__, rows.tolist()), strict=True)
    bits = np.zeros(len(at), dtype=np.int64)
    bits[rows] = [within[language](text) for language, text in said]
    return _flags(bits, width)


def _turns(encounters: Many[Encounter]) -> Turns:
    """The turns without the tables of a Talk, which would take as long again."""
    said = Marked(_language(encounters))
    at: list[int] = []
    speaker: list[int] = []
    side: list[str] = []
    for place, encounter in enumerate(encounters):
        roles = encounter.roles()
        number = {name: len(side) + n for n, name in enumerate(roles)}
        side += [SIDE_OF.get(role, "other") for role in roles.values()]
        speaker += [number[turn.speaker] for turn in encounter.turns]
        at += [place] * len(encounter.turns)
    bits = [said.within(turn.text) for encounter in encounters for turn in encounter.turns]
    speakers = np.array(speaker, dtype=np.int64)
    return Turns(
        at=np.array(at, dtype=np.int64),
        speaker=speakers,
        side=np.array(side, dtype=object)[speakers],
        marked=_flags(np.array(bits, dtype=np.int64), said.width),
    )


def _language(encounters: Many[Encounter]) -> str:
    languages = {encounter.language or "" for encounter in encounters}
    if len(languages) > 1:
        raise MixedLanguages(
            f"the encounters are in {', '.join(sorted(languages))}: give those of one language at a time"
        )
    return languages.pop() if languages else ""


def _flags(bits: Codes, width: int) -> Flags:
    return (bits[:, None] >> np.arange(width) & 1).astype(bool)
