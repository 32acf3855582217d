"""Named features as columns of a sparse matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from collections.abc import Sequence as Many
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt

from vuoro.learning.features import is_text
from vuoro.model import record

Floats = npt.NDArray[np.float64]


@record
class Columns:
    """Which feature is which column, and by what its values are multiplied.

    A rare word tells more than a common one: text is multiplied by its inverse document frequency,
    everything else by one.
    """

    at: Mapping[str, int]
    scale: Floats

    def matrix(self, rows: Many[Mapping[str, float]]) -> Any:
        """A ``scipy.sparse.csr_array`` of rows × columns; features without a column are left out.

        Examples
        --------
        >>> Columns(at={"told": 0}, scale=np.array([2.0])).matrix([{"told": 1.0, "new": 1.0}]).toarray().tolist()
        [[2.0]]
        """
        from scipy import sparse

        values: list[float] = []
        indices: list[int] = []
        ends = [0]
        for row in rows:
            known = [(self.at[name], value) for name, value in row.items() if name in self.at]
            indices += [at for at, _ in known]
            values += [value for _, value in known]
            ends.append(len(values))
        shape = (len(rows), len(self.at))
        found = sparse.csr_array(
            (np.asarray(values, float), np.asarray(indices, np.int32), np.asarray(ends, np.int32)),
            shape=shape,
        )
        found.data *= self.scale[found.indices]
        found.sort_indices()
        return found


def columns(rows: Many[Mapping[str, float]], *, fewest: int) -> Columns:
    """The columns for features that occur in at least `fewest` rows, by name.

    Examples
    --------
    >>> made = columns([{"told": 1.0}, {"told": 1.0, "word en:so": 0.5}], fewest=2)
    >>> dict(made.at), made.scale.tolist()
    ({'told': 0}, [1.0])
    """
    among = Counter(name for row in rows for name in row)
    names = sorted(name for name, count in among.items() if count >= fewest)
    n = 1 + len(rows)
    scale = [1 + log(n / (1 + among[name])) if is_text(name) else 1.0 for name in names]
    # Divided by a usual value, so that the blocks keep the lengths that they were given.
    usual = 1 + log(n) / 2
    scale = [value / usual if is_text(name) else value for name, value in zip(names, scale, strict=True)]
    return Columns(at={name: at for at, name in enumerate(names)}, scale=np.asarray(scale, float))
