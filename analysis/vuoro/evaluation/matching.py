"""A reference coding brought together with transcripts, where the two were not made by one program.

Ids that went through a spreadsheet come back changed: ``007`` as ``7``, ``12`` as ``12.0``, quoted,
or with spaces. They are matched all the same where only one turn can be meant. Whatever has no
counterpart is a Problem and is left out; nothing is dropped in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from vuoro import annotations as tables
from vuoro.model import Annotation, Encounter, Problem, record

REQUIRED = ("encounter", "turn", "code")

NOBODY = "gold"
"""The coder of a row that names none."""

SPELLED = "\0"
"""Before a key, so that it is never taken for an id."""

_QUOTED = re.compile(r'^="(.*)"$')
_WHOLE = re.compile(r"0*(\d+)(?:[.,]0+)?")


@record
class Matched:
    """A reference coding of encounters that were read.

    ``coded`` are the ids of those encounters that it names. ``elsewhere`` counts the rows about
    encounters that were not read; ``problems`` are rows about read ones that could not be used, or
    not as they stand.
    """

    annotations: tuple[Annotation, ...]
    coded: tuple[str, ...]
    elsewhere: Mapping[str, int]
    problems: tuple[Problem, ...]

    @property
    def lost(self) -> tuple[Problem, ...]:
        """The problems that cost a judgement."""
        return tuple(problem for problem in self.problems if problem.rule == "no-such-turn")


def key(id: str) -> str:
    """What is left of an id when all that spreadsheets do to it is undone.

    Examples
    --------
    >>> key(" 007 "), key("7.0"), key('="7"'), key("T0007")
    ('7', '7', '7', 't0007')
    """
    plain = _QUOTED.sub(r"\1", id.strip()).strip().strip("'\"").strip().casefold()
    number = _WHOLE.fullmatch(plain)
    return number[1] if number else plain


def matched(paths: Iterable[str | Path], encounters: Iterable[Encounter]) -> Matched:
    """The judgements of reference tables, in any order, about these encounters.

    Only `encounter`, `turn` and `code` must be there. A span that is not inside its turn is about
    another state of the transcript: the judgement is then taken to be about the whole turn.

    Raises
    ------
    vuoro.annotations.BadAnnotations
        a table cannot be read at all, or a column is missing.
    """
    encounters = list(encounters)
    known = _spelled(encounter.id for encounter in encounters)
    turns = {e.id: _spelled(turn.id for turn in e.turns) for e in encounters}
    sizes = {(e.id, turn.id): len(turn.raw) for e in encounters for turn in e.turns}
    found: list[Annotation] = []
    problems: list[Problem] = []
    coded: dict[str, None] = {}
    elsewhere: Counter[str] = Counter()
    for path in map(Path, paths):
        kept = []
        for line, row in tables.rows(path, REQUIRED):
            encounter = _meant(row["encounter"], known)
            if not encounter:
                elsewhere[row["encounter"]] += 1
                continue
            coded[encounter] = None
            turn = _meant(row["turn"], turns[encounter])
            if not turn:
                problems.append(_no_turn(path, line, row, encounter))
            elif row["code"].strip():
                row = {**row, "encounter": encounter, "turn": turn, "coder": row.get("coder") or NOBODY}
                problems += _outside(path, line, row, sizes[encounter, turn])
                kept.append((line, row))
        found += tables.annotations_from(kept, encounters, name=path.name)
    return Matched(
        annotations=tuple(found), coded=tuple(coded), elsewhere=elsewhere, problems=tuple(problems)
    )


def _spelled(ids: Iterable[str]) -> dict[str, str]:
    """Ids by themselves, and by their key where no other id has the same."""
    ids = list(ids)
    often = Counter(map(key, ids))
    return {SPELLED + key(id): id for id in ids if often[key(id)] == 1} | {id: id for id in ids}


def _meant(cell: str, ids: Mapping[str, str]) -> str:
    return ids.get(cell) or ids.get(cell.strip()) or ids.get(SPELLED + key(cell), "")


def _no_turn(path: Path, line: int, row: Mapping[str, str], encounter: str) -> Problem:
    return Problem(
        line=line,
        text=row["turn"],
        message=f"encounter {encounter!r} has no turn {row['turn']!r}; {row['code']!r} was left out.",
        rule="no-such-turn",
        file=path.name,
    )


def _outside(path: Path, line: int, row: dict[str, str], size: int) -> list[Problem]:
    """Takes a span away that the turn does not have, and says so."""
    try:
        start, stop = (
            int(float(row.get(name) or default)) for name, default in (("start", 0), ("stop", size))
        )
    except (ValueError, OverflowError):
        return []  # the table's own reader says what is wrong with it
    if 0 <= start <= stop <= size:
        return []
    message = f"the span {start}–{stop} is outside turn {row['turn']!r} of {size} characters; the whole turn was taken."
    row.update(start="", stop="")
    return [Problem(line=line, text=row["turn"], message=message, rule="span-outside", file=path.name)]
