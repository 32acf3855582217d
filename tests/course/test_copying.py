"""The course can be taken into a folder of one's own, and lies there as it lies here."""

from __future__ import annotations

import pytest

from vuoro import cli
from vuoro.course import CourseInTheWay, copy, notebooks
from vuoro.course.listing import read


def test_every_notebook_and_all_that_it_reads_is_copied(tmp_path):
    made = copy(tmp_path / "course")
    assert [read(path).question for path in sorted(made.glob("*.ipynb"))] == [
        one.question for one in notebooks()
    ]
    assert (made / "../corpora/g1_return_to_work/gold.csv").is_file()


def test_work_that_is_there_is_not_written_over(tmp_path):
    mine = tmp_path / "corpora"
    mine.mkdir()
    with pytest.raises(CourseInTheWay, match="corpora is there already; name another folder"):
        copy(tmp_path)
    assert sorted(tmp_path.iterdir()) == [mine]


def test_the_command_says_how_the_course_is_opened(tmp_path, capsys):
    assert cli.main(["notebook", "--copy", str(tmp_path / "course")]) == 0
    assert capsys.readouterr().out.endswith("course/notebooks/00_start_here.ipynb\n")
