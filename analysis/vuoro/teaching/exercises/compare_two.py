"""Type 4, compare two sequences: the same kind of beginning with another outcome, from one meeting if possible."""

from __future__ import annotations

from collections.abc import Iterator

from vuoro.model import Annotation, Sequence
from vuoro.teaching.excerpts import Excerpt, excerpt
from vuoro.teaching.exercises.making import (
    Exercise,
    Suggested,
    difficulty,
    exercise,
    from_elsewhere,
    line,
    quoted,
    speakable,
    texts,
)
from vuoro.teaching.packs import Pack

NAME = "compare_two"
BEFORE, AFTER, LONGEST = 3, 1, 8
"""Lines before the opening and after the outcome, and how many turns a sequence may have."""

CONTRASTS = (
    ("S5", 4, ("explored", "decision_reopened"), ("bypassed", "countered", "repeated")),
    (
        "S3",
        4,
        ("developed",),
        ("acknowledged_only", "deferred", "ignored", "rejected_with_grounds", "probed"),
    ),
    ("S2", 2, ("expanded", "confirmed"), ("disconfirmed", "qualified")),
    ("S10", 2, ("taken_up",), ("agenda_return", "acknowledged_only")),
    ("S4", 4, ("accept_elaborated",), ("hedged", "no_response", "doubt")),
    ("S1", 1, ("extended",), ("declined", "minimal")),
)
"""Type of sequence, the way it belongs to, and outcomes that tell something when set side by side."""


@exercise(4, NAME)
def compare_two(pack: Pack) -> Iterator[Exercise]:
    """Two sequences of one type whose outcomes differ, nearest in length; of one meeting before of two."""
    for of_one_meeting in (True, False):
        for type_, way, some, others in CONTRASTS:
            usable = [s for s in pack.material.sequences if s.type == type_ and _usable(pack, s)]
            for other in (s for s in usable if s.outcome in others):
                beside = (
                    s
                    for s in usable
                    if s.outcome in some
                    and (s.encounter == other.encounter) == of_one_meeting
                    and not _overlap(_around(pack, s), _around(pack, other))
                )
                one = min(
                    beside,
                    key=lambda s, other=other: abs(_turns(pack, s) - _turns(pack, other)),
                    default=None,
                )
                if one is not None:
                    yield _exercise(pack, way, one, other)


def _usable(pack: Pack, sequence: Sequence) -> bool:
    """Whether it is in the pack's language, short, answered and readable aloud."""
    return (
        pack.material.encounter(sequence.encounter).language == pack.language
        and bool(sequence.response_turn)
        and not from_elsewhere(_opening(pack, sequence))
        and _turns(pack, sequence) <= LONGEST
        and speakable(_around(pack, sequence))
    )


def _overlap(one: Excerpt, other: Excerpt) -> bool:
    return one.encounter == other.encounter and bool(
        {shown.turn for shown in one.lines} & {shown.turn for shown in other.lines}
    )


def _turns(pack: Pack, sequence: Sequence) -> int:
    first, last = (
        pack.material.place(sequence.encounter, at) for at in (sequence.first_turn, sequence.last_turn)
    )
    return last - first + 1


def _around(pack: Pack, sequence: Sequence) -> Excerpt:
    first, last = (
        pack.material.place(sequence.encounter, at) for at in (sequence.first_turn, sequence.last_turn)
    )
    opening = _opening(pack, sequence)
    meant = {opening.turn: (opening.start, opening.stop)} if opening else {}
    return excerpt(pack.material, sequence.encounter, first - BEFORE, last + AFTER, meant=meant)


def _opening(pack: Pack, sequence: Sequence) -> Annotation | None:
    """The settled move that opens a sequence; None where a withheld answer does."""
    here = (m for m in pack.material.moves(sequence.encounter) if m.turn == sequence.first_turn)
    return next((move for move in here if move.code == sequence.code), None)


def _exercise(pack: Pack, way: int, one: Sequence, other: Sequence) -> Exercise:
    text, language = texts(NAME), pack.language
    first, second = (text["outcome"][s.type][s.outcome][language] for s in (one, other))
    openings = [move for s in (one, other) if (move := _opening(pack, s))]
    return Exercise(
        id=f"{NAME}-{one.encounter}-{one.first_turn}-{other.encounter}-{other.first_turn}",
        type=NAME,
        language=language,
        prompt=text["prompt"][one.type][language],
        suggested=Suggested(
            text=text["solution"][language].format(first=first, second=second),
            shows=(_shows(pack, 1, one), _shows(pack, 2, other), text["look"][one.type][language]),
        ),
        other_view=text["other"][one.type][language],
        why=text["why"][language],
        way=way,
        codes=(one.type,),
        encounter=other.encounter,
        lines=(_around(pack, one), _around(pack, other)),
        difficulty=difficulty(pack.material, *openings),
    )


def _shows(pack: Pack, part: int, sequence: Sequence) -> str:
    """The turn that decided, and in the end what became of a proposal."""
    text, language = texts(NAME), pack.language
    talk = pack.material.encounter(sequence.encounter)
    turn = talk.turns[pack.material.place(sequence.encounter, sequence.response_turn)]
    shown = text["shows"][language].format(
        part=part, line=line(turn.id, language), speaker=turn.speaker, words=quoted(turn.text, language)
    )
    fate = text["fate"].get(sequence.attributes.get("fate", ""), {}).get(language, "")
    return f"{shown} {fate}".strip()
