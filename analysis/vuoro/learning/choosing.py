"""Which turns a person should look at first, so that the next training gains most."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many

import numpy as np

from vuoro.learning.coder import NONE, Coder, sigmoid
from vuoro.learning.features import Seen, rules_say, seen
from vuoro.model import Annotation, Encounter, record

SETTLED = ("confirmed", "adjudicated", "rejected")


@record
class Place:
    """A turn that somebody should look at, why, and what rules and learner say of it."""

    encounter: str
    turn: str
    why: str
    rules: tuple[str, ...]
    learner: tuple[str, ...]
    margin: float
    text: str = ""


def next_places(
    encounters: Iterable[Encounter], annotations: Iterable[Annotation], coder: Coder | None
) -> list[Place]:
    """The turns that nobody has judged, those first that would teach most.

    Where there is a coder, first the turns on which it and the rules disagree, the closest calls
    first, then the others by how close a call they were. Where there is none, a batch that takes
    its turns from every cue alike: from each code that the rules find one, then another from each.
    """
    done = {(a.encounter, a.turn) for a in annotations if a.status in SETTLED}
    looked = [(encounter, seen(encounter)) for encounter in encounters]
    if coder is None:
        return _stratified(
            [_ruled(e.id, row) for e, rows in looked for row in rows if (e.id, row.turn.id) not in done]
        )
    found = [
        place
        for encounter, rows in looked
        for place in _judged(encounter.id, rows, coder)
        if (encounter.id, place.turn) not in done
    ]
    return sorted(found, key=lambda place: (place.rules == place.learner, place.margin))


def _judged(encounter: str, rows: Many[Seen], coder: Coder) -> Iterable[Place]:
    odds = coder.log_odds(rows)
    given = coder.given(odds)
    near = np.abs(sigmoid(odds) - sigmoid(coder.thresholds)).min(axis=1)
    for row, codes, margin in zip(rows, given, near, strict=True):
        own = {code for code, has in zip(coder.codes, codes, strict=True) if has and code != NONE}
        rules = rules_say(row) & set(coder.codes)
        why = "close call" if own == rules else "rules and learner disagree"
        yield Place(
            encounter=encounter,
            turn=row.turn.id,
            why=why,
            rules=tuple(sorted(rules)),
            learner=tuple(sorted(own)),
            margin=round(float(margin), 3),
            text=row.turn.text,
        )


def _ruled(encounter: str, row: Seen) -> Place:
    codes = tuple(sorted(rules_say(row)))
    why = f"one of each: {codes[0]}" if codes else "one of each: no code"
    return Place(
        encounter=encounter,
        turn=row.turn.id,
        why=why,
        rules=codes,
        learner=(),
        margin=1.0,
        text=row.turn.text,
    )


def _stratified(places: Iterable[Place]) -> list[Place]:
    """A turn of each kind, then another of each, in the order of the talk."""
    seen_so_far: dict[str, int] = {}
    ranked = []
    for place in places:
        rank = seen_so_far[place.why] = seen_so_far.get(place.why, 0) + 1
        ranked.append((rank, place))
    return [place for _, place in sorted(ranked, key=lambda pair: pair[0])]
