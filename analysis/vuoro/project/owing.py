"""What a coder owes before an encounter is finished: the linking rule of the codebook (B.4).

A response that is hedged, doubtful, turned down or missing opens an S5, whose outcome must be coded even
where the doubt is passed over: the share of doubts that are picked up has all of them as its denominator.
"""

from __future__ import annotations

from vuoro.model import Encounter, Sequence
from vuoro.project.folding import State

OPENS = frozenset(("hedged", "doubt", "reject", "no_response"))
"""Outcomes of S4 that open an S5."""


def owed(state: State, encounter: Encounter) -> list[Sequence]:
    """The S4 sequences that open an S5 which is not coded, in the order of the talk.

    An S5 belongs to an S4 where it begins in one of its turns.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> talk = Encounter(id="v", turns=tuple(Turn(id=id, speaker="D", raw="x", text="x") for id in "abc"))
    >>> def link(type, first, last, outcome):
    ...     return Sequence(encounter="v", type=type, first_turn=first, last_turn=last, outcome=outcome, coder="bo")
    >>> linked = {"s1": link("S4", "a", "b", "hedged")}
    >>> [one.outcome for one in owed(State(sequences=linked), talk)]
    ['hedged']
    >>> owed(State(sequences={**linked, "s2": link("S5", "b", "c", "bypassed")}), talk)
    []
    """
    order = {turn.id: at for at, turn in enumerate(encounter.turns)}
    here = [one for one in state.sequences.values() if {one.first_turn, one.last_turn} <= order.keys()]
    followed = {order[one.first_turn] for one in here if one.type == "S5"}
    opening = [one for one in here if one.type == "S4" and one.outcome in OPENS]
    owing = [
        one for one in opening if not followed & set(range(order[one.first_turn], order[one.last_turn] + 1))
    ]
    return sorted(owing, key=lambda one: order[one.first_turn])
