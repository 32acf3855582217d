"""What a decision is made of, which nobody codes twice: the coder's own moves and sequences in its turns.

A person says where a decision begins and ends and what became of it. Its moves, the responses to it and the
doubts about it are coded as such already, and its times are those of the transcript.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from vuoro.model import Annotation, Decision, Encounter, Sequence
from vuoro.sequences.decisions import PART


def filled(
    decision: Decision, encounter: Encounter, moves: Iterable[Annotation], links: Iterable[Sequence]
) -> Decision:
    """The decision with its moves, the outcomes of its S4 and S5, and its times.

    ``moves`` and ``links`` are of the same coder; those count that begin in the turns of the decision.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> visit = Encounter(id="v", turns=tuple(
    ...     Turn(id=id, speaker="D", raw="x", text="x", start=at, end=at + 1.5) for at, id in enumerate("abc")))
    >>> moves = [Annotation(encounter="v", turn=turn, code=code, coder="aino", start=0, stop=1)
    ...          for turn, code in (("b", "propose"), ("c", "accept"))]
    >>> links = [Sequence(encounter="v", type="S4", first_turn="b", last_turn="c", outcome="hedged", coder="aino")]
    >>> made = Decision(encounter="v", first_turn="b", last_turn="c", outcome="dropped", coder="aino")
    >>> found = filled(made, visit, moves, links)
    >>> found.moves, found.responses, (found.start, found.end)
    ((('b', 'propose'), ('c', 'accept')), ('hedged',), (1, 3.5))
    """
    at = {turn.id: number for number, turn in enumerate(encounter.turns)}
    first, last = at[decision.first_turn], at[decision.last_turn]
    inside = {turn.id for turn in encounter.turns[first : last + 1]}
    own = sorted(
        (one for one in moves if one.turn in inside and one.code in PART), key=lambda one: at[one.turn]
    )
    opened = sorted((one for one in links if one.first_turn in inside), key=lambda one: at[one.first_turn])
    return replace(
        decision,
        moves=tuple((one.turn, one.code) for one in own),
        responses=tuple(one.outcome for one in opened if one.type == "S4"),
        doubts=tuple(one.outcome for one in opened if one.type == "S5"),
        start=encounter.turns[first].start,
        end=encounter.turns[last].end,
    )
