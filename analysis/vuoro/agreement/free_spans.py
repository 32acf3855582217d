"""Gamma: do coders mark the same stretches with the same codes, where stretches are free and may overlap?

Positions and codes are compared together, on the best alignment of the coders' units, and what is left of disorder
is set against that of units put at random: each coder's units as they are, turned round the talk by a random shift.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Sequence as Many
from typing import TYPE_CHECKING, Any

import numpy as np

from vuoro.agreement.aligning import Dissimilarity, Unit, disorder
from vuoro.agreement.resampling import FEWEST, SEED, resamples
from vuoro.agreement.unitising import touched, words_of
from vuoro.agreement.units import Seen, standing
from vuoro.model import Annotation, Encounter, VuoroError, record

if TYPE_CHECKING:
    import pandas as pd

FIRST = 30
"""Random continua that are drawn before it is known how many are needed."""
LARGEST = 2_000
"""Random continua after which the precision that was reached must do."""
PRECISION = 0.02
"""How far the expected disorder may be from what it would be with ever more of them, as a share of it."""
SURE = 1.959964
"""Standard deviations on either side that hold 95 % of a normal distribution."""

DRAWS = 2000
COLUMNS = (
    "encounter",
    "coders",
    "gamma",
    "low",
    "high",
    "disorder",
    "expected",
    "samples",
    "units",
    "reason",
)


class TooFewCoders(VuoroError):
    """Gamma compares two coders or more."""


@record
class Gamma:
    """Gamma of one continuum: ``value`` with the interval ``low`` to ``high`` that the drawing of chance leaves.

    1 is perfect, 0 what units put at random would reach, below 0 is worse. ``disorder`` is that of the best alignment,
    ``expected`` the mean of those of ``samples`` random continua. NaN where nobody has marked anything.
    """

    value: float
    low: float
    high: float
    disorder: float
    expected: float
    samples: int
    units: int


def gamma(
    coders: Many[Many[Unit]],
    length: float,
    *,
    how: Dissimilarity | None = None,
    precision: float = PRECISION,
    seed: int = SEED,
) -> Gamma:
    """How far coders agree on one continuum, in where units are and of which category.

    Parameters
    ----------
    coders : the units of each coder, as (start, stop, category); every unit has a length
    length : of the continuum, in the same measure as the units' places
    how : the dissimilarity of units; position counts three times as much as category if None
    precision : relative error of the expected disorder that is good enough, at 95 %
    seed : of the drawing, so that two runs print the same number

    Raises
    ------
    TooFewCoders, TooManyUnits

    Notes
    -----
    Thirty random continua are drawn, their coefficient of variation gives how many are needed, and the rest are
    drawn. Two shifts are at least the average length of a unit apart, where there is room for that. The exact
    alignment costs most where many coders mark many units in the same places: ten coders with 30 each are refused.

    References
    ----------
    Mathet, Y., Widlöcher, A., & Métivier, J.-P. (2015). The unified and holistic method gamma (γ) for
    inter-annotator agreement measure and alignment. Comput Linguist 41(3):437–479.

    Examples
    --------
    >>> aino = [(0, 10, "explain"), (30, 40, "list_options")]
    >>> gamma([aino, aino], 100).value
    1.0
    >>> found = gamma([aino, [(2, 10, "explain"), (60, 70, "explain")]], 100)
    >>> found.samples >= 30, found.low < found.value < found.high < 0.5
    (True, True)
    """
    if len(coders) < 2:
        raise TooFewCoders("gamma compares two coders or more; there is one. Give the annotations of another")
    how = how or Dissimilarity()
    found = disorder(coders, how)
    units = sum(map(len, coders))
    if np.isnan(found):
        return Gamma(
            value=np.nan, low=np.nan, high=np.nan, disorder=np.nan, expected=np.nan, samples=0, units=0
        )
    chance = _expected(coders, length, how, precision, np.random.default_rng(seed))
    mean, error = float(chance.mean()), float(SURE * chance.std(ddof=1) / len(chance) ** 0.5)
    value, low, high = (
        1 - found / expected if expected > 0 else np.nan for expected in (mean, mean - error, mean + error)
    )
    return Gamma(
        value=value, low=low, high=high, disorder=found, expected=mean, samples=len(chance), units=units
    )


def _expected(
    coders: Many[Many[Unit]], length: float, how: Dissimilarity, precision: float, rng: np.random.Generator
) -> Any:
    """The disorders of random continua, as many as the precision asks for (section 5.3)."""
    drawing = _random_disorders(coders, length, how, rng)
    first = np.array([next(drawing) for _ in range(FIRST)])
    if not first.mean():
        return first
    varying = first.std(ddof=1) / first.mean()
    needed = min(int(np.ceil((SURE * varying / precision) ** 2)), LARGEST)
    return np.concatenate([first, [next(drawing) for _ in range(needed - FIRST)]])


def _random_disorders(
    coders: Many[Many[Unit]], length: float, how: Dissimilarity, rng: np.random.Generator
) -> Iterator[float]:
    marked = [units for units in coders if units]
    apart = float(np.mean([stop - start for units in marked for start, stop, _ in units]))
    while True:
        # Whose units they are is drawn as well, so that nobody's habits are taken for chance.
        drawn = [marked[at] for at in rng.integers(len(marked), size=len(coders))]
        shifts = _shifts(len(drawn), length, apart, rng)
        yield disorder(
            [_turned(units, shift, length) for units, shift in zip(drawn, shifts, strict=True)], how
        )


def _shifts(number: int, length: float, apart: float, rng: np.random.Generator) -> Any:
    """Places on the circle that the continuum is bent to, no two nearer to one another than a unit is long."""
    room = length - number * apart
    if room <= 0:
        return rng.uniform(0, length, number)
    # Points without a distance on a shorter circle, which then is cut open behind each for the distance.
    shifts = np.sort(rng.uniform(0, room, number)) + apart * np.arange(number)
    return rng.permutation((shifts + rng.uniform(0, length)) % length)


def _turned(units: Many[Unit], shift: float, length: float) -> list[Unit]:
    """The units moved on; one that begins beyond the end begins at the beginning again."""
    moved = [((start + shift) % length, stop - start, category) for start, stop, category in units]
    return sorted((start, start + long, category) for start, long, category in moved)


def gammas(
    encounters: Iterable[Encounter],
    annotations: Iterable[Annotation],
    coders: Many[str] | None = None,
    *,
    seen: Seen | None = None,
    how: Dissimilarity | None = None,
    precision: float = PRECISION,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Callable[..., Any] | None = None,
) -> pd.DataFrame:
    """Gamma of every encounter that two coders or more have coded, and of all together.

    Positions are counted in words. Together, ``encounter`` is "all": the disorders of all encounters are set against
    the disorders that are expected in each, and the interval comes from drawing whole encounters again, where there
    are five. Of one encounter it is that of the drawing of chance alone, and says nothing of other encounters.

    Parameters
    ----------
    annotations : of the coders, and of others, who do not count
    coders : who is compared; without it all
    seen : coder to the encounters that this coder has read; without it those with a mark of the coder
    progress : wraps the encounters to show how far it is, such as ``tqdm``

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> visit = Encounter(id="v", turns=(Turn(id="t", speaker="D", raw="so " * 40, text="so " * 40),))
    >>> marked = [Annotation(encounter="v", turn="t", code="explain", coder=who, start=0, stop=30) for who in ("a", "b")]
    >>> gammas([visit], marked)[["encounter", "gamma", "units"]].values.tolist()
    [['v', 1.0, 2], ['all', 1.0, 2]]
    """
    import pandas as pd

    encounters = list(encounters)
    judged: dict[str, dict[str, list[Annotation]]] = {}
    for coder, ids in (seen or {}).items():
        for encounter in encounters if coders is None or coder in coders else ():
            if encounter.id in ids:
                judged.setdefault(encounter.id, {}).setdefault(coder, [])
    for one in standing(list(annotations)):
        if coders is None or one.coder in coders:
            judged.setdefault(one.encounter, {}).setdefault(one.coder, []).append(one)
    shared = [one for one in encounters if len(judged.get(one.id, {})) > 1]
    rows = []
    for number, encounter in enumerate((progress or _plainly)(shared, total=len(shared), desc="gamma")):
        here = judged[encounter.id]
        units = [spans(encounter, here[coder]) for coder in sorted(here)]
        found = gamma(units, len(words_of(encounter)), how=how, precision=precision, seed=seed + number)
        rows.append((encounter.id, " × ".join(sorted(here)), found))
    table = [
        (id, who, one.value, one.low, one.high, one.disorder, one.expected, one.samples, one.units, "")
        for id, who, one in rows
    ]
    return pd.DataFrame([*table, *_together(rows, draws, seed)], columns=list(COLUMNS))


def _plainly(things: Iterable[Any], **_: Any) -> Iterable[Any]:
    return things


def _together(rows: Many[tuple[str, str, Gamma]], draws: int, seed: int) -> Iterator[tuple[Any, ...]]:
    """All encounters as one: disorders weigh as many units as they are of."""
    rows = [row for row in rows if row[2].units]
    if not rows:
        return
    sizes = np.array([one.units / (who.count(" × ") + 1) for _, who, one in rows])
    seen, chance = (
        sizes * np.array([getattr(one, name) for _, _, one in rows]) for name in ("disorder", "expected")
    )
    value = 1 - seen.sum() / chance.sum() if chance.sum() else np.nan
    low = high = np.nan
    if len(rows) >= FEWEST:
        weights = resamples(len(rows), len(rows), draws, seed)
        low, high = np.nanpercentile(1 - (weights @ seen) / (weights @ chance), [2.5, 97.5])
    few = f"no interval: {len(rows)} encounter{'s' * (len(rows) != 1)}, and it takes {FEWEST}"
    reason = "" if len(rows) >= FEWEST else few
    who = " × ".join(sorted({name for _, names, _ in rows for name in names.split(" × ")}))
    samples = sum(one.samples for _, _, one in rows)
    units = sum(one.units for _, _, one in rows)
    means = (seen.sum() / sizes.sum(), chance.sum() / sizes.sum())
    yield "all", who, value, low, high, *means, samples, units, reason


def spans(encounter: Encounter, judged: Iterable[Annotation]) -> list[Unit]:
    """One coder's spans in words of the encounter; they may overlap, and a word belongs to a span that touches it."""
    by_turn: dict[str, list[Annotation]] = {}
    for one in judged:
        by_turn.setdefault(one.turn, []).append(one)
    found: list[Unit] = []
    at = 0
    for turn in encounter.turns:
        words = words_of(turn)
        for one in by_turn.get(turn.id, ()):
            start, stop = touched(turn, one, words)
            found += [(at + start, at + stop, one.code)] * (start < stop)
        at += len(words)
    return sorted(found)
