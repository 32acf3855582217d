"""What a model answered, held against the transcript: a code whose quote is not there is refused."""

from __future__ import annotations

import re
from typing import Any

from vuoro.asking.prompts import Question
from vuoro.codebooks import Codebook
from vuoro.model import Annotation, Turn, record

LONGEST_WHY = 300


@record
class Refused:
    """A move of an answer that is not believed, and why."""

    encounter: str
    turn: str
    code: str
    quote: str
    reason: str


def believed(
    question: Question, answer: Any, codebook: Codebook, coder: str
) -> tuple[list[Annotation], list[Refused]]:
    """The moves of an answer that stand in the transcript, and those that do not.

    A move is refused where its turn was not asked about, its code is none, its quote is not found
    letter by letter (but for spaces and case) in the turn, or it says the same as an earlier one.
    """
    turns = {turn.id: turn for turn in question.turns}
    moves = answer.get("moves") if isinstance(answer, dict) else None
    if not isinstance(moves, list):
        return [], [_refused(question, {}, "the answer has no list of moves")]
    made: dict[tuple[str, str, int, int], Annotation] = {}
    refused: list[Refused] = []
    for move in moves:
        said = {k: str(v) for k, v in move.items()} if isinstance(move, dict) else {}
        turn, code, quote = turns.get(said.get("turn", "")), said.get("code", ""), said.get("quote", "")
        span = quoted(turn, quote) if turn else None
        if turn is None:
            refused.append(_refused(question, said, "not a turn that was asked about"))
        elif code not in codebook.ways_by_code:
            refused.append(_refused(question, said, f"{code!r} is not a code"))
        elif span is None:
            refused.append(_refused(question, said, "the quote is not in the turn"))
        elif (turn.id, code, *span) in made:
            refused.append(_refused(question, said, "said twice"))
        else:
            made[turn.id, code, *span] = _annotation(question, turn, code, span, said, codebook, coder)
    return list(made.values()), refused


def quoted(turn: Turn, quote: str) -> tuple[int, int] | None:
    """Where a quote stands in the turn's ``raw``; None where it does not.

    Examples
    --------
    >>> turn = Turn(id="t1", speaker="A", raw="jag s:o:v (0.4) inte", text="jag sov inte",
    ...             pieces=((0, 0, 5), (5, 6, 1), (6, 8, 1), (7, 15, 5)))
    >>> quoted(turn, "Sov  inte")
    (4, 20)
    >>> quoted(turn, "jag sov bra")
    """
    words = quote.split()
    if not words:
        return None
    hit = re.search(r"\s+".join(map(re.escape, words)), turn.text, re.IGNORECASE)
    return turn.in_raw(*hit.span()) if hit else None


def _annotation(
    question: Question,
    turn: Turn,
    code: str,
    span: tuple[int, int],
    said: dict[str, str],
    codebook: Codebook,
    coder: str,
) -> Annotation:
    return Annotation(
        encounter=question.encounter,
        turn=turn.id,
        code=code,
        coder=coder,
        start=span[0],
        stop=span[1],
        status="suggested",
        evidence=span,
        note=said.get("why", "")[:LONGEST_WHY],
        codebook=codebook.id,
    )


def _refused(question: Question, said: dict[str, str], reason: str) -> Refused:
    return Refused(
        encounter=question.encounter,
        turn=said.get("turn", "")[:40],
        code=said.get("code", "")[:40],
        quote=said.get("quote", "")[:200],
        reason=reason,
    )
