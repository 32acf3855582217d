"""Groups compared: against statsmodels by hand, closed forms and published data, and refused where it must be."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.multitest import multipletests

from vuoro.estimates import CannotCompare, ListsProfessionals, ModelsMissing, compare
from vuoro.model import LANGUAGES

Q4 = ("Q4", "extended")
Q1 = ("Q1", "ask_info")


@pytest.fixture
def study(counted):
    """Two groups of eight professionals with four encounters each, who differ among themselves."""

    def made(measure="Q4", part="extended", interval="wilson", seed=3, per=1.0):
        random = np.random.default_rng(seed)
        who = np.repeat(np.arange(16), 4)
        of = random.integers(4, 12, 64)
        hits = random.binomial(of, random.beta(4, 6, 16)[who])
        return counted(
            hits, of, measure=measure, part=part, interval=interval, per=per,
            professional=[f"p{n}" for n in who], group=np.where(who < 8, "before", "after"),
            channel=np.tile(["phone", "room"], 32), length=random.normal(30, 8, 64),
            client=[f"c{n}" for n in random.integers(0, 30, 64)],
        )  # fmt: skip

    return made


def only(comparison):
    (row,) = comparison.table.to_dict("records")
    return row


def told(row):
    return [row[name] for name in ("value", "low", "high")]


def by_hand(frame, covariates=()):
    """Residual sums by professional, which is all that a GEE of one indicator needs."""
    found = []
    for group in ("before", "after"):
        own = frame[frame["group"] == group].groupby("professional")[["numerator", "denominator"]].sum()
        some, of = own["numerator"].to_numpy(), own["denominator"].to_numpy()
        ratio = some.sum() / of.sum()
        residual = (some - ratio * of) / (1 - of / of.sum())
        found.append((ratio, np.sqrt((residual**2).sum()) / of.sum()))
    return found


def test_a_difference_of_shares_has_its_closed_form(study):
    frame = study()
    (one, error), (other, other_error) = by_hand(frame)
    reach = stats.t.ppf(0.975, 14) * np.hypot(error, other_error)
    row = only(compare(frame, "group", primary=[Q4]))
    assert (row["mean_against"], row["mean"]) == pytest.approx((one, other))
    assert told(row) == pytest.approx([other - one, other - one - reach, other - one + reach])


def test_a_ratio_of_rates_has_its_closed_form(study):
    frame = study(*Q1, "poisson", per=10.0)
    (one, error), (other, other_error) = by_hand(frame)
    reach = stats.t.ppf(0.975, 14) * np.hypot(error / one, other_error / other)
    row = only(compare(frame, "group", primary=[Q1]))
    assert (row["mean_against"], row["mean"]) == pytest.approx((10 * one, 10 * other))
    assert told(row) == pytest.approx([other / one * np.exp(reach * sign) for sign in (0, -1, 1)])
    p = 2 * stats.t.sf(abs(np.log(other / one)) / np.hypot(error / one, other_error / other), 14)
    assert row["p"] == pytest.approx(p)


def test_with_covariates_it_is_what_statsmodels_says_when_asked_by_formula(study):
    frame = study(*Q1, "poisson")
    row = only(compare(frame, "group", primary=[Q1], covariates=["channel", "length"]))
    fit = sm.GEE.from_formula(
        "numerator ~ C(group, Treatment('before')) + channel + length", "professional", frame,
        family=sm.families.Poisson(), offset=np.log(frame["denominator"]),
    ).fit(cov_type="bias_reduced")  # fmt: skip
    reach = stats.t.ppf(0.975, 16 - 4) * fit.bse.iloc[1]
    expected = np.exp(fit.params.iloc[1] + np.array([0, -reach, reach]))
    assert told(row) == pytest.approx(expected.tolist(), rel=1e-5)


def test_the_same_professionals_before_and_after_are_their_own_comparison(study):
    frame = study(*Q1, "poisson").assign(group=lambda f: np.where(f.index % 2, "after", "before"))
    row = only(compare(frame, "group", primary=[Q1], order=["before", "after"]))
    assert row["reason"] == "before: 0 professionals with 3 encounters or more, and a comparison takes 5"
    again = frame.assign(numerator=frame["numerator"].iloc[::-1].to_numpy())
    twice = pd.concat([frame, again.assign(value=again["numerator"] / again["denominator"])])
    row = only(compare(twice, "group", primary=[Q1], order=["before", "after"]))
    fit = sm.GEE.from_formula(
        "numerator ~ C(group, Treatment('before'))", "professional", twice.reset_index(drop=True),
        family=sm.families.Poisson(), offset=np.log(twice["denominator"].to_numpy()),
    ).fit(cov_type="bias_reduced")  # fmt: skip
    reach = stats.t.ppf(0.975, 16 - 2) * fit.bse.iloc[1]
    assert np.log(told(row)) == pytest.approx(fit.params.iloc[1] + np.array([0, -reach, reach]))


def test_a_standardised_difference_is_what_statsmodels_predicts(study):
    frame = study()
    row = only(compare(frame, "group", primary=[Q4], covariates=["length"]))
    moments = frame.loc[np.repeat(frame.index, frame["denominator"].astype(int))].assign(hit=0.0)
    moments["hit"] = (moments.groupby("encounter").cumcount() < moments["numerator"]).astype(float)
    fit = sm.GEE.from_formula(
        "hit ~ C(group, Treatment('before')) + length", "professional", moments, family=sm.families.Binomial()
    ).fit(cov_type="bias_reduced")
    after, before = (fit.predict(moments.assign(group=name)).mean() for name in ("after", "before"))
    assert row["value"] == pytest.approx(after - before)
    steps = np.eye(3) * 1e-6

    def marginal(params):
        exog = np.array(fit.model.exog)
        means = []
        for group in (1, 0):
            exog[:, 1] = group
            means.append((1 / (1 + np.exp(-exog @ params))).mean())
        return means[0] - means[1]

    slope = np.array([(marginal(fit.params + h) - marginal(fit.params - h)) / 2e-6 for h in steps])
    reach = stats.t.ppf(0.975, 13) * np.sqrt(slope @ fit.cov_params() @ slope)
    assert (row["high"] - row["low"]) / 2 == pytest.approx(reach, rel=1e-4)


def test_seizures_in_a_published_trial_are_compared_as_statsmodels_compares_them():
    """Thall and Vail's patients stand in for professionals: four two-week counts each."""
    path = Path(statsmodels.__file__).parent / "genmod/tests/results/epil.csv"
    if not path.is_file():
        pytest.skip("this build of statsmodels has no epil.csv among its tests")
    epil = pd.read_csv(path)
    frame = epil.rename(columns={"y": "numerator", "trt": "group", "subject": "professional"}).assign(
        measure="Q1", part="ask_info", denominator=2.0, interval="poisson", state="computed", reason="",
        coders="", statuses="", encounter=range(len(epil)),
    )  # fmt: skip
    frame["value"] = frame["numerator"] / frame["denominator"]
    row = only(
        compare(frame, "group", primary=[Q1], covariates=["age", "base"], order=["placebo", "progabide"])
    )
    fit = sm.GEE.from_formula("y ~ trt + age + base", "subject", epil, family=sm.families.Poisson())
    fit = fit.fit(cov_type="bias_reduced")
    assert np.log(row["value"]) == pytest.approx(fit.params.iloc[1], rel=1e-6)
    # Kabacoff (R in Action, section 13.3) prints this for his copy of the trial's sums.
    assert np.log(row["value"]) == pytest.approx(-0.1527, abs=1e-3)
    assert np.log(row["high"] / row["value"]) == pytest.approx(stats.t.ppf(0.975, 55) * fit.bse.iloc[1])


