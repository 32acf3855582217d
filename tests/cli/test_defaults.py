"""What the coders that ship may learn from."""

from __future__ import annotations

from vuoro.cli.defaults import scenario, sentences
from vuoro.language import cues
from vuoro.language.words import joined
from vuoro.learning.features import sentence


def test_a_sentence_that_the_corpora_say_teaches_nothing_about_them():
    shown = next(row for row in cues.load("sv").rows if row.code == "propose" and row.example)
    every = sentences(["propose"])
    fewer = sentences(["propose"], said=f" nå{joined(shown.example)} då")
    assert {code for code, _ in every} == {"propose"}
    assert sentence(shown.example, "sv") in [features for _, features in every]
    assert sentence(shown.example, "sv") not in [features for _, features in fewer]


def test_one_scenario_told_in_three_languages_is_held_back_as_one():
    assert {scenario(id) for id in ("g1_return_to_work", "g1_return_to_work_fi")} == {"g1"}
    assert scenario("g10_youth_guidance_sv") == "g10"
