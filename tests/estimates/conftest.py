"""Talk in numbers: frames such as vuoro.measures.measure gives, and published tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

CONTROL = [(13, 13), (12, 12), (9, 9), (9, 9), (8, 8), (8, 8), (12, 13), (11, 12), (9, 10), (9, 10), (8, 9),
           (11, 13), (4, 5), (5, 7), (7, 10), (7, 10)]  # fmt: skip
TREATED = [(12, 12), (11, 11), (10, 10), (9, 9), (10, 11), (9, 10), (9, 10), (8, 9), (8, 9), (4, 5), (7, 9),
           (4, 7), (5, 10), (3, 6), (3, 10), (0, 7)]  # fmt: skip


def _counted(hits, of, *, measure="Q4", part="extended", interval="wilson", per=1.0, **columns):
    """A frame of one measure, an encounter a row; columns are added as they are given."""
    frame = pd.DataFrame(
        {
            "encounter": [f"e{n}" for n in range(len(hits))],
            "measure": measure,
            "part": part,
            "numerator": np.asarray(hits, dtype=float),
            "denominator": np.asarray(of, dtype=float),
            "interval": interval,
            "state": "computed",
            "reason": "",
            "coders": "aino",
            "statuses": "confirmed",
        }
    )
    nothing = ~(frame["denominator"] > 0)
    frame["value"] = per * frame["numerator"] / frame["denominator"].where(~nothing)
    frame.loc[nothing, ["state", "reason"]] = ["no_occasion", "nobody was invited"]
    return frame.assign(**columns)


@pytest.fixture
def counted():
    """The function that makes a frame of one measure from hits and moments."""
    return _counted


@pytest.fixture
def litters():
    """Weil's rats (Rao & Scott 1992, table 1): of each litter, how many of how many pups lived."""
    hits, of = zip(*CONTROL, *TREATED, strict=True)
    return _counted(hits, of, group=["control"] * 16 + ["treated"] * 16)
