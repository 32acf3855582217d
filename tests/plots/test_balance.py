"""The client's share of the words over time, as measure F7 has it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro import plots
from vuoro.measures.floor import balance_over_time
from vuoro.model import Encounter, Participant, Turn
from vuoro.plots import style
from vuoro.plots.balance import OneSided


def talk(*words, timed=True):
    turns = tuple(
        Turn(id=f"t{n}", speaker="LP"[n % 2], raw="ord " * count, text="ord " * count,
             start=5.0 + 60 * n if timed else None, end=65.0 + 60 * n if timed else None)
        for n, count in enumerate(words)
    )  # fmt: skip
    people = (Participant(id="L", role="professional"), Participant(id="P", role="client"))
    return Encounter(id="besök", language="sv", participants=people, turns=turns)


VISIT = talk(100, 100, 100, 300, 20, 380)


def test_each_window_is_a_dot_at_its_middle_after_the_first_onset():
    windows = balance_over_time(VISIT)
    dots = plots.balance(VISIT).lines[2]
    assert dots.get_xdata().tolist() == [5.0 + (w.start + w.end) / 2 for w in windows.itertuples()]
    assert dots.get_ydata().tolist() == pytest.approx([100 * share for share in windows["share"]])


def test_times_are_minutes_and_seconds_and_words_are_words():
    timed, untimed = plots.balance(VISIT), plots.balance(talk(300, 300, timed=False))
    assert [tick.get_text() for tick in timed.get_xticklabels()][:2] == ["1:00", "2:00"]
    assert (untimed.get_xlabel(), untimed.get_title(loc="left")) == (
        "words since the beginning",
        "Client’s share of the words, in windows of 200 words",
    )


def test_both_sides_are_named_and_have_their_tones():
    ax = plots.balance(VISIT, language="fi")
    assert [text.get_text() for text in ax.texts] == ["asiakas", "ammattilainen"]


def test_without_roles_there_are_no_sides():
    with pytest.raises(OneSided, match="besök: no turn is by a client or a professional"):
        plots.balance(replace(VISIT, participants=()))


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
@pytest.mark.parametrize("width", [style.COLUMN, style.PAGE])
def test_it_can_be_read(language, width, illegible):
    assert illegible(plots.balance(VISIT, language=language, width=width).figure) == []


def test_it_draws_on_the_axes_it_is_given():
    ax = style.blank(7, 2).add_subplot()
    assert plots.balance(VISIT, ax=ax) is ax


def test_two_drawings_are_byte_identical():
    one, two = (plots.picture(plots.balance(VISIT).figure) for _ in range(2))
    assert one == two
