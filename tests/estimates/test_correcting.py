"""Counts of a machine, corrected for its mistakes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vuoro
from vuoro.estimates import correcting
from vuoro.estimates.correcting import corrected, prevalence
from vuoro.evaluation import datasets, evaluate


def test_the_manual_of_epir_has_this_example_of_brucellosis_with_5_1_cases_in_100_cows():
    assert prevalence(23 / 150, 0.96, 0.89) == pytest.approx(0.051, abs=5e-4)


def test_fewer_marks_than_mistakes_alone_would_give_are_none_at_all():
    assert prevalence(6 / 151, 0.964, 0.927) == 0.0


@given(st.floats(0, 1), st.floats(0.51, 1), st.floats(0.51, 1))
def test_what_a_machine_would_mark_is_led_back_to_what_there_is(true, sensitivity, specificity):
    apparent = true * sensitivity + (1 - true) * (1 - specificity)
    assert prevalence(apparent, sensitivity, specificity) == pytest.approx(true, abs=1e-9)


def sets(encounters=200, turns=100, true=0.1, sensitivity=0.7, specificity=0.95, seed=4):
    random = np.random.default_rng(seed)
    has = random.binomial(turns, true, (2, encounters))
    hits = random.binomial(has, sensitivity)
    found = hits + random.binomial(turns - has, 1 - specificity)
    talk = pd.DataFrame({"marked": found[0], "turns": turns})
    known = pd.DataFrame({"turns": turns, "support": has[1], "found": found[1], "hits": hits[1]})
    return talk, known


@pytest.mark.parametrize("method", ["bootstrap", "linearised"])
def test_the_interval_is_that_of_rogan_and_gladens_variance_where_turns_are_independent(method):
    talk, known = sets()
    found = corrected(talk, known, method=method)
    n, with_, without = talk["turns"].sum(), known["support"].sum(), (known["turns"] - known["support"]).sum()
    q, se, sp, p = found.apparent, found.sensitivity, found.specificity, found.value
    variance = q * (1 - q) / n + p**2 * se * (1 - se) / with_ + (1 - p) ** 2 * sp * (1 - sp) / without
    reach = 1.96 * variance**0.5 / (se + sp - 1)
    assert (found.low, found.high) == pytest.approx((p - reach, p + reach), abs=0.003)
    assert found.low < 0.1 < found.high


def test_draws_are_those_of_sets_that_were_written_out():
    talk, known = sets(encounters=8)
    found = corrected(talk, known, method="bootstrap", draws=300, seed=1)
    random, drawn = np.random.default_rng(1), []
    weights = [random.multinomial(8, np.full(8, 1 / 8), size=300) for _ in "ab"]
    for one, other in zip(*weights, strict=True):
        some, of = talk.loc[np.repeat(talk.index, one)].sum(), known.loc[np.repeat(known.index, other)].sum()
        sensitivity = of["hits"] / of["support"]
        specificity = 1 - (of["found"] - of["hits"]) / (of["turns"] - of["support"])
        q = some["marked"] / some["turns"]
        drawn.append(min(max((q + specificity - 1) / (sensitivity + specificity - 1), 0), 1))
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(drawn, [2.5, 97.5])))


@pytest.mark.parametrize(("method", "least", "most"), [("bootstrap", 0.75, 0.92), ("linearised", 0.92, 0.99)])
def test_of_eight_encounters_the_linearised_interval_holds_the_truth(method, least, most):
    held = []
    for seed in range(300):
        talk, known = sets(encounters=8, turns=60, seed=seed)
        found = corrected(talk, known, method=method, draws=400)
        held.append(found.low <= 0.1 <= found.high)
    assert least <= np.mean(held) <= most


def test_the_method_follows_the_smaller_set():
    talk, known = sets(encounters=40)
    intervals = [corrected(talk, known.head(size)).interval for size in (40, 12)]
    assert intervals == ["bootstrap, percentile", "linearised, t(11)"]


def test_a_machine_no_better_than_a_coin_is_refused():
    found = corrected(*sets(sensitivity=0.04, specificity=0.95))
    assert np.isnan([found.value, found.low, found.high]).all()
    assert found.reason.endswith("sum to 1 or less, so what was marked tells nothing")


@pytest.mark.parametrize(
    ("talk", "known", "reason"),
    [
        (8, 3, "no interval: 8 encounters marked and 3 checked, and it takes 5 each"),
        (8, 8, "fewer than 10 encounters in one of the sets: look at each of them too"),
    ],
)
def test_few_encounters_are_told(talk, known, reason):
    some, of = sets()
    assert corrected(some.head(talk), of.head(known)).reason == reason


def test_a_code_that_nobody_gave_cannot_be_corrected():
    talk, known = sets()
    found = corrected(talk, known.assign(support=0, hits=0))
    assert found.reason == "not corrected: nobody gave the code where it was checked"
    assert np.isnan(found.value)


def test_checked_encounters_are_scored_as_the_evaluation_scores_them(corpora):
    ours = datasets.ours(corpora)
    encounters, gold = ours.task.encounters[:8], ours.task.gold
    machine = [one for encounter in encounters for one in vuoro.suggest(encounter)]
    known = correcting.checked(encounters, gold, machine, "ask_info")
    whole = evaluate(encounters, gold, machine, codes=["ask_info"]).scores.loc["ask_info"]
    assert known[["support", "found", "hits"]].sum().tolist() == whole[["support", "found", "hits"]].tolist()
    marked = correcting.marked(encounters, machine, "ask_info")
    assert marked["marked"].tolist() == known["found"].tolist()
    found = corrected(marked, known)
    assert found.sensitivity == pytest.approx(whole["recall"])
    # Corrected on the very encounters that it was checked on, it must give back the coders' share.
    assert found.value == pytest.approx(known["support"].sum() / known["turns"].sum())
