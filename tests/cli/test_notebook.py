"""`vuoro notebook` lists the course, tells of one notebook, and says in a sentence why one cannot be run."""

from __future__ import annotations

import pytest

from vuoro import cli
from vuoro.course import notebooks


def test_the_list_has_every_notebook_with_its_question(capsys):
    assert cli.main(["notebook"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert [one for one in notebooks() if f"{one.name}: {one.question}" not in told] == []


def test_one_notebook_tells_what_can_be_set_and_how_it_is_opened(capsys):
    assert cli.main(["notebook", "one_encounter"]) == 0
    told = capsys.readouterr().out
    assert "  ENCOUNTER = 'g9_psychiatric_medication_en'\n" in told
    assert "07_one_encounter.ipynb" in told
    assert "vuoro notebook 07_one_encounter --project DIR" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--project", "."], "say which notebook"),
        (["nowhere"], "there is no one notebook 'nowhere'"),
        (["3", "--project", "nowhere"], "vuoro new nowhere"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(arguments, told, capsys):
    assert cli.main(["notebook", *arguments]) == 2
    assert told in capsys.readouterr().err
