"""S1: an invitation, and whether it was taken up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vuoro.language.words import words
from vuoro.model import Annotation, Sequence
from vuoro.sequences.floor import (
    ACTIONS,
    QUESTIONS,
    Floor,
    across,
    by_client,
    clauses_at,
    codes_at,
    gap_before,
    moves_at,
    opened,
    particles,
    passes,
    same_speaker,
    sequence,
    silent,
    units_at,
    words_at,
)

INVITATIONS = frozenset({"invite_open", "invite_view"})
NARROWER = frozenset({"ask_info", "confirm_question", "propose", *INVITATIONS})
"""What leaves no room for the answer when the inviter says it next: another question, or an answer to it."""

ASKED_BACK = frozenset({"ask_info", "confirm_question", "probe_proposal", "check_understanding"})

PROMPT = 0.5
"""Seconds under which somebody who goes on has left no room for an answer."""

GIVEN_BACK = 12
"""Words within which *I don't know, you know best* is the whole answer."""

REPEAT = 4
"""How many words a turn has at most that only repeats what the other said, and so listens."""


def link_invitations(floor: Floor) -> Iterator[Sequence]:
    for at, move in opened(floor, INVITATIONS):
        answers = [] if _narrowed(floor, at, move) else _answers(floor, at, move)
        if answers:
            first, outcome = _uptake(floor, at, move, answers)
            yield sequence(floor, "S1", at, move, outcome, first, answers[-1])
        else:
            outcome = "withdrawn" if _went_on(floor, at, move) else "no_uptake"
            yield sequence(floor, "S1", at, move, outcome, None, at)


def _answers(floor: Floor, at: int, move: Annotation) -> list[int]:
    """The turns of the answer: up to where the inviter does more than listen, or somebody else begins."""
    found: list[int] = []
    wanted = _named(floor, at, move)
    for later in range(at + 1, len(floor.turns)):
        if silent(floor, later) and not by_client(floor, later):
            continue
        if same_speaker(floor, at, later):
            if _closes(floor, at, later, found):
                break
        elif found and not same_speaker(floor, found[0], later):
            if _begins(floor, later) and not passes(floor, later):
                break
        elif _may_answer(floor, at, later) and wanted in ("", floor.voices[later].speaker):
            found.append(later)
    return found


def _may_answer(floor: Floor, at: int, later: int) -> bool:
    """Whether somebody can answer for the client's side; a companion or a peer invites the client as well."""
    inviter = floor.voices[at].role
    return across(floor, at, later) or (inviter == "companion" and floor.voices[later].role == "client")


def _closes(floor: Floor, at: int, later: int, found: list[int]) -> bool:
    """Whether the inviter's turn ends the answer; going on before anybody has answered does not."""
    if not found:
        return not NARROWER.isdisjoint(codes_at(floor, later)) or _waited(floor, later)
    if passes(floor, later) or _repeats(floor, later):
        return False
    if all(_only_asks(floor, one) for one in found):
        # The inviter's reply to a question is an insert, after which the answer is still due.
        return _begins(floor, later)
    return any(not passes(floor, one) for one in found)


def _waited(floor: Floor, at: int) -> bool:
    """Whether the inviter goes on only after a silence that nobody filled."""
    gap = gap_before(floor, at)
    return gap is not None and gap >= PROMPT


def _begins(floor: Floor, at: int) -> bool:
    return not (QUESTIONS | ACTIONS).isdisjoint(codes_at(floor, at))


def _only_asks(floor: Floor, at: int) -> bool:
    codes = codes_at(floor, at)
    return passes(floor, at) or (bool(codes) and codes[0] in ASKED_BACK)


def _repeats(floor: Floor, at: int) -> bool:
    """Whether a turn does no more than say again what the other just said."""
    said, heard = words(floor.turns[at].text), words(floor.turns[at - 1].text)
    return not moves_at(floor, at) and len(said) <= REPEAT and set(said) <= set(heard)


def _named(floor: Floor, at: int, move: Annotation) -> str:
    """The one of several on the client's side whom the invitation calls by name, or ""."""
    side = {
        voice.speaker for voice in floor.voices if voice.role in ("client", "companion", "experience_expert")
    }
    said = floor.turns[at].raw[move.start : move.stop]
    called = [who for who in side if len(side) > 1 and re.search(rf"\b{re.escape(who)}\b", said)]
    return called[0] if len(called) == 1 else ""


def _narrowed(floor: Floor, at: int, move: Annotation) -> bool:
    """Whether the inviter puts another question, or an answer to this one, in the same breath."""
    return any(other.start > move.start and other.code in NARROWER for other in moves_at(floor, at))


def _went_on(floor: Floor, at: int, move: Annotation) -> bool:
    if _narrowed(floor, at, move):
        return True
    if at + 1 >= len(floor.turns):
        return False
    gap = gap_before(floor, at + 1)
    return gap is None or gap < PROMPT


def _uptake(floor: Floor, at: int, move: Annotation, turns: list[int]) -> tuple[int, str]:
    """The turn that decides, and how: the first that says anything, a question aside if more follows."""
    said = [one for one in turns if not passes(floor, one)]
    if not said:
        answered = any(
            unit.fired("yes") or unit.fired("no") for one in turns for unit in units_at(floor, one)
        )
        return turns[0], "minimal" if answered else "no_uptake"
    if _hands_back(floor, at, move, said):
        return said[0], "declined"
    told = [one for one in said if not _only_asks(floor, one)]
    if not told:
        opens = move.code == "invite_open" and words_at(floor, said[0]) > REPEAT
        return said[0], "extended" if opens else "deflected"
    return told[0], "extended" if sum(clauses_at(floor, one) for one in told) >= 2 else "minimal"


def _hands_back(floor: Floor, at: int, move: Annotation, said: list[int]) -> bool:
    """*I don't know, you know best*: the whole answer, or what it opens with before a question."""
    first = said[0]
    if sum(words_at(floor, one) for one in said) > GIVEN_BACK:
        return False
    text = " ".join(words(floor.turns[first].text))
    unknowing = particles(floor.encounter.language).get("unknowing", ())
    if any(unit.fired("give_back") for unit in units_at(floor, first)) or any(
        text.startswith(phrase) or f" {phrase}" in text for phrase in unknowing
    ):
        return True
    # "No" answers a polar invitation ("is there anything else?"); any other it turns down.
    opens_openly = not set(floor.table.classes.get("wh", ())).isdisjoint(
        words(floor.turns[at].raw[move.start : move.stop])
    )
    refuses = units_at(floor, first)[0].fired("no") and not moves_at(floor, first)
    return refuses and opens_openly and words_at(floor, first) <= REPEAT
