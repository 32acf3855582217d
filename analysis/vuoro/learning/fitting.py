"""Training: examples in, a coder out. The only place that needs scikit-learn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Sequence as Many
from typing import Any

import numpy as np

from vuoro.learning import deciding
from vuoro.learning.coder import LOWEST, NONE, READINGS, Coder, allowed, chosen, company
from vuoro.learning.examples import Examples, folds
from vuoro.learning.features import rules_say
from vuoro.learning.matrix import Columns, Floats, columns
from vuoro.model import VuoroError

FEWEST_ENCOUNTERS = 5
"""Fewer cannot be split so that a coder is tried on talk by others than those it learned from."""

FEWEST = 8
"""Turns with a code, in at least ``IN_ENCOUNTERS`` encounters; from fewer it is left to the rules."""

IN_ENCOUNTERS = 3

RARE_IN = 2000
"""Turns. In larger sets a feature must occur three times, in smaller ones twice."""

INNER = 4
OWN, AROUND = 5.0, 0.1
"""How freely the first and the second reading may weigh (the inverse of the L2 penalty)."""

HEED = 0.8
"""How much the second reading counts beside the first: nearly all does best on practice talk that neither
has learned from, and something of the first makes it bolder where it was right."""

NEAR = 1e-2
NEAR_BY_EXAMPLES = 0.03
"""How near to the best weights is near enough; nearer takes twice the time and changes no suggestion. The
second is for going by examples rather than by features, where there are fewer of those; it is on another scale."""

MOST_ROUNDS = 1000

TRUST = 4.0
"""How much more freely what the rules say of a code itself may weigh for it."""

AHEAD = 0.03
"""F1 by which a coder must beat the rules to take a code over: its threshold was chosen on the same
talk, so that it seems a little better than it is."""

MOST_WEIGHTS = 300_000
"""A coder keeps so many of its weights, the largest for each code: with three languages learned together
about a third of them are in each file, which so stays under 2 MB."""


Shown = tuple[str, Mapping[str, float]]
"""A sentence that shows a code, with its features: a code book's example, not somebody's turn."""


class TooLittleToLearn(VuoroError):
    """There is not enough coded talk; the message says how much there is and how much is needed."""


class NeedsScikitLearn(VuoroError):
    """Training needs an extra package; using a coder does not."""


def fit(
    examples: Examples,
    *,
    name: str,
    language: str,
    shown: Many[Shown] = (),
    seed: int = 20261121,
    ahead: float = AHEAD,
) -> Coder:
    """Learn a coder from examples.

    Out-of-fold first readings, split by encounter, teach the second one; out-of-fold second
    readings teach the calibration and the thresholds, so that neither is fooled by what the
    coder has learned by heart. A code is taken over from the rules if the coder finds it better by
    ``ahead`` in F1; where the rules were written with this talk in view, that comparison is theirs
    before it begins, and a negative number leaves it out.

    Raises
    ------
    TooLittleToLearn
        no code has eight examples in three encounters.
    """
    learnt, unlearned = _learnable(examples)
    examples = _only(examples, learnt)
    exclusive = bool((examples.codes.sum(axis=1) <= 1).all())
    if exclusive:
        examples = _with_none(examples)
        learnt = examples.named
    roles = examples.roles()
    may = allowed([row.role for row in examples.rows], learnt, roles)
    parts = folds(examples, INNER, seed)
    first = _crossed(examples, parts, lambda some: _first_reader(some, _allowed(some, roles), shown))
    around = _around(examples, first, may)
    second = _crossed_around(examples, parts, around, may)
    slope, shift = deciding.calibration(second[may], examples.codes[may])
    scaled = np.where(may, slope * second + shift, -np.inf)
    least = deciding.thresholds(scaled, examples.codes, exclusive)
    left = () if exclusive else _better_by_rules(examples, chosen(scaled - least, exclusive), ahead)
    cut, weights, bias = _read(examples, may, shown)
    context, base = _second(around, examples.codes, may)
    return Coder(
        name=name,
        language=language,
        codes=learnt,
        columns=cut,
        weights=weights,
        bias=bias,
        context=context,
        base=base,
        slope=slope,
        shift=shift,
        thresholds=least,
        exclusive=exclusive,
        roles=roles,
        unlearned=unlearned,
        left=left,
        about={"calibration": deciding.calibrated(second[may], scaled[may], examples.codes[may])},
    )


def _learnable(examples: Examples) -> tuple[tuple[str, ...], dict[str, int]]:
    support = examples.support()
    spread = {
        code: len(set(examples.encounter[column].tolist()))
        for code, column in zip(examples.named, examples.codes.T, strict=True)
    }
    learnt = tuple(
        code for code in examples.named if support[code] >= FEWEST and spread[code] >= IN_ENCOUNTERS
    )
    if not learnt:
        most = max(support, key=lambda code: support[code])
        raise TooLittleToLearn(
            f"no code has {FEWEST} confirmed turns in {IN_ENCOUNTERS} encounters; {most!r} comes nearest with "
            f"{support[most]} in {spread[most]}. Code {FEWEST - min(FEWEST - 1, support[most])} more turns or more"
        )
    return learnt, {code: support[code] for code in examples.named if code not in learnt}


def _better_by_rules(examples: Examples, given: Any, ahead: float) -> tuple[str, ...]:
    """The codes that the rules alone find better than the coder does on talk it has not learned from."""
    said = [rules_say(row) for row in examples.rows]
    left = []
    for code, have, want in zip(examples.named, given.T, examples.codes.T, strict=True):
        by_rules = np.array([code in codes for codes in said], dtype=bool)
        if by_rules.any() and deciding.f1(by_rules, want) > deciding.f1(have, want) - ahead:
            left.append(code)
    return tuple(left)


def enough(examples: Examples) -> None:
    """An error that says what is missing, where there are fewer encounters than a coder needs."""
    if len(examples.ids) < FEWEST_ENCOUNTERS:
        raise TooLittleToLearn(
            f"there are {len(examples.ids)} coded encounters with {sum(examples.support().values())} confirmed "
            f"codes; a coder needs at least {FEWEST_ENCOUNTERS} encounters: code some more, as different as "
            "you have"
        )


def _only(examples: Examples, codes: tuple[str, ...]) -> Examples:
    kept = [examples.named.index(code) for code in codes]
    return Examples(
        rows=examples.rows,
        encounter=examples.encounter,
        ids=examples.ids,
        named=codes,
        codes=examples.codes[:, kept],
    )


def _with_none(examples: Examples) -> Examples:
    """The examples with one more code: none, given to turns by those who give codes."""
    givers = {role for roles in examples.roles().values() for role in roles}
    speaks = np.array([row.role in givers for row in examples.rows], dtype=bool)
    none = speaks & ~examples.codes.any(axis=1)
    return Examples(
        rows=examples.rows,
        encounter=examples.encounter,
        ids=examples.ids,
        named=(*examples.named, NONE),
        codes=np.column_stack([examples.codes, none]),
    )


def _allowed(examples: Examples, roles: dict[str, tuple[str, ...]]) -> Any:
    return allowed([row.role for row in examples.rows], examples.named, roles)


Reader = Callable[[Examples], Floats]


def _crossed(examples: Examples, parts: list[list[int]], learn: Callable[[Examples], Reader]) -> Floats:
    """What a reader says of each encounter that has learned from the others."""
    found = np.zeros(examples.codes.shape)
    everyone = set(range(len(examples.ids)))
    for part in parts:
        reader = learn(examples.of(everyone.difference(part)))
        found[np.isin(examples.encounter, part)] = reader(examples.of(part))
    return found


def _first_reader(examples: Examples, may: Any, shown: Many[Shown]) -> Reader:
    cut, weights, bias = _read(examples, may, shown)
    return lambda others: cut.matrix([row.features for row in others.rows]) @ weights + bias


def _read(examples: Examples, may: Any, shown: Many[Shown]) -> tuple[Columns, Floats, Floats]:
    """Learn the first reading: columns, weights (features × codes) and bias."""
    rows = [*(row.features for row in examples.rows), *(features for _, features in shown)]
    cut = columns(rows, fewest=3 if len(examples.rows) > RARE_IN else 2)
    matrix = cut.matrix(rows)
    told = np.array([[code == name for name in examples.named] for code, _ in shown], dtype=bool)
    told = told.reshape(len(shown), len(examples.named))
    codes = np.vstack([examples.codes, told])
    may = np.vstack([may, np.ones_like(told)])
    most = max(1, MOST_WEIGHTS // len(examples.named))
    found, bias = [], []
    for code, column, here in zip(examples.named, codes.T, may.T, strict=True):
        freely = _trusting(cut, code)
        weights, constant = logistic(matrix[here] * freely, column[here], OWN)
        found.append(_largest(weights * freely, most))
        bias.append(constant)
    return cut, np.column_stack(found), np.asarray(bias)


def _trusting(cut: Columns, code: str) -> Floats:
    """How freely each feature may weigh: what the rules say of this very code hardly costs anything."""
    freely = np.ones(len(cut.at))
    for name in (f"rule:{code}", f"weighed:{code}"):
        if name in cut.at:
            freely[cut.at[name]] = TRUST
    return freely


def _largest(weights: Floats, most: int) -> Floats:
    if np.count_nonzero(weights) <= most:
        return weights
    least = np.partition(np.abs(weights), -most)[-most]
    return np.where(np.abs(weights) >= least, weights, 0.0)


def _around(examples: Examples, first: Floats, may: Any) -> Floats:
    found = np.zeros((len(first), READINGS * first.shape[1]))
    for encounter in range(len(examples.ids)):
        at = np.flatnonzero(examples.encounter == encounter)
        found[at] = company(first[at], may[at], [examples.rows[row].role for row in at])
    return found


def _crossed_around(examples: Examples, parts: list[list[int]], around: Floats, may: Any) -> Floats:
    found = np.zeros(examples.codes.shape)
    for part in parts:
        out = np.isin(examples.encounter, part)
        context, base = _second(around[~out], examples.codes[~out], may[~out])
        found[out] = around[out] @ context + base
    return found


def _second(around: Floats, codes: Any, may: Any) -> tuple[Floats, Floats]:
    """Learn the second reading, on a scale of log-odds so that one penalty suits all codes."""
    found, bias = [], []
    for at, (column, here) in enumerate(zip(codes.T, may.T, strict=True)):
        # What the first reading says of this very code is taken as it is; the rest must show its worth.
        scale = np.full(around.shape[1], 1 / LOWEST)
        scale[at] = 0.5
        weights, constant = logistic(around[here] * scale, column[here], AROUND)
        own = np.arange(around.shape[1]) == at
        found.append(HEED * weights * scale + (1 - HEED) * own)
        bias.append(HEED * constant)
    return np.column_stack(found), np.asarray(bias)


def logistic(matrix: Any, has: Any, freely: float) -> tuple[Floats, float]:
    """A logistic regression with an L2 penalty: its weights and its constant.

    Where all examples are alike there is nothing to learn, and the constant says so.
    """
    if has.all() or not has.any():
        return np.zeros(matrix.shape[1]), LOWEST if has.all() else -LOWEST
    try:
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise NeedsScikitLearn(
            "training a coder needs scikit-learn; install the extra: pip install 'vuoro[models]'"
        ) from error
    wide = matrix.shape[1] > matrix.shape[0]
    near = NEAR_BY_EXAMPLES if wide else NEAR
    model = LogisticRegression(
        C=freely, solver="liblinear", random_state=0, dual=wide, tol=near, max_iter=MOST_ROUNDS
    )
    model.fit(matrix, has)
    return model.coef_[0], float(model.intercept_[0])
