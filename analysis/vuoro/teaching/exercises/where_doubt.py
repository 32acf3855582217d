"""Type 6, where did the doubt go? Signs of doubt that the talk passed by, to be found and picked up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vuoro import codebooks
from vuoro.model import Annotation, Sequence
from vuoro.teaching.excerpts import excerpt
from vuoro.teaching.exercises.choosing import LEAST, difficulty
from vuoro.teaching.exercises.making import Exercise, Suggested, exercise, texts
from vuoro.teaching.exercises.moves import way
from vuoro.teaching.exercises.talk import answered, built, line, quoted, said, speakable
from vuoro.teaching.packs import Pack

NAME = "where_doubt"
BEFORE, AFTER = 5, 3
SIGNS = ("express_doubt", "hedged_accept")
PASSED = ("bypassed", "repeated", "countered")
"""What became of a doubt that got no room."""
LEFT = (*PASSED, "acknowledged")
"""What became of one that got little room or none: whether a nod was enough is told by people, place by place."""


@exercise(6, NAME)
def where_doubt(pack: Pack) -> Iterator[Exercise]:
    """The places that pick-ups were written for; without enough of them, every doubt that was passed by."""
    places = {(place["encounter"], place["turn"]): place for place in texts(NAME)["place"]}
    left = list(_left(pack))
    written = [(move, one) for move, one in left if (move.encounter, move.turn) in places]
    passed = [(move, one) for move, one in left if one.outcome in PASSED]
    for move, one in written if len(written) >= LEAST else passed:
        yield _exercise(pack, move, one, places.get((move.encounter, move.turn), {}))
    yield from _built(pack)


def _left(pack: Pack) -> Iterator[tuple[Annotation, Sequence]]:
    """Each sign of doubt by somebody but a professional, and the sequence in which it was left."""
    seen = set()
    for one in pack.material.sequences:
        talk = pack.material.encounter(one.encounter)
        if one.type != "S5" or one.outcome not in LEFT or talk.language != pack.language:
            continue
        for move in pack.material.moves(one.encounter):
            at = pack.material.place(move.encounter, move.turn)
            if (
                move.turn == one.first_turn
                and move.code in SIGNS
                and talk.role(talk.turns[at].speaker) != "professional"
                and speakable(excerpt(pack.material, talk.id, at - BEFORE, at + AFTER))
                and (talk.id, move.turn) not in seen
            ):
                seen.add((talk.id, move.turn))
                yield move, one


def _exercise(pack: Pack, move: Annotation, one: Sequence, place: dict[str, Any]) -> Exercise:
    text, language = texts(NAME), pack.language
    at = pack.material.place(move.encounter, move.turn)
    until = max(at + AFTER, pack.material.place(one.encounter, one.last_turn))
    solution = text["solution"][language].format(
        line=line(move.turn, language).capitalize(),
        words=said(pack.material, move, language),
        sign=(place.get("sign") or text["sign"][move.code])[language],
        fate=text["fate"][one.outcome][language],
    )
    return Exercise(
        id=f"{NAME}-{move.encounter}-{move.turn}",
        type=NAME,
        language=language,
        prompt=text["prompt"][language],
        suggested=Suggested(
            text=solution, shows=tuple(_shows(pack, move)), models=_models(language, place.get("models"))
        ),
        other_view=place.get("other", text["other"])[language],
        why=text["why"][language],
        way=way("explore_doubt"),
        codes=(move.code, one.outcome),
        encounter=move.encounter,
        lines=(excerpt(pack.material, move.encounter, at - place.get("before", BEFORE), until),),
        difficulty=difficulty(pack.material, move),
    )


def _models(language: str, written: dict[str, Any] | None) -> tuple[str, ...]:
    """Pick-ups, each with what it does: those written for the place, or the general ones."""
    text = texts(NAME)
    some = (
        written[language] if written else [(kind, said[language]) for kind, said in text["general"].items()]
    )
    return tuple(f"{words} ({text['kind'][kind][language]})" for kind, words in some)


def _shows(pack: Pack, move: Annotation) -> Iterator[str]:
    turn = answered(pack, move)
    if turn is not None:
        yield texts(NAME)["shows"][pack.language].format(
            line=line(turn.id, pack.language), speaker=turn.speaker, words=quoted(turn.text, pack.language)
        )


def _built(pack: Pack) -> Iterator[Exercise]:
    """The codebook's doubts, each answered by one of its near misses: what picking up is not."""
    text, language, book = texts(NAME), pack.language, codebooks.load("participation")
    doubts = book.code("express_doubt").examples[language]
    misses = book.code("explore_doubt").near_misses[language]
    for number, (doubt, miss) in enumerate(zip(doubts, misses, strict=False)):
        fate = "bypassed" if miss.code == "propose" else "countered"
        solution = text["solution"][language].format(
            line=line("t0001", language).capitalize(),
            words=quoted(doubt.text, language),
            sign=text["sign"]["express_doubt"][language],
            fate=text["fate"][fate][language],
        )
        yield Exercise(
            id=f"{NAME}-built-{number}",
            type=NAME,
            language=language,
            prompt=text["prompt_built"][language],
            suggested=Suggested(text=solution, models=_models(language, None)),
            other_view=text["other"][language],
            why=text["why"][language],
            way=way("explore_doubt"),
            codes=("express_doubt", fate),
            lines=(built(language, [("client", doubt.text), ("professional", miss.text)]),),
        )
