"""Practice talk: what ships, that it teaches, and that nothing is ever tried on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from vuoro import codebooks, learning
from vuoro.learning import examples, practice, training
from vuoro.model import LANGUAGES


@pytest.fixture(scope="module")
def english():
    return practice.practice(["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_practised_in_every_language(language):
    excerpts, moves = practice.practice([language])
    given = Counter(one.code for one in moves)
    assert set(given) == {code.id for code in codebooks.load("participation").codes}
    assert min(given.values()) >= 11
    assert {one.coder for one in moves} == {"writer"}
    assert {excerpt.language for excerpt in excerpts} == {language}
    assert [problem for excerpt in excerpts for problem in excerpt.problems] == []


def test_practice_talk_is_in_no_fold(coded, english):
    encounters, given = coded
    excerpts, moves = english
    made = examples.gathered([*encounters, *excerpts[:2]], [*given, *moves])
    own = {encounter.id for encounter in encounters}
    dealt = [made.ids[at] for part in examples.folds(made, 4, seed=1, among=own) for at in part]
    assert sorted(dealt) == sorted(own)


def test_where_the_rules_had_practice_talk_in_view_nothing_is_learned_of_them(english):
    excerpts, moves = english
    made = examples.gathered(excerpts[:2], moves)
    told = [
        any(name.startswith("rule:") for row in made.of([at]).rows for name in row.features) for at in (0, 1)
    ]
    assert made.ids == ("drill_en_001", "drill_en_002")
    assert told == [False, True]


def test_few_encounters_of_ones_own_are_enough_beside_practice_talk(english):
    excerpts, moves = english
    mine = [replace(excerpt, id=f"mine{at}") for at, excerpt in enumerate(excerpts[:2])]
    given = [
        replace(one, encounter=encounter.id)
        for encounter, excerpt in zip(mine, excerpts, strict=False)
        for one in moves
        if one.encounter == excerpt.id
    ]
    with pytest.raises(learning.TooLittleToLearn, match="there are 2 coded encounters"):
        learning.train(mine, given, name="mine")
    coder = learning.train(mine, given, name="mine", drills=True)
    taught = coder.about["trained_on"]
    assert (taught["encounters"], taught["practice"]) == (2, len(excerpts))
    made = examples.gathered([*mine, *excerpts], [*given, *moves])
    tried = training.tried(coder, made.of([0, 1]), {encounter.id: encounter for encounter in mine})
    assert [id for id, _ in tried] == ["mine0", "mine1"]


def test_practice_talk_teaches_no_codes_but_its_own(coded):
    with pytest.raises(practice.OtherCodebook, match="no code 'question', 'reflection'"):
        learning.train(*coded, name="toy", drills=True)
