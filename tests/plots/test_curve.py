"""The learning curve: a dot for every size, and its value beside it."""

from __future__ import annotations

import pytest

from vuoro import plots

POINTS = [{"turns": 100, "f1": 0.31}, {"turns": 400, "f1": 0.44}]


@pytest.mark.parametrize(("language", "shown"), [("en", ["0.31", "0.44"]), ("sv", ["0,31", "0,44"])])
def test_every_size_has_its_score(language, shown):
    ax = plots.learning_curve(POINTS, language=language).axes[0]
    assert [text.get_text() for text in ax.texts] == shown
    assert ax.lines[0].get_xydata().tolist() == [[100, 0.31], [400, 0.44]]


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_it_can_be_read_at_the_width_of_one_column(language, illegible):
    assert illegible(plots.learning_curve(POINTS, language=language)) == []
