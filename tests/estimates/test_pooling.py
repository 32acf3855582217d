"""From encounters to one number: what it is, how sure, and when there is none."""

from __future__ import annotations

import numpy as np
import pytest

from vuoro.estimates import people, pooled
from vuoro.estimates.pooling import UnknownMethod


def one(frame, **options):
    (found,) = pooled(frame, **{"professional": None, **options}).to_dict("records")
    return found


def test_weils_rats_give_the_published_share_and_variance(litters):
    found = pooled(litters, "group", professional=None).set_index("group")
    assert found["value"].tolist() == pytest.approx([142 / 158, 112 / 145])
    errors = np.sqrt(np.array([1.232495, 3.952861]) * [0.8987 * 0.1013 / 158, 0.7724 * 0.2276 / 145])
    assert (found["high"] - found["value"]).tolist()[1] == pytest.approx(2.13145 * errors[1], abs=1e-4)
    assert found["low"].tolist()[0] == pytest.approx(142 / 158 - 2.13145 * errors[0], abs=1e-4)
    assert set(found["interval"]) == {"linearised, t(15)"}


def test_from_twenty_clusters_the_bootstrap_takes_over(litters):
    assert one(litters)["interval"] == "cluster bootstrap, bca"
    assert one(litters.head(19))["interval"] == "linearised, t(18)"
    assert one(litters, method="percentile")["interval"] == "cluster bootstrap, percentile"


def test_ratio_of_sums_and_mean_of_ratios_say_which_they_are(counted):
    frame = counted([9, 1, 1, 1, 1], [10, 2, 2, 2, 2])
    sums, means = one(frame), one(frame, estimate="mean of ratios")
    assert (sums["estimate"], sums["value"]) == ("ratio of sums", pytest.approx(13 / 18))
    assert (means["estimate"], means["value"]) == ("mean of ratios", pytest.approx((0.9 + 4 * 0.5) / 5))


def test_encounters_without_an_occasion_are_counted_and_weigh_nothing(counted):
    with_ = one(counted([3, 2, 4, 1, 2, 0, 0], [4, 5, 6, 4, 3, 0, 0]))
    without = one(counted([3, 2, 4, 1, 2], [4, 5, 6, 4, 3]))
    assert (with_["encounters"], with_["no_occasion"], with_["clusters"]) == (5, 2, 5)
    assert [with_[k] for k in ("value", "low", "high")] == [without[k] for k in ("value", "low", "high")]


def test_a_rate_keeps_its_unit_and_a_count_is_a_mean(counted):
    rate = one(counted([3, 2, 4, 1, 2], [4, 5, 6, 4, 3], measure="Q1", interval="poisson", per=10.0))
    assert rate["value"] == pytest.approx(10 * 12 / 22)
    turns = counted([3, 2, 4, 1, 2], np.ones(5), measure="F5", part="client", interval="")
    count = one(turns.assign(denominator=np.nan))
    assert (count["estimate"], count["value"]) == ("mean count", pytest.approx(2.4))


def test_medians_are_enclosed_by_the_encounters_own_values(counted):
    frame = counted(np.full(9, np.nan), [6] * 9, measure="T1", part="", interval="order-statistic")
    found = one(frame.assign(value=[210, 180, 400, 90, 250, 300, 120, 330, 900]))
    told = [found[k] for k in ("estimate", "value", "low", "high", "least", "most")]
    assert told == ["median of encounters", 250, 120, 400, 230, 275]


def test_encounters_of_one_professional_count_as_one_cluster(counted):
    frame = counted([3, 2, 4, 1, 2, 5], [4, 5, 6, 4, 3, 6], professional=list("aabbcd"))
    found = one(frame, clusters="professional")
    assert (found["clusters"], found["encounters"]) == (4, 6)
    assert found["reason"] == "no interval: 4 clusters, and it takes 5"