def test_medians_are_compared_as_they_are(study):
    frame = study("T1", "", "order-statistic").assign(numerator=np.nan)
    row = only(compare(frame, "group", primary=["T1"]))
    means = frame.groupby("group")["value"].mean()
    assert (row["contrast"], row["value"]) == (
        "difference",
        pytest.approx(means["after"] - means["before"]),
    )


def test_overdispersed_counts_change_the_error_and_hardly_the_ratio(study):
    frame = study(*Q1, "poisson")
    poisson, negative = (
        only(compare(frame, "group", primary=[Q1], covariates=["length"], counts=counts))
        for counts in ("poisson", "negative binomial")
    )
    assert negative["model"].startswith("negative binomial GEE")
    assert negative["value"] == pytest.approx(poisson["value"], rel=0.02)


@pytest.mark.parametrize(("name", "interval"), [(Q4, "wilson"), (Q1, "poisson")])
def test_a_mixed_model_agrees_with_the_gee_where_both_can_be_asked(study, name, interval):
    frame = study(*name, interval)
    mixed, gee = (
        only(compare(frame, "group", primary=[name], model=model, client="client"))
        for model in ("mixed", "gee")
    )
    assert mixed["model"].endswith("random professionals, encounters and clients, variational Bayes")
    assert mixed["mean_against"] == pytest.approx(gee["mean_against"], rel=0.1)
    width, wide = (row["high"] - row["low"] for row in (mixed, gee))
    assert 0.6 < width / wide < 1.2


