"""What a measure is given: the turns of all encounters, and what was said about them, as tables.

A measure asks the :class:`Talk` for counts and totals, which are arrays with one number for
each encounter, and for what an encounter lacks, so that nothing is computed that cannot be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Sequence as Many
from dataclasses import field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vuoro.measures.coding import LAYER, SETTLED, coded, counted, credited, marked
from vuoro.measures.declare import reason_code
from vuoro.measures.frames import SIDE_OF, Codes, among, positions, turn_table
from vuoro.measures.ratings import ratings
from vuoro.measures.study import ALONE, Study
from vuoro.measures.tables import Places, decision_table, move_table, sequence_table, support_table
from vuoro.measures.texts import Texts
from vuoro.model import LANGUAGES, UNKNOWN, Annotation, Decision, Encounter, Sequence, record
from vuoro.moves.support import CODES

Numbers = npt.NDArray[np.float64]

ENOUGH_WORDS = 300  # in an encounter with fewer, a share of them says little
ENOUGH_TIMED = 0.9  # the share of turns with times below which sums of time would mislead
ENOUGH_TO_TELL = 20  # times that are all whole seconds by chance are improbable from here on

NEEDS = {
    "roles": ("has_roles", "no_roles"),
    "words": ("has_words", "few_words"),
    "minutes": ("has_minutes", "no_times"),
    "times": ("timed", "no_times"),
    "some_times": ("some_timed", "no_times"),
    "fine_times": ("fine", "coarse_times"),
    "coded": ("coded", "not_coded"),
    "decided": ("decided", "not_decided"),
    "marked": ("marked", "not_marked"),
    "rated": ("rated", "not_rated"),
    "heard": ("heard", "raw_asr"),
}
"""What a measure may need: the column of `encounters` that tells, and the reason where it is False."""

CREDITS = {
    "coded": ("coders", "statuses"),
    "decided": ("deciders", "decided_as"),
    "marked": ("markers", "marked_as"),
}
"""The columns of `encounters` that tell whose judgements meet a need, and which status they have."""


@record
class Talk:
    """All encounters as tables, sorted alike.

    `encounters` has a row for each: its `words` and `minutes` (first onset to last offset, NaN
    without times), its `language` ("" where unknown), its `ratings` as a whole, the `roles` in it, the columns of
    :data:`NEEDS`, and in those of :data:`CREDITS` whose judgements are counted. `turns` is described
    in :func:`~vuoro.measures.frames.turn_table`, the other tables in :mod:`~vuoro.measures.tables`.
    `decided` are the decisions that stand in `decisions`, and `texts` the words of the turns; what
    several measures need is `kept` (see :meth:`once`).
    """

    encounters: pd.DataFrame
    turns: pd.DataFrame
    moves: pd.DataFrame
    sequences: pd.DataFrame
    decisions: pd.DataFrame
    support: pd.DataFrame
    decided: tuple[Decision, ...]
    texts: Texts
    study: Study = ALONE
    kept: dict[Callable[[Talk], Any], Any] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.encounters)

    def once(self, function: Callable[[Talk], Any]) -> Any:
        """What a function makes of this talk, worked out once, however many measures ask for it."""
        if function not in self.kept:
            self.kept[function] = function(self)
        return self.kept[function]

    def count(self, table: pd.DataFrame) -> Numbers:
        """How many rows of a table each encounter has."""
        return np.bincount(positions(table), minlength=len(self)).astype(float)

    def total(self, table: pd.DataFrame, column: str) -> Numbers:
        """The sum of a column in each encounter; what is missing adds nothing."""
        return np.bincount(positions(table), np.nan_to_num(table[column]), minlength=len(self)).astype(float)

    def said(self, side: str, amounts: pd.Series | None = None) -> Numbers:
        """The words, or other amounts, of one side's turns: P the professional's, C the client's."""
        amounts = self.turns["words"] if amounts is None else amounts
        own = np.where(self.turns["side"] == side, np.nan_to_num(amounts), 0)
        return np.bincount(positions(self.turns), own, minlength=len(self)).astype(float)

    def made(self, *codes: str, side: str | None = None) -> pd.DataFrame:
        """The moves with these codes, by one side or by anybody."""
        return self._by(self.moves, "code", codes, side)

    def marked(self, *codes: str, side: str | None = None) -> pd.DataFrame:
        """The marks of the support layer with these codes, in one side's turns or in anybody's."""
        return self._by(self.support, "code", codes, side)

    def opened(self, type: str, *, side: str | None = None) -> pd.DataFrame:
        """The sequences of a type that one side, or anybody, opened."""
        return self._by(self.sequences, "type", (type,), side)

    @staticmethod
    def _by(table: pd.DataFrame, column: str, names: Many[str], side: str | None) -> pd.DataFrame:
        rows = among(table[column], names)
        return table[rows & among(table["side"], (side,)) if side else rows]

    @property
    def minutes(self) -> Numbers:
        """How long each encounter lasted, NaN without times."""
        return self.encounters["minutes"].to_numpy()

    def unlinked(self, type: str, *codes: str, side: str | None = None) -> Codes:
        """The reason against outcomes where such moves or marks are there but no sequences of them."""
        begun = self.count(self.made(*codes, side=side)) + self.count(self.marked(*codes, side=side))
        sequences = self.count(self.opened(type, side=side))
        return np.where((begun > 0) & (sequences == 0), reason_code("not_linked"), 0)

    def uncoded(self, table: pd.DataFrame, attribute: str) -> Codes:
        """The reason against counts of an attribute where the rows are there but none has it coded."""
        given = self.count(table[table[attribute] != ""])
        return np.where((self.count(table) > 0) & (given == 0), reason_code("attribute_not_coded"), 0)

    def lacks(self, *needs: str) -> Codes:
        """For each encounter the code of the first need that is not met, or 0 where all are."""
        missing = np.zeros(len(self), dtype=np.int16)
        for need in needs:
            column, reason = NEEDS[need]
            missing[(missing == 0) & ~self.encounters[column].to_numpy()] = reason_code(reason)
        return missing


