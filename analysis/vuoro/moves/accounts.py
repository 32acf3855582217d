"""Saying why: what was weighed for a unit, in words an analyst can check against the talk."""

from __future__ import annotations

from vuoro.language import cues
from vuoro.language.cues import Cues
from vuoro.moves.judging import ENOUGH, Judgement
from vuoro.moves.rules import Candidate


def account(judgement: Judgement, table: Cues) -> list[str]:
    """What was weighed for one unit, the chosen code first, each with its sum."""
    unit = judgement.unit
    lines = [f"  “{unit.turn.text[unit.start : unit.stop].strip()}”"]
    if not judgement.candidates:
        lines.append(f"    no code: {_silence(judgement)}")
    for at, candidate in enumerate(judgement.candidates):
        lines.append(f"    {_place(at, judgement)} {_sum(candidate)}")
    if judgement.chosen and len(judgement.candidates) > 1:
        ahead = judgement.chosen.score - judgement.candidates[1].score
        lines.append(f"    ahead of the runner-up by {ahead:.2f}")
    fired = sorted(hit.row.name for hit in cues.every(unit.said, table))
    lines.append(f"    cues fired: {'; '.join(fired) or 'none'}")
    return lines


def _silence(judgement: Judgement) -> str:
    if "continuer" in judgement.unit.said.hits:
        return "only passes the turn back (continuer)"
    return "no rule applies"


def _place(at: int, judgement: Judgement) -> str:
    if judgement.chosen and at == 0:
        return "chosen:"
    return "below the threshold:" if judgement.candidates[at].score < ENOUGH else "runner-up:"


def _sum(candidate: Candidate) -> str:
    cue = f"{candidate.hit.row.name} {candidate.hit.weight:.2f}" if candidate.hit else "position alone"
    context = [
        f"{'+' if value > 0 else '-'} {abs(value):.2f} {name.replace('_', ' ')}"
        for name, value in candidate.context.items()
        if value
    ]
    fallback = ", where nothing more specific is found" if candidate.fallback else ""
    return f"{candidate.code} {min(1.0, candidate.score):.2f} = {' '.join([cue, *context])}{fallback}"