def test_other_measures_are_corrected_for_how_many_they_are(study):
    parts = [study("Q4", part, seed=seed) for part, seed in zip("abcd", (3, 5, 8, 13), strict=True)]
    found = compare(
        pd.concat(parts), "group", primary=[("Q4", "a")], others=[("Q4", part) for part in "bcd"]
    ).table
    assert found["role"].tolist() == ["primary", "other", "other", "other"]
    assert np.isnan(found["p_holm"][0])
    expected = multipletests(found["p"][1:], method="holm")[1]
    assert found["p_holm"][1:].tolist() == pytest.approx(expected.tolist())


def test_three_groups_are_each_compared_with_the_first(study):
    first, third = study(), study(seed=4)
    third = third[third["group"] == "after"].assign(
        group="later", professional=lambda f: f["professional"] + "x"
    )
    found = compare(
        pd.concat([first, third]), "group", primary=[Q4], order=["before", "after", "later"]
    ).table
    assert found[["group", "against"]].to_numpy().tolist() == [["after", "before"], ["later", "before"]]
    assert found["value"][0] == pytest.approx(only(compare(first, "group", primary=[Q4]))["value"])


@pytest.mark.parametrize(
    ("keep", "state", "reason"),
    [
        (lambda f: f["professional"].isin(["p0", "p1", "p8"]) | f["group"].eq("after"), "withheld",
         "before: withheld: 2 professionals, and a number about an organisation takes 5"),
        (lambda f: f.groupby("professional").cumcount() < 2, "descriptive",
         "before: 0 professionals with 3 encounters or more, and a comparison takes 5"),
        (lambda f: f["encounter"].ne(""), "compared", ""),
        (lambda f: f.groupby("professional").cumcount() < 3 - (f["professional"] == "p9"), "compared",
         ""),
    ],
)  # fmt: skip
def test_too_few_professionals_are_not_compared(study, keep, state, reason):
    frame = study()
    row = only(compare(frame[keep(frame)], "group", primary=[Q4]))
    assert (row["state"], row["reason"]) == (state, reason)
    assert np.isnan(row["value"]) == (state != "compared")


def test_what_never_happened_gives_a_model_nothing_to_hold_on_to(study):
    frame = study()
    frame.loc[frame["group"] == "after", "numerator"] = 0.0
    frame["value"] = frame["numerator"] / frame["denominator"]
    row = only(compare(frame, "group", primary=[Q4]))
    assert row["state"] == "descriptive"
    assert row["reason"].startswith("after: 0 of ")


def test_more_covariates_than_professionals_can_carry_are_refused(study):
    frame = study().assign(day=lambda f: [f"d{n % 12}" for n in range(len(f))])
    row = only(compare(frame, "group", primary=[Q4], covariates=["day"]))
    assert row["reason"] == "13 parameters are too many, or say the same; name fewer covariates"


def test_encounters_without_a_covariate_are_left_out_and_counted(study):
    frame = study()
    frame.loc[3, "length"] = np.nan
    row = only(compare(frame, "group", primary=[Q4], covariates=["length"]))
    assert (row["encounters"], row["reason"]) == (63, "1 left out for want of covariates")


def test_a_share_of_words_is_compared_as_words_and_told_as_a_difference(study):
    frame = study("F1", "", "")
    row = only(compare(frame, "group", primary=["F1"]))
    (one, _), (other, _) = by_hand(frame)
    assert (row["contrast"], row["model"][:7]) == ("difference", "poisson")
    assert row["value"] == pytest.approx(other - one)


def test_a_covariate_that_one_professional_alone_has_is_refused(study):
    frame = study().assign(place=lambda f: np.where(f["professional"] == "p3", "north", "south"))
    row = only(compare(frame, "group", primary=[Q4], covariates=["place"]))
    assert row["state"] == "descriptive"
    assert row["reason"] == "a parameter rests on one professional alone; name fewer covariates"


