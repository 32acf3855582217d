"""S2: a statement put up for confirmation, and what the other made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vuoro.language.words import words
from vuoro.model import Annotation, Sequence
from vuoro.sequences.floor import (
    ACTIONS,
    QUESTIONS,
    Floor,
    clauses_at,
    held_until,
    moves_at,
    opened,
    particles,
    passes,
    same_speaker,
    sequence,
    silent,
    units_at,
)

CONFIRMABLE = frozenset({"confirm_question"})

MORE = 5
"""As many words as make an answer more than the token that confirms."""

EARLY = 8
"""Among so many first words a *but* or an *if* qualifies the confirmation; later it belongs to new talk."""

GRANTED = 3
"""Among so many first words *sometimes* or *only* grants a part."""


def link_confirmations(floor: Floor) -> Iterator[Sequence]:
    for at, move in opened(floor, CONFIRMABLE):
        answer = _answer(floor, at)
        outcome = "no_uptake" if answer is None else _outcome(floor, at, move, answer)
        more = (
            {"corrected": "y"}
            if answer is not None and outcome == "disconfirmed" and _words(floor, answer)[2:]
            else {}
        )
        yield sequence(floor, "S2", at, move, outcome, answer, at if answer is None else answer, **more)


def _answer(floor: Floor, at: int) -> int | None:
    """The next turn of anybody else, if the asker does not go on to other things before."""
    last = held_until(floor, at)
    for later in range(at + 1, min(last + 3, len(floor.turns))):
        if same_speaker(floor, at, later):
            if moves_at(floor, later):
                return None
        elif not silent(floor, later) and floor.voices[later].role != "interpreter":
            return later
    return None


def _words(floor: Floor, answer: int) -> list[str]:
    """The words of the answer, up to where it asks or puts forward something new."""
    new = [move.start for move in moves_at(floor, answer) if move.code in ACTIONS | QUESTIONS]
    turn = floor.turns[answer]
    text = turn.text[: turn.in_text(min(new), len(turn.raw))[0]] if new else turn.text
    return [word for word in words(text) if word] or words(turn.text)[: 1 if new else None]


def _outcome(floor: Floor, at: int, move: Annotation, answer: int) -> str:
    small = particles(floor.encounter.language)
    said = _words(floor, answer)
    units = units_at(floor, answer)
    if not said or not units:
        return "no_uptake"
    negative = small.get("negation", frozenset())
    yes = units[0].fired("yes") or said[0] in small.get("confirm", ())
    no = units[0].fired("no") or said[0] in negative
    if passes(floor, answer) and not (yes or no):
        return "no_uptake"
    asked = words(floor.turns[at].raw[move.start : move.stop])
    denied = no and not any(word in negative for word in asked)
    if _qualifies(said, small, yes=yes or (no and not denied)):
        return "disconfirmed" if denied else "qualified"
    if denied:
        return "disconfirmed"
    whole = len(said) == len(words(floor.turns[answer].text))
    long = len(said) >= MORE or (whole and clauses_at(floor, answer) >= 2)
    return "expanded" if long else "confirmed"


def _qualifies(said: list[str], small: Mapping[str, frozenset[str]], *, yes: bool) -> bool:
    """Whether an answer takes back some of what it grants."""
    but, partly = small.get("but", frozenset()), small.get("partly", frozenset())
    early = any(word in but for word in said[1:EARLY])
    part = any(word in partly for word in said[:GRANTED])
    if said[1:] and said[0] in small.get("prefaces", ()):
        return True
    return early if yes else early or part
