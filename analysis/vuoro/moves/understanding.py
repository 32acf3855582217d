"""Receiving what the other feels or fears, and checking what they have understood."""

from __future__ import annotations

from vuoro.moves.questions import ASKING, meant
from vuoro.moves.rules import TALKS, Candidate, rule, surest, weigh
from vuoro.moves.talk import AT_CLOSE, CLEARLY, Talk
from vuoro.moves.units import Unit

UNMISTAKABLE = 0.75
"""From this weight on, words pick up a doubt even where no doubt was recognised before them."""


HESITATION = frozenset({"express_doubt", "hedged_accept"})
"""What shows doubt about an action without refusing it."""


@rule("receive_feeling")
def receive_feeling(unit: Unit, talk: Talk) -> Candidate | None:
    """Recognises and validates a feeling without asking to have it confirmed (Ruusuvuori 2005)."""
    if talk.client or unit.weight("question") >= CLEARLY:
        return None
    return weigh(
        "receive_feeling",
        unit.said.hits["receive_feeling"],
        after_their_telling=0.1 * talk.told,
        nothing_told_yet=-0.3 * (not talk.other.speaker),
    )


@rule(TALKS)
def receive(unit: Unit, talk: Talk) -> Candidate | None:
    """What the professional says right after a view, and that neither asks, informs nor proposes, receives it."""
    if not talk.professional or not talk.next or "express_view" not in talk.other.codes or unit.rising:
        return None
    if surest(unit, *ASKING, *DOING_ELSE):
        return None
    return weigh("receive_feeling", None, alone=0.5, fallback=True)


DOING_ELSE = (
    *("propose", "list_options", "announce_decision", "share_power", "explain"),
    *("speaker_future", "so_prefix", "declarative_you"),
)
"""Cues that a unit after somebody's view moves on from it, or puts it into words to be confirmed."""


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
        at_the_close=AT_CLOSE * talk.closing,
    )


@rule("question")
def look_back(unit: Unit, talk: Talk) -> Candidate | None:
    """Any other question, once all is decided and the other has just agreed, looks back on what was said."""
    if not talk.professional or not talk.closing or not talk.agreed or not meant(unit):
        return None
    return weigh("check_understanding", unit.said.hits["question"], fallback=True, most_general=-0.25)


@rule("explore_doubt", "question")
def explore_doubt(unit: Unit, talk: Talk) -> Candidate | None:
    """A sign of doubt is given room: named, asked about, made legitimate (Stivers & Timmermans 2020).

    Without a sign of doubt before it, the same words are a question about worries, or sympathy.
    Right after hesitation, a question that proposes nothing asks about it.
    """
    hit = unit.said.hits.get("explore_doubt")
    asked = surest(unit, "invite_view", "question")
    if talk.client or (not talk.doubt and (hit is None or hit.weight < UNMISTAKABLE)):
        return None
    if hit is None and not asks_about_it(unit, talk):
        return None
    return weigh(
        "explore_doubt",
        hit or asked,
        after_doubt=0.25 * talk.doubt,
        asks=0.1 * (hit is not None and asked is not None),
        no_word_of_doubt=-0.15 * (hit is None),
    )


def asks_about_it(unit: Unit, talk: Talk) -> bool:
    """Whether what is asked, without a word of doubt, is asked about the doubt just shown."""
    if not talk.next or HESITATION.isdisjoint(talk.other.codes):
        return False
    return not unit.fired("propose") and meant(unit)
