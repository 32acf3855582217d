"""S10: something that the client tells unasked, and how it is received."""

from __future__ import annotations

from collections.abc import Iterator

from vuoro.language import stems
from vuoro.language.words import words
from vuoro.model import Annotation, Sequence
from vuoro.sequences.floor import (
    CLIENTS,
    Floor,
    by_professional,
    codes_at,
    held_until,
    moves_at,
    opened,
    particles,
    passes,
    same_speaker,
    sequence,
    silent,
    words_at,
)

TOLD = frozenset({"express_view"})
TELLERS = CLIENTS | {"experience_expert"}

RELEVANT = frozenset({"invite_open", "invite_view", "explore_doubt", "solicit_feedback", "probe_proposal"})
"""Questions that make a view relevant."""

ELSEWHERE = frozenset({"propose", "express_doubt", "reject"})
"""Moves in the same turn whose own sequences (S3, S5) tell how it was received."""

RECEIVES = frozenset(
    {"receive_feeling", "explore_doubt", "accept", "share_power", "develop_proposal", "probe_proposal"}
)
RECEPTIONS = {
    "explain": "reinterpreted",
    "reject": "reinterpreted",
    "propose": "advised",
    "list_options": "advised",
    "announce_decision": "agenda_return",
}
"""What a professional's first move makes of a telling where it does not ask."""

ASIDE = 4
"""Words within which a turn without a move only acknowledges, however it is put."""


def link_tellings(floor: Floor) -> Iterator[Sequence]:
    """S10: each view that no question has asked for, by what the professional makes of it.

    A view that answers a question was invited, and belongs to S1 or S4. Where the teller goes on
    over the professional's tokens, it is one telling; so it is where several views get one reception.
    """
    received = -1
    for at, move in opened(floor, TOLD):
        if floor.voices[at].role not in TELLERS or not _volunteered(floor, at, move):
            continue
        answer = _receipt(floor, at)
        if answer is not None and answer != received:
            received = answer
            yield sequence(floor, "S10", at, move, _outcome(floor, at, answer), answer, answer)


def _volunteered(floor: Floor, at: int, move: Annotation) -> bool:
    """Whether nothing has just asked for a view; a question for a fact has not."""
    told = move.attributes.get("volunteered", "")
    if told:
        return told in ("y", True)
    if not ELSEWHERE.isdisjoint(codes_at(floor, at)):
        return False
    before = next(
        (one for one in range(at - 1, -1, -1) if not same_speaker(floor, at, one) and not silent(floor, one)),
        None,
    )
    return before is None or RELEVANT.isdisjoint(codes_at(floor, before)[-1:])


def _receipt(floor: Floor, at: int) -> int | None:
    """The professional's next turn; nobody's where another teller answers first."""
    for later in range(held_until(floor, at) + 1, len(floor.turns)):
        if by_professional(floor, later) and not silent(floor, later):
            return later
    return None


def _outcome(floor: Floor, at: int, answer: int) -> str:
    codes = codes_at(floor, answer)
    if passes(floor, answer):
        return "acknowledged_only"
    if not RECEIVES.isdisjoint(codes):
        return "taken_up"
    if not codes:
        return "taken_up" if _about_it(floor, at, answer) or _asks(floor, answer) else "acknowledged_only"
    if not {"invite_view", "confirm_question", "ask_info"}.isdisjoint(codes):
        return "taken_up" if _asks_on(floor, at, answer) else "agenda_return"
    return RECEPTIONS.get(codes[0], "agenda_return")


def _asks_on(floor: Floor, at: int, answer: int) -> bool:
    """Whether a question is about what was told, and not the next on the list."""
    if _about_it(floor, at, answer):
        return True
    markers = particles(floor.encounter.language).get("agenda", frozenset())
    listed = not markers.isdisjoint(words(floor.turns[answer].text)[:ASIDE])
    return not listed and "ask_info" not in codes_at(floor, answer)


def _asks(floor: Floor, at: int) -> bool:
    return floor.turns[at].raw.rstrip().endswith("?") or words_at(floor, at) > ASIDE


def _about_it(floor: Floor, at: int, answer: int) -> bool:
    """Whether words of the telling are taken up."""
    language = floor.encounter.language or ""
    spans = [one for one in moves_at(floor, answer) if one.code != "announce_decision"]
    said = (
        " ".join(floor.turns[answer].raw[one.start : one.stop] for one in spans) or floor.turns[answer].text
    )
    return bool(stems.shared(floor.turns[at].text, said, language)) or bool(
        set(words(said)[:ASIDE]) & {"so", "så", "siis", "eli", "alltså"}
    )
