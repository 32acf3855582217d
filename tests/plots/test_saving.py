"""The same data is the same bytes."""

from __future__ import annotations

import pytest

from vuoro import plots


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_two_drawings_of_one_encounter_are_byte_identical(visit, moves, links, tmp_path, ending):
    first = plots.save(plots.timeline(visit, moves, links).figure, tmp_path / f"one.{ending}")
    second = plots.save(plots.timeline(visit, moves, links).figure, tmp_path / f"two.{ending}")
    assert first.read_bytes() == second.read_bytes()


def test_saving_twice_does_not_change_the_figure(visit, tmp_path):
    figure = plots.timeline(visit).figure
    kept = [plots.save(figure, tmp_path / name).read_bytes() for name in ("a.svg", "a.png", "b.svg", "b.png")]
    assert kept[:2] == kept[2:]


def test_pictures_tell_neither_the_time_nor_the_program(visit, tmp_path):
    figure = plots.timeline(visit).figure
    svg = plots.save(figure, tmp_path / "a.svg").read_text("utf-8")
    png = plots.save(figure, tmp_path / "a.png").read_bytes()
    assert [word for word in ("dc:date", "dc:creator", "matplotlib.org") if word in svg] == []
    assert b"Software" not in png


def test_the_text_of_a_picture_is_what_would_be_saved(visit, tmp_path):
    figure = plots.timeline(visit).figure
    saved = plots.save(figure, tmp_path / "a.svg")
    assert plots.picture(figure).count("<text") == saved.read_text("utf-8").count("<text") > 0


def test_another_ending_is_refused_with_the_choices(visit, tmp_path):
    with pytest.raises(
        plots.UnknownPicture, match=r"cannot save a figure as 'bmp'. Choose one of svg, png, pdf"
    ):
        plots.save(plots.timeline(visit).figure, tmp_path / "a.bmp")
