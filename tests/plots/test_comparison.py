"""Groups beside one another: every encounter seen, nothing ranked, nothing given away."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex

from vuoro import plots
from vuoro.estimates import pooled
from vuoro.plots import style
from vuoro.plots.comparison import NoComparison

NAN = float("nan")
FRAME = pd.DataFrame(
    {
        "encounter": list("abcde"), "measure": "Q4", "part": "extended", "numerator": [3.0, 7, 1, 1, 0],
        "denominator": [6.0, 10, 2, 4, 0], "value": [0.5, 0.7, 0.5, 0.25, NAN],
        "state": ["computed"] * 4 + ["no_occasion"], "service": ["night", "day", "day", "night", "night"],
    }
)  # fmt: skip
FOUND = pd.DataFrame(
    {
        "service": ["night", "day"],
        "value": [0.4, 0.67],
        "low": [0.2, NAN],
        "high": [0.65, NAN],
        "no_occasion": [1, 0],
    }
)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def swarms(ax):
    return [part for part in ax.collections if isinstance(part, PathCollection)]


def test_groups_stand_as_given_with_estimate_interval_and_number_of_encounters():
    assert texts(plots.comparison(FRAME, FOUND, "service"))[:6] == [
        "night", "40 % [20–65]", "2 encounters; no occasion: 1", "day", "67 %", "2 encounters"
    ]  # fmt: skip


def test_every_encounter_with_a_value_is_a_dot_open_where_there_were_few_moments():
    drawn = [
        (dots.get_offsets()[:, 0].tolist(), [to_hex(face) for face in dots.get_facecolors()])
        for dots in swarms(plots.comparison(FRAME, FOUND, "service"))
    ]
    assert drawn == [
        ([0.25, 0.5], [style.PAPER, style.OTHER_ROLE]),
        ([0.5, 0.7], [style.PAPER, style.OTHER_ROLE]),
    ]  # fmt: skip


def test_dots_that_would_touch_stand_under_one_another():
    same = pd.concat([FRAME.iloc[[1]].assign(encounter=str(n)) for n in range(3)])
    ax = plots.comparison(same, FOUND[FOUND["service"] == "day"], "service")
    heights = swarms(ax)[0].get_offsets()[:, 1]
    assert len({round(float(height), 3) for height in heights}) == 3


def test_a_group_that_is_withheld_shows_no_encounter_either():
    kept = FOUND.assign(state=["withheld", "computed"], value=[NAN, 0.67], low=NAN, high=NAN)
    ax = plots.comparison(FRAME, kept, "service")
    assert texts(ax)[:3] == ["night", "withheld, to protect people", ""]
    assert len(swarms(ax)[0].get_offsets()) == 0


def test_a_pooled_share_of_fewer_than_five_moments_is_a_fraction():
    few = FOUND.assign(numerator=[1.0, 2], denominator=[4.0, 12])
    assert texts(plots.comparison(FRAME, few, "service"))[1] == "1/4"


def test_values_below_zero_are_on_the_paper():
    odds = FRAME.assign(measure="T1", part="", value=[-400.0, 200, 100, 50, NAN])
    ax = plots.comparison(odds, FOUND.assign(value=[-100.0, 150]), "service")
    assert ax.get_xlim()[0] < -400 < 200 < ax.get_xlim()[1]


@pytest.mark.parametrize(
    ("frame", "found", "message"),
    [
        (pd.concat([FRAME, FRAME.assign(part="minimal")]), FOUND, "these frames have 2"),
        (FRAME, FOUND.iloc[:1], "only one of the two frames has service 'day'"),
        (FRAME.drop(columns="service"), FOUND, "frame: no column 'service'"),
    ],
)
def test_frames_that_are_not_of_one_comparison_are_refused(frame, found, message):
    with pytest.raises(NoComparison, match=message):
        plots.comparison(frame, found, "service")


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_it_can_be_read_at_the_width_of_one_column(language, illegible):
    assert illegible(plots.comparison(FRAME, FOUND, "service", language=language).figure) == []


def test_it_takes_what_estimates_makes():
    frame = FRAME.assign(coders="aino", statuses="confirmed", interval="wilson", reason="")
    ax = plots.comparison(frame, pooled(frame, "service", professional=None), "service")
    assert texts(ax)[:5] == ["night", "40 %", "2 encounters; no occasion: 1", "day", "67 %"]


def test_it_draws_on_the_axes_it_is_given():
    ax = style.blank(4, 3).add_subplot()
    assert plots.comparison(FRAME, FOUND, "service", ax=ax) is ax


def test_two_drawings_are_byte_identical():
    one, two = (plots.picture(plots.comparison(FRAME, FOUND, "service").figure) for _ in range(2))
    assert one == two


def test_minutes_are_no_moments():
    rates = FRAME.assign(measure="Q3", part="")
    faces = {
        to_hex(face)
        for dots in swarms(plots.comparison(rates, FOUND, "service"))
        for face in dots.get_facecolors()
    }
    assert faces == {style.OTHER_ROLE}
