"""What coders said when they looked at their own codings again, weeks after they had made them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from vuoro.model import record
from vuoro.project.coding import coders as everybody
from vuoro.project.coding import log_of
from vuoro.project.events import Event, order
from vuoro.project.folder import Project
from vuoro.project.folding import fold
from vuoro.project.rules import OTHER

if TYPE_CHECKING:
    import pandas as pd

WEEKS = 3
"""How old a coding must be for its coder not to remember it (science D.2: recode a tenth after three weeks)."""


@record
class Again:
    """A move that its coder has looked at again: its code before and afterwards, `other` where it was taken away."""

    coder: str
    encounter: str
    turn: str
    before: str
    after: str
    at: str


def looked_again(
    project: Project, coders: Iterable[str] | None = None, *, weeks: float = WEEKS
) -> list[Again]:
    """Every move that a coder has confirmed, recoded or taken away, ``weeks`` or more after it was last coded.

    A move is looked at again by a `look` (it stands), by a `change` of its code, or by a `remove`; what is undone
    does not count, and what came of a migration of the codebook or of a slip mended the same day does not either,
    as it is too soon. Looking twice at one move counts twice, if weeks lie between.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from vuoro import project
    >>> with TemporaryDirectory() as folder:
    ...     looked_again(project.create(folder))
    []
    """
    names = everybody(project) if coders is None else coders
    logs = ((coder, log_of(project, coder)) for coder in names)
    return [
        one
        for coder, log in logs
        for encounter in log.encounters()
        for one in _of_encounter(coder, log.of(encounter), timedelta(weeks=weeks))
    ]


def _of_encounter(coder: str, told: list[Event], least: timedelta) -> Iterator[Again]:
    events = sorted(told, key=order)
    undone = fold(events).undone
    codes: dict[str, tuple[str, str, str]] = {}  # by move: its turn, its code, and when that was said
    for event in events:
        if event["id"] in undone:
            continue
        if event["do"] in ("annotate", "accept"):
            codes[event["id"]] = (event["turn"], event["code"], event["at"])
        elif event.get("of") in codes and (after := _afterwards(event, codes[event["of"]][1])):
            turn, before, said = codes[event["of"]]
            if _time(event["at"]) - _time(said) >= least:
                yield Again(
                    coder=coder, encounter=event["encounter"], turn=turn, before=before, after=after, at=event["at"]
                )  # fmt: skip
            codes[event["of"]] = (turn, after, event["at"])


def _afterwards(event: Event, before: str) -> str:
    """The code that a move has after an event; "" where the event says nothing about its code."""
    if event["do"] == "look":
        return before
    if event["do"] == "remove":
        return OTHER
    return str(event["fields"].get("code", "")) if event["do"] == "change" else ""


def _time(at: str) -> datetime:
    return datetime.fromisoformat(at)


def with_oneself(looked: Iterable[Again]) -> pd.DataFrame:
    """How far each coder agrees with what the same coder said before: intra-coder agreement.

    Columns: `coder`, `moves` that were looked at again, the share `observed` that was left as it was, `kappa`, `alpha`
    and `ac1`, as :mod:`vuoro.agreement` computes them. Moves that are looked at again because they are doubtful are
    no sample: for a number to publish, look again at all moves of a tenth of the encounters.
    """
    import pandas as pd

    from vuoro.agreement import coefficients as how
    from vuoro.agreement.counting import count

    rows = []
    by_coder: dict[str, list[Again]] = {}
    for one in looked:
        by_coder.setdefault(one.coder, []).append(one)
    for coder, mine in by_coder.items():
        names = sorted({code for one in mine for code in (one.before, one.after)})
        values = np.array([[names.index(one.before), names.index(one.after)] for one in mine], dtype=np.int64)
        counts = count(values, np.zeros(len(mine), dtype=np.int64), len(names))
        told = (how.observed(counts), how.kappa(counts), how.alpha(counts), how.ac1(counts))
        rows.append((coder, len(mine), *(float(value[0]) for value in told)))
    return pd.DataFrame(rows, columns=["coder", "moves", "observed", "kappa", "alpha", "ac1"])
