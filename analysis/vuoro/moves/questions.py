"""Questions that ask for facts, and statements that ask to be confirmed.

*How long have you had it?* asks; *So you've had it since spring* puts what the other has told into
words and leaves it to them to confirm. The first is recognised by its form. The second has the
form of a statement, so it is recognised by what it is about (the other's affairs, of which the
other knows more: a B-event, Labov & Fanshel 1977) and where it stands (after their telling:
Heritage & Watson 1979). A question mark helps both and is needed by neither.
"""

from __future__ import annotations

from typing import cast

from vuoro.language import stems
from vuoro.language.cues import Hit
from vuoro.moves.rules import RISES, TALKS, Candidate, rule, surest, weigh
from vuoro.moves.talk import CLEARLY, Talk
from vuoro.moves.units import Unit

ASKING = ("question", "ask_info", "invite_open", "invite_view", "check_understanding", "solicit_feedback")
"""Codes and features whose cues have the form of a question."""

CLEARLY_PUT = 0.8
"""From this weight on, the words themselves say that the other's telling is put into words."""

AT_LENGTH = 25
"""Words of a turn that does more than answer or ask."""

STATING = ("confirm_question", "declarative_you", "so_prefix", "tag")
"""Those whose cues have the form of a statement that the other may confirm."""

OWN_TALK = -0.2
"""What a statement loses as a confirmation where its speaker has talked before it in the same turn."""

LATE = -0.3
"""What a question loses as one for a fact once all is decided: those come before (Heritage & Maynard 2006)."""

CLAUSE = 4
"""Words of which one can make a clause."""

GIST = 2
"""How many such words of the other's make a statement theirs."""


@rule("ask_info")
def ask_info(unit: Unit, talk: Talk) -> Candidate | None:
    """A question for a fact, known by its words: how long, since when, are you on any medication."""
    if not meant(unit):
        return None
    return weigh(
        "ask_info",
        unit.said.hits["ask_info"],
        rising=0.15 * unit.rising,
        # The same words may do something more specific.
        most_general_question=-0.1,
        about_their_proposal=-0.3 * talk.just_proposed,
        after_the_decisions=LATE * (talk.professional and talk.closing),
    )


@rule("question")
def question_form(unit: Unit, talk: Talk) -> Candidate | None:
    """Any other question is taken to ask for a fact, unless a more specific move is recognised."""
    if not meant(unit):
        return None
    return weigh(
        "ask_info",
        unit.said.hits["question"],
        fallback=True,
        rising=0.15 * unit.rising,
        # Those who come for a service ask much about coats and coffee, and little of it about the matter.
        by_the_client=-0.35 * (not (talk.professional or talk.equals)),
        after_the_decisions=2 * LATE * (talk.professional and talk.closing and talk.agreed),
    )


@rule(*STATING)
def confirm_question(unit: Unit, talk: Talk) -> Candidate | None:
    """A statement about the other's affairs, put up for confirmation."""
    if not is_statement(unit) or not meant(unit) or talk.just_proposed:
        return None
    hit = cast(Hit, surest(unit, *STATING))
    about_you = hit.row.code in ("confirm_question", "declarative_you") or unit.fired("declarative_you")
    if not about_you and unit.said.count < CLAUSE:
        return None
    # What comes after a bare answer goes on asking: there was no telling to put into words.
    asks_on = unit.rising and talk.professional and talk.next and not talk.told
    return weigh(
        "ask_info" if asks_on and hit.weight < CLEARLY_PUT else "confirm_question",
        hit,
        so_and_you=0.15 * (unit.fired("so_prefix") and unit.fired("declarative_you")),
        tagged=0.15 * (unit.fired("tag") and hit.row.code != "tag"),
        rising=0.15 * unit.rising,
        after_their_telling=0.15 * talk.told,
        by_the_professional=0.1 * talk.professional,
        by_the_client=-0.4 * (not (talk.professional or talk.equals)),
        not_about_you=-0.25 * (not about_you and not unit.rising),
        nothing_told_just_before=-0.2 * (not talk.next),
        # A *so* after one's own talk draws a conclusion from that.
        after_own_talk=OWN_TALK * (unit.late and not unit.rising),
        # What an institution says at length about its client tells them something.
        at_length=-0.15 * (at_length(unit) and hit.weight < CLEARLY_PUT and not unit.rising),
        # Among equals a *so* and a *you* are as often about anybody; there the pitch tells.
        level_among_equals=-0.35 * (talk.equals and talk.rises and not unit.rising),
    )


@rule(RISES)
def candidate_understanding(unit: Unit, talk: Talk) -> Candidate | None:
    """A statement with no other mark than its pitch: an understanding of what was told, or a new question.

    It asks for the next fact where it goes on with a list (*And your date of birth?*: Heritage &
    Sorjonen 1994), and where an institution asks about something else than its client's affairs.
    """
    if not is_statement(unit) or not meant(unit) or talk.just_proposed:
        return None
    if talk.client or echoes(unit, talk):
        return None
    asks = unit.fired("next_item") or (talk.professional and not unit.fired("second_person"))
    code = "ask_info" if asks else "confirm_question"
    return weigh(code, None, alone=0.5, fallback=True, after_their_turn=0.15 * talk.next)


@rule(TALKS)
def restatement(unit: Unit, talk: Talk) -> Candidate | None:
    """A statement that says again, in part, what the other has just told: a gist, without *so* or *you*."""
    if not talk.professional or not talk.told or talk.just_proposed or not is_statement(unit):
        return None
    if taken_up(unit, talk) < GIST:
        return None
    return weigh("confirm_question", None, alone=0.55, fallback=True)


def taken_up(unit: Unit, talk: Talk) -> int:
    """How many words that carry content a unit takes, in whatever form, from the other's last turn."""
    theirs, said = talk.other.words.split(), unit.said.words.split()
    return len(stems.content(said, talk.language) & stems.content(theirs, talk.language))


def at_length(unit: Unit) -> bool:
    """Whether a unit is part of a long turn: informing takes as many units as it takes."""
    return turn_length(unit) >= AT_LENGTH


def turn_length(unit: Unit) -> int:
    """The words of the whole turn."""
    return unit.turn.text.count(" ") + 1


def is_statement(unit: Unit) -> bool:
    """Whether a unit has the form of a statement, and one that is not about the speaker's own plans.

    A tag makes a statement of what comes before it, whatever the tag's own form.
    """
    asked, tag = surest(unit, *ASKING), unit.said.hits.get("tag")
    if asked and asked.weight >= CLEARLY and not (tag and 0 < tag.start <= asked.start):
        return False
    own = unit.said.hits.get("speaker_future")
    return own is None or own.start > 0


def meant(unit: Unit) -> bool:
    """Whether a unit asks or states here, and is not quoted, asked for effect, or asked to hear again."""
    frame = surest(unit, "reported", "rhetorical")
    asked = surest(unit, *ASKING) if frame else None
    return not unit.fired("repair") and (frame is None or (asked is not None and asked.start < frame.start))


def echoes(unit: Unit, talk: Talk) -> bool:
    """Whether a unit says nothing that the other has not just said: a repeat initiates repair."""
    return all(f" {word} " in f"{talk.other.words} " for word in unit.said.words.split())
