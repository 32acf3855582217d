"""Type 3, the next turn: the talk stops where a professional's turn matters, and one writes or chooses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from vuoro import codebooks
from vuoro.model import Annotation, Turn
from vuoro.teaching.excerpts import excerpt
from vuoro.teaching.exercises.choosing import LEAST, difficulty
from vuoro.teaching.exercises.making import Exercise, Option, Suggested, exercise, texts
from vuoro.teaching.exercises.moves import makes_possible, sources, way
from vuoro.teaching.exercises.talk import answered, speakable
from vuoro.teaching.packs import Pack

NAME = "next_turn"
BEFORE, AFTER = 5, 2
TRIGGERS = ("express_doubt", "propose", "express_view")
"""What a client has just done where the talk stops, the first that fits."""


@exercise(3, NAME)
def next_turn(pack: Pack) -> Iterator[Exercise]:
    """The places that turns were written for; without enough of them, every place at which a turn matters."""
    written = list(_written(pack))
    yield from written
    if len(written) < LEAST:
        known = {one.id for one in written}
        yield from (one for one in _ruled(pack) if one.id not in known)


def _written(pack: Pack) -> Iterator[Exercise]:
    for place in texts(NAME)["place"]:
        if pack.language not in place["note"]:
            continue
        moves = [
            move
            for move in pack.material.settled
            if (move.encounter, move.turn) == (place["encounter"], place["turn"]) and move.code in TRIGGERS
        ]
        if moves:
            yield from _exercise(pack, min(moves, key=lambda move: TRIGGERS.index(move.code)), place)


def _ruled(pack: Pack) -> Iterator[Exercise]:
    for move in pack.material.settled:
        talk = pack.material.encounter(move.encounter)
        speaker = talk.turns[pack.material.place(move.encounter, move.turn)].speaker
        if talk.language == pack.language and move.code in TRIGGERS and talk.role(speaker) == "client":
            yield from _exercise(pack, move, {})


def _exercise(pack: Pack, move: Annotation, place: dict[str, Any]) -> Iterator[Exercise]:
    """The exercise at one place, if a professional answered and the lines can be read aloud."""
    text, language, talk = texts(NAME), pack.language, pack.material.encounter(move.encounter)
    at, turn = pack.material.place(move.encounter, move.turn), answered(pack, move)
    shown = excerpt(pack.material, talk.id, at - BEFORE, at + 1 + AFTER)
    if turn is None or talk.role(turn.speaker) != "professional" or not speakable(shown):
        return
    note = place["note"][language] if place else text["note"][move.code][language]
    yield Exercise(
        id=f"{NAME}-{talk.id}-{move.turn}",
        type=NAME,
        language=language,
        prompt=text["prompt"][language].format(speaker=talk.turns[at].speaker),
        suggested=Suggested(text=text["solution"][language].format(note=note)),
        other_view=text["other"][move.code][language],
        why=makes_possible(move.code, language),
        way=way(move.code),
        sources=sources(move.code),
        codes=(move.code,),
        encounter=talk.id,
        lines=(shown,),
        stop_at=talk.turns[at + 1].id,
        options=tuple(_options(pack, move, turn, place)),
        difficulty=difficulty(pack.material, move),
    )


def _options(pack: Pack, move: Annotation, turn: Turn, place: dict[str, Any]) -> Iterator[Option]:
    """The turns to choose among; what was said stands among them at a place that the line decides."""
    text, language = texts(NAME), pack.language
    kinds, origins = text["kind"], text["origin"]
    if not place:
        yield from _from_codebook(move, language)
        return
    made = [
        Option(
            text=_as_in(pack, move.encounter, words),
            origin=origins["written"][language],
            then=kinds[kind][language],
        )
        for kind, words in place["options"][language]
    ]
    said = Option(text=turn.text, origin=origins["said"][language], then=kinds[place["kind"]][language])
    made.insert(pack.material.place(move.encounter, move.turn) % (len(made) + 1), said)
    yield from made


def _as_in(pack: Pack, encounter: str, words: str) -> str:
    """A written turn as its transcript writes turns, so that its commas do not give it away."""
    talk = pack.material.encounter(encounter)
    if any(mark in turn.text for turn in talk.turns for mark in ".?"):
        return words
    return re.sub(r"(^|[.?!] )(\w)", lambda at: at[0].lower(), words).translate(str.maketrans("", "", ".,?!"))


def _from_codebook(move: Annotation, language: str) -> Iterator[Option]:
    """After a doubt the codebook knows turns that fit any: one that picks it up, and those that do not."""
    if move.code != "express_doubt":
        return
    text, code = texts(NAME), codebooks.load("participation").code("explore_doubt")
    origin = text["origin"]["codebook"][language]
    picks_up = code.examples[language][0]
    yield Option(text=picks_up.text, origin=origin, then=text["kind"]["picks_up"][language])
    for miss in code.near_misses[language]:
        kind = "moves_on" if miss.code == "propose" else "reassures"
        yield Option(text=miss.text, origin=origin, then=text["kind"][kind][language])
