"""Putting encounters on the disk: whole or not at all, and nobody's file is lost."""

from __future__ import annotations

import pytest

from vuoro.formats.writing import Report, Unwritable, Written, target_of, write, writer
from vuoro.model import Encounter, Problem, Turn

LOSS = Problem(line=None, text="", message="a verse has no times.", rule="not-written-times")


@writer("verse", suffix=".verse")
def write_verse(encounter):
    return Written(files={"": encounter.turns[0].text.encode()}, losses=(LOSS,))


@writer("renga", suffix=".renga", several=True)
def write_renga(encounters):
    return Written(files={"": b"\n".join(e.turns[0].text.encode() for e in encounters)})


@writer("garden", suffix="", several=True, folder=True)
def write_garden(encounters):
    return Written(files={"stones/one.txt": b"1", "names.txt": ", ".join(e.id for e in encounters).encode()})


def encounter(id="visit", words="Hyvää päivää."):
    return Encounter(id=id, turns=(Turn(id="t1", speaker="D", raw=words, text=words),))


def test_the_ending_of_the_path_chooses_the_writer_and_losses_are_told(tmp_path):
    path = tmp_path / "visit.verse"
    assert write(encounter(), path) == Report(paths=(path,), losses=(LOSS,))
    assert path.read_text("utf-8") == "Hyvää päivää."


def test_an_unknown_ending_names_what_there_is(tmp_path):
    with pytest.raises(Unwritable, match=r"visit\.rtf: nothing is written .* verse \(\.verse\)"):
        target_of(tmp_path / "visit.rtf")


def test_what_is_there_stays_unless_it_may_go(tmp_path):
    path = tmp_path / "visit.verse"
    path.write_text("mine")
    with pytest.raises(Unwritable, match="is there already"):
        write(encounter(), path)
    assert path.read_text() == "mine"
    write(encounter(words="yours"), path, overwrite=True)
    assert path.read_text() == "yours"


def test_several_encounters_become_a_file_each_in_a_folder(tmp_path):
    report = write([encounter("a/b", "one"), encounter("a_b", "two")], tmp_path / "out", format="verse")
    assert [(path.name, path.read_text()) for path in report.paths] == [
        ("a_b.verse", "one"),
        ("a_b-2.verse", "two"),
    ]


def test_several_encounters_do_not_fit_a_file_for_one(tmp_path):
    with pytest.raises(Unwritable, match="a verse file holds one encounter, and there are 2"):
        write([encounter("a"), encounter("b")], tmp_path / "visits.verse")
    assert list(tmp_path.iterdir()) == []


def test_a_format_for_many_gets_them_all_at_once(tmp_path):
    path = tmp_path / "visits.renga"
    write([encounter("a", "one"), encounter("b", "two")], path)
    assert path.read_text() == "one\ntwo"


def test_a_format_that_is_a_folder_leaves_the_rest_of_the_folder_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    report = write([encounter("a"), encounter("b")], tmp_path, format="garden")
    assert sorted(path.relative_to(tmp_path).as_posix() for path in report.paths) == [
        "names.txt",
        "stones/one.txt",
    ]
    assert (tmp_path / "names.txt").read_text() == "a, b"
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path):
    writer("burglar", suffix=".burglar", several=True, folder=True)(
        lambda encounters: Written(files={"../../etc/passwd": b""})
    )
    with pytest.raises(Unwritable, match="would lie outside the folder"):
        write(encounter(), tmp_path / "loot.burglar")
    assert list(tmp_path.iterdir()) == []


def test_a_writer_that_fails_leaves_nothing_behind(tmp_path):
    def fail(encounter):
        raise Unwritable("visit: no turn has times.")

    writer("timed", suffix=".timed")(fail)
    with pytest.raises(Unwritable, match="no turn has times"):
        write(encounter(), tmp_path / "visit.timed")
    assert list(tmp_path.iterdir()) == []


def test_no_encounter_is_nothing_to_write(tmp_path):
    with pytest.raises(Unwritable, match="there is no encounter to write"):
        write([], tmp_path / "visits.renga")
