"""Type 4, compare two sequences: the same kind of beginning with another outcome, from one meeting if possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from vuoro.model import Annotation, Sequence
from vuoro.teaching.excerpts import Excerpt, excerpt
from vuoro.teaching.exercises.choosing import difficulty
from vuoro.teaching.exercises.making import Exercise, Suggested, exercise, texts
from vuoro.teaching.exercises.moves import from_elsewhere
from vuoro.teaching.exercises.talk import line, quoted, speakable
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


TOLD = {type_: (*some, *others) for type_, _, some, others in CONTRASTS}
ENOUGH = 60
"""So many sequences of a type are set beside one another; a large material has thousands."""


@exercise(4, NAME)
def compare_two(pack: Pack) -> Iterator[Exercise]:
    """Two sequences of one type whose outcomes differ, nearest in length; of one meeting before of two."""
    usable = [one for one in pack.material.sequences if _usable(pack, one)]
    used: Counter[tuple[str, ...]] = Counter()
    for of_one_meeting in (True, False):
        for type_, way, some, others in CONTRASTS:
            alike = [one for one in usable if one.type == type_]
            beside = [one for one in alike if one.outcome in some]
            for other in [one for one in alike if one.outcome in others][:ENOUGH]:
                there = [one for one in beside if (one.encounter == other.encounter) == of_one_meeting]
                apart = [one for one in there[:ENOUGH] if not _overlap(pack, one, other)]
                if apart:
                    one = min(apart, key=lambda one: (used[_key(one)], _unlike(pack, one, other)))
                    used[_key(one)] += 1
                    yield _exercise(pack, way, one, other)


def _key(sequence: Sequence) -> tuple[str, ...]:
    return sequence.encounter, sequence.first_turn, sequence.type


def _usable(pack: Pack, sequence: Sequence) -> bool:
    """Whether it is in the pack's language, short, answered and readable aloud."""
    return (
        sequence.outcome in TOLD.get(sequence.type, ())
        and pack.material.encounter(sequence.encounter).language == pack.language
        and bool(sequence.response_turn)
        and [sequence.encounter, sequence.first_turn] not in texts(NAME)["skip"]
        and not from_elsewhere(_opening(pack, sequence))
        and (sequence.type != "S2" or _by_professional(pack, sequence))
        and _turns(pack, sequence) <= LONGEST
        and speakable(_around(pack, sequence))
    )


def _overlap(pack: Pack, one: Sequence, other: Sequence) -> bool:
    """Whether the lines shown of two sequences would in part be the same."""
    if one.encounter != other.encounter:
        return False
    (first, last), (start, stop) = _span(pack, one), _span(pack, other)
    return first - BEFORE <= stop + AFTER and start - BEFORE <= last + AFTER


def _span(pack: Pack, sequence: Sequence) -> tuple[int, int]:
    first, last = (
        pack.material.place(sequence.encounter, at) for at in (sequence.first_turn, sequence.last_turn)
    )
    return first, last


def _by_professional(pack: Pack, sequence: Sequence) -> bool:
    talk = pack.material.encounter(sequence.encounter)
    return talk.role(talk.turns[_span(pack, sequence)[0]].speaker) == "professional"


def _unlike(pack: Pack, one: Sequence, other: Sequence) -> int:
    """By how many turns one is longer than the other."""
    return abs(_turns(pack, one) - _turns(pack, other))


def _turns(pack: Pack, sequence: Sequence) -> int:
    first, last = _span(pack, sequence)
    return last - first + 1


def _around(pack: Pack, sequence: Sequence) -> Excerpt:
    first, last = _span(pack, sequence)
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
        codes=(one.type, other.outcome),
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
