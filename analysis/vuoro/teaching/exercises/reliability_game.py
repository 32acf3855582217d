"""Type 11, do we code alike? Twenty units to code, and one's own codes beside the settled ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from vuoro import codebooks
from vuoro.model import Annotation
from vuoro.teaching.excerpts import Excerpt, excerpt
from vuoro.teaching.exercises.choosing import LEAST
from vuoro.teaching.exercises.making import Exercise, Option, Suggested, exercise, texts
from vuoro.teaching.exercises.moves import label, way
from vuoro.teaching.exercises.talk import speakable
from vuoro.teaching.packs import Pack

NAME = "reliability_game"
UNITS, DISPUTED, CODES = 20, 5, 8
"""How many units there are, how many of them coders differed on at most, and how many moves to choose among."""
BEFORE, AFTER = 2, 1
ENOUGH = 2000
"""Moves that are looked at; a large material has many times more."""


@exercise(11, NAME, template="exercises/reliability_game.html.j2")
def reliability_game(pack: Pack) -> Iterator[Exercise]:
    """One game, of moves that are among the most frequent and of the theme's way first."""
    usable = list(islice((move for move in pack.material.settled if _usable(pack, move)), ENOUGH))
    codes = _codes(pack, usable)
    units = _units(pack, [move for move in usable if move.code in codes])
    if len(units) < LEAST:
        return
    text, language = texts(NAME)["text"], pack.language
    differed = [_differed(pack, move) for move in units]
    solution = text["solution"][language].format(disputed=sum(map(bool, differed)), number=len(units))
    yield Exercise(
        id=NAME,
        type=NAME,
        language=language,
        prompt=text["prompt"][language],
        suggested=Suggested(
            text=solution,
            shows=tuple(
                " ".join(
                    filter(None, (text["settled"][language].format(label=label(move.code, language)), told))
                )
                for move, told in zip(units, differed, strict=True)
            ),
        ),
        other_view=text["other"][language],
        why=text["why"][language],
        codes=tuple(move.code for move in units),
        lines=tuple(_around(pack, move) for move in units),
        options=tuple(
            Option(text=codebooks.load("participation").labels(language)[code], origin=code) for code in codes
        ),
    )


def _usable(pack: Pack, move: Annotation) -> bool:
    """Whether a move is in the pack's language, was coded by somebody on their own, and can be read."""
    coded = pack.material.share(move)
    in_language = pack.material.encounter(move.encounter).language == pack.language
    return in_language and coded == coded and speakable(_around(pack, move))


def _around(pack: Pack, move: Annotation) -> Excerpt:
    at = pack.material.place(move.encounter, move.turn)
    return excerpt(
        pack.material, move.encounter, at - BEFORE, at + AFTER, meant={move.turn: (move.start, move.stop)}
    )


def _codes(pack: Pack, moves: Iterable[Annotation]) -> list[str]:
    """The moves to choose among, in the order of the codebook."""
    found = Counter(move.code for move in moves)
    chosen = sorted(found, key=lambda code: (way(code) != pack.way, -found[code], code))[:CODES]
    return sorted(chosen, key=list(codebooks.load("participation").ways_by_code).index)


def _units(pack: Pack, moves: list[Annotation]) -> list[Annotation]:
    """Some that coders heard differently, the others of every code and encounter in turn; in the order of the talk."""
    used: Counter[str] = Counter()
    told = [(move, bool(_differed(pack, move))) for move in moves]
    taken: list[Annotation] = []
    for disputed, most in ((True, DISPUTED), (False, UNITS)):
        left = [move for move, differed in told if differed == disputed]
        while left and len(taken) < most:
            best = min(left, key=lambda move: (used[move.code], used[move.encounter]))
            left.remove(best)
            taken.append(best)
            used.update((best.code, best.encounter))
    return sorted(taken, key=moves.index)


def _differed(pack: Pack, move: Annotation) -> str:
    """What is to be told of a unit that coders heard differently; "" where they did not."""
    text, language = texts(NAME)["text"], pack.language
    others = [label(code, language) for code in pack.material.others(move)]
    if others:
        return text["differed"][language].format(others=", ".join(others))
    return text["missed"][language] if pack.material.share(move) < 1 else ""
