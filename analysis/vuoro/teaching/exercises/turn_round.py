"""Type 5, turn the question round: a question of fact, said as an understanding and as asking for a view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vuoro import codebooks
from vuoro.model import Annotation
from vuoro.teaching.excerpts import excerpt
from vuoro.teaching.exercises.choosing import LEAST, difficulty
from vuoro.teaching.exercises.making import Exercise, Suggested, exercise, texts
from vuoro.teaching.exercises.moves import label, sources, way
from vuoro.teaching.exercises.talk import built, speakable
from vuoro.teaching.packs import Pack

NAME = "turn_round"
BEFORE, AFTER = 4, 1
CODE, TURNED = "ask_info", ("confirm_question", "invite_view")


@exercise(5, NAME)
def turn_round(pack: Pack) -> Iterator[Exercise]:
    """Questions of fact with models that were written for them; without enough, any with the codebook's."""
    places = {(place["encounter"], place["turn"]): place for place in texts(NAME)["place"]}
    asked = [move for move in pack.material.settled if _usable(pack, move)]
    known = [move for move in asked if (move.encounter, move.turn) in places]
    for move in known:
        yield _exercise(pack, move, places[move.encounter, move.turn])
    if len(known) < LEAST:
        yield from (_exercise(pack, move, _models(pack.language)) for move in asked if move not in known)
    for number, one in enumerate(texts(NAME)["built"]):
        yield _made(pack, f"{NAME}-built-{number}", one)


def _usable(pack: Pack, move: Annotation) -> bool:
    talk = pack.material.encounter(move.encounter)
    at = pack.material.place(move.encounter, move.turn)
    return (
        move.code == CODE
        and talk.language == pack.language
        and talk.role(talk.turns[at].speaker) == "professional"
        and at >= BEFORE
        and speakable(excerpt(pack.material, talk.id, at - BEFORE, at + AFTER))
    )


def _models(language: str) -> dict[str, Any]:
    """Examples of the two moves from the codebook, for a question that nobody has written models for."""
    book = codebooks.load("participation")
    confirm, view = (book.code(code).examples[language][0].text for code in TURNED)
    right = texts(NAME)["built"][0]["right"]
    return {"confirm": {language: confirm}, "view": {language: view}, "right": right}


def _exercise(pack: Pack, move: Annotation, place: Mapping[str, Any]) -> Exercise:
    at = pack.material.place(move.encounter, move.turn)
    meant = {move.turn: (move.start, move.stop)}
    return _made(
        pack,
        f"{NAME}-{move.encounter}-{move.turn}",
        place,
        encounter=move.encounter,
        lines=(excerpt(pack.material, move.encounter, at - BEFORE, at + AFTER, meant=meant),),
        difficulty=difficulty(pack.material, move),
    )


def _made(pack: Pack, id: str, place: Mapping[str, Any], **more: Any) -> Exercise:
    text, language = texts(NAME), pack.language
    if "lines" not in more:
        more["lines"] = (built(language, [("professional", place["ask"][language])], meant=0),)
    models = tuple(
        f"{label(code, language)}: {place[part][language]}"
        for code, part in zip(TURNED, ("confirm", "view"), strict=True)
    )
    return Exercise(
        id=id,
        type=NAME,
        language=language,
        prompt=text["prompt"][language],
        suggested=Suggested(text=text["solution"][language], models=models),
        other_view=text["as_is"][language].format(right=place["right"][language]),
        why=text["why"][language],
        way=way(CODE),
        codes=(CODE,),
        sources=sources(TURNED[0]),
        **more,
    )
