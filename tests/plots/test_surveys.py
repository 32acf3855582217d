"""Figures of pairs: where each dot stands, what the lines say, and which figure suits which scale."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from vuoro import plots, surveys
from vuoro.plots import style
from vuoro.plots.surveys import NothingToPair, answer_pairs, bland_altman, conduct_experience

TERMS = pd.DataFrame([("between", 0.5, 0.1, 0.9, 6), ("within", -0.2, -0.6, 0.2, 20)],
                     columns=["term", "estimate", "low", "high", "df"])  # fmt: skip


def pairs(staff, client, *, item="heard", low=1, high=5, values=5):
    frame = pd.DataFrame({"encounter": [f"e{n}" for n in range(len(staff))], "professional": "", "staff": staff,
                          "client": client}).astype({"staff": float, "client": float})  # fmt: skip
    frame["professional"] = [f"T{n}" for n in range(len(staff))]
    frame["difference"], frame["mean"] = (
        frame["staff"] - frame["client"],
        (frame["staff"] + frame["client"]) / 2,
    )
    alone = pd.DataFrame({"encounter": ["e9"], "reason": ["client: did not know"]})
    return surveys.Pairs(item=item, frame=frame, alone=alone, low=low, high=high, values=values)


FEW = pairs([4, 4, 4, 2], [4, 4, 3, 3])
MANY = pairs([8, 7, 9, 6], [7, 7, 6, 6], low=0, high=10, values=11)


def link(**changes):
    table = pd.DataFrame({
        "encounter": list("abcd"), "respondent": list("wxyz"), "professional": ["T1", "T1", "T2", "T3"],
        "experience": [4.0, 3, 5, 2], "conduct": [0.2, 0.4, 0.5, 0.1], "between": [0.3, 0.3, 0.5, 0.1],
        "within": [-0.1, 0.1, 0, 0], "reason": "",
    })  # fmt: skip
    told = {
        "item": "heard",
        "measure": "Q4",
        "part": "extended",
        "side": "client",
        "step": 0.1,
        "method": "mixed",
    }
    return surveys.Link(**{**told, "terms": TERMS, "table": table, **changes})


def texts(ax):
    return [text.get_text().replace("\n", " ") for text in ax.texts]


def dots(ax):
    return np.concatenate([np.asarray(one.get_offsets()) for one in ax.collections])


def test_each_pair_is_a_dot_and_those_of_one_place_stand_side_by_side():
    at = dots(answer_pairs(FEW)).round(2).tolist()
    assert len({tuple(place) for place in at}) == 4
    assert [[round(value) for value in place] for place in at] == [[4, 4], [4, 4], [3, 4], [3, 2]]


def test_the_split_is_said_in_words_and_so_are_those_without_a_pair():
    ax = answer_pairs(FEW)
    assert texts(ax) == [
        "Heard: was understood", "4 encounters answered by both; 1 without a pair",
        "Staff higher: 1. Alike: 2. Client higher: 1.",
    ]  # fmt: skip


def test_yes_and_no_stand_on_the_axes():
    ax = answer_pairs(pairs([1, 0], [1, 1], item="choice", low=0, high=1, values=2))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["no", "yes"]


def test_lines_stand_at_the_mean_and_the_limits():
    found = surveys.limits([1, 0, 3, 0])
    ax = bland_altman(MANY)
    heights = sorted(float(line.get_ydata()[0]) for line in ax.lines)
    assert heights == pytest.approx(sorted([0, found.bias[0], found.lower[0], found.upper[0]]))
    assert dots(ax)[:, 1].tolist() == [1, 0, 3, 0]
    assert "mean +1.0 [−1.3; +3.3]" in texts(ax)


def test_few_answers_have_no_limits_of_agreement():
    with pytest.raises(NothingToPair, match=r"'heard' has 5 possible answers: draw answer_pairs"):
        bland_altman(FEW)


@pytest.mark.parametrize("draw", [answer_pairs, bland_altman])
def test_no_pair_is_no_figure(draw):
    with pytest.raises(NothingToPair, match="no meeting has an answer"):
        draw(pairs([], [], low=0, high=10, values=11))


def test_the_meetings_of_one_professional_are_joined_and_the_slope_is_that_between():
    ax = conduct_experience(link())
    joined, trend = (line.get_xydata().tolist() for line in ax.lines)
    assert joined == [[0.2, 4], [0.4, 3]]
    (x0, y0), (x1, y1) = trend
    assert (y1 - y0) / (x1 - x0) == pytest.approx(0.5 / 0.1)
    assert texts(ax)[-1] == (
        "Where it is 0.1 higher, answers differ by +0.5 [+0.1; +0.9] between professionals "
        "−0.2 [−0.6; +0.2] within professionals A link is no cause."
    )


def test_answers_without_a_measure_are_no_figure():
    with pytest.raises(NothingToPair, match="no answer to 'heard' has a value of Q4"):
        conduct_experience(link(table=link().table.assign(reason="did not know")))


@pytest.mark.parametrize(
    ("draw", "what"), [(answer_pairs, FEW), (bland_altman, MANY), (conduct_experience, link())]
)
def test_it_draws_on_the_axes_it_is_given_and_speaks_three_languages(draw, what):
    given = [style.sheet(4, 4, left=0.6, right=1, above=0.6, below=1) for _ in range(3)]
    drawn = [
        draw(what, language=language, ax=ax) for language, ax in zip(("sv", "fi", "en"), given, strict=True)
    ]
    assert drawn == given
    assert len({ax.get_ylabel() for ax in drawn}) == 3


@pytest.mark.parametrize(
    ("draw", "what"), [(answer_pairs, FEW), (bland_altman, MANY), (conduct_experience, link())]
)
def test_two_drawings_are_byte_identical(draw, what, tmp_path):
    one, two = (
        plots.save(draw(what).get_figure(root=True), tmp_path / f"{n}.svg").read_bytes() for n in range(2)
    )
    assert one == two
