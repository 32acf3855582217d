"""Receiving what the other feels or fears, and checking what they have understood."""

from __future__ import annotations

from vuoro.moves.questions import meant
from vuoro.moves.rules import Candidate, rule, surest, weigh
from vuoro.moves.talk import Talk
from vuoro.moves.units import Unit

UNMISTAKABLE = 0.75
"""From this weight on, words pick up a doubt even where no doubt was recognised before them."""


@rule("receive_feeling")
def receive_feeling(unit: Unit, talk: Talk) -> Candidate | None:
    """Recognises and validates a feeling without asking to have it confirmed (Ruusuvuori 2005)."""
    if talk.client or unit.fired("question"):
        return None
    return weigh(
        "receive_feeling",
        unit.said.hits["receive_feeling"],
        after_their_telling=0.1 * talk.told,
        nothing_told_yet=-0.3 * (not talk.other.speaker),
    )


@rule("check_understanding")
def check_understanding(unit: Unit, talk: Talk) -> Candidate | None:
    """The one who informed asks how it was understood, or makes room for questions about it."""
    if talk.client or not meant(unit):
        return None
    return weigh(
        "check_understanding",
        unit.said.hits["check_understanding"],
        after_informing=0.1 * (talk.at - talk.informed <= 3),
        rising=0.1 * unit.rising,
    )


@rule("explore_doubt", "invite_view", "confirm_question", "receive_feeling")
def explore_doubt(unit: Unit, talk: Talk) -> Candidate | None:
    """A sign of doubt is given room: named, asked about, made legitimate (Stivers & Timmermans 2020).

    Without a sign of doubt before it, the same words are a question about worries, or sympathy.
    """
    hit = unit.said.hits.get("explore_doubt")
    if talk.client or hit is None:
        return None
    if not talk.doubt and hit.weight < UNMISTAKABLE:
        return None
    return weigh(
        "explore_doubt",
        hit,
        after_doubt=0.25 * talk.doubt,
        asks=0.1 * (surest(unit, "invite_view", "question") is not None),
    )
