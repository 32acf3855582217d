"""Whose annotations are counted, and these as tables of moves and of sequences.

Suggestions by a machine are counted only for a caller who names the machine. Where nobody
is named, what was confirmed or settled is counted. What was rejected never is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from collections.abc import Sequence as Many
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from vuoro.measures.frames import Codes
from vuoro.model import MACHINES, STATUSES, Annotation, Encounter, Sequence, VuoroError

Judgement = TypeVar("Judgement", Annotation, Sequence)

SETTLED = ("confirmed", "adjudicated")

YES = (True, "y", "yes", "true")
ATTRIBUTES = (
    "basis",
    "form",
    "scope",
    "volunteered",
    "new_topic",
    "kind",
    "supported",
    "responsibility_shift",
)
"""The attributes of a move that some measure asks for; a column each, "" where not coded."""


class SeveralCoders(VuoroError):
    """More than one coder judged an encounter and nobody said whose codes to count."""


class UnknownTurn(VuoroError):
    """A judgement is about a turn that its encounter does not have."""


def counted(judgements: Iterable[Judgement], coders: Many[str]) -> list[Judgement]:
    """The judgements that count for a caller who named these coders, or nobody.

    Raises
    ------
    SeveralCoders
        where one encounter would be counted twice over.

    Examples
    --------
    >>> idea = Annotation(encounter="visit", turn="t1", code="propose", coder="detector:rules",
    ...                   start=0, stop=9, status="suggested")
    >>> counted([idea], []), len(counted([idea], ["detector:rules"]))
    ([], 1)
    """
    if coders:
        chosen = [one for one in judgements if one.coder in coders and one.status != "rejected"]
    else:
        chosen = [one for one in judgements if one.status in SETTLED]
    _refuse_double_coding(chosen, people_only=bool(coders))
    # What a machine suggested and a person entered at the same place is one move, not two.
    return list({_place(one): one for one in chosen}.values())


def coded(
    encounters: Many[Encounter], made: Iterable[Any], chosen: Iterable[Any], coders: Many[str]
) -> dict[str, Any]:
    """Three columns, a value for each encounter: was it coded, by whom, with what status.

    Where nobody has coded, that no move was found says nothing. An encounter in which a coder
    only rejected suggestions has been coded.
    """
    looked = {one.encounter for one in made if (one.coder in coders if coders else one.status != "suggested")}
    # A machine that is named was run over everything: what it did not find, it did look for.
    everywhere = any(coder.startswith(MACHINES) for coder in coders)
    who, how = defaultdict(set), defaultdict(set)
    for one in chosen:
        who[one.encounter].add(one.coder)
        how[one.encounter].add(one.status)
    ids = [encounter.id for encounter in encounters]
    return {
        "coded": np.array([everywhere or id in looked for id in ids], dtype=bool),
        "coders": [", ".join(sorted(who[id] or coders)) for id in ids],
        "statuses": [", ".join(sorted(how[id], key=STATUSES.index)) for id in ids],
    }


def rows_of(places: Many[tuple[str, str]], encounters: Many[Encounter]) -> Codes:
    """Where the turns with these ids, each with its encounter's, stand in the table of turns.

    Raises
    ------
    UnknownTurn
        where an encounter has no such turn.
    """
    wanted = {encounter for encounter, _ in places}
    rows, first = {}, 0
    for encounter in encounters:
        if encounter.id in wanted:
            rows[encounter.id] = {turn.id: first + at for at, turn in enumerate(encounter.turns)}
        first += len(encounter.turns)
    for encounter, turn in places:
        if turn not in rows[encounter]:
            raise UnknownTurn(
                f"{encounter} has no turn {turn!r}, but a judgement is about it. Was the transcript "
                "changed after it was coded? Give the transcript that was coded"
            )
    return np.array([rows[encounter][turn] for encounter, turn in places], dtype=np.int64)


def move_table(moves: Many[Annotation], rows: Codes, turns: pd.DataFrame) -> pd.DataFrame:
    """A row a move: `encounter`, `row` (its turn's in the turn table), `code`, `side`, `start`, attributes."""
    columns: dict[str, Any] = {
        "encounter": turns["encounter"].array.take(rows),
        "row": rows,
        "code": pd.Categorical([one.code for one in moves]),
        "side": turns["side"].array.take(rows),
        "start": np.array([one.start for one in moves], dtype=np.int64),
    }
    for name in ATTRIBUTES:
        columns[name] = pd.Categorical([_plain(one.attributes.get(name, "")) for one in moves])
    return pd.DataFrame(columns, copy=False)


def sequence_table(sequences: Many[Sequence], rows: Codes, turns: pd.DataFrame) -> pd.DataFrame:
    """A row a sequence: `encounter`, `row` and `side` of the first turn, `type`, `code`, `outcome`."""
    columns = {
        "encounter": turns["encounter"].array.take(rows),
        "row": rows,
        "type": pd.Categorical([one.type for one in sequences]),
        "code": pd.Categorical([one.code for one in sequences]),
        "outcome": pd.Categorical([one.outcome for one in sequences]),
        "side": turns["side"].array.take(rows),
    }
    return pd.DataFrame(columns, copy=False)


def _refuse_double_coding(chosen: Iterable[Any], *, people_only: bool) -> None:
    coders = defaultdict(set)
    for one in chosen:
        if not (people_only and one.coder.startswith(MACHINES)):
            coders[one.encounter].add(one.coder)
    for encounter, names in coders.items():
        if len(names) > 1:
            first, *_ = sorted(names)
            raise SeveralCoders(
                f"{encounter} was coded by {', '.join(sorted(names))}, and their moves must not be added up. "
                f"Name the one to count: coders=({first!r},), or --count {first}"
            )


def _place(one: Annotation | Sequence) -> Hashable:
    if isinstance(one, Annotation):
        return one.encounter, one.turn, one.start, one.stop, one.code
    return one.encounter, one.type, one.first_turn, one.last_turn, one.code, one.outcome


def _plain(value: Any) -> str:
    """An attribute as text; yes in any spelling is "y"."""
    return "y" if value in YES else str(value)
