"""The best alignment of several coders' units: which of one coder's units is which of another's.

A unitary alignment holds at most one unit of each coder. Its disorder is the mean dissimilarity over all pairs of
coders; where one of the two has no unit in it, that is :data:`EMPTY`. An alignment holds every unit once, and its
disorder is the sum over its unitary alignments, divided by how many units a coder has on average. The best one has
the least disorder. It is found exactly, by an assignment for two coders and by integer programming for more.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Many
from itertools import combinations

import numpy as np
import numpy.typing as npt

from vuoro.model import VuoroError, record

Unit = tuple[float, float, str]
"""Start, stop, and category."""

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

EMPTY = 1.0
"""The dissimilarity of a unit and none."""

MOST = 200_000
"""Unitary alignments that are weighed against one another. Three coders with 500 units each stay below, as few of
theirs are near enough to be aligned; ten coders with 30 do not."""

CELLS = 20_000_000
"""Dissimilarities that are held at once: 160 MB."""

NOBODY = -1


class TooManyUnits(VuoroError):
    """There are more ways to align the units than can be weighed."""


@record
class Dissimilarity:
    """How different two units are: ``position`` times that of their places, plus ``category`` times that of their
    categories.

    The defaults are those of the authors' program. ``between`` tells how far apart two categories are, 0 to 1;
    two that are not in it are 1 apart.
    """

    position: float = 3.0
    category: float = 1.0
    between: Mapping[tuple[str, str], float] | None = None

    def table(self, ours: Many[Unit], theirs: Many[Unit]) -> Array:
        """Our units × theirs.

        Examples
        --------
        >>> Dissimilarity(position=1).table([(4, 14, "a")], [(14, 24, "a"), (20, 25, "a")]).round(2).tolist()
        [[1.0, 3.24]]
        >>> Dissimilarity().table([(2, 9, "a")], [(2, 9, "b")]).item()
        1.0
        """
        one, other = (
            np.array([unit[:2] for unit in units], dtype=float).reshape(-1, 2) for units in (ours, theirs)
        )
        shift = np.abs(one[:, None, :] - other[None, :, :]).sum(axis=-1)
        long = (one[:, 1] - one[:, 0])[:, None] + (other[:, 1] - other[:, 0])[None, :]
        names = sorted({unit[2] for unit in (*ours, *theirs)})
        apart = np.array([[self._apart(a, b) for b in names] for a in names]).reshape(len(names), len(names))
        mine, yours = (
            np.array([names.index(unit[2]) for unit in units], dtype=int) for units in (ours, theirs)
        )
        named = apart[mine[:, None], yours[None, :]]
        return EMPTY * (self.position * (shift / long) ** 2 + self.category * named)

    def _apart(self, one: str, other: str) -> float:
        if one == other:
            return 0.0
        known = self.between or {}
        return known.get((one, other), known.get((other, one), 1.0))


def disorder(coders: Many[Many[Unit]], how: Dissimilarity) -> float:
    """The disorder of the best alignment; 0 where all coders have the same units. NaN where nobody has any."""
    size = sum(map(len, coders)) / len(coders)
    return sum(cost for _, cost in best(coders, how)) / size if size else float("nan")


def best(coders: Many[Many[Unit]], how: Dissimilarity) -> list[tuple[tuple[int, ...], float]]:
    """The best alignment: for each of its unitary alignments the number of each coder's unit, -1 for none, and the
    disorder.

    Raises
    ------
    TooManyUnits
        More than :data:`MOST` unitary alignments may be part of it.

    Examples
    --------
    >>> best([[(2, 9, "a"), (11, 17, "b")], [(2, 9, "a")]], Dissimilarity())
    [((0, 0), 0.0), ((1, -1), 1.0)]
    """
    rows, costs = _candidates(coders, how)
    chosen = _assigned(rows, costs, coders) if len(coders) == 2 else _programmed(rows, costs, coders)
    return [(tuple(int(at) for at in rows[number]), float(costs[number])) for number in sorted(chosen)]


def _candidates(coders: Many[Many[Unit]], how: Dissimilarity) -> tuple[Rows, Array]:
    """The unitary alignments that can be part of a best one, and their disorders.

    One that costs no less than its units would each alone cannot (section 5.1.1 of the paper).
    """
    pairs = len(coders) * (len(coders) - 1) / 2
    tables = {
        (i, j): np.pad(how.table(coders[i], coders[j]), (0, 1), constant_values=EMPTY)
        for i, j in combinations(range(len(coders)), 2)
    }
    rows, sums = np.zeros((1, 0), dtype=np.int64), np.zeros(1)
    for coder, units in enumerate(coders):
        if len(rows) * len(units) > CELLS:
            raise _too_many(coders)
        added = np.zeros((len(rows), len(units) + 1))
        for earlier in range(coder):
            added += tables[earlier, coder][rows[:, earlier]]
        total = sums[:, None] + added
        # What is to come adds to it, so that more than all units alone would cost is too much already.
        at, unit = np.nonzero(total < len(coders) * EMPTY * pairs + 1e-9)
        if len(at) > MOST:
            raise _too_many(coders)
        unit = np.where(unit == len(units), NOBODY, unit)
        rows, sums = np.column_stack([rows[at], unit]), total[at, unit]
    real = (rows != NOBODY).sum(axis=1)
    costs = sums / pairs
    kept = (real == 1) | ((real > 1) & (costs < real * EMPTY))
    return rows[kept], costs[kept]


def _too_many(coders: Many[Many[Unit]]) -> TooManyUnits:
    return TooManyUnits(
        f"{sum(map(len, coders))} units of {len(coders)} coders can be aligned in more than {MOST} ways. "
        "Compare fewer coders at a time, or shorter stretches of talk"
    )


def _assigned(rows: Rows, costs: Array, coders: Many[Many[Unit]]) -> list[int]:
    """For two coders: the pairs by which most is saved, and everything else alone."""
    from scipy.optimize import linear_sum_assignment

    saved = np.zeros((len(coders[0]), len(coders[1])))
    number = np.full(saved.shape, NOBODY)
    both = (rows != NOBODY).all(axis=1)
    saved[rows[both, 0], rows[both, 1]] = costs[both] - 2 * EMPTY
    number[rows[both, 0], rows[both, 1]] = np.nonzero(both)[0]
    chosen = [
        int(number[i, j]) for i, j in zip(*linear_sum_assignment(saved), strict=True) if number[i, j] >= 0
    ]
    taken = {(coder, int(rows[one, coder])) for one in chosen for coder in (0, 1)}
    single = [(at, (rows[at] != NOBODY).argmax()) for at in np.nonzero(~both)[0]]
    return chosen + [int(at) for at, coder in single if (int(coder), int(rows[at, coder])) not in taken]


def _programmed(rows: Rows, costs: Array, coders: Many[Many[Unit]]) -> list[int]:
    """For any number of coders: every unit in exactly one unitary alignment, at the least cost."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    first = np.concatenate([[0], np.cumsum([len(units) for units in coders])])
    at, coder = np.nonzero(rows != NOBODY)
    unit = first[coder] + rows[at, coder]
    holds = coo_array((np.ones(len(at)), (unit, at)), shape=(int(first[-1]), len(rows))).tocsc()
    found = milp(
        costs, integrality=np.ones(len(costs)), bounds=Bounds(0, 1), constraints=LinearConstraint(holds, 1, 1),
        options={"mip_rel_gap": 0},
    )  # fmt: skip
    return [int(number) for number in np.nonzero(found.x > 0.5)[0]] if len(costs) else []
