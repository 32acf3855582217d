"""Invitations: the floor, the topic or the judgement is left to the other.

Known by their words (Heritage & Robinson 2006; Maynard 1991). The same words are another move
in another place: after somebody's proposal *how do you see that working* asks about the proposal,
and after a sign of doubt *what worries you about it* picks up the doubt.
"""

from __future__ import annotations

from vuoro.moves.questions import meant
from vuoro.moves.rules import Candidate, rule, weigh
from vuoro.moves.talk import AT_CLOSE, Talk
from vuoro.moves.units import Unit

OPENING = 4
"""How many turns, continuers not counted, an encounter takes to open."""


@rule("invite_open")
def invite_open(unit: Unit, talk: Talk) -> Candidate | None:
    """The topic, and how far to go into it, are left to the other."""
    if not meant(unit):
        return None
    return weigh(
        "invite_open",
        unit.said.hits["invite_open"],
        in_the_opening=0.05 * (talk.at < OPENING),
        rising=0.05 * unit.rising,
        about_their_proposal=-0.3 * talk.just_proposed,
        by_the_client=-0.3 * talk.client,
        at_the_close=AT_CLOSE * talk.closing,
    )


@rule("invite_view")
def invite_view(unit: Unit, talk: Talk) -> Candidate | None:
    """The matter is set, the judgement is left to the other: a view, a wish, an experience."""
    if not meant(unit):
        return None
    return weigh(
        "invite_view",
        unit.said.hits["invite_view"],
        rising=0.1 * unit.rising,
        # What is asked right after a proposal is asked about the proposal.
        about_their_proposal=-0.3 * talk.just_proposed,
        # Asked back, "what do you think" asks for the expert's knowledge more than for a view.
        by_the_client=-0.3 * talk.client,
    )


@rule("solicit_feedback")
def solicit_feedback(unit: Unit, talk: Talk) -> Candidate | None:
    """The meeting itself is made the topic."""
    if talk.client:
        return None
    return weigh(
        "solicit_feedback",
        unit.said.hits["solicit_feedback"],
        rising=0.1 * unit.rising,
        # The decision tree of the codebook asks this first.
        of_the_meeting=0.2,
        at_the_close=AT_CLOSE * talk.closing,
    )
