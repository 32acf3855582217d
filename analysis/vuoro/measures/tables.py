"""The judgements that count as tables: moves, sequences, decisions, and the support layer.

Every table has `encounter` and `row`, the place of the turn in the turn table; a further turn that
is not there is at -1. What was not coded is "" in a column of text and NaN in one of numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many
from typing import Any

import numpy as np
import pandas as pd

from vuoro.measures.frames import Codes
from vuoro.model import Annotation, Decision, Encounter, Sequence, VuoroError

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
    "focus",
    "type",
    "what",
    "adverse",
    "grounds",
    "no_action_included",
    "tilted",
)
"""The attributes of a move that some measure asks for; a column each."""

OF_SEQUENCES = (
    "correction_taken",
    "corrected",
    "fate",
    "trigger",
    "supported",
    "scope",
    "adverse",
    "resolved",
    "term",
    "by",
    "addressed_to",
    "grounds_given",
    "view_sought",
    "client_had_turn",
    "response_received",
    "way_forward",
)
"""The attributes of a sequence, a column each."""

OF_DECISIONS = ("adverse", "negotiable", "closed_by", "view_sought", "view_given")
"""The attributes of a decision, a column each, beside its features b1 to b9."""

FEATURES = tuple(f"b{number}" for number in range(1, 10))

OF_SUPPORT = ("term", "explained", "domain")
"""The attributes of a mark of the support layer, a column each."""

NOWHERE = -1


class UnknownTurn(VuoroError):
    """A judgement is about a turn that its encounter does not have."""


class Places:
    """Where the turns of the encounters stand in the turn table, looked up by id."""

    def __init__(self, encounters: Many[Encounter], wanted: set[str]) -> None:
        self._rows: dict[str, dict[str, int]] = {}
        first = 0
        for encounter in encounters:
            if encounter.id in wanted:
                self._rows[encounter.id] = {turn.id: first + at for at, turn in enumerate(encounter.turns)}
            first += len(encounter.turns)

    def rows(self, turns: Iterable[tuple[str, str]]) -> Codes:
        """The row of each turn, named by its encounter and its id; -1 where the id is "".

        Raises
        ------
        UnknownTurn
            where an encounter has no such turn.
        """
        return np.array([self._row(encounter, turn) for encounter, turn in turns], dtype=np.int64)

    def _row(self, encounter: str, turn: str) -> int:
        if not turn:
            return NOWHERE
        try:
            return self._rows[encounter][turn]
        except KeyError:
            raise UnknownTurn(
                f"{encounter} has no turn {turn!r}, but a judgement is about it. Was the transcript "
                "changed after it was coded? Give the transcript that was coded"
            ) from None


def move_table(moves: Many[Annotation], places: Places, turns: pd.DataFrame) -> pd.DataFrame:
    """A row a move: `encounter`, `row`, `code`, `side`, `start` and `stop` in the turn's raw, attributes."""
    return _spans(moves, places, turns, ATTRIBUTES)


def support_table(marks: Many[Annotation], places: Places, turns: pd.DataFrame) -> pd.DataFrame:
    """A row a mark of the support layer, with the columns of a move and :data:`OF_SUPPORT`."""
    return _spans(marks, places, turns, OF_SUPPORT)


def sequence_table(sequences: Many[Sequence], places: Places, turns: pd.DataFrame) -> pd.DataFrame:
    """A row a sequence: `row` and `side` of the first turn, `type`, `code`, `outcome`, attributes.

    Also `response_row`, `last_row`, and `gap` before the response in seconds.
    """
    rows = places.rows((one.encounter, one.first_turn) for one in sequences)
    columns = {
        "encounter": turns["encounter"].array.take(rows),
        "row": rows,
        "type": pd.Categorical([one.type for one in sequences]),
        "code": pd.Categorical([one.code for one in sequences]),
        "outcome": pd.Categorical([one.outcome for one in sequences]),
        "side": turns["side"].array.take(rows),
        "response_row": places.rows((one.encounter, one.response_turn) for one in sequences),
        "last_row": places.rows((one.encounter, one.last_turn) for one in sequences),
        "gap": np.array([one.gap for one in sequences], dtype=float),
        **_attributes([one.attributes for one in sequences], OF_SEQUENCES),
    }
    return pd.DataFrame(columns, copy=False)


def decision_table(decisions: Many[Decision], places: Places, turns: pd.DataFrame) -> pd.DataFrame:
    """A row a decision: its turns, outcome and origins, `commitment`, features, and attributes.

    `row`, `last_row` and `sealed_row` are its first, its last and the closing turn; `id` is its
    place in ``Talk.decided``, where its moves, responses and doubts stand.
    """
    rows = places.rows((one.encounter, one.first_turn) for one in decisions)
    columns = {
        "encounter": turns["encounter"].array.take(rows),
        "row": rows,
        "last_row": places.rows((one.encounter, one.last_turn) for one in decisions),
        "sealed_row": places.rows((one.encounter, one.sealed_turn) for one in decisions),
        "id": np.arange(len(decisions)),
        **{
            name: pd.Categorical([getattr(one, name) for one in decisions])
            for name in (
                "outcome",
                "type",
                "origin_of_first_proposal",
                "origin_of_adopted_option",
                "goal_owner",
            )
        },
        "options_named": np.array([one.options_named for one in decisions], dtype=np.int64),
        "commitment": np.array([one.commitment for one in decisions], dtype=float),
        **_attributes([one.features for one in decisions], FEATURES),
        **_attributes([one.attributes for one in decisions], OF_DECISIONS),
    }
    return pd.DataFrame(columns, copy=False)


def _spans(spans: Many[Annotation], places: Places, turns: pd.DataFrame, names: Many[str]) -> pd.DataFrame:
    rows = places.rows((one.encounter, one.turn) for one in spans)
    columns = {
        "encounter": turns["encounter"].array.take(rows),
        "row": rows,
        "code": pd.Categorical([one.code for one in spans]),
        "side": turns["side"].array.take(rows),
        "start": np.array([one.start for one in spans], dtype=np.int64),
        "stop": np.array([one.stop for one in spans], dtype=np.int64),
        **_attributes([one.attributes for one in spans], names),
    }
    return pd.DataFrame(columns, copy=False)


def _attributes(told: Many[Any], names: Many[str]) -> dict[str, Any]:
    """A column for each name. Most names are never told, and a million rows are not searched for them."""
    known = {name for attributes in told if attributes for name in attributes}
    untold = np.zeros(len(told), dtype=np.int8)
    return {
        name: pd.Categorical([_plain(attributes.get(name, "")) for attributes in told])
        if name in known
        else pd.Categorical.from_codes(untold, categories=[""])
        for name in names
    }


def _plain(value: Any) -> str:
    """An attribute as text; yes in any spelling is "y"."""
    return "y" if value in YES else str(value)