def hear(
    encounters: Iterable[Encounter],
    annotations: Iterable[Annotation] = (),
    sequences: Iterable[Sequence] = (),
    coders: Many[str] | None = None,
    *,
    decisions: Iterable[Decision] = (),
    support: Iterable[Annotation] = (),
    study: Study = ALONE,
) -> Talk:
    """The encounters, and the judgements about them that count, as tables.

    Judgements about other encounters are left out. ``coders`` names whose judgements count;
    without it, those that were confirmed or adjudicated do. Of the support layer, and of the
    sequences that begin with it, a machine's count wherever there are none by a person who counts;
    marks of that layer may stand among the ``annotations`` too. ``study`` is what is known beyond
    these encounters.

    Raises
    ------
    DoubleEncounter, SeveralCoders, UnknownTurn

    Examples
    --------
    >>> from vuoro.model import Encounter, Turn
    >>> talk = hear([Encounter(id="visit", turns=(Turn(id="t1", speaker="A", raw="Hej", text="Hej"),))])
    >>> len(talk), len(talk.turns), len(talk.moves), talk.texts[0]
    (1, 1, 0, 'Hej')
    """
    encounters = list(encounters)
    names = [coders] if isinstance(coders, str) else list(coders or ())
    here = {encounter.id for encounter in encounters}
    annotations = [one for one in annotations if one.encounter in here]
    sequences = [one for one in sequences if one.encounter in here]
    decisions = [one for one in decisions if one.encounter in here]
    support = [one for one in support if one.encounter in here]
    made = [one for one in annotations if one.code not in CODES]
    layer = [*support, *(one for one in annotations if one.code in CODES)]
    followed = [one for one in sequences if one.type not in LAYER]
    begun = [one for one in sequences if one.type in LAYER]
    moves, by_coders, chosen = counted(made, names), counted(followed, names), counted(decisions, names)
    marks = marked(layer, names)
    by_markers = _linked_by_markers(begun, marks, names)
    links = [*by_coders, *by_markers]
    turns = turn_table(encounters)
    deciding = study.searched.intersection(names)
    told: list[Annotation | Sequence | Decision] = [*moves, *links, *chosen, *marks]
    places = Places(encounters, {one.encounter for one in told})
    return Talk(
        encounters=pd.DataFrame(
            {
                "encounter": turns["encounter"].cat.categories,
                "language": [encounter.language or "" for encounter in encounters],
                **ratings(encounters),
                **_conditions(encounters, turns),
                **coded(encounters, [*made, *followed], [*moves, *by_coders], names),
                **_searched(
                    encounters,
                    deciding,
                    credited(encounters, decisions, chosen, ("decided", *CREDITS["decided"])),
                ),
                **_searched(
                    encounters,
                    study.searched,
                    credited(
                        encounters, [*layer, *begun], [*marks, *by_markers], ("marked", *CREDITS["marked"])
                    ),
                ),
            }
        ),
        turns=turns,
        moves=move_table(moves, places, turns),
        sequences=sequence_table(links, places, turns),
        decisions=decision_table(chosen, places, turns),
        support=support_table(marks, places, turns),
        decided=tuple(chosen),
        texts=Texts(encounters),
        study=study,
    )


