"""Items are data: ours in three languages, others' without their text."""

from __future__ import annotations

import pytest

from vuoro import surveys
from vuoro.model import LANGUAGES
from vuoro.surveys.items import items
from vuoro.surveys.scales import scales


def test_every_item_has_a_label_in_three_languages_a_known_scale_and_a_source():
    lacking = [
        one.id
        for one in items().values()
        if set(one.label) != set(LANGUAGES) or one.scale not in scales() or not one.source or not one.licence
    ]
    assert lacking == []


def test_parallel_items_are_worded_for_both_sides_in_three_languages():
    parallel = [one for one in items().values() if one.parallel]
    assert {"heard", "influence"} <= {one.id for one in parallel}
    assert [
        one.id for one in parallel if {*one.client} != set(LANGUAGES) or {*one.staff} != set(LANGUAGES)
    ] == []


@pytest.mark.parametrize("item", ["collaborate_1", "collaborate_2", "collaborate_3", "esis"])
def test_the_text_of_others_is_not_copied(item):
    row = surveys.catalogue().set_index("item").loc[item]
    assert (row["client"], row["staff"]) == ("", "")
    assert row["licence"]


def test_each_of_the_five_ways_has_something_that_people_say():
    assert {one.way for one in items().values()} == {0, 1, 2, 3, 4, 5}
