"""Where codings stand in a transcript that was changed after they were made: at their words.

An annotation quotes the words that it is about. Where other words stand at its place now, it is moved to
where its words are: in its own turn, or in the one turn nearby that has them. An annotation whose words are
nowhere, and a sequence one of whose turns is gone, is told and not counted; nothing of it is lost, for the
log keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from vuoro.formats.webannotation.anchoring import Selected, stand
from vuoro.model import Annotation, Encounter, Problem, Sequence, Turn, record
from vuoro.project.folding import State

NEAR = 30
"""How many turns before and after its own the words of an annotation are looked for."""

TELLING = 12
"""Characters. Shorter words stand in many turns, and are looked for in their own turn only."""


@record
class Placed:
    """Annotations and sequences by id, in the order of the talk; ``moved`` are the ids of those that were."""

    annotations: Mapping[str, Annotation]
    sequences: Mapping[str, Sequence]
    moved: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def place(state: State, encounter: Encounter) -> Placed:
    """The annotations and sequences of a state where they stand in the talk as it is now.

    Examples
    --------
    >>> visit = Encounter(id="v", turns=(Turn(id="t1", speaker="D", raw="So, shall we?", text=""),))
    >>> was = Annotation(encounter="v", turn="t1", code="propose", coder="aino", start=0, stop=9)
    >>> found = place(State(annotations={"e1": was}, quotes={"e1": "shall we?"}), visit)
    >>> (found.annotations["e1"].start, found.annotations["e1"].stop), found.problems[0].rule
    ((4, 13), 'moved-annotation')
    """
    order = {turn.id: at for at, turn in enumerate(encounter.turns)}
    annotations: dict[str, Annotation] = {}
    problems: list[Problem] = []
    moved: list[str] = []
    for id, one in state.annotations.items():
        found = _found(one, state.quotes.get(id), encounter.turns, order)
        if found is not None:
            annotations[id] = found
        if found != one:
            moved += [id] if found else []
            problems.append(_told(one, found, state.quotes.get(id, "")))
    sequences = {
        id: one
        for id, one in state.sequences.items()
        if all(turn in order for turn in (one.first_turn, one.last_turn, one.response_turn) if turn)
    }
    problems += [_gone(one) for id, one in state.sequences.items() if id not in sequences]
    return Placed(
        annotations=dict(sorted(annotations.items(), key=lambda item: _at(item[1], order))),
        sequences=dict(sorted(sequences.items(), key=lambda item: order[item[1].first_turn])),
        moved=tuple(moved),
        lost=tuple(
            id for id in (*state.annotations, *state.sequences) if id not in {*annotations, *sequences}
        ),
        problems=tuple(problems),
    )


def _at(one: Annotation, order: Mapping[str, int]) -> tuple[int, int, int]:
    return order[one.turn], one.start, one.stop


def _found(
    one: Annotation, quote: str | None, turns: tuple[Turn, ...], order: Mapping[str, int]
) -> Annotation | None:
    at = order.get(one.turn)
    if at is not None:
        where = stand(turns[at].raw, Selected(one.start, one.stop, quote))
        if where != (-1, -1):
            return one if where == (one.start, one.stop) else replace(one, start=where[0], stop=where[1])
    if quote is None or len(quote) < TELLING:
        return None
    near = turns if at is None else turns[max(0, at - NEAR) : at + NEAR + 1]
    having = [turn for turn in near if quote in turn.raw]
    if len(having) != 1:
        return None
    start = having[0].raw.index(quote)
    return replace(one, turn=having[0].id, start=start, stop=start + len(quote))


def _told(one: Annotation, found: Annotation | None, quote: str) -> Problem:
    words = f"{quote[:60]!r}" if quote else "its words"
    what = f"{one.code} of {one.coder} in turn {one.turn!r} of {one.encounter!r}"
    if found is None:
        message = (
            f"{what}: {words} are not there any more. It is kept in the log and not counted; code it anew."
        )
        return Problem(line=None, text=quote, message=message, rule="lost-annotation", turn=one.turn)
    message = (
        f"{what}: {words} stand in turn {found.turn!r} now, from {found.start} to {found.stop}; it was moved."
    )
    return Problem(line=None, text=quote, message=message, rule="moved-annotation", turn=found.turn)


def _gone(one: Sequence) -> Problem:
    return Problem(
        line=None,
        text="",
        message=f"{one.type} of {one.coder} in {one.encounter!r}: one of its turns ({one.first_turn} to "
        f"{one.last_turn}) is not there any more. It is kept in the log and not counted; link it anew.",
        rule="lost-sequence",
        turn=one.first_turn,
    )
