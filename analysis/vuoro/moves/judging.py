"""From candidates to one code a unit, or none."""

from __future__ import annotations

from typing import NamedTuple

from vuoro.moves import decisions, invitations, questions, responses, understanding, views
from vuoro.moves.rules import ANSWERS, RECEIVES, RISES, TALKS, Candidate, rules_for
from vuoro.moves.talk import Talk
from vuoro.moves.units import Unit

FAMILIES = (invitations, questions, understanding, decisions, responses, views)

LONG = 7
"""As many words make a unit long enough to tell something."""

ENOUGH = 0.5
"""Below this score nothing is suggested."""


class Judgement(NamedTuple):
    """What one unit was taken to do, and everything that was weighed, the best first."""

    unit: Unit
    chosen: Candidate | None
    candidates: list[Candidate]


def judge(unit: Unit, talk: Talk) -> Judgement:
    """Weigh every rule that has a cue in the unit, and choose."""
    hits = unit.said.hits
    if "continuer" in hits and not (talk.table and "weak_hedge" in hits):
        return Judgement(unit, None, [])
    fired = (*hits, RECEIVES) if talk.table else tuple(hits)
    candidates = _weighed(fired, unit, talk)
    if not any(candidate.score >= ENOUGH for candidate in candidates):
        # Where the words do not tell, the place may.
        candidates += _weighed(_place(unit, talk), unit, talk)
    if len(candidates) > 1:
        candidates.sort(key=_order)
    chosen = candidates[0] if candidates and candidates[0].score >= ENOUGH else None
    return Judgement(unit, chosen, candidates)


def _weighed(triggers: tuple[str, ...], unit: Unit, talk: Talk) -> list[Candidate]:
    return [found for rule in rules_for(triggers) if (found := rule(unit, talk))] if triggers else []


def _place(unit: Unit, talk: Talk) -> tuple[str, ...]:
    """What about a unit, beside its words, may make it a move."""
    rises = (RISES,) if unit.rising else ()
    answers = (ANSWERS,) if talk.answers else ()
    return rises + answers + ((TALKS,) if unit.said.count >= LONG else ())


def _order(candidate: Candidate) -> tuple[bool, bool, float]:
    """Those with score enough first, the specific before the fallbacks, the surest before the rest."""
    return candidate.score < ENOUGH, candidate.fallback, -candidate.score
