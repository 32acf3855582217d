"""What a rule is: a function from a unit and the talk before it to a scored candidate.

Rules are asked only where one of their cues has fired, so a rule costs nothing elsewhere. Each
names what in the context raised or lowered its score, so that every suggestion can be explained.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from vuoro.language.cues import Hit
from vuoro.moves.talk import Talk
from vuoro.moves.units import Unit

RISES = "rises"
"""Triggers a rule where a unit ends with a question mark or a rising contour."""
TALKS = "talks"
"""Triggers a rule where a unit is long enough to tell something."""
ANSWERS = "answers"
"""Triggers a rule where the turn comes right after a question."""
RECEIVES = "receives"
"""Triggers a rule where somebody else's action is on the table."""


class Candidate(NamedTuple):
    """A code that a unit may have.

    ``score`` is the weight of the cue (``hit``) plus what the context adds or takes away; a
    ``fallback`` stands only where nothing more specific does (science of the decision tree:
    what a turn does to an action comes before what it asks, and that before what it tells).
    """

    code: str
    score: float
    hit: Hit | None
    context: Mapping[str, float]
    fallback: bool = False


Rule = Callable[[Unit, Talk], Candidate | None]

RULES: list[tuple[frozenset[str], Rule]] = []


def rule(*cues: str) -> Callable[[Rule], Rule]:
    """Ask this rule about units in which one of these codes or features fired."""

    def register(function: Rule) -> Rule:
        RULES.append((frozenset(cues), function))
        return function

    return register


@lru_cache(maxsize=8192)
def rules_for(fired: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules to ask where these cues have fired."""
    return tuple(function for cues, function in RULES if not cues.isdisjoint(fired))


def weigh(
    code: str, hit: Hit | None, *, alone: float = 0.0, fallback: bool = False, **context: float
) -> Candidate:
    """A candidate whose score is the cue's weight and what the context adds to it.

    A score may go beyond 1, so that the surest of several sure candidates is known.

    ``alone`` is the weight of the position alone, where no words are a cue.

    Examples
    --------
    >>> from vuoro.language import cues
    >>> hit = cues.said("How about two days?", cues.load("en")).hits["propose"]
    >>> round(weigh("propose", hit, rising=0.1).score, 2)
    0.95
    """
    score = (hit.weight if hit else alone) + sum(context.values())
    return Candidate(code, score, hit, context, fallback)


def surest(unit: Unit, *codes: str) -> Hit | None:
    """The surest of the cues that fired for these codes."""
    hits, best = unit.said.hits, None
    for code in codes:
        hit = hits.get(code)
        if hit is not None and (best is None or hit.weight > best.weight):
            best = hit
    return best
