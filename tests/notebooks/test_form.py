"""Every notebook of the course is made alike, and says nothing that it does not hold to."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from vuoro.course import notebooks
from vuoro.course.listing import OURS, PARAMETERS

FOLDER = Path(__file__).parents[2] / "notebooks"
BOOKS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.ipynb"))}
MACHINE = re.compile(
    r"/(?:home|root|work|tmp|Users)/|[A-Z]:\\\\|\bhttps?://(?:localhost|127\.)|0x[0-9a-f]{6,}"
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
each = pytest.mark.parametrize("name", BOOKS)


def cells(name: str, kind: str = "") -> list[dict]:
    return [cell for cell in BOOKS[name]["cells"] if kind in ("", cell["cell_type"])]


def source(cell: dict) -> str:
    return "".join(cell["source"])


def tags(cell: dict) -> list[str]:
    return cell["metadata"].get("tags", [])


def outputs(name: str) -> list[dict]:
    return [output for cell in cells(name, "code") for output in cell["outputs"]]


def answer(name: str) -> str:
    return next(
        (source(cell) for cell in cells(name, "markdown") if source(cell).startswith("**Answer.**")), ""
    )


def test_the_course_is_numbered_without_gaps():
    assert [int(name[:2]) for name in BOOKS] == list(range(len(BOOKS)))


@each
def test_it_begins_with_a_title_and_one_question(name):
    first = source(cells(name)[0])
    assert first.startswith("# ")
    assert first.count("**Question.**") == 1
    (told,) = [one for one in notebooks() if one.name == name]
    assert told.question.endswith("?")


@each
def test_its_first_code_is_what_a_reader_may_set(name):
    code = cells(name, "code")
    assert [PARAMETERS in tags(cell) for cell in code] == [True, *[False] * (len(code) - 1)]
    assert all(isinstance(step, ast.Assign) for step in ast.parse(source(code[0])).body)


@each
def test_a_sentence_goes_before_each_piece_of_code(name):
    kinds = [cell["cell_type"] for cell in cells(name)]
    assert [kinds[at - 1] for at, kind in enumerate(kinds) if kind == "code"] == ["markdown"] * kinds.count(
        "code"
    )


@each
def test_without_what_is_ours_a_sentence_still_goes_before_each_piece_of_code(name):
    kinds = [cell["cell_type"] for cell in cells(name) if OURS not in tags(cell)]
    assert [kinds[at - 1] for at, kind in enumerate(kinds) if kind == "code"] == ["markdown"] * kinds.count(
        "code"
    )


@each
def test_it_was_run_from_top_to_bottom(name):
    counts = [cell["execution_count"] for cell in cells(name, "code")]
    assert counts == list(range(1, len(counts) + 1))
    assert not [one for one in outputs(name) if one["output_type"] == "error"]
    assert not [one for one in outputs(name) if one.get("name") == "stderr"]
    assert outputs(name)


@each
def test_every_number_of_the_answer_is_asserted(name):
    told = re.sub(r"\[[^]]*\]\([^)]*\)|\b[A-Z]\d+|95 ?%", "", answer(name))
    assert {number for number in NUMBER.findall(told) if not asserted(number, name)} == set()


def asserted(number: str, name: str) -> bool:
    """Whether a number stands in an assert of the notebook, as it is or as a share of one."""
    held = NUMBER.findall(" ".join(asserts(name)))
    return number in held or f"{float(number) / 100:.2f}" in held


def asserts(name: str) -> list[str]:
    """The code of what is asserted, without that of what is computed for it."""
    trees = [
        ast.parse(re.sub(r"^%.*$", "", source(cell), flags=re.MULTILINE)) for cell in cells(name, "code")
    ]
    return [
        ast.unparse(step.test) for tree in trees for step in ast.walk(tree) if isinstance(step, ast.Assert)
    ]


@each
def test_it_holds_no_path_or_address_of_a_machine(name):
    told = "".join(map(source, cells(name))) + json.dumps(outputs(name), ensure_ascii=False)
    assert MACHINE.findall(told) == []


@each
def test_every_output_can_be_read_as_text(name):
    shown = [one["data"] for one in outputs(name) if "data" in one]
    assert all(data.get("text/plain") for data in shown)
    assert not [data for data in shown if any("widget" in kind for kind in data)]
    assert "\x1b[" not in json.dumps(outputs(name))


@each
def test_what_it_leads_to_is_there(name):
    told = "".join(map(source, cells(name, "markdown")))
    for text, target in re.findall(r"\[([^]]*)\]\(([^)#]+)", told):
        assert (FOLDER / target).exists(), target
        assert text, f"{target} has no text that says what it is"


@each
def test_its_functions_are_short(name):
    for cell in cells(name, "code"):
        for step in ast.walk(ast.parse(re.sub(r"^%.*$", "", source(cell), flags=re.MULTILINE))):
            if isinstance(step, ast.FunctionDef):
                assert step.end_lineno - step.lineno < 6


@each
def test_it_is_kept_so_that_running_it_again_changes_nothing(name):
    nbformat = pytest.importorskip("nbformat", reason="pip install 'vuoro[lab]'")
    from vuoro.course.saving import steady

    kept = FOLDER / f"{name}.ipynb"
    assert nbformat.writes(steady(nbformat.read(kept, as_version=4))) + "\n" == kept.read_text("utf-8")
