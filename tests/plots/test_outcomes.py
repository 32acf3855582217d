"""Sequence outcomes: bars from five on, dots below, and words where there was no occasion."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.colors import to_hex

from vuoro import plots
from vuoro.model import Sequence
from vuoro.plots import style
from vuoro.plots.outcomes import NoSequences


def ended(type, *outcomes, encounter="v", **attributes):
    return [
        Sequence(encounter=encounter, type=type, first_turn=f"t{at:04d}", last_turn=f"t{at:04d}", outcome=outcome,
                 coder="aino", attributes=attributes)
        for at, outcome in enumerate(outcomes, 1)
    ]  # fmt: skip


SIX = ended("S1", *["extended"] * 3, "minimal", "no_uptake", "no_uptake")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_six_invitations_are_one_bar_of_a_hundred_per_cent_with_their_counts():
    ax = plots.outcomes([*SIX, *ended("S1", "minimal", encounter="w")])
    assert texts(ax) == ["S1", "Invitation", "n = 7", "extended answer 3", "short answer 2", "no uptake 2"]
    left, width = ax.patches[0].get_x(), sum(bar.get_width() for bar in ax.patches)
    assert (left, left + width) == pytest.approx((ax.get_xticks()[0], ax.get_xticks()[-1]))
    assert [round(7 * bar.get_width() / width) for bar in ax.patches] == [3, 2, 2]


def test_rare_outcomes_of_one_encounter_lead_to_their_turns():
    assert texts(plots.outcomes(SIX))[3:] == [
        "extended answer 3 (1, 2, 3)",
        "short answer 1 (4)",
        "no uptake 2 (5, 6)",
    ]


def test_fewer_than_five_are_dots_and_fractions():
    ax = plots.outcomes(ended("S5", "explored", "bypassed", "explored"))
    assert texts(ax)[3:] == ["explored 2/3 (1, 3)", "passed over 1/3 (2)"]
    assert ([len(dots.get_offsets()) for dots in ax.collections], len(ax.patches)) == ([2, 1], 0)


def test_a_type_without_occasion_is_said_in_words_and_never_drawn_as_zero():
    ax = plots.outcomes([], types=["S3"])
    assert texts(ax) == ["S3", "Client’s proposal", "no occasion"]
    assert (len(ax.patches), len(ax.collections)) == (0, 0)


def test_an_uncomfortable_decision_is_five_answers_that_are_never_summed():
    told = ended("S7", "done", "done", grounds_given="y", view_sought="n")
    ax = plots.outcomes(told)
    assert texts(ax)[3:] == ["grounds given 2/2", "view sought 0/2"]
    faces = [[to_hex(face) for face in dots.get_facecolors()] for dots in ax.collections]
    green = style.WAYS[3].colour.lower()
    assert faces == [[green, green], [style.PAPER, style.PAPER]]


def test_an_uncomfortable_decision_of_which_nothing_was_told_is_not_drawn_as_no():
    assert texts(plots.outcomes(ended("S7", "done")))[3:] == ["the questions about it are not answered"]


def test_rejected_sequences_are_left_out_and_nothing_is_refused():
    with pytest.raises(NoSequences, match="link the moves first"):
        plots.outcomes([replace(one, status="rejected") for one in SIX])


def test_outcomes_stand_in_the_codebooks_order_and_unknown_ones_behind():
    ax = plots.outcomes(ended("S8", "no_uptake", "our_own", "taken"))
    assert [text.split()[0] for text in texts(ax)[3:]] == ["taken", "no", "our"]


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
@pytest.mark.parametrize("width", [style.COLUMN, style.PAGE])
def test_no_label_runs_into_another(language, width, illegible):
    s4 = [
        "accept_elaborated",
        "accept_plain",
        "hedged",
        "doubt",
        "counter",
        "reject",
        "question",
        "no_response",
    ]
    many = ended("S4", *(outcome for at, outcome in enumerate(s4) for _ in range(1 + (at * 7) % 5)))
    assert illegible(plots.outcomes([*many, *SIX], language=language, width=width).figure) == []


def test_it_draws_on_the_axes_it_is_given():
    ax = style.blank(7, 3).add_subplot()
    assert plots.outcomes(SIX, ax=ax) is ax


def test_two_drawings_are_byte_identical():
    one, two = (plots.picture(plots.outcomes(SIX).figure) for _ in range(2))
    assert one == two
