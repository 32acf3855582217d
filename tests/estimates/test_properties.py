"""What holds of any talk, however little or odd."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vuoro.estimates import pooled

moments = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(sorted).map(tuple)
talks = st.lists(moments, min_size=1, max_size=30)
anything = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def one(frame, **options):
    (found,) = pooled(frame, professional=None, **options).to_dict("records")
    return found


@anything
@given(talks)
def test_a_number_has_an_interval_round_it_or_a_reason(counted, talk):
    found = one(counted(*zip(*talk, strict=True)), method="linearised")
    if found["state"] == "no_occasion":
        assert all(of == 0 for _, of in talk)
    elif np.isnan(found["low"]):
        assert found["reason"]
    else:
        assert 0 <= found["low"] <= found["value"] <= found["high"] <= 1


@anything
@given(talks)
def test_the_whole_lies_within_what_leaving_one_out_gives(counted, talk):
    found = one(counted(*zip(*talk, strict=True)))
    if not np.isnan(found.get("least", np.nan)):
        assert found["least"] - 1e-12 <= found["value"] <= found["most"] + 1e-12


@anything
@given(talks, st.randoms())
def test_neither_order_nor_names_of_encounters_matter(counted, talk, random):
    frame = counted(*zip(*talk, strict=True))
    names = {name: f"x{n}" for n, name in enumerate(random.sample(list(frame["encounter"]), len(frame)))}
    other = frame.assign(encounter=frame["encounter"].map(names)).sample(
        frac=1, random_state=random.randrange(99)
    )
    told = [[one(some, method="linearised")[k] for k in ("value", "low", "high")] for some in (frame, other)]
    assert told[0] == pytest.approx(told[1], nan_ok=True)
