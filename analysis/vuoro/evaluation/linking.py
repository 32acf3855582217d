"""How often the sequences that are linked from moves end as people say they end, type by type.

Two sequences are of the same place where they are of one type and begin in the same turn. What is
asked is, first, whether there is a sequence at all, and then whether its outcome is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from vuoro import sequences
from vuoro.model import Annotation, Encounter, Sequence
from vuoro.moves.support import CODES, support

ALL = "all"
"""The row that holds all types together; every sequence weighs the same."""

TYPES = tuple(f"S{number}" for number in range(1, 11))

PARTS = {"S3 fate": ("fate",), "S7 fields": sequences.FIELDS}
"""What is scored beside the outcome: the attributes of a type, each value an outcome of its own."""

Place = tuple[str, str, str]


def relink(encounters: Iterable[Encounter], annotations: Iterable[Annotation], coder: str) -> list[Sequence]:
    """The sequences that follow from a coder's moves, with the machine's support layer where they have none.

    Coders mark no terms and no repairs, although sequences S6 and S9 begin with them.
    """
    given = [one for one in annotations if one.coder == coder]
    found: list[Sequence] = []
    for encounter in encounters:
        moves = [one for one in given if one.encounter == encounter.id]
        found += sequences.link(encounter, moves, coder=coder)
        if moves and not any(one.code in CODES for one in moves):
            found += sequences.link(encounter, support(encounter))
    return found


def agreement(reference: Iterable[Sequence], other: Iterable[Sequence]) -> pd.DataFrame:
    """Two linkings compared: the table has a row a type, and one for all of them.

    `reference` and `found` are how many sequences each has, `placed` how many begin at the same
    place, `same` how many of these have the same outcome. `place_f1` and `f1` are 2 × placed and
    2 × same over reference + found, 0 to 1; `outcome` is same over placed (NaN where nothing was
    placed). Rows called by an attribute (`S3 fate`) score that attribute instead of the outcome.

    Examples
    --------
    >>> def s1(turn, outcome):
    ...     return Sequence(encounter="v", type="S1", first_turn=turn, last_turn=turn, outcome=outcome, coder="a")
    >>> table = agreement([s1("t1", "extended"), s1("t5", "minimal")], [s1("t1", "minimal"), s1("t5", "minimal")])
    >>> table.loc["S1", ["reference", "found", "placed", "same", "outcome"]].tolist()
    [2.0, 2.0, 2.0, 1.0, 0.5]
    """
    theirs, ours = list(reference), list(other)
    rows = {type: _compared(_outcomes(theirs, type), _outcomes(ours, type)) for type in TYPES}
    rows = {type: row for type, row in rows.items() if row["reference"] or row["found"]}
    rows[ALL] = _summed(rows.values())
    for part, names in PARTS.items():
        row = _compared(_details(theirs, part[:2], names), _details(ours, part[:2], names))
        if row["reference"]:
            rows[part] = row
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["reference", "found", "placed", "same"])
    table.index.name = "type"
    both = table["reference"] + table["found"]
    return table.assign(
        place_f1=2 * table["placed"] / both,
        outcome=table["same"] / table["placed"],
        f1=2 * table["same"] / both,
    )


def differences(reference: Iterable[Sequence], other: Iterable[Sequence]) -> pd.DataFrame:
    """Every place where two linkings differ: type, encounter, turn, and both outcomes ("" for none)."""
    theirs, ours = list(reference), list(other)
    rows = []
    for type in TYPES:
        want, have = _outcomes(theirs, type), _outcomes(ours, type)
        for place in sorted({*want, *have}):
            missed, extra = want.get(place, Counter()), have.get(place, Counter())
            if missed != extra:
                told = [", ".join(sorted((a - b).elements())) for a, b in ((missed, extra), (extra, missed))]
                rows.append((type, *place[:2], *told))
    return pd.DataFrame(rows, columns=["type", "encounter", "turn", "reference", "other"])


def _outcomes(sequences: Iterable[Sequence], type: str) -> dict[Place, Counter[str]]:
    found: dict[Place, Counter[str]] = {}
    for one in sequences:
        if one.type == type:
            found.setdefault((one.encounter, one.first_turn, ""), Counter())[one.outcome] += 1
    return found


def _details(sequences: Iterable[Sequence], type: str, names: tuple[str, ...]) -> dict[Place, Counter[str]]:
    found: dict[Place, Counter[str]] = {}
    for one in sequences:
        if one.type == type:
            for name, value in _told(one, names):
                found.setdefault((one.encounter, one.first_turn, name), Counter())[value] += 1
    return found


def _told(sequence: Sequence, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        if value := sequence.attributes.get(name):
            yield name, str(value)


def _compared(theirs: Mapping[Place, Counter[str]], ours: Mapping[Place, Counter[str]]) -> dict[str, int]:
    both = theirs.keys() & ours.keys()
    return {
        "reference": sum(counts.total() for counts in theirs.values()),
        "found": sum(counts.total() for counts in ours.values()),
        "placed": sum(min(theirs[place].total(), ours[place].total()) for place in both),
        "same": sum((theirs[place] & ours[place]).total() for place in both),
    }


def _summed(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    rows = list(rows)
    return {name: sum(row[name] for row in rows) for name in ("reference", "found", "placed", "same")}
