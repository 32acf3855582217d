"""How many there are, from how many a machine marked and how often it is right.

A machine that misses some moves and sees others that are not there gives a count that is wrong in
a way that can be measured: on encounters that were coded by hand and that it has not learned from.
The unit is the turn, as in :mod:`vuoro.evaluation`: it has the code or not.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy import special

from vuoro.agreement.resampling import COMFORTABLE, DRAWS, FEWEST, SEED, UNDEFINED, resamples
from vuoro.estimates.pooling import AUTO, ENOUGH, LINEARISED, check_known
from vuoro.estimates.ratios import ALPHA, Array, percentile
from vuoro.evaluation import evaluate
from vuoro.model import Annotation, Encounter, record

BOOTSTRAP = "bootstrap"


@record
class Corrected:
    """A share of turns, corrected for a machine's mistakes, with its 95 % interval.

    ``apparent`` is the share that the machine marked, ``value`` the corrected one (NaN with a ``reason``
    where there is none). ``sensitivity`` is how many of the turns that have the code it marks,
    ``specificity`` how many of the others it leaves alone.
    """

    value: float
    low: float
    high: float
    interval: str
    apparent: float
    sensitivity: float
    specificity: float
    encounters: int
    checked: int
    reason: str = ""


def prevalence(
    apparent: float | Array, sensitivity: float | Array, specificity: float | Array
) -> float | Array:
    """(apparent + specificity − 1) / (sensitivity + specificity − 1), kept between 0 and 1.

    NaN where sensitivity + specificity is not above 1: such a machine marks turns no better than a
    coin would, and what it marked tells nothing.

    References
    ----------
    Rogan, W. J., & Gladen, B. (1978). Estimating prevalence from the results of a screening test.
    American Journal of Epidemiology 107, 71-76.

    Examples
    --------
    A test for brucellosis with sensitivity .96 and specificity .89 was positive for 23 of 150 cows:

    >>> round(prevalence(23 / 150, 0.96, 0.89), 3)
    0.051
    """
    informed = np.asarray(sensitivity) + np.asarray(specificity) - 1
    shifted = np.asarray(apparent) + np.asarray(specificity) - 1
    blank = np.full(np.broadcast(informed, shifted).shape, np.nan)
    found = np.clip(np.divide(shifted, informed, out=blank, where=informed > 1e-12), 0, 1)
    return found if found.ndim else float(found)


def marked(encounters: Iterable[Encounter], machine: Iterable[Annotation], code: str) -> pd.DataFrame:
    """A row an encounter that nobody coded: how many of its `turns` the machine `marked` with a code.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> visit = Encounter(id="v", turns=tuple(Turn(id=t, speaker="D", raw="x", text="x") for t in "abc"))
    >>> given = [Annotation(encounter="v", turn="b", code="propose", coder="detector:rules", start=0, stop=1)]
    >>> marked([visit], given, "propose")
      encounter  marked  turns
    0         v       1      3
    """
    places = {(one.encounter, one.turn) for one in machine if one.code == code and one.status != "rejected"}
    rows = [
        (one.id, sum((one.id, turn.id) in places for turn in one.turns), len(one.turns)) for one in encounters
    ]
    return pd.DataFrame(rows, columns=["encounter", "marked", "turns"])


def checked(
    encounters: Iterable[Encounter], reference: Iterable[Annotation], machine: Iterable[Annotation], code: str
) -> pd.DataFrame:
    """A row an encounter that was coded by hand: what :func:`vuoro.evaluation.evaluate` says of one code.

    Columns: `encounter`, `turns`, `support` (turns that have the code), `found` (that the machine
    marked), `hits` (both). The machine must not have learned from these encounters.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> visit = Encounter(id="v", turns=tuple(Turn(id=t, speaker="D", raw="x", text="x") for t in "abc"))
    >>> def by(coder, *turns):
    ...     return [Annotation(encounter="v", turn=t, code="propose", coder=coder, start=0, stop=1) for t in turns]
    >>> checked([visit], by("aino", "a", "b"), by("detector:rules", "b"), "propose")
      encounter  turns  support  found  hits
    0         v      3      2.0    1.0   1.0
    """
    rows = []
    theirs, ours = _by_encounter(reference), _by_encounter(machine)
    for one in encounters:
        given = theirs.get(one.id, []), ours.get(one.id, [])
        scores = evaluate([one], *given, codes=[code], coded=[one.id]).scores.loc[code]
        rows.append((one.id, len(one.turns), *scores[["support", "found", "hits"]]))
    return pd.DataFrame(rows, columns=["encounter", "turns", "support", "found", "hits"])


def corrected(
    marked: pd.DataFrame,
    checked: pd.DataFrame,
    *,
    method: str = AUTO,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Corrected:
    """The share of turns that have a code, from what a machine marked and how it did where people coded.

    The interval holds the doubt about the machine too: it varies the encounters of both sets.

    Parameters
    ----------
    marked, checked : of :func:`marked` and :func:`checked`; the two should be of the same kind of talk, as a
        machine that is right about one service may be wrong about another. Rows are taken for independent, so
        sum those of encounters that resemble each other, such as a professional's
    method : "bootstrap" (percentiles), "linearised", or "auto", which is linearised where a set has fewer than 20
        rows, as the bootstrap is too short there

    Raises
    ------
    UnknownMethod

    Examples
    --------
    >>> talk = pd.DataFrame({"marked": [5, 9, 7, 4, 8, 6], "turns": 60})
    >>> known = pd.DataFrame({"turns": 50, "support": [5, 4, 6, 5, 3, 7], "found": [6, 5, 6, 7, 4, 8],
    ...                       "hits": [4, 3, 5, 4, 3, 6]})
    >>> found = corrected(talk, known)
    >>> round(found.apparent, 3), round(found.value, 3), found.interval
    (0.108, 0.085, 'linearised, t(5)')
    """
    check_known(method, (AUTO, BOOTSTRAP, LINEARISED))
    talk = marked[["marked", "turns"]].to_numpy(dtype=float)
    known = checked[["support", "hits", "found", "turns"]].to_numpy(dtype=float)
    rates = _rates(talk.sum(axis=0), known.sum(axis=0))
    apparent, sensitivity, specificity = map(float, rates)
    value, (low, high), name = float(prevalence(*rates)), (np.nan, np.nan), ""
    reason = _refusal(talk, known, sensitivity, specificity)
    if not reason and (method == BOOTSTRAP or (method == AUTO and min(len(talk), len(known)) >= ENOUGH)):
        drawn = _drawn(talk, known, draws, seed)
        if np.isnan(drawn).mean() > UNDEFINED:
            reason = f"no interval: {np.isnan(drawn).mean():.0%} of the draws leave nothing to correct by"
        else:
            (low, high), name = map(float, percentile(drawn)), "bootstrap, percentile"
    elif not reason:
        freedom = min(len(talk), len(known)) - 1
        reach = float(special.stdtrit(freedom, 1 - ALPHA / 2)) * _error(talk, known)
        (low, high), name = (max(value - reach, 0.0), min(value + reach, 1.0)), f"linearised, t({freedom})"
    return Corrected(
        value=value, low=low, high=high, interval=name, apparent=apparent, sensitivity=sensitivity,
        specificity=specificity, encounters=len(talk), checked=len(known), reason=reason or _mind(talk, known),
    )  # fmt: skip


def _drawn(talk: Array, known: Array, draws: int, seed: int) -> Array:
    """The corrected share in both sets drawn again, each from itself."""
    random = np.random.default_rng(seed)
    again = (resamples(len(some), len(some), draws, random) @ some for some in (talk, known))
    return np.asarray(prevalence(*_rates(*again)))


def _error(talk: Array, known: Array) -> float:
    """The standard error of the corrected share, linearised in the rows of both sets."""
    (flagged, of), (support, hits, found, turns) = talk.T, known.T
    apparent, sensitivity, specificity = _rates(talk.sum(axis=0), known.sum(axis=0))
    value = prevalence(apparent, sensitivity, specificity)
    others, left_alone = turns - support, (turns - support) - (found - hits)
    by_talk = (flagged - apparent * of) / of.sum()
    by_known = (1 - value) * (left_alone - specificity * others) / others.sum()
    by_known -= value * (hits - sensitivity * support) / support.sum()
    variance = sum((u**2).sum() * len(u) / (len(u) - 1) for u in (by_talk, by_known))
    return float(np.sqrt(variance) / (sensitivity + specificity - 1))


def _rates(talk: Array, known: Array) -> tuple[Array, Array, Array]:
    """Apparent share, sensitivity and specificity, from sums whose last axis is that of the tables."""
    flagged, of = np.moveaxis(talk, -1, 0)
    support, hits, found, turns = np.moveaxis(known, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return flagged / of, hits / support, 1 - (found - hits) / (turns - support)


def _refusal(talk: Array, known: Array, sensitivity: float, specificity: float) -> str:
    if not known[:, 0].sum():
        return "not corrected: nobody gave the code where it was checked"
    if not sensitivity + specificity > 1:
        return (
            f"not corrected: sensitivity {sensitivity:.2f} and specificity {specificity:.2f} sum to 1 or less, "
            f"so what was marked tells nothing"
        )
    if min(len(talk), len(known)) < FEWEST:
        return (
            f"no interval: {len(talk)} encounters marked and {len(known)} checked, and it takes {FEWEST} each"
        )
    return ""


def _mind(talk: Array, known: Array) -> str:
    few = min(len(talk), len(known)) < COMFORTABLE
    return f"fewer than {COMFORTABLE} encounters in one of the sets: look at each of them too" if few else ""


def _by_encounter(annotations: Iterable[Annotation]) -> dict[str, list[Annotation]]:
    found: dict[str, list[Annotation]] = {}
    for one in annotations:
        found.setdefault(one.encounter, []).append(one)
    return found
