"""From an export to a long table: a row for each respondent and item; a Problem for each cell not read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from vuoro.formats.tables.cells import Row
from vuoro.model import Problem, record
from vuoro.surveys.forms import BadForm, Column, Form, form_path, read_form
from vuoro.surveys.items import labels
from vuoro.surveys.scales import GIVEN, UNREAD, plain, understood
from vuoro.surveys.sheets import Sheet, open_sheet

COLUMNS = (
    "encounter", "respondent", "side", "item", "value", "answer", "raw", "scale", "low", "high", "step",
    "file", "line",
)  # fmt: skip


@record
class Answers:
    """What was answered, and what could not be read.

    ``frame`` has a row for each respondent and item: `encounter`, `respondent`, `side` (client or staff),
    `item`, `value` (NaN unless `answer` is given), `answer` (given, dont_know, not_applicable, missing or
    unread), `raw` as it stood in the cell (answers in own words may name people), `scale` with its `low`,
    `high` and `step`, `file` and `line`.
    ``own`` are the labels of items that only these forms have, ``unused`` the columns that were not read.
    """

    frame: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    own: tuple[tuple[str, str], ...] = ()
    unused: tuple[str, ...] = ()

    def labels(self, language: str = "en") -> dict[str, str]:
        """What each item is called, the forms' own ones in their own words."""
        return {**labels(language), **dict(self.own)}


def read(
    path: str | Path, form: Form | str | Path | None = None, *, encounters: Collection[str] = ()
) -> Answers:
    """The answers in the export of a form tool: CSV or TSV with any delimiter, or Excel.

    Which column is what is told by a :class:`Form`, or by the TOML file of one; without, by the file
    ``NAME.survey.toml`` beside the export. Nothing is guessed: a cell that is no answer on its scale is
    `unread`, with a Problem that says where it stands and what to do. No other column is read, so that
    names and addresses stay where they are.

    Parameters
    ----------
    encounters : ids that there are; an answer about any other is read all the same, with a Problem

    Raises
    ------
    Unreadable
        where the file is no table.
    BadForm
        where the mapping names a column that there is not.
    """
    if not isinstance(form, Form):
        form = read_form(form or form_path(path))
    sheet = open_sheet(path, delimiter=form.delimiter, header=form.header, sheet=form.sheet)
    places = _Places(sheet, form)
    problems = list(sheet.problems)
    told = [one for row in sheet.rows for one in _row(row, places, problems)]
    frame = pd.DataFrame(told, columns=list(COLUMNS)).astype(
        dict.fromkeys(("value", "low", "high", "step"), float)
    )
    problems += [*_strangers(frame, encounters), *_doubles(frame)]
    return Answers(frame=frame, problems=tuple(problems), own=tuple(form.own.items()), unused=places.unused)


def together(*several: Answers) -> Answers:
    """The answers of several exports, such as the clients' and the staff's, as those of one."""
    frame = pd.concat([one.frame for one in several], ignore_index=True)
    problems = [problem for one in several for problem in one.problems if problem.rule != "double-answer"]
    return Answers(
        frame=frame,
        problems=(*problems, *_doubles(frame)),
        own=tuple({pair: None for one in several for pair in one.own}),
        unused=tuple(name for one in several for name in one.unused),
    )


class _Places:
    """Where in a row everything stands."""

    def __init__(self, sheet: Sheet, form: Form) -> None:
        self.sheet, self.form = sheet, form
        self.encounter = self._at(form.encounter)
        self.respondent = self._at(form.respondent)
        self.side = self._at(form.side_column)
        self.questions = [(question, self._at(question.column)) for question in form.questions]
        used = {self.encounter, self.respondent, self.side, *(at for _, at in self.questions)}
        self.unused = tuple(name for at, name in enumerate(sheet.headings) if at not in used)

    def _at(self, column: Column) -> int:
        """The place of a column, -1 for none."""
        if column == "":
            return -1
        if isinstance(column, int):
            if 1 <= column <= len(self.sheet.headings):
                return column - 1
            raise BadForm(f"{self.sheet.file}: no column {column}; there are {len(self.sheet.headings)}.")
        found = [at for at, name in enumerate(self.sheet.headings) if plain(name) == plain(column)]
        if len(found) == 1:
            return found[0]
        if found:
            numbers = " or ".join(str(at + 1) for at in found)
            raise BadForm(
                f"{self.sheet.file}: {len(found)} columns are called {column!r}; say which: {numbers}."
            )
        raise BadForm(f"{self.sheet.file}: no column {column!r}. There are {list(self.sheet.headings)}.")


def _row(row: Row, places: _Places, problems: list[Problem]) -> Iterator[tuple[Any, ...]]:
    """The answers of one respondent; none where nobody can tell of which encounter or side they are."""
    form, file = places.form, places.sheet.file
    code = _cell(row, places.encounter).strip()
    encounter = form.encounters.get(plain(code), code)
    if not encounter:
        problems.append(
            _problem(row, places, places.encounter, "no encounter is named; the row was not read.")
        )
        return
    side = form.side or form.side_labels.get(plain(_cell(row, places.side)), "")
    if not side and (places.side >= 0 or not all(question.side for question, _ in places.questions)):
        message = "neither client nor staff; the row was not read. Add the label to [side]."
        problems.append(_problem(row, places, places.side, message))
        return
    # Without a column of ids, nobody is told from anybody else but by the row.
    respondent = _cell(row, places.respondent).strip() or f"{file}:{row.line}"
    for question, at in places.questions:
        if side and question.side not in ("", side):
            continue
        raw, scale = _cell(row, at), question.scale
        found = understood(raw, scale, question.direction)
        if found.answer == UNREAD:
            problems.append(_problem(row, places, at, found.why))
        yield (encounter, respondent, question.side or side, question.item, found.value, found.answer,
               raw.strip(), scale.id, scale.low, scale.high, scale.step, file, row.line)  # fmt: skip


def _cell(row: Row, at: int) -> str:
    return row.cells[at] if 0 <= at < len(row.cells) else ""


def _problem(row: Row, places: _Places, at: int, message: str) -> Problem:
    heading = places.sheet.headings[at] if at >= 0 else "(no column)"
    return Problem(line=row.line, text=_cell(row, at), message=f"column {heading!r}: {message}",
                   rule="unread-cell", file=places.sheet.file)  # fmt: skip


def _strangers(frame: pd.DataFrame, encounters: Collection[str]) -> Iterator[Problem]:
    if not encounters:
        return
    strange: Any = frame[~frame["encounter"].isin(encounters)].groupby(["file", "line", "encounter"])
    for (file, line, id), _ in strange:
        message = "there is no encounter of that id; map it under [encounters], or leave it."
        yield Problem(line=line, text=id, message=message, rule="unknown-encounter", file=file)


def _doubles(frame: pd.DataFrame) -> Iterator[Problem]:
    """The same respondent twice about the same encounter and item: both are kept, and it is told."""
    key = ["encounter", "respondent", "side", "item"]
    given = frame[frame["answer"] == GIVEN]
    twice = given[given.duplicated(key)]
    by_row: Any = twice.groupby(["file", "line"])
    for (file, line), rows in by_row:
        who = f"{rows['respondent'].iloc[0]} ({rows['side'].iloc[0]}) on {rows['encounter'].iloc[0]}"
        message = (
            "has answered before; both answers are kept, and neither is compared. Delete one of the rows."
        )
        yield Problem(line=line, text=who, message=message, rule="double-answer", file=file)
