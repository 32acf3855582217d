"""Scores of published instruments, as their authors give them. Nothing else is ever summed."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from vuoro.surveys.reading import Answers
from vuoro.surveys.scales import GIVEN

PARTS = ("collaborate_1", "collaborate_2", "collaborate_3")
PERSON = ["encounter", "respondent", "side", "file"]


def collaborate(answers: Answers) -> pd.DataFrame:
    """CollaboRATE of everybody who answered all three items, as rows of :class:`Answers`.

    Item `collaborate` is the mean of the three, put on 0–100: 100 is the highest answer to all three, on
    the form with answers 0–9 as on that with 0–4. Item `collaborate_top` is 1 where all three are the
    highest answer and 0 elsewhere; its mean over encounters is the top score, which the authors prefer.
    They ask for at least 25 encounters before a score of a group is told. Whoever left one of the three
    out, or did not know, has no score.

    What could be verified: the three items, the top score and the exclusion of incomplete answers are on the
    authors' page on scoring, which gives the mean on 0–9; that it is put on 0–100 is linear and
    changes nothing.

    References
    ----------
    Elwyn, G. et al. (2013). Developing CollaboRATE. Patient Educ Couns 93:102–107.
    Barr, P. J. et al. (2014). The psychometric properties of CollaboRATE. J Med Internet Res 16:e2.
    """
    parts = answers.frame[answers.frame["item"].isin(PARTS)]
    given = parts[parts["answer"] == GIVEN]
    given = given.assign(share=(given["value"] - given["low"]) / (given["high"] - given["low"]))
    people = given.groupby(PERSON).agg(
        answers=("item", "size"), parts=("item", "nunique"), mean=("share", "mean"), min=("share", "min"),
        line=("line", "min"),
    ).reset_index()  # fmt: skip
    # Who answered twice is no more scored than who left one out.
    whole = people[(people["answers"] == len(PARTS)) & (people["parts"] == len(PARTS))]
    mean = whole.assign(
        item="collaborate", value=100 * whole["mean"], scale="0-100", low=0.0, high=100.0, step=0.0
    )
    top = whole.assign(
        item="collaborate_top",
        value=(whole["min"] == 1).astype(float),
        scale="yes_no",
        low=0.0,
        high=1.0,
        step=1.0,
    )
    scored = pd.concat([mean, top], ignore_index=True).assign(answer=GIVEN, raw="")
    return scored[list(answers.frame.columns)]


def with_scores(answers: Answers) -> Answers:
    """The answers, and after them the scores that they make up."""
    scored = collaborate(answers)
    frame = pd.concat([answers.frame, scored], ignore_index=True) if len(scored) else answers.frame
    return replace(answers, frame=frame)
