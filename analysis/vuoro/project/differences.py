"""Where the coders of a project differ, what each of them says there, and how much hangs on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from vuoro.model import Annotation, Encounter, Sequence, VuoroError, record
from vuoro.project import folder as rooms
from vuoro.project.coding import Work, coders, work
from vuoro.project.costing import apart, measures_of
from vuoro.project.folder import Project
from vuoro.project.rules import OTHER


class NothingToSettle(VuoroError):
    """No two coders have finished the same encounter."""


@record
class Coding:
    """What one coder says at a place: codes or outcomes in words, the judgements themselves, and the memo."""

    coder: str
    told: tuple[str, ...]
    judgements: tuple[Annotation | Sequence, ...] = ()
    memo: str = ""


@record
class Disagreement:
    """A turn that is coded differently, or a sequence that ends differently for different coders.

    ``type`` is "" for a turn, and S1 to S10 for a sequence that begins with it. ``distance`` is how far apart
    the codings are, 0 to 1. ``measures`` are those that count one of the codes in question, and
    ``sequences`` how many sequences rest on the turn. ``cost`` is the distance times one and all these: an
    order in which to settle, and no measure of anything.
    """

    place: str
    encounter: str
    turn: str
    line: int | None
    speaker: str
    words: str
    type: str
    codings: tuple[Coding, ...]
    distance: float
    measures: tuple[str, ...]
    sequences: int

    @property
    def cost(self) -> float:
        return self.distance * (1 + len(self.measures) + self.sequences)

    @property
    def between(self) -> dict[str, list[str]]:
        """Coder to what the coder says, as plain values."""
        return {one.coder: list(one.told) for one in self.codings}


@record
class Compared:
    """One encounter that two coders or more have finished, and what each of them says of it."""

    encounter: Encounter
    works: tuple[Work, ...]


def compared(
    project: Project, names: Iterable[str] | None = None, *, unfinished: bool = False
) -> list[Compared]:
    """The encounters that two coders have finished; ``unfinished`` also those that they have begun.

    Raises :class:`NothingToSettle` where there is none.
    """
    encounters = rooms.encounters(project)
    who = list(coders(project) if names is None else names)
    done = [one for one in work(project, who, encounters=encounters) if _counts(one, unfinished)]
    found = [
        Compared(encounter=encounter, works=works)
        for encounter in encounters
        if len(works := tuple(one for one in done if one.encounter.id == encounter.id)) > 1
    ]
    if not found:
        finished = ", ".join(f"{one.coder} {one.encounter.id}" for one in done) or "none"
        raise NothingToSettle(
            f"{project.folder}: no encounter was {'begun' if unfinished else 'finished'} by two coders "
            f"({finished}). "
            + ("Let another coder code one" if unfinished else "Finish one, or say unfinished=True")
        )
    return found


def _counts(one: Work, unfinished: bool) -> bool:
    state = one.state
    return state.finished or (unfinished and bool(one.annotations or one.sequences or state.rejected))


def disagreements(
    project: Project, coders: Iterable[str] | None = None, *, unfinished: bool = False
) -> list[Disagreement]:
    """All places where coders differ, those on which most hangs first.

    A turn is a place where two coders give it other codes; it is compared in the encounters that both have
    finished, where no code means `other`. A sequence is a place where two coders see other outcomes, or only
    one sees a sequence at all.

    Raises
    ------
    NothingToSettle
        No two coders have finished the same encounter.
    """
    found = [one for some in compared(project, coders, unfinished=unfinished) for one in of_encounter(some)]
    return sorted(found, key=lambda one: -one.cost)


def of_encounter(some: Compared) -> list[Disagreement]:
    """The disagreements about one encounter, in the order of the talk; first turns, then sequences."""
    return [*_of_turns(some), *_of_sequences(some)]


def _of_turns(some: Compared) -> list[Disagreement]:
    by_turn: dict[str, dict[str, list[Annotation]]] = {}
    for done in some.works:
        for one in done.annotations:
            if one.code != OTHER:
                by_turn.setdefault(one.turn, {}).setdefault(done.coder, []).append(one)
    resting = _resting(some)
    found = []
    for turn in some.encounter.turns:
        given = by_turn.get(turn.id, {})
        codings = tuple(_coding(done, turn.id, given.get(done.coder, [])) for done in some.works)
        if len({one.told for one in codings}) > 1:
            found.append(_disagreement(some.encounter, turn.id, "", codings, resting.get(turn.id, 0)))
    return found


def _coding(done: Work, turn: str, given: Iterable[Annotation]) -> Coding:
    judged = tuple(given)
    told = tuple(sorted({one.code for one in judged})) or (OTHER,)
    return Coding(coder=done.coder, told=told, judgements=judged, memo=done.state.memos.get(turn, ""))


def _resting(some: Compared) -> dict[str, int]:
    """Turn to how many sequences begin with it or end in it, for whoever sees most of them."""
    most: dict[str, int] = {}
    for done in some.works:
        mine: dict[str, int] = {}
        for one in done.sequences:
            for turn in {one.first_turn, one.response_turn} - {""}:
                mine[turn] = mine.get(turn, 0) + 1
        most.update({turn: max(number, most.get(turn, 0)) for turn, number in mine.items()})
    return most


def _of_sequences(some: Compared) -> list[Disagreement]:
    """Of coders who link sequences at all; one who codes moves only has said nothing about outcomes."""
    linking = [done for done in some.works if done.sequences]
    found = []
    before: Counter[tuple[str, str]] = Counter()
    for row in matched(some.encounter, linking) if len(linking) > 1 else ():
        first = next(one for one in row if one is not None)
        number = before[first.type, first.first_turn]
        before[first.type, first.first_turn] += 1
        codings = tuple(
            Coding(
                coder=done.coder,
                told=(one.outcome,) if one else (OTHER,),
                judgements=(one,) if one else (),
                memo=done.state.memos.get(first.first_turn, ""),
            )
            for done, one in zip(linking, row, strict=True)
        )
        if len({one.told for one in codings}) > 1:
            found.append(_disagreement(some.encounter, first.first_turn, first.type, codings, 1, number))
    return found


def matched(encounter: Encounter, linking: Iterable[Work]) -> list[list[Sequence | None]]:
    """The sequences of several coders, a row for each place; None where a coder sees none there."""
    from vuoro.agreement.outcomes import paired

    rows: list[list[Sequence | None]] = []
    for number, done in enumerate(linking):
        known = [next(one for one in row if one is not None) for row in rows]
        rest = []
        for ours, theirs in paired(encounter, known, done.sequences):
            if ours is not None:
                rows[next(at for at, one in enumerate(known) if one is ours)].append(theirs)
            elif theirs is not None:
                rest.append([None] * number + [theirs])
        rows += rest
    return rows


def _disagreement(
    encounter: Encounter, turn_id: str, type_: str, codings: tuple[Coding, ...], resting: int, number: int = 0
) -> Disagreement:
    turn = encounter.turn(turn_id)
    in_question = {told for one in codings for told in one.told}
    shared = set.intersection(*(set(one.told) for one in codings))
    counting = (type_,) if type_ else tuple(sorted(in_question - shared))
    return Disagreement(
        place=key(encounter.id, turn_id, type_, number),
        encounter=encounter.id,
        turn=turn_id,
        line=turn.line,
        speaker=turn.speaker,
        words=turn.raw,
        type=type_,
        codings=codings,
        distance=1.0 if type_ else apart([one.told for one in codings]),
        measures=measures_of(counting),
        sequences=resting,
    )


def key(encounter: str, turn: str, type_: str, number: int) -> str:
    """The key of a place, which stays while codings change; ``number`` tells apart those of one turn."""
    return sha256("\x1f".join((encounter, turn, type_, str(number))).encode()).hexdigest()[:20]
