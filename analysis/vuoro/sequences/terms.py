"""S6: a professional term, and whether it is explained."""

from __future__ import annotations

from collections.abc import Iterator

from vuoro.model import Annotation, Sequence
from vuoro.moves.support import asked_about, glossed
from vuoro.sequences.floor import (
    Floor,
    by_client,
    by_professional,
    moves_at,
    opened,
    same_speaker,
    sequence,
    words_at,
)

TERM = frozenset({"jargon_term"})

ANSWER = 4
"""As many words answer what a term means; fewer do not."""


def link_terms(floor: Floor) -> Iterator[Sequence]:
    """S6: the first use of each term by a professional; later uses of it open nothing new."""
    seen: set[str] = set()
    for at, move in opened(floor, TERM):
        name = str(move.attributes.get("term") or floor.turns[at].raw[move.start : move.stop]).casefold()
        if name in seen or not by_professional(floor, at):
            continue
        seen.add(name)
        first = next(one for one in moves_at(floor, at) if one.code in TERM) is move and not _explained(
            floor, at, move
        )
        asked = asked_about(floor.encounter, at, name, first=first)
        answer = _answered(floor, at, asked)
        outcome = _outcome(floor, at, move, name, asked, answer)
        response = answer if outcome == "explained_on_request" else None
        last = (
            at
            if outcome in ("explained_same_turn", "client_used_first", "unexplained")
            else (answer or asked or at)
        )
        yield sequence(floor, "S6", at, move, outcome, response, last, term=name)


def _outcome(
    floor: Floor, at: int, move: Annotation, name: str, asked: int | None, answer: int | None
) -> str:
    told = str(move.attributes.get("explained", ""))
    if told == "client_used_first" or _client_used(floor, at, name):
        return "client_used_first"
    if asked is not None:
        return "explained_on_request" if answer is not None else "client_initiated_repair_unanswered"
    return "explained_same_turn" if told == "same_turn" or _explained(floor, at, move) else "unexplained"


def _explained(floor: Floor, at: int, move: Annotation) -> bool:
    turn = floor.turns[at]
    return glossed(turn.text, *turn.in_text(move.start, move.stop), floor.encounter.language or "")


def _client_used(floor: Floor, at: int, name: str) -> bool:
    return any(
        by_client(floor, before) and name in floor.turns[before].text.casefold() for before in range(at)
    )


def _answered(floor: Floor, at: int, asked: int | None) -> int | None:
    """The turn after the question, if who used the term says more than a word."""
    after = None if asked is None else asked + 1
    if after is None or after >= len(floor.turns):
        return None
    return after if same_speaker(floor, at, after) and words_at(floor, after) >= ANSWER else None
