"""What goes with what in a table of two codes, and how surely: what sequential analysis rests on.

Lag statistics assume that pairs from different encounters behave alike. They do not: so each pair of
codes is also compared within encounters alone, by the law of Cochran, Mantel and Haenszel and by shuffling.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from vuoro.measures.frames import Codes
from vuoro.measures.independence import Array, Flags, adjusted_residuals, expected, holm, tallied
from vuoro.measures.odds import odds_ratio, quarters, yules_q
from vuoro.model import VuoroError

Pairs = Iterable[tuple[str, str]]

COLUMNS = (
    "given", "then", "count", "expected", "residual", "p", "p_holm", "expected_within",
    "residual_within", "p_shuffled", "odds_ratio", "yules_q", "sparse",
)  # fmt: skip

ENOUGH = 5.0  # with fewer expected, the normal law is no guide to a residual
AT_ONCE = 2_000_000  # shuffled codes held in memory at a time


class ImpossibleCount(VuoroError):
    """Something was seen that was declared impossible."""


def crossed(
    given: Many[str],
    then: Many[str],
    strata: Many[str] | None = None,
    *,
    zeros: Pairs = (),
    shuffles: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Every pair of codes, how often it was seen, and how often it would be if the codes were independent.

    Parameters
    ----------
    given, then : the first and the second code of each pair
    strata : where each pair was seen (its encounter); none, where all were seen in one place
    zeros : pairs that cannot occur, such as a code after itself
    shuffles : of the second codes within their strata, for `p_shuffled`; 0 for none

    Returns
    -------
    DataFrame
        `given`, `then`, `count`, `expected`, `residual` (adjusted; beyond ±1.96 is one in twenty cells
        by chance), `p`, `p_holm` (over all cells), `expected_within` and `residual_within` (the same
        when only pairs of one stratum are compared), `p_shuffled`, `odds_ratio`, `yules_q`, and
        `sparse`, where fewer than five were expected and only `p_shuffled` is to be trusted.
        Impossible pairs are left out. With ``zeros`` there is no comparison within strata and
        no shuffling, which would make what cannot occur.

    Raises
    ------
    ImpossibleCount, NoFit

    References
    ----------
    Haberman 1973 (adjusted residuals); Bakeman & Quera 1995, 2011; O'Connor 1999; Holm 1979;
    Phipson & Smyth 2010 (why one is added to a permutation p).

    Examples
    --------
    >>> table = crossed(list("aaaabbbb"), list("xxxyxyyy"), shuffles=0)
    >>> table[["given", "then", "count", "expected", "residual", "yules_q"]].round(2)
      given then  count  expected  residual  yules_q
    0     a    x      3       2.0      1.41      0.8
    1     a    y      1       2.0     -1.41     -0.8
    2     b    x      1       2.0     -1.41     -0.8
    3     b    y      3       2.0      1.41      0.8
    """
    rows, firsts = pd.factorize(np.asarray(given, dtype=object), sort=True)
    columns, seconds = pd.factorize(np.asarray(then, dtype=object), sort=True)
    layer, _ = pd.factorize(np.zeros(len(rows)) if strata is None else np.asarray(strata, dtype=object))
    counts = tallied(rows, columns, (len(firsts), len(seconds)))
    possible = _possible(firsts, seconds, counts, zeros)
    found = _overall(counts, possible)
    if possible.all():
        found |= _within(rows, columns, layer, counts)
        if shuffles:
            centre = found["expected_within"]
            found["p_shuffled"] = _shuffled(rows, columns, layer, counts, centre, shuffles, seed)
    names = {"given": np.repeat(firsts, len(seconds)), "then": np.tile(seconds, len(firsts))}
    table = pd.DataFrame({**names, **{name: values.ravel() for name, values in found.items()}})
    return table.reindex(columns=list(COLUMNS))[possible.ravel()].reset_index(drop=True)


def _overall(counts: Array, possible: Flags) -> dict[str, Array]:
    fitted = expected(counts, possible)
    residual = adjusted_residuals(counts, fitted, possible)
    p = np.where(possible, 2 * special.ndtr(-np.abs(residual)), np.nan)
    return {
        "count": counts.astype(np.int64),
        "expected": fitted,
        "residual": residual,
        "p": p,
        "p_holm": holm(p),
        "odds_ratio": odds_ratio(*quarters(counts)),
        "yules_q": yules_q(*quarters(counts)),
        "sparse": fitted < ENOUGH,
    }


def _possible(firsts: Any, seconds: Any, counts: Array, zeros: Pairs) -> Flags:
    impossible = set(zeros)
    possible = np.array([[(one, other) not in impossible for other in seconds] for one in firsts], dtype=bool)
    possible = possible.reshape(len(firsts), len(seconds))
    for row, column in zip(*np.nonzero(~possible & (counts > 0)), strict=True):
        raise ImpossibleCount(
            f"{seconds[column]!r} came after {firsts[row]!r} {counts[row, column]:.0f} times, but zeros says "
            "that it cannot. Leave that pair out of zeros, or look at how these places were coded"
        )
    return possible


def _within(rows: Codes, columns: Codes, layer: Codes, counts: Array) -> dict[str, Array]:
    """Each count against its mean, were the second codes dealt anew within their strata.

    Mean and variance are those of the hypergeometric law, summed over strata: the residual is the root of
    the statistic of Cochran, Mantel and Haenszel for that cell against the rest.
    """
    depth = int(layer.max(initial=-1)) + 1
    down = tallied(layer, rows, (depth, counts.shape[0]))[:, :, None]
    across = tallied(layer, columns, (depth, counts.shape[1]))[:, None, :]
    total = np.bincount(layer, minlength=depth).astype(float)[:, None, None]
    variance = down * (total - down) * across * (total - across) / (total**2 * np.maximum(total - 1, 1))
    mean, spread = (down * across / total).sum(axis=0), np.sqrt(variance.sum(axis=0))
    residual = np.divide(counts - mean, spread, out=np.full(counts.shape, np.nan), where=spread > 0)
    return {"expected_within": mean, "residual_within": residual}


def _shuffled(
    rows: Codes, columns: Codes, layer: Codes, counts: Array, centre: Array, shuffles: int, seed: int
) -> Array:
    """How often a count is as far from its mean as the one seen, when second codes are dealt within strata."""
    chance = np.random.default_rng(seed)
    order = np.argsort(layer, kind="stable")
    rows, columns, layer = rows[order], columns[order], layer[order]
    seen = np.abs(counts - centre) - 1e-9
    further = np.zeros(counts.shape)
    at_once = max(1, AT_ONCE // max(len(rows), 1))
    for begin in range(0, shuffles, at_once):
        many = min(at_once, shuffles - begin)
        dealt = columns[np.argsort(chance.random((many, len(rows))) + layer, axis=1)]
        cells = rows * counts.shape[1] + dealt + np.arange(many)[:, None] * counts.size
        again = np.bincount(cells.ravel(), minlength=many * counts.size).reshape(many, *counts.shape)
        further += (np.abs(again - centre) >= seen).sum(axis=0)
    return (1 + further) / (1 + shuffles)
