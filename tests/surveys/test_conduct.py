"""Experience by measure: between and within apart, as in least squares, and in words that claim little."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from vuoro import surveys
from vuoro.surveys import CannotLink

pytest.importorskip("statsmodels", reason="pip install 'vuoro[models]'")


def world(answered, *, professionals=8, meetings=4, between=0.5, within=-0.5, noise=0.1, seed=1):
    """Answers and a measure of meetings whose link between professionals is not that within them."""
    rng = np.random.default_rng(seed)
    told, values = [], []
    for who in range(professionals):
        for at in range(meetings):
            id, above = f"e{who}_{at}", at - (meetings - 1) / 2
            felt = 5 + between * who + within * above + rng.normal(scale=noise)
            told += [(id, "client", f"A{id}", "useful", felt), (id, "staff", f"T{who}", "useful", 5.0)]
            values.append({"encounter": id, "measure": "X1", "part": "", "value": who + above})
    return answered(*told, scale="0-10", low=0, high=10), pd.DataFrame(values)


def terms(link):
    return link.terms.set_index("term")


@pytest.mark.parametrize("method", ["mixed", "gee"])
def test_the_two_links_come_apart_where_one_slope_would_hide_both(answered, method):
    found = terms(surveys.link(*world(answered), "useful", "X1", method=method))
    assert found["estimate"].round(1).to_dict() == {"between": 0.5, "within": -0.5}
    assert (found["low"] < found["estimate"]).all()
    assert found.loc["within", "high"] < 0 < found.loc["between", "low"]


def test_balanced_meetings_give_the_estimates_of_least_squares(answered):
    link = surveys.link(*world(answered, noise=0.8), "useful", "X1")
    used, found = link.table, terms(link)
    means = used.groupby("professional")[["conduct", "experience"]].mean()
    above = used[["conduct", "experience"]] - used.groupby("professional")[
        ["conduct", "experience"]
    ].transform("mean")
    assert found.loc["between", "estimate"] == pytest.approx(np.polyfit(*means.T.to_numpy(), 1)[0], abs=1e-4)
    assert found.loc["within", "estimate"] == pytest.approx(np.polyfit(*above.T.to_numpy(), 1)[0], abs=1e-4)
    assert found["df"].to_dict() == {"between": 6, "within": 23}


def test_intervals_between_are_those_of_the_professionals_means(answered):
    from scipy import stats

    link = surveys.link(*world(answered, noise=0.8), "useful", "X1")
    means = link.table.groupby("professional")[["conduct", "experience"]].mean()
    peer = stats.linregress(means["conduct"], means["experience"])
    row = terms(link).loc["between"]
    assert (row["high"] - row["low"]) / 2 == pytest.approx(stats.t.ppf(0.975, 6) * peer.stderr, rel=0.02)


def test_a_step_is_what_is_told(answered):
    one = terms(surveys.link(*world(answered), "useful", "X1"))
    ten = terms(surveys.link(*world(answered), "useful", "X1", step=10))
    assert ten.loc["between", "estimate"] == pytest.approx(10 * one.loc["between", "estimate"])


def test_where_professionals_come_once_only_they_can_be_compared(answered):
    link = surveys.link(*world(answered, professionals=12, meetings=1), "useful", "X1")
    assert (list(link.terms["term"]), link.method) == (["between"], "ols")
    assert link.reason == "within: fewer than 5 professionals come back"


def test_four_professionals_are_too_few(answered):
    link = surveys.link(*world(answered, professionals=4), "useful", "X1")
    assert (len(link.terms), link.reason) == (0, "4 professionals, and it takes 5")
    assert surveys.in_words(link).startswith("There are too few meetings or professionals")


def test_a_covariate_is_a_term_of_its_own(answered):
    answers, measured = world(answered)
    phone = pd.DataFrame({"phone": [n % 2 for n in range(len(measured))]}, index=measured["encounter"])
    found = terms(surveys.link(answers, measured, "useful", "X1", covariates=phone))
    assert list(found.index) == ["between", "within", "phone"]
    assert found.loc["within", "df"] == 22


def test_a_meeting_that_lacks_a_covariate_is_left_out_with_the_reason(answered):
    answers, measured = world(answered)
    phone = pd.DataFrame({"phone": [n % 2 for n in range(len(measured))]}, index=measured["encounter"])
    link = surveys.link(answers, measured, "useful", "X1", covariates=phone.iloc[1:])
    left_out = link.table[link.table["reason"] != ""]
    assert left_out[["encounter", "reason"]].values.tolist() == [
        ["e0_0", "no value of phone in this meeting"]
    ]


def test_a_covariate_that_never_varies_cannot_be_told_apart(answered):
    answers, measured = world(answered)
    same = pd.DataFrame({"face_to_face": 1.0}, index=measured["encounter"])
    with pytest.raises(CannotLink, match="between, within, face_to_face cannot be told apart"):
        surveys.link(answers, measured, "useful", "X1", covariates=same)


@pytest.mark.parametrize("method", ["mixed", "gee"])
def test_where_every_client_gives_the_highest_answer_there_is_nothing_to_go_with(answered, method):
    answers, measured = world(answered, between=0, within=0, noise=0)
    link = surveys.link(answers, measured, "useful", "X1", method=method)
    assert (len(link.terms), link.reason) == (0, "every answer is the same")


def test_a_method_that_is_none_is_refused(answered):
    with pytest.raises(CannotLink, match="no method 'bayes'; it is 'mixed' or 'gee'"):
        surveys.link(*world(answered), "useful", "X1", method="bayes")


def test_answers_that_cannot_be_used_stay_with_their_reason(answered):
    answers = answered(
        ("doubt", "client", "A1", "heard", "dont_know"), ("doubt", "staff", "T1", "heard", 4),
        ("unmeasured", "client", "A2", "heard", 4), ("unmeasured", "staff", "T1", "heard", 4),
        ("nobodys", "client", "A3", "heard", 4),
        ("fine", "client", "A4", "heard", 4), ("fine", "staff", "T1", "heard", 4),
    )  # fmt: skip
    measured = pd.DataFrame(
        {"encounter": ["doubt", "nobodys", "fine"], "measure": "X1", "part": "", "value": 1.0}
    )
    table = surveys.beside(answers, measured, "heard", "X1")
    assert dict(zip(table["encounter"], table["reason"], strict=True)) == {
        "doubt": "did not know",
        "unmeasured": "the measure has no value in this meeting",
        "nobodys": "nobody knows whose meeting it was",
        "fine": "",
    }


@pytest.mark.parametrize(
    ("item", "measure", "lacking"), [("trust", "X1", "item 'trust'"), ("useful", "X9", "measure 'X9'")]
)
def test_what_is_not_in_the_tables_is_told(answered, item, measure, lacking):
    with pytest.raises(CannotLink, match=f"there is no {lacking}"):
        surveys.link(*world(answered), item, measure)


def test_the_reading_tells_sizes_and_intervals_and_never_validates(answered):
    told = surveys.in_words(surveys.link(*world(answered, noise=0.8), "useful", "X1"))
    assert "Between professionals: where “X1” is 1 higher, answers to “useful” differ by +0." in told
    assert "A link is no cause." in told
    assert not {"better", "valid", "proves", "shows that"} & set(told.lower().split())


@pytest.mark.parametrize(("language", "last"), [
    ("sv", "Ett samband är ingen orsak."), ("fi", "Yhteys ei ole syy."), ("en", "A link is no cause."),
])  # fmt: skip
def test_the_reading_is_in_the_readers_language(answered, language, last):
    told = surveys.in_words(surveys.link(*world(answered, noise=3), "useful", "X1"), language)
    assert last in told
    assert ("+0." in told or "−0." in told) == (language == "en")
