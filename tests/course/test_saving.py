"""What differs from one run to the next is not kept."""

from __future__ import annotations

from copy import deepcopy

import pytest

from vuoro.course.saving import steady

v4 = pytest.importorskip("nbformat.v4", reason="pip install 'vuoro[lab]'")


def run(count: int, *pieces: str, widget: str = "a"):
    """A notebook as a kernel leaves it, the printed text cut in pieces."""
    printed = [v4.new_output("stream", name="stdout", text=piece) for piece in pieces]
    shown = v4.new_output(
        "execute_result",
        data={"text/plain": "Annotator()", "application/vnd.jupyter.widget-view+json": {"model_id": widget}},
        execution_count=count,
    )
    cell = v4.new_code_cell("go()", execution_count=count, outputs=[*printed, shown])
    cell.metadata = {"execution": {"shell.execute_reply": f"at {count}"}, "tags": ["ours"]}
    return v4.new_notebook(
        cells=[v4.new_markdown_cell("Go."), cell],
        metadata={"papermill": {"duration": count}, "widgets": {widget: {}}},
    )


def test_two_runs_are_kept_alike():
    first = steady(run(1, "one\n", "two\n", widget="a"))
    assert first == steady(run(9, "one\ntwo\n", widget="b"))
    assert first == steady(deepcopy(first))


def test_what_was_shown_and_tagged_stays():
    _, cell = steady(run(4, "one\n")).cells
    assert [one.output_type for one in cell.outputs] == ["stream", "execute_result"]
    assert dict(cell.outputs[1].data) == {"text/plain": "Annotator()"}
    assert (dict(cell.metadata), cell.execution_count) == ({"tags": ["ours"]}, 1)


def test_a_cell_that_was_not_run_gets_no_number():
    book = run(3, "one\n")
    book.cells.append(v4.new_code_cell("never()"))
    assert [cell.get("execution_count") for cell in steady(book).cells] == [None, 1, None]
