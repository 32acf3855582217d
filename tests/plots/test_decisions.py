"""Decisions as rows: yes, no, not applicable and not coded look four ways, and nothing is summed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.colors import to_hex

from vuoro import plots
from vuoro.model import Decision
from vuoro.plots import style
from vuoro.plots.decisions import INFLUENCE, OPPORTUNITY, SeveralEncounters

GROUP = Decision(
    encounter="visit", first_turn="t0003", last_turn="t0008", outcome="joint_decision", coder="aino",
    topic="Shall we try the group?", origin_of_first_proposal="client",
    features={"b1": "y", "b2": "n", "b6": "n", "b7": "", "b8": ""},
)  # fmt: skip
LETTER = replace(
    GROUP, first_turn="t0012", last_turn="t0012", outcome="professional_decided_client_accepts", features={},
    topic="The letter with all that was said today goes to the insurer on Monday morning, as usual.",
    origin_of_first_proposal="institution", status="suggested",
)  # fmt: skip


def texts(ax):
    return [text.get_text() for text in ax.texts]


def marks(ax):
    """Each mark's column and look, from left to right."""
    looks = []
    for line in ax.lines:
        if line.get_marker() == "o":
            filled = to_hex(line.get_markerfacecolor()) == style.INK
            looks.append((round(float(line.get_xdata()[0]), 2), "yes" if filled else "no"))
        elif line.get_linewidth() == 1.0:
            looks.append((round(float(sum(line.get_xdata()) / 2), 2), "not applicable"))
    return [look for _, look in sorted(looks)]


def test_a_decision_is_named_with_its_turns_its_origin_and_its_outcome():
    assert texts(plots.decisions([GROUP]))[-4:-1] == [
        "Shall we try the group?", "turns 3–8, first put by: client", "decided together"
    ]  # fmt: skip


def test_yes_no_and_not_applicable_look_three_ways_and_what_was_not_coded_is_empty():
    assert marks(plots.decisions([GROUP])) == ["yes", "no", "no", "not applicable", "not applicable"]


def test_opportunity_stands_apart_from_influence():
    shown = texts(plots.decisions([GROUP]))
    assert shown.index("Opportunity") < shown.index("preference sought") < shown.index("Influence")
    heads = [line for line in plots.decisions([GROUP]).lines if line.get_linewidth() == 0.8]
    (_, right), (left, _) = (line.get_xdata() for line in heads)
    assert left > right
    assert [*OPPORTUNITY, *INFLUENCE] == [f"b{number}" for number in range(1, 10)]


def test_a_long_topic_is_cut_and_a_decision_of_one_turn_says_so():
    shown = texts(plots.decisions([LETTER]))
    assert any(text.startswith("The letter with all") and text.endswith("…") for text in shown)
    assert "turn 12, first put by: the institution" in shown


def test_whose_decisions_they_are_is_told():
    assert texts(plots.decisions([LETTER]))[-1].endswith(
        "Machine suggestions, not confirmed by a person. Coder: aino"
    )


@pytest.mark.parametrize(
    ("found", "message"),
    [([], "these 0 are of 0"), ([GROUP, replace(GROUP, encounter="other")], "these 2 are of 2")],
)
def test_decisions_of_several_encounters_are_refused(found, message):
    with pytest.raises(SeveralEncounters, match=message):
        plots.decisions(found)


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_it_can_be_read_at_the_width_of_a_page(language, illegible):
    assert illegible(plots.decisions([GROUP, LETTER], language=language).figure) == []


def test_it_draws_on_the_axes_it_is_given():
    ax = style.blank(8, 3).add_subplot()
    assert plots.decisions([GROUP], ax=ax) is ax


def test_two_drawings_are_byte_identical():
    one, two = (plots.picture(plots.decisions([GROUP, LETTER]).figure) for _ in range(2))
    assert one == two
