"""The figure of agreement: a row a code, and no interval where there is none."""

from __future__ import annotations

import pandas as pd
import pytest

from vuoro import plots
from vuoro.agreement.agreeing import COLUMNS
from vuoro.plots.agreement import NotOneComparison


def frame(*rows):
    """Rows out of (code, coefficient, value, low, high)."""
    told = {"language": "all", "coders": "aino × bo", "units": 200, "encounters": 6, "reason": ""}
    return pd.DataFrame(
        [
            {**told, **dict(zip(("code", "coefficient", "value", "low", "high"), row, strict=True))}
            for row in rows
        ],
        columns=list(COLUMNS),
    )


NAN = float("nan")
TABLE = frame(
    ("reject", "alpha", NAN, NAN, NAN), ("all", "alpha", 0.9, 0.85, 0.95), ("propose", "alpha", 0.7, NAN, NAN),
    ("propose", "prevalence", 0.05, NAN, NAN), ("own_code", "alpha", -0.1, -0.3, 0.1),
)  # fmt: skip


def texts(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_codes_stand_in_the_codebooks_order_with_their_values():
    assert texts(plots.agreement(TABLE)) == [
        "all codes", "0.90 [0.85; 0.95]", "Proposal", "0.70", "10", "Rejection or counter-proposal",
        "not defined: nothing varies", "own_code", "-0.10 [-0.30; 0.10]",
    ]  # fmt: skip


def test_agreement_below_chance_is_within_the_picture():
    assert plots.agreement(TABLE).axes[0].get_xlim()[0] < -0.3


@pytest.mark.parametrize(("language", "label"), [("sv", "0,90 [0,85; 0,95]"), ("fi", "kaikki koodit")])
def test_it_speaks_the_readers_language(language, label):
    assert label in texts(plots.agreement(TABLE, language=language))


def test_several_pairs_of_coders_are_not_drawn_over_one_another():
    both = pd.concat([TABLE, TABLE.assign(coders="aino × cilla")])
    with pytest.raises(NotOneComparison, match="choose a pair of coders"):
        plots.agreement(both)


def test_two_drawings_are_byte_identical(tmp_path):
    one, two = (plots.save(plots.agreement(TABLE), tmp_path / f"{n}.svg").read_bytes() for n in range(2))
    assert one == two


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_it_can_be_read_at_the_width_of_a_page(language, illegible):
    figure = plots.agreement(TABLE, language=language)
    assert figure.get_size_inches()[0] == pytest.approx(plots.style.PAGE)
    assert illegible(figure) == []
