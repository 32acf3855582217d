"""The distribution of floor transfer offsets is that of measure T1, role by role."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from vuoro import formats, measures, plots
from vuoro.measures.frames import turn_table
from vuoro.model import Encounter, Participant, Turn
from vuoro.plots import style
from vuoro.plots.turn_taking import NothingTimed, rows_of


def talk(gaps, text="Jag vet inte riktigt."):
    """Two speakers in turn, each beginning so many seconds after the other has ended."""
    turns, now = [], 0.0
    for number, gap in enumerate([0.0, *gaps]):
        start = round(now + gap, 3)
        turns.append(
            Turn(
                id=f"t{number}", speaker="LP"[number % 2], raw=text, text=text, start=start, end=start + 2.05
            )
        )
        now = start + 2.05
    people = (Participant(id="L", role="professional"), Participant(id="P", role="client"))
    return Encounter(id="besök", language="sv", participants=people, turns=tuple(turns))


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_each_role_has_a_row_with_its_number_its_median_and_the_shares_of_the_bands():
    assert texts(plots.turn_taking(talk([0.2, -0.3, 0.701, 1.5, 0.1]))) == [
        "professional", "n = 2, median 600 ms", "< 0 s: 1/2", "0–0.2 s: 0/2", "0.2–0.7 s: 0/2", "> 0.7 s: 1/2",
        "client", "n = 3, median 200 ms", "< 0 s: 0/3", "0–0.2 s: 1/3", "0.2–0.7 s: 1/3", "> 0.7 s: 1/3",
        "1 encounter",
    ]  # fmt: skip


def test_the_transfers_are_those_that_measure_t1_counts(corpora):
    visit = next(iter(formats.read_corpus(corpora / "g9_psychiatric_medication_sv")))
    t1 = measures.measure([visit], names=["T1"]).set_index("part")["value"]
    rows = {row.role: row.offsets for row in rows_of(turn_table([visit]))}
    floor = np.concatenate([offsets for role, offsets in rows.items() if role != "continuers"])
    assert (len(floor), np.median(floor)) == (t1["n_transitions"], t1[""])
    assert len(rows["continuers"]) <= t1["excluded_continuers"]


def test_continuers_stand_in_a_row_of_their_own():
    visit = talk([0.3, 0.3, 0.3])
    nodded = replace(visit, turns=(*visit.turns[:3], replace(visit.turns[3], raw="Mm.", text="Mm.")))
    assert [text for text in texts(plots.turn_taking(nodded)) if " " not in text] == [
        "professional", "client", "continuers"
    ]  # fmt: skip


def test_twenty_transfers_are_bars_and_fewer_are_drawn_one_by_one():
    few, many = plots.turn_taking(talk([0.3] * 12)), plots.turn_taking(talk([0.3, 0.4] * 22))
    assert (len(few.patches), one_by_one(few)) == (0, 2)
    assert (len(many.patches) > 0, one_by_one(many)) == (True, 0)


def one_by_one(ax):
    """In how many rows each transfer is drawn by itself."""
    return sum(float(lines.get_linewidth()[0]) > 1 for lines in ax.collections)


def test_bars_of_a_role_have_its_colour_and_sum_to_its_transfers():
    ax = plots.turn_taking(talk([0.3, 0.4] * 22))
    client = [bar for bar in ax.patches if bar.get_facecolor()[:3] == to_rgb(style.role_colour("client"))]
    scale = 0.52 / 100  # both roles have all transfers in one bin
    assert sum(bar.get_height() for bar in client) == pytest.approx(100 * scale)


def test_what_lies_beyond_the_axis_and_who_was_left_out_is_told():
    untimed = replace(
        talk([0.3]), id="utan", turns=tuple(replace(t, start=None, end=None) for t in talk([0.3]))
    )
    shown = texts(plots.turn_taking([talk([0.3, 9.0]), untimed]))[-1]
    assert shown == "1 encounter\n1 left out: no times, or whole seconds\nbeyond the axis: 1"


def test_without_times_nothing_can_be_drawn():
    untimed = replace(talk([0.3]), turns=tuple(replace(t, start=None, end=None) for t in talk([0.3])))
    with pytest.raises(NothingTimed, match="none of 1 encounters"):
        plots.turn_taking(untimed)


@pytest.mark.parametrize(("language", "shown"), [("sv", "klient"), ("fi", "n = 22, mediaani 300 ms")])
def test_it_speaks_the_readers_language_and_can_be_read(language, shown, illegible):
    ax = plots.turn_taking(talk([0.3, 0.4] * 22), language=language)
    assert shown in texts(ax)
    assert illegible(ax.figure) == []


def test_it_draws_on_the_axes_it_is_given():
    ax = style.blank(4, 3).add_subplot()
    assert plots.turn_taking(talk([0.3]), ax=ax) is ax


def test_two_drawings_are_byte_identical(tmp_path):
    one, two = (plots.picture(plots.turn_taking(talk([0.3, 0.4] * 22)).figure) for _ in range(2))
    assert one == two
