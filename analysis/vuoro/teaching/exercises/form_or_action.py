"""Type 2, form or action: two turns of the same form that do different things, with the turns after as proof."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, islice
from typing import Any

from vuoro.model import Annotation
from vuoro.teaching.excerpts import Excerpt, excerpt
from vuoro.teaching.exercises.choosing import LEAST, difficulty
from vuoro.teaching.exercises.making import Exercise, Suggested, exercise, texts
from vuoro.teaching.exercises.moves import label, way
from vuoro.teaching.exercises.pairs import between
from vuoro.teaching.exercises.talk import answered, line, quoted, said, speakable
from vuoro.teaching.packs import Pack

NAME = "form_or_action"
BEFORE, AFTER = 3, 2
LONGEST = 13
"""Words of a unit whose form is easy to see."""
ENOUGH = 40
"""So many pairs of one form are looked at; a large material has millions."""


@exercise(2, NAME)
def form_or_action(pack: Pack) -> Iterator[Exercise]:
    """Pairs that somebody has read and found telling; without enough of them, all that a rule finds."""
    picked = list(_picked(pack))
    yield from picked
    if len(picked) < LEAST:
        yield from _ruled(pack)


def _picked(pack: Pack) -> Iterator[Exercise]:
    known = {(move.encounter, move.turn, move.code): move for move in pack.material.settled}
    for pick in texts(NAME)["pick"]:
        one, other = known.get(tuple(pick["a"])), known.get(tuple(pick["b"]))
        if pick["language"] == pack.language and one and other:
            yield from _exercise(pack, pick["form"], one, other)


def _ruled(pack: Pack) -> Iterator[Exercise]:
    usable = [move for move in pack.material.settled if _usable(pack, move)]
    for form in texts(NAME)["form"]:
        cue = re.compile(form[pack.language]["cue"])
        alike = [move for move in usable if cue.search(_words(pack, move))]
        pairs = ((one, other) for one, other in combinations(alike, 2) if one.turn != other.turn)
        for one, other in islice(pairs, ENOUGH):
            yield from _exercise(pack, form[pack.language]["name"], one, other)


def _usable(pack: Pack, move: Annotation) -> bool:
    """Whether a move is a professional's, short, heard alike by all coders, and answered."""
    talk = pack.material.encounter(move.encounter)
    turn = talk.turns[pack.material.place(move.encounter, move.turn)]
    return (
        talk.language == pack.language
        and talk.role(turn.speaker) == "professional"
        and pack.material.share(move) == 1
        and len(_words(pack, move).split()) <= LONGEST
    )


def _words(pack: Pack, move: Annotation) -> str:
    return said(pack.material, move, pack.language)[1:-1].casefold()


def _around(pack: Pack, move: Annotation) -> Excerpt:
    at = pack.material.place(move.encounter, move.turn)
    return excerpt(
        pack.material, move.encounter, at - BEFORE, at + AFTER, meant={move.turn: (move.start, move.stop)}
    )


def _exercise(pack: Pack, form: str, one: Annotation, other: Annotation) -> Iterator[Exercise]:
    """The exercise of two moves, if they are easily confused and both were answered."""
    text, language, pair = texts(NAME), pack.language, between(one.code, other.code)
    whole = all(answered(pack, move) and speakable(_around(pack, move)) for move in (one, other))
    if pair is None or not whole:
        return
    solution = text["solution"][language].format(
        first=label(one.code, language), second=label(other.code, language), differ=pair.differ[language]
    )
    yield Exercise(
        id=f"{NAME}-{one.encounter}-{one.turn}-{other.encounter}-{other.turn}",
        type=NAME,
        language=language,
        prompt=text["prompt"][language].format(form=form),
        suggested=Suggested(text=solution, shows=tuple(_shows(pack, text, one, other))),
        other_view=pair.also[language],
        why=text["why"][language],
        way=way(one.code),
        codes=(one.code, other.code),
        encounter=one.encounter,
        lines=(_around(pack, one), _around(pack, other)),
        difficulty=difficulty(pack.material, one, other),
    )


def _shows(pack: Pack, text: dict[str, Any], *moves: Annotation) -> Iterator[str]:
    for part, move in enumerate(moves, start=1):
        turn = answered(pack, move)
        if turn is not None:
            yield text["shows"][pack.language].format(
                part=part,
                speaker=turn.speaker,
                line=line(turn.id, pack.language),
                words=quoted(turn.text, pack.language),
            )
