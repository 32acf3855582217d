"""The client's own perspective: what only they can know, wish or judge."""

from __future__ import annotations

from vuoro.moves.questions import turn_length
from vuoro.moves.rules import ANSWERS, TALKS, Candidate, rule, weigh
from vuoro.moves.talk import CLEARLY, Talk
from vuoro.moves.units import Unit

SPEAKS_FOR_THEMSELVES = ("experience_expert", "interpreter")
"""Who has views beside the clients: an interpreter's words are those of the one they speak for."""

WORDS = 4
"""A view takes some words; less is an answer."""


@rule("express_view")
def express_view(unit: Unit, talk: Talk) -> Candidate | None:
    """An experience, opinion, wish or goal of the client's, with a hearable stance."""
    if not (talk.client or talk.role in SPEAKS_FOR_THEMSELVES):
        return None
    if unit.said.count < WORDS or unit.rising or unit.weight("question") >= CLEARLY:
        return None
    return weigh(
        "express_view",
        unit.said.hits["express_view"],
        fallback=True,
        invited=0.15 * (talk.answers in INVITED),
        asked_for_a_fact=-0.1 * (talk.answers in ("ask_info", "confirm_question")),
    )


@rule("express_doubt")
def misgive(unit: Unit, talk: Talk) -> Candidate | None:
    """What a client fears or cannot do, told before anything was put forward, is their view of how things are."""
    if not talk.client or not talk.early or unit.said.count < WORDS or unit.rising:
        return None
    return weigh("express_view", unit.said.hits["express_doubt"], fallback=True)


@rule(TALKS, ANSWERS)
def tell(unit: Unit, talk: Talk) -> Candidate | None:
    """Telling where telling was invited, in a clause or more, or at such length that a stance is hearable."""
    count = turn_length(unit)
    invited = talk.answers in INVITED and unit.said.count >= WORDS
    if not talk.client or not (invited or count >= AT_LENGTH):
        return None
    if unit.rising or unit.weight("question") >= CLEARLY:
        return None
    return weigh(
        "express_view",
        None,
        alone=0.4,
        fallback=True,
        invited=0.15 * (talk.answers in INVITED),
        at_great_length=0.1 * (count >= 2 * AT_LENGTH),
        how_things_are=0.15 * talk.early,
    )


AT_LENGTH = 11
"""Words that make a telling; a fact asked for takes fewer."""

INVITED = ("invite_open", "invite_view", "explore_doubt", "solicit_feedback")
