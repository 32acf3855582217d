"""What independence of two codes would give, and how far the counts are from it.

Arrays in, arrays out: a row a first code, a column a second one. The formulas give what O'Connor (1999)
prints for the couple of Gottman & Roy, to the last digit (tests), and agree with his open programs also
where cells are impossible; the books of Bakeman & Quera could not be read themselves.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vuoro.model import VuoroError

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

CLOSE = 1e-10  # how near its margins a fitted table must come, relative to its total
PASSES = 10_000  # of proportional fitting; a table that has no solution would go on forever


class NoFit(VuoroError):
    """No table has these margins and these zeros."""


def tallied(rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64], shape: tuple[int, int]) -> Array:
    """How often each row met each column."""
    cells = np.bincount(rows * shape[1] + columns, minlength=shape[0] * shape[1])
    return cells.reshape(shape).astype(float)


def expected(counts: Array, possible: Flags | None = None) -> Array:
    """What independence would give; where cells are impossible, quasi-independence.

    Quasi-independence keeps the margins and the zeros, and is found by iterative proportional fitting.

    Raises
    ------
    NoFit
        where no table has such margins and zeros.

    References
    ----------
    Deming & Stephan 1940; Wickens 1989, pp. 107–112; Bakeman & Quera 1995.

    Examples
    --------
    >>> seen = np.array([[0.0, 6, 2], [4, 0, 4], [3, 1, 0]])
    >>> expected(seen, ~np.eye(3, dtype=bool)).round(2)
    array([[0., 5., 3.],
           [5., 0., 3.],
           [2., 2., 0.]])
    """
    down, across = counts.sum(axis=1), counts.sum(axis=0)
    if possible is None or possible.all():
        return np.outer(down, across) / max(counts.sum(), 1)
    fitted = possible.astype(float)
    for _ in range(PASSES):
        fitted = fitted * _ratio(down, fitted.sum(axis=1))[:, None]
        fitted = fitted * _ratio(across, fitted.sum(axis=0))
        if np.abs(fitted.sum(axis=1) - down).max() <= CLOSE * counts.sum():
            return fitted
    raise NoFit(
        f"proportional fitting found no table with these zeros after {PASSES} passes. Allow more of the "
        "pairs, or leave out codes that can hardly follow anything"
    )


def adjusted_residuals(counts: Array, fitted: Array, possible: Flags | None = None) -> Array:
    """(count − expected) over its standard error, as normal as z where enough was expected.

    With impossible cells the variance takes the leverage of each cell into account (Christensen
    1997, p. 357, as O'Connor's programs have it). NaN where a count could not have been another.

    References
    ----------
    Haberman 1973; Christensen 1997.

    Examples
    --------
    >>> seen = np.array([[8.0, 2], [4, 6]])
    >>> adjusted_residuals(seen, expected(seen)).round(3)
    array([[ 1.826, -1.826],
           [-1.826,  1.826]])
    """
    if possible is None or possible.all():
        total = max(counts.sum(), 1)
        free = np.outer(1 - counts.sum(axis=1) / total, 1 - counts.sum(axis=0) / total)
    else:
        free = 1 - _leverage(fitted)
    variance = fitted * free
    there = variance > 1e-12
    return np.divide(counts - fitted, np.sqrt(variance, where=there, out=np.ones(counts.shape)),
                     out=np.full(counts.shape, np.nan), where=there)  # fmt: skip


def holm(p: Array) -> Array:
    """P-values raised so that the chance of any false finding among them stays at the level.

    References
    ----------
    Holm 1979.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03, np.nan]))
    array([0.03, 0.06, 0.06,  nan])
    """
    flat = p.ravel()
    order = np.argsort(flat)[: np.count_nonzero(~np.isnan(flat))]
    raised = np.maximum.accumulate(flat[order] * np.arange(len(order), 0, -1))
    adjusted = np.full(flat.shape, np.nan)
    adjusted[order] = np.minimum(raised, 1)
    return adjusted.reshape(p.shape)


def _ratio(wanted: Array, got: Array) -> Array:
    return np.divide(wanted, got, out=np.zeros(len(wanted)), where=got > 0)


def _leverage(fitted: Array) -> Array:
    """How much each cell draws its own expectation: the diagonal of the hat matrix of the fitted model."""
    across, down = fitted.shape[1], fitted.shape[0]
    design = np.hstack([np.repeat(np.eye(down), across, axis=0), np.tile(np.eye(across), (down, 1))])
    weighted = design * fitted.reshape(-1, 1)
    spread = np.einsum("ij,jk,ik->i", design, np.linalg.pinv(design.T @ weighted), design)
    return (fitted.ravel() * spread).reshape(fitted.shape)
