"""How many exercises of each of the twelve types a pack of our encounters has in each language."""

from __future__ import annotations

import re

from vuoro import teaching
from vuoro.model import LANGUAGES
from vuoro.teaching.exercises import EXERCISES, Exercise, chosen
from vuoro.teaching.exercises.choosing import LEAST

TABLE = """
type                    sv     fi     en
 1 spot_the_move     8 + 0  8 + 0  8 + 0
 2 form_or_action    7 + 0  8 + 0  8 + 0
 3 next_turn         7 + 0  6 + 0  6 + 0
 4 compare_two       8 + 0  8 + 0  8 + 0
 5 turn_round        6 + 0  6 + 0  6 + 0
 6 where_doubt       6 + 0  6 + 0  6 + 0
 7 without_jargon    8 + 0  8 + 0  8 + 0
 8 tell_decision     1 + 4  1 + 4  1 + 4
 9 whose_decision    8 + 0  8 + 0  5 + 0
10 vignettes         0 + 5  0 + 5  0 + 5
11 reliability_game 20 + 0 20 + 0 20 + 0
12 reflect           0 + 5  0 + 5  0 + 5
"""
"""In each language: from encounters that people coded + told for the exercise, of nobody or of one's own work."""


def counts(items: list[Exercise]) -> tuple[int, int]:
    """How many are from encounters, and how many are not; each unit of a game counts."""
    played = [one for one in items if len(one.codes) == len(one.lines) > 2]
    heard = [one for one in items if one.encounter]
    return len(heard) + sum(len(one.lines) for one in played), len(items) - len(heard) - len(played)


def row(material: teaching.Material, name: str) -> str:
    kind = EXERCISES[name]
    packs = [teaching.Pack(material=material, language=language) for language in LANGUAGES]
    made = [counts(chosen(kind.function(pack), pack)) for pack in packs]
    return " ".join([f"{kind.number:2} {name:16}", *(f"{heard:2} + {told}" for heard, told in made)])


def test_each_type_has_at_least_five_in_each_language(ours):
    names = sorted(EXERCISES, key=lambda name: EXERCISES[name].number)
    table = ["type                    sv     fi     en", *(row(ours, name) for name in names)]
    assert table == TABLE.strip().splitlines()
    told = [int(heard) + int(rest) for heard, rest in re.findall(r"(\d+) \+ (\d+)", TABLE)]
    assert (len(told), min(told)) == (12 * len(LANGUAGES), LEAST)
