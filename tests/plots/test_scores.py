"""Scores are drawn where they are, and what was not measured is not drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from vuoro.plots import scores

NAN = float("nan")


def table(**f1):
    return pd.DataFrame(
        {"f1": f1, "low": {c: v - 0.1 for c, v in f1.items()}, "high": {c: v + 0.1 for c, v in f1.items()}}
    )


def test_each_group_has_a_dot_at_its_score_and_codes_are_in_the_codebooks_order():
    ax = scores({"sv": table(propose=0.4, invite_open=0.8), "fi": table(propose=0.6)}).axes[0]
    assert [text.get_text() for text in ax.get_yticklabels()] == ["Open invitation", "Proposal"]
    dots = {
        part.get_label(): np.ma.filled(part.get_offsets(), NAN)[:, 0]
        for part in ax.collections
        if len(part.get_offsets()) == 2
    }
    np.testing.assert_allclose(dots["sv"], [0.8, 0.4])
    np.testing.assert_allclose(dots["fi"], [NAN, 0.6])


@pytest.mark.parametrize(("language", "name"), [("sv", "Förslag"), ("fi", "Ehdotus")])
def test_codes_are_named_in_the_readers_language(language, name):
    ax = scores({"x": table(propose=0.4)}, language=language).axes[0]
    assert [text.get_text() for text in ax.get_yticklabels()] == [name]


def test_the_mean_over_codes_is_no_code():
    ax = scores({"x": table(propose=0.4, macro=0.4)}).axes[0]
    assert len(ax.get_yticks()) == 1
