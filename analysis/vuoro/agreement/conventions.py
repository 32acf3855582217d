"""What others ask of a coefficient: conventions with their sources, shown beside numbers and never applied."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    text = (files("vuoro.agreement") / "conventions.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["convention"])


def conventions() -> pd.DataFrame:
    """The conventions, a row for each coefficient: coefficient, from, to (NaN: no limit), words, source.

    Examples
    --------
    >>> conventions()[["coefficient", "from", "words"]].values.tolist()[0]
    ['alpha', 0.8, 'firm conclusions from the counts']
    """
    rows = [
        (name, row.get("from"), row.get("to"), row["words"], row["source"])
        for row in _rows()
        for name in row["coefficients"]
    ]
    table = pd.DataFrame(rows, columns=["coefficient", "from", "to", "words", "source"])
    return table.astype({"from": float, "to": float})
