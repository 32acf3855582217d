"""What the coders that ship may learn from."""

from __future__ import annotations

import numpy as np

from vuoro.cli import defaults
from vuoro.cli.defaults import scenario, sentences
from vuoro.language import cues
from vuoro.language.words import joined
from vuoro.learning.examples import Examples
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


def test_the_unread_scenarios_are_tried_on_and_teach_nothing_however_much_practice_does(monkeypatch):
    ids = ("g1_a", "g2_a", "g4_a", "g10_a", "drill_en_001", "drill_fi_001")
    made = Examples(rows=(), encounter=np.arange(0), ids=ids, named=(), codes=np.zeros((0, 0), bool))
    taught, tried = [], []
    monkeypatch.setattr(defaults, "fit", lambda some, **_: taught.append(some.ids))
    monkeypatch.setattr(defaults.training, "tried", lambda _, held, __: tried.append(held.ids) or [])
    monkeypatch.setattr(defaults, "_scored", lambda *_: {})
    coded = dict.fromkeys(ids[:4])
    points = list(defaults.grown(made, made, coded, [], []))
    assert [point["excerpts"] for point in points] == [0, 0, 1, 2]
    assert [one[:2] for one in taught] == [("g1_a", "g2_a")] * 4
    assert taught[-1] == ("g1_a", "g2_a", "drill_en_001", "drill_fi_001")
    assert tried == [("g4_a", "g10_a")] * 4