def test_professionals_without_a_difference_among_them_tell_nothing_of_others(study):
    frame = study().assign(denominator=8.0)
    frame["numerator"] = np.where(frame["group"] == "after", 4.0, 2.0)
    row = only(compare(frame.assign(value=frame["numerator"] / 8), "group", primary=[Q4]))
    assert row["reason"].startswith("the professionals of a group do not vary")


def test_values_below_zero_have_a_difference_and_no_ratio(study):
    frame = study("T1", "", "order-statistic").assign(numerator=np.nan, value=lambda f: -100 * f["value"])
    row = only(compare(frame, "group", primary=["T1"], contrast="ratio"))
    assert row["reason"] == "values that may be 0 or below have no ratio; ask for their difference"


def test_words_that_vary_between_encounters_do_not_make_a_mixed_model_sure(study):
    """Thousands of words are not thousands of observations: encounters have a level of their own."""
    frame = study("F1", "", "")
    frame = frame.assign(numerator=100 * frame["numerator"], denominator=100 * frame["denominator"])
    mixed, gee = (
        told(only(compare(frame, "group", primary=["F1"], model=model, contrast="ratio")))
        for model in ("mixed", "gee")
    )
    assert mixed[2] - mixed[1] > 0.6 * (gee[2] - gee[1])


def test_nobody_known_nothing_compared(study):
    row = only(compare(study(), "group", primary=[Q4], professional=None))
    assert row["state"] == "descriptive"
    assert row["reason"].startswith("it is not known whose encounters these are")


def test_professionals_are_not_compared_with_each_other(study):
    with pytest.raises(ListsProfessionals):
        compare(study(), "professional", primary=[Q4])


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"primary": [Q4] * 4}, "4 primary measures; name at most 3"),
        ({"primary": []}, "no measure to compare"),
        ({"primary": ["Q4"]}, "it has the parts 'extended'"),
        ({"primary": ["X9"]}, "measure it first"),
        ({"primary": [Q4], "order": ["after"]}, "tells one group only"),
        ({"primary": [Q4], "model": "lme"}, "choose one of gee, mixed"),
    ],
)
def test_a_question_that_has_no_answer_says_why(study, options, says):
    with pytest.raises(CannotCompare, match=says):
        compare(study(), "group", **options)


def test_without_statsmodels_it_says_what_to_install(study, monkeypatch):
    monkeypatch.setitem(sys.modules, "statsmodels.api", None)
    with pytest.raises(ModelsMissing, match=re.escape("pip install 'vuoro[models]'")):
        compare(study(), "group", primary=[Q4])


def test_estimates_open_without_the_package_of_models():
    asked = "import sys, vuoro.estimates; print('statsmodels' in sys.modules)"
    told_ = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told_.stdout == "False\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reading_praises_nobody(study, language):
    frames = [study(), study(*Q1, "poisson", per=10.0)]
    text = compare(pd.concat(frames), "group", primary=[Q4], others=[Q1]).reading(language)
    forbidden = r"better|worse|best|significan|bättre|sämre|bäst|paremp|huono|paras|rank|signifikan|merkitsev"
    assert not re.search(forbidden, text.lower())
    assert len(text.split("\n\n")) == 3
    assert not re.search(r"p\d+", text)


def test_the_reading_in_english_says_all_that_a_reader_needs(study):
    text = compare(study(), "group", primary=[Q4], covariates=["channel"]).reading()
    assert text == (
        "Invitations that got an extended answer. after: 49 %; before: 32 %. The difference is "
        "+17 percentage points (95 % interval from +1 to +34). “No difference” lies outside the interval. How much the "
        "difference matters to people, the numbers do not tell. It rests on 64 encounters of 16 professionals, with "
        "channel held equal.\n\n"
        "These are averages over groups. They say nothing about any one person, nor about what was felt."
    )


def test_what_is_withheld_is_not_read_out_either(study):
    frame = study()
    few = frame["professional"].isin(["p0", "p1"]) | (frame["group"] == "after")
    found = compare(frame[few], "group", primary=[Q4])
    assert "Not shown: a number about fewer than five professionals" in found.reading()
    assert found.groups.set_index("group")["value"].isna().tolist() == [True, False]
