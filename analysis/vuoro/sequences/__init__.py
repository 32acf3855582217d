"""Sequences: a move and what the others made of it (S1 to S10 of the codebook).

Participation shows in sequences: what was offered is one thing, what came of it another. The
links are made from whatever moves are given, whether people or machines found them, and belong to
the coder whose moves they are.
"""

from __future__ import annotations

from collections.abc import Iterable

from vuoro.model import Annotation, Encounter, Sequence
from vuoro.sequences.actions import link_professional_actions
from vuoro.sequences.adverse import FIELDS, link_adverse_decisions
from vuoro.sequences.confirmations import link_confirmations
from vuoro.sequences.decisions import decisions
from vuoro.sequences.doubts import link_doubts
from vuoro.sequences.floor import lay
from vuoro.sequences.invitations import link_invitations
from vuoro.sequences.proposals import link_client_proposals
from vuoro.sequences.repairs import link_repairs
from vuoro.sequences.responsibility import link_responsibilities
from vuoro.sequences.tables import COLUMNS as DECISION_COLUMNS
from vuoro.sequences.tables import REQUIRED as DECISION_REQUIRED
from vuoro.sequences.tables import decision_rows, decisions_from, read_decisions
from vuoro.sequences.tellings import link_tellings
from vuoro.sequences.terms import link_terms

__all__ = [
    "DECISION_COLUMNS",
    "DECISION_REQUIRED",
    "FIELDS",
    "decision_rows",
    "decisions",
    "decisions_from",
    "link",
    "read_decisions",
]


def link(
    encounter: Encounter, annotations: Iterable[Annotation], *, coder: str | None = None
) -> list[Sequence]:
    """The sequences that a coder's moves open, in the order of the turns, with their outcomes.

    S1 invitations, S2 statements put up for confirmation, S3 the client's proposals (with
    ``fate``), S4 what the professional put forward, S5 signs of doubt, S6 terms, S7 decisions
    against the client (with ``FIELDS``), S8 responsibilities, S9 repairs, S10 what is told
    unasked. Every S4 that ends in doubt opens an S5, so that the pick-up of doubts has its
    denominator. S6 and S9 begin with the support layer and belong to whoever marked it. Without a
    coder, each coder's moves are linked by themselves. Annotations of other encounters and
    rejected ones are passed over. ``by`` in a sequence's attributes is the role of somebody other
    than the client, where the codebook has the client in mind.

    Examples
    --------
    >>> from vuoro.model import Participant, Turn
    >>> visit = Encounter(id="visit", language="en", turns=(
    ...     Turn(id="t1", speaker="D", raw="What worries you?", text="What worries you?"),
    ...     Turn(id="t2", speaker="P", raw="The nights.", text="The nights.")),
    ...     participants=(Participant(id="D", role="professional"), Participant(id="P", role="client")))
    >>> asked = Annotation(encounter="visit", turn="t1", code="invite_view", coder="aino", start=0, stop=17)
    >>> [(found.type, found.outcome, found.coder) for found in link(visit, [asked])]
    [('S1', 'minimal', 'aino')]
    """
    here = [a for a in annotations if a.encounter == encounter.id and a.status != "rejected"]
    coders = dict.fromkeys(a.coder for a in here) if coder is None else [coder]
    return [found for who in coders for found in _linked(encounter, [a for a in here if a.coder == who])]


def _linked(encounter: Encounter, moves: list[Annotation]) -> list[Sequence]:
    floor = lay(encounter, moves)
    responses = list(link_professional_actions(floor))
    found = [
        *link_invitations(floor),
        *link_confirmations(floor),
        *link_client_proposals(floor),
        *responses,
        *link_doubts(floor, responses),
        *link_terms(floor),
        *link_adverse_decisions(floor),
        *link_responsibilities(floor),
        *link_repairs(floor),
        *link_tellings(floor),
    ]
    order = {turn.id: at for at, turn in enumerate(encounter.turns)}
    return sorted(found, key=lambda sequence: (order[sequence.first_turn], int(sequence.type[1:])))
