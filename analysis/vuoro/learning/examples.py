"""From encounters and people's annotations to examples that a coder can learn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from collections.abc import Sequence as Many

import numpy as np
import numpy.typing as npt

from vuoro.learning.features import Seen, blinded, seen
from vuoro.learning.practice import in_view
from vuoro.model import Annotation, Encounter, record

LEARNT_FROM = ("confirmed", "adjudicated")
"""Suggestions that nobody has confirmed teach nothing but themselves."""

SELDOM = 0.02
"""A role that gives less than this share of a code's examples is not one that gives the code."""


@record
class Examples:
    """Coded talk: one row a turn, with its codes. ``codes`` has a column for each of ``named``.

    ``encounter`` is the number of the encounter that each row comes from, counted from 0: rows of
    one encounter must never be on both sides of a split.
    """

    rows: tuple[Seen, ...]
    encounter: npt.NDArray[np.intp]
    ids: tuple[str, ...]
    named: tuple[str, ...]
    codes: npt.NDArray[np.bool_]

    def of(self, encounters: Iterable[int]) -> Examples:
        """The examples from some encounters only."""
        some = sorted(encounters)
        kept = np.flatnonzero(np.isin(self.encounter, some))
        return Examples(
            rows=tuple(self.rows[at] for at in kept),
            encounter=np.searchsorted(some, self.encounter[kept]),
            ids=tuple(self.ids[at] for at in some),
            named=self.named,
            codes=self.codes[kept],
        )

    def support(self) -> dict[str, int]:
        """How many turns have each code."""
        return dict(zip(self.named, self.codes.sum(axis=0).tolist(), strict=True))

    def roles(self) -> dict[str, tuple[str, ...]]:
        """Which roles give each code; turns by others are no examples of anything, for or against."""
        by_role = {
            name: Counter(row.role for row, has in zip(self.rows, column, strict=True) if has)
            for name, column in zip(self.named, self.codes.T, strict=True)
        }
        return {
            name: tuple(sorted(role for role, n in counts.items() if n >= SELDOM * counts.total()))
            for name, counts in by_role.items()
        }


def gathered(
    encounters: Iterable[Encounter],
    annotations: Iterable[Annotation],
    known: Mapping[str, Many[Seen]] | None = None,
    flattered: Container[str] = (),
) -> Examples:
    """The examples in the encounters that somebody has coded.

    Every turn of a coded encounter is an example: one without a code says what is no move. Only
    annotations that people have confirmed or adjudicated count. ``known`` saves looking at an
    encounter again that has been seen. Where the rules are ``flattered``, in encounters (by id) that
    they were written with in view, what they say is left out: nobody can learn there how far to trust them.
    Of practice talk it is known where that is.

    Examples
    --------
    >>> from vuoro.model import Participant, Turn
    >>> visit = Encounter(id="v", language="en", turns=(
    ...     Turn(id="t1", speaker="D", raw="Shall we try?", text="Shall we try?"),
    ...     Turn(id="t2", speaker="P", raw="Okay.", text="Okay.")),
    ...     participants=(Participant(id="D", role="professional"), Participant(id="P", role="client")))
    >>> made = gathered([visit], [Annotation(encounter="v", turn="t1", code="propose", coder="a", start=0, stop=9)])
    >>> made.named, made.codes.tolist(), made.roles()
    (('propose',), [[True], [False]], {'propose': ('professional',)})
    """
    given: dict[tuple[str, str], set[str]] = {}
    for one in annotations:
        if one.status in LEARNT_FROM:
            given.setdefault((one.encounter, one.turn), set()).add(one.code)
    coded = {encounter for encounter, _ in given}
    ours = [encounter for encounter in encounters if encounter.id in coded]
    looked = {e.id: (known or {}).get(e.id) or seen(e) for e in ours}
    here = [
        (at, e.id, blinded(row) if e.id in flattered or in_view(e.id) else row)
        for at, e in enumerate(ours)
        for row in looked[e.id]
    ]
    each = [given.get((id, row.turn.id), set()) for _, id, row in here]
    named = tuple(sorted(set().union(*each)))
    return Examples(
        rows=tuple(row for _, _, row in here),
        encounter=np.asarray([at for at, _, _ in here], dtype=np.intp),
        ids=tuple(e.id for e in ours),
        named=named,
        codes=np.asarray([[name in codes for name in named] for codes in each], dtype=bool).reshape(
            len(here), len(named)
        ),
    )


def folds(
    examples: Examples,
    count: int,
    seed: int,
    together: Callable[[str], str] = str,
    among: Container[str] | None = None,
) -> list[list[int]]:
    """The encounters dealt out into folds by lot; no encounter is in two, nor any group of ``together``.

    Those that are not ``among`` some ids are in no fold: they may teach, and nothing is tried on them.

    Examples
    --------
    >>> made = Examples(rows=(), encounter=np.arange(0), ids=("a1", "b1", "a2"), named=(), codes=np.zeros((0, 0), bool))
    >>> sorted(folds(made, 2, seed=1, together=lambda id: id[0]))
    [[0, 2], [1]]
    """
    groups: dict[str, list[int]] = {}
    for at, id in enumerate(examples.ids):
        if among is None or id in among:
            groups.setdefault(together(id), []).append(at)
    dealt = list(groups.values())
    order = np.random.default_rng(seed).permutation(len(dealt))
    count = min(count, len(dealt))
    return [sorted(at for group in order[fold::count] for at in dealt[group]) for fold in range(count)]
