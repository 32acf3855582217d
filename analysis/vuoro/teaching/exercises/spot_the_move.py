"""Type 1, spot the move: lines in which one move stands alone, beside one that is easily taken for it."""

from __future__ import annotations

from collections.abc import Iterator

from vuoro.model import Annotation
from vuoro.teaching.excerpts import Excerpt, excerpt
from vuoro.teaching.exercises.choosing import difficulty
from vuoro.teaching.exercises.making import Exercise, Option, Suggested, exercise, texts
from vuoro.teaching.exercises.moves import from_elsewhere, label, makes_possible, sources, way
from vuoro.teaching.exercises.pairs import Pair, between
from vuoro.teaching.exercises.talk import answered, line, quoted, said, speakable
from vuoro.teaching.packs import Pack

NAME = "spot_the_move"
BEFORE, AFTER, SHORTEST = 6, 4, 8
"""Lines shown before and after the move, and how few there may be."""
CHOICES = 4
FEWEST = 3
"""Words that a unit must have to be told by what it says."""


@exercise(1, NAME)
def spot_the_move(pack: Pack) -> Iterator[Exercise]:
    """Every settled move that is alone of its kind in its lines, with a near miss in them."""
    for talk in pack.material.encounters:
        if talk.language != pack.language:
            continue
        moves = pack.material.moves(talk.id)
        for move in moves:
            at = pack.material.place(talk.id, move.turn)
            here = [one for one in moves if -BEFORE <= pack.material.place(talk.id, one.turn) - at <= AFTER]
            near = None if _weak(pack, move) else _near_miss(pack, move, here)
            if near is not None and [one.code for one in here].count(move.code) == 1:
                shown = excerpt(pack.material, talk.id, at - BEFORE, at + AFTER)
                if len(shown.lines) >= SHORTEST and speakable(shown):
                    yield _exercise(pack, move, near, here, shown)


def _near_miss(pack: Pack, move: Annotation, here: list[Annotation]) -> tuple[Annotation, Pair] | None:
    """The nearest other line with a move that is easily taken for this one."""
    at = here.index(move)
    for one in sorted(here, key=lambda one: abs(here.index(one) - at)):
        pair = between(move.code, one.code)
        if (
            pair
            and not pair.apart
            and one.turn != move.turn
            and not (from_elsewhere(one) or _short(pack, one))
        ):
            return one, pair
    return None


def _weak(pack: Pack, move: Annotation) -> bool:
    """Whether a move is too short, or was read and found not to tell what it should."""
    skipped = [move.encounter, move.turn, move.code] in texts(NAME)["skip"]
    return skipped or from_elsewhere(move) or _short(pack, move)


def _short(pack: Pack, move: Annotation) -> bool:
    return len(said(pack.material, move, pack.language).split()) < FEWEST


def _exercise(
    pack: Pack, move: Annotation, near: tuple[Annotation, Pair], here: list[Annotation], shown: Excerpt
) -> Exercise:
    (miss, pair), language, text = near, pack.language, texts(NAME)
    found = text["found"][language].format(
        line=line(move.turn, language),
        words=said(pack.material, move, language),
        label=label(move.code, language),
    )
    close = text["near"][language].format(
        line=line(miss.turn, language),
        words=said(pack.material, miss, language),
        label=label(miss.code, language),
        differ=pair.differ[language],
    )
    return Exercise(
        id=f"{NAME}-{move.encounter}-{move.turn}-{move.code}",
        type=NAME,
        language=language,
        prompt=text["ask"][move.code][language],
        suggested=Suggested(text=found[:1].upper() + found[1:], shows=(close, *_after(pack, move))),
        other_view=pair.also[language],
        why=makes_possible(move.code, language),
        way=way(move.code),
        sources=sources(move.code),
        codes=(move.code, miss.code),
        encounter=move.encounter,
        lines=(shown,),
        options=tuple(_options(pack, move, miss, here)),
        free=False,
        difficulty=difficulty(pack.material, move, miss),
    )


def _after(pack: Pack, move: Annotation) -> Iterator[str]:
    turn = answered(pack, move)
    if turn is not None:
        yield texts(NAME)["after"][pack.language].format(
            line=line(turn.id, pack.language), speaker=turn.speaker, words=quoted(turn.text, pack.language)
        )


def _options(pack: Pack, move: Annotation, miss: Annotation, here: list[Annotation]) -> Iterator[Option]:
    """The line, the near miss, and the lines nearest to them that hold another move, in the order of the talk."""
    others = [one for one in here if one.turn not in (move.turn, miss.turn)]
    first = {one.turn: one for one in (move, miss, *others)}
    for one in sorted(list(first.values())[:CHOICES], key=here.index):
        yield Option(text=f"{line(one.turn, pack.language)}: {said(pack.material, one, pack.language)}")