def _searched(
    encounters: Many[Encounter], machines: frozenset[str], credits: dict[str, Any]
) -> dict[str, Any]:
    """The credits, with the first column true too where machines looked and found nothing."""
    there, *rest = credits.items()
    known = np.array([encounter.language in LANGUAGES for encounter in encounters], dtype=bool)
    return {there[0]: there[1] | (known & bool(machines)), **dict(rest)}


def _linked_by_markers(begun: Many[Sequence], marks: Many[Annotation], names: Many[str]) -> list[Sequence]:
    """The sequences of the support layer by those whose marks count, a person's before a machine's."""
    markers = {one.coder for one in marks} | set(names)
    return marked([one for one in begun if one.coder in markers or one.status in SETTLED], names)


def _conditions(encounters: Many[Encounter], turns: pd.DataFrame) -> dict[str, Any]:
    at, n = positions(turns), len(encounters)
    start, end = turns["start"].to_numpy(), turns["end"].to_numpy()
    size = np.bincount(at, minlength=n)
    onsets = np.bincount(at, ~np.isnan(start), minlength=n)
    both = np.bincount(at, ~np.isnan(start) & ~np.isnan(end), minlength=n)
    uneven = np.bincount(at, (start % 1 > 0) | (end % 1 > 0), minlength=n)
    minutes = np.where(onsets >= ENOUGH_TIMED * size, _minutes(at, start, end, n), np.nan)
    words = np.bincount(at, turns["words"], minlength=n)
    roles = [_roles(encounter) for encounter in encounters]
    return {
        "words": words,
        "minutes": minutes,
        "roles": roles,
        "has_roles": np.array([_both_sides(present) for present in roles], dtype=bool),
        "has_words": words >= ENOUGH_WORDS,
        "has_minutes": minutes > 0,
        "timed": (minutes > 0) & (both >= ENOUGH_TIMED * size),
        "some_timed": both > 0,
        "fine": (onsets < ENOUGH_TO_TELL) | (uneven > 0),
        "heard": np.array([encounter.transcribed != "asr" for encounter in encounters], dtype=bool),
    }


def _minutes(at: Codes, start: Numbers, end: Numbers, n: int) -> Numbers:
    onset = pd.Series(start).groupby(at).min()
    offset = pd.Series(np.fmax(start, end)).groupby(at).max()
    minutes = ((offset - onset) / 60).reindex(range(n))
    return np.asarray(minutes.where(minutes > 0), dtype=float)


def _both_sides(roles: frozenset[str]) -> bool:
    return {"P", "C"} <= {SIDE_OF.get(role) for role in roles}


def _roles(encounter: Encounter) -> frozenset[str]:
    declared = {person.id: person.role for person in encounter.participants}
    speakers = {turn.speaker for turn in encounter.turns}
    return frozenset(declared.values()) | {declared.get(speaker, UNKNOWN) for speaker in speakers}
