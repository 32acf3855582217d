"""How much to code twice: how wide the interval of a coefficient will be."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from vuoro.agreement import coefficients as how
from vuoro.agreement.counting import Array, Values, count, drawn, where
from vuoro.agreement.questions import PRESENCE, TOGETHER
from vuoro.agreement.resampling import DRAWS, FEWEST, SEED, UNDEFINED, resamples
from vuoro.agreement.units import ALL, Ratings
from vuoro.model import VuoroError

SIZES = (5, 10, 20, 40, 80)


class CannotPlan(VuoroError):
    """There is too little double coding to say what more of it would bring."""


def expected_width(
    ratings: Ratings,
    *,
    code: str = ALL,
    coefficient: str = "alpha",
    encounters: Iterable[int] = SIZES,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """How wide the 95 % interval will be with so many encounters coded twice, if they are like those at hand.

    Corpora of each size are drawn from the encounters at hand, with replacement. So the answer
    respects how units of one encounter resemble each other, and knows nothing of encounters unlike
    these: a pilot in one language says little about another.

    Parameters
    ----------
    ratings : of :func:`rate`, at least five encounters coded twice
    code : a code, for its presence and absence, or "all"
    coefficient : observed, fleiss, alpha, ac1; for a code also positive, negative, prevalence

    Returns
    -------
    a frame with a row for each size: `encounters`, `units` (as many as these have in the mean), `low` and
    `high`, `width` = high - low, and `undefined`, the share of draws that had no value; where this is above
    .05, the width is NaN

    Raises
    ------
    CannotPlan
        Fewer than five encounters, or no such code or coefficient.
    """
    known = TOGETHER if code == ALL else PRESENCE
    if coefficient not in known:
        raise CannotPlan(f"no coefficient {coefficient!r}; there are {', '.join(known)}")
    if code not in (ALL, *ratings.codes):
        raise CannotPlan(f"nobody gave the code {code!r}; there are {', '.join(ratings.codes)}")
    values, kinds = (ratings.presence(code), 2) if code != ALL else _sets(ratings)
    counts = count(values, ratings.of, kinds, len(ratings.encounters))
    counts = where(counts, counts["pairable"] > 0)
    size = len(counts["pairable"])
    if size < FEWEST:
        raise CannotPlan(f"{size} encounters are coded twice; code {FEWEST} twice before you plan from them")
    rows = []
    for n in encounters:
        again = known[coefficient](drawn(counts, resamples(size, n, draws, seed)))
        rows.append((n, round(n * counts["pairable"].mean()), *_interval(again)))
    return pd.DataFrame(rows, columns=["encounters", "units", "low", "high", "width", "undefined"])


def simulated_width(
    units: int, *, prevalence: float, alpha: float = 0.8, draws: int = 10_000, seed: int = SEED
) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile of alpha for one code, two coders and so many independent units.

    For planning before anything is coded. Units of one encounter are not independent: ask for half as
    many again, or twice as many.

    Parameters
    ----------
    prevalence : the share of units that have the code, the same for both coders
    alpha : the agreement that the coders would have with units without end

    Examples
    --------
    >>> low, high = simulated_width(400, prevalence=0.05, alpha=0.75)
    >>> round((high - low) / 2, 2)
    0.16
    """
    both = prevalence**2 + alpha * prevalence * (1 - prevalence)
    one = prevalence - both
    cells = np.random.default_rng(seed).multinomial(units, [1 - both - 2 * one, one, one, both], size=draws)
    neither, first, second, both_say = np.moveaxis(cells.astype(float), -1, 0)
    matches = 2 * np.stack([neither, both_say], axis=-1)
    again = how.alpha({"matches": matches, "totals": matches + (first + second)[:, None]})
    low, high = np.nanpercentile(again, [2.5, 97.5])
    return float(low), float(high)


def _sets(ratings: Ratings) -> tuple[Values, int]:
    values, sets = ratings.values()
    return values, len(sets)


def _interval(again: Array) -> tuple[float, float, float, float]:
    lost = float(np.isnan(again).mean())
    if lost > UNDEFINED:
        return np.nan, np.nan, np.nan, lost
    low, high = np.nanpercentile(again, [2.5, 97.5]).tolist()
    return low, high, high - low, lost
