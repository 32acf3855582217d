"""Explaining (W2 and W3): professional terms, what is explained, and whether it was understood.

Which words are terms depends on the list that was used, and a term that this client knows is no
jargon to this client.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from vuoro.language.counts import count_words
from vuoro.measures.answers import Answer, proportion, rate, reason_where
from vuoro.measures.declare import measure
from vuoro.measures.frames import Codes, positions
from vuoro.measures.talk import Talk

CHECKS = ("teach_back", "open_questions", "closed_comprehension")
KNOWN = "client_used_first"
EXPLAINED = ("explained_same_turn", "explained_on_request")
OUTCOMES = (*EXPLAINED, "client_initiated_repair_unanswered", "unexplained")

LONGEST = {"sv": 60, "en": 60, "fi": 45}
"""Words above which an explanation without a client's turn is a monologue; Finnish words hold more [D]."""


@measure("U7")
def check_rate(talk: Talk) -> list[Answer]:
    """Checks of understanding for each explanation, and the share of every type of check.

    1 means as many checks as explanations. The types sum to 1 over the checks whose `type` was
    coded: a closed *do you follow?* mostly gets a yes, so the type says more than the rate.

    References
    ----------
    Schillinger et al. 2003 (abstract checked: recall was assessed for 15 of 124 new concepts, 12 %).
    """
    checks, explained = talk.made("check_understanding", side="P"), talk.count(talk.made("explain", side="P"))
    typed = checks[checks["type"].isin(CHECKS).to_numpy()]
    shares = [
        proportion(talk, typed[(typed["type"] == type).to_numpy()], typed, type, nothing="no_check")
        for type in CHECKS
    ]
    uncoded = talk.uncoded(checks, "type")
    return [
        rate(talk, checks, explained, per=1, nothing="no_explanation"),
        *(share.unless(uncoded) for share in shares),
    ]


@measure("E3")
def jargon_load(talk: Talk) -> list[Answer]:
    """Professional terms, every use of them, in 100 words of the professional's.

    Terms that the client had used first are left out.

    References
    ----------
    Castro et al. 2007 and Deuster et al. 2008 count terms by visit and conversation (abstracts
    checked: a mean of 4 unclarified terms a visit; 54 terms a conversation, 20 of them different);
    the rate by words is ours.
    """
    terms = talk.marked("jargon_term", side="P")
    strange = terms[(terms["explained"] != KNOWN).to_numpy()]
    return [rate(talk, strange, talk.said("P"), per=100, nothing="no_professional_talk")]


@measure("E4")
def explanation_rate(talk: Talk) -> list[Answer]:
    """Of the terms that the professional brought in, those that were explained, 0 to 1.

    Each term counts once, at its first mention, however it was explained: in the same turn or when
    the client asked.

    References
    ----------
    Deuster et al. 2008 divide explanations by all uses (abstract checked: 0.15); by first mentions is ours.
    """
    opened = talk.opened("S6", side="P")
    terms = opened[opened["outcome"].isin(OUTCOMES).to_numpy()]
    explained = terms[terms["outcome"].isin(EXPLAINED).to_numpy()]
    unlinked = talk.unlinked("S6", "jargon_term", side="P")
    return [proportion(talk, explained, terms, nothing="no_term").unless(unlinked)]


@measure("E7")
def information_monologue(talk: Talk) -> list[Answer]:
    """Of the stretches of explanation, those that went on long without a turn of the client's, 0 to 1.

    A stretch is all that is explained between two turns of the client side, continuers included.
    Long is above 60 words in Swedish and English, 45 in Finnish. Where there are times, a client's
    turn that begins before the last turn of the stretch has ended breaks the monologue too.

    References
    ----------
    The limits are ours.
    """
    stretches = _stretches(talk)
    long = (stretches["words"] > stretches["longest"]).to_numpy() & ~_joined(talk, stretches)
    answer = proportion(talk, stretches[long], stretches, nothing="no_explanation")
    known = talk.encounters["language"].isin(LONGEST).to_numpy()
    return [answer.unless(reason_where(~known, "other_language"))]


def _stretches(talk: Talk) -> pd.DataFrame:
    """A row for each stretch of explanation: its first and last turn, its words, and its limit."""
    moves = talk.made("explain", side="P").sort_values("row", kind="stable")
    languages = talk.encounters["language"].to_numpy()[positions(moves)]
    spans = zip(moves["row"], moves["start"], moves["stop"], languages, strict=True)
    words = [count_words(talk.texts.said(row, start, stop), language) for row, start, stop, language in spans]
    # Both grow from turn to turn, so their sum is new for each stretch and each encounter.
    stretch = np.cumsum((talk.turns["side"] == "C").to_numpy()) + positions(talk.turns)
    each = moves.assign(
        words=np.array(words, dtype=float),
        longest=np.array([LONGEST.get(language, np.inf) for language in languages], dtype=float),
        stretch=stretch[moves["row"]],
        last_row=moves["row"],
    )
    whole = each.drop_duplicates("stretch").reset_index(drop=True)
    by = each.groupby("stretch", sort=False)
    return whole.assign(words=by["words"].sum().to_numpy(), last_row=by["last_row"].last().to_numpy())


def _joined(talk: Talk, stretches: pd.DataFrame) -> Codes:
    """Whether the client comes in before a stretch has ended, by the times."""
    start, end = talk.turns["start"].to_numpy(), talk.turns["end"].to_numpy()
    clients = np.flatnonzero((talk.turns["side"] == "C").to_numpy())
    last = stretches["last_row"].to_numpy()
    place = np.searchsorted(clients, last)
    after = np.r_[clients, 0][place]
    same = (place < len(clients)) & (positions(talk.turns)[after] == positions(stretches))
    return same & (start[after] < end[last])
