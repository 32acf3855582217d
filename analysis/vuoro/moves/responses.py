"""What becomes of an action that somebody else has put forward.

A response is recognised only where there is something to respond to: an action by the other party
within a few turns, and no question of fact since. A bare *yes* or *okay* after it is a continuer
(it passes an opportunity to say more), not an acceptance (codebook, clarifications).
"""

from __future__ import annotations

from vuoro.moves.questions import ASKING, echoes, meant, turn_length
from vuoro.moves.rules import RECEIVES, Candidate, rule, surest, weigh
from vuoro.moves.talk import CLEARLY, Talk
from vuoro.moves.units import SILENCE, Unit

UNSEEN = -0.3
"""What a response loses where nothing was recognised that it could respond to."""

CARRIED_OUT = ("speaker_future",)
"""What a speaker will do now commits them where the other has just proposed it."""

SOFT = frozenset({"soft", "ingressive", "breath", "creaky"})


@rule("accept", "own_action", "speaker_future")
def accept(unit: Unit, talk: Talk) -> Candidate | None:
    """Agrees to the action and shows commitment to it (Stevanovic 2012)."""
    hit = surest(unit, "accept", "own_action", *CARRIED_OUT[: talk.just_proposed])
    if hit is None or talk.table is None or unit.rising or unit.weight("question") >= CLEARLY:
        return None
    return weigh(
        "accept",
        hit,
        right_after_it=0.1 * talk.next,
        begins_with_yes=0.1 * unit.fired("yes"),
        begins_with_no=-0.4 * unit.fired("no"),
        nothing_put_forward=UNSEEN * talk.supposed,
        weakened=-0.1 * unit.fired("weak_hedge"),
        # Who has talked before it has moved on to something else.
        after_own_talk=-0.15 * unit.late,
    )


@rule("yes")
def go_along(unit: Unit, talk: Talk) -> Candidate | None:
    """A yes with more to it, right after a proposal: the more is what shows commitment."""
    if not talk.proposal or not talk.next or unit.said.count < MORE or unit.rising:
        return None
    if surest(unit, "weak_hedge", "strong_hedge", "no", "question", "express_doubt", "reject"):
        return None
    return weigh("accept", None, alone=0.45, fallback=True, right_after_it=0.1 * talk.just_proposed)


MORE = 3
"""Words that make a yes more than a continuer."""


@rule(RECEIVES)
def take(unit: Unit, talk: Talk) -> Candidate | None:
    """A short turn that comes at once, and neither refuses, doubts nor weakens, takes what was put forward.

    It repeats some of it (*at nine on Monday*), or follows what was added to one's own plan.
    """
    action = talk.table
    if action is None or talk.supposed or not talk.next or action.at != talk.other.at:
        return None
    added = action.code == "develop_proposal" and unit.said.count > 1
    if turn_length(unit) > TAKING or unit.rising or not (added or echoes(unit, talk)):
        return None
    if surest(unit, *UNWILLING, *ASKING, "so_prefix"):
        return None
    return weigh("accept", None, alone=0.5, fallback=True)


TAKING = 8
"""A turn of more words than this does something else than take what was put forward."""

UNWILLING = (
    "weak_hedge",
    "strong_hedge",
    "hedged_accept",
    "no",
    "reject",
    "express_doubt",
    "negative_adverse",
)
"""Cues for anything but a plain acceptance."""


@rule("hedged_accept", "strong_hedge", "weak_hedge")
def hedged_accept(unit: Unit, talk: Talk) -> Candidate | None:
    """Goes along with the action, hearably weakened: by one strong mark or by two weak ones."""
    if talk.table is None or unit.weight("question") >= CLEARLY:
        return None
    strong = surest(unit, "hedged_accept", "strong_hedge")
    weak = weak_marks(unit, talk)
    if strong is None and (len(weak) < 2 or not goes_along(unit)):
        return None
    return weigh(
        "hedged_accept",
        strong or unit.said.hits.get("weak_hedge"),
        weak_marks=0.1 * len(weak),
        right_after_it=0.1 * talk.next,
        begins_with_no=-0.2 * unit.fired("no"),
        nothing_put_forward=UNSEEN * talk.supposed,
    )


