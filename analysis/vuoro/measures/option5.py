"""OPTION-5 (D14): how far a professional involved the client in deciding, rated by a person who saw it all."""

from __future__ import annotations

import numpy as np

from vuoro.measures.answers import Answer, amount
from vuoro.measures.declare import measure
from vuoro.measures.ratings import ITEMS
from vuoro.measures.talk import Numbers, Talk

POINTS = 5.0  # five items of 0 to 4 make 0 to 20, which times five is 0 to 100


@measure("D14")
def option5(talk: Talk) -> list[Answer]:
    """The observer's OPTION-5 score, 0 to 100: the sum of the five items times five, the mean over raters.

    Parts `item1` to `item5` are the means of the items, 0 to 4; the denominator is the number of raters.
    Usual means are low (11.8 in Kölker et al. 2018). The ratings come from :func:`rated`.

    References
    ----------
    Elwyn et al. 2013; Barr et al. 2015 and Kölker et al. 2018 for how well raters agree (ICC .67 to .82 for the
    sum, .45 to .77 for single items; both abstracts read, the manual itself not).
    """
    each = talk.encounters["ratings"]
    raters = np.array([len(one) for one in each], dtype=float)
    items = np.array([_mean(one) for one in each]).reshape(len(talk), len(ITEMS))
    total = amount(POINTS * items.sum(axis=1), denominator=raters)
    return [
        total,
        *(amount(items[:, at], name, denominator=raters) for at, name in enumerate(ITEMS)),
    ]


def _mean(ratings: Numbers) -> Numbers:
    return ratings.mean(axis=0) if len(ratings) else np.full(len(ITEMS), np.nan)
