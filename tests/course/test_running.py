"""A notebook runs on a project of one's own, is kept there, and says what is missing in a sentence."""

from __future__ import annotations

import json

import pytest

from vuoro import project
from vuoro.course import NotForProjects, NotYet, notebooks, run
from vuoro.course.running import Stopped

nbformat = pytest.importorskip("nbformat", reason="pip install 'vuoro[lab]'")
pytest.importorskip("papermill", reason="pip install 'vuoro[lab]'")

TOO_FEW = {
    "10_comparing_groups": "who is in which group",
    "12_train_your_own_coder": "at least 5 encounters",
    "15_a_small_study": "takes five encounters",
}
"""What two coded encounters do not do for, and the words that say so."""
FOR_PROJECTS = [one.name for one in notebooks() if one.takes_project]


def errors(book) -> list:
    return [one for cell in book.cells for one in cell.get("outputs", []) if one.output_type == "error"]


def kept(path):
    return nbformat.read(path, as_version=4)


@pytest.mark.parametrize("name", [name for name in FOR_PROJECTS if name not in TOO_FEW])
def test_it_runs_on_two_encounters_that_two_people_coded(name, pair):
    path = run(name, pair)
    book = kept(path)
    assert path.parent == pair / "notebooks"
    assert path.name.startswith(name)
    assert errors(book) == []
    assert "Small study" in book.cells[-1].source
    told = json.dumps(book)
    assert "invented meetings" not in told
    assert str(pair) not in told


@pytest.mark.parametrize("name", TOO_FEW)
def test_what_takes_more_encounters_says_so_and_keeps_nothing(name, pair):
    before = list((pair / "notebooks").glob("*"))
    with pytest.raises(NotYet, match=TOO_FEW[name]):
        run(name, pair)
    assert list((pair / "notebooks").glob("*")) == before


@pytest.mark.parametrize(
    ("name", "parameters"), [("12_train_your_own_coder", {"HELD_BACK": ["g9_"]}), ("15_a_small_study", {})]
)
def test_with_seven_encounters_it_runs(name, parameters, seven):
    assert errors(kept(run(name, seven, parameters))) == []


def test_groups_of_few_professionals_are_read_from_a_table_and_not_told(seven):
    ids = [one.id for one in project.encounters(project.open(seven))]
    rows = [f"{encounter},p{n % 4},{'ab'[n % 2]}" for n, encounter in enumerate(ids)]
    (seven / "groups.csv").write_text("\n".join(["encounter,professional,group", *rows]), "utf-8")
    told = json.dumps(kept(run("10", seven, {"GROUPS": "../groups.csv"})))
    assert "fewer than five professionals could be read as one about a person" in told


def test_a_project_that_nobody_coded_is_told_what_to_do(uncoded):
    with pytest.raises(
        NotYet, match=r"^07_one_encounter: uncoded: nobody has coded here yet. Code with: vuoro annotate"
    ):
        run("7", uncoded)


def test_what_is_set_stands_in_the_copy(pair):
    book = kept(run("7", pair, {"ENCOUNTER": "g9_psychiatric_medication_en"}))
    (given,) = [cell.source for cell in book.cells if "injected-parameters" in cell.metadata.get("tags", ())]
    assert 'ENCOUNTER = "g9_psychiatric_medication_en"' in given
    assert 'PROJECT = ".."' in given


@pytest.mark.parametrize(
    ("name", "parameters", "told"),
    [
        ("3", {}, "03_annotating shows something on our corpora and takes no project"),
        ("7", {"COLOUR": "red"}, "07_one_encounter has no COLOUR to set; what can be set: ENCOUNTER"),
    ],
)
def test_what_a_notebook_cannot_do_is_told_before_anything_is_run(name, parameters, told, pair):
    with pytest.raises(NotForProjects, match=told):
        run(name, pair, parameters)


@pytest.fixture
def failing(tmp_path, monkeypatch):
    """A course of one notebook that breaks in its second step."""
    from nbformat import v4

    steps = [
        v4.new_markdown_cell("# Break\n\n**Question.** Does it break?"),
        v4.new_markdown_cell("What is read."),
        v4.new_code_cell('PROJECT = ""', metadata={"tags": ["parameters"]}),
        v4.new_markdown_cell("Divide by\nnothing."),
        v4.new_code_cell("1 / 0"),
        v4.new_markdown_cell("Ours: 25 encounters.", metadata={"tags": ["ours"]}),
    ]
    book = v4.new_notebook(
        cells=steps,
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(book, tmp_path / "00_break.ipynb")
    monkeypatch.setattr("vuoro.course.listing.PLACES", (tmp_path,))


def test_a_cell_that_fails_is_named_by_its_sentence_and_the_half_run_copy_is_kept(failing, pair):
    with pytest.raises(Stopped) as error:
        run("break", pair)
    (copy,) = (pair / "notebooks").glob("00_break-*.ipynb")
    assert str(error.value) == (
        "00_break stopped at “Divide by nothing.”: ZeroDivisionError: division by zero. "
        f"What was done until there is in {copy}"
    )
    book = kept(copy)
    assert len(errors(book)) == 1
    assert "25 encounters" not in json.dumps(book)
