"""What a timeline shows, read from its SVG and its artists."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex

from vuoro import annotations, formats, plots
from vuoro.model import Annotation, Encounter, Participant, Turn
from vuoro.plots import style


def texts(ax) -> list[str]:
    """All that can be read in the figure."""
    root = ElementTree.fromstring(plots.picture(ax.figure))
    found = root.iter("{http://www.w3.org/2000/svg}text")
    return [re.sub(r"\s+", " ", "".join(element.itertext())).strip() for element in found]


def drawn_marks(ax) -> list[tuple[str, str]]:
    """Face and edge colour of every group of marks that has at least one mark, without their figures."""
    return [
        (to_hex(marks.get_facecolor()[0]), to_hex(marks.get_edgecolor()[0]))
        for marks in ax.collections
        if isinstance(marks, PathCollection) and len(marks.get_offsets()) and marks.get_zorder() == 4
    ]


def test_speakers_stand_by_their_lanes_with_their_roles(visit):
    assert {"L", "yrkesperson", "P", "klient"} <= set(texts(plots.timeline(visit, language="sv")))


def test_confirmed_moves_are_filled_suggested_ones_hollow_and_rejected_ones_left_out(visit, moves):
    ways = {way: look.colour.lower() for way, look in style.WAYS.items()}
    assert drawn_marks(plots.timeline(visit, moves)) == [(ways[1], style.INK), (style.PAPER, ways[2])]


def test_moves_of_other_encounters_are_left_out(visit, moves):
    others = [replace(move, encounter="annat") for move in moves]
    assert drawn_marks(plots.timeline(visit, others)) == []


@pytest.mark.parametrize(
    ("language", "outcomes"),
    [
        ("en", ["S1 → short answer", "S2 → is confirmed"]),
        ("sv", ["S1 → kort svar", "S2 → bekräftas"]),
        ("fi", ["S1 → lyhyt vastaus", "S2 → vahvistetaan"]),
    ],
)
def test_a_sequence_says_what_became_of_it(visit, moves, links, language, outcomes):
    shown = texts(plots.timeline(visit, moves, links, language=language))
    assert [text for text in shown if text.startswith("S")] == outcomes


def test_whose_annotations_are_drawn_is_said_under_the_title(visit, moves, links):
    shown = texts(plots.timeline(visit, moves, links, language="fi"))
    assert "Koneen merkintöjä, ei ihmisen vahvistamia. Koodaaja: aino, detector:rules" in shown


def test_a_coding_by_people_alone_carries_no_warning(visit, moves, links):
    shown = texts(plots.timeline(visit, moves[:1], links[:1]))
    assert "Coder: aino" in shown
    assert not any("Machine" in text for text in shown)


def test_a_long_silence_is_measured(visit):
    assert "5 s" in texts(plots.timeline(visit))


def test_without_times_the_axis_says_so_and_counts_turns(untimed):
    shown = texts(plots.timeline(untimed))
    assert "Turn; each turn is as wide as its number of words (the transcript has no times)" in shown
    assert {"1", "2", "3"} <= set(shown)


def test_an_empty_encounter_is_an_empty_timeline():
    assert "No moves are marked in this encounter" in texts(plots.timeline(Encounter(id="empty", turns=())))


def test_what_speakers_are_called_is_never_taken_for_mathematics():
    strange = Encounter(
        id="$x_1$ <b>", turns=(Turn(id="$1$", speaker=r"$\frac{1}$", raw="Hi", text="Hi"),),
        participants=(Participant(id=r"$\frac{1}$", role="client"),),
    )  # fmt: skip
    shown = texts(plots.timeline(strange))
    assert [text in shown for text in (r"$\frac{1}$", "$1$", "$x_1$ <b>: turns, moves and sequences")] == [
        True
    ] * 3


def test_it_draws_on_the_axes_it_is_given(visit):
    ax = style.blank(8, 3).add_subplot()
    assert plots.timeline(visit, ax=ax) is ax


def test_no_figure_stays_open_behind_the_users_back(visit):
    pyplot = pytest.importorskip("matplotlib.pyplot")
    before = pyplot.get_fignums()
    plots.timeline(visit)
    assert pyplot.get_fignums() == before


def test_three_hundred_turns_fit_in_a_small_file():
    turns = tuple(
        Turn(id=f"t{n:04d}", speaker="LP"[n % 2], raw="så är det nog " * 3, text="så är det nog " * 3,
             start=n * 2.0, end=n * 2.0 + 2.2)
        for n in range(1, 301)
    )  # fmt: skip
    long = Encounter(id="long", turns=turns)
    moves = [
        Annotation(encounter="long", turn=turn.id, code="ask_info", coder="aino", start=0, stop=3)
        for turn in turns[::3]
    ]
    assert len(plots.picture(plots.timeline(long, moves).figure)) < 300_000


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_at_the_width_of_a_page_nothing_runs_into_anything(visit, moves, links, language, illegible):
    figure = plots.timeline(visit, moves, links, language=language).figure
    assert figure.get_size_inches()[0] == pytest.approx(style.PAGE)
    assert illegible(figure) == []


@pytest.mark.parametrize("name", ["g9_psychiatric_medication_en", "g2_rehabilitation_meeting_contrast_fi"])
def test_a_whole_meeting_can_be_read(corpora, name, illegible):
    meeting = next(iter(formats.read_corpus(corpora / name)))
    coded = annotations.read_annotations(corpora / name / "gold.csv", [meeting])
    linked = annotations.read_sequences(corpora / name / "gold_sequences.csv")
    assert illegible(plots.timeline(meeting, coded, linked).figure) == []


def test_a_real_consultation_can_be_read(testdata, illegible):
    group = next(iter(formats.gather([testdata / "data" / "primock57"])))
    consultation = next(iter(formats.read_group(group)))
    assert illegible(plots.timeline(consultation).figure) == []
