"""What a coder learns, from what, and what it refuses to learn from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from vuoro import evaluation, learning
from vuoro.learning import deciding, examples, fitting, training
from vuoro.learning.coder import NONE, sigmoid
from vuoro.model import Annotation


def test_no_encounter_is_on_both_sides_of_a_split(coded, monkeypatch):
    learned_from = []
    fit = fitting.fit

    def spy(some, **more):
        learned_from.append(set(some.ids))
        return fit(some, **more)

    monkeypatch.setattr(training.fitting, "fit", spy)
    encounters, given = coded
    made = examples.gathered(encounters, given)
    known = {encounter.id: encounter for encounter in encounters}
    said_of = [id for id, _ in training.crossed(made, known, folds=4, seed=1)]
    held = [set(made.ids) - some for some in learned_from]
    assert sorted(said_of) == sorted(made.ids)
    assert [set(said_of[at : at + 2]) for at in (0, 2, 4, 6)] == held


def test_codes_of_any_name_are_learned_and_better_than_by_chance(coded):
    result = evaluation.evaluate(*coded, learning.cross_validated(*coded, folds=4))
    assert list(result.scores.index) == ["question", "reflection", "macro"]
    assert result.scores.loc["macro", "f1"] > 0.8


def test_suggestions_of_machines_and_rejected_ones_teach_nothing(coded, coder):
    encounters, given = coded
    noise = [replace(a, code="noise", status=status) for a in given for status in ("suggested", "rejected")]
    again = learning.train(encounters, [*given, *noise], name="toy")
    assert again.codes == coder.codes == ("question", "reflection", NONE)
    assert again.about["trained_on"]["sha256"] == coder.about["trained_on"]["sha256"]


def test_a_code_is_given_only_to_those_who_give_it(coded, coder):
    encounters, _ = coded
    roles = {(e.id, t.id): e.role(t.speaker) for e in encounters for t in e.turns}
    found = [a for encounter in encounters for a in learning.suggest(coder, encounter)]
    assert {roles[a.encounter, a.turn] for a in found} == {"professional"}


def test_calibration_lessens_the_surprise(coder):
    fit = coder.about["calibration"]
    assert fit["log_loss_after"] < fit["log_loss_before"]


def test_calibration_finds_the_slope_that_was_taken_away():
    rng = np.random.default_rng(3)
    odds = rng.normal(0, 2, 5000)
    has = rng.random(5000) < sigmoid(odds)
    slope, shift = deciding.calibration(odds * 3 + 1, has)
    assert (round(slope * 3, 1), round(abs(slope + shift), 1)) == (1.0, 0.0)


def test_too_few_encounters_say_how_many_are_needed(coded):
    encounters, given = coded
    with pytest.raises(learning.TooLittleToLearn, match=r"there are 3 coded encounters .* at least 5"):
        learning.train(encounters[:3], given, name="toy")


def test_too_few_turns_of_every_code_say_how_many_are_needed(coded):
    encounters, _ = coded
    few = [
        Annotation(encounter=e.id, turn="t0", code="x", coder="a", start=0, stop=1) for e in encounters[:6]
    ]
    with pytest.raises(learning.TooLittleToLearn, match=r"'x' comes nearest with 6 in 6. Code 2 more"):
        learning.train(encounters, few, name="toy")


def test_a_code_with_too_few_examples_is_left_to_the_rules(coded):
    encounters, given = coded
    rare = Annotation(encounter="v0", turn="t2", code="ask_info", coder="aino", start=0, stop=1)
    coder = learning.train(encounters, [*given, rare], name="toy")
    assert coder.unlearned["ask_info"] == 1
    by_rules = [a for a in learning.suggest(coder, encounters[0]) if a.code == "ask_info"]
    assert {(a.coder, a.status) for a in by_rules} == {("learned:toy", "suggested")}


def test_what_we_add_up_is_what_scikit_learn_predicts(coded):
    from sklearn.linear_model import LogisticRegression

    encounters, given = coded
    made = examples.gathered(encounters, given)
    cut, weights, bias = fitting._read(made, np.ones_like(made.codes), ())
    rows = [row.features for row in made.rows]
    trusted = cut.matrix(rows) * fitting._trusting(cut, "question")
    theirs = LogisticRegression(C=fitting.OWN, solver="liblinear", tol=1e-10, max_iter=100_000)
    theirs.fit(trusted, made.codes[:, 0])
    ours = sigmoid(cut.matrix(rows) @ weights + bias)[:, 0]
    assert np.allclose(ours, theirs.predict_proba(trusted)[:, 1], atol=1e-3)


def test_the_curve_rises_with_more_talk(coded):
    encounters, given = coded
    made = examples.gathered(encounters, given)
    curve = training.learning_curve(made, {e.id: e for e in encounters}, shares=(0.8, 1.0), held=8)
    assert [point["encounters"] for point in curve] == [6, 7]
    assert all(0.5 < point["f1"] <= 1 for point in curve)
