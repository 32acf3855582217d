"""A notebook without what differs from one run to the next, so that git shows only what changed."""

from __future__ import annotations

from typing import Any

WIDGET = "application/vnd.jupyter.widget-view+json"
"""An output that only the kernel that made it can show; the text beside it stays."""


def steady(book: Any) -> Any:
    """The same notebook with steady ids and counts, and without times, machine paths and live widgets.

    Examples
    --------
    >>> import nbformat.v4 as v4
    >>> cell = v4.new_code_cell("1", execution_count=7, metadata={"execution": {"iopub.status.busy": "now"}})
    >>> made = steady(v4.new_notebook(cells=[cell], metadata={"papermill": {"duration": 3.1}}))
    >>> made.cells[0].execution_count, made.cells[0].metadata, made.metadata.language_info
    (1, {}, {'name': 'python'})
    """
    book.metadata = type(book.metadata)(
        kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
        language_info={"name": "python"},
    )
    book.cells = [cell for cell in book.cells if not _by_papermill(cell)]
    counts = 0
    for place, cell in enumerate(book.cells):
        cell.id = f"cell-{place:02d}"
        for name in ("execution", "papermill", "collapsed", "scrolled", "trusted"):
            cell.metadata.pop(name, None)
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
        if cell.cell_type == "code":
            counts += cell.execution_count is not None
            _settle(cell, counts)
    return book


def _settle(cell: Any, count: int) -> None:
    if cell.execution_count is not None:
        cell.execution_count = count
    cell.outputs = _joined(cell.outputs)
    for output in cell.outputs:
        if "execution_count" in output:
            output.execution_count = cell.execution_count
        output.get("data", {}).pop(WIDGET, None)


def _joined(outputs: list[Any]) -> list[Any]:
    """Printed lines as one output: how a stream is cut depends on how busy the machine was."""
    made: list[Any] = []
    for output in outputs:
        last = made[-1] if made else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            made.append(output)
    return made


def _by_papermill(cell: Any) -> bool:
    """A cell that papermill puts in to point at an error; ours is told in words."""
    return "papermill-error-cell-tag" in cell.metadata.get("tags", ())
