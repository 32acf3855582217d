"""Agreement by peers, called once for each draw of encounters; runs in their environment.

Prints one JSON line: CPU seconds of the loop, peak memory, how many draws, and what the first of them gave.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import numpy as np

warnings.filterwarnings("ignore")

COMPARED = 3
Coefficients = Callable[[Any], list[float]]
"""From judgements (units × coders, NaN missing) to coefficients."""


def krippendorff(codes: int) -> Coefficients:
    import krippendorff

    every = np.arange(codes)
    return lambda values: [
        krippendorff.alpha(reliability_data=values.T, value_domain=every, level_of_measurement="nominal")
    ]


def irr_cac(codes: int) -> Coefficients:
    import pandas as pd
    from irrCAC.raw import CAC

    # Left to itself it takes NaN for one more code, since pandas 3 stacks those too.
    every = [float(code) for code in range(codes)]

    def both(values: Any) -> list[float]:
        given = CAC(pd.DataFrame(values), categories=every, digits=12)
        return [given.krippendorff()["est"]["coefficient_value"], given.gwet()["est"]["coefficient_value"]]

    return both


def main() -> None:
    job, path = sys.argv[1:]
    given = np.load(path)
    coefficients = {"krippendorff": krippendorff, "irrCAC": irr_cac}[job](int(given["values"].max()) + 1)
    values = np.where(given["values"] < 0, np.nan, given["values"])
    units = [np.flatnonzero(given["of"] == one) for one in range(given["of"].max() + 1)]
    draws = given["draws"]
    coefficients(values[:100])
    began = time.process_time()
    found = [coefficients(values[np.concatenate(np.repeat(np.array(units), draw, axis=0))]) for draw in draws]
    spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"seconds": spent, "megabytes": peak, "done": len(draws), "found": digest(found[:COMPARED])}
    print(json.dumps(told))


def digest(found: list[list[float]]) -> str:
    """As in ``turntaking.py``."""
    numbers = [round(float(number), 6) for each in found for number in each]
    return sha256(json.dumps(numbers).encode()).hexdigest()[:16]


if __name__ == "__main__":
    main()