@pytest.mark.parametrize(
    ("hits", "of", "reason"),
    [
        ([1, 0, 1], [2, 2, 2], "no interval: 3 clusters, and it takes 5"),
        ([0, 0, 0, 1], [0, 0, 0, 2], "no interval: 1 cluster, and it takes 5"),
        ([0] * 8, [4] * 8, "no interval: the clusters do not vary, which says little of others that may"),
        ([0] * 9 + [1], [5] * 10, "the interval is likely too short, as 1/50 is near an end"),
    ],
)
def test_what_is_not_honest_is_told_and_not_raised(counted, hits, of, reason):
    found = one(counted(hits, of))
    assert found["reason"] == reason
    assert np.isnan(found["low"]) == reason.startswith("no interval")
    assert found["value"] == pytest.approx(sum(hits) / sum(of))


def test_no_occasion_anywhere_is_never_a_zero(counted):
    found = one(counted([0, 0], [0, 0]))
    assert (found["state"], found["reason"]) == ("no_occasion", "nobody was invited")
    assert np.isnan(found["value"])


def test_suggestions_that_nobody_confirmed_are_told(counted):
    frame = counted([3, 2, 4, 1, 2] * 3, [4, 5, 6, 4, 3] * 3, statuses="suggested", coders="detector:rules")
    assert one(frame)["reason"] == "rests on suggestions that nobody confirmed: correct it with corrected()"


def test_the_range_without_any_one_cluster_is_given(counted):
    found = one(counted([9, 1, 1, 1, 1], [10, 2, 2, 2, 2]))
    assert (found["least"], found["most"]) == (pytest.approx(4 / 8), pytest.approx(12 / 16))


def test_an_organisation_of_four_professionals_is_withheld_with_all_its_parts(counted):
    frame = counted([3, 2, 4, 1] * 3, [4, 5, 6, 4] * 3, professional=list("abcd") * 3, service="clinic")
    found = pooled(frame, "service").iloc[0]
    assert found["state"] == "withheld"
    assert found["reason"] == "withheld: 4 professionals, and a number about an organisation takes 5"
    assert found[["value", "low", "high", "least", "numerator", "denominator"]].isna().all()


def test_one_professionals_own_encounters_are_theirs_to_see(counted):
    frame = counted([3, 2, 4, 1, 2], [4, 5, 6, 4, 3], professional="a", year=[1, 1, 1, 2, 2])
    found = pooled(frame, "year")
    assert found["state"].tolist() == ["computed", "computed"]


def test_groups_that_are_single_professionals_in_disguise_are_withheld(counted):
    people_of = [*"aaa", *"bbb", *"ccc", *"ddd", *"eee"]
    frame = counted([1, 2, 3] * 5, [4, 4, 4] * 5, professional=people_of, room=people_of)
    assert set(pooled(frame, "room")["state"]) == {"withheld"}
    assert pooled(frame)["state"].tolist() == ["computed"]


def test_professionals_are_never_listed(counted):
    frame = counted([1, 2] * 3, [4, 4] * 3, professional=list("aabbcc"))
    with pytest.raises(people.ListsProfessionals, match="a number for each of 3 professionals"):
        pooled(frame, "professional")


def test_an_unknown_professional_is_asked_for(counted):
    frame = counted([1, 2], [4, 4])
    with pytest.raises(people.ProfessionalsUnknown, match="not known whose encounters these are"):
        pooled(frame)
    with pytest.raises(people.NoSuchColumn, match="no column 'service'"):
        pooled(frame, "service", professional=None)
    with pytest.raises(people.NoSuchColumn, match="empty in 1 of 2 rows"):
        pooled(frame.assign(service=["day", None]), "service", professional=None)
    with pytest.raises(UnknownMethod, match="choose one of auto, linearised"):
        pooled(frame, professional=None, method="wilson")


def test_indices_are_not_added_up(counted):
    frame = counted([0.5, 0.6, 0.7, 0.4, 0.9, 0.8], [1, 2, 1, 1, 1, 1], measure="F3", part="", interval="")
    assert one(frame)["estimate"] == "median of encounters"


def test_all_measures_of_the_invented_corpora_are_pooled_or_say_why_not(corpora):
    import vuoro

    encounters = vuoro.read_corpus(corpora)
    found = pooled(vuoro.measure(encounters), professional=None)
    assert len(encounters) == 25
    told = found["low"].notna() | found["reason"].ne("")
    assert told.all()
    assert set(found["state"]) == {"computed", "not_computable"}
