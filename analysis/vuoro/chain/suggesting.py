"""The suggestions for many encounters, in several processes where that pays."""

from __future__ import annotations

import os
from collections.abc import Iterator
from collections.abc import Sequence as Many
from functools import partial

from vuoro import learning
from vuoro.chain.pooling import Tell, started, untold
from vuoro.model import Annotation, Encounter, VuoroError, record

ENOUGH = 5_000
"""Turns. A learned coder looks at a turn for half a millisecond, so that fewer are done while a pool starts."""
ENOUGH_FOR_RULES = 50_000
"""Turns. Rules take a tenth of a millisecond, and sending a turn to another process and back a third of that."""
AT_ONCE = 4
"""Encounters that travel together."""
ENOUGH_FOR_A_POOL = 6
"""Encounters. Fewer are drawn while processes start."""
MOST = 8
"""Processes, unless more are asked for."""


@record
class Suggested:
    """What the coders suggest for one encounter, or the ``reason`` why it cannot be coded."""

    annotations: tuple[Annotation, ...] = ()
    reason: str = ""


def suggested(
    encounters: Many[Encounter], coders: Many[str], jobs: int | None = None, *, tell: Tell = untold
) -> Iterator[Suggested]:
    """What :func:`vuoro.learning.combined` says of each encounter, in their order, whatever the number of processes.

    Parameters
    ----------
    jobs : how many processes; None for as many as pay
    tell : called with a line about what it took to start them

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> talk = Encounter(id="v", language="en", turns=(Turn(id="1", speaker="D", raw="Hello.", text="Hello."),))
    >>> [one.reason for one in suggested([talk], ["rules"])]
    ["encounter 'v': who is the professional and who the client? Say ..."]
    """
    work = partial(_suggest, tuple(coders))
    workers = jobs or paying(sum(map(len, encounters)), coders)
    if workers < 2:
        yield from map(work, encounters)
        return
    with started(workers, "suggesting", tell) as pool:
        yield from pool.map(work, encounters, chunksize=AT_ONCE)


def paying(turns: int, coders: Many[str]) -> int:
    """How many processes pay for so many turns.

    Examples
    --------
    >>> paying(1_000, ["rules", "learned"]), paying(10_000, ["rules"])
    (1, 1)
    """
    enough = ENOUGH_FOR_RULES if set(coders) <= {"rules"} else ENOUGH
    return min(os.cpu_count() or 1, MOST) if turns >= enough else 1


def _suggest(coders: tuple[str, ...], encounter: Encounter) -> Suggested:
    try:
        return Suggested(annotations=tuple(learning.combined(encounter, coders)))
    except VuoroError as error:
        return Suggested(reason=str(error))
