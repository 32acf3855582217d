"""What follows what: arrows for more than chance, and a table with every pair."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from vuoro import plots
from vuoro.plots import style
from vuoro.plots.transitions import NoTransitions

NAN = float("nan")
TABLE = pd.DataFrame(
    [
        ("professional", "invite_view", "express_view", 9, 4.0, 3.1, 3.0, False, 0.001),
        ("professional", "invite_view", "accept", 0, 5.0, -2.7, -2.6, False, 0.01),
        ("client", "propose", "develop_proposal", 4, 1.2, 2.8, 2.2, True, 0.2),
        ("client", "propose", "reject", 2, 2.0, 0.0, 2.5, True, 0.01),
        ("client", "express_doubt", "explore_doubt", 7, 6.0, 0.6, 0.3, False, 0.6),
    ],
    columns=[
        "by",
        "given",
        "then",
        "count",
        "expected",
        "residual",
        "residual_within",
        "sparse",
        "p_shuffled",
    ],
)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_there_is_an_arrow_where_it_came_more_often_than_by_chance_and_not_only_once_or_twice():
    arrows = plots.transitions(TABLE).patches
    assert [to_hex(arrow.get_edgecolor()) for arrow in arrows] == [
        style.role_colour("professional"), style.role_colour("client")
    ]  # fmt: skip


def test_an_arrow_that_rests_on_too_few_is_dotted():
    sure, unsure = plots.transitions(TABLE).patches
    assert (sure.get_linestyle(), unsure.get_linestyle() == "solid") == ("solid", False)


def test_the_more_often_the_thicker():
    thick, thin = (arrow.get_linewidth() for arrow in plots.transitions(TABLE).patches)
    assert thick > thin


def test_codes_stand_on_their_sides_in_the_codebooks_order_with_their_numbers():
    assert [text for text in texts(plots.transitions(TABLE)) if text[-1].isdigit() and len(text) > 1] == [
        "Inviting a view 9", "Developing the proposal further 0", "Rejection or counter-proposal 0",
        "Picking up doubt or hope 0", "Own view, experience or wish 0", "Proposal 6", "Agreement with commitment 0",
        "Doubt, worry or lack of hope 7",
    ]  # fmt: skip


def test_another_residual_can_be_chosen():
    assert len(plots.transitions(TABLE, residual="residual", least=3).patches) == 1


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (TABLE.assign(residual_within=NAN), "Choose residual='residual'"),
        (TABLE.iloc[:0], "Were both sides coded"),
    ],
)
def test_a_table_without_such_residuals_is_refused_with_advice(table, message):
    with pytest.raises(NoTransitions, match=message):
        plots.transitions(table)


def test_nothing_beyond_chance_is_said_in_words():
    assert (
        texts(plots.transitions(TABLE, least=9))[-1] == "Nothing follows anything more often than by chance."
    )


def test_the_table_prints_residuals_only_beyond_chance_and_in_brackets_where_few_were_expected():
    cells = [
        text for text in texts(plots.transition_table(TABLE, "client")) if text[-1].isdigit() or "(" in text
    ]
    assert cells == ["4", "(+2.2)", "2", "(+2.5)", "7"]


def test_more_and_fewer_have_two_tints_and_chance_has_none():
    ax = plots.transition_table(TABLE.assign(residual_within=[5.0, -5.0, 0, 0, 0]))
    assert [to_hex(cell.get_facecolor()) for cell in ax.patches] == ["#6f8fb5", "#d0ac62"]


@pytest.mark.parametrize(("language", "name"), [("sv", "Förslag 6"), ("fi", "Ehdotus 6")])
@pytest.mark.parametrize("width", [style.COLUMN, style.PAGE])
def test_it_speaks_the_readers_language_and_can_be_read(language, name, width, illegible):
    ax = plots.transitions(TABLE, language=language, width=width)
    assert name in texts(ax)
    assert illegible(ax.figure) == []


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_the_table_can_be_read(language, illegible):
    assert illegible(plots.transition_table(TABLE, language=language).figure) == []


def test_they_draw_on_the_axes_they_are_given():
    one, two = style.blank(8, 4).subplots(1, 2)
    assert (plots.transitions(TABLE, ax=one), plots.transition_table(TABLE, ax=two)) == (one, two)


@pytest.mark.parametrize("draw", [plots.transitions, plots.transition_table])
def test_two_drawings_are_byte_identical(draw):
    one, two = (plots.picture(draw(TABLE).figure) for _ in range(2))
    assert one == two
