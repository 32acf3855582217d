"""The profile draws three states three ways, and never a score."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pandas as pd
import pytest

from vuoro import plots
from vuoro.plots import style
from vuoro.plots.profile import SCALE_FROM, SCALE_TO

NAN = float("nan")
ROWS = [
    (1, "opportunity", "Q3", "", "seen", 7, 7.6, 9.2, NAN, NAN, "per 10 min", "9.2 per 10 min"),
    (1, "uptake", "Q4", "extended", "seen", 2, 3, 0.67, 0.21, 0.94, "share", "2/3"),
    (3, "influence", "E1", "", "not_seen", 0, 4, 0.0, 0.0, 0.49, "share", "0/4"),
    (4, "influence", "D1", "", "no_occasion", 0, 0, NAN, NAN, NAN, "share", ""),
]
COLUMNS = [
    "way",
    "aspect",
    "measure",
    "part",
    "state",
    "numerator",
    "denominator",
    "value",
    "low",
    "high",
    "unit",
    "show",
]


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame(ROWS, columns=COLUMNS).assign(encounter="visit", reason="")


def texts(figure) -> list[str]:
    root = ElementTree.fromstring(plots.picture(figure))
    found = root.iter("{http://www.w3.org/2000/svg}text")
    return [re.sub(r"\s+", " ", "".join(element.itertext())).strip() for element in found]


def dots(figure) -> list[tuple[float, bool]]:
    """Where each dot stands on its scale, from 0 to 1, and whether it is filled."""
    scale = (SCALE_FROM, SCALE_TO)
    return [
        (
            round((line.get_xdata()[0] - scale[0]) / (scale[1] - scale[0]), 2),
            line.get_markerfacecolor() == style.INK,
        )
        for ax in figure.axes
        for line in ax.lines
        if line.get_marker() == "o"
    ]


def test_what_was_seen_is_filled_what_was_not_is_open_and_no_occasion_has_no_dot(frame):
    assert dots(plots.profile(frame)) == [(0.46, True), (0.67, True), (0.0, False)]


def test_no_occasion_is_said_in_words(frame):
    assert "no occasion" in texts(plots.profile(frame))


def test_there_is_a_panel_for_each_way_whether_measured_or_not(frame):
    shown = texts(plots.profile(frame))
    assert [text for text in shown if re.fullmatch(r"W\d", text)] == ["W1", "W2", "W3", "W4", "W5"]
    assert shown.count("Nothing is measured from this talk") == 2


def test_opportunity_stands_apart_from_what_came_of_it(frame):
    shown = texts(plots.profile(frame))
    assert (
        shown.index("Opportunity")
        < shown.index("9.2 per 10 min")
        < shown.index("Uptake")
        < shown.index("2/3")
    )


def test_lines_are_called_what_the_catalogue_calls_them(frame):
    shown = texts(plots.profile(frame, language="fi"))
    assert {
        "Kutsut kertoa tai sanoa näkemyksensä",
        "Kutsut, joihin vastattiin laajasti: laaja vastaus",
    } <= set(shown)


@pytest.mark.parametrize(
    ("coders", "line"),
    [
        (["detector:rules"], "Conduct in this recording; machine suggestions, not confirmed by a person; "
                             "says nothing of what was felt."),
        (["aino"], "Conduct in this recording; coded by aino; reliability: not stated; says nothing of what was felt."),
    ],
)  # fmt: skip
def test_the_line_at_the_bottom_says_whose_coding_it_is(frame, coders, line):
    assert line in texts(plots.profile(frame, coders=coders))


@pytest.mark.parametrize("encounters", [[], ["visit", "other"]])
def test_several_encounters_are_refused_since_their_mean_would_mislead(frame, encounters):
    several = pd.concat([frame.assign(encounter=name) for name in encounters] or [frame.iloc[:0]])
    with pytest.raises(plots.NotOneEncounter, match=f"this frame has {len(encounters)}. Choose one"):
        plots.profile(several)


def test_it_draws_on_the_axes_it_is_given(frame):
    figure = style.blank(8, 8)
    axes = figure.subplots(5)
    assert plots.profile(frame, axes=list(axes)) is figure


def test_two_drawings_are_byte_identical(frame, tmp_path):
    kept = [plots.save(plots.profile(frame), tmp_path / name).read_bytes() for name in ("a.png", "b.png")]
    assert kept[0] == kept[1]


def test_how_far_coders_agree_is_printed_where_it_is_known(frame):
    line = "Conduct in this recording; coded by a, b; reliability: alpha .81; says nothing of what was felt."
    assert line in texts(plots.profile(frame, coders=["a", "b"], reliability="alpha .81"))


def test_a_fraction_of_fewer_than_five_moments_has_no_interval(frame):
    bars = [line for ax in plots.profile(frame).axes for line in ax.lines if line.get_linewidth() == 1.8]
    assert bars == []


def test_a_measure_with_several_parts_is_named_once():
    parts = [(1, "opportunity", "Q3", part, "seen", 7, 7.6, 9.2, NAN, NAN, "per 10 min", "9.2 per 10 min")
             for part in ("", "opening")]  # fmt: skip
    shown = texts(plots.profile(pd.DataFrame(parts, columns=COLUMNS).assign(encounter="visit", reason="")))
    assert [text for text in shown if text in ("Invitations to tell or to give a view", "opening")] == [
        "Invitations to tell or to give a view", "opening"
    ]  # fmt: skip


def test_what_cannot_be_computed_says_why(frame):
    shown = texts(plots.profile(frame.assign(state="not_computable", reason="nobody coded")))
    assert shown.count("cannot be computed: nobody coded") == 4


@pytest.fixture
def people() -> pd.DataFrame:
    said = [
        (2, "people", "heard", "client", "seen", NAN, NAN, 2.0, NAN, NAN, "1–5", "2 on 1–5"),
        (2, "people", "heard", "staff", "not_computable", NAN, NAN, NAN, NAN, NAN, "", ""),
        (5, "people", "feedback", "client", "seen", NAN, NAN, 1.0, NAN, NAN, "", "an answer came in"),
    ]
    return pd.DataFrame(said, columns=COLUMNS).assign(encounter="visit", reason="did not answer")


def test_answers_are_squares_on_the_scale_on_which_they_were_asked(frame, people):
    figure = plots.profile(frame, people=people)
    squares = [line.get_xdata()[0] for ax in figure.axes for line in ax.lines if line.get_marker() == "s"]
    assert squares == pytest.approx([SCALE_FROM + (2 - 1) / (5 - 1) * (SCALE_TO - SCALE_FROM)])


def test_who_did_not_answer_is_told_and_other_peoples_answers_are_not(frame, people):
    shown = texts(plots.profile(frame, people=pd.concat([people, people.assign(encounter="other")])))
    assert (shown.count("did not answer"), shown.count("an answer came in")) == (1, 1)


@pytest.mark.parametrize(("n", "bands"), [(30, 1), (29, 0)])
def test_a_reference_is_a_band_from_thirty_encounters_on(frame, n, bands):
    usual = pd.DataFrame({"measure": ["E1"], "part": [""], "p10": [0.2], "p90": [0.5], "encounters": [n]})
    figure = plots.profile(frame.assign(state="seen"), reference=usual)
    drawn = [patch for ax in figure.axes for patch in ax.patches]
    assert len(drawn) == bands
    assert [round(float(band.get_width() / (SCALE_TO - SCALE_FROM)), 2) for band in drawn] == [0.3] * bands


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_it_can_be_read_at_the_width_of_a_page(frame, people, language, illegible):
    figure = plots.profile(frame, people=people, language=language, coders=["aino"])
    assert figure.get_size_inches()[0] == pytest.approx(style.PAGE)
    assert illegible(figure) == []


def test_a_reference_of_several_kinds_is_refused(frame):
    usual = pd.DataFrame({"measure": "E1", "part": "", "p10": 0.2, "p90": 0.5, "encounters": [30, 40]})
    with pytest.raises(plots.SeveralKinds, match="encounters like this one"):
        plots.profile(frame, reference=usual)
