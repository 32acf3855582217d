"""Future actions: put forward for the other to shape, laid out as options, or announced as settled.

What tells them apart is whether acceptance is made relevant (Stevanovic & Peräkylä 2012; Stivers
et al. 2018). Who decides is a move of its own, and so is giving the reasons.
"""

from __future__ import annotations

from vuoro.moves.questions import ASKING, at_length, meant
from vuoro.moves.rules import ANSWERS, TALKS, Candidate, rule, surest, weigh
from vuoro.moves.talk import CLEARLY, UNNAMED, Talk
from vuoro.moves.units import Unit


@rule("propose")
def propose(unit: Unit, talk: Talk) -> Candidate | None:
    """A future action that the other may accept, reject or shape."""
    if unit.fired("reported") or unit.fired("rhetorical"):
        return None
    return weigh(
        "propose",
        unit.said.hits["propose"],
        rising=0.1 * unit.rising,
        # "Do you think we could" asks what the other thinks; "could we" proposes.
        inside_a_question=-0.25 * inside(unit, "question", "propose"),
        # "The reason I suggest it" gives grounds for what was proposed before.
        inside_an_account=-0.35 * inside(unit, "explain", "propose"),
    )


def inside(unit: Unit, frame: str, code: str) -> bool:
    """Whether the cue for a code stands within a question, or an account, that began before it."""
    outer = unit.said.hits.get(frame)
    return outer is not None and outer.weight >= CLEARLY and outer.start < unit.said.hits[code].start


@rule("list_options")
def list_options(unit: Unit, talk: Talk) -> Candidate | None:
    """Two or more courses of action to choose between (Toerien et al. 2013)."""
    if not meant(unit):
        return None
    return weigh(
        "list_options",
        unit.said.hits["list_options"],
        by_the_professional=0.1 * talk.professional,
        by_the_client=-0.2 * talk.client,
        # Who says *either ... or* to a colleague describes the world; to lay out courses is a service.
        among_equals=-0.15 * talk.equals,
    )


@rule("announce_decision", "speaker_future")
def announce_decision(unit: Unit, talk: Talk) -> Candidate | None:
    """A future action told as already decided, by the speaker or by the institution."""
    hit = unit.said.hits.get("announce_decision")
    if hit is None or unit.fired("reported") or unit.weight("question") >= CLEARLY:
        return None
    return weigh(
        "announce_decision",
        hit,
        by_the_professional=0.1 * talk.professional,
        # A client's own next step is most often an answer or a commitment; so is anybody's who was just asked for it.
        by_the_client=-0.5 * talk.client,
        asked_for=-0.3 * talk.just_proposed,
        bad_news=0.15 * unit.fired("negative_adverse"),
    )


@rule("share_power")
def share_power(unit: Unit, talk: Talk) -> Candidate | None:
    """Says or negotiates who decides, or who is responsible."""
    if unit.weight("question") >= CLEARLY:
        return None
    return weigh("share_power", unit.said.hits["share_power"], by_the_client=-0.1 * talk.client)


@rule("explain")
def explain(unit: Unit, talk: Talk) -> Candidate | None:
    """Information that the other needs to take part: what, how, why, and within which limits."""
    if talk.client or unit.weight("question") >= CLEARLY:
        return None
    return weigh(
        "explain",
        unit.said.hits["explain"],
        by_the_professional=0.1 * talk.professional,
        asked_for=0.15 * (talk.answers == "ask_info"),
        after_informing=0.1 * (talk.at - talk.informed <= 1),
    )


@rule(TALKS, ANSWERS)
def inform(unit: Unit, talk: Talk) -> Candidate | None:
    """Telling more, where information is due: asked for, or grounds for what was just put forward.

    An institution that talks at length and asks nothing mostly informs (Heritage & Sefi 1992).
    """
    enough = ANSWERING if talk.answers in ASKED_FOR else INFORMING
    if not talk.professional or unit.said.count < enough or surest(unit, *ASKING) or unit.rising:
        return None
    return weigh(
        "explain",
        None,
        alone=0.3,
        fallback=True,
        asked_for=0.25 * (talk.answers in ASKED_FOR),
        after_an_action=0.1 * talk.acted,
        after_informing=0.1 * (talk.at - talk.informed <= 1),
        at_length=0.2 * at_length(unit),
    )


INFORMING = 7
"""Words of which information is made; a fact asked for takes fewer."""

ANSWERING = 5
"""Words that make more than a bare fact of an answer to somebody who wanted to know."""

ASKED_FOR = ("ask_info", "probe_proposal", UNNAMED)
"""Questions that are answered by explaining."""
