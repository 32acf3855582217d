"""A learned coder: what it knows, and how likely it takes each code to be for each turn.

It reads a turn twice. The first reading weighs the turn's own features, code by code. The second
looks at all first readings around it, of the turns before and after, by the same speaker and by anyone,
and of the whole encounter, because moves come in company: who has proposed explains next, what is
proposed is answered next, and where one thing is much explained the next long turn is likelier to
explain too. Both readings are logistic regressions,
so that what was weighed adds up and can be shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Many
from typing import Any

import numpy as np

from vuoro.learning.features import Seen
from vuoro.learning.matrix import Columns, Floats
from vuoro.model import NOTHING, record

LOWEST = 6.0
"""Log-odds beyond plus or minus this are as good as certain (1 in 400)."""

NONE = "(none)"
"""Where codes exclude each other, "no code" is learned as one more of them."""

READINGS = 10
"""What the second reading sees of every code: here; the same role's turns before and after, and its others;
the two turns before and the two after, by whomever; and whether it has been there before or comes later."""

DONE = 4.0
"""What it weighs that a code has certainly been there, or certainly comes, on the scale of log-odds."""


@record
class Coder:
    """Everything that is needed to code talk, and to say where it was learned.

    ``weights`` (features × codes) and ``bias`` make the first reading, ``context`` (10 × codes, codes)
    and ``base`` the second. ``slope`` and ``shift`` turn its log-odds into calibrated ones;
    ``thresholds`` are in calibrated log-odds. ``exclusive`` says that a turn has one code at most.
    ``roles`` are the roles that give each code. ``unlearned`` codes had too few examples (how many)
    and are left to the rules, and so are the ``left`` ones, of which the rules alone know more.
    """

    name: str
    language: str
    codes: tuple[str, ...]
    columns: Columns
    weights: Floats
    bias: Floats
    context: Floats
    base: Floats
    slope: float
    shift: float
    thresholds: Floats
    exclusive: bool
    roles: Mapping[str, tuple[str, ...]]
    unlearned: Mapping[str, int]
    left: tuple[str, ...] = ()
    about: Mapping[str, Any] = NOTHING

    def probabilities(self, rows: Many[Seen]) -> Floats:
        """How likely each turn of one encounter has each code: an array of turns × codes, 0 to 1."""
        return sigmoid(self.log_odds(rows))

    def log_odds(self, rows: Many[Seen]) -> Floats:
        """The same as calibrated log-odds; minus infinity where a role does not give a code."""
        may = allowed([row.role for row in rows], self.codes, self.roles)
        around = company(self.first(rows), may, [row.role for row in rows])
        second = around @ self.context + self.base
        return np.where(may, self.slope * second + self.shift, -np.inf)

    def first(self, rows: Many[Seen]) -> Floats:
        """The first reading: log-odds from the turn's own features, turns × codes."""
        return self.columns.matrix([row.features for row in rows]) @ self.weights + self.bias

    def given(self, log_odds: Floats) -> Any:
        """Which codes are given to which turns: those beyond their thresholds, or the one farthest beyond."""
        own = np.array([code not in self.left for code in self.codes], dtype=bool)
        return chosen(log_odds - self.thresholds, self.exclusive) & own


def chosen(beyond: Floats, exclusive: bool) -> Any:
    """Which codes are given, by how far beyond their thresholds they are.

    Examples
    --------
    >>> chosen(np.array([[0.5, 0.2], [-1.0, -2.0]]), exclusive=True).tolist()
    [[True, False], [True, False]]
    """
    if not exclusive or not beyond.size:
        return beyond > 0
    best = np.zeros(beyond.shape, dtype=bool)
    best[np.arange(len(beyond)), beyond.argmax(axis=1)] = True
    return best & np.isfinite(beyond)


def allowed(roles: Many[str], codes: Many[str], givers: Mapping[str, tuple[str, ...]]) -> Any:
    """Which turns may have which codes, by who speaks: turns × codes of bool."""
    by_role = {role: [role in givers[code] for code in codes] for role in set(roles)}
    return np.asarray([by_role[role] for role in roles], dtype=bool).reshape(len(roles), len(codes))


def company(first: Floats, may: Any, roles: Many[str]) -> Floats:
    """First readings of one encounter with those around them: turns × (10 × codes).

    After the reading itself come the turns before and after by the same role, and the mean over all other
    turns by that role, with three turns' worth of "not likely" added so that a short encounter says
    little; then the very turns before and after, and those beyond them; then how likely it is that
    the code has been there before, and that it comes later.

    Examples
    --------
    >>> found = company(np.array([[2.0], [-2.0]]), np.array([[True], [True]]), ["client", "client"])
    >>> found[1, :8].tolist(), found[1, 8:].round(2).tolist()
    ([-2.0, 2.0, 0.0, 0.5, 2.0, -6.0, -6.0, -6.0], [3.52, 0.0])
    """
    here = np.where(may, np.clip(first, -LOWEST, LOWEST), -LOWEST)
    around = np.zeros((len(here), READINGS, here.shape[1]))
    around[:, 0] = here
    for role in set(roles):
        theirs = np.flatnonzero(np.asarray(roles) == role)
        around[theirs[1:], 1] = here[theirs[:-1]]
        around[theirs[:-1], 2] = here[theirs[1:]]
        others = len(theirs) - 1
        around[theirs, 3] = (here[theirs].sum(axis=0) - here[theirs]) / (others + 3)
    around[:, 4:8] = -LOWEST
    for away in (1, 2):
        around[away:, 2 + 2 * away] = here[:-away]
        around[:-away, 3 + 2 * away] = here[away:]
    around[:, 8] = DONE * _before(here)
    around[:, 9] = DONE * _before(here[::-1])[::-1]
    return around.reshape(len(here), READINGS * here.shape[1])


def _before(here: Floats) -> Floats:
    """How likely it is that a code was given to any turn before each."""
    never = np.cumprod(1 - sigmoid(here), axis=0)
    return 1 - np.vstack([np.ones_like(never[:1]), never[:-1]])


def sigmoid(log_odds: Floats) -> Floats:
    """Log-odds as probabilities.

    Examples
    --------
    >>> sigmoid(np.array([-np.inf, 0.0, 40.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    with np.errstate(over="ignore"):
        found: Floats = 1 / (1 + np.exp(-log_odds))
    return found