def weak_marks(unit: Unit, talk: Talk) -> list[str]:
    """The weak marks of reluctance in and before a unit (codebook: two of them are needed)."""
    marks = ["hedge"] if unit.fired("weak_hedge") else []
    if unit.first and talk.gap is not None and talk.gap >= SILENCE:
        marks.append("gap")
    if unit.first and pause_before(unit):
        marks.append("pause")
    if any(mark.kind in SOFT for mark in unit.turn.marks):
        marks.append("voice")
    return marks


def pause_before(unit: Unit) -> bool:
    """Whether the turn opens with a written pause of the length of a gap."""
    at = unit.turn.in_raw(unit.start, unit.stop)[0]
    return any(
        mark.kind == "pause" and mark.start <= at and isinstance(mark.value, float) and mark.value >= SILENCE
        for mark in unit.turn.marks
    )


def goes_along(unit: Unit) -> bool:
    return unit.fired("yes") or unit.fired("accept") or unit.said.count <= 4


@rule("reject", "negative_adverse", "no")
def reject(unit: Unit, talk: Talk) -> Candidate | None:
    """Declines the action, blocks it or puts another in its place."""
    if talk.table is None or unit.weight("question") >= CLEARLY:
        return None
    hit = surest(unit, "reject", "negative_adverse") or unit.said.hits.get("no")
    # A bare "no" refuses what was put forward as a question, and only confirms other things.
    if hit is None or (hit.row.code == "no" and not (talk.just_proposed and talk.table.asked)):
        return None
    return weigh(
        "reject",
        hit,
        right_after_it=0.1 * talk.next,
        nothing_put_forward=UNSEEN * talk.supposed,
        bare_no=-0.45 * (hit.row.code == "no"),
        begins_with_no=0.1 * (unit.fired("no") and hit.row.code != "no"),
        begins_with_yes=-0.1 * unit.fired("yes"),
    )


@rule("express_doubt")
def express_doubt(unit: Unit, talk: Talk) -> Candidate | None:
    """Voices uncertainty, fear or lack of hope about a plan, without refusing it."""
    return weigh(
        "express_doubt",
        unit.said.hits["express_doubt"],
        about_what_is_on_the_table=0.15 * (talk.table is not None and not talk.supposed),
        by_the_professional=-0.3 * talk.professional,
        nothing_put_forward=UNSEEN * talk.early,
    )


@rule("develop_proposal", "propose")
def develop_proposal(unit: Unit, talk: Talk) -> Candidate | None:
    """Takes a proposal as good and adds to it (Stevanovic et al. 2020): the other's, or one that they agreed to."""
    if not (talk.proposal or talk.agreed) or not meant(unit):
        return None
    hit = unit.said.hits.get("develop_proposal")
    if hit is None and not (talk.proposal and unit.fired("propose") and follows_on(unit, talk)):
        return None
    return weigh(
        "develop_proposal",
        hit or unit.said.hits["propose"],
        right_after_it=0.15 * talk.next,
        # What is added to what both have agreed to is no longer for one of them to announce.
        agreed_to=0.25 * talk.agreed,
        begins_with_yes=0.1 * unit.fired("yes"),
    )


def follows_on(unit: Unit, talk: Talk) -> bool:
    """Whether a proposal of one's own takes the other's as good: after a yes, or at once and without a no."""
    agrees = unit.fired("yes") or (talk.just_proposed and not unit.fired("question"))
    return agrees and not unit.fired("reject")


@rule("probe_proposal", RECEIVES)
def probe_proposal(unit: Unit, talk: Talk) -> Candidate | None:
    """Asks about what the other has proposed, before it is accepted or not."""
    if talk.table is None or unit.fired("repair") or not meant(unit):
        return None
    own = unit.said.hits.get("probe_proposal")
    form = surest(unit, "question", "declarative_you", "so_prefix", "tag")
    if own is None and not (talk.just_proposed and form):
        return None
    return weigh(
        "probe_proposal",
        own or form,
        on_a_proposal=0.1 * talk.proposal,
        right_after_it=0.1 * talk.next,
        no_word_of_it=-0.25 * (own is None),
        rising=0.1 * unit.rising,
    )
