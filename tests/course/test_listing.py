"""A notebook is found by number, name or part of a name, and says what it asks."""

from __future__ import annotations

import pytest

from vuoro.course import NoNotebook, notebook, notebooks
from vuoro.course import notebooks as listing


def test_the_course_begins_with_the_start_and_ends_with_a_study():
    names = [one.name for one in notebooks()]
    assert (names[0], names[-1], len(names)) == ("00_start_here", "15_a_small_study", 16)


@pytest.mark.parametrize("asked", ["7", "07", "one_encounter", "07_one_encounter", "07_one_encounter.ipynb"])
def test_it_is_found_by_number_and_name(asked):
    assert notebook(asked).title == "Interaction quality of one encounter"


def test_what_can_be_set_is_read_from_its_first_cell():
    assert dict(notebook("7").parameters) == {
        "CORPORA": "../corpora", "PROJECT": "", "ENCOUNTER": "g9_psychiatric_medication_en",
    }  # fmt: skip


def test_those_that_write_or_simulate_take_no_project():
    assert [one.name[:2] for one in notebooks() if not one.takes_project] == ["00", "03", "09", "11"]


@pytest.mark.parametrize(
    ("asked", "near"), [("one_encuonter", "07_one_encounter"), ("coder", "04_do_two_coders_agree")]
)
def test_a_name_that_is_none_or_several_is_told_the_nearest(asked, near):
    with pytest.raises(NoNotebook, match=near):
        notebook(asked)


def test_a_package_without_notebooks_says_how_to_get_them(tmp_path, monkeypatch):
    monkeypatch.setattr("vuoro.course.listing.PLACES", (tmp_path / "nowhere",))
    with pytest.raises(NoNotebook, match="pip install --force-reinstall vuoro"):
        listing()
