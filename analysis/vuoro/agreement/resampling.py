"""Intervals from whole encounters, drawn again with replacement.

Units of one encounter resemble each other, and so drawing units gives intervals that are too narrow.
The draws are weights on the encounters' count tables, so a thousand of them cost one product of matrices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from vuoro.agreement.counting import Array, Counts, drawn
from vuoro.model import record

DRAWS = 2000
FEWEST = 5
"""Encounters. From fewer no interval is computed: drawing again from three says little about a fourth."""
COMFORTABLE = 10
"""Encounters. From fewer an interval is given with the advice to look at the encounters one by one."""
UNDEFINED = 0.05
"""The share of draws without a value above which the rest of them would flatter."""
SEED = 20261121
AT_ONCE = 4_000_000
"""Cells of count tables that are drawn at a time, so that memory is bounded."""

Coefficient = Callable[[Counts], Array]


@record
class Estimate:
    """A value with its 95 % interval, and its range when any one encounter is left out.

    NaN where there is none; ``reason`` then says why.
    """

    value: float
    low: float = np.nan
    high: float = np.nan
    least: float = np.nan
    most: float = np.nan
    reason: str = ""


def estimates(
    counts: Counts, coefficients: Mapping[str, Coefficient], *, draws: int = DRAWS, seed: int = SEED
) -> dict[str, Estimate]:
    """Each coefficient of the encounters together, with percentiles over `draws` of as many encounters.

    Examples
    --------
    >>> from vuoro.agreement.coefficients import observed
    >>> counts = {"agreeing": np.array([8.0, 9, 7, 9, 8]), "pairable": np.full(5, 10.0)}
    >>> estimates(counts, {"observed": observed})["observed"]
    Estimate(value=0.82, low=0.76, high=0.88, least=0.8, most=0.85,
             reason='fewer than 10 encounters: look at each of them too')
    """
    size = len(next(iter(counts.values())))
    whole = _applied(counts, coefficients, np.ones((1, size)))
    others = _applied(counts, coefficients, 1 - np.eye(size)) if size > 1 else {}
    again = _applied(counts, coefficients, resamples(size, size, draws, seed)) if size >= FEWEST else {}
    return {
        name: _estimate(float(whole[name][0]), others.get(name), again.get(name), size)
        for name in coefficients
    }


def resamples(encounters: int, size: int, draws: int, seed: int | np.random.Generator) -> Array:
    """Weights, draws × encounters: how often each encounter stands in a corpus of `size` encounters."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(size, np.full(encounters, 1 / encounters), size=draws).astype(float)


def _applied(counts: Counts, coefficients: Mapping[str, Coefficient], weights: Array) -> dict[str, Array]:
    cells = sum(table[0].size for table in counts.values())
    parts = np.array_split(weights, max(1, len(weights) * cells // AT_ONCE))
    made = [
        {name: f(tables) for name, f in coefficients.items()} for tables in (drawn(counts, w) for w in parts)
    ]
    return {name: np.concatenate([part[name] for part in made]) for name in coefficients}


def _estimate(value: float, others: Array | None, again: Array | None, size: int) -> Estimate:
    if np.isnan(value):
        return Estimate(value=value, reason="not defined: what is compared does not vary")
    least, most = (np.nan, np.nan) if others is None or np.isnan(others).all() else _range(others)
    if again is None:
        reason = f"no interval: {size} encounter{'s' * (size != 1)}, and it takes {FEWEST}"
        return Estimate(value=value, least=least, most=most, reason=reason)
    lost = float(np.isnan(again).mean())
    if lost > UNDEFINED:
        reason = f"no interval: not defined in {lost:.0%} of the draws, as few encounters have it"
        return Estimate(value=value, least=least, most=most, reason=reason)
    low, high = np.nanpercentile(again, [2.5, 97.5]).tolist()
    reason = f"fewer than {COMFORTABLE} encounters: look at each of them too" if size < COMFORTABLE else ""
    return Estimate(value=value, low=low, high=high, least=least, most=most, reason=reason)


def _range(values: Array) -> tuple[float, float]:
    return float(np.nanmin(values)), float(np.nanmax(values))
