"""OPTION-5 comes from people, through a table."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from vuoro import measures
from vuoro.measures.ratings import BadRatings
from vuoro.model import Encounter

ITEMS = [f"item{number}" for number in range(1, 6)]


def table(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["encounter", "rater", *ITEMS])


def test_the_score_is_the_sum_times_five_and_the_mean_over_raters(visit, numbers):
    rated = measures.rated(
        [visit], table(("visit", "aino", 1, 2, 0, 1, 0), ("visit", "birgitta", 2, 2, 1, 1, 2))
    )
    nan = float("nan")
    assert numbers("D14", rated) == {
        "": (nan, 2, 30),  # 20 and 40
        "item1": (nan, 2, 1.5), "item2": (nan, 2, 2), "item3": (nan, 2, 0.5), "item4": (nan, 2, 1),
        "item5": (nan, 2, 1),
    }  # fmt: skip


@pytest.mark.parametrize(("item", "score"), [(0, 0), (4, 100)])
def test_the_ends_of_the_scale(visit, numbers, item, score):
    rated = measures.rated([visit], table(("visit", "aino", *[item] * 5)))
    assert numbers("D14", rated)[""][2] == score


def test_an_encounter_that_nobody_rated_has_no_score(visit, numbers):
    assert set(numbers("D14", [visit]).values()) == {
        ("not_computable", "nobody has rated the encounter as a whole")
    }


def test_a_line_of_the_header_is_no_rating(visit, numbers):
    headed = replace(visit, meta={"option5": "4 4 4 4 4"})
    assert set(numbers("D14", [headed]).values()) == {
        ("not_computable", "nobody has rated the encounter as a whole")
    }


def test_encounters_that_are_not_in_the_table_stay_as_they_are(visit):
    other = Encounter(id="other", turns=(), meta={"place": "clinic"})
    rated = measures.rated([visit, other], table(("visit", "aino", 1, 1, 1, 1, 1)))
    assert (rated[0].meta["option5"], rated[1]) == (((1, 1, 1, 1, 1),), other)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [("visit", "a", 1, 1, 1, 1, 5)],
            r"^row 1 of the table of ratings: item5 of visit is 5, not 0, 1, 2, 3",
        ),
        ([("visit", "a", 1, 1, 1, 1, None)], r"^row 1 of the table of ratings: item5 of visit is "),
        ([("vist", "a", 1, 1, 1, 1, 1)], r"^the table rates vist, which is none of the encounters"),
        ([("visit", "a", 1, 1, 1, 1, 1)] * 2, r"^visit, a is in the table of ratings twice"),
    ],
)
def test_a_bad_table_is_refused(visit, rows, message):
    with pytest.raises(BadRatings, match=message):
        measures.rated([visit], table(*rows))


def test_a_table_without_the_items_is_refused(visit):
    with pytest.raises(BadRatings, match=r"^the table of ratings has no column item4, item5"):
        measures.rated([visit], table().drop(columns=["item4", "item5"]))
