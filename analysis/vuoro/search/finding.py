"""Moves by what came before and after them: the places that answer a query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from vuoro.model import Annotation, Encounter, Sequence, Turn, record
from vuoro.search.concordance import phrase, place
from vuoro.search.queries import Step, parse

AT = ("place", "turn", "speaker", "role", "what", "words")


def find(
    encounters: Iterable[Encounter],
    annotations: Iterable[Annotation] = (),
    sequences: Iterable[Sequence] = (),
    *,
    query: str,
) -> pd.DataFrame:
    """The places where the steps of a query happen one after another, a row each.

    Each coder's moves and sequences are searched by themselves, never mixed; what was rejected is
    left out. A later step is the first that fits within its number of turns. See
    :mod:`~vuoro.search.queries` for what a query may say.

    Returns
    -------
    DataFrame
        `encounter`, `coder`, then for the first step `place` (file:line), `turn`, `speaker`, `role`,
        `what` (the code, or the sequence and its outcome), `words`; and the same for each later step
        that is not a `not`, as `then_place` … for the second, `then2_place` … for the third.

    Raises
    ------
    BadSearch

    Examples
    --------
    >>> from vuoro.model import Participant
    >>> people = (Participant(id="D", role="professional"), Participant(id="P", role="client"))
    >>> said = [("P", "Could I work from home?"), ("D", "How would that go?"), ("P", "Well.")]
    >>> visit = Encounter(id="visit", language="en", participants=people, turns=tuple(
    ...     Turn(id=f"t{n}", speaker=who, raw=text, text=text) for n, (who, text) in enumerate(said, 1)))
    >>> codes = [Annotation(encounter="visit", turn=turn, code=code, coder="aino", start=0, stop=9)
    ...          for turn, code in (("t1", "propose"), ("t2", "probe_proposal"))]
    >>> found = find([visit], codes, query="client propose -> professional question within 2")
    >>> found[["turn", "words", "then_turn", "then_what"]]
      turn                    words then_turn       then_what
    0   t1  Could I work from home?        t2  probe_proposal
    """
    steps = parse(query)
    shown = [step for step in steps if not step.absent]
    columns = [
        "encounter",
        "coder",
        *AT,
        *(f"{_then(n)}_{name}" for n in range(1, len(shown)) for name in AT),
    ]
    talks = {encounter.id: encounter for encounter in encounters}
    rows = [
        (talk.encounter.id, talk.coder, *(cell for event in match for cell in _cells(talk, event)))
        for talk in _talks(talks, annotations, sequences)
        for match in _matches(talk, steps)
    ]
    return pd.DataFrame(rows, columns=columns)


@record
class Event:
    """Something in a turn that a step can fit: a move, a sequence that opens there, or mere words."""

    at: int
    code: str = ""
    sequence: str = ""
    outcome: str = ""

    @property
    def what(self) -> str:
        return f"{self.sequence}={self.outcome}" if self.sequence else self.code


@record
class Coded:
    """An encounter as one coder sees it: what happens in each turn, in order."""

    encounter: Encounter
    coder: str
    roles: tuple[str, ...]
    events: Mapping[int, tuple[Event, ...]]


def _talks(
    talks: Mapping[str, Encounter], annotations: Iterable[Annotation], sequences: Iterable[Sequence]
) -> Iterator[Coded]:
    judged: dict[tuple[str, str], list[Annotation | Sequence]] = defaultdict(list)
    everything: list[Annotation | Sequence] = [*annotations, *sequences]
    for one in everything:
        if one.encounter in talks and one.status != "rejected":
            judged[one.encounter, one.coder].append(one)
    coders: dict[str, list[str]] = defaultdict(list)
    for id, coder in judged:
        coders[id].append(coder)
    for id, encounter in talks.items():
        # Where nobody coded anything, words can still be found.
        for coder in coders.get(id, [""]):
            yield _coded(encounter, coder, judged.get((id, coder), []))


def _coded(encounter: Encounter, coder: str, judged: Iterable[Annotation | Sequence]) -> Coded:
    at = {turn.id: n for n, turn in enumerate(encounter.turns)}
    roles = encounter.roles()
    events: dict[int, list[Event]] = {n: [Event(at=n)] for n in range(len(encounter.turns))}
    for one in judged:
        if isinstance(one, Annotation):
            events[at[one.turn]].append(Event(at=at[one.turn], code=one.code))
        else:
            first = at[one.first_turn]
            events[first].append(Event(at=first, sequence=one.type, outcome=one.outcome))
    return Coded(
        encounter=encounter,
        coder=coder,
        roles=tuple(roles[turn.speaker] for turn in encounter.turns),
        events={n: tuple(some) for n, some in events.items()},
    )


def _matches(talk: Coded, steps: tuple[Step, ...]) -> Iterator[tuple[Event, ...]]:
    first, *later = steps
    for at in range(len(talk.roles)):
        for event in _fitting(talk, at, first):
            if (match := _followed(talk, event, later)) is not None:
                yield (event, *match)


def _followed(talk: Coded, event: Event, later: list[Step]) -> tuple[Event, ...] | None:
    """The events of the later steps, each the first that fits; None where one is missing."""
    match: list[Event] = []
    for step in later:
        nearby = range(event.at + 1, min(event.at + 1 + step.within, len(talk.roles)))
        hit = next((one for at in nearby for one in _fitting(talk, at, step)), None)
        if (hit is None) != step.absent:
            return None
        if hit is not None:
            match.append(hit)
            event = hit
    return tuple(match)


def _fitting(talk: Coded, at: int, step: Step) -> Iterator[Event]:
    if step.roles and talk.roles[at] not in step.roles:
        return
    if step.words and not phrase(step.words, signs=False).search(talk.encounter.turns[at].text):
        return
    for event in talk.events[at]:
        if _is(event, step):
            yield event


def _is(event: Event, step: Step) -> bool:
    if step.sequence:
        return event.sequence == step.sequence and (not step.outcomes or event.outcome in step.outcomes)
    if step.codes:
        return event.code in step.codes
    return not event.what


def _cells(talk: Coded, event: Event) -> tuple[Any, ...]:
    turn: Turn = talk.encounter.turns[event.at]
    return place(talk.encounter, turn), turn.id, turn.speaker, talk.roles[event.at], event.what, turn.text


def _then(n: int) -> str:
    return "then" if n == 1 else f"then{n}"
