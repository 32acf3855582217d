"""What the coders that ship may learn from."""

from __future__ import annotations

from vuoro.cli.defaults import scenario, sentences


def test_a_sentence_that_the_corpora_say_teaches_nothing_about_them():
    every = sentences(["propose"])
    fewer = sentences(["propose"], said=" nå hur om vi skulle pröva i två dagar då how about two days then")
    assert {code for code, _ in every} == {"propose"}
    assert 0 < len(fewer) < len(every)


def test_one_scenario_told_in_three_languages_is_held_back_as_one():
    assert {scenario(id) for id in ("g1_return_to_work", "g1_return_to_work_fi")} == {"g1"}
    assert scenario("g10_youth_guidance_sv") == "g10"
